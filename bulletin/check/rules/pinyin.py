"""A character with its own pinyin in parentheses behind it, as some sites' programs put it in: 工會系統(tǒng)."""

from __future__ import annotations

from collections.abc import Iterator

from bulletin.check.passage import Passage, around, mended_around
from bulletin.mend.pinyin import pinyin_insertions
from bulletin.mend.repair import Repair
from bulletin.model.problem import Problem


def inserted_pinyin(passage: Passage) -> Iterator[Problem]:
    text = passage.text
    found = pinyin_insertions(text)
    return passage.problems([(one.start, "W433", _values(text, one)) for one in found])


def _values(text: str, one: Repair) -> dict[str, str]:
    return {"text": around(text, one.start, one.end), "fix": mended_around(text, one)}
