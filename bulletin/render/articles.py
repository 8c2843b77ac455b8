"""Site -> a page for each article: news, notices and plain pages, each with what is related to it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from itertools import groupby

from bulletin.model.article import Article, Card, Site
from bulletin.model.digest import digest_of_plain
from bulletin.model.item import WITHOUT_NOTICE
from bulletin.model.page import Group, Page
from bulletin.render.paths import below_edition, file_path
from bulletin.render.templates import Templates
from bulletin.render.views import LATER, ArticleView

Shown = Sequence[tuple[Article, tuple[Card, ...]]]  # with what is related to it

_TEMPLATES = {"news": "item.html", "notice": "notice.html", "page": "page.html"}


def article_groups(site: Site, templates: Templates) -> Iterator[Group]:
    """By month: a new article leaves all other groups as they are."""
    for _, articles in groupby((*site.articles, *site.pages), key=_month):
        shown = [(article, site.related.get(article.card.path, ())) for article in articles]
        yield Group(partial(_pages, shown, site, templates), partial(_said, shown, templates))


def _month(article: Article) -> tuple[int, int] | None:
    date = article.card.date
    return (date.year, date.month) if date else None


def _said(shown: Shown, templates: Templates) -> str:
    """The theme, all of the articles, and what is related to them."""
    families = [templates.families.get(template, "") for template in _TEMPLATES.values()]
    keys = templates.keys
    told = [(keys.article(article), keys.cards(related)) for article, related in shown]
    return digest_of_plain("articles", families, templates.chrome.words["withdrawal_notice"], told)


def _pages(articles: Shown, site: Site, templates: Templates) -> Iterator[Page]:
    for article, related in articles:
        shown = without_content(article, templates.chrome.words) if article.card.is_withdrawn else article
        path = file_path(below_edition(site, article.card.url))
        yield templates.page(path, _TEMPLATES[article.card.kind], ArticleView(LATER, shown, related))


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
