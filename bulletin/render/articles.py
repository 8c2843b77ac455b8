"""Site -> a page for each article: news, notices and plain pages, each with what is related to it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from bulletin.model.article import Article, Site
from bulletin.model.item import WITHOUT_NOTICE
from bulletin.model.page import Page
from bulletin.render.paths import below_edition, file_path
from bulletin.render.templates import Templates
from bulletin.render.views import LATER, ArticleView

_TEMPLATES = {"news": "item.html", "notice": "notice.html", "page": "page.html"}


def article_pages(site: Site, templates: Templates) -> Iterator[Page]:
    for article in (*site.articles, *site.pages):
        shown = without_content(article, templates.chrome.words) if article.card.is_withdrawn else article
        view = ArticleView(LATER, shown, site.related.get(article.card.path, ()))
        path = file_path(below_edition(site, article.card.url))
        yield templates.page(path, _TEMPLATES[article.card.kind], view)


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
