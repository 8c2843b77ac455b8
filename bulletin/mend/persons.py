"""A text -> the numbers in it that name a person: identity cards and bank cards, proved by their check digits.

GB 11643: 17 digits and a checksum of ISO 7064 MOD 11-2, with a day of birth that exists. ISO/IEC 7812: Luhn.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date as Date

from bulletin.model.late import regex

_IDENTITY = regex(
    r"(?<![0-9A-Za-z])(?<!\d[ -])([1-8]\d{5})[ ]?((?:18|19|20)\d\d)[ ]?(0[1-9]|1[0-2])([0-3]\d)[ ]?(\d{3}[0-9Xx])"
    r"(?![0-9A-Za-z])"
)
_CARD = regex(
    r"(?<![0-9A-Za-z])(?<!\d[ -])((?:62|4\d|5[1-5])\d{2}([ -]?)\d{4}\2\d{4}\2\d{4}(?:\2\d{1,3})?)(?![0-9A-Za-z])"
)
_OF_A_BANK = regex(r"(?:卡|账|帐|賬|帳|户|戶)[^，。；\n]{0,12}$")
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)

Place = tuple[int, int]  # from, to, in characters


def identity_numbers(text: str) -> Iterator[Place]:
    for match in _IDENTITY.finditer(text):
        if _is_identity(match):
            yield match.span()


def card_numbers(text: str) -> Iterator[Place]:
    """Cards of China UnionPay begin with 62; of others, every tenth number of 16 figures is one: they need a word."""
    for match in _CARD.finditer(text):
        digits = re.sub(r"\D", "", match[1])
        is_named = len(digits) == 16 and _OF_A_BANK.search(text[max(0, match.start() - 20) : match.start()]) is not None
        if (digits.startswith("62") or is_named) and _luhn(digits):
            yield match.span(1)


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


def _luhn(digits: str) -> bool:
    total = 0
    for place, digit in enumerate(reversed(digits)):
        value = int(digit) * (1 + place % 2)
        total += value - 9 if value > 9 else value
    return total % 10 == 0
