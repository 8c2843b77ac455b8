from __future__ import annotations

import pytest
from check.factory_check import bulletin, text

OTHERS = {
    "b.md": text("乙"),
    "撤.md": text("丙", "撤稿: 是"),
    "等.md": text("丁", "发布: 2099-01-01"),
    "过.md": text("戊", "截止: 2026-10-20"),
    "草.md": text("己", "草稿: 是"),
    "错.md": text("庚", "日期: 2026-02-30"),
}


@pytest.mark.parametrize(
    "target",
    ["b.md", "b", "/b.md#x", "https://example.org/没有.md", "#注", "mailto:a@example.org", "/tags/", "/archive/"],
)
def test_quiet(target: str) -> None:
    found = bulletin({"a.md": text("甲", "", f"[见]({target})"), "b.md": OTHERS["b.md"]})
    assert not found.problems


@pytest.mark.parametrize(
    ("target", "code", "other"),
    [
        ("c.md", "E455", ""),
        ("2026/b.md", "E454", "b.md"),
        ("没有/", "E455", ""),
        ("/没有这一页/", "E455", ""),
        ("/sections/没有/", "E455", ""),
        ("撤.md", "W460", "撤.md"),
        ("等", "W461", "等.md"),
        ("/过.md#x", "W462", "过.md"),
        ("草.md", "W463", "草.md"),
        ("错.md", "W464", "错.md"),
    ],
)
def test_speaks(target: str, code: str, other: str) -> None:
    found = bulletin({"a.md": text("甲", "", f"一\n\n[见]({target})"), **OTHERS})
    problem = next(problem for problem in found.problems if problem.path == "a.md")
    assert (problem.code, problem.line, problem.column) == (code, 9, 5)
    assert dict(problem.values).get("other", "") == other
    item = next(item for item in found.items if item.path == "a.md")
    assert item.links == ()
