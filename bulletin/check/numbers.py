"""第42期, 2026-42, 增刊1, 不入刊 -> which issue is meant; a date -> the week whose issue it falls into."""

from __future__ import annotations

import unicodedata
from datetime import date as Date
from datetime import timedelta
from functools import lru_cache

from bulletin.model.late import regex
from bulletin.model.making import frozen

NOT_IN_ISSUE = "-"

_NONE = frozenset({"-", "—", "无", "無", "不入刊", "不收", "不刊", "否", "none", "no", "/"})
_ISSUE = regex(
    r"(?:(?P<year>\d{4})\s*(?:年度?|[-./—–])\s*)?第?\s*(?:(?P<number>\d{1,3})|(?P<extra>增刊|特刊|专刊|專刊|号外|號外)\s*第?\s*"
    r"(?P<count>\d{0,3}))\s*(?:期|号|號)?"
)
_EXTRA_ID = regex(r"(?P<year>\d{4})-s(?P<count>\d{0,3})")
_TOTAL = regex(r"(?:总|總)?(?:期)?\s*第?\s*(\d{1,7})\s*期?")
_CHINESE = regex(r"第?([一二三四五六七八九十百零〇]{1,6})期")
_ONES = {char: number for number, char in enumerate("零一二三四五六七八九")} | {"〇": 0}


@frozen
class Number:
    """``year`` 0 = not said; ``text`` is what readers see ("042", "增刊1"), ``key`` a part of the id ("42", "s1")."""

    year: int
    text: str
    key: str

    def id_in(self, year: int) -> str:
        return f"{self.year or year}-{self.key}"


def read_number(typed: str) -> Number | None:
    """None for what names no issue; ``text`` is "-" where the author wants none."""
    text = unicodedata.normalize("NFKC", typed).strip().lower()
    if text in _NONE:
        return Number(0, NOT_IN_ISSUE, NOT_IN_ISSUE)
    if extra := _EXTRA_ID.fullmatch(text):
        return Number(int(extra["year"]), f"增刊{extra['count']}", f"s{extra['count']}")
    if chinese := _CHINESE.fullmatch(text):
        text = str(_arabic(chinese[1]))
    match = _ISSUE.fullmatch(text)
    if match is None:
        return None
    year = int(match["year"] or 0)
    if match["extra"]:
        return Number(year, match["extra"] + match["count"], "s" + match["count"].lstrip("0"))
    number = int(match["number"])
    return Number(year, match["number"], f"{number:02d}") if number else None


def read_total(typed: str) -> str:
    """总第1180期 -> 1180; "" for what is no number."""
    match = _TOTAL.fullmatch(unicodedata.normalize("NFKC", typed).strip())
    return match[1] if match else ""


def week_of(day: Date, closes: int) -> tuple[int, int]:
    """ISO year and week of the issue that closes on weekday ``closes`` (7 = Sunday) at or after ``day``."""
    year, week, _ = (day + timedelta(days=7 - closes)).isocalendar()
    return year, week


def week_id(year: int, week: int) -> str:
    return f"{year}-{week:02d}"


@lru_cache(maxsize=4096)
def week_id_of(day: Date, closes: int) -> str:
    """Id of the issue in whose week ``day`` falls; see ``week_of``."""
    return week_id(*week_of(day, closes))


@lru_cache(maxsize=4096)
def monday_of(issue_id: str) -> Date | None:
    """Of the week that "2026-42" names; None for a supplement, or a week that the year does not have."""
    year, _, number = issue_id.partition("-")
    if not (number.isdecimal() and year.isdecimal()):
        return None
    try:
        return Date.fromisocalendar(int(year), int(number), 1)
    except ValueError:
        return None


def year_for(number: Number, day: Date, closes: int) -> int:
    """The year of 第42期 of an item of ``day``: that of its week, but at the turn of a year the other one."""
    year, week = week_of(day, closes)
    if number.key.isdecimal():
        if int(number.key) <= 2 and week >= 51:
            return year + 1
        if int(number.key) in (52, 53) and week <= 2:
            return year - 1
    return year


def _arabic(numeral: str) -> int:
    """一百一十八 -> 118; 四二 -> 42."""
    if not {"十", "百"} & set(numeral):
        return int("".join(str(_ONES[char]) for char in numeral))
    total, ones = 0, 0
    for char in numeral:
        if char in "十百":
            total += (ones or 1) * (10 if char == "十" else 100)
            ones = 0
        else:
            ones = _ONES[char]
    return total + ones
