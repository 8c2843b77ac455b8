"""What a person types -> phrases that must stand in an article, phrases that must not, and filters.

    工会 集体合同          both, anywhere            "集体合同"       the same as without quotes: words are phrases
    工会 -演出             without                   来源:市总工会    also 栏目: 作者: 期: 年:, in either script
    2026年                 a year alone is a filter as well as words
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from bulletin.render.search.fold import fold
from bulletin.render.search.terms import units

FIELDS = {
    "来源": "union", "单位": "union", "source": "union",
    "栏目": "section", "section": "section",
    "作者": "author", "author": "author",
    "期": "issue", "期号": "issue", "issue": "issue",
    "年": "year", "年份": "year", "year": "year",
}  # fmt: skip
_FOLDED = {fold(name): kind for name, kind in FIELDS.items()}
_PART = re.compile(r'(-?)(?:([^\s:：“”「」"-]+)[:：])?(?:["“「]([^"”」]*)["”」]?|(\S+))')


@dataclass(frozen=True, slots=True)
class Question:
    phrases: tuple[tuple[str, ...], ...]  # units of each
    without: tuple[tuple[str, ...], ...]
    filters: tuple[tuple[str, str], ...]  # (kind, folded value)

    @property
    def is_empty(self) -> bool:
        return not (self.phrases or self.filters)


def ask(text: str) -> Question:
    phrases: list[tuple[str, ...]] = []
    without: list[tuple[str, ...]] = []
    filters: list[tuple[str, str]] = []
    for minus, name, quoted, plain in _PART.findall(text[:400]):
        words = quoted or plain
        kind = _FOLDED.get(fold(name)) if name else None
        if kind and not minus:
            filters.append((kind, "".join(units(words))))
            continue
        found = tuple(units(f"{name} {words}" if name else words))
        if found:
            (without if minus else phrases).append(found)
    return Question(tuple(phrases), tuple(without), tuple(filters))
