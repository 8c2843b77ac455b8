"""Pages in order -> those that can be written, each to a file of its own; of the others a Problem each."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Generic, TypeVar
from unicodedata import normalize

from bulletin.model.page import Named, Page
from bulletin.model.problem import Problem
from bulletin.render.paths import is_contained
from bulletin.render.views import ArticleView

Sited = TypeVar("Sited", bound=Named)


class Places(Generic[Sited]):
    """The files of a release. A file where another page needs a folder is taken as well. Names are compared as careless
    disks do: without regard to case and to how accents are composed."""

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

    def settle(self, pages: Iterable[Sited]) -> list[Sited]:
        """Of pages that would fall on one file the first, those settled before included; none outside the folder."""
        settled = []
        for page in pages:
            path = page.path
            name = path.lower() if path.isascii() else normalize("NFC", normalize("NFC", path).casefold())
            if not is_contained(path):
                self._refuse(page, "E516")
            elif other := self._taken(name):
                self._refuse(page, "E515", ("other", origin(self._page(other))))
            else:
                self._files[name] = page
                self._enter(name, page)
                settled.append(page)
        return settled

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
    if isinstance(page.context, ArticleView):
        return page.context.article.card.path
    return page.source or _below(page)


def _below(page: Page) -> str:
    return page.path.removeprefix(page.edition)
