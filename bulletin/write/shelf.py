"""The folder beside the output -> the earlier releases in it: their numbers, which of them is whole, which to keep.

A release has a number, given when it is published and kept in its manifest; an earlier one lies in a folder named by
it. A number above that of the published release is one that was taken back by ``rollback``: it is nobody's goal and
goes with the next build.
"""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from bulletin.model.making import frozen
from bulletin.write import manifest
from bulletin.write.manifest import Manifest

KEPT = 3
_NUMBER = re.compile(r"[1-9][0-9]{0,17}|0")


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
        if found is not None and found.files and manifest.is_whole(tree, found):
            yield Kept(number, tree, found, (tree / manifest.NAME).stat().st_mtime_ns)


def put_away(stage: Path, folder: Path, number: int) -> None:
    """What the exchange has left in ``stage``: the release ``number``, published until now. The new one is published
    already, so that no fault of the disk counts here: the next build comes upon the stage again."""
    with suppress(OSError):
        if stage.exists():
            remove(folder / str(number))
            stage.rename(folder / str(number))


def put_away_or_drop(stage: Path, folder: Path, output: Path) -> None:
    """What a killed build has left in ``stage``: a release that was published before that in ``output``, if it was
    killed between exchange and putting away, which is kept; anything else was never published."""
    found = manifest.load(stage)
    published = manifest.load(output) if found else None
    number = found.number if found else 0
    is_earlier = published is not None and 0 < number < published.number and number not in numbers(folder)
    if is_earlier and found is not None and manifest.is_whole(stage, found):
        stage.rename(folder / str(number))
    else:
        remove(stage)


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
