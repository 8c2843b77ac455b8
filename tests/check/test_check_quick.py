"""What is asked first because it is asked quickly: it never changes an answer."""

from __future__ import annotations

import re
import sys
import unicodedata
from unicodedata import normalize
from urllib.parse import unquote
from zlib import crc32

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bulletin.check import shapes, words
from bulletin.check.address import address_key
from bulletin.check.fingerprint import fingerprint
from bulletin.check.passage import Passage
from bulletin.check.rules import private_numbers, union_names, wording
from bulletin.mend import code, leftovers, mojibake, punctuation, scripts
from bulletin.mend.code import prose
from bulletin.model.content import Glossary
from bulletin.read import accents, block, flow, text

EVERY = [chr(code) for code in range(sys.maxunicode + 1)]
WRONG = r"[总總]工[全合回汇匯惠慧]|[总總][公功共供宫宮攻弓土士][会會]|[综綜宗忠纵縱]工[会會]"
NAMES = re.compile(rf"(?P<wrong>{WRONG})|[总總]工[会會]")
OF_NAMES = st.text(alphabet="总總综綜宗忠纵縱工全合回公功会會市县甲", max_size=30)
OF_SLIPS = st.lists(st.sampled_from([*wording._CORES, *"".join(wording._CORES), "中国", "各族", "政府"]), max_size=8)
OF_PAGES = st.lists(st.sampled_from(["&nbsp;", "NBSP;", "nbsp", "</p>", "/p>", "&amp;amp;", "/", "<", "甲", "p>", "&"]))
OF_FILES = st.lists(st.sampled_from([*"工会。\n\teéｶ＠…\u0301\xad\u3000\u200b"]))
OF_NUMBERS = st.lists(st.sampled_from([*"0123456789１９０ -，甲٣", "138", "1101051949123100", "2X", "2022年", "电话"]))
OF_SYNTAX = st.lists(
    st.one_of(
        st.sampled_from(["http:", "//a.cn/工", "www.", "a.b", "照片.JPG", ".docx", "mailto:", "![[", "]]", "](甲)"]),
        st.sampled_from(["::: 联系", "&nbsp;", "<b>", "-{甲}-", "甲@a.cn", "1.5", "C:\\", "[注]: a"]),
        st.sampled_from([*"工。 \n.@:]<&{}-\\a1Cſ/>;[()"]),
    ),
    max_size=12,
)
OF_MARKS = st.lists(st.sampled_from([*",;:?!.()\"'-，。甲乙a1 \n*", "……", "。"]), max_size=12)
OF_SCRIPTS = st.lists(st.sampled_from([*"国會會国体體發発，。里甲", "这们说话", "這們說話", "《國會》"]), max_size=20)
OF_LISTS = st.text("[]{}\"'\\,，甲a \n", max_size=12).map("[".__add__)
OF_KEYS = st.text("\"'*标题:： \\a", max_size=10)
OF_BYTES = st.text(alphabet="ç»„ç»‡宸ヤ細锟斤拷烫屯??；顒訌。！a甲工会\ufffd\ue000\x80ÃÂ¤", max_size=20)


def test_what_is_clear_holds_nothing_suspect() -> None:
    assert not [char for char in EVERY if text._is_clear(char) and text._SUSPECT.search(char)]


def test_what_is_usual_needs_no_cleaning() -> None:
    """Nothing of it is suspect, or another character in its normal form; what could join others combines."""
    usual = [char for char in EVERY if not text._UNUSUAL.search(char)]
    assert not [char for char in usual if text._SUSPECT.search(char) or normalize("NFC", char) != char]
    assert not [char for char in usual if unicodedata.combining(char)]
    composed = [unicodedata.decomposition(char).split() for char in EVERY]
    seconds = {chr(int(parts[1], 16)) for parts in composed if len(parts) == 2 and parts[0][0] != "<"}
    assert seconds.isdisjoint(usual)


@given(OF_FILES.map("".join))
def test_a_usual_text_is_as_clean_as_any(one: str) -> None:
    found = text.clean(one)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(text, "_UNUSUAL", re.compile(""))
        assert text.clean(one) == found


def test_marks_that_combine_are_unusual() -> None:
    marks = [char for char in EVERY if unicodedata.category(char) in accents._MARKS]
    assert not [char for char in marks if not text._UNUSUAL.search(char)]


@given(OF_SYNTAX.map("工".join))
def test_all_syntax_is_made_blank(one: str) -> None:
    plain = code.without_code(one)
    assert prose(one) == code._syntax(True, True).sub(code._blank_syntax, plain)


@given(OF_NUMBERS.map("".join))
def test_no_private_number_is_passed_over(one: str) -> None:
    found = list(private_numbers.private_numbers(Passage("a.md", one, 1, 1)))
    assert private_numbers._has_long_number(one) == (private_numbers._SIGN.search(one) is not None)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(private_numbers, "_has_long_number", lambda _: True)
        assert list(private_numbers.private_numbers(Passage("a.md", one, 1, 1))) == found


@given(OF_MARKS.map("".join))
def test_no_half_width_mark_is_passed_over(one: str) -> None:
    found = punctuation.half_width_marks(one)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(punctuation, "_HALF_WIDTH", frozenset(range(256)))
        assert punctuation.half_width_marks(one) == found


def test_whatever_a_half_width_mark_may_be_is_looked_for() -> None:
    for char in EVERY:
        if any(punctuation._SIGN.search(one) for one in (char + "甲", "甲" + char, f"甲 {char}", f"{char} 甲")):
            assert ord(char) in punctuation._HALF_WIDTH


@given(OF_SCRIPTS.map("".join))
def test_no_clause_of_the_other_script_is_passed_over(one: str) -> None:
    found = scripts.mixed_clauses(one)
    hans, hant = scripts._own_characters()
    if hans.search(one) is None or hant.search(one) is None:
        assert not found
        simplified, traditional = scripts._counts(one)
        assert not min(simplified, traditional)
        assert not scripts._has_enough(hant if simplified > traditional else hans, one)


@given(OF_LISTS)
def test_a_plain_list_is_closed_where_any_other_would_be(one: str) -> None:
    found = flow.Brackets().closing(one)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(flow, "_PLAIN_LIST", re.compile("(?!)"))
        assert flow.Brackets().closing(one) == found


@given(OF_KEYS)
def test_a_key_is_what_all_patterns_say(one: str) -> None:
    quoted, bold = block._QUOTED_KEY.match(one), block._BOLD_KEY.match(one)
    assert quoted is None or one[0] in "\"'"
    assert bold is None or one[0] == "*"


@given(OF_NAMES)
def test_names_of_unions_are_found_as_they_are_written(one: str) -> None:
    def found(pattern: re.Pattern[str]) -> list[tuple[int, int, bool]]:
        return [(*match.span(), bool(match["wrong"])) for match in pattern.finditer(one)]

    assert found(union_names._NAMES) == found(NAMES)


@given(OF_SLIPS.map("".join))
def test_no_slip_is_passed_over(one: str) -> None:
    told = list(wording.wording(Passage("a.md", one, 1, 1)))
    assert len(told) == len(list(wording._ALL.finditer(prose(one))))


@given(OF_PAGES.map("".join))
def test_no_leftover_is_passed_over(one: str) -> None:
    found = leftovers.leftovers(one)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(leftovers, "_NBSP", re.compile(""))
        assert leftovers.leftovers(one) == found


@given(OF_BYTES)
def test_no_misread_byte_is_passed_over(one: str) -> None:
    found = mojibake.mojibake(one)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(mojibake, "_FIRST_SIGN", re.compile(""))
        assert mojibake.mojibake(one) == found


def test_whatever_a_sign_may_begin_with_is_looked_for() -> None:
    for sign in mojibake._SIGNS[1:]:
        begins = re.compile(sign().pattern[: sign().pattern.index("]") + 1])
        assert begins.pattern.startswith("[")
        assert not [char for char in EVERY if begins.match(char) and not mojibake._FIRST_SIGN.match(char)]


@given(st.text("aAzKİßé中/.%2F Ǖ", max_size=12), st.sampled_from(["", "/", "index.html", "INDEX.HTML", "/index.html"]))
def test_a_plain_address_is_what_any_other_would_be(path: str, end: str) -> None:
    plain = normalize("NFC", unquote(path + end)).casefold()
    assert address_key(path + end) == normalize("NFC", plain.removesuffix("index.html").removesuffix("/"))


@given(st.text("。！？!?；;\n\r\u2028 　甲乙丙丁戊己庚辛*", max_size=80))
def test_a_body_ends_its_sentences_where_a_pattern_would(body: str) -> None:
    parts = re.split(r"[。！？!?；;\n]+", body * 2)
    sentences = {one.strip(" \u3000\t*_#>-“”‘’「」（）()") for one in parts if len(one) >= 10}
    few = len(sentences) < 2 and len(body * 2) < 60
    found = sorted({crc32(one.encode()) for one in sentences})[:8]
    assert fingerprint(body * 2) == (() if few else tuple(found))


@given(st.lists(st.sampled_from([*"甲\n [", "- ", "* ", "1. ", "> ", "](", "![[", "]:", "   "]), max_size=120))
def test_no_shape_is_passed_over(parts: list[str]) -> None:
    body = "".join(parts)
    references = body.count("](") + body.count("![[") + body.count("]:")
    markers = sum(body.count(mark) for mark in ("- ", "* ", "+ ", ". ", ") "))
    assert markers <= body.count(" ")
    assert not references or "[" in body or "]" in body
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(shapes, "DEEPEST_LIST", 3)
        patch.setattr(shapes, "MOST_REFERENCES", 3)
        fault = shapes.shape_fault(body)
        assert (fault is not None and fault[0] == "E421") == (references > 3)


@given(st.text("工会职工a", max_size=12), st.lists(st.text("工会职工a", min_size=1, max_size=3), max_size=6))
def test_words_of_a_glossary_are_found_in_either_way(one: str, entries: list[str]) -> None:
    glossary = Glossary(tuple((word, (("zh-Hant", word[::-1]),)) for word in entries))
    spelt = {form for word in entries for form in (word, word[::-1])}
    assert words.words_in(one, glossary) == tuple(sorted(word for word in spelt if word in one))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(words, "_MANY", 0)
        assert set(words.words_in(one, glossary)) == {word for word in spelt if word in one}
