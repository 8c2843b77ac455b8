"""Plain prose: the same bytes, and the same problems, as by the long way through Python-Markdown and the sanitiser."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.corpus import stories
from bulletin.convert.markup import render as rendering
from bulletin.convert.markup.engine import to_html
from bulletin.convert.markup.lines import prepare
from bulletin.convert.markup.plain import plain_body, plain_prose
from bulletin.convert.markup.render import Markup, render_markup
from bulletin.convert.markup.sanitise import sanitise
from bulletin.read.document import parse_document

ROOT = Path(__file__).parents[3]
FOLDERS = ("content", "docs/guide/content", "tests/golden")
FILES = sorted(path for folder in FOLDERS for path in (ROOT / folder).rglob("*.md"))
# What a body is made of: words, and all that any stage before, between and behind might take for more than a letter
PIECES = st.sampled_from(
    [
        *("工会", "职工代表大会。", "，记者", "“要先填表”", "——", "……", "《劳动法》", "：", "；", "（二）"),
        *("(1)", "1、", "一、", "二、总则\n"),
        *("２．", "2024年", "12. ", "3.", "1)", "①", "联系人：", "电话：0571", "第一条", "图：", "摄影：", " "),
        *("  ", "   ", "    "),
        *("\n", "\n\n", "\n\n\n", " \n", "  \n", "\t", "\u3000", "\xa0", "\u2003", "\u2028", "\u200b"),
        *("\ufeff", "\u00ad", "\ufffd"),
        *("\r\n", "\r", "\x0c", "\x85", "\x02", "\U000f0000", "\U0001f3ed", "㐀", "é", "한국", "ﾀ", "Ａ"),
        *("ＡＢＣ", "word", "R&D", "a.b@c.cn"),
        *("#", "# ", "##标题", "#话题#", ">", "> ", "-", "- ", "---", "+ ", "* ", "***", "===", "|"),
        *("|a|b|\n|-|-|\n", "`", "```\n", "~~", "~~~\n"),
        *("[", "]", "[a](b)", "![", "[^1]", "[^1]: ", "[a]: b", "{", "}", "{#x}", "<", "<b>", "<br>", "&"),
        *("&amp;", "&#65;", "\\", "\\*", "_a_"),
        *("*a*", ":", "::: ", ":::\n", "://", "http://a.cn", "www.a.cn", '"', "'", "=", "^", "$", "%", "@"),
        *("/", "!", "?", "-{", "}-"),
    ]
)
BODIES = st.lists(PIECES, max_size=14).map("".join)
PROSE = st.lists(
    st.sampled_from(["工会", *"。，“”2年 （）a.、一：-\u3000", "\n", "\n\n"]),
    max_size=40,
).map("".join)


def rendered(body: str) -> Markup:
    return render_markup("a.md", body, first_line=3, links={}, photos={}, image_hosts=())


def long_way(body: str) -> Markup:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(rendering, "plain_body", lambda _: None)
        patch.setattr(rendering, "plain_prose", lambda _: None)
        return rendered(body)


@pytest.mark.parametrize(
    "body",
    [
        "一句话。",
        "第一段。\n\n第二段。",
        "　　第一段。\n　　第二段。",
        "2024年9月28日，大会开幕。\n\n12.5万元。",
        "一名职工说：“好。”\n\n（见下）\n\n一是做好。",
        "上一行\n下一行，\nLatin word\nand more",
        'He said "yes", and left.',
        "问：什么？\n答：好！",
    ],
)
def test_is_taken(body: str) -> None:
    found = plain_prose(prepare(body))
    assert found == sanitise(to_html(prepare(body)))
    assert rendered(body) == long_way(body)


@pytest.mark.parametrize(
    ("body", "is_taken"),
    [
        ("一句话。", True),
        ("\n第一段。\n\n第二段 said yes。\n", True),
        ("", False),
        ("\n", False),
        ("一\n二", False),
        ("一\n\n\n二", True),
        ("一 \n\n二", True),
        ("一  \n\n二", False),
        ("\u3000\u3000一\n\u3000\u3000二", True),
        ("\u3000\u3000一\n二", False),
        ("一\u3000二", False),
        ("2024年\n\n二", True),
        ("2024. 年\n\n二", False),
        ("5３12. 年\n\n二", False),
        ("1.5万\n\n二", True),
        ("1. 五\n\n二", False),
        ("一\n \n二", True),
        ("一\t\n\n二", False),
        ("一、总则\n\n二", False),
        ("一*二*", False),
    ],
)
def test_what_needs_no_lines(body: str, is_taken: bool) -> None:
    found = plain_body(body)
    assert (found is not None) == is_taken
    assert found in (None, plain_prose(prepare(body)))


@given(st.one_of(BODIES, PROSE, st.lists(st.sampled_from([*"工2。 a—：", "\n\n"]), max_size=20).map("".join)))
def test_what_needs_no_lines_is_what_lines_leave(body: str) -> None:
    if (found := plain_body(body)) is not None:
        prepared = prepare(body)
        assert found == plain_prose(prepared)
        assert not prepared.faults


@pytest.mark.parametrize(
    "body",
    [
        "",
        "\n \n",
        "一、总则",
        "（一）范围。其余。",
        "1. 甲\n2. 乙",
        "甲\n12. 乙",
        "# 题",
        "甲 *乙*",
        "http://a.cn",
        "a < b",
        "R&D",
        "甲\u3000乙",
        "甲\u200b乙",
        "甲\ufffd乙",
        "甲\U000f0000乙",
        "甲  \n乙",
        "甲[^1]\n\n[^1]: 乙",
        "[甲]: https://a.cn\n\n乙",
        "::: 联系方式\n甲\n:::",
        "```\n甲\n```",
    ],
)
def test_is_left_to_the_long_way(body: str) -> None:
    assert plain_prose(prepare(body)) is None


@settings(max_examples=600)
@given(st.one_of(BODIES, PROSE, st.text(max_size=60)))
def test_is_equal_for_any_text(body: str) -> None:
    assert rendered(body) == long_way(body)


@pytest.mark.parametrize(
    "place", ["{}甲乙。\n\n丙丁。", "甲{}乙。\n丙丁。", "甲乙。{}\n\n丙{} 丁。\n{}", "甲\n{}{} 乙\n\n丙"]
)
@pytest.mark.parametrize("start", [0, 0x80, 0x2000, 0x3000, 0xFE00])
def test_is_equal_with_any_character(place: str, start: int) -> None:
    for code in range(start, start + 0x80):
        body = place.replace("{}", chr(code))
        assert rendered(body) == long_way(body), f"U+{code:04X}"


def test_is_equal_for_real_and_made_texts() -> None:
    assert len(FILES) > 100
    bodies = [parse_document("a.md", path.read_bytes()).body for path in FILES]
    assert all(rendered(body) == long_way(body) for body in bodies)
    made = [story.body for story in stories(60)]
    assert all(rendered(body) == long_way(body) for body in made)
    assert sum(plain_prose(prepare(body)) is not None for body in made) > 45, "nine of ten stories are prose alone"
