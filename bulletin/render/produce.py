"""Page and, where it has one, the bytes of its source -> the page's bytes. Runs in worker processes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import InitVar, dataclass, field
from datetime import UTC, datetime

from bulletin.errors import ThemeError
from bulletin.model.altered import altered
from bulletin.model.article import Site
from bulletin.model.content import Theme
from bulletin.model.late import late_module
from bulletin.model.page import Page
from bulletin.render.anatomy import Anatomy, bare
from bulletin.render.bodies import Fill, as_they_are, with_bodies
from bulletin.render.head import article_head, issue_head, listing_head
from bulletin.render.machine import FEEDS, MACHINE
from bulletin.render.remembering import kept
from bulletin.render.templates import EditionTheme, edition_environment, edition_theme, prepare, render
from bulletin.render.views import LATER, ArticleView, Chrome, IssueView, ListView

_PHOTOS = late_module("bulletin.render.photos")


@dataclass(frozen=True, slots=True)
class Producer:
    """Everything that pages have in common; small to send, and its templates are compiled once in each process."""

    theme: Theme
    chromes: tuple[Chrome, ...]  # one for each edition
    editions: tuple[EditionTheme, ...] = field(init=False)
    anatomy: InitVar[Anatomy | None] = None  # of the theme's templates, where it is known

    def __post_init__(self, anatomy: Anatomy | None) -> None:
        theme = bare(self.theme)  # assets are pages of their own, and heavy to send
        object.__setattr__(self, "theme", theme)
        object.__setattr__(self, "editions", tuple(edition_theme(theme, chrome, anatomy) for chrome in self.chromes))

    def bytes_of(self, page: Page, source: bytes | None = None, fill: Fill = as_they_are) -> bytes:
        """``source`` are the bytes of ``page.source``; ``fill`` where articles are without their bodies. Raises
        ThemeError, PhotoError, and what ``fill`` does."""
        if page.template:
            return self._text_of(page, self._edition(page), fill)
        if page.data is not None:
            return page.data
        if source is None:
            raise ValueError(f"{page.path}: the bytes of {page.source!r} are needed")
        if not page.resize:
            return source
        made: bytes = _PHOTOS().resize(source, *page.resize, path=page.source)
        return made

    def prepare(self, pages: Iterable[Page]) -> None:
        """Gets ready for ``pages`` in this process, and so in those that are forked from it. Raises ThemeError."""
        needed = {(page.edition, page.template): page for page in pages if not page.template.startswith("@")}
        for page in needed.values():
            prepare(self._edition(page), [page.template])

    def _text_of(self, page: Page, edition: EditionTheme, fill: Fill) -> bytes:
        chrome = edition.chrome
        if page.template in FEEDS:
            return FEEDS[page.template](chrome, page.view, fill)
        if page.template in MACHINE:
            return MACHINE[page.template](chrome, page.view)
        view = with_head(with_bodies(page.view, fill), chrome)
        return render(edition_environment(edition), page, view, chrome).encode()

    def _edition(self, page: Page) -> EditionTheme:
        for edition in self.editions:
            if edition.chrome.edition.path == page.edition:
                return edition
        raise ThemeError("E514", page=page.path)


def with_head(view: object, chrome: Chrome) -> object:
    """``view`` with the head that its renderer left for LATER."""
    if isinstance(view, ArticleView) and view.head == LATER:
        return altered(view, head=article_head(_site(chrome), view.article))
    if isinstance(view, ListView) and view.head == LATER:
        return altered(view, head=listing_head(_site(chrome), view.listing, view.pager.number))
    if isinstance(view, IssueView) and view.head == LATER:
        return altered(view, head=issue_head(_site(chrome), view.issue))
    return view


@kept(8)
def _site(chrome: Chrome) -> Site:
    """All of its site that such a head can tell of: nothing else is part of the page's key."""
    return Site(chrome.config, chrome.edition, (), (), (), (), (), datetime(chrome.year, 1, 1, tzinfo=UTC))
