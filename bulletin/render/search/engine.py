"""A question and the files of an index -> the numbers of the articles, best first.

The browser's engine (themes/plain/assets/search-engine.js) is the same algorithm in whole numbers, step by step; the
tests hold the two together.

    phrase   see ``phrases``
    score    2000 for each phrase that stands there as it was typed, where folding would hide that (see ``literal``);
             for each phrase 1000 in a title (+100 at its beginning) and 40 for each of the first ten places;
             200 less twice the distance between the first two phrases; up to 100 for being new
    newest   what would read much is looked for among the newest articles first; where these hold enough, that is the
             answer until all is asked for. Order and exactness within are those of the whole answer
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from typing import Any, NamedTuple

from bulletin.render.search.phrases import Phrases, ReadPart
from bulletin.render.search.question import Phrase, Question
from bulletin.render.search.rank import score
from bulletin.render.search.terms import units

_PAIRS = 32  # of a question that found nothing, looked up one by one
_BY_PART = frozenset({"section", "union", "author", "tag"})  # kinds that a part of the name may stand for
_MUCH = 16 << 10  # bytes of tails from which on the newest articles come first
_ENOUGH = 50  # articles found among them
_FEW = 10  # found, that are enough as well where the next ones would read very much
_VERY_MUCH = 32 << 10


class Wave(NamedTuple):
    """Articles that are looked at together, and about how many bytes of tails that may read."""

    articles: range
    cost: int


class Newest(NamedTuple):
    """Best first; those numbered below ``since`` were not looked at."""

    numbers: list[int]
    since: int


class Engine(Phrases):
    """See ``Phrases`` for what it takes."""

    def __init__(self, read: Callable[[str], bytes], read_part: ReadPart | None = None) -> None:
        super().__init__(read, read_part)
        self._facets: dict[str, list[tuple[list[str], list[int]]]] = {}

    def search(self, question: Question) -> list[int]:
        """Numbers of the articles, best first; nothing asked, nothing found."""
        return self._search(question, [Wave(range(self.root["count"]), 0)]).numbers

    def newest(self, question: Question) -> Newest:
        """The same, but where that would read much and the newest articles hold enough, of these alone."""
        return self._search(question, list(self._waves(question)))

    def _search(self, question: Question, waves: Sequence[Wave]) -> Newest:
        if question.is_empty:
            return Newest([], 0)
        left = self._filtered(question)
        also = [self._of_time(one) for one in question.phrases]
        has_near = len(also) > 1 and all(self.is_light(one.units) for one in question.phrases[:2])
        scores: dict[int, int] = {}
        since = self.root["count"]
        for wave in waves:
            if len(scores) >= (_FEW if wave.cost >= _VERY_MUCH else _ENOUGH):
                break
            among = {number for number in left if number in wave.articles}
            scores |= self._scores(question, among, also, has_near)
            since = wave.articles.start
        return Newest(sorted(scores, key=lambda number: (-scores[number], -number)), since)

    def _waves(self, question: Question) -> Iterator[Wave]:
        """The newest articles, then twice as many before them, and so on; all at once where that reads little."""
        groups = self.layout.groups
        phrases = [*(one.units for one in question.phrases), *question.without]
        cost = sum(map(self._cost, phrases))
        end, width = groups, 2 if cost >= _MUCH else groups
        while end > 0:
            begin = max(end - width, 0)
            yield Wave(self.layout.among(begin, end), cost * (end - begin) // groups)
            end, width = begin, 2 * width

    def _cost(self, words: Sequence[str]) -> int:
        """Bytes of tails at most."""
        parts = self.cover(words)
        entries = [one.entry for part in parts for one in self.meant(part)]
        return sum(one.tail if len(parts) > 1 else one.tail - one.weight for one in entries)

    def _scores(self, question: Question, hits: set[int], also: Sequence[set[int]], has_near: bool) -> dict[int, int]:
        """Of each of ``hits`` that holds what is asked for."""
        for one, of_time in zip(question.phrases, also, strict=True):
            hits = self.holding(one.units, hits) | hits & of_time
        for words in question.without:
            hits = hits - self.phrase(words, hits).keys()
        found = [self.phrase(one.units, hits, has_near and at < 2) for at, one in enumerate(question.phrases)]
        for places, of_time in zip(found, also, strict=True):
            hits = hits & (places.keys() | of_time)
        literal = [one for one in (self.literal(one, hits) for one in question.phrases) if one is not None]
        return {number: score(number, found, literal, self.root["count"], has_near) for number in hits}

    def near(self, question: Question) -> list[int]:
        """For a question that found nothing: articles that hold some of its pairs, at least half as many as the one
        that holds most; those with most pairs first."""
        distinct = dict.fromkeys(pair for phrase in question.phrases for pair in pairs(phrase.units))
        held = Counter(number for pair in list(distinct)[:_PAIRS] for number in self.phrase(pair))
        hits = self._filtered(question)
        for words in question.without:
            hits -= self.phrase(words, hits).keys()
        most = max((held[number] for number in hits), default=0)
        kept = [number for number in hits if held[number] and 2 * held[number] >= most]
        return sorted(kept, key=lambda number: (-held[number], -number))

    def path(self, number: int) -> str:
        """Of an article, below an edition's root."""
        pack, place = self.layout.pack(number)
        return str(json.loads(self._read(f"articles/{pack}.json"))[place])

    def _filtered(self, question: Question) -> set[int]:
        hits = set(range(self.root["count"]))
        for kind, value in question.filters:
            hits &= self._members(kind, value)
        for kind, value in question.barred:
            hits -= self._members(kind, value)
        return hits

    def _of_time(self, phrase: Phrase) -> set[int]:
        return self._members(phrase.kind, phrase.value) if phrase.kind else set()

    def facets(self, kind: str) -> list[Any]:
        """See ``index.Facet``."""
        return list(json.loads(self._read(f"facets/{kind}.json")))

    def _members(self, kind: str, value: str) -> set[int]:
        """Articles of every facet one of whose names is the value; else of those whose names hold it."""
        if kind not in self._facets:
            facets = self.facets(kind)
            self._facets[kind] = [(["".join(units(name)) for name in names], runs) for _, names, runs, *_ in facets]
        chosen = [runs for names, runs in self._facets[kind] if value in names]
        if not chosen and kind in _BY_PART:
            chosen = [runs for names, runs in self._facets[kind] if any(value in name for name in names)]
        return {number for runs in chosen for number in _numbers(runs)}


def pairs(words: tuple[str, ...]) -> list[tuple[str, ...]]:
    """Each two neighbours; a word that is alone."""
    return [words[at : at + 2] for at in range(max(len(words) - 1, 1))]


def _numbers(runs: Sequence[int]) -> Iterator[int]:
    """(3, 3, 3, 1) -> 3, 4, 5, 9: so many left out, so many in, and so on."""
    at = 0
    for number in range(0, len(runs), 2):
        at += runs[number]
        yield from range(at, at + runs[number + 1])
        at += runs[number + 1]
