from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bulletin.check.references import find_references
from bulletin.check.shapes import shape_fault


def found(body: str) -> list[str]:
    """``!`` marks a picture."""
    return [("!" if one.is_image else "") + one.target for one in find_references(body, 1)]


@pytest.mark.parametrize(
    ("body", "targets"),
    [
        ("![现场](照片 1.jpg)", ["!照片 1.jpg"]),
        ('![现场](照片 1.jpg "图为现场。")', ["!照片 1.jpg"]),
        ("![现场](照片 1.jpg “图为现场。”)", ["!照片 1.jpg"]),
        ("![现场](<照片 1.jpg> '说明')", ["!照片 1.jpg"]),
        ("[表](报名表(1).docx)", ["报名表(1).docx"]),
        ("[见](../45/消防站的早晨.txt#x)和[又](/2026/a.md)", ["../45/消防站的早晨.txt#x", "/2026/a.md"]),
        ("[![小](a.jpg)](b.md)", ["!a.jpg", "b.md"]),
        ("![[照片1.jpg]] ![[照片2.jpg|说明]]", ["!照片1.jpg", "!照片2.jpg"]),
        ("[文字][名]\n\n[名]: 目标.docx", ["目标.docx"]),
        ('![说明][图]\n\n[图]: <照片 1.jpg> "题"', ["!照片 1.jpg"]),
        ("![图][] [图]\n\n[图]: 图.jpg", ["图.jpg", "!图.jpg"]),
        ('<img src="a.png" alt="">', ["!a.png"]),
        ("<a class=x href='b&amp;c.md'>文</a>", ["b&c.md"]),
        ("<a\nhref=d.md>", ["d.md"]),
        (r"[x](a\_b.md)", ["a_b.md"]),
        ("[x](https://example.org/a_(b))", ["https://example.org/a_(b)"]),
        ("* [a](b.md)\n  * [c](d.md)", ["b.md", "d.md"]),
        ("[多\n行](e.md)", ["e.md"]),
        ("[[注]](f.md)", ["f.md"]),
        ("| 表 | [g](g.xlsx) |", ["g.xlsx"]),
        ("没有", []),
        ("`[x](a.md)`", []),
        ("``[x](a.md) ` ``", []),
        ("```\n[x](a.md)\n```", []),
        ("~~~ md\n[x](a.md)\n~~~\n[y](b.md)", ["b.md"]),
        ("> ```\n> [x](a.md)\n> ```", []),
        ("<!-- [x](a.md) -->[y](b.md)", ["b.md"]),
        (r"\[x](a.md)", []),
        ("[x]()", []),
        ("[x](a.md", []),
        ("[x\n\ny](a.md)", []),
        ("[^1]: 脚注.md", []),
        ("《[试行]》（a.md）", []),
    ],
)
def test_targets(body: str, targets: list[str]) -> None:
    assert found(body) == targets


def test_places_are_those_of_the_file() -> None:
    body = "一\n\n二[甲](a.md)，![](b.jpg)\n三\n<img alt=x src=c.png>"
    places = [(one.target, one.line, one.column) for one in find_references(body, 10)]
    assert places == [("a.md", 12, 6), ("b.jpg", 12, 16), ("c.png", 14, 16)]


SLOW = {
    "stray quotes": "[a](“" * 1900 + "“" * 90_000,
    "straight quotes": '[a]("' * 1900 + '"x' * 90_000,
    "parentheses": "[a](" * 1900 + "(" * 100_000,
    "open brackets": "[" * 1900 + "字[" * 90_000,
    "pairs": "[[x]" * 50_000,
    "ticks of rising length": " ".join("`" * length for length in range(1, 600)),
    "ticks after ticks": "`" * 3 + " 字 " + "`" * 17 + " 字 " + "`" * 57 + " 字",
    "lone ticks": ("`" + "字" * 1998) * 300,
    "open tags": "<a " * 100_000,
    "open comments": "<!--" * 80_000,
    "spaces": "[a](" + " " * 300_000,
    "fences": "```\n" * 80_000,
    "escapes": "\\" * 300_000 + "[x](y)",
}


@pytest.mark.parametrize("body", SLOW.values(), ids=SLOW)
def test_hostile_bodies_take_no_time(body: str) -> None:
    started = time.process_time()
    shape_fault(body)
    find_references(body, 1)
    assert time.process_time() - started < 2


@given(st.lists(st.sampled_from([*"[]()<>!`\\\"“”'| \n#:字a=", "](", "![[", "]]", "```", "<img src=", "<!--", "-->"])))
def test_no_body_breaks_it(parts: list[str]) -> None:
    body = "".join(parts)
    lines = body.split("\n")
    for one in find_references(body, 1):
        assert one.target
        assert 1 <= one.line <= len(lines)
        assert 1 <= one.column <= len(lines[one.line - 1]) + 1
