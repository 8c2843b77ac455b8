"""No body may take long: shapes on which Markdown or HTML parsers are known to be slow."""

from __future__ import annotations

import time
from itertools import islice

import pytest

from bulletin.convert.markup.limits import LONGEST_BODY, MOST_LINES, Refused, refuse_shapes
from bulletin.convert.markup.render import Markup, render_markup

SECONDS = 2.0  # of the processor: other programs don't count


def render(body: str) -> Markup:
    return render_markup("a.md", body, first_line=1, links={}, photos={}, image_hosts=())


def full(piece: str) -> str:
    """As much of the same as the limits of length let through."""
    return piece * min((LONGEST_BODY - 1) // len(piece), MOST_LINES // max(piece.count("\n"), 1) - 1)


KNOWN = {  # Python-Markdown alone takes up to minutes for these, or raises RecursionError
    "open brackets": "[" * 10_000,
    "open images": "![](" * 20_000,
    "list 1,000 deep": "\n".join("  " * i + "- x" for i in range(1000)),
    "list 300 deep": "\n".join("    " * i + "- x" for i in range(300)),
    "markers on one line": "- " * 1000 + "x",
    "quotes 1,000 deep": ">" * 1000 + " x",
    "rising back-ticks": " ".join("`" * i for i in range(1, 600)),
    "asterisks": "*" * 50_000 + " a " + "*" * 50_000,
    "abbreviations": "\n".join(f"*[a{i}]: b" for i in range(2000)),
    "rows": "| a | b |\n|---|---|\n" + "| 1 | 2 |\n" * 20_000,
    "open divs": "<div>" * 20_000,
    "containers": "".join("::: 附件 a\n" for _ in range(1000)),
}
BELOW_THE_LIMITS = {
    "brackets": "[" * 1990,
    "brackets in paragraphs": ("[" * 1900 + "\n\n") * 10,
    "references": "[a]: https://example.cn\n\n" + ("[a]" * 300 + "\n\n") * 30,
    "emphasis": ("*a **b " * 600 + "\n\n") * 9,
    "open emphasis": ("**" * 900 + "a\n\n") * 10,
    "back-ticks": "`a " * 1990,
    "rising back-ticks": " ".join("`" * i for i in range(1, 60)),
    "deletions": "~~a " * 990,
    "ruby": "{荥|x}" * 1990,
    "open braces": "{a|" * 1990,
    "comments": ("<!--" * 400 + "\n\n") * 10,
    "formatting tags": "".join(f'<b title="{i}">' for i in range(40)) + "<p>" * 1900,
    "table cells": "<table>" + "<tr><td>x" * 990,
    "spans": "<table>\n" + "<tr><td colspan=100 rowspan=100>\n" * 4900,
    "bare links": "https://a " * 1990,
    "parentheses in a link": "https://a" + "(" * 90_000 + ")" * 90_000,
    "dots after a link": "https://a" + "." * 190_000,
    "spaces in a target": "[x](" + " " * 190_000,
    "attributes": "a {" + ".a " * 60_000 + "}",
    "one line": full("工"),
    "digits": full("1"),
    "digits to dial": "::: 联系方式\n" + "0571-6465" * 20_000,
    "spaces": "a" + full(" ") + "b",
    "tabs": full("\t-"),
    "lines": full("工会\n"),
    "indented lines": full("　x\n"),
    "headings": full("# a\n"),
    "clauses": full("一、x\n\n"),
    "run-in headings": full("（一）甲。乙\n\n"),
    "rules": full("---\n"),
    "items": full("1. a\n  - b\n"),
    "loose items": full("- a\n\n  b\n\n"),
    "quotes": full("> a\n\nb\n\n"),
    "code": full("```\nx\n```\n"),
    "merged cells": "|a|b|\n|-|-|\n" + full("|^^|>>|\n"),
    "wide table": "|a" * 20_000 + "\n" + "|-" * 20_000,
    "captions": full("表：a\n\n|a|b|\n|-|-|\n"),
    "figures": "![a](b)\n\n图为x\n\n" * 2400,
    "footnotes": "\n\n".join(f"[^{i}]: x" for i in range(2000)) + "\n\n" + " ".join(f"[^{i}]" for i in range(600)),
    "same headings": full("## a\n\n"),
    "nested links": "[" * 40 + "a" + "](b)" * 40,
    "lost anchors": "\n\n".join(f"[a](#b{i})" for i in range(4900)),
    "lost footnotes": "\n\n".join(f"[^b{i}]" for i in range(4900)),
    "unused footnotes": "\n\n".join(f"[^b{i}]: x" for i in range(4900)),
    "schemes": "\n\n".join(f"[a](b{i}:c)" for i in range(4900)),
    "unknown tags": "\n\n".join(f"<b{i}/>" for i in range(39)),
    "remote images": "\n\n".join(f"![a](https://b.cn/{i})" for i in range(3000)),
    "hashes": full("#"),
    "colons": full(":"),
}


@pytest.mark.parametrize("body", [*KNOWN.values(), *BELOW_THE_LIMITS.values()], ids=[*KNOWN, *BELOW_THE_LIMITS])
def test_no_body_takes_long(body: str) -> None:
    start = time.process_time()
    render(body)
    assert time.process_time() - start < SECONDS


@pytest.mark.parametrize("name", KNOWN)
def test_a_refused_body_is_shown_as_typed_and_reported(name: str) -> None:
    body = KNOWN[name]
    markup = render(body)
    assert [p.severity for p in markup.problems] == ["error"]
    assert markup.html.startswith("<p>")
    assert markup.html.count("<") == markup.html.count("<p>") + markup.html.count("</p>") + markup.html.count("<br>")


@pytest.mark.parametrize(
    "body",
    [
        "- a\n" * 2000,
        "- - -\n\n正文\n\n* * * * * * * * * * * * * * *\n\n正文",
        "正文\n\n" + "*" * 5000 + "\n\n正文",
        "\n".join("| **甲** | [乙](c.md) | `丙` |" for _ in range(3)),
        "| a | b |\n|---|---|\n" + "| **1** | `2` |\n" * 1500,
        "<table>\n" + "<tr><td><b>1</b></td></tr>\n" * 1500 + "</table>",
        "".join(islice(("　　正文第一段。\n" for _ in iter(int, 1)), 5000)),
    ],
)
def test_large_but_ordinary_bodies_pass(body: str) -> None:
    assert not [p for p in render(body).problems if p.severity == "error"]


@pytest.mark.parametrize(
    ("body", "code", "line"),
    [
        ("甲\n\n" + "- " * 12 + "乙", "E602", 3),
        ("甲\n\n> " + ">" * 12 + " 乙", "E602", 3),
        ("甲\n\n" + "".join(" " * 2 * level + "- 乙\n" for level in range(12)), "E602", 13),
        ("甲\n\n" + "::: 附件 乙\n" * 12, "E602", 13),
        ("甲\n\n乙\n" + "*丙 " * 2100, "E603", 4),
        ("甲\n\n乙\n\n" + "*丙 " * 21_000 + "\n\n丁", "E603", 5),
        ("甲\n\n乙\n" + "<div>" * 50, "E604", 4),
        ("甲\n\n" + "|a" * 200 + "|\n" + "|-" * 200 + "|\n" + ("|b" * 200 + "|\n") * 210, "E605", 3),
    ],
)
def test_what_is_refused_is_named_with_its_line(body: str, code: str, line: int) -> None:
    (problem,) = render(body).problems
    assert (problem.code, problem.line) == (code, line)


@pytest.mark.parametrize("run", ["“", "）", "，。", "（《“"])
def test_long_runs_of_full_width_marks_are_cut(run: str) -> None:
    """A browser takes the square of their length."""
    found = render(f"甲\n\n乙{run * 20_000}丙")
    assert [(problem.code, problem.line) for problem in found.problems] == [("W622", 3)]
    assert len(found.html) < 1000
    assert "丙" in found.html


def test_short_runs_of_full_width_marks_stay() -> None:
    body = "第一章" + "。" * 200 + "3"
    assert render(body).problems == ()
    assert body in render(body).html


@pytest.mark.parametrize(
    ("body", "code", "line"),
    [
        pytest.param("甲" * (LONGEST_BODY - 3) + "\n乙\n丙丁", "E601", 3, id="too long"),
        pytest.param("甲\n" * (MOST_LINES + 5), "E608", MOST_LINES + 1, id="too many lines"),
    ],
)
def test_the_line_on_which_a_body_is_too_much(body: str, code: str, line: int) -> None:
    with pytest.raises(Refused) as refusal:
        refuse_shapes(body)
    assert (refusal.value.code, refusal.value.line) == (code, line)
