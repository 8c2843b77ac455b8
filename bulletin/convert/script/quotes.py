"""Quotation marks of an edition, “ ‘ ’ ” or 「 『 』 」, where they come in pairs. Text in, as long a text out."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from bulletin.model.late import late, regex

_CURLY = regex("[“”‘’]")
_CORNER = regex("[「」『』]")
_TO_CORNER = {"“": "「", "”": "」", "‘": "『", "’": "』"}
_TO_CURLY = {corner: curly for curly, corner in _TO_CORNER.items()}
_OPENING = {"”": "“", "’": "‘", "」": "「", "』": "『"}
# With what stands for an author's mark, a character for private use.
_HAN = late("[〇㐀-䶿一-鿿\uf900-\ufaff\U00020000-\U000323af\U000f0000-\U0010fffd]")


@lru_cache(maxsize=32)
def to_corner(text: str, block_ends: str) -> str:
    """“甲‘乙’” -> 「甲『乙』」 in each block that holds Chinese; apostrophes and marks without a partner stay.

    Each character of ``block_ends`` divides blocks. Remembered: all editions with such marks begin here.
    """
    return _replace(text, block_ends, _CURLY, _TO_CORNER)


def to_curly(text: str, block_ends: str) -> str:
    """The way back: 「甲『乙』」 -> “甲‘乙’”."""
    return _replace(text, block_ends, _CORNER, _TO_CURLY)


def _replace(text: str, block_ends: str, marks: re.Pattern[str], new: Mapping[str, str]) -> str:
    # A pattern of four characters tries each place of a text for 25 times as long
    opening, closing, inner_opening, inner_closing = new
    if not (inner_opening in text or inner_closing in text):
        if not (opening in text or closing in text):
            return text
        if _are_side_by_side(text, block_ends, opening, closing):
            return text.replace(opening, new[opening]).replace(closing, new[closing])
    if block_ends:
        blocks = text.split(block_ends[0])
        return block_ends[0].join([_replace(block, block_ends[1:], marks, new) for block in blocks])
    return _block(text, marks, new) if _HAN().search(text) else text


def _are_side_by_side(text: str, block_ends: str, opening: str, closing: str) -> bool:
    """Whether each opening mark has its closing one before the next mark and in its block, with Chinese between."""
    before, *quotations = text.split(opening)
    if closing in before:
        return False
    for one in quotations:
        inside, *others = one.split(closing)
        if len(others) != 1 or _HAN().search(inside) is None or any(end in inside for end in block_ends):
            return False
    return True


def _block(block: str, marks: re.Pattern[str], new: Mapping[str, str]) -> str:
    characters = list(block)
    for position in _paired(block, marks):
        characters[position] = new[characters[position]]
    return "".join(characters)


def _paired(block: str, marks: re.Pattern[str]) -> list[int]:
    """Positions of the marks that have a partner. A closing mark closes what was opened last of its own kind."""
    open_marks: list[tuple[str, int]] = []
    found: list[int] = []
    for match in marks.finditer(block):
        mark, position = match[0], match.start()
        opening = _OPENING.get(mark)
        if opening is None:
            open_marks.append((mark, position))
        elif not (mark == "’" and _is_apostrophe(block, position)):
            depth = next((d for d in range(len(open_marks) - 1, -1, -1) if open_marks[d][0] == opening), None)
            if depth is not None:
                found += (open_marks[depth][1], position)
                del open_marks[depth:]
    return found


def _is_apostrophe(block: str, position: int) -> bool:
    """don’t, ’90s, rock ’n’ roll: between two Latin letters, or at the head of a Latin word or number."""
    before, after = block[max(position - 1, 0) : position], block[position + 1 : position + 2]
    if not (after.isascii() and after.isalnum()):
        return False
    return not before or before.isspace() or (before.isascii() and before.isalpha() and after.isalpha())
