"""What a person types -> phrases that must stand in an article, phrases that must not, and filters.

    工会 集体合同      both, anywhere        "集体合同"       the same as without quotes: words are phrases
    工会 -演出         without               来源:市总工会    also 栏目: 作者: 标签: 期: 年:, in either script
    -来源:市总工会     without               2026年 第42期   the words, and all articles of that year (2026年),
                                             month (2026年3月) or issue (第42期, 2026年第42期)
    -工会              alone: all others

The browser's engine reads a question in the same way. Marks that stand behind their letter are joined with it first, as
a bulletin's texts have them: é typed as e and an accent.
"""

from __future__ import annotations

from typing import TypeVar
from unicodedata import normalize

from bulletin.model.late import regex
from bulletin.model.making import frozen
from bulletin.render.search.fold import fold, fold_but_marked
from bulletin.render.search.terms import UNIT, units

_T = TypeVar("_T")
FIELDS = {
    "来源": "union", "单位": "union", "工会": "union", "source": "union", "union": "union",
    "栏目": "section", "section": "section",
    "作者": "author", "author": "author",
    "标签": "tag", "tag": "tag",
    "期号": "issue", "期": "issue", "issue": "issue",
    "年份": "year", "年": "year", "year": "year",
    "类型": "kind", "kind": "kind",
}  # fmt: skip
_LONGEST = 400  # characters of a question; the rest is not read
_MOST = 32  # phrases of it, those that must not stand there, and filters of either kind; each once
_WHITE = " \t\n\r\f\v\x1c-\x1f\x85\u1680\u2028\u2029"
_NAMES = "|".join(fold(name) for name in FIELDS)
_NO_NAME = "(?!)"
_WITH_FIELDS, _WITHOUT = (
    regex(f'(-?)(?:({names}):[{_WHITE}]*)?(?:["“「『]([^"”」』]*)["”」』]?|([^{_WHITE}]+))')
    for names in (_NAMES, _NO_NAME)
)
_TIME = regex("([0-9]{4}年)?(第[0-9]+期)?")
_MONTH = regex("([0-9]{4})年0?([1-9]|1[0-2])月份?")


@frozen
class Phrase:
    """Units that must follow one another, or else the article must be of the year, month or issue ``value``."""

    units: tuple[str, ...]
    kind: str = ""  # "year", "month", "issue"; "" = the words alone
    value: str = ""
    written: tuple[str, ...] = ()  # the units with characters of ``fold.marked`` as they were typed


@frozen
class Question:
    phrases: tuple[Phrase, ...] = ()
    without: tuple[tuple[str, ...], ...] = ()
    filters: tuple[tuple[str, str], ...] = ()  # (kind, folded value), all of them
    barred: tuple[tuple[str, str], ...] = ()  # none of these

    @property
    def is_empty(self) -> bool:
        return not (self.phrases or self.without or self.filters or self.barred)


def ask(text: str, has_fields: bool = True) -> Question:
    """``has_fields``: 来源: and the like begin a filter, else they are words as any."""
    phrases: list[Phrase] = []
    without: list[tuple[str, ...]] = []
    filters: list[tuple[str, str]] = []
    barred: list[tuple[str, str]] = []
    read = normalize("NFC", text[:_LONGEST])
    typed = fold_but_marked(read)
    for part in (_WITH_FIELDS if has_fields else _WITHOUT).finditer(fold(read)):
        minus, name, quoted, plain = part.groups(default="")
        found = tuple(units(quoted or plain))
        if not found:
            continue
        if name:
            (barred if minus else filters).append((FIELDS_FOLDED[name], "".join(found)))
        elif minus:
            without.append(found)
        else:
            begin, end = part.span(3 if quoted else 4)
            phrases.append(Phrase(found, *_time(plain), tuple(UNIT.findall(typed[begin:end]))))
    return Question(_once(phrases), _once(without), _once(filters), _once(barred))


def _once(some: list[_T]) -> tuple[_T, ...]:
    return tuple(dict.fromkeys(some))[:_MOST]


FIELDS_FOLDED = {fold(name): kind for name, kind in FIELDS.items()}


def _time(words: str) -> tuple[str, str]:
    """(kind, value) of words that name a year, a month or an issue and nothing else."""
    if month := _MONTH.fullmatch(words):
        return "month", f"{month[1]}年{month[2]}月"
    match = _TIME.fullmatch(words)
    if not words or match is None:
        return "", ""
    return ("issue" if match[2] else "year"), match[0]
