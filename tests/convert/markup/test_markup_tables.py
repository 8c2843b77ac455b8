"""Tables: alignment, merged cells, captions, header cells."""

from __future__ import annotations

import re

import pytest

from bulletin.convert.markup.render import render_markup
from bulletin.convert.markup.tables import merge_cells, split_cells

WRAP = '<div class="table" role="region" tabindex="0" aria-label="{}"><table>{}</table></div>'


def html(body: str) -> str:
    return render_markup("a.md", body, first_line=1, links={}, photos={}, image_hosts=()).html.replace("\n", "")


HEAD = '<thead><tr><th scope="col">a</th><th scope="col">b</th></tr></thead>'
ROW = "<tbody><tr><td>1</td><td>2</td></tr></tbody>"
PLAIN = WRAP.format("表", HEAD + ROW)
NAMED = WRAP.format("报名", "<caption>报名</caption>" + HEAD + ROW)

TABLES = [
    ("| a | b |\n|---|---|\n| 1 | 2 |", PLAIN),
    ("a | b\n---|---\n1 | 2", PLAIN),
    ("| a | b |\n| - | - |\n| 1 | 2 |", PLAIN),
    ("　| a | b |\n|---|---|\n| 1 | 2 |", PLAIN),
    ("| a | b |\n|---|---|\n| 1 | 2 | 3 |", PLAIN),
    ("正文\n| a | b |\n|---|---|\n| 1 | 2 |\n正文", f"<p>正文</p>{PLAIN}<p>正文</p>"),
    ("表：报名\n| a | b |\n|---|---|\n| 1 | 2 |", NAMED),
    ("表：报名\n\n| a | b |\n|---|---|\n| 1 | 2 |", NAMED),
    ("| a | b |\n|---|---|\n| 1 | 2 |\n表：报名", NAMED),
    ("| a | b |\n|---|---|\n| 1 | 2 |\n\nTable: 报名", NAMED),
    ("表1：报名\n\n| a | b |\n|---|---|\n| 1 | 2 |", NAMED.replace("报名", "表1：报名")),
    ("表：**报**名\n\n| a | b |\n|---|---|\n| 1 | 2 |",
     NAMED.replace("<caption>报名", "<caption><strong>报</strong>名")),
    ("表彰大会\n\n| a | b |\n|---|---|\n| 1 | 2 |", f"<p>表彰大会</p>{PLAIN}"),
    ("| a | b |\n|:--|--:|\n| 1 | 2 |",
     WRAP.format("表", '<thead><tr><th class="left" scope="col">a</th><th class="right" scope="col">b</th></tr></thead>'
                       '<tbody><tr><td class="left">1</td><td class="right">2</td></tr></tbody>')),
    ("| a | b |\n|---|---|\n| 1 | >> |",
     WRAP.format("表", HEAD + '<tbody><tr><td colspan="2">1</td></tr></tbody>')),
    ("| a | b |\n|---|---|\n| 1 | 2 |\n| ^^ | 3 |",
     WRAP.format("表", HEAD + '<tbody><tr><td rowspan="2">1</td><td>2</td></tr><tr><td>3</td></tr></tbody>')),
    ("| a | >> |\n|---|---|\n| 1 | 2 |",
     WRAP.format("表", '<thead><tr><th colspan="2" scope="col">a</th></tr></thead>' + ROW)),
    ("| a | b |\n|---|---|\n| `x|y` | {荥|xíng} |",
     WRAP.format("表", HEAD + "<tbody><tr><td><code>x|y</code></td><td><ruby>荥<rp>(</rp><rt>xíng</rt><rp>)</rp></ruby>"
                              "</td></tr></tbody>")),
    ("| a | b |\n|---|---|\n| -{H|甲=>乙}- | x\\|y |",
     WRAP.format("表", HEAD + "<tbody><tr><td>-{H|甲=&gt;乙}-</td><td>x|y</td></tr></tbody>")),
    ("<table><tr><th>a</th><th>b</th></tr><tr><th>1</th><td rowspan=2 style='x'>2</td></tr></table>",
     WRAP.format("表", '<tbody><tr><th scope="col">a</th><th scope="col">b</th></tr>'
                       '<tr><th scope="row">1</th><td rowspan="2">2</td></tr></tbody>')),
    ("<table>\n\n<tr><td>a</td></tr>\n\n</table>\n\n正文",
     WRAP.format("表", "<tbody><tr><td>a</td></tr></tbody>") + "<p>正文</p>"),
    ("表：报名\n\n<table><caption>原题</caption><tr><td>a</td></tr></table>",
     "<p>表：报名</p>" + WRAP.format("原题", "<caption>原题</caption><tbody><tr><td>a</td></tr></tbody>")),
    ("<table><tr><td colspan=101>a</td><td rowspan=0>b</td></tr></table>",
     WRAP.format("表", "<tbody><tr><td>a</td><td>b</td></tr></tbody>")),
]  # fmt: skip


@pytest.mark.parametrize(
    ("rows", "spans"),
    [
        ("| 1 | 2 |\n| ^^ | ^^ |\n| 3 | 4 |", []),  # both rows are one
        ("| 1 | 2 |\n| ^^ | ^^ |\n| ^^ | 4 |", ["2"]),
        ("| 1 | >> |\n| ^^ | >> |\n| 3 | 4 |", []),
        ("| 1 | 2 |\n| ^^ | 3 |", ["2"]),
    ],
)
def test_a_cell_begins_in_every_row(rows: str, spans: list[str]) -> None:
    rendered = html(f"| a | b |\n|---|---|\n{rows}")
    assert re.findall(r'rowspan="(\d+)"', rendered) == spans
    assert "<tr></tr>" not in rendered


@pytest.mark.parametrize(("body", "expected"), TABLES)
def test_tables(body: str, expected: str) -> None:
    assert html(body) == expected


@pytest.mark.parametrize("body", ["甲|乙", "甲|乙\n丙|丁", "| 甲 |", "a | b\n===", "甲\n---|---", "2026-09|2026-10"])
def test_a_bar_alone_makes_no_table(body: str) -> None:
    assert "<table" not in html(body)


@pytest.mark.parametrize(
    ("row", "cells"),
    [
        ("| a | b |", ["a", "b"]),
        ("a | b", ["a", "b"]),
        ("| a ||", ["a", ""]),
        ("|  | b |", ["", "b"]),
        (r"a\|b | c", [r"a\|b", "c"]),
        ("`a|b` | c", ["`a|b`", "c"]),
        ("``a|`b`` | c", ["``a|`b``", "c"]),
        ("` | c", ["`", "c"]),
        ("a", ["a"]),
        ("", [""]),
    ],
)
def test_cells_of_a_row(row: str, cells: list[str]) -> None:
    assert split_cells(row) == cells


@pytest.mark.parametrize(
    ("rows", "spans", "is_complete"),
    [
        ([["a", "b"]], {}, True),
        ([["a", ">>", ">>"]], {(0, 0): (1, 3)}, True),
        ([["a"], ["^^"], ["^^"]], {(0, 0): (3, 1)}, True),
        ([["a", ">>"], ["^^", "^^"]], {(0, 0): (2, 2)}, True),
        ([["a", ">>"], ["^^", ">>"]], {(0, 0): (2, 2)}, True),
        ([["a", "b"], ["^^", ">>"]], {}, False),
        ([["a", "b", "c"], [">>", "^^", "d"]], {(0, 1): (2, 1)}, False),
        ([["^^"]], {}, False),
        ([[">>", "a"]], {}, False),
    ],
)
def test_merging(
    rows: list[list[str]], spans: dict[tuple[int, int], tuple[int, int]], is_complete: bool
) -> None:
    merges = merge_cells(rows)
    assert {place: span for place, span in merges.spans.items() if max(span) > 1} == spans
    assert merges.is_complete == is_complete


TABLE = "| a | b |\n|---|---|\n| 1 | 2 |\n\n"

NAMES = [
    (TABLE, ["表"]),
    (TABLE * 3, ["表", "表2", "表3"]),
    (("表：报名\n\n" + TABLE + "正文\n\n") * 2 + TABLE, ["报名", "报名（2）", "表"]),
    ("表：表2\n\n" + TABLE * 3, ["表2", "表", "表3"]),
    ("::: 附件 登记表\n" + TABLE + ":::\n\n" + TABLE, ["表", "表2"]),
]


@pytest.mark.parametrize(("body", "names"), NAMES)
def test_each_table_of_a_body_has_a_name_of_its_own(body: str, names: list[str]) -> None:
    """axe-core's landmark-unique: regions of one name can't be told apart by who hears them."""
    assert re.findall(r'role="region" tabindex="0" aria-label="([^"]*)"', html(body)) == names
