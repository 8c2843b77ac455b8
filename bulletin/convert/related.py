"""Articles -> which others each of them is related to. Nothing of an edition is in it, so it is worked out once.

What articles share says it alone, so it is worked out anew only where a section, a source or a tag has changed.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import chain, islice

from bulletin.convert.standing import picked
from bulletin.model.article import Article, Card

Related = tuple[tuple[int, ...], ...]  # for each article the numbers of its relations, nearest first

RELATED = 5
_NEIGHBOURS = 6  # looked at before and after an article in each list it is in: keeps the work linear
_SOURCE, _SECTION = 3, 1
_NUMBER = (1 << 32) - 1


def names_of(articles: Iterable[Article], root: str) -> tuple[tuple[str, ...], ...]:
    """Paths of the lists that relate each article to others, below its edition, whose URL is ``root``."""
    return tuple(_names(article, root) for article in articles)


def _names(article: Article, root: str) -> tuple[str, ...]:
    """None for a withdrawn one."""
    card = article.card
    if card.is_withdrawn:
        return ()
    section = (card.section,) if card.section else ()
    return tuple(dict.fromkeys(link.url.removeprefix(root) for link in (*section, *card.sources, *article.tags)))


def related(names: Sequence[tuple[str, ...]]) -> Related:
    """``names`` of each article in order of time -> up to five others that share tags (a rare tag says more), source or
    section.

    Only the nearest neighbours in each shared list are weighed, so the work grows with the number of tags, not with
    the square of the number of articles.
    """
    lists: dict[str, list[int]] = {}
    places: list[list[tuple[str, int]]] = []
    for number, mine in enumerate(names):
        places.append([(name, len(lists.setdefault(name, []))) for name in mine])
        for name in mine:
            lists[name].append(number)
    weights = {name: _weight(name, len(members)) for name, members in lists.items()}
    return tuple(_nearest(number, mine, lists, weights) for number, mine in enumerate(places))


def related_cards(articles: Sequence[Article], numbers: Related) -> dict[str, tuple[Card, ...]]:
    """By the path of an article's item."""
    cards = [article.card for article in articles]
    found = iter(picked(cards, tuple(chain.from_iterable(numbers))))
    return {card.path: tuple(islice(found, count)) for card, count in zip(cards, map(len, numbers), strict=True)}


def _nearest(
    number: int, places: list[tuple[str, int]], lists: dict[str, list[int]], weights: dict[str, int]
) -> tuple[int, ...]:
    scores: dict[int, int] = {}
    for name, place in places:
        weight = weights[name]
        for other in lists[name][max(0, place - _NEIGHBOURS) : place + _NEIGHBOURS + 1]:
            scores[other] = scores.get(other, 0) + weight
    scores.pop(number, None)
    # As numbers, which sort at once: more points first, then what is nearer, then what is newer
    ranked = sorted(-points << 64 | abs(other - number) << 32 | other for other, points in scores.items())
    return tuple(one & _NUMBER for one in ranked[:RELATED])


def _weight(name: str, members: int) -> int:
    if name.startswith("tags/"):
        return max(4, 14 - members.bit_length())
    return _SECTION if name.startswith("sections/") else _SOURCE
