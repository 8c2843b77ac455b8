"""Numbers that name a person: of identity cards, mobile telephones and bank cards. A message never shows one whole.

A telephone number that is meant to be dialled stays: in ``::: 联系方式``, and behind 电话, 手机, 联系人 before it.
In the column of a table it is told.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from bulletin.check.passage import Passage
from bulletin.mend.code import prose
from bulletin.mend.persons import card_numbers, identity_numbers, masked
from bulletin.model.late import regex
from bulletin.model.problem import Problem

_WIDE = "０１２３４５６７８９"
_SIGN = regex(r"[0-9０-９][ -]?[0-9０-９]{3}[ -]?[0-9０-９]{3,4}[ -]?[0-9０-９]{4}")
_FIGURES = bytes.maketrans(b"123456789", b"000000000")
_SHORTEST = b"0" * 11  # that _SIGN finds, without what may stand between its figures
_MOBILE = regex(
    r"(?<![0-9A-Za-z./=_-])(?:\+?86[- ]?)?(1[3-9]\d([- ]?)\d{4}\2\d{4})(?![0-9A-Za-z元万亿萬億人次]|[.-]\d)"
)
_CONTACT_BLOCK = regex(
    r"^[ ]*(:{3,})[ ]*(?:[联聯][系繫絡络](?:方式|人)|contact\b)[^\n]*\n.*?(?:^[ ]*\1[ ]*$|\Z)", re.MULTILINE | re.DOTALL
)
_MOST_BLOCKS = 100
_CALLED = regex(
    r"(?:[电電][ \u3000]*[话話]|手[ \u3000]*[机機]|[热熱][线線]|[联聯][系繫絡络]|咨[询詢]|諮詢|微信|[传傳]真|[报報]名"
    r"|[举舉][报報]|[监監]督|[Tt][Ee][Ll]|[Mm]obile|[Pp]hone)[^。\n]{0,140}$"
)


def private_numbers(passage: Passage) -> Iterator[Problem]:
    if not _has_long_number(passage.text):
        return iter(())
    text = prose(passage.text)
    found = [(start, end, "W437") for start, end in identity_numbers(text)]
    found += [(start, end, "W439") for start, end in card_numbers(text)]
    found += [(start, end, "W438") for start, end in _mobiles(text, passage.text)]
    found.sort()
    return passage.problems([(start, code, {"number": masked(text[start:end])}) for start, end, code in found])


def _has_long_number(text: str) -> bool:
    """Nearly no text has one, and bytes say so in a fifth of the time that the pattern takes."""
    figures = text.encode("ascii", "replace").translate(_FIGURES, b" -")
    return (_SHORTEST in figures or any(wide in text for wide in _WIDE)) and _SIGN.search(text) is not None


def _mobiles(text: str, typed: str) -> Iterator[tuple[int, int]]:
    """``text`` is ``typed`` without what is no prose, so without the marks of containers."""
    dialled = [match.span() for match in _CONTACT_BLOCK.finditer(typed)][:_MOST_BLOCKS] if ":::" in typed else []
    for match in _MOBILE.finditer(text):
        is_dialled = any(start <= match.start() < end for start, end in dialled)
        if not is_dialled and _CALLED.search(text[max(0, match.start() - 160) : match.start()]) is None:
            yield match.span()
