"""The characters that the preset is about: what counts as Chinese text, and the marks that carry its Markdown."""

from __future__ import annotations

from functools import lru_cache

from bulletin.model.late import late, regex

# Han, radicals, kana, bopomofo, CJK symbols and marks, compatibility forms, full-width forms. Not hangul: Korean
# puts spaces between words, so a line break there is a space.
CJK = (
    "\u2e80-\u303f\u3040-\u30ff\u3100-\u312f\u31a0-\u31ef\u31f0-\u4dbf\u4e00-\u9fff\uf900-\ufaff\ufe30-\ufe4f"
    "\uff00-\uffef\U0001b000-\U0001b16f\U00020000-\U0003fffd"
    "\U000f0000-\U0010fffd"  # private use: what stands for an author's mark, see ``manual.scan``
)
# Marks that Chinese shares with Latin text: they join only beside a character of CJK.
SHARED = "“”‘’—…·"

IDEOGRAPHIC_SPACES = "\u3000\xa0"

# What the document may not hold: C0 and C1 controls but tab and newline (STX, ETX and EOT are Python-Markdown's and our
# own placeholders), surrogates, noncharacters, the byte order mark.
FORBIDDEN = regex(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufeff\ufdd0-\ufdef\ufffe\uffff"
    + "".join(f"{chr(plane + 0xFFFE)}{chr(plane + 0xFFFF)}" for plane in range(0x10000, 0x110000, 0x10000))
    + "]"
)


@lru_cache(maxsize=4)  # a body is asked about several times
def is_clear(text: str) -> bool:
    """Nothing hidden or forbidden is printable, nor any space but the plain one, nor what is for private use; and
    Python sees quickly that all of a text is, but for line ends and wide spaces."""
    return text.replace("\n", "").replace("\u3000", "").isprintable()


def without_forbidden(text: str) -> str:
    return text if is_clear(text) else FORBIDDEN.sub("", text)


# What shows text in another order, or nothing: of a file reading takes it away (W208, W209); here it came by a
# reference such as &#x202e; or &ZeroWidthSpace;. Joiners are spelling in other scripts, &shy; is for long Latin words.
HIDDEN = regex("[\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufff9-\ufffb]")
_LOST = "□"  # as reading writes for U+FFFD, which &#0; gives


def without_hidden(text: str) -> str:
    if "\ufffd" in text:
        text = text.replace("\ufffd", _LOST)
    return text if is_clear(text) else HIDDEN.sub("", text)


# Stands for a "|" inside braces of a table's row, so that a cell is not cut there.
PIPE = "\x04"

_JOIN = late(
    rf"(?:(?<=[{CJK}])|(?<=[{CJK}][*_~])|(?<=[{CJK}](?:\*\*|~~))|(?<=\}}))\n(?=[*_~]{{0,3}}\{{?[{CJK}{SHARED}])"
    rf"|(?<=[{SHARED}])\n(?=[*_~]{{0,3}}\{{?[{CJK}])"
)


def join_lines(text: str) -> str:
    """A line break between two Chinese characters is nothing; before inline code, a link or Latin text it stays.

    Source: yuin/goldmark#582 (an East Asian line break that eats the space before code overshoots); W3C clreq 3.1.
    """
    return _JOIN().sub("", text) if "\n" in text else text
