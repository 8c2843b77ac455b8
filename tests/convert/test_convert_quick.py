"""What is asked first because it is asked quickly: it never changes an answer."""

from __future__ import annotations

import re
import sys

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bulletin.convert.markup import limits
from bulletin.convert.markup.limits import LONGEST_RUN, Refused, refuse_shapes, shorten_runs
from bulletin.convert.markup.text import plain_text
from bulletin.convert.summary import length_of

HAN = re.compile("[〇㐀-䶿一-鿿\uf900-\ufaff\U00020000-\U000323af]+")
WORD = re.compile(r"[^\W_]+(?:[.,'’%+-]+[^\W_]+)*")
EVERY = "".join(map(chr, range(sys.maxunicode + 1)))


def counted(text: str) -> int:
    """By definition: Han characters, and words of what is between them."""
    rest = HAN.split(text)
    return len(text) - sum(map(len, rest)) + len(WORD.findall(" ".join(rest)))


def test_every_character_counts_as_it_should() -> None:
    for start in range(0, len(EVERY), 0x100):
        block = EVERY[start : start + 0x100]
        for text in (block, "a".join(block), "。工".join(block)):
            assert length_of(text) == counted(text), f"U+{start:04X}"


SOME = st.one_of(st.sampled_from("工会〇䷀㐀a1.,'’%+-_ \n，。é\u0301Ａ"), st.characters())


@given(st.text(alphabet=SOME, max_size=40))
def test_any_text_has_its_length(text: str) -> None:
    assert length_of(text) == counted(text)


@given(st.lists(st.sampled_from(["工会", "。", " ", "\n", "&amp;", ">", "", "a\n b"]), max_size=8), st.booleans())
def test_paragraphs_alone_have_the_text_they_have_among_others(words: list[str], is_empty: bool) -> None:
    html = "\n".join(f"<p>{word}{'' if is_empty else '甲'}</p>" for word in words)
    assert plain_text(html) == plain_text(html + "<b></b>")


@pytest.mark.parametrize("before", range(0, LONGEST_RUN, 7))
@pytest.mark.parametrize("length", [LONGEST_RUN - 1, LONGEST_RUN, LONGEST_RUN + 1, 2 * LONGEST_RUN + 1])
def test_a_run_is_found_wherever_it_stands(before: int, length: int) -> None:
    text = "甲" * before + "。！" * (length // 2) + "？" * (length % 2) + "乙"
    assert shorten_runs(text)[1] == (((1, length),) if length > LONGEST_RUN else ())


@example("> " * 11 + "a")
@example(" 1. " * 11 + "a")
@given(st.lists(st.sampled_from(["> ", ">", "- ", "* ", "+ ", "1. ", "a", "\n", " "]), max_size=40).map("".join))
def test_depth_is_refused_wherever_it_is_too_much(text: str) -> None:
    deep = [match for match in limits._DEEP.finditer(text) if not limits._RULE.match(match[0])]
    if deep:
        with pytest.raises(Refused):
            refuse_shapes(text)
    else:
        refuse_shapes(text)
