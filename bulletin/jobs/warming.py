"""What a change needs -> loaded, while nobody waits for it: dictionaries, patterns, the code of templates. A part of
``previewing``."""

from __future__ import annotations

from contextlib import suppress

from bulletin.cache import Cache
from bulletin.check.bulletin import gather
from bulletin.errors import BulletinError
from bulletin.model.late import make_ready
from bulletin.model.options import Options
from bulletin.parallel import open_workers
from bulletin.pipeline import convert
from bulletin.read.folder import Folder
from bulletin.read.settings import Settings
from bulletin.steps.checking import checked_documents
from bulletin.stopwatch import Stopwatch


def warm(options: Options, settings: Settings, folder: Folder) -> None:
    """Checks and converts a few documents, and keeps nothing of it. Whatever is wrong, others will tell."""
    make_ready()
    watch = Stopwatch()
    with (
        suppress(BulletinError),
        Cache(None, "", lambda _: None) as cache,
        open_workers(0, "", lambda *_: None) as workers,
    ):
        content, checked = checked_documents(options, settings, folder, cache, workers, watch)
        bulletin, _ = gather(content, checked, options.now, options.has_drafts)
        convert(bulletin, cache, workers, watch)
