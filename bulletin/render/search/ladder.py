"""A question in words -> the best answer there is, and what kind of answer that is.

    found   the question itself, or where its filters leave nothing the words of these as well (来源：新华社 in a text)
    apart   its phrases cut into the longest pieces that stand anywhere, all of them in one article
    near    articles that hold some of its pairs
    spelt   the nearest spelling that is found
    none

The browser climbs the same steps (themes/plain/assets/search-answer.js); the tests hold the two together.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Literal

from bulletin.model.making import frozen
from bulletin.render.search.engine import Engine, pairs
from bulletin.render.search.question import Phrase, Question, ask
from bulletin.render.search.rank import meet
from bulletin.render.search.spelling import spelled
from bulletin.render.search.standing import Places
from bulletin.render.search.terms import is_han

How = Literal["found", "apart", "near", "spelt", "none"]
_LONGEST = 32  # units of a question that is cut


@frozen
class Found:
    how: How
    numbers: tuple[int, ...]  # of articles, best first
    phrases: tuple[tuple[str, ...], ...] = ()  # what of the question stands in them
    spelling: str = ""  # the one answered in place of what was typed
    since: int = 0  # articles numbered below were not looked at


def answer(
    engine: Engine, text: str, edition: str, blocks: Callable[[int], Sequence[str]], is_whole: bool = False
) -> Found:
    """``edition``: its tag. ``blocks`` gives title and paragraphs of an article as the edition writes them.
    ``is_whole``: all articles are looked at, see ``Engine.newest``."""
    question = ask(text)
    units = tuple(one.units for one in question.phrases)
    numbers, since = engine.newest(question) if not is_whole else (engine.search(question), 0)
    if numbers:
        return Found("found", tuple(numbers), units, since=since)
    if question.filters:
        words = ask(text, has_fields=False)
        if found := engine.search(words):
            return Found("found", tuple(found), tuple(one.units for one in words.phrases))
    if not question.phrases:
        return Found("none", ())
    loose = apart(engine, question)
    if loose and (found := engine.search(loose)):
        return Found("apart", tuple(found), tuple(one.units for one in loose.phrases))
    if found := engine.near(question):
        return Found("near", tuple(found), tuple(pair for one in units for pair in pairs(one)))
    for spelling in spelled(engine, question, edition, blocks):
        other = ask(spelling)
        if found := engine.search(other):
            return Found("spelt", tuple(found), tuple(one.units for one in other.phrases), spelling)
    return Found("none", (), units)


def apart(engine: Engine, question: Question) -> Question | None:
    """The question with each phrase cut into pieces that stand somewhere, of a word or two Han characters and more;
    None where it is the same."""
    if sum(len(phrase.units) for phrase in question.phrases) > _LONGEST:
        return None
    phrases = tuple(piece for phrase in question.phrases for piece in _pieces(engine, phrase))
    return replace(question, phrases=phrases) if len(phrases) > len(question.phrases) else None


def _pieces(engine: Engine, phrase: Phrase) -> list[Phrase]:
    if phrase.kind:
        return [phrase]
    long = [words for words in _cut(engine, phrase.units) if len(words) > 1 or not is_han(words[0])]
    return [Phrase(words, written=words) for words in long] if len(long) > 1 else [phrase]


def _cut(engine: Engine, words: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    begin = 0
    while begin < len(words):
        end = begin + 1
        found: Places = {}
        while end < len(words) and is_han(words[end]):
            there = engine.phrase(words[end - 1 : end + 1], None, True)
            if end > begin + 1:
                there = meet(found, there, end - 1 - begin)
            if not there:
                break
            found = there
            end += 1
        yield words[begin:end]
        begin = end
