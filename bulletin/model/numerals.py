"""A Chinese numeral as dates are written in -> the number."""

from __future__ import annotations

DIGITS = {**dict.fromkeys("〇零○Oo", 0), **{char: number for number, char in enumerate("一二三四五六七八九", 1)}}


def number_of(numeral: str) -> int:
    """Digit by digit (二〇二四; nine of them at the most) or with tens (三十, 廿五). Of DIGITS and 十廿卅 alone."""
    numeral = numeral.replace("廿", "二十").replace("卅", "三十")
    if "十" not in numeral:
        return int("".join(str(DIGITS[char]) for char in numeral)[:9])
    tens, _, ones = numeral.partition("十")
    return 10 * (DIGITS.get(tens[-1:], 0) if tens else 1) + DIGITS.get(ones[:1], 0)
