"""A view whose articles' bodies are put away -> the same with them, just before its page is made."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from bulletin.model.altered import altered
from bulletin.model.article import Article
from bulletin.render.views import ArticleView, FeedView, IssueView

Fill = Callable[[Sequence[Article]], Sequence[Article]]  # articles -> the same with their bodies


def with_bodies(view: object, fill: Fill) -> object:
    """All views that show more of an article than its card are here."""
    if isinstance(view, ArticleView):
        (article,) = fill((view.article,))
        return altered(view, article=article)
    if isinstance(view, FeedView):
        return altered(view, articles=tuple(fill(view.articles)))
    if isinstance(view, IssueView):
        return altered(view, articles=tuple(tuple(fill(section)) for section in view.articles))
    return view
