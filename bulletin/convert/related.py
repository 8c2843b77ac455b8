"""Articles -> which others each of them is related to. Nothing of an edition is in it, so it is worked out once.

What articles share says it alone, so it is worked out anew only where a section, a source or a tag has changed; and for
64 articles at a time, so that one that comes or goes is worked out with its neighbours.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence

from bulletin.convert.standing import picked
from bulletin.model.article import Article, Card

Related = tuple[tuple[int, ...], ...]  # for each article the numbers of its relations, nearest first

RELATED = 5
_NEIGHBOURS = 6  # looked at before and after an article in each list it is in: keeps the work linear
_SOURCE, _SECTION = 3, 1
_BLOCK = 64  # articles whose relations are found together
_DISTANCE = 32  # bits for how far apart two articles are, and which is newer
_STEP = (1 << _DISTANCE) - 1

Ages = tuple[int, list[int]]  # weight of a list; articles in it, counted from the block's oldest, the oldest first
Block = tuple[int, list[Ages]]  # how many articles; the lists they are in, with the neighbours of each
Nearest = list[list[int]]  # counted likewise


def names_of(articles: Iterable[Article], root: str) -> tuple[tuple[str, ...], ...]:
    """Paths of the lists that relate each article to others, below its edition, whose URL is ``root``."""
    return tuple(_names(article, root) for article in articles)


def _names(article: Article, root: str) -> tuple[str, ...]:
    """None for a withdrawn one."""
    card = article.card
    if card.is_withdrawn:
        return ()
    links = [card.section, *card.sources, *article.tags]
    return tuple(dict.fromkeys([link.url.removeprefix(root) for link in links if link]))


def related(names: Sequence[tuple[str, ...]]) -> Related:
    """``names`` of each article in order of time -> up to five others that share tags (a rare tag says more), source or
    section.

    Only the nearest neighbours in each shared list are weighed, so the work grows with the number of tags, not with
    the square of the number of articles.
    """
    return joined([nearest(block) for block in blocks(names)])


def blocks(names: Sequence[tuple[str, ...]]) -> list[Block]:
    """All that decides the relations of 64 articles that follow one another, counted from the oldest: a new one changes
    the newest block, and those whose articles it is a neighbour of."""
    lists: dict[str, list[int]] = {}
    for age, mine in enumerate(reversed(names)):
        for name in mine:
            lists.setdefault(name, []).append(age)
    found: list[list[Ages]] = [[] for _ in range(0, len(names), _BLOCK)]
    for name, ages in lists.items():
        weight, begin = _weight(name, len(ages)), 0
        while begin < len(ages):
            number = ages[begin] // _BLOCK
            first = number * _BLOCK
            end = bisect_left(ages, first + _BLOCK, begin)
            near = ages[max(0, begin - _NEIGHBOURS) : end + _NEIGHBOURS]
            found[number].append((weight, [age - first for age in near]))
            begin = end
    return [(min(_BLOCK, len(names) - number * _BLOCK), block) for number, block in enumerate(found)]


def nearest(block: Block) -> Nearest:
    """For each article of the block its relations, nearest first."""
    size, lists = block
    scores: list[dict[int, int]] = [{} for _ in range(size)]
    for weight, ages in lists:
        for place, age in enumerate(ages):
            if 0 <= age < size:
                mine = scores[age]
                for other in ages[max(0, place - _NEIGHBOURS) : place + _NEIGHBOURS + 1]:
                    mine[other] = mine.get(other, 0) + weight
    return [_ranked(age, mine) for age, mine in enumerate(scores)]


def joined(found: Sequence[Nearest]) -> Related:
    """What ``nearest`` gives of all blocks -> by the numbers of articles, the newest first."""
    newest = sum(map(len, found)) - 1
    oldest_first = [
        tuple([newest - number * _BLOCK - age for age in ages]) for number, block in enumerate(found) for ages in block
    ]
    return tuple(reversed(oldest_first))


class RelatedCards(Mapping[str, tuple[Card, ...]]):
    """What ``joined`` gives, by the path of an article's item: picked when it is asked for, since most are not."""

    def __init__(self, articles: Iterable[Article], numbers: Related) -> None:
        self._cards = [article.card for article in articles]
        self._numbers = numbers
        self._places = {card.path: place for place, card in enumerate(self._cards)}

    def __getitem__(self, path: str) -> tuple[Card, ...]:
        return picked(self._cards, self._numbers[self._places[path]])

    def __iter__(self) -> Iterator[str]:
        return iter(self._places)

    def __len__(self) -> int:
        return len(self._places)


def _ranked(age: int, scores: dict[int, int]) -> list[int]:
    """More points first, then what is nearer, then what is newer: as numbers, which sort at once."""
    scores.pop(age, None)
    ranked = sorted(
        [
            -points << _DISTANCE | (other - age << 1 if other > age else (age - other << 1) + 1)
            for other, points in scores.items()
        ]
    )
    steps = [code & _STEP for code in ranked[:RELATED]]
    return [age - (step >> 1) if step & 1 else age + (step >> 1) for step in steps]


def _weight(name: str, members: int) -> int:
    if name.startswith("tags/"):
        return max(4, 14 - members.bit_length())
    return _SECTION if name.startswith("sections/") else _SOURCE
