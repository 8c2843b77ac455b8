"""Classes of words and turns around a character -> the words they stand for.

``benchmarks/script/patterns.txt`` says what a form does in the language, where ``evidence.txt`` lists words: 捲 is what
happens to paper, cloth and rope, 製 follows what things are made of. Its lines, words parted by blanks:

    = CLASS WORD WORD …     a class and its members
    卷 {CLASS}卷 卷首 …      turns that show the form they begin with, and nothing of other characters in them;
                            a class in braces stands for all its members
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import product

_CLASS = re.compile(r"\{([^{}]+)\}")


def expanded(text: str) -> dict[str, str]:
    """The words of all turns in order, each with the forms it shows; ``KeyError`` for a class not named above it."""
    classes: dict[str, Sequence[str]] = {}
    found: dict[str, str] = {}
    for line in text.splitlines():
        head, *words = line.split() or ("#",)
        if head == "=":
            classes[words[0]] = words[1:]
        elif head != "#":
            for word in (member for turn in words for member in _members(turn, classes)):
                found[word] = found.get(word, "") + head * (head not in found.get(word, ""))
    return found


def _members(turn: str, classes: dict[str, Sequence[str]]) -> Iterator[str]:
    parts = _CLASS.split(turn)  # text, class, text, class, … text
    for chosen in product(*(classes[part] if n % 2 else (part,) for n, part in enumerate(parts))):
        yield "".join(chosen)
