from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bulletin.check.numbers import monday_of, read_number, read_total, week_id, week_of


@pytest.mark.parametrize(
    ("typed", "year", "text", "key"),
    [
        ("42", 0, "42", "42"),
        ("042", 0, "042", "42"),
        ("第42期", 0, "42", "42"),
        ("第 42 期", 0, "42", "42"),
        ("2026-42", 2026, "42", "42"),
        ("2026年第42期", 2026, "42", "42"),
        ("2026.7", 2026, "7", "07"),
        ("第四十二期", 0, "42", "42"),
        ("第一百一十八期", 0, "118", "118"),
        ("４２", 0, "42", "42"),
        ("增刊1", 0, "增刊1", "s1"),
        ("2026-增刊", 2026, "增刊", "s"),
        ("2026-s2", 2026, "增刊2", "s2"),
        ("特刊", 0, "特刊", "s"),
        ("无", 0, "-", "-"),
        ("不入刊", 0, "-", "-"),
        ("None", 0, "-", "-"),
    ],
)
def test_numbers(typed: str, year: int, text: str, key: str) -> None:
    number = read_number(typed)
    assert number is not None
    assert (number.year, number.text, number.key) == (year, text, key)


@pytest.mark.parametrize("typed", ["", "abc", "0", "2026", "总第1180期", "42-43", "2026-42-1", "本期", "12:30", "-5"])
def test_what_names_no_issue(typed: str) -> None:
    assert read_number(typed) is None


@pytest.mark.parametrize(
    ("typed", "total"), [("1180", "1180"), ("总第1180期", "1180"), ("總第１１８０期", "1180"), ("x", "")]
)
def test_running_numbers(typed: str, total: str) -> None:
    assert read_total(typed) == total


@pytest.mark.parametrize(
    ("day", "closes", "week"),
    [
        (date(2026, 10, 16), 5, (2026, 42)),  # a Friday
        (date(2026, 10, 17), 5, (2026, 43)),
        (date(2026, 10, 18), 7, (2026, 42)),  # a Sunday
        (date(2026, 10, 19), 7, (2026, 43)),
        (date(2026, 12, 31), 7, (2026, 53)),
        (date(2027, 1, 2), 5, (2027, 1)),
    ],
)
def test_weeks(day: date, closes: int, week: tuple[int, int]) -> None:
    assert week_of(day, closes) == week


@given(st.dates(date(1900, 1, 1), date(2200, 12, 31)), st.integers(1, 7))
def test_a_day_lies_in_the_week_before_the_closing_day(day: date, closes: int) -> None:
    monday = monday_of(week_id(*week_of(day, closes)))
    assert monday is not None
    assert 0 <= (monday - day).days + closes - 1 <= 6


@pytest.mark.parametrize("issue_id", ["2026-s1", "2026-54", "2025-53", "2026-0", "x", ""])
def test_ids_that_are_no_week(issue_id: str) -> None:
    assert monday_of(issue_id) is None
