"""Site -> a page for each article: news, notices and plain pages, each with what is related to it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from itertools import chain, groupby

from bulletin.model.article import Article, Site
from bulletin.model.digest import digest_of_plain
from bulletin.model.item import WITHOUT_NOTICE
from bulletin.model.page import Deferred, Group, Page
from bulletin.render.paths import below_edition, file_path
from bulletin.render.templates import Templates
from bulletin.render.views import LATER, ArticleView

_TEMPLATES = {"news": "item.html", "notice": "notice.html", "page": "page.html"}


def article_groups(site: Site, templates: Templates) -> Iterator[Group]:
    """By month: a new article leaves all other groups as they are."""
    for _, articles in groupby((*site.articles, *site.pages), key=_month):
        parts = list(articles), site, templates
        yield Group(partial(_pages, *parts), partial(_said, *parts))


def _month(article: Article) -> tuple[int, int] | None:
    date = article.card.date
    return (date.year, date.month) if date else None


def _said(articles: Sequence[Article], site: Site, templates: Templates) -> str:
    """The theme, all of the articles, what is related to them, and the issues that they stand in, with the cards of
    their neighbours."""
    families = [templates.families.get(template, "") for template in _TEMPLATES.values()]
    keys = templates.keys
    paths = [article.card.path for article in articles]
    related = [site.related.get(path, ()) for path in paths]
    told = keys.articles(articles), keys.cards(list(chain.from_iterable(related))), list(map(len, related))
    issues = [site.issue_of.get(path) for path in paths]
    ids = list(map(id, issues))
    which = dict(zip(ids, issues, strict=True))
    stand = [keys.issue(issue) if issue else "" for issue in which.values()], list(map(list(which).index, ids))
    return digest_of_plain("articles", families, templates.chrome.words["withdrawal_notice"], told, stand)


def _pages(articles: Sequence[Article], site: Site, templates: Templates) -> Iterator[Page]:
    view = partial(_view, site, templates.chrome.words)
    for article in articles:
        path = file_path(below_edition(site, article.card.url))
        day = article.card.date.date() if article.card.date else None
        yield templates.page(path, _TEMPLATES[article.card.kind], Deferred(view, article), day)


def _view(site: Site, words: Mapping[str, str], article: Article) -> ArticleView:
    shown = site.placed(article)
    if article.card.is_withdrawn:
        shown = without_content(shown, words)
    return ArticleView(LATER, shown, site.related.get(article.card.path, ()))


def without_content(article: Article, words: Mapping[str, str]) -> Article:
    """What is left of a withdrawn article: its title, date and place, and the notice in ``withdrawn``."""
    card = replace(article.card, kicker="", summary="", cover=None, authors=(), is_withdrawn=True, digest="")
    return Article(
        card=card,
        html="",
        text="",
        digest="",  # that of the whole article would not say that this is left
        withdrawn=withdrawal_notice(article, words),
        issue=article.issue,
        previous=article.previous,
        next=article.next,
    )


def withdrawal_notice(article: Article, words: Mapping[str, str]) -> str:
    """The author's, else the catalogue's."""
    return words["withdrawal_notice"] if article.withdrawn in ("", WITHOUT_NOTICE) else article.withdrawn
