"""Which script a text is written in. Text in, script out."""

from __future__ import annotations

import re
from functools import lru_cache

from bulletin.convert.script.engine import to_simplified, to_traditional
from bulletin.convert.script.names import AMBIGUOUS
from bulletin.model.content import Script

_SAMPLES = (400, 20_000)  # characters: the first will mostly do, the second keeps the work bounded
_CLEAR = 20  # so many characters of one script and a tenth of that of the other leave no doubt


def detect(text: str, default: Script = "Hans") -> Script:
    """The script whose own characters are in the majority; ``default`` where neither script shows.

    Only characters that belong to one script alone are counted: 来 is simplified, 來 traditional, 里 is neither.
    """
    simplified, traditional = _own_characters()
    hans = hant = 0
    for size in _SAMPLES:
        hans, hant = len(simplified.findall(text, 0, size)), len(traditional.findall(text, 0, size))
        if len(text) <= size or max(hans, hant) >= max(_CLEAR, 10 * min(hans, hant)):
            break
    if hans == hant:
        return default
    return "Hans" if hans > hant else "Hant"


@lru_cache(maxsize=1)
def _own_characters() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """What OpenCC changes in one direction and leaves alone in the other, one character at a time."""
    every = [chr(code) for code in range(0x4E00, 0xA000)]
    line = "\n".join(every)
    up, down = to_traditional(line).split("\n"), to_simplified(line).split("\n")
    triples = list(zip(every, up, down, strict=True))
    hans = [c for c, t, s in triples if t != c and s == c and c not in AMBIGUOUS]
    hant = [c for c, t, s in triples if s != c and t == c]
    return re.compile(f"[{''.join(hans)}]"), re.compile(f"[{''.join(hant)}]")
