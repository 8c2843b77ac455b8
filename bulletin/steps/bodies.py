"""A part of the pipeline: articles whose bodies were put away when they were made -> the same with them."""

from __future__ import annotations

from collections.abc import Sequence

from bulletin.model.altered import altered
from bulletin.model.article import Article
from bulletin.parts import Parts


class Bodies:
    """Can be sent to other processes of this machine."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts

    def __call__(self, articles: Sequence[Article]) -> Sequence[Article]:
        """Those that have theirs stay as they are. Raises LostPart."""
        keys = [article.kept for article in articles if article.kept]
        if not keys:
            return articles
        bodies = dict(zip(keys, self._parts.of(keys), strict=True))
        return [filled(article, *bodies[article.kept]) if article.kept else article for article in articles]


def filled(article: Article, html: str, text: str) -> Article:
    """With its body."""
    return altered(article, html=html, text=text, kept="")
