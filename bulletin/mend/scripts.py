"""A text -> the clauses in it that are written in the other script: a traditional one in a simplified text, or the
other way round. Only what is left when quotations, titles and brackets are set aside; names are too short to count.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from bulletin.mend.code import prose
from bulletin.model.late import late, regex

FEWEST = 3  # different characters that only the other script has
_SHORTEST = 6  # Han characters of a clause
_SAMPLES = (400, 20_000)
_CLEAR = 2  # times as many: the text has one script
_QUOTED = regex(
    r"“[^“”\n]{0,300}”|「[^「」\n]{0,300}」|『[^『』\n]{0,300}』|《[^《》\n]{0,120}》|〈[^〈〉\n]{0,120}〉|‘[^‘’\n]{0,300}’"
    r"|（[^（）\n]{0,200}）|\([^()\n]{0,200}\)|【[^【】\n]{0,120}】|〔[^〔〕\n]{0,120}〕|\[[^\[\]\n]{0,200}\]|\{[^{}\n]{0,200}\}"
    r"|\"[^\"\n]{0,300}\"|^[ ]*>[^\n]*$",
    re.MULTILINE,
)
_ORIGINAL = regex(r"^[ ]*(:{3,})[ ]*(?:原文|引文|原貌)[^\n]*\n.*?^[ ]*\1[ ]*$", re.MULTILINE | re.DOTALL)
_CLAUSE = regex(r"[^，。；：？！、,;:?!\n|“”「」『』《》…—\t]+")
_HAN = late(r"[\u4e00-\u9fff]")


@dataclass(frozen=True, slots=True, order=True)
class Clause:
    """``text[start : start + len(text)]`` is in the other script; ``chars`` are what shows it."""

    start: int
    text: str
    chars: str
    script: str  # "Hans" or "Hant": the clause's own


def mixed_clauses(text: str) -> tuple[Clause, ...]:
    """In order. () where neither script clearly prevails: such a text is mixed as a whole, or converted by characters.
    Linear in the length of ``text``."""
    hans, hant = _own_characters()
    if hant.search(text) is None or hans.search(text) is None:  # one script alone, as in most texts
        return ()
    simplified, traditional = _counts(text)
    if not max(simplified, traditional) or max(simplified, traditional) < _CLEAR * min(simplified, traditional):
        return ()
    own, other, script = (hans, hant, "Hant") if simplified > traditional else (hant, hans, "Hans")
    if not _has_enough(other, text):
        return ()
    plain = _QUOTED.sub(_blank, prose(_ORIGINAL.sub(_blank, text)))
    found: list[Clause] = []
    for match in _CLAUSE.finditer(plain):
        chars = dict.fromkeys(other.findall(match[0]))
        if len(chars) >= FEWEST and own.search(match[0]) is None and len(_HAN().findall(match[0])) >= _SHORTEST:
            start = match.start() + len(match[0]) - len(match[0].lstrip())
            found.append(Clause(start, text[start : match.end()].strip(), "".join(chars), script))
    return tuple(found)


def _counts(text: str) -> tuple[int, int]:
    simplified = traditional = 0
    for size in _SAMPLES:
        simplified, traditional = (len(one.findall(text, 0, size)) for one in _own_characters())
        if len(text) <= size or max(simplified, traditional) >= 20 * max(3, min(simplified, traditional)):
            break
    return simplified, traditional


def _has_enough(other: re.Pattern[str], text: str) -> bool:
    """Whether two of the other script's characters stand close together at all: in most texts they don't."""
    last = -100
    for match in other.finditer(text):
        if match.start() - last < 40:
            return True
        last = match.start()
    return False


def _blank(match: re.Match[str]) -> str:
    return re.sub(r"[^\n]", "|", match[0])


@cache
def _own_characters() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """What only simplified, and what only traditional text has."""
    text = files("bulletin.mend").joinpath("scripts.txt").read_text(encoding="utf-8")
    hans, hant = (line for line in text.split("\n") if line and not line.startswith("#"))
    return re.compile(f"[{hans}]"), re.compile(f"[{hant}]")
