from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bulletin.read.text import clean, decode

SHORT = "标题：推进会\n\n9月30日，临江县总工会召开会议。\n"
TRADITIONAL = "標題：推進會\n\n9月30日，縣總工會召開會議，傳達學習。\n"
LONG = SHORT + "\n工会干部走访一线职工家庭，送去慰问和祝福，了解工作生活情况"


@pytest.mark.parametrize(
    ("data", "text", "encoding"),
    [
        (SHORT.encode(), SHORT, "utf-8"),
        (SHORT.encode("utf-8-sig"), SHORT, "utf-8"),
        (SHORT.encode("utf-16"), SHORT, "utf-16"),
        (b"\xfe\xff" + SHORT.encode("utf-16-be"), SHORT, "utf-16"),
        (SHORT.encode("utf-32"), SHORT, "utf-32"),
        (b"", "", "utf-8"),
        (b"\xef\xbb\xbf", "", "utf-8"),
        (b"a\r\nb\rc\n", "a\nb\nc\n", "utf-8"),
        ("cafe\u0301".encode(), "café", "utf-8"),
        ("一\u2028二\u0085三\x0b四".encode(), "一\n二\n三\n四", "utf-8"),
    ],
)
def test_quiet(data: bytes, text: str, encoding: str) -> None:
    decoded = decode(data)
    assert (decoded.text, decoded.encoding, decoded.codes) == (text, encoding, ())


@pytest.mark.parametrize(
    ("data", "text", "encoding"),
    [
        (SHORT.encode("gbk"), SHORT, "gb18030"),
        ("工会".encode("gbk"), "工会", "gb18030"),
        ("县总工会召开会议".encode("gb18030"), "县总工会召开会议", "gb18030"),
        ("㐀𠮷工会主席会议召开".encode("gb18030"), "㐀𠮷工会主席会议召开", "gb18030"),
        (TRADITIONAL.encode("big5hkscs"), TRADITIONAL, "big5hkscs"),
        ("工會".encode("big5"), "工會", "big5hkscs"),
        (SHORT.encode("utf-16-le"), SHORT, "utf-16-le"),
        ("title: ACFTU\n\nNews.\n".encode("utf-16-be"), "title: ACFTU\n\nNews.\n", "utf-16-be"),
    ],
)
def test_other_encodings_are_read_and_named(data: bytes, text: str, encoding: str) -> None:
    decoded = decode(data)
    assert (decoded.text, decoded.encoding) == (text, encoding)
    assert [one.code for one in decoded.codes] == ["I201"]


@pytest.mark.parametrize(
    ("data", "code", "line"),
    [
        (b"PK\x03\x04\xff\xfe\x00\x80", "E204", 0),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(100), "E204", 0),
        (bytes(range(128, 256)), "E202", 0),
        (b"\xff\xfe\x00\xd8\x00\xd8", "E203", 0),
        (SHORT.encode().replace("县".encode(), b"\xe5\x8e"), "E205", 3),
        (LONG.encode("gb18030").replace("县".encode("gb18030"), b"\xff", 1), "E205", 3),
        (LONG.encode("gb18030")[:-1], "E205", 5),
        (b"\xff".join(LONG.encode("gb18030")[start : start + 3] for start in range(0, 90, 3)), "E202", 0),
        (SHORT.replace("县", "\ufffd").encode(), "W206", 3),
        (SHORT.replace("县", "\0县").encode(), "W207", 3),
        (SHORT.replace("县", "\u202e县").encode(), "W208", 3),
        (SHORT.replace("县", "\u200b县").encode(), "W209", 3),
        (SHORT.replace("县", "县\ufeff").encode(), "W209", 3),
    ],
)
def test_faults_are_named_with_their_line(data: bytes, code: str, line: int) -> None:
    findings = decode(data).codes
    assert [(one.code, one.line) for one in findings] == [(code, line)]


@pytest.mark.parametrize("text", [SHORT.replace("县", "\ufffd"), SHORT.replace("县", "\ufffd\ufffd\n\ufffd")])
def test_lost_characters_show_as_a_square(text: str) -> None:
    assert decode(text.encode()).text == text.replace("\ufffd", "□")


@pytest.mark.parametrize(
    "text", ["👨‍👩‍👧", "🏳️‍🌈", "❤️", "می‌خواهم", "क्‍ष", "葛󠄀", "①→②", "ｱ", "\tа", "𠮷"]
)
def test_visible_characters_stay(text: str) -> None:
    assert clean(text) == (unicodedata.normalize("NFC", text), ())


@pytest.mark.parametrize(
    ("before", "after"),
    [("工\u200d会", "工会"), ("AC\u200cFTU", "ACFTU"), ("。\u200d", "。"), ("a\u00adb", "ab"), ("\ud800x", "x")],
)
def test_invisible_characters_go(before: str, after: str) -> None:
    assert clean(before)[0] == after


def test_many_faults_are_not_all_told() -> None:
    assert len(decode("\n".join(["\ufffd"] * 100).encode()).codes) <= 5
    assert len(decode(b"\xe5\x8e\xe5\x8e".join(["工会工会工会".encode()] * 100)).codes) <= 5


@given(st.binary() | st.text().map(lambda text: text.encode("utf-8", "surrogatepass")))
def test_any_bytes_give_clean_text(data: bytes) -> None:
    decoded = decode(data)
    text = decoded.text
    text.encode("utf-8")
    assert unicodedata.is_normalized("NFC", text)
    assert "\ufffd" not in text
    assert not any(unicodedata.category(char) in {"Cc", "Cs"} and char not in "\n\t" for char in text)
    assert clean(text) == (text, ())
    assert decode(data) == decoded
