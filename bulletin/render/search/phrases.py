"""The units of a phrase, and the shards of an index -> where it stands; the browser's search-phrases.js is the same.

The terms that cover it (``covering``) must stand at the right distances. Places that stand in the tail of a shard are
read only where the articles that hold all terms are known and the distances matter, and only those of the groups of
these articles. Of three and more terms, those with places in the tail must stand at the right distance modulo 128,
which the lows of the places say: all that hold the phrase are found. Where more than one in some hundreds may be
found by chance (``rank.by_chance``), the rest of their places is read.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from typing import Any

from bulletin.render.search.codes import LOW
from bulletin.render.search.covering import Part, cover
from bulletin.render.search.entries import decode, head_end, held_end
from bulletin.render.search.fold import fold
from bulletin.render.search.layout import Layout
from bulletin.render.search.literal import SIGN, literal_term
from bulletin.render.search.partition import Partition, from_json
from bulletin.render.search.question import Phrase
from bulletin.render.search.rank import by_chance, meet
from bulletin.render.search.standing import Places, Source, Standing
from bulletin.render.search.terms import TITLE_END, is_han

ROUGH = 3  # terms of a phrase from which on the lows of their places are enough
_CHANCE = 256  # of so many articles found one by chance

ReadPart = Callable[[str, int, int], bytes]


class Phrases:
    """``read`` gives a file of the index by its name below the index's folder; ``read_part`` the bytes of it from a
    place up to another one or to its end, where that costs less."""

    def __init__(self, read: Callable[[str], bytes], read_part: ReadPart | None = None) -> None:
        self._read = read
        self._read_part = read_part or (lambda name, begin, end: read(name)[begin:end])
        self._shards: dict[str, dict[str, Standing]] = {}
        self._sources: dict[str, Source] = {}
        self._held: dict[str, int] = {}  # where the places of their tails begin

    @cached_property
    def root(self) -> dict[str, Any]:
        return dict(json.loads(self._read("root.json")))

    @cached_property
    def parts(self) -> Partition:
        return from_json(self.root["split"])

    @cached_property
    def layout(self) -> Layout:
        return Layout(self.root["blocks"], self.root["group"])

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

    def phrase(self, words: Sequence[str], among: set[int] | None = None, is_exact: bool = False) -> Places:
        """Where these units stand one after the other, in articles ``among`` or in all. Of a phrase that is one term,
        the places of ``Standing.about`` unless ``is_exact``."""
        parts = self.cover(words)
        some = set(range(self.root["count"])) if among is None else among
        if len(parts) == 1 and parts[0].is_beginning:
            found = self._beginning(parts[0].term, is_exact)
            return {number: found[number] for number in found.keys() & some}
        terms = [self._term(part.term) for part in parts]
        held = [one for one in terms if one is not None]
        out: Places = {}
        for at, numbers in self._by_group(held, some) if terms and len(held) == len(terms) else ():
            out |= self._in_group(at, parts, held, _held(at, held, numbers), is_exact)
        return out

    def _by_group(self, terms: Sequence[Standing], among: set[int]) -> Iterator[tuple[int, set[int]]]:
        """Articles that belong to a group, with its number; together where no term tells groups apart."""
        if not any(one.is_grouped for one in terms):
            yield 0, among
            return
        groups: dict[int, set[int]] = {}
        for number in among:
            groups.setdefault(self.layout.group(number), set()).add(number)
        yield from sorted(groups.items())

    def _in_group(
        self, at: int, parts: Sequence[Part], terms: Sequence[Standing], numbers: set[int], is_exact: bool
    ) -> Places:
        """``numbers``: articles of the group that hold all terms."""
        if len(parts) == 1 and not is_exact:
            about = terms[0].about(at)
            return {number: about[number] for number in numbers}
        if len(parts) >= ROUGH and not is_exact and numbers:
            found, is_sure = self._roughly(at, parts, terms, numbers)
            if is_sure:
                return found
            numbers = set(found)
        if not numbers:
            return {}
        places = terms[0].exactly(at)
        found = {number: places[number] for number in numbers}
        for part, term in zip(parts[1:], terms[1:], strict=True):
            found = meet(found, term.exactly(at), part.offset)
        return found

    def _roughly(
        self, at: int, parts: Sequence[Part], terms: Sequence[Standing], numbers: set[int]
    ) -> tuple[Places, bool]:
        """Where ``parts`` stand in a row, and whether that is enough to know; of those in the tail only the lows of
        their places are read. If all are, not the places but something like them, as of ``Standing.about``."""
        both = list(zip(parts, terms, strict=True))
        order = sorted(both, key=lambda one: one[1].entry.kind > 0)  # stable
        offset, first = order[0][0].offset, order[0][1]
        all_places = [term.roughly(at) if term.entry.kind else term.exactly(at) for _, term in order]
        found = {number: [place - offset for place in all_places[0][number]] for number in numbers}
        chance = 0.0
        for (part, term), places in zip(order[1:], all_places[1:], strict=True):
            before, found = found, meet(found, places, part.offset, LOW if term.entry.kind else 0)
            chance = by_chance(chance, before, found, places, bool(term.entry.kind))
        is_sure = chance * _CHANCE <= len(found) or not found
        if not first.entry.kind or not is_sure:
            return found, is_sure
        abouts = [term.about(at) for term in terms]
        out: Places = {}
        for number, positions in found.items():
            begin = max(1, *(about[number][0] for about in abouts)) if abouts[0][number][0] else 0
            out[number] = [min(begin, TITLE_END), *[TITLE_END] * (len(positions) - 1)]
        return out, True

    def holding(self, words: Sequence[str], among: set[int]) -> set[int]:
        """Articles that hold all terms of a phrase."""
        parts = self.cover(words)
        if len(parts) == 1 and parts[0].is_beginning:
            return among & self._beginning(parts[0].term, False).keys()
        terms = [self._term(part.term) for part in parts]
        held = [one for one in terms if one is not None]
        if not terms or len(held) < len(terms):
            return set()
        return {number for at, some in self._by_group(held, among) for number in _held(at, held, some)}

    def is_light(self, words: Sequence[str]) -> bool:
        """Whether the places of a phrase are read anyway, or at little cost."""
        parts = self.cover(words)
        weight = sum(one.entry.weight for part in parts for one in self.meant(part))
        return 1 < len(parts) < ROUGH or weight <= int(self.root["near"])

    def meant(self, part: Part) -> Iterator[Standing]:
        if part.is_beginning:
            yield from (one for _, one in self.beginning(part.term))
        elif one := self._term(part.term):
            yield one

    def literal(self, phrase: Phrase, among: set[int]) -> set[int] | None:
        """Articles that hold the phrase as it was typed; None where that says nothing."""
        if self._marks.isdisjoint("".join(phrase.written)):
            return None
        # A marked character that no literal term is about is as good as none: a browser knows only those of the index
        written = ["".join(one if one in self._marks else fold(one) for one in unit) for unit in phrase.written]
        parts = [part for part in self.cover(phrase.units) if len(part.term) == 2 and is_han(part.term)]
        pairs = [(part.term, "".join(written[part.offset : part.offset + 2])) for part in parts]
        terms = [literal_term(*pair) for pair in pairs if not self._marks.isdisjoint(pair[1])]
        held = [one for one in map(self._term, terms) if one is not None]
        if not terms or len(held) < len(terms):
            return set() if terms else None
        return {number for at, some in self._by_group(held, among) for number in _held(at, held, some)}

    def _term(self, term: str) -> Standing | None:
        return self.shard(self.parts.shard(term)).get(term)

    def beginning(self, character: str) -> Iterator[tuple[str, Standing]]:
        """All terms that begin with one Han character; their holders are read at once."""
        for name in self.parts.beginning(character):
            terms = self.shard(name)
            self._sources[name].take(0, self._held[name])
            yield from ((term, one) for term, one in terms.items() if term.startswith(character) and SIGN not in term)

    def _beginning(self, character: str, is_exact: bool) -> Places:
        found: Places = {}
        for _, one in self.beginning(character):
            for article, positions in (one.exactly_all() if is_exact else one.about_all()).items():
                found.setdefault(article, []).extend(positions)
        return {number: sorted(positions) for number, positions in found.items()}

    def shard(self, name: str) -> dict[str, Standing]:
        if name not in self._shards:
            file = f"shards/{name}.bin"
            source = self._sources[name] = Source(lambda begin, end: self._read_part(file, begin, end))
            head = source.take(0, head_end(source.take(0, self.root["head"])))
            self._held[name] = held_end(head)
            firsts = self.layout.firsts
            self._shards[name] = {term: Standing(entry, source, firsts) for term, entry in decode(head).items()}
        return self._shards[name]


def _held(at: int, terms: Sequence[Standing], among: set[int]) -> set[int]:
    """Those in a group of articles that hold all terms; what stands in heads is asked first."""
    for one in sorted(terms, key=lambda one: one.entry.kind):
        if among:
            among = among & one.about(at).keys()
    return among
