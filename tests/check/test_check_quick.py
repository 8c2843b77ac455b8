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

from bulletin.check.address import address_key
from bulletin.check.fingerprint import fingerprint
from bulletin.check.passage import Passage
from bulletin.check.rules import union_names, wording
from bulletin.mend import leftovers, mojibake
from bulletin.mend.code import prose
from bulletin.read import accents, text

EVERY = [chr(code) for code in range(sys.maxunicode + 1)]
WRONG = r"[总總]工[全合回汇匯惠慧]|[总總][公功共供宫宮攻弓土士][会會]|[综綜宗忠纵縱]工[会會]"
NAMES = re.compile(rf"(?P<wrong>{WRONG})|[总總]工[会會]")
OF_NAMES = st.text(alphabet="总總综綜宗忠纵縱工全合回公功会會市县甲", max_size=30)
OF_SLIPS = st.lists(st.sampled_from([*wording._CORES, *"".join(wording._CORES), "中国", "各族", "政府"]), max_size=8)
OF_PAGES = st.lists(st.sampled_from(["&nbsp;", "NBSP;", "nbsp", "</p>", "/p>", "&amp;amp;", "/", "<", "甲", "p>", "&"]))
OF_BYTES = st.text(alphabet="ç»„ç»‡宸ヤ細锟斤拷烫屯??；顒訌。！a甲工会\ufffd\ue000\x80ÃÂ¤", max_size=20)


def test_what_is_clear_holds_nothing_suspect() -> None:
    assert not [char for char in EVERY if text._is_clear(char) and text._SUSPECT.search(char)]


def test_marks_that_combine_are_unusual() -> None:
    marks = [char for char in EVERY if unicodedata.category(char) in accents._MARKS]
    assert not [char for char in marks if not text._UNUSUAL.search(char)]


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
