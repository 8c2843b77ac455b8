"""A tree of files, path -> bytes, published as a release; and what lies on the disk afterwards."""

from __future__ import annotations

from pathlib import Path

from bulletin.model.digest import digest_of
from bulletin.model.page import Page
from bulletin.write import manifest
from bulletin.write.release import open_release

Tree = dict[str, bytes]


def publish(output: Path, tree: Tree, is_prepared: bool = True) -> int:
    """How many files had to be written."""
    pages = [Page(path, digest_of(data), data=data) for path, data in tree.items()]
    with open_release(output) as release:
        if is_prepared:
            release.prepared(release.preparation()())
        stale = release.stale(pages)
        if release.is_same(pages, stale):
            return 0
        release.add((page, release.put(page.path, page.data or b"")) for page in stale)
        release.reuse(pages)
        release.publish(len(tree))
        return len(stale)


def tree_of(folder: Path) -> Tree:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != manifest.NAME
    }


def beside(output: Path) -> set[str]:
    return {entry.name for entry in folder_of(output).iterdir()} - {manifest.NAME}


def folder_of(output: Path) -> Path:
    return output.parent / f".{output.name}.releases"


def empty_folders(folder: Path) -> list[str]:
    """Those without any file below them: a release made from nothing has none."""
    found = [path for path in folder.rglob("*") if path.is_dir() and not path.is_symlink()]
    return sorted(str(path.relative_to(folder)) for path in found if not any(one.is_file() for one in path.rglob("*")))
