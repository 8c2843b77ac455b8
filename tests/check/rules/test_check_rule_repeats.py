from __future__ import annotations

import pytest
from check.factory_check import bulletin, said, text


@pytest.mark.parametrize(
    "documents",
    [
        {"a.md": text("甲"), "b.md": text("乙")},
        {"a.md": text("甲"), "b.md": text("甲", "日期: 2026-10-15")},
        {"a.md": text("甲"), "b.md": text("甲", "撤稿: 是")},
        {"a.md": text("甲"), "b.md": text("甲", "草稿: 是")},
        {"a.md": text("甲"), "a.zh-Hant.md": text("甲")},
    ],
)
def test_quiet(documents: dict[str, str]) -> None:
    assert not said(bulletin(documents).problems)


@pytest.mark.parametrize(
    "documents",
    [
        {"a.md": text("甲"), "b.md": text("甲")},
        {"a.md": text("市总 开会"), "b.md": text("市总开会")},
        {"a.md": text("甲", "日期: 2026-10-14 08:00"), "b.md": text("甲", "日期: 2026-10-14 09:00")},
    ],
)
def test_speaks(documents: dict[str, str]) -> None:
    problems = bulletin(documents).problems
    assert said(problems) == ["b.md:2 W472"]
    assert dict(problems[0].values)["other"] == "a.md"
