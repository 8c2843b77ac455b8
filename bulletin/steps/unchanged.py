"""All that a build looks at -> what the last one answered, where this one would answer the same and all of it is there.

A build is a function of what it read, of what it was asked for and of the time; of the time it depends only at moments
that are known beforehand (``Bulletin.turn``). Where all of that is as it was and the published files are as they were
written, there is nothing to do, and no article need be looked at to know it.
"""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import UTC, datetime

from bulletin.cache import Cache
from bulletin.model.content import Theme
from bulletin.model.digest import digest_of
from bulletin.model.item import Bulletin
from bulletin.model.options import Options
from bulletin.model.page import Built, Report
from bulletin.read.folder import Folder
from bulletin.read.settings import Settings
from bulletin.write.release import Release

_STEP = "build"


def asked(options: Options, settings: Settings, folder: Folder, theme: Theme) -> str:
    """Says everything but the time. The documents are in it with their bytes, not with their dates; the place is, so
    that what is built for the preview is not taken for what is published."""
    place = os.path.realpath(options.output or options.site / "public")
    return digest_of(settings, folder, theme, options.has_drafts, place)


def last_report(cache: Cache, key: str, now: datetime, release: Release) -> Report | None:
    """None where something may have changed."""
    built = cache.recall(_STEP, key)
    if not isinstance(built, Built) or not release.is_still(built.release):
        return None
    if not built.since <= now < built.until:
        return None
    cache.keep_all()
    report = built.report
    return replace(report, output=str(release.output), rendered=0, reused=report.pages)


def keep_report(cache: Cache, key: str, bulletin: Bulletin, release: Release, report: Report) -> None:
    """After publishing."""
    since, until = (moment.astimezone(UTC) for moment in (bulletin.now, bulletin.turn))
    cache.put(_STEP, key, Built(report, since, until, release.mark))
