from __future__ import annotations

import pytest
from check.factory_check import bulletin, said, text


@pytest.mark.parametrize(
    "front", ["", "日期: 2026-11-20", "发布: 2026-11-01", "草稿: 是\n发布: 2099-01-01", "截止: 2099-01-01"]
)
def test_quiet(front: str) -> None:
    assert not said(bulletin({"a.md": text("甲", front)}).problems)


@pytest.mark.parametrize(
    ("front", "line", "moment"),
    [
        ("日期: 2026-12-01", 3, "2026-12-01 00:00"),
        ("发布: 2099-05-01 08:00", 4, "2099-05-01 08:00"),
        ("日期: 2026-12-01\n发布: 2026-11-30", 4, "2026-12-01 00:00"),
    ],
)
def test_speaks(front: str, line: int, moment: str) -> None:
    problems = bulletin({"a.md": text("甲", front)}).problems
    assert [(p.line, p.code, dict(p.values)["moment"]) for p in problems] == [(line, "I493", moment)]
