"""Page and, where it has one, the bytes of its source -> the page's bytes. Runs in worker processes."""

from __future__ import annotations

from dataclasses import dataclass

from bulletin.errors import ThemeError
from bulletin.model.content import Theme
from bulletin.model.page import Page
from bulletin.render.machine import MACHINE
from bulletin.render.photos import resize
from bulletin.render.templates import bare, environment_for, render
from bulletin.render.views import Chrome


@dataclass(frozen=True, slots=True)
class Producer:
    """Everything that pages have in common; small to send, and its templates are compiled once in each process."""

    theme: Theme
    chromes: tuple[Chrome, ...]  # one for each edition

    def __post_init__(self) -> None:
        object.__setattr__(self, "theme", bare(self.theme))  # assets are pages of their own, and heavy to send

    def bytes_of(self, page: Page, source: bytes | None = None) -> bytes:
        """``source`` are the bytes of ``page.source``. Raises ThemeError, PhotoError."""
        if page.template in MACHINE:
            return MACHINE[page.template](self._chrome(page), page.context)
        if page.template:
            return render(environment_for(self.theme), page, self._chrome(page)).encode()
        if page.data is not None:
            return page.data
        if source is None:
            raise ValueError(f"{page.path}: the bytes of {page.source!r} are needed")
        return resize(source, *page.resize, path=page.source) if page.resize else source

    def _chrome(self, page: Page) -> Chrome:
        for chrome in self.chromes:
            if chrome.edition.path == page.edition:
                return chrome
        raise ThemeError("E514", page=page.path)
