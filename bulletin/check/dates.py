"""Text -> a date or a moment as Chinese editors write them, in the site's time zone; nothing is ever guessed.

FIELD section 3: 2024年9月30日, 2024-9-30, 2024.09.30, 2024/9/30, 20240930, 二〇二四年九月三十日, full-width digits,
with or without a weekday and a time (09:05, 9时30分, 下午3点半, T09:05:00+08:00). 日前, 9月30日, 2024年9月 and
2017年 月 日 are no dates; 2024年9月31日 is one that does not exist.
"""

from __future__ import annotations

import re
import unicodedata
from calendar import monthrange
from datetime import UTC, datetime, time, timedelta, timezone, tzinfo
from datetime import date as Date
from functools import lru_cache
from zoneinfo import ZoneInfo

from bulletin.model.late import late, regex
from bulletin.model.making import frozen
from bulletin.model.numerals import number_of

FIRST_YEAR, LAST_YEAR = 1900, 2200
_LONGEST = 80  # characters within which a date with its time ends

_CHINESE = "〇零○Oo一二三四五六七八九十廿卅"
_NUMERAL = regex(f"[{_CHINESE}]+")
_NUMERAL_DATE = late(
    rf"\s*[{_CHINESE}]{{4}}年\s*[{_CHINESE}]{{1,3}}月\s*[{_CHINESE}]{{1,3}}[日号號]"
    rf"(?:\s*(?:[早晚]上?|[上中下]午|凌晨|傍晚)?\s*[{_CHINESE}]{{1,3}}[时時点點](?:[{_CHINESE}]{{1,3}}分?)?)?"
)
_PLAIN = regex(r"(\d{4})-(\d\d)-(\d\d)")
_DATE = regex(
    r"\s*(?:公元)?(?P<year>\d{4})\s*(?:年\s*(?P<m1>\d{1,2})\s*月\s*(?P<d1>\d{1,2})\s*[日号號]"
    r"|(?P<mark>[-./。、·~‐–—−])\s*(?P<m2>\d{1,2})\s*(?P=mark)\s*(?P<d2>\d{1,2})(?!\d)\s*[日号號]?"
    r"|[ ](?P<m3>\d\d)[ ](?P<d3>\d\d)(?!\d))"
)
_REPUBLIC = regex(r"\s*(?:中[华華])?民[国國]\s*(\d{2,3})(?=\s*年)")  # its first year was 1912
_WRAPPED = regex(r"[\s“”‘’\"'「」『』《》（）()\[\]【】]+")
_COMMENT = regex(r"(?<!\s)\s+#.*")
_COMPACT = regex(r"\s*(\d{4})(\d\d)(\d\d)(?!\d)")
_WEEKDAY = regex(r"\s*[,，]?\s*[(（]?(?:星期|周|週|礼拜|禮拜)[一二三四五六日天][)）]?")
_TIME = regex(
    r"\s*[T,，]?\s*(?P<half>凌晨|清晨|早晨|早上|上午|中午|下午|傍晚|晚上|晚间|晚|夜里|am|pm|a\.m\.|p\.m\.)?\s*"
    r"(?P<hour>\d{1,2})\s*(?::(?P<m1>\d\d)(?::(?P<second>\d\d)(?:[.,]\d{1,9})?)?(?!\d)"
    r"|[时時点點]\s*(?:(?P<m2>\d{1,2})\s*分?(?:\s*(?P<s2>\d{1,2})\s*秒)?(?!\d)|(?P<part>半|一刻|三刻|整)|钟|鐘)?)"
    r"(?:\s*(?P<half2>am|pm|a\.m\.|p\.m\.))?",
    re.IGNORECASE,
)
_OFFSET = regex(r"\s*(?:(?P<utc>Z|UTC|GMT)|(?P<sign>[+-])(?P<hours>\d\d):?(?P<minutes>\d\d))(?!\d)", re.IGNORECASE)
_AFTERNOON = frozenset({"下午", "傍晚", "晚上", "晚间", "晚", "夜里", "pm", "p.m."})
_PARTS = {"半": 30, "一刻": 15, "三刻": 45, "整": 0}


class NoSuchDate(Exception):
    """A date that is there, but can't be. ``code`` and ``values`` are those of the Problem to report."""

    def __init__(self, code: str, **values: str) -> None:
        super().__init__(code, values)
        self.code = code
        self.values = values


@frozen
class Moment:
    """``at`` has the fixed offset that the site's zone has then; a date alone is local midnight."""

    at: datetime
    has_time: bool


def read_moment(text: str, zone: tzinfo) -> Moment | None:
    """None where ``text`` is not a whole date. Raises NoSuchDate for one that does not exist."""
    if (plain := _PLAIN.fullmatch(text)) is not None:  # nearly all that is ever written
        return Moment(_local(_date(text, *plain.groups()), time(), zone), False)
    found = leading_moment(_bare(text), zone)
    return found[0] if found and not found[1].strip(" 。.;；") else None


def read_date(text: str) -> Date | None:
    """Like ``read_moment``, without zone; a time after the date is passed over."""
    found = leading_moment(_bare(text), UTC)
    return found[0].at.date() if found and not found[1].strip(" 。.;；") else None


def _bare(text: str) -> str:
    """Without quotation marks or brackets around it, and what YAML takes for a comment behind it."""
    text = _COMMENT.sub("", text)
    return text[match.end() :].rstrip("“”‘’\"'「」『』《》（）()[]【】") if (match := _WRAPPED.match(text)) else text


def leading_moment(text: str, zone: tzinfo) -> tuple[Moment, str] | None:
    """The date with which ``text`` begins, and what follows it as typed. Raises NoSuchDate."""
    folded = _folded(text)
    match = _DATE.match(folded)
    if match is not None:
        month, date = match["m1"] or match["m2"] or match["m3"], match["d1"] or match["d2"] or match["d3"]
        day = _date(match[0].strip(), match["year"], month, date)
    elif (match := _COMPACT.match(folded)) is not None:
        day = _date(match[0].strip(), *match.groups())
    else:
        return None
    at = match.end()
    if weekday := _WEEKDAY.match(folded, at):
        at = weekday.end()
    clock = _TIME.match(folded, at)
    if clock is None:
        return Moment(_local(day, time(), zone), False), _rest(text, folded, at)
    hours, minutes, seconds = _clock(clock)
    moment = datetime.combine(day, time()) + timedelta(hours=hours, minutes=minutes, seconds=seconds)
    offset = _OFFSET.match(folded, clock.end())
    if offset is not None and (offset["sign"] != "-" or "T" in clock[0]):  # 10:00-11:00 is a time that lasts
        return Moment(_from_offset(moment, offset, zone), True), _rest(text, folded, offset.end())
    return Moment(_local(moment.date(), moment.time(), zone), True), _rest(text, folded, clock.end())


def _folded(text: str) -> str:
    """Full-width digits and marks as ASCII, one character for one, and a date in Chinese numerals as one in digits."""
    if not text.isascii():
        head = (unicodedata.normalize("NFKC", char) for char in text[:_LONGEST])
        text = "".join(map(lambda new, old: new if len(new) == 1 else old, head, text)) + text[_LONGEST:]
    if (match := _REPUBLIC.match(text)) is not None:
        return str(int(match[1]) + 1911) + text[match.end() :]
    if (match := _NUMERAL_DATE().match(text)) is not None:
        return _NUMERAL.sub(lambda m: str(number_of(m[0])), match[0]) + text[match.end() :]
    return text


def _rest(text: str, folded: str, at: int) -> str:
    """What follows index ``at`` of ``folded``: no character after a date changes its distance from the end."""
    left = len(folded) - at
    return text[len(text) - left :] if left else ""


def end_of_day(moment: Moment, zone: tzinfo) -> datetime:
    """The midnight that ends the day of a date without time; a moment with a time stays."""
    if moment.has_time:
        return moment.at
    return _local(moment.at.date() + timedelta(days=1), time(), zone)


def zone_of(name: str) -> tzinfo:
    """The zone of the settings, which ``read`` has checked; on a machine that lacks its data, Chinese time."""
    return _zone(name)


@lru_cache(maxsize=16)
def _zone(name: str) -> tzinfo:
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return timezone(timedelta(hours=8))


def _date(typed: str, *parts: str) -> Date:
    year, month, day = map(int, parts)
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise NoSuchDate("E404", value=typed, first=str(FIRST_YEAR), last=str(LAST_YEAR))
    if not 1 <= month <= 12:
        raise NoSuchDate("E403", value=typed, month=str(month))
    days = monthrange(year, month)[1]
    if not 1 <= day <= days:
        raise NoSuchDate("E402", value=typed, month=str(month), days=str(days), year=str(year))
    return Date(year, month, day)


def _clock(match: re.Match[str]) -> tuple[int, int, int]:
    """Hours (24 is the end of the day), minutes, seconds."""
    hours = int(match["hour"])
    minutes = int(match["m1"] or match["m2"] or _PARTS.get(match["part"] or "", 0))
    seconds = int(match["second"] or match["s2"] or 0)
    half = (match["half"] or match["half2"] or "").lower()
    if (half in _AFTERNOON and 1 <= hours < 12) or (half == "中午" and hours <= 2):
        hours += 12
    elif half in {"am", "a.m.", "凌晨"} and hours == 12:
        hours = 0
    if hours > 24 or minutes > 59 or seconds > 59 or (hours == 24 and (minutes or seconds)):
        raise NoSuchDate("E405", value=match[0].strip(" T,，"))
    return hours, minutes, seconds


def _from_offset(at: datetime, offset: re.Match[str], zone: tzinfo) -> datetime:
    ahead = timedelta()
    if not offset["utc"]:
        hours, minutes = int(offset["hours"]), int(offset["minutes"])
        if hours > 14 or minutes > 59:
            raise NoSuchDate("E405", value=offset[0].strip())
        ahead = timedelta(hours=hours, minutes=minutes) * (-1 if offset["sign"] == "-" else 1)
    there = at.replace(tzinfo=timezone(ahead)).astimezone(zone)
    return there.replace(tzinfo=_fixed(there.utcoffset()))


def _local(day: Date, clock: time, zone: tzinfo) -> datetime:
    """A local time that a change of clocks skips or repeats is taken with the offset before the change."""
    at = datetime.combine(day, clock, zone)
    return at.replace(tzinfo=_fixed(at.utcoffset()))


@lru_cache(maxsize=256)
def _fixed(offset: timedelta | None) -> timezone:
    """In whole minutes, as feeds write it; local mean times before 1912 have seconds."""
    return timezone(timedelta(minutes=round((offset or timedelta()).total_seconds() / 60)))
