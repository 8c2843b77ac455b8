"""A view whose articles' bodies are put away -> the same with them, just before its page is made."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import islice

from bulletin.model.altered import altered
from bulletin.model.article import Article
from bulletin.render.views import ArticleView, FeedView, IssueView

Fill = Callable[[Sequence[Article]], Sequence[Article]]  # articles -> the same with their bodies


def as_they_are(articles: Sequence[Article]) -> Sequence[Article]:
    """The ``Fill`` of articles that have their bodies."""
    return articles


def with_bodies(view: object, fill: Fill) -> object:
    """All views that show more of an article than its card are here."""
    if isinstance(view, ArticleView):
        (article,) = fill((view.article,))
        return altered(view, article=article)
    if isinstance(view, FeedView):
        return altered(view, articles=tuple(fill(view.articles)))
    if isinstance(view, IssueView):
        found = iter(fill([article for section in view.articles for article in section]))
        return altered(view, articles=tuple(tuple(islice(found, len(section))) for section in view.articles))
    return view


def read_ahead(views: Iterable[object], fill: Fill) -> None:
    """Bodies of articles with a page of their own: to read many at once takes little longer than one."""
    fill([view.article for view in views if isinstance(view, ArticleView)])
