"""Articles of a feed -> the bytes of each, written once for all feeds of that format in which it stands."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from bulletin.model.article import Article
from bulletin.render.bodies import Fill
from bulletin.render.views import Chrome

_MOST = 2048  # articles kept: an edition's newest ones, by list, are some hundred
Write = Callable[[Chrome, Article], str]


class Entries:
    """Known by the identity of the article, of which the body is only read for what has to be written."""

    def __init__(self, write: Write) -> None:
        self._write = write
        self._made: dict[tuple[int, int], tuple[Chrome, Article, bytes]] = {}  # values are kept, so ids stay their own

    def __call__(self, chrome: Chrome, articles: Sequence[Article], fill: Fill) -> list[bytes]:
        missing = [article for article in articles if (id(chrome), id(article)) not in self._made]
        if len(self._made) + len(missing) > _MOST:
            self._made.clear()
            missing = list(articles)
        for article, whole in zip(missing, fill(missing), strict=True):
            made = self._write(chrome, whole).encode()
            self._made[id(chrome), id(article)] = chrome, article, made
        return [self._made[id(chrome), id(article)][2] for article in articles]
