"""Text of a page -> the date that it is, as ISO; what is no whole date, or none that exists, is "".

The forms are those of check (FIELD section 3). A page's text is searched for them, so they may not begin in the middle
of a figure; 2017年 月 日, 日前, 9月30日 are none.
"""

from __future__ import annotations

import unicodedata
from datetime import date as Date

from bulletin.model.late import regex
from bulletin.model.numerals import number_of

FIRST_YEAR, LAST_YEAR = 1949, 2200
_NUMERALS = "〇零○一二三四五六七八九十"
_TIME = r"(?:[ \u3000T]*(?P<h>[012]?\d)[:：时時点點](?P<i>[0-5]?\d)(?:[:：分](?:\d\d秒?)?)?)?"
_DATE = regex(
    r"(?<![\d.])(?P<y>(?:19|20)\d\d)(?:年[ ]?(?P<m1>\d{1,2})[ ]?月[ ]?(?P<d1>\d{1,2})[ ]?[日号號]"
    rf"|(?P<s>[-./])(?P<m2>\d{{1,2}})(?P=s)(?P<d2>\d{{1,2}})(?![\d.]\d|\d)){_TIME}"
)
_CHINESE = regex(rf"([{_NUMERALS}]{{4}})年([{_NUMERALS}]{{1,2}})月([{_NUMERALS}]{{1,3}})[日号號]")
_WEEKDAY = regex(r"[ \u3000]*[(（]?(?:星期|周|週)[一二三四五六日天][)）]?")


def find_date(text: str) -> tuple[str, int, int] | None:
    """The first date in ``text``: ISO (with hours and minutes where given), its start and its end."""
    folded = "".join(wide if len(wide := unicodedata.normalize("NFKC", char)) == 1 else char for char in text)
    if match := _DATE.search(folded):
        day = _iso(match["y"], match["m1"] or match["m2"], match["d1"] or match["d2"])
        if not day:
            return None
        end = match.end()
        if not match["h"] and (weekday := _WEEKDAY.match(folded, end)):
            end = weekday.end()
        clock = f" {int(match['h']):02d}:{int(match['i']):02d}" if match["h"] and int(match["h"]) < 24 else ""
        return day + ("" if clock == " 00:00" else clock), match.start(), end
    if match := _CHINESE.search(folded):
        day = _iso(*(str(number_of(part)) for part in match.groups()))
        return (day, match.start(), match.end()) if day else None
    return None


def whole_date(text: str) -> str:
    """The date where ``text`` is one and nothing else, else ""."""
    bare = text.strip(" \t\u3000\xa0|。.（）()[]【】")
    found = find_date(bare)
    return found[0] if found and found[1] == 0 and not bare[found[2] :].strip() else ""


def _iso(year: str, month: str, day: str) -> str:
    try:
        found = Date(int(year), int(month), int(day))
    except ValueError:
        return ""
    return found.isoformat() if FIRST_YEAR <= found.year <= LAST_YEAR else ""
