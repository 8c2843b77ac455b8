"""Text -> the same with long runs of combining marks cut: no script stacks so many, and a browser takes the square of
their number to place them (Chromium: 10 s for 100,000), as does normalising a text."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from itertools import groupby, islice

from bulletin.model.late import regex

MOST = 8  # on one character; Hebrew with vowels and cantillation has four, Vietnamese two

# More than MOST characters that are no letters, digits, white space, ASCII or Chinese marks: few texts have such a run
_CANDIDATE = regex(rf"[^\w\s!-~‘’“”—…·、-〗︰-﹏！-～]{{{MOST + 1},}}")
_MARKS = frozenset({"Mn", "Me"})


def cut_accents(text: str) -> tuple[str, tuple[tuple[int, int], ...]]:
    """``text``, and where runs were cut: (index into ``text`` as given, how many marks it had), the first few."""
    found = tuple(islice(_runs(text), 5)) if _CANDIDATE.search(text) else ()
    return (_CANDIDATE.sub(lambda match: _cut(match[0]), text) if found else text), found


def _runs(text: str) -> Iterator[tuple[int, int]]:
    for match in _CANDIDATE.finditer(text):
        index = match.start()
        for is_mark, run in groupby(match[0], lambda char: unicodedata.category(char) in _MARKS):
            count = sum(1 for _ in run)
            if is_mark and count > MOST:
                yield index, count
            index += count


def _cut(run: str) -> str:
    kept: list[str] = []
    count = 0
    for char in run:
        count = count + 1 if unicodedata.category(char) in _MARKS else 0
        if count <= MOST:
            kept.append(char)
    return "".join(kept)
