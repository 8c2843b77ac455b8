from __future__ import annotations

import pytest
from check.factory_check import bulletin, said, text

QUIET = ["1949-10-01", "1970-01-02", "1985-05-01", "2026-10-14", "2027-05-01", "2000-01-01"]
SPEAKS = [
    ("1970-01-01", "W474"),
    ("1900-01-01", "W474"),
    ("1980年1月1日", "W474"),
    ("1926-11-20", "W474"),
    ("2062-11-20", "W477"),
    ("2199-01-01", "W477"),
]


@pytest.mark.parametrize("date", QUIET)
def test_quiet(date: str) -> None:
    assert not said(bulletin({"a.md": text("甲", f"日期: {date}")}).problems, "W474", "W477")


@pytest.mark.parametrize(("date", "code"), SPEAKS)
def test_speaks(date: str, code: str) -> None:
    found = bulletin({"a.md": text("甲", f"日期: {date}")}).problems
    assert said(found, "W474", "W477") == [f"a.md:3 {code}"]


def test_without_a_date_there_is_none_to_doubt() -> None:
    assert not said(bulletin({"a.md": "---\n标题: 甲\n---\n正文。"}).problems, "W474", "W477")
