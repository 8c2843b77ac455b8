"""A question that nothing answers -> the nearest that something does.

Names of unions, sections and authors that differ in a character or two, phrases with one other character (合酮 for
合同), words of letters and digits a letter or two away. The browser's search-spelling.js is the same, step by step.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from bulletin.render.search.engine import Engine
from bulletin.render.search.excerpt import find
from bulletin.render.search.question import Question
from bulletin.render.search.standing import Places, Standing
from bulletin.render.search.terms import is_han, units

_NAMED = ("union", "section", "author")
_MOST = 3  # spellings offered
_LONGEST = 10  # units of a phrase whose characters are tried one by one
_IN_ALL = 32  # units of a question
_SHARDS = 16  # read for the characters that follow one character; a commoner one is not tried
_TRIED = 20  # words


class _Spelling(NamedTuple):
    units: tuple[str, ...]
    held: int  # by so many articles
    article: int  # the newest one of them
    far: int = 0


def spelled(
    engine: Engine, question: Question, edition: str, blocks: Callable[[int], Sequence[str]]
) -> tuple[str, ...]:
    """Texts in the script of the edition, nearest first. ``blocks``: as of ``ladder.answer``."""
    out: list[str] = []
    if sum(len(phrase.units) for phrase in question.phrases) > _IN_ALL:
        return ()
    for phrase in question.phrases:
        words = phrase.units
        if len(words) > _LONGEST:
            continue
        out += _names(engine, "".join(words), edition)
        others = _exchanged(engine, words) if len(words) > 2 else _words(engine, words[0]) if len(words) == 1 else []
        out += [_written(one, blocks) for one in others]
    return tuple(dict.fromkeys(out))[:_MOST]


def _names(engine: Engine, text: str, edition: str) -> list[str]:
    allowed = 0 if len(text) < 3 else 1 if len(text) < 6 else 2
    if not allowed:
        return []
    at = list(engine.root["editions"]).index(edition)
    rated: list[tuple[int, int, str]] = []  # how far, how many less than none, name to show
    for kind in _NAMED:
        facets = [(shown[at] or names[0], names, sum(runs[1::2])) for _, names, runs, shown, _ in engine.facets(kind)]
        filled = [facet for facet in facets if facet[2]]
        if kind != "section":
            filled.sort(key=lambda facet: -facet[2])
        for name, names, total in filled:
            far = min(distance("".join(units(one)), text, allowed) for one in names)
            rated.append((far, -total, name))
    least = min((far for far, _, _ in rated), default=0)
    kept = [one for one in rated if 0 < one[0] <= allowed and one[0] == least]
    return [name for _, _, name in sorted(kept, key=lambda one: one[1])]


def _exchanged(engine: Engine, words: tuple[str, ...]) -> list[_Spelling]:
    """Phrases that have another character in one place."""
    found: list[_Spelling] = []
    for at in range(1, len(words)):
        rest = words[at + 1 :]
        if not is_han(words[at]) or not is_han(words[at - 1]) or (at < 2 and len(rest) < 2):
            continue  # one character alone says too little
        left = engine.phrase(words[:at], None, True) if at > 1 else None
        right = engine.phrase(rest, None, True) if rest else None
        if left == {} or right == {}:
            continue
        for term, postings in _following(engine, words[at - 1]):
            fitting = _fitting(postings, at, left, right)
            if fitting:
                other = (*words[:at], term[len(words[at - 1]) :], *rest)
                found.append(_Spelling(other, len(fitting), fitting[-1]))
    return sorted(found, key=lambda one: -one.held)[:_MOST]


def _fitting(
    one: Standing, at: int, left: Places | None, right: Places | None
) -> list[int]:
    """Articles in which the term stands behind what is left of it and in front of what is right of it."""
    sides = [side.keys() for side in (left, right) if side is not None]
    if not any(all(number in side for side in sides) for number in one.about_all()):
        return []
    fitting: list[int] = []
    for number, positions in one.exactly_all().items():
        before = left.get(number, ()) if left is not None else None
        after = right.get(number, ()) if right is not None else None
        if any(
            (before is None or place - at + 1 in before) and (after is None or place + 2 in after)
            for place in positions
        ):
            fitting.append(number)
    return fitting


def _following(engine: Engine, character: str) -> Iterator[tuple[str, Standing]]:
    """Terms of this Han character and another one."""
    names = list(engine.parts.beginning(character))
    if len(names) > _SHARDS:
        return
    for term, one in engine.beginning(character):
        if len(term) == 2 and is_han(term[1]):
            yield term, one


def _words(engine: Engine, typed: str) -> list[_Spelling]:
    """Words of letters and digits that are like this one and begin with the same two."""
    allowed = 0 if len(typed) < 4 else 1 if len(typed) < 6 else 2
    if not allowed or is_han(typed):
        return []
    near: list[_Spelling] = []
    for term, postings in engine.shard(engine.parts.shard(typed)).items():
        far = 99 if is_han(term[-1]) else distance(term, typed, allowed)
        if 0 < far <= allowed and len(near) < _TRIED:
            numbers = list(postings.about_all())
            near.append(_Spelling((term,), len(numbers), numbers[-1], far))
    return sorted(near, key=lambda one: (one.far, -one.held))[:_MOST]


def _written(spelling: _Spelling, blocks: Callable[[int], Sequence[str]]) -> str:
    """The spelling as an article of the edition writes it."""
    for text in blocks(spelling.article):
        if place := find(text, spelling.units):
            return text[place[0] : place[1]]
    return "".join(spelling.units)


def distance(a: str, b: str, most: int) -> int:
    """How many characters to change, add, drop or swap with their neighbour; above ``most``, some number above it."""
    if abs(len(a) - len(b)) > most:
        return most + 1
    before: list[int] = []
    last = list(range(len(b) + 1))
    for i in range(1, len(a) + 1):
        line = [i]
        for j in range(1, len(b) + 1):
            best = min(last[j] + 1, line[j - 1] + 1, last[j - 1] + (a[i - 1] != b[j - 1]))
            if i > 1 and j > 1 and a[i - 1] == b[j - 2] and a[i - 2] == b[j - 1]:
                best = min(best, before[j - 2] + 1)
            line.append(best)
        before, last = last, line
    return last[-1]
