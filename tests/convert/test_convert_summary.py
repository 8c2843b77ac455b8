from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bulletin.convert.summary import length_of, summarise


@pytest.mark.parametrize(
    ("text", "length"),
    [
        ("", 0),
        ("工会，职工。", 4),
        ("召开2次QC会", 6),
        ("65.37%，48.4万元", 4),
        ("don't stop_now", 3),
        ("〇𠮶㐀", 3),
        ("工会\n职工", 4),
        ("한국 노총 工会", 4),
    ],
)
def test_length(text: str, length: int) -> None:
    assert length_of(text) == length


@pytest.mark.parametrize(
    ("text", "summary"),
    [
        ("", ""),
        ("只有一句", "只有一句"),
        ("甲乙。丙丁。戊己。", "甲乙。丙丁。"),
        ("他说：“甲乙。”丙丁戊己庚辛", "他说：“甲乙。”"),
        ("甲乙丙！丁戊？己庚", "甲乙丙！丁戊？"),
        ("一、安排\n甲乙丙。丁", "甲乙丙。丁"),
        ("标题\n表格", "标题 表格"),
        ("甲乙丙，丁戊己，庚辛", "甲乙丙……"),
        ("甲乙丙丁戊己庚辛", "甲乙丙丁戊……"),
        ("甲乙。\n丙丁。", "甲乙。丙丁。"),
    ],
)
def test_summary_of_at_most_five(text: str, summary: str) -> None:
    assert summarise(text, 5) == summary


@given(st.text(alphabet="甲乙丙。，！”\nab 1", max_size=400), st.integers(1, 60))
def test_never_longer_than_the_limit(text: str, limit: int) -> None:
    summary = summarise(text, limit)
    assert length_of(summary) <= limit
    assert "\n" not in summary
    assert summary.strip() == summary


def test_rows_of_marks_are_cut() -> None:
    """They have no length; a summary of them all took seconds, and made a description of a megabyte."""
    assert len(summarise(("=" * 300 + "\n") * 3000)) < 3000
