from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest
from factory_render import CHINA, make_photo
from hypothesis import given
from hypothesis import strategies as st

from bulletin.render.filters import FILTERS, filesize, srcset, tel, title_parts

MOMENT = datetime(2026, 9, 30, 9, 5, 7, tzinfo=CHINA)
DAY = date(2026, 11, 3)


@pytest.mark.parametrize(
    ("name", "value", "text"),
    [
        ("date_long", MOMENT, "2026年9月30日"),
        ("date_long", DAY, "2026年11月3日"),
        ("date_time", MOMENT, "2026年9月30日 09:05"),
        ("date_short", DAY, "2026-11-03"),
        ("date_short", date(987, 1, 2), "0987-01-02"),
        ("date_iso", MOMENT, "2026-09-30T09:05:07+08:00"),
        ("date_iso", datetime(2026, 9, 30, 1, 5, 7, tzinfo=UTC), "2026-09-30T01:05:07+00:00"),
        ("date_iso", DAY, "2026-11-03"),
        ("date_gov", datetime(2025, 7, 14, 1, 59, tzinfo=CHINA), "2025-07-14 01:59"),
        ("month_day", MOMENT, "9月30日"),
        ("month_name", MOMENT, "9月"),
        ("month_name", 12, "12月"),
        ("weekday", MOMENT, "星期三"),
        ("weekday", date(2026, 10, 4), "星期日"),
        ("number", 1234567, "1,234,567"),
        ("number", 7, "7"),
        ("paragraphs", " 一 \n\n二\r\n", ["一", "二"]),
    ],
)
def test_filter(name: str, value: object, text: object) -> None:
    assert FILTERS[name](value) == text


@pytest.mark.parametrize("name", [name for name in FILTERS if name.startswith(("date_", "month_", "weekday"))])
def test_no_date_is_no_text(name: str) -> None:
    assert FILTERS[name](None) == ""


def test_a_date_without_its_time() -> None:
    assert FILTERS["date_iso"](MOMENT, False) == "2026-09-30"


@pytest.mark.parametrize(
    ("size", "text"),
    [(0, "0 KB"), (1, "1 KB"), (1024, "1 KB"), (1025, "2 KB"), (187_000, "183 KB"), (1_300_000, "1.2 MB")],
)
def test_filesize(size: int, text: str) -> None:
    assert filesize(size) == text


@pytest.mark.parametrize(
    ("typed", "uri"),
    [
        ("64650989", "tel:64650989"),
        ("0571-64650989", "tel:057164650989"),
        ("（0571）6465 0989", "tel:057164650989"),
        ("+86 571 64650989", "tel:+8657164650989"),
        ("０５７１－６４６５", "tel:05716465"),
        ("0571-64650989转802", "tel:057164650989;ext=802"),
        ("0571—64650989轉 802", "tel:057164650989;ext=802"),
        ("64650989、64650990", "tel:64650989"),
        ("电话：12351", "tel:12351"),
        ("无", ""),
        ("", ""),
    ],
)
def test_tel(typed: str, uri: str) -> None:
    assert tel(typed) == uri


@given(st.text())
def test_tel_is_never_anything_else(typed: str) -> None:
    assert not set(tel(typed)) - set("tel:+0123456789;ex=")


@pytest.mark.parametrize(
    ("title", "parts"),
    [
        ("情系职工 温暖同行", ["情系职工", "温暖同行"]),
        ("情系职工　温暖同行 再出发", ["情系职工", "温暖同行", "再出发"]),
        ("“一函两书” 护航", ["“一函两书”", "护航"]),
        ("学习 PPT 制作", ["学习 PPT 制作"]),
        ("2026 年工作", ["2026 年工作"]),
        ("没有空格", ["没有空格"]),
        ("", [""]),
        (" ", [" "]),
    ],
)
def test_title_parts(title: str, parts: list[str]) -> None:
    assert title_parts(title) == parts


@given(st.text("工会A1 　。", min_size=1))
def test_title_parts_lose_nothing(title: str) -> None:
    assert "".join("".join(title_parts(title)).split()) == "".join(title.split())


def test_srcset() -> None:
    photo = make_photo()
    name = f"/photos/{photo.digest[:16]}"
    assert srcset(photo.webp) == f"{name}-480.webp 480w, {name}-960.webp 960w"
    assert srcset(()) == ""


@pytest.mark.parametrize(
    ("text", "values", "filled"),
    [
        ("第{number}页", {"number": 3}, "第3页"),
        ("{a}{b}", {"a": "{b}"}, "{b}{b}"),
        ("{nothing}", {}, "{nothing}"),
    ],
)
def test_fill(text: str, values: dict[str, Any], filled: str) -> None:
    fill: Callable[..., str] = FILTERS["fill"]
    assert fill(text, **values) == filled
