from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bulletin.mend.code import prose, without_code
from bulletin.mend.damage import mend_damage, mend_punctuation
from bulletin.mend.leftovers import leftovers
from bulletin.mend.mojibake import mojibake
from bulletin.mend.pinyin import pinyin_insertions
from bulletin.mend.punctuation import half_width_marks
from bulletin.mend.repair import Repair, mended
from bulletin.mend.scripts import mixed_clauses

# What the patterns look for, in every order
PIECES = [
    "工会",
    "統(tǒng)",
    "區（qu1）",
    "(",
    ")",
    "（",
    "?",
    "??h",
    "?!",
    "?；",
    "/p>",
    "</p>",
    "<p>",
    "&nbsp;",
    "&amp;lt;",
    "ç»„",
    "宸ヤ細",
    "\ufffd",
    "锟斤拷",
    "\ue168",
    ",",
    ":",
    ";",
    ".",
    '"',
    "'",
    "`",
    "```\n",
    "<!--",
    "-->",
    "](",
    "[",
    "1",
    "A",
    " ",
    "\n",
    "“",
    "”",
    "---\n",
    "https://a.b/c",
    "顒訌",
    "yōu)",
    "椤袄щy",
    "皭坌拇",
    "各區總工會參與",
    "学习贯彻精神",
]
TEXTS = st.lists(st.sampled_from(PIECES), max_size=40).map("".join) | st.text(max_size=200)
FINDERS = [pinyin_insertions, mojibake, leftovers, half_width_marks]


@pytest.mark.parametrize("find", FINDERS, ids=lambda find: find.__name__)
@given(text=TEXTS)
def test_repairs_name_what_stands_there_in_order_and_apart(find: object, text: str) -> None:
    assert callable(find)
    repairs = find(text)
    assert [text[one.start : one.end] for one in repairs] == [one.before for one in repairs]
    assert all(one.before and one.before != one.after for one in repairs)
    assert all(first.end <= second.start for first, second in pairwise(repairs))


@given(TEXTS)
def test_mended_text_differs_only_where_a_repair_says_so(text: str) -> None:
    for mend in (mend_damage, mend_punctuation):
        after, repairs = mend(text)
        certain = [one for one in repairs if one.is_certain]
        assert len(after) == len(text) + sum(len(one.after) - len(one.before) for one in certain)
        assert after == text or certain


@given(TEXTS)
def test_blanked_text_keeps_every_place(text: str) -> None:
    for blanked in (without_code(text), prose(text)):
        assert len(blanked) == len(text)
        assert all(a in (b, " ") for a, b in zip(blanked, text, strict=True))


@given(TEXTS)
def test_clauses_stand_where_they_say(text: str) -> None:
    assert all(text[one.start : one.start + len(one.text)] == one.text for one in mixed_clauses(text))


def test_an_uncertain_repair_is_not_made() -> None:
    repairs = [
        Repair(4, 5, "x", "?", "。", is_certain=False),
        Repair(0, 2, "x", "ab", "A"),
        Repair(1, 3, "x", "bc", "B"),
    ]
    assert mended("abcd?", repairs) == ("Acd?", (repairs[1],))


@pytest.mark.parametrize(
    "text",
    [
        "(" * 20_000,
        "？(" * 10_000,
        "a" * 50_000 + ".",
        '"' * 20_000,
        "](" * 9_000,
        "<a" * 9_000,
        "?" * 20_000,
        "宸ヤ" * 5_000,
        "ç»" * 9_000,
        "工(gong" * 5_000,
        "&amp;" * 9_000,
        ":::联系方式\n" * 3_000,
        "-{" * 9_000,
        "。\n" * 9_000,
    ],
    ids=lambda text: str(text[:6].encode("ascii", "backslashreplace")),
)
def test_no_text_takes_more_than_its_length(text: str) -> None:
    """Would take minutes were one pattern quadratic."""
    for find in (*FINDERS, mixed_clauses):
        find(text)
