from __future__ import annotations

import pytest

from bulletin.check.shapes import shape_fault


@pytest.mark.parametrize(
    "body",
    [
        "",
        "近日，市总工会召开会议。\n\n" * 3000,
        "> 引文\n>> 引文里的引文\n" * 200,
        "\n".join("  " * depth + f"- 第{depth}层" for depth in range(10)),
        "- " * 80 + "\n\n正文",  # a rule
        "* * *\n" * 100,
        "[注]" * 3000,
        "\n".join(f"{number}. 第{number}条" for number in range(500)),
        "\n".join(" " * 60 + f"- 第{number}条" for number in range(60)),
        "| a |\n" * 1000,
    ],
)
def test_quiet(body: str) -> None:
    assert shape_fault(body) is None


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ("字" * 400_000, "E420"),
        ("[a](b) " * 2001, "E421"),
        ("![](" * 20_000, "E421"),
        (">" * 101, "E422"),
        ("正文\n" + "> " * 150 + "深", "E422"),
        ("[" * 10_000, "E423"),
        ("![" * 10_000, "E423"),
        ("[(" * 3_000, "E423"),
        ("\n".join(" " * depth + f"- 第{depth}层" for depth in range(60)), "E424"),
        ("\n".join("\t" * depth + f"- 第{depth}层" for depth in range(60)), "E424"),
        ("- " * 60 + "x", "E424"),
        ("1. " * 1000 + "x", "E424"),
    ],
)
def test_speaks(body: str, code: str) -> None:
    fault = shape_fault(body)
    assert fault is not None
    assert fault[0] == code
