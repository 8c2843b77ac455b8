"""Site -> a page for each article: news, notices and plain pages, each with what is related to it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from bulletin.model.article import Article, Card, Site
from bulletin.model.item import WITHOUT_NOTICE
from bulletin.model.page import Page
from bulletin.render.paths import below_edition, file_path
from bulletin.render.templates import Templates
from bulletin.render.views import LATER, ArticleView

RELATED = 5
_NEIGHBOURS = 6  # looked at before and after an article in each list it is in: keeps the work linear
_SOURCE, _SECTION = 3, 1
_TEMPLATES = {"news": "item.html", "notice": "notice.html", "page": "page.html"}


def article_pages(site: Site, templates: Templates) -> Iterator[Page]:
    related = related_cards(site.articles)
    for article in (*site.articles, *site.pages):
        shown = without_content(article, templates.chrome.words) if article.card.is_withdrawn else article
        view = ArticleView(LATER, shown, related.get(article.card.path, ()))
        path = file_path(below_edition(site, article.card.url))
        yield templates.page(path, _TEMPLATES[article.card.kind], view)


def without_content(article: Article, words: Mapping[str, str]) -> Article:
    """What is left of a withdrawn article: its title, date and place, and the notice in ``withdrawn``."""
    card = replace(article.card, kicker="", summary="", cover=None, authors=(), is_withdrawn=True)
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


def related_cards(articles: tuple[Article, ...]) -> Mapping[str, tuple[Card, ...]]:
    """Item path -> up to five cards that share tags (a rare tag says more), source or section; nearest first.

    ``articles`` are in order of time. Only the nearest neighbours in each shared list are weighed, so the work grows
    with the number of tags, not with the square of the number of articles.
    """
    shown = [article for article in articles if not article.card.is_withdrawn]
    keys = [_keys(article) for article in shown]
    lists: dict[str, list[int]] = {}
    places: list[list[tuple[list[int], int]]] = []
    for number, names in enumerate(keys):
        mine = []
        for name in names:
            members = lists.setdefault(name, [])
            mine.append((members, len(members)))
            members.append(number)
        places.append(mine)
    return {
        article.card.path: tuple(shown[n].card for n in _nearest(number, keys[number], places[number]))
        for number, article in enumerate(shown)
    }


def _keys(article: Article) -> tuple[str, ...]:
    card = article.card
    section = (card.section.url,) if card.section else ()
    return tuple(dict.fromkeys((*section, *(s.url for s in card.sources), *(t.url for t in article.tags))))


def _nearest(number: int, names: tuple[str, ...], places: list[tuple[list[int], int]]) -> list[int]:
    scores: dict[int, int] = {}
    for name, (members, place) in zip(names, places, strict=True):
        weight = _weight(name, len(members))
        for other in members[max(0, place - _NEIGHBOURS) : place + _NEIGHBOURS + 1]:
            scores[other] = scores.get(other, 0) + weight
    scores.pop(number, None)
    return sorted(scores, key=lambda other: (-scores[other], abs(other - number), other))[:RELATED]


def _weight(name: str, members: int) -> int:
    if "/tags/" in name:
        return max(4, 14 - members.bit_length())
    return _SECTION if "/sections/" in name else _SOURCE
