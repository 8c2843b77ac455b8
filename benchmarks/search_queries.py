"""A number of stories -> questions that readers of them would ask, in either script; always the same ones."""

from __future__ import annotations

import re
from collections.abc import Sequence
from random import Random

from opencc import OpenCC

from benchmarks.corpus import Story

_HAN = re.compile("[\u4e00-\u9fff]{2,}")
_FORMS = ("word", "phrase", "name", "piece", "two")
_NAME = re.compile("[\u4e00-\u9fff]{2,3}(?=说|介绍|回忆|在本子)")


def queries(stories: Sequence[Story], count: int, seed: str = "questions") -> tuple[tuple[str, int], ...]:
    """(question, number of a story that holds it): words of two characters, phrases of four to six, names, pieces of
    up to twelve, two words. Every third one is in traditional characters."""
    dice = Random(seed)
    convert = OpenCC("s2tw").convert
    found: list[tuple[str, int]] = []
    while len(found) < count:
        number = int(dice.random() * len(stories))
        text = _question(stories[number], _FORMS[len(found) % len(_FORMS)], dice)
        if text:
            found.append((convert(text) if len(found) % 3 == 2 else text, number))
    return tuple(found)


def _question(story: Story, form: str, dice: Random) -> str:
    runs = _HAN.findall(story.title + "\n" + story.body)
    if form == "name":
        names = _NAME.findall(story.body)
        return str(names[int(dice.random() * len(names))]) if names else ""
    if form == "two":
        return f"{_cut(runs, 2, dice)} {_cut(runs, 2, dice)}"
    length = {"word": 2, "phrase": 4 + int(dice.random() * 3), "piece": 7 + int(dice.random() * 6)}[form]
    return _cut(runs, length, dice)


def _cut(runs: Sequence[str], length: int, dice: Random) -> str:
    long = [run for run in runs if len(run) >= length]
    if not long:
        return ""
    run = long[int(dice.random() * len(long))]
    start = int(dice.random() * (len(run) - length + 1))
    return run[start : start + length]
