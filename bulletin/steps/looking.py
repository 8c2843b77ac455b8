"""A part of the pipeline: a site's content/ on disk -> its settings, and what there is to be published.

Of ten thousand documents a build after one change opens one: the others are known, by what the disk said of them when
the last build opened them.
"""

from __future__ import annotations

import os

from bulletin.cache import Cache
from bulletin.model.digest import digest_of
from bulletin.model.options import Options
from bulletin.read.folder import Folder, Found, Known, Text, scan, without_bytes
from bulletin.read.glance import Walk, is_telling, reader
from bulletin.read.settings import Settings, read_settings
from bulletin.stopwatch import Stopwatch

_KNOWN = "known"


def look(
    options: Options, watch: Stopwatch, known: Known | None = None, walked: Walk | None = None
) -> tuple[Settings, Folder]:
    """All of ``content/`` that is looked at; of photos and attachments only their stamps."""
    with watch("read"):
        return read_settings(options.site), scan(options.site, walked, known)


def look_again(options: Options, watch: Stopwatch, cache: Cache, walked: Walk | None) -> tuple[Settings, Folder]:
    """The same where ``cache`` may know most of it. ``walked``: where somebody has looked already."""
    key = digest_of(os.path.realpath(options.site / "content"), reader())
    known: Known | None = cache.recall(_KNOWN, key)
    settings, folder = look(options, watch, known, walked)
    cache.put(_KNOWN, key, {row: _told(one) for row, one in folder.known.items() if is_telling(row)})
    return settings, folder


def _told(one: Found | Text) -> Found | Text:
    return without_bytes(one) if isinstance(one, Text) and one.data is not None else one
