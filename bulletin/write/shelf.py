"""The folder beside the output -> the earlier releases in it: their numbers, which of them is whole, which to keep.

A release has a number, given when it is published and kept in its manifest; an earlier one lies in a folder named by
it. A number above that of the published release is one that was taken back by ``rollback``: it is nobody's goal and
goes with the next build.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import suppress
from itertools import count
from pathlib import Path

from bulletin.model.late import regex
from bulletin.model.making import frozen
from bulletin.write import manifest
from bulletin.write.manifest import Manifest

KEPT = 3
_NUMBER = regex(r"[1-9][0-9]{0,17}|0")


@frozen
class Kept:
    """An earlier release that is whole."""

    number: int
    tree: Path
    manifest: Manifest
    made: int  # ns since 1970


def numbers(folder: Path) -> list[int]:
    """Ascending. Of folders: a link is nobody's release, and where it leads nothing is ours."""
    with os.scandir(folder) as found:
        names = [one.name for one in found if one.is_dir(follow_symlinks=False)]
    return sorted(int(name) for name in names if _NUMBER.fullmatch(name))


def number_of(published: Manifest | None, folder: Path) -> int:
    """0: nothing was ever published. Where the manifest has no number (it is of an older version), or somebody has
    deleted the whole output, what was published comes after all that are kept."""
    if published is not None and published.number:
        return published.number
    return 1 + max(numbers(folder), default=-1 if published is None else 0)


def next_number(published: Manifest | None, folder: Path) -> int:
    return 1 + max((number_of(published, folder), *numbers(folder)))


def earlier(published: Manifest | None, folder: Path) -> Iterator[Kept]:
    """Whole releases from before the published one, the latest first. One of whose files any was changed or is gone
    is not whole: to publish it would be to publish what never was."""
    before = number_of(published, folder)
    for number in reversed(numbers(folder)):
        tree = folder / str(number)
        found = manifest.load(tree) if number < before else None
        if found is not None and found.keys and manifest.is_whole(tree, found):
            yield Kept(number, tree, found, (tree / manifest.NAME).stat().st_mtime_ns)


def put_away(stage: Path, folder: Path, number: int) -> None:
    """What the exchange has left in ``stage``: the release ``number``, published until now. The new one is published
    already, so that no fault of the disk counts here: the next build comes upon the stage again."""
    with suppress(OSError):
        if stage.exists():
            remove(folder / str(number))
            stage.rename(folder / str(number))


def put_away_or_set_aside(stage: Path, folder: Path, output: Path) -> None:
    """What a build that was killed, or has ended, has left in ``stage``: a release that was published before that in
    ``output``, if it was killed between exchange and putting away, which is kept; else what was never published."""
    found = manifest.load(stage)
    published = manifest.load(output) if found else None
    number = found.number if found else 0
    is_earlier = published is not None and 0 < number < published.number and number not in numbers(folder)
    if is_earlier and found is not None and manifest.is_whole(stage, found):
        stage.rename(folder / str(number))
    else:
        set_aside(stage, folder)


def set_aside(stage: Path, folder: Path) -> None:
    """What is in ``stage``, where the next build takes it: before all earlier releases, if there are enough. Else it is
    removed; where that can't be, it must not stand in the way at least."""
    with suppress(OSError):
        found = numbers(folder)
        if len(found) >= KEPT and found[0] and stage.is_dir() and not stage.is_symlink():
            (stage / manifest.NAME).unlink(missing_ok=True)
            stage.rename(folder / str(found[0] - 1))
            return
    remove(stage)
    with suppress(OSError):
        if os.path.lexists(stage):
            stage.rename(folder / str(next(number for number in count() if number not in numbers(folder))))


def take(stage: Path, folder: Path, published: Manifest) -> bool:
    """Makes an earlier release that is kept no longer, or one that was taken back, the ``stage``, if there is any. Its
    manifest goes first: whoever is killed leaves nothing that could be taken for a release. The newest is most like
    what is published, and an older one may be there only because something in it can't be removed."""
    before, found = number_of(published, folder), numbers(folder)
    for number in reversed([number for number in found if number >= before] or found[:-KEPT]):
        tree = folder / str(number)
        with suppress(OSError):
            (tree / manifest.NAME).unlink(missing_ok=True)
            tree.rename(stage)
            return True
    return False


def drop_taken_back(folder: Path, published: Manifest | None) -> None:
    """Before a build publishes: else what was taken back would come to lie before the new release."""
    before = number_of(published, folder)
    for number in numbers(folder):
        if number >= before:
            remove(folder / str(number))


def drop_old(folder: Path) -> None:
    with suppress(OSError):
        for number in numbers(folder)[:-KEPT]:
            remove(folder / str(number))


def remove(tree: Path) -> None:
    """As far as the disk lets it: what stays is not whole any more, and the next build tries again."""
    if tree.is_symlink():
        tree.unlink()
        return
    with suppress(OSError):
        (tree / manifest.NAME).unlink(missing_ok=True)
    with suppress(OSError):
        shutil.rmtree(tree, ignore_errors=True)
