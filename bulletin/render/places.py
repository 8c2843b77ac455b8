"""Pages in order -> those that can be written, each to a file of its own; of the others a Problem each.

What the files of a group take up is asked of its paths alone, so whoever remembers the paths may remember it. Groups
whose files are all apart, as they nearly always are, are compared as sets; only of others each page is looked at.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Generic, TypeVar
from unicodedata import normalize

from bulletin.model.making import frozen
from bulletin.model.page import Named, Page
from bulletin.model.pickling import quick_to_pickle
from bulletin.model.problem import Problem
from bulletin.render.paths import is_contained
from bulletin.render.views import ArticleView

Sited = TypeVar("Sited", bound=Named)


@quick_to_pickle
@frozen
class Footprint:
    """What the files of some pages take up. Names are compared as careless disks do: without regard to case and to how
    accents are composed."""

    names: tuple[str, ...]  # of the files, in the order of the pages
    folders: tuple[str, ...]  # that they need, at any depth
    firsts: tuple[int, ...]  # for each folder the number of the first page that needs it
    is_apart: bool  # all lie in the output, none on another or where another needs a folder


def footprint(paths: tuple[str, ...]) -> Footprint:
    """``paths`` below the output, decoded."""
    names = tuple(map(_compared, paths))
    firsts: dict[str, int] = {}
    for number, name in enumerate(names):
        cut = name.rfind("/")
        while cut > 0 and name[:cut] not in firsts:
            firsts[name[:cut]] = number
            cut = name.rfind("/", 0, cut)
    files = set(names)
    is_apart = len(files) == len(names) and files.isdisjoint(firsts) and all(map(is_contained, paths))
    return Footprint(paths if names == paths else names, tuple(firsts), tuple(firsts.values()), is_apart)


def _compared(path: str) -> str:
    return path.lower() if path.isascii() else normalize("NFC", normalize("NFC", path).casefold())


class Places(Generic[Sited]):
    """The files of a release. A file where another page needs a folder is taken as well."""

    def __init__(self, page: Callable[[Sited], Page]) -> None:
        """``page`` gives that which a name stands for: asked of those that fall on one file."""
        self._page = page
        self._files: dict[str, Sited] = {}
        self._folders: dict[str, Sited] = {}
        self._problems: dict[Problem, None] = {}

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Each page that was left out, with the one it would have overwritten; once for all editions."""
        return tuple(self._problems)

    def settle(self, pages: Iterable[Sited], taken: Footprint | None = None) -> Sequence[Sited]:
        """Of pages that would fall on one file the first, those settled before included; none outside the folder.
        ``taken``: the ``footprint`` of their paths, where it is known."""
        found = pages if isinstance(pages, list) else list(pages)
        taken = taken or footprint(tuple(page.path for page in found))
        if not self._has_room(taken):
            return [page for page, name in zip(found, taken.names, strict=True) if self._has_entered(page, name)]
        self._files.update(zip(taken.names, found, strict=True))
        for folder, first in zip(taken.folders, taken.firsts, strict=True):
            if folder not in self._folders:
                self._folders[folder] = found[first]
        return found

    def _has_room(self, taken: Footprint) -> bool:
        """Whether none of these files is in the way of another, or of one settled before."""
        files = self._files.keys()
        apart = files.isdisjoint(taken.names) and files.isdisjoint(taken.folders)
        return taken.is_apart and apart and self._folders.keys().isdisjoint(taken.names)

    def _has_entered(self, page: Sited, name: str) -> bool:
        if not is_contained(page.path):
            self._refuse(page, "E516")
        elif other := self._taken(name):
            self._refuse(page, "E515", ("other", origin(self._page(other))))
        else:
            self._files[name] = page
            self._enter(name, page)
            return True
        return False

    def _taken(self, name: str) -> Sited | None:
        """What stands at ``name``, or at a folder above it."""
        found = self._files.get(name) or self._folders.get(name)
        cut = name.rfind("/")
        while not found and cut > 0 and name[:cut] not in self._folders:  # above a folder there is no file
            found = self._files.get(name[:cut])
            cut = name.rfind("/", 0, cut)
        return found

    def _enter(self, name: str, page: Sited) -> None:
        cut = name.rfind("/")
        while cut > 0 and name[:cut] not in self._folders:
            self._folders[name[:cut]] = page
            cut = name.rfind("/", 0, cut)

    def _refuse(self, name: Sited, code: str, *more: tuple[str, str]) -> None:
        page = self._page(name)
        self._problems[Problem(origin(page), 0, 0, code, (("path", _below(page)), *more))] = None


def origin(page: Page) -> str:
    """The file of ``content/`` that a page comes from, or its path below its edition where it comes from many."""
    if isinstance(view := page.view, ArticleView):
        return view.article.card.path
    return page.source or _below(page)


def _below(page: Page) -> str:
    return page.path.removeprefix(page.edition)
