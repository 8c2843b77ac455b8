from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bulletin.convert.manual.grammar import TAGS, Fault, Meaning, read_inside


@pytest.mark.parametrize(
    ("inside", "meaning"),
    [
        ("里", Meaning(plain="里")),
        (" 里 ", Meaning(plain=" 里 ")),
        ("甲；乙", Meaning(plain="甲；乙")),
        ("甲|乙", Meaning(plain="甲|乙")),
        ("PPT:里", Meaning(plain="PPT:里")),
        ("http://例.cn", Meaning(plain="http://例.cn")),
        ("R|zh-hans:甲", Meaning("R", plain="zh-hans:甲")),
        ("H|里弄", Meaning("H", plain="里弄")),
        ("T|新题", Meaning("T", plain="新题")),
        ("zh-hans:甲;zh-hant:乙", Meaning(forms=(("zh-Hans", "甲"), ("zh-Hant", "乙")))),
        (" zh-cn：甲；zh-tw：乙；", Meaning(forms=(("zh-Hans-CN", "甲"), ("zh-Hant-TW", "乙")))),
        ("zh-Hant-HK:甲；乙;zh_hans:丙;", Meaning(forms=(("zh-Hant-HK", "甲；乙"), ("zh-Hans", "丙")))),
        ("zh-hans:;zh-hant:乙", Meaning(forms=(("zh-Hans", ""), ("zh-Hant", "乙")))),
        ("zh-hans:A&amp;B;zh-hant:C", Meaning(forms=(("zh-Hans", "A&B"), ("zh-Hant", "C")))),
        ("A｜zh:甲;zh-hant:乙", Meaning("A", forms=(("zh", "甲"), ("zh-Hant", "乙")))),
        ("H|甲=>zh-hant-tw:乙", Meaning("H", one_way=(("甲", "zh-Hant-TW", "乙"),))),
        (
            "H|甲=>zh-tw:乙;甲=>zh-hk:丙;zh-hans:丁",
            Meaning("H", forms=(("zh-Hans", "丁"),), one_way=(("甲", "zh-Hant-TW", "乙"), ("甲", "zh-Hant-HK", "丙"))),
        ),
    ],
)
def test_what_marks_mean(inside: str, meaning: Meaning) -> None:
    assert read_inside(inside) == meaning


@pytest.mark.parametrize(
    ("inside", "code"),
    [
        ("", "W721"),
        (" \n", "W721"),
        ("H|", "W721"),
        ("R| ", "W721"),
        ("zh-hans:;zh-hant:", "W721"),
        ("zh-xx:里", "W722"),
        ("en:Hello;zh-hans:你好", "W722"),
        ("zh-hans:甲;zh-hant-us:乙", "W722"),
        ("甲=>zh-xx:乙", "W722"),
        ("Q|里", "W723"),
        ("zh-hans;zh-hant|里", "W723"),
        ("H|" + "很" * 61, "W724"),
        ("A|zh-hans:" + "很" * 61, "W724"),
    ],
)
def test_what_is_left_as_typed(inside: str, code: str) -> None:
    found = read_inside(inside)
    assert isinstance(found, Fault)
    assert found.code == code


_PIECES = st.sampled_from([*TAGS, "zh-xx", *(":", "：", ";", "；", "=>", "|", "A", "H", "T", "R", "里", "-", " ")])


@given(st.lists(_PIECES, max_size=20).map("".join))
def test_any_inside_is_read(inside: str) -> None:
    found = read_inside(inside)
    if isinstance(found, Meaning):
        assert found.plain is not None or found.forms or found.one_way
        assert {tag for tag, _ in found.forms} <= set(TAGS.values())
