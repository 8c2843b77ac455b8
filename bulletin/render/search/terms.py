"""A title and a text -> their units, and the terms under which search finds them.

A unit is one Han or kana character, or one word of other letters and digits; all else is dropped, so punctuation does
not matter. Positions count units; a break between blocks leaves one out. A term is

    工会   two neighbouring Han units       会    the last Han unit before something else
    ppt    a word                           42期  a word and the Han unit behind it

so that every single Han character is the beginning of some term, and 第42期 is found in two looks.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from operator import add

from bulletin.model.late import regex
from bulletin.model.making import frozen
from bulletin.render.search.fold import fold

# 々 〇, kana without their marks, the ideographs of every plane. The browser's engine has the same list.
HAN = (
    "\u3005\u3007\u3041-\u3096\u309d-\u309f\u30a1-\u30fa\u30fc-\u30ff\u31f0-\u31ff"
    "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
)
TITLE_END = 128  # positions below it are the title's
LONGEST = 64  # characters of a word; a longer one is cut into several, in a text as in a question
UNIT = regex(f"[{HAN}]|[^\\W_{HAN}]{{1,{LONGEST}}}")
_RUN = regex(f"[{HAN}]+|[^\\W_{HAN}]{{1,{LONGEST}}}")
_IS_HAN = regex(f"[{HAN}]")


def units(text: str) -> list[str]:
    """Of one block, folded."""
    return UNIT.findall(fold(text))


def is_han(unit: str) -> bool:
    return _IS_HAN.match(unit) is not None


def occurrences(titles: Sequence[str], texts: Sequence[str], base: int = 0) -> tuple[list[str], list[int], int]:
    """Terms, one for each place, and ``base`` more than the place of each; how many of them, the first ones, are of
    the titles. Those of one term ascend. ``titles`` and ``texts``: the article's in each edition, blocks divided by
    line breaks."""
    found = _Terms([], [])
    position = base
    for block in _blocks(titles):
        position = found.add(block, position)
    in_titles = len(found.terms)
    position = max(position, base + TITLE_END)
    for block in _blocks(texts):
        position = found.add(block, position)
    return found.terms, found.places, in_titles


# Editions differ in these wherever something is quoted, and no unit holds them.
QUOTES = (("「", "“"), ("」", "”"), ("『", "‘"), ("』", "’"))


def _blocks(texts: Sequence[str]) -> Iterator[str]:
    """Folded: all of the first edition, and of the others those that read otherwise there (軟體 for 软件)."""
    seen: set[str] = set()
    for number, text in enumerate(texts):
        folded = fold(text)
        for one, other in QUOTES:
            folded = folded.replace(one, other)
        blocks = folded.split("\n")
        yield from blocks if number == 0 else [block for block in dict.fromkeys(blocks) if block not in seen]
        seen.update(blocks)


@frozen
class _Terms:
    """All terms of an article, one for each place, those of one term in the order of their places.

    Whole lists at a time, for there are a thousand places in an article.
    """

    terms: list[str]
    places: list[int]

    def add(self, block: str, position: int) -> int:
        """The terms of a folded block from ``position`` on; answers the first position behind it."""
        units: list[str] = []
        words: list[int] = []  # which of them are no Han
        for run in _RUN.findall(block):
            if _HAN_BEGINS[run[0]]:
                units.extend(run)
            else:
                words.append(len(units))
                units.append(run)
        if not units:
            return position
        terms = list(map(add, units, units[1:]))
        terms.append(units[-1])
        end = position + len(units)
        places = list(range(position, end))
        for at in reversed(words):  # the places behind stay where they are
            if at:
                terms[at - 1] = units[at - 1]  # no pair ends with a word
            if terms[at] == units[at]:
                del terms[at], places[at]
        terms += map(units.__getitem__, words)  # a word stands alone as well, whatever follows
        places += map(position.__add__, words)
        self.terms.extend(terms)
        self.places.extend(places)
        return end + 1


class _HanBegins(dict[str, bool]):
    """First character of a run -> whether it is Han, worked out once."""

    def __missing__(self, character: str) -> bool:
        self[character] = known = is_han(character)
        return known


_HAN_BEGINS = _HanBegins()
