from __future__ import annotations

import pytest
from check.factory_check import bulletin, said, text

ITEMS = {
    "2026/a.md": text("推进会召开"),
    "2026/等.md": text("等", "发布: 2099-01-01"),
    "2026/过.md": text("过", "截止: 2026-10-20"),
    "2026/草.md": text("草", "草稿: 是"),
    "2026/错.md": text("错", "日期: 2026-02-30"),
    "2026/另.md": text("另", "期: 2026-41"),
    "2026/页.md": text("页", "类型: 页面"),
    "2026/不.md": text("不", "期: 无"),
}
OWN = ("W484", "E485", "W486", "W487", "W488", "W489", "E490", "W491")


@pytest.mark.parametrize(
    ("entry", "nearest"),
    [
        ("2025/a.md", "2026/a.md"),  # in another folder
        ("../2026/aa", "2026/a.md"),
        ("2026/完全两样.md", ""),  # that the folder is the same makes no name alike
        ("2026/推进会召开了.md", ""),  # a path is like no title
        ("推进会召开了", "推进会召开"),
        ("会", ""),
    ],
)
def test_what_may_be_meant(entry: str, nearest: str) -> None:
    found = bulletin({**ITEMS, "issues/2026-42.md": f"---\n篇目: [{entry}]\n---\n"})
    [missing] = [one for one in found.problems if one.code in ("E485", "E490")]
    assert dict(missing.values).get("nearest", "") == nearest


def problems(front: str, **more: str) -> list[str]:
    found = bulletin({**ITEMS, "issues/2026-42.md": f"---\n{front}\n---\n", **more})
    return said(found.problems, *OWN)


@pytest.mark.parametrize(
    "front",
    [
        "标题: 甲",
        "篇目: [2026/a.md]",
        "篇目: [2026/a]\n置顶: [推进会召开]",
        "篇目: [../2026/a.md]",
        "置顶: 推进会召开",
        "不收: [2026/草.md, 2026/错.md, 2026/另.md]",
    ],
)
def test_quiet(front: str) -> None:
    assert not problems(front)


@pytest.mark.parametrize(
    ("front", "code"),
    [
        ("篇目: [2026/aa.md]", "E485"),
        ("篇目: [推进会召开了]", "E485"),
        ("不收: [2026/aa.md]", "E485"),
        ("篇目: [完全没有的一篇]", "E490"),
        ("篇目: [2026/等.md]", "W486"),
        ("篇目: [2026/过.md]", "W487"),
        ("篇目: [2026/草.md]", "W488"),
        ("篇目: [2026/错.md]", "W489"),
        ("篇目: [2026/另.md]", "W491"),
        ("篇目: [2026/页.md]", "W491"),
        ("篇目: [2026/不.md]", "W491"),
        ("篇目: [2026/a.md]\n不收: [2026/a.md]", "W491"),
    ],
)
def test_speaks(front: str, code: str) -> None:
    assert problems(front) == [f"issues/2026-42.md:2 {code}"]


def test_listed_in_two_issues() -> None:
    assert problems("篇目: [2026/a.md]", **{"issues/2026-43.md": "---\n篇目: [2026/a.md]\n---\n"}) == [
        "issues/2026-43.md:2 W484"
    ]
