"""A part of the pipeline: what was published -> its Report, and by what the next build knows that it still holds."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC

from bulletin.cache import Cache
from bulletin.convert.article import Converted
from bulletin.model.article import Site
from bulletin.model.content import Theme
from bulletin.model.digest import digest_of
from bulletin.model.item import Bulletin
from bulletin.model.options import Options
from bulletin.model.page import Built, Report
from bulletin.model.problem import Problem, in_order
from bulletin.read.folder import Folder
from bulletin.read.settings import Settings
from bulletin.steps.unchanged import BUILD, place_of
from bulletin.write.release import Release


def asked(options: Options, settings: Settings, folder: Folder, theme: Theme) -> str:
    """Says everything but the time. The documents are in it with their bytes, not with their dates; the place is, so
    that what is built for the preview is not taken for what is published."""
    documents = tuple(text.digest for text in folder.documents)
    return digest_of(settings, documents, folder.files, folder.problems, theme, options.has_drafts, place_of(options))


def keep_report(cache: Cache, key: str, bulletin: Bulletin, release: Release, report: Report) -> None:
    """After publishing."""
    since, until = (moment.astimezone(UTC) for moment in (bulletin.now, bulletin.turn))
    cache.put(BUILD, key, Built(report, since, until, release.mark))


def report_of(
    output: str,
    bulletin: Bulletin,
    problems: tuple[Problem, ...],
    pages: int,
    rendered: int,
    seconds: tuple[tuple[str, float], ...],
    versions: tuple[tuple[str, str], ...],
) -> Report:
    return Report(
        output=output,
        published=True,
        editions=tuple(edition.tag for edition in bulletin.config.editions),
        items=len(bulletin.items),
        issues=len(bulletin.issues),
        pages=pages,
        rendered=rendered,
        reused=pages - rendered,
        left_out=bulletin.left_out,
        waiting=bulletin.waiting,
        expired=bulletin.expired,
        drafts=bulletin.drafts,
        problems=problems,
        seconds=seconds,
        versions=versions,
        base=bulletin.config.base,
    )


def problems_of(
    bulletin: Bulletin, converted: Sequence[Converted], sites: Sequence[Site], of_pages: Iterable[Problem] = ()
) -> tuple[Problem, ...]:
    of_items = (problem for one in converted for problem in one.problems)
    of_notes = (problem for site in sites for problem in site.problems)
    return in_order((*bulletin.problems, *of_items, *of_notes, *of_pages))
