from __future__ import annotations

from contextlib import suppress
from datetime import UTC, date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bulletin.check.dates import (
    Moment,
    NoSuchDate,
    end_of_day,
    leading_moment,
    read_date,
    read_moment,
    zone_of,
)

SHANGHAI = zone_of("Asia/Shanghai")
EIGHT = timezone(timedelta(hours=8))


@pytest.mark.parametrize(
    "typed",
    [
        "2024年9月30日",
        "2024年09月30日",
        "2024 年 9 月 30 日",
        "2024-9-30",
        "2024-09-30",
        "2024.09.30",
        "2024.9.30",
        "2024/9/30",
        "20240930",
        "二〇二四年九月三十日",
        "二零二四年九月三十日",
        "２０２４.9.30",
        "２０２４－０９－３０",
        "２０２４年９月３０日",
        "2024年9月30号",
        "2024年9月30日（星期一）",
        "2024-09-30 周一",
        "  2024-09-30 ",
        "2024–9–30",
        "公元2024年9月30日",
        "2024年9月30日。",
        "2024。9。30",
        "2024、9、30",
        "2024～09～30",
        "2024·9·30",
        "2024 09 30",
        "二O二四年九月三十日",
        "二Ｏ二四年九月三〇日",
        "民國113年9月30日",
        "中华民国 113 年 9 月 30 日",
        "‘2024-09-30’",
        "（2024年9月30日）",
        "【2024年9月30日】",
        "“2024年9月30日（星期一）”",
        "2024-09-30 # 定稿",
    ],
)
def test_dates_as_editors_write_them(typed: str) -> None:
    assert read_moment(typed, SHANGHAI) == Moment(datetime(2024, 9, 30, tzinfo=EIGHT), False)
    assert read_date(typed) == date(2024, 9, 30)


@pytest.mark.parametrize(
    ("typed", "hour", "minute", "second"),
    [
        ("2024-09-30 09:05", 9, 5, 0),
        ("2024-09-30 9:05", 9, 5, 0),
        ("2024年9月30日9时30分", 9, 30, 0),
        ("2024年9月30日 下午3点", 15, 0, 0),
        ("2024-9-30 下午3点半", 15, 30, 0),
        ("2024-9-30 晚8点一刻", 20, 15, 0),
        ("2024-09-30T09:05:00+08:00", 9, 5, 0),
        ("2024-09-30T01:05:07Z", 9, 5, 7),
        ("2024-09-30 上午10时", 10, 0, 0),
        ("2024-09-30 ０９：０５", 9, 5, 0),
        ("2024年9月30日（星期一）14:00", 14, 0, 0),
        ("2024-09-30 3:00 PM", 15, 0, 0),
        ("2024-09-30 中午12:30", 12, 30, 0),
        ("2024-09-30 中午1点", 13, 0, 0),
        ("2024-09-30 凌晨12:10", 0, 10, 0),
        ("二〇二四年九月三十日上午九时", 9, 0, 0),
        ("2024-09-30 09:05:06.123", 9, 5, 6),
        ("20240930 0:00", 0, 0, 0),
        ("2024-09-29T20:05:00-05:00", 9, 5, 0),
    ],
)
def test_times(typed: str, hour: int, minute: int, second: int) -> None:
    assert read_moment(typed, SHANGHAI) == Moment(datetime(2024, 9, 30, hour, minute, second, tzinfo=EIGHT), True)


def test_twenty_four_is_the_end_of_the_day() -> None:
    assert read_moment("2024-12-31 24:00", SHANGHAI) == Moment(datetime(2025, 1, 1, tzinfo=EIGHT), True)


@pytest.mark.parametrize(
    "typed",
    [
        "日前",
        "近日",
        "昨天",
        "9月30日",
        "2024年9月",
        "2017年 月 日",
        "2024年",
        "九月三十日",
        "",
        "今年",
        "2024-9",
        "24-9-30",
        "2024年9月30日前",
        "2024-9-30至10-2",
        "2024-09-30 10:00-11:00",
        "20240930120000",
        "2024年9月30日晚",
        "2024-9/30",
        "2024年9月300日",
        "第42期",
        "12:30",
        "042",
    ],
)
def test_what_is_no_date(typed: str) -> None:
    assert read_moment(typed, SHANGHAI) is None


@pytest.mark.parametrize(
    ("typed", "code", "values"),
    [
        ("2024年9月31日", "E402", {"month": "9", "days": "30", "year": "2024"}),
        ("2023-02-29", "E402", {"month": "2", "days": "28", "year": "2023"}),
        ("二〇二四年九月三十一日", "E402", {"days": "30"}),
        ("2024-00-10", "E403", {"month": "0"}),
        ("2024-13-01", "E403", {"month": "13"}),
        ("2024-09-00", "E402", {}),
        ("1899-12-31", "E404", {"first": "1900", "last": "2200"}),
        ("64650989", "E404", {}),
        ("0000-01-01", "E404", {}),
        ("2024-09-30 25:00", "E405", {"value": "25:00"}),
        ("2024-09-30 09:60", "E405", {}),
        ("2024-09-30T09:05:00+99:99", "E405", {}),
    ],
)
def test_dates_that_can_not_be(typed: str, code: str, values: dict[str, str]) -> None:
    with pytest.raises(NoSuchDate) as caught:
        read_moment(typed, SHANGHAI)
    assert caught.value.code == code
    assert values.items() <= caught.value.values.items()


@pytest.mark.parametrize(
    ("typed", "rest"),
    [
        ("2026-10-16：原文有误", "：原文有误"),
        ("二〇二六年十月十六日 原文三处有误", " 原文三处有误"),
        ("2026年10月16日 9时30分 来源：市总", " 来源：市总"),
        ("2026-10-16", ""),
    ],
)
def test_the_rest_stays_as_typed(typed: str, rest: str) -> None:
    found = leading_moment(typed, SHANGHAI)
    assert found is not None
    assert found[1] == rest


@pytest.mark.parametrize(
    ("zone", "typed", "offset"),
    [
        ("Asia/Shanghai", "1986-07-01", 9 * 60),  # summer time
        ("Asia/Shanghai", "1900-01-01", 8 * 60 + 6),  # local mean time, 8:05:43
        ("America/New_York", "2024-03-10 02:30", -5 * 60),  # skipped by the clocks
        ("America/New_York", "2024-11-03 01:30", -4 * 60),  # twice on the clocks
        ("UTC", "2024-01-01", 0),
        ("No/Where", "2024-01-01", 8 * 60),
    ],
)
def test_zones(zone: str, typed: str, offset: int) -> None:
    found = read_moment(typed, zone_of(zone))
    assert found is not None
    assert found.at.utcoffset() == timedelta(minutes=offset)
    assert isinstance(found.at.tzinfo, timezone)


def test_a_date_that_ends_something_includes_its_day() -> None:
    day, moment = read_moment("2026-12-31", SHANGHAI), read_moment("2026-12-31 18:00", SHANGHAI)
    assert day is not None
    assert moment is not None
    assert end_of_day(day, SHANGHAI) == datetime(2027, 1, 1, tzinfo=EIGHT)
    assert end_of_day(moment, SHANGHAI) == moment.at


ZONES = st.sampled_from(["Asia/Shanghai", "America/New_York", "Pacific/Apia"])


@given(st.dates(date(1900, 1, 1), date(2200, 12, 31)), ZONES)
def test_every_date_comes_back(day: date, zone: str) -> None:
    for typed in (day.isoformat(), f"{day.year}年{day.month}月{day.day}日", f"{day.year}/{day.month}/{day.day}"):
        found = read_moment(typed, ZoneInfo(zone))
        assert found is not None
        assert found.at.date() == day


@given(st.text(alphabet="0123456789年月日号时点分-/.:T Z+上下午二〇三十〇零廿（）星期一", max_size=40))
@example("９９９９年９９月９９日")
@example("²０２４-01-01")
@example("二〇二四年十十月十日")
def test_no_text_breaks_it(text: str) -> None:
    with suppress(NoSuchDate):
        found = leading_moment(text, UTC)
        assert found is None or (1900 <= found[0].at.year <= 2201 and text.endswith(found[1]))
