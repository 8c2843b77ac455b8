"""Text in any script, width and case -> the one form that search compares.

``fold`` works code point by code point, so that a browser can do the same and still know where in the original each
folded character stands: NFKC, lower case, then the classes of ``fold.txt`` (工會 and 工会 fold alike, and so does any
conversion between the editions). What nobody sees (soft hyphen, joiners, variation selectors) folds to nothing.
"""

from __future__ import annotations

import unicodedata
from functools import cache
from importlib.resources import files

# Soft hyphen, grapheme joiner, zero-width space and joiners, direction marks, word joiner, byte order mark, variation
# selectors. The browser's engine has the same list.
_UNSEEN = frozenset(
    {0xAD, 0x34F, 0x2060, 0xFEFF, *range(0x200B, 0x2010), *range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0)}
)


def fold(text: str) -> str:
    """May be longer than ``text``, ㎡ folds to m2, or shorter."""
    return text.translate(_folded())


def fold_but_marked(text: str) -> str:
    """The same with the characters of ``marked`` left as they are: never longer or shorter than ``fold``."""
    return text.translate(_half_folded())


@cache
def table() -> tuple[str, str]:
    """Characters, and what each of them folds to: two strings of the same length."""
    source, target, _ = _lines()
    return source, target


@cache
def marked() -> frozenset[str]:
    """Traditional characters that are not the first choice for their simplified one."""
    return frozenset(_lines()[2])


@cache
def _lines() -> tuple[str, ...]:
    lines = files("bulletin.render.search").joinpath("fold.txt").read_text(encoding="utf-8").splitlines()
    return tuple(line for line in lines if not line.startswith("#"))


@cache
def _folded() -> _Folded:
    return _Folded(dict(zip(*table(), strict=True)))


@cache
def _half_folded() -> _Folded:
    return _Folded({one: other for one, other in zip(*table(), strict=True) if one not in marked()})


class _Folded(dict[int, str]):
    """What str.translate asks for each code point, worked out once."""

    def __init__(self, classes: dict[str, str]) -> None:
        super().__init__()
        self._classes = classes

    def __missing__(self, code: int) -> str:
        plain = "" if code in _UNSEEN else unicodedata.normalize("NFKC", chr(code)).lower()
        self[code] = folded = "".join(self._classes.get(one, one) for one in plain)
        return folded
