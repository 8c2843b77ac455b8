"""A number -> that many news items in simplified Chinese, each of about 1,000 Han characters; always the same ones.

Item k of a seed is the same in every run on every machine: its choices come from ``random.Random.random`` alone, which
Python promises not to change. Items are spread over at most ten years of weeks that end at ``NEWEST``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date as Date
from datetime import timedelta
from random import Random
from typing import TypeVar

from benchmarks.vocabulary import (
    CLOSINGS,
    GIVEN,
    HEADLINES,
    KICKERS,
    LINKS,
    SECTIONS,
    SENTENCES,
    SURNAMES,
    TAGS,
    UNIONS,
    WORDS,
)

NEWEST = Date(2026, 11, 15)  # a Sunday
NOW = "2026-11-20T12:00:00+08:00"
LENGTH = (790, 1000)  # Han characters after which a body ends with the paragraph: about 1,000 in all
_LONGEST_SPAN = 520  # weeks
_A_WEEK = 8  # items at least
_RICH = 0.1  # share of items with lists, headings, tables, quotes, links
_HAN = re.compile("[\u4e00-\u9fff]")
_SLOT = re.compile(r"\{(\w+)\}")

One = TypeVar("One")


@dataclass(frozen=True, slots=True)
class Story:
    """One item. ``name`` is its file without suffix and the last part of its address."""

    name: str
    title: str
    date: Date
    union: int  # index into UNIONS
    section: int
    authors: tuple[int, ...]
    tags: tuple[int, ...]
    kicker: str
    summary: str
    body: str  # Markdown

    @property
    def url(self) -> str:
        """Below the edition."""
        return f"{self.date:%Y/%m}/{self.name}/"


AUTHORS = tuple(
    SURNAMES[number % len(SURNAMES)] + GIVEN[number * 7 % len(GIVEN)] for number in range(60)
)  # 60 different ones: tests hold that


def stories(count: int, seed: str = "bulletin") -> Iterator[Story]:
    """Newest week first. The same ``count`` and ``seed`` give the same stories."""
    weeks = max(1, min(count // _A_WEEK, _LONGEST_SPAN))
    for number in range(count):
        dice = _Dice(f"{seed} {number}")
        week = number * weeks // count
        day = NEWEST - timedelta(days=7 * week + dice.below(7))
        yield _story(number, day, dice)


class _Dice:
    def __init__(self, seed: str) -> None:
        self._random = Random(seed)

    def below(self, end: int) -> int:
        return int(self._random.random() * end)

    def one(self, values: Sequence[One]) -> One:
        return values[self.below(len(values))]

    def some(self, count: int, end: int) -> tuple[int, ...]:
        """``count`` different numbers below ``end``."""
        found: dict[int, None] = {}
        while len(found) < count:
            found[self.below(end)] = None
        return tuple(found)

    def happens(self, share: float) -> bool:
        return self._random.random() < share


def _story(number: int, day: Date, dice: _Dice) -> Story:
    union = dice.below(len(UNIONS))
    title = _fill(dice.one(HEADLINES), union, dice)
    first = _fill(dice.one(SENTENCES), union, dice)
    return Story(
        name=f"story-{number:06d}",
        title=title,
        date=day,
        union=union,
        section=dice.below(len(SECTIONS)),
        authors=dice.some(1 + dice.happens(0.2), len(AUTHORS)),
        tags=dice.some(2 + dice.below(3), len(TAGS)),
        kicker=dice.one(KICKERS) if dice.happens(0.15) else "",
        summary=_fill(dice.one(SENTENCES), union, dice),
        body=_body(first, union, dice),
    )


def _fill(template: str, union: int, dice: _Dice) -> str:
    return _SLOT.sub(lambda slot: _word(slot[1], union, dice), template)


def _word(slot: str, union: int, dice: _Dice) -> str:
    match slot:
        case "short":
            return UNIONS[union][3]
        case "person":
            return dice.one(SURNAMES) + dice.one(GIVEN)
        case "n":
            return str(2 + dice.below(10))
        case "tens":
            return str(12 + dice.below(87))
        case "hundreds":
            return str(110 + dice.below(3800))
        case "money":
            return f"{1 + dice.below(300)}.{dice.below(10)}"
        case "share":
            return str(51 + dice.below(48))
        case _:
            return dice.one(WORDS[slot])


def _body(first: str, union: int, dice: _Dice) -> str:
    is_rich = dice.happens(_RICH)
    aim = LENGTH[0] + dice.below(LENGTH[1] - LENGTH[0])
    blocks: list[str] = []
    done = 0
    sentences = [first]
    while done < aim:
        sentences += [_fill(dice.one(SENTENCES), union, dice) for _ in range(2 + dice.below(4))]
        block = "".join(sentences)
        sentences = []
        if is_rich:
            extra = _EXTRAS[len(blocks) % len(_EXTRAS)](union, dice)
            done += han(extra)
            blocks.append(extra)
        blocks.append(block)
        done += han(block)
    blocks.append(_fill(dice.one(CLOSINGS), union, dice))
    return "\n\n".join(blocks) + "\n"


def han(text: str) -> int:
    return len(_HAN.findall(text))


# --- what one item in ten has besides plain paragraphs


def _heading(_: int, dice: _Dice) -> str:
    return f"## {dice.one(WORDS['topic'])}与{dice.one(WORDS['service'])}"


def _quote(union: int, dice: _Dice) -> str:
    return f"> {_fill(dice.one(SENTENCES), union, dice)}"


def _list(union: int, dice: _Dice) -> str:
    return "\n".join(f"- **{dice.one(WORDS['service'])}**：{_fill('{way}，{result}', union, dice)}" for _ in range(4))


def _numbered(union: int, dice: _Dice) -> str:
    return "\n".join(f"{n}. {_fill('{when}到{place}，{way}', union, dice)}" for n in range(1, 5))


def _table(_: int, dice: _Dice) -> str:
    rows = [f"| {dice.one(WORDS['firm'])} | {dice.below(900)} | {dice.one(WORDS['result'])} |" for _ in range(4)]
    return "\n".join(["| 单位 | 人数 | 成效 |", "| --- | ---: | --- |", *rows])


def _link(union: int, dice: _Dice) -> str:
    text, target = dice.one(LINKS)
    return f"{_fill('{short}介绍了{service}的办法', union, dice)}，详情见[{text}]({target})，*不另行通知*。"


_EXTRAS = (_heading, _list, _quote, _table, _heading, _link, _numbered)
