"""What a build is asked for."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from bulletin.model.making import frozen


@frozen
class Options:
    """How to build. ``now`` is the only clock: what is published, waits or has expired follows from it."""

    site: Path  # the folder that holds content/
    now: datetime  # without a zone: in the site's own
    output: Path | None = None  # None: SITE/public
    is_strict: bool = False
    has_drafts: bool = False
    may_shrink: bool = False
    has_cache: bool = True
    jobs: int = 0  # worker processes; 0 = one for each core
    executor: str = ""  # dask://HOST:PORT
    content: str = ""  # address of a store that holds what SITE/content would
    shared_cache: str = ""  # address of a store that machines share what they worked out at

    @property
    def remembered(self) -> tuple[Path | None, Path | None]:
        """Where steps are remembered, and those of the search index."""
        folder = self.site / ".bulletin"
        return (folder / "cache.sqlite", folder / "index.sqlite") if self.has_cache else (None, None)
