"""Numbers that name a person: of identity cards (GB 11643, checksum of ISO 7064 MOD 11-2), mobile telephones and bank
cards (Luhn, ISO/IEC 7812). A message never shows one whole.

A telephone number that is meant to be dialled stays: in ``::: 联系方式`` and behind 电话, 手机, 联系人 on its line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date as Date

from bulletin.check.passage import Passage
from bulletin.mend.code import prose
from bulletin.model.problem import Problem

_SIGN = re.compile(r"\d[ -]?\d{3}[ -]?\d{3,4}[ -]?\d{4}")
_IDENTITY = re.compile(
    r"(?<![0-9A-Za-z])(?<!\d[ -])([1-8]\d{5})[ ]?((?:18|19|20)\d\d)[ ]?(0[1-9]|1[0-2])([0-3]\d)[ ]?(\d{3}[0-9Xx])"
    r"(?![0-9A-Za-z])"
)
_MOBILE = re.compile(r"(?<![0-9A-Za-z./=_-])(?:\+?86[- ]?)?(1[3-9]\d([- ]?)\d{4}\2\d{4})(?![0-9A-Za-z]|[.-]\d)")
_CARD = re.compile(
    r"(?<![0-9A-Za-z])(?<!\d[ -])((?:62|4\d|5[1-5])\d{2}([ -]?)\d{4}\2\d{4}\2\d{4}(?:\2\d{1,3})?)(?![0-9A-Za-z])"
)
_OF_A_BANK = re.compile(r"(?:卡|账|帐|賬|帳|户|戶)[^，。；\n]{0,12}$")
_CONTACT_BLOCK = re.compile(
    r"^[ ]*(:{3,})[ ]*(?:[联聯][系繫络絡](?:方式|人)|contact\b)[^\n]*\n.*?(?:^[ ]*\1[ ]*$|\Z)", re.MULTILINE | re.DOTALL
)
_CALLED = re.compile(
    r"(?:[电電][ \u3000]*[话話]|手[ \u3000]*[机機]|[热熱][线線]|[联聯][系繫絡络]|咨[询詢]|諮詢|微信|[传傳]真|[报報]名"
    r"|[举舉][报報]|[监監]督|[Tt][Ee][Ll]|[Mm]obile|[Pp]hone)[^。；\n]{0,40}$"
)
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def private_numbers(passage: Passage) -> Iterator[Problem]:
    if _SIGN.search(passage.text) is None:
        return iter(())
    text = prose(passage.text)
    dialled = [(match.start(), match.end()) for match in _CONTACT_BLOCK.finditer(passage.text)]
    found = [(match.start(), match.end(), "W437") for match in _IDENTITY.finditer(text) if _is_identity(match)]
    found += [(match.start(1), match.end(1), "W439") for match in _CARD.finditer(text) if _is_card(match)]
    for match in _MOBILE.finditer(text):
        is_dialled = any(start <= match.start() < end for start, end in dialled[:100])
        if not is_dialled and _CALLED.search(text[max(0, match.start() - 60) : match.start()]) is None:
            found.append((match.start(), match.end(), "W438"))
    found.sort()
    return passage.problems([(start, code, {"number": masked(text[start:end])}) for start, end, code in found])


def masked(number: str) -> str:
    """The first two and the last two characters; stars for the rest."""
    bare = re.sub(r"[ +-]", "", number)
    return bare[:2] + "*" * (len(bare) - 4) + bare[-2:]


def _is_identity(match: re.Match[str]) -> bool:
    digits = "".join(match.groups())
    try:
        Date(int(match[2]), int(match[3]), int(match[4]))
    except ValueError:
        return False
    rest = sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, digits, strict=False)) % 11
    return "10X98765432"[rest] == digits[-1].upper()


def _is_card(match: re.Match[str]) -> bool:
    """Cards of China UnionPay begin with 62; of others, every tenth number of 16 figures is one: they need a word."""
    digits = re.sub(r"\D", "", match[1])
    if not digits.startswith("62") and (
        len(digits) != 16 or _OF_A_BANK.search(match.string[max(0, match.start() - 20) : match.start()]) is None
    ):
        return False
    total = 0
    for place, digit in enumerate(reversed(digits)):
        value = int(digit) * (1 + place % 2)
        total += value - 9 if value > 9 else value
    return total % 10 == 0
