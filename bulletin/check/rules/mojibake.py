"""Bytes read in the wrong encoding or lost, ç»„ç»‡, 宸ヤ細, 濱??h, 锟斤拷, and what stood there if it can be known."""

from __future__ import annotations

from collections.abc import Iterator

from bulletin.check.passage import Passage, around, mended_around
from bulletin.mend.mojibake import mojibake
from bulletin.model.problem import Problem

_LONGEST = 40


def misread_bytes(passage: Passage) -> Iterator[Problem]:
    found = []
    for one in mojibake(passage.text):
        place = around(passage.text, one.start, one.end)
        if one.after:
            found.append((one.start, "W434", {"text": _shown(place), "fix": _shown(mended_around(passage.text, one))}))
        else:
            found.append((one.start, "W444", {"text": _shown(place)}))
    return passage.problems(found)


def _shown(text: str) -> str:
    """Private and control characters have no shape: a message shows their numbers."""
    visible = "".join(f"〔U+{ord(c):04X}〕" if "\ue000" <= c <= "\uf8ff" or "\x80" <= c <= "\x9f" else c for c in text)
    return visible if len(visible) <= _LONGEST else visible[: _LONGEST - 1] + "…"
