from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bulletin.convert.manual.places import find_marks, find_marks_in_field
from bulletin.convert.manual.scan import MOST_FAULTS, MOST_RULES, Manual, Scanner


@pytest.mark.parametrize(
    ("text", "marks"),
    [
        ("没有", []),
        ("-{里}-", ["-{里}-"]),
        ("甲-{里}-乙-{面}-", ["-{里}-", "-{面}-"]),
        ("\\-{里}-", []),
        ("\\\\-{里}-", ["-{里}-"]),
        ("`-{里}-`", []),
        ("``-{`里}-``-{面}-", ["-{面}-"]),
        ("`-{`和`}-`", []),
        ("`-{里}-", ["-{里}-"]),
        ("`甲\n\n-{里}-`", ["-{里}-"]),
        ("-{甲`}-`乙}-", ["-{甲`}-`乙}-"]),
        ("```\n-{里}-\n```\n-{面}-", ["-{面}-"]),
        ("~~~ text\n-{里}-\n```\n-{面}-\n~~~\n-{外}-", ["-{外}-"]),
        ("```\n-{里}-", []),
        ("<!-- -{里}- -->-{面}-", ["-{面}-"]),
        ("<!-- -{里}-", []),
        ("[甲](a-{里}-.md \"-{面}-\")", ["-{面}-"]),
        ("https://a.cn/-{里}-", []),
        ("-{看https://a.cn/}-", ["-{看https://a.cn/}-"]),
        ("-{[里](a}-)", ["-{[里](a}-"]),
        ("-{甲\n乙}-", ["-{甲\n乙}-"]),
        ("-{|里}-", ["-{|里}-"]),
        ("}-甲-{里}-", ["-{里}-"]),
    ],
)
def test_where_marks_stand(text: str, marks: list[str]) -> None:
    assert [text[one.start : one.end] for one in find_marks(text)] == marks


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("-{甲", [(0, 0, False)]),
        ("-{甲\n\n乙}-", [(0, 0, False)]),
        ("-{甲-{乙}-", [(0, 0, False), (3, 8, False)]),
        ("-{甲-{乙}-丙}-", [(0, 11, True)]),
        ("-{-{-{", [(0, 0, False), (2, 0, False), (4, 0, False)]),
    ],
)
def test_open_and_nested(text: str, found: list[tuple[int, int, bool]]) -> None:
    assert find_marks(text) == found


def test_a_field_has_no_code() -> None:
    assert [one.start for one in find_marks_in_field("`-{里}-`")] == [1]


def _scan(text: str) -> tuple[str, Manual]:
    scanner = Scanner([text])
    return scanner.body(text, 5), scanner.manual()


def test_one_character_for_equal_marks() -> None:
    text, manual = _scan("-{里}-和-{里}-和-{面}-")
    assert text == "\U000f0000和\U000f0000和\U000f0001"
    assert [mark.raw for _, mark in manual.marks] == ["-{里}-", "-{面}-"]


def test_private_characters_of_the_author_are_left_alone() -> None:
    text, _ = _scan("\U000f0000-{里}-")
    assert text == "\U000f0000\U000f0001"


def test_what_was_typed_can_be_restored() -> None:
    for typed in ("-{里}-", "-{**里**面[链](里.md)}-", "-{R|*里*}-", "-{H|甲=>zh-tw:乙}-", "-{`里`}-"):
        text, manual = _scan(typed)
        assert text != typed
        assert text.translate(manual.raws) == typed


def test_faults_have_their_line_and_leave_the_text() -> None:
    body = "甲\n\n-{乙\n-{}-\n\n丙-{zh-xx:丁}-"
    text, manual = _scan(body)
    assert text == body
    assert [(one.line, one.fault.code, dict(one.fault.values)["mark"]) for one in manual.told] == [
        (7, "W720", "-{乙"),
        (8, "W721", "-{}-"),
        (10, "W722", "-{zh-xx:丁}-"),
    ]


def test_lines_are_kept() -> None:
    body = "-{甲\n乙}-\n-{H|zh-hans:丙;\nzh-hant:丁}-\n戊"
    text, manual = _scan(body)
    assert text.count("\n") == body.count("\n")
    assert len(manual.rules) == 1


def test_bounded() -> None:
    _, manual = _scan("\n".join(f"-{{H|里{number}}}-" for number in range(MOST_RULES + 100)))
    assert len(manual.rules) == MOST_RULES
    assert [one.fault.code for one in manual.told] == ["W726"] * MOST_FAULTS
    text, manual = _scan("".join(f"-{{里{number}}}-" for number in range(10_000)))
    assert (len(text), len(manual.marks), manual.told) == (10_000, 10_000, ())


@pytest.mark.parametrize(
    "body",
    [
        "-{" * 60_000,
        "-{" * 30_000 + "}-" * 30_000,
        "-{a-{b}-" * 10_000,
        "".join("`" * number + "-{x}-" for number in range(1, 600)),
        "-{zh-hans:" + ";" * 90_000 + "}-",
        "-{" + "=>" * 60_000 + "}-",
        "-{" + " " * 150_000 + "}-",
        "](http://" * 20_000 + "-{里}-",
        "-{里}-\n" + "```\n~~~~\n" * 5_000,
        "-{里}-" + "<!--" * 40_000,
    ],
    ids=["open", "nested", "both", "ticks", "semicolons", "arrows", "spaces", "targets", "fences", "comments"],
)
def test_no_text_takes_long(body: str) -> None:
    """Each would take minutes if something were looked at again and again."""
    text, manual = _scan(body)
    assert text.translate(manual.raws) == body


@given(st.lists(st.sampled_from(["-{", "}-", "\\", "`", "```", "\n", "zh-tw:", ";", "里", "*", "[", "](", "<!--"])))
def test_nothing_is_lost(parts: list[str]) -> None:
    body = "".join(parts)
    text, manual = _scan(body)
    assert text.translate(manual.raws).replace("\n", "") == body.replace("\n", "")
