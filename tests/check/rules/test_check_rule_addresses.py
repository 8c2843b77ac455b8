from __future__ import annotations

import pytest
from check.factory_check import bulletin, said, text

QUIET = {
    "two slugs": {"a.md": text("甲", "网址: x"), "b.md": text("乙", "网址: y")},
    "another month": {"a.md": text("甲", "网址: x"), "b.md": text("乙", "网址: x\n日期: 2026-09-14")},
    "one waits": {"a.md": text("甲", "网址: x"), "b.md": text("乙", "网址: x\n发布: 2099-01-01")},
    "names that only look alike": {"工会.md": text("甲"), "公会.md": text("乙")},
    "an own old address": {"a.md": text("甲", "旧网址: [old/1, old/2]")},
    "page and item": {"a.md": text("甲", "网址: x\n类型: 页面"), "b.md": text("乙", "网址: x")},
}
SPEAKS = {
    "one slug": ({"a.md": text("甲", "网址: x"), "b.md": text("乙", "网址: x")}, ["b.md:3 E470"]),
    "one name in two folders": ({"a/x.md": text("甲"), "b/x.md": text("乙")}, ["b/x.md:0 E470"]),
    "two pages": ({"a/x.md": text("甲", "类型: 页面"), "b/x.md": text("乙", "类型: 页面")}, ["b/x.md:0 E470"]),
    "one old address": (
        {"a.md": text("甲", "旧网址: old/"), "b.md": text("乙", "旧网址: OLD/index.html")},
        ["b.md:4 E471"],
    ),
    "an old address that is in use": (
        {"a.md": text("甲", "旧网址: 2026/10/yi/"), "b.md": text("乙", "网址: yi")},
        ["a.md:4 E471"],
    ),
}


@pytest.mark.parametrize("documents", QUIET.values(), ids=QUIET)
def test_quiet(documents: dict[str, str]) -> None:
    assert not said(bulletin(documents).problems, "E470", "E471")


@pytest.mark.parametrize(("documents", "found"), SPEAKS.values(), ids=SPEAKS)
def test_speaks(documents: dict[str, str], found: list[str]) -> None:
    problems = bulletin(documents).problems
    place = [one.split(":")[0] + " " + one.split(" ")[1] for one in found]
    assert [f"{p.path} {p.code}" for p in problems if p.code in ("E470", "E471")] == place
    other = next(path for path in documents if path != problems[0].path)
    assert other in dict(next(p for p in problems if p.code in ("E470", "E471")).values).values()


def test_at_the_line_that_says_it() -> None:
    problems = bulletin({"a.md": text("甲", "网址: x"), "b.md": text("乙", "网址: x")}).problems
    assert [(p.path, p.line, p.column) for p in problems] == [("b.md", 4, 5)]
