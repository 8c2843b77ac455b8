"""A question and the files of an index -> the numbers of the articles, best first.

The browser's engine (themes/plain/assets/search-engine.js) is the same algorithm in whole numbers, step by step; the
tests hold the two together.

    phrase   the terms that cover it (``covering``) must stand at the right distances. Files of places are read only
             where the articles that hold all terms are known and the distances matter: in a phrase of several terms,
             and for how near the first two phrases are, unless one is so frequent that it would be near everywhere.
             Of three and more terms, those with files of places must stand at the right distance modulo 128, which
             is what the first part of such a file says: all that hold the phrase are found. Where many more articles
             hold all terms than stand up to that, some may do so by chance: then the rest of the files is read
    score    2000 for each phrase that stands there as it was typed, where folding would hide that (see ``literal``);
             for each phrase 1000 in a title (+100 at its beginning) and 40 for each of the first ten places;
             200 less twice the distance between the first two phrases; up to 100 for being new
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import cached_property
from typing import Any

from bulletin.render.search.codes import LOW
from bulletin.render.search.covering import Part, cover
from bulletin.render.search.literal import SIGN, literal_term
from bulletin.render.search.partition import Partition, from_json
from bulletin.render.search.question import Phrase, Question
from bulletin.render.search.shards import Places, Postings, apart_name, decode
from bulletin.render.search.terms import TITLE_END, units

ROUGH = 3  # terms of a phrase from which on the lows of their places are enough
_SURE = 2  # so many times the articles that seem to hold a phrase, if no more hold all its terms: few by chance
_PAIRS = 32  # of a question that found nothing, looked up one by one
_BY_PART = frozenset({"section", "union", "author", "tag"})  # kinds that a part of the name may stand for


ReadPart = Callable[[str, int, int | None], bytes]


class Engine:
    """``read`` gives a file of the index by its name below the index's folder; ``read_part`` the bytes of it from a
    place up to another one or to its end, where that costs less."""

    def __init__(self, read: Callable[[str], bytes], read_part: ReadPart | None = None) -> None:
        self._read = read
        self._read_part = read_part or (lambda name, begin, end: read(name)[begin:end])
        self._shards: dict[str, dict[str, Postings]] = {}
        self._apart: dict[str, bytes] = {}
        self._terms: dict[tuple[str, bool], Places] = {}
        self._lows: dict[str, bytes] = {}
        self._rough: dict[str, Places] = {}
        self._facets: dict[str, list[tuple[list[str], list[int]]]] = {}

    @cached_property
    def root(self) -> dict[str, Any]:
        return dict(json.loads(self._read("root.json")))

    @cached_property
    def parts(self) -> Partition:
        return from_json(self.root["split"])

    @cached_property
    def _heavy(self) -> dict[str, int]:
        """Pairs with most places -> their kilobytes."""
        pairs, weights = self.root["heavy"]
        return {pairs[2 * at : 2 * at + 2]: weight for at, weight in enumerate(weights)}

    def cover(self, words: Sequence[str]) -> list[Part]:
        return cover(words, self._heavy)

    @cached_property
    def _marks(self) -> frozenset[str]:
        return frozenset(self.root["fold"][2])

    def search(self, question: Question) -> list[int]:
        """Numbers of the articles, best first; nothing asked, nothing found."""
        if question.is_empty:
            return []
        hits = self._filtered(question)
        also = [self._of_time(one) for one in question.phrases]
        for one, of_time in zip(question.phrases, also, strict=True):
            hits &= self._holding(one.units) | of_time
        has_near = len(also) > 1 and all(self._is_light(one.units) for one in question.phrases[:2])
        found = [self.phrase(one.units, hits, has_near and at < 2) for at, one in enumerate(question.phrases)]
        for places, of_time in zip(found, also, strict=True):
            hits &= places.keys() | of_time
        literal = [one for one in map(self._literal, question.phrases) if one is not None]
        return sorted(hits, key=lambda number: (-self._score(number, found, literal, has_near), -number))

    def near(self, question: Question) -> list[int]:
        """For a question that found nothing: articles that hold some of its pairs, at least half as many as the one
        that holds most; those with most pairs first."""
        distinct = dict.fromkeys(pair for phrase in question.phrases for pair in pairs(phrase.units))
        held = Counter(number for pair in list(distinct)[:_PAIRS] for number in self.phrase(pair))
        hits = self._filtered(question)
        most = max((held[number] for number in hits), default=0)
        kept = [number for number in hits if held[number] and 2 * held[number] >= most]
        return sorted(kept, key=lambda number: (-held[number], -number))

    def path(self, number: int) -> str:
        """Of an article, below an edition's root."""
        size = self.root["chunk"]
        return str(json.loads(self._read(f"articles/{number // size}.json"))[number % size])

    def phrase(self, words: Sequence[str], among: set[int] | None = None, is_exact: bool = False) -> Places:
        """Where these units stand one after the other, in articles ``among`` or in all. Of a phrase that is one term,
        the places of ``Postings.about`` unless ``is_exact``."""
        parts = self.cover(words)
        numbers = self._holding(words)
        if among is not None:
            numbers &= among
        if not numbers:
            return {}
        if len(parts) == 1 and not is_exact:
            about = self._places(parts[0], False)
            return {number: about[number] for number in numbers}
        if len(parts) >= ROUGH and not is_exact:
            found = self._roughly(parts, numbers)
            if len(numbers) <= _SURE * len(found):
                return found
        places = self._places(parts[0], True)
        found = {number: places[number] for number in numbers}
        for part in parts[1:]:
            found = meet(found, self._places(part, True), part.offset)
        return found

    def _roughly(self, parts: Sequence[Part], numbers: set[int]) -> Places:
        """Where ``parts`` stand in a row; of those apart only the lows of their places are read. If all are apart, not
        the places but something like them, as of ``Postings.about``."""
        apart = [part for part in parts if self._is_apart(part.term)]
        found: Places | None = None
        for part in (*(part for part in parts if part not in apart), *apart):
            places = self._rough_places(part.term) if part in apart else self._term(part.term, True)
            if found is None:
                found = {number: [at - part.offset for at in places[number]] for number in numbers}
            else:
                found = meet(found, places, part.offset, LOW if part in apart else 0)
        if len(apart) < len(parts) or not found:
            return found or {}
        abouts = [self._term(part.term) for part in parts]
        out: Places = {}
        for number, positions in found.items():
            first = max(1, *(about[number][0] for about in abouts)) if abouts[0][number][0] else 0
            out[number] = [min(first, TITLE_END), *[TITLE_END] * (len(positions) - 1)]
        return out

    def _is_apart(self, term: str) -> bool:
        return self.shard(self.parts.shard(term))[term].is_apart

    def _rough_places(self, term: str) -> Places:
        if term not in self._rough:
            postings = self.shard(self.parts.shard(term))[term]
            self._lows[term] = self._apart.get(term) or self._read_part(apart_name(term), 0, postings.low_size)
            self._rough[term] = replace(postings, apart=self._lows[term]).roughly()
        return self._rough[term]

    def _holding(self, words: Sequence[str]) -> set[int]:
        """Articles that hold all terms of a phrase."""
        held = [set(self._places(part, False)) for part in self.cover(words)]
        return set.intersection(*held) if held else set()

    def _is_light(self, words: Sequence[str]) -> bool:
        """Whether the places of a phrase are read anyway, or at little cost."""
        parts = self.cover(words)
        return 1 < len(parts) < ROUGH or sum(map(self._weight, parts)) <= int(self.root["near"])

    def _weight(self, part: Part) -> int:
        """Bytes of the holders of the terms meant that have files of places."""
        names = self.parts.beginning(part.term) if part.is_beginning else (self.parts.shard(part.term),)
        terms = ((term, one) for name in names for term, one in self.shard(name).items() if one.is_apart)
        meant = (one for term, one in terms if (term.startswith if part.is_beginning else term.__eq__)(part.term))
        return sum(len(one.holders) for one in meant)

    def _literal(self, phrase: Phrase) -> set[int] | None:
        """Articles that hold the phrase as it was typed; None where that says nothing."""
        written = phrase.written
        pairs = [(part.term, "".join(written[part.offset : part.offset + 2])) for part in self.cover(phrase.units)]
        terms = [literal_term(*pair) for pair in pairs if len(pair[0]) == 2 and not self._marks.isdisjoint(pair[1])]
        return set.intersection(*(set(self._term(term)) for term in terms)) if terms else None

    def _places(self, part: Part, is_exact: bool) -> Places:
        return self._beginning(part.term, is_exact) if part.is_beginning else self._term(part.term, is_exact)

    def _term(self, term: str, is_exact: bool = False) -> Places:
        shard = self.shard(self.parts.shard(term))
        if term not in shard:
            return {}
        key = term, is_exact and shard[term].is_apart
        if key not in self._terms:
            self._terms[key] = self.places_of(term, shard[term], is_exact)
        return self._terms[key]

    def places_of(self, term: str, postings: Postings, is_exact: bool) -> Places:
        """See ``Postings.about`` and, if exact, ``Postings.exactly``."""
        if not (is_exact and postings.is_apart):
            return postings.about()
        if term not in self._apart:
            lows = self._lows.get(term, b"")
            rest = self._read_part(apart_name(term), len(lows), None) if lows else self._read(apart_name(term))
            self._apart[term] = lows + rest
        return replace(postings, apart=self._apart[term]).exactly()

    def _beginning(self, character: str, is_exact: bool) -> Places:
        """All terms that begin with one Han character."""
        found: Places = {}
        for name in self.parts.beginning(character):
            for term, postings in self.shard(name).items():
                if term.startswith(character) and SIGN not in term:
                    for article, positions in self.places_of(term, postings, is_exact).items():
                        found.setdefault(article, []).extend(positions)
        return {number: sorted(positions) for number, positions in found.items()}

    def shard(self, name: str) -> dict[str, Postings]:
        if name not in self._shards:
            self._shards[name] = decode(self._read(f"shards/{name}.bin"))
        return self._shards[name]

    def _filtered(self, question: Question) -> set[int]:
        hits = set(range(self.root["count"]))
        for kind, value in question.filters:
            hits &= self._members(kind, value)
        for kind, value in question.barred:
            hits -= self._members(kind, value)
        for one in question.without:
            hits -= self.phrase(one).keys()
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

    def _score(self, number: int, found: Sequence[Places], literal: Sequence[set[int]], has_near: bool) -> int:
        score: int = 100 * (number + 1) // self.root["count"] + 2000 * sum(number in one for one in literal)
        for places in found:
            if positions := places.get(number):
                if positions[0] < TITLE_END:
                    score += 1100 if positions[0] == 0 else 1000
                score += 40 * min(len(positions), 10)
        if has_near and number in found[0] and number in found[1]:
            score += max(0, 200 - 2 * _nearest(found[0][number], found[1][number]))
        return score


def pairs(words: tuple[str, ...]) -> list[tuple[str, ...]]:
    """Each two neighbours; a word that is alone."""
    return [words[at : at + 2] for at in range(max(len(words) - 1, 1))]


def meet(found: Places, places: Places, offset: int, modulus: int = 0) -> Places:
    """Those of ``found`` behind which, at that distance, one of ``places`` stands; if told, known by its remainder."""
    out: Places = {}
    for number in found.keys() & places.keys():
        there = set(places[number])
        if both := [at for at in found[number] if ((at + offset) % modulus if modulus else at + offset) in there]:
            out[number] = both
    return out


def _nearest(some: list[int], others: list[int]) -> int:
    """The smallest distance between a place of the one and a place of the other; both ascending."""
    best, i, j = abs(some[0] - others[0]), 0, 0
    while i < len(some) and j < len(others):
        best = min(best, abs(some[i] - others[j]))
        if some[i] < others[j]:
            i += 1
        else:
            j += 1
    return best


def _numbers(runs: Sequence[int]) -> Iterator[int]:
    """(3, 3, 3, 1) -> 3, 4, 5, 9: so many left out, so many in, and so on."""
    at = 0
    for number in range(0, len(runs), 2):
        at += runs[number]
        yield from range(at, at + runs[number + 1])
        at += runs[number + 1]
