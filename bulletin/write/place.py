"""Where the output shall lie -> nothing, or a refusal: an output replaces its folder as a whole."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from bulletin.errors import WriteError


def check_place(site: Path, output: Path) -> None:
    """Raises WriteError E809 where ``output`` would hold the site's own files or lie among what editors and designers
    write: one exchange would move these, and the next build would read its own pages as items."""
    place = output.resolve()
    content, themes = (site / "content").resolve(), (site / "themes").resolve()
    if content.is_relative_to(place) or place.is_relative_to(content) or place.is_relative_to(themes):
        raise WriteError("E809", path=str(output))


def check_folder(output: Path) -> None:
    """For an output that is there and is not ours. Raises WriteError E808 where it is no folder, E810 where it is one
    that somebody lives in: it holds the folder that we were started from, a home, or a repository."""
    if output.exists() and not output.is_dir():
        raise WriteError("E808", path=str(output))
    lived_in = []
    for place in (Path.cwd, Path.home):
        with suppress(OSError, RuntimeError):
            lived_in.append(place().resolve())
    if (output / ".git").exists() or any(place.is_relative_to(output) for place in lived_in if output.exists()):
        raise WriteError("E810", path=str(output))
