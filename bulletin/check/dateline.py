"""The first lines of a body -> the whole date in a dateline: 新华社北京2026年8月6日电, 本报讯（记者 某某）2026年8月6日.

Where front matter is silent this is the date, and whoever takes it tells of a guess. A sentence that only begins with
a day, a day without a year, a span (6日至8日), a day to come (6日起, 将) are none (FIELD section 1, numbers 22 and 46).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import tzinfo

from bulletin.check.dates import Moment, NoSuchDate, leading_moment
from bulletin.model.late import late, regex
from bulletin.model.making import frozen

_LINES = 4  # within which the text begins: a title, a line of labels and a kicker may stand above
_BLANK = " \t\u3000\xa0"
_OPEN, _CLOSE = "（(【\\[", "）)】\\]"
_FIGURE = "(?=[0-9０-９二])"
_OURS = "本[报報刊网網台社站]"
_WRITER = "(?:记者|記者|通讯员|通訊員)"
_WROTE = "(?:报道|報道|報導)"


def _bracketed(longest: int) -> str:
    """Brackets and what is in them, without a figure."""
    return rf"[{_OPEN}][^{_OPEN}{_CLOSE}\d]{{0,{longest}}}[{_CLOSE}]"


# 新华社, 中新网, 工人日报—中工网, 本报, 据新华社客户端; then the place and who wrote
_AGENCY = late(
    rf"[{_OPEN}]?[据據]?[\u4e00-\u9fff—－-]{{0,14}}?"
    "(?:[社网網台]|[日晚时時]报|[日晚時]報|工人[报報]|本[报報刊]|客户端|客戶端)"
    rf"[{_BLANK}，,]*(?:{_bracketed(20)})?[^\d。！？；：，,{_OPEN}{_CLOSE}]{{0,16}}?[{_BLANK}]*{_FIGURE}"
)
_SENT = regex(
    rf"[{_BLANK}]*(?:{_bracketed(30)}[{_BLANK}]*)?(?:综合|綜合)?[专專]?(?:[电電讯訊]|消息)"
    rf"(?=[*{_BLANK}{_OPEN}{_CLOSE}，,：:—]|$)"
)
# 本报讯（记者 某某）, 【本网讯】, 本报讯 记者某某报道：
_NEWS = late(
    rf"[{_OPEN}]?{_OURS}[{_BLANK}]*(?:[讯訊]|消息)[{_CLOSE}]?[{_BLANK}]*"
    rf"(?:{_bracketed(40)}|{_WRITER}[^\d。！？；，,：:{_OPEN}]{{0,20}}?{_WROTE}?)?[{_BLANK}：:]*{_FIGURE}"
)
# （记者 某某）, and the text behind it
_BY = rf"[{_OPEN}](?:{_OURS}|特约|特約|见习|實習|实习)?{_WRITER}"
_CREDIT = late(rf"{_BY}[^{_OPEN}{_CLOSE}\d]{{0,40}}[{_CLOSE}][{_BLANK}：:]*{_FIGURE}")
# （记者 某某 2026年8月6日报道）
_INSIDE = late(
    rf"(?:{_OURS}[{_BLANK}]*[讯訊])?[{_BLANK}]*{_BY}[^{_OPEN}{_CLOSE}\d]{{0,30}}?[{_BLANK}，,于於]*{_FIGURE}"
)
_SAID = regex(rf"[{_BLANK}]*(?:{_WROTE}|[电電讯訊摄攝])?[{_BLANK}]*[{_CLOSE}]")
_NO_EVENT = regex(
    rf"[{_BLANK}]*(?:[至到—–~～－\-起前止]|[以之][前后後]|截止|[{_OPEN}][至到])|[^。！？]{{0,20}}[将將拟擬]"
)


@frozen
class Dateline:
    index: int  # of the line, from 0
    text: str  # the date as typed
    moment: Moment
    is_sent: bool  # the day on which an agency sent it, not the one of which the text tells


def find_dateline(lines: list[str], zone: tzinfo) -> Dateline | None:
    """At the begin of one of the first lines that are not empty."""
    for index in [number for number, line in enumerate(lines[:20]) if line.strip(_BLANK)][:_LINES]:
        line = lines[index][:200]
        start = len(line) - len(line.lstrip(_BLANK + "*"))
        for before, is_right, is_sent in _FORMS:
            match = before().match(line, start)
            found = _day(line[match.end() :], zone, is_right) if match else None
            if match is not None and found is not None:
                return Dateline(index, *found, is_sent)
    return None


def _day(text: str, zone: tzinfo, is_right: Callable[[str], object]) -> tuple[str, Moment] | None:
    """The whole date with which ``text`` begins, if what follows it is right."""
    try:
        found = leading_moment(text, zone)
    except NoSuchDate:
        return None
    if found is None or not is_right(found[1]):
        return None
    return text[: len(text) - len(found[1])].strip(), found[0]


def _is_sent(rest: str) -> bool:
    return _SENT.match(rest) is not None


def _is_said(rest: str) -> bool:
    return _SAID.match(rest) is not None


def _is_event(rest: str) -> bool:
    return _NO_EVENT.match(rest) is None


_FORMS: tuple[tuple[Callable[[], re.Pattern[str]], Callable[[str], bool], bool], ...] = (
    (_AGENCY, _is_sent, True),
    (_INSIDE, _is_said, True),
    (_NEWS, _is_event, False),
    (_CREDIT, _is_event, False),
)
