"""A clause in traditional characters within a simplified text, or the other way round."""

from __future__ import annotations

from collections.abc import Iterator

from bulletin.check.passage import Passage
from bulletin.mend.scripts import mixed_clauses
from bulletin.model.problem import Problem

_LONGEST = 30


def mixed_scripts(passage: Passage) -> Iterator[Problem]:
    found = []
    for one in mixed_clauses(passage.text):
        code = "W435" if one.script == "Hant" else "W447"
        text = one.text if len(one.text) <= _LONGEST else one.text[: _LONGEST - 1] + "…"
        found.append((one.start, code, {"text": text, "chars": one.chars[:12]}))
    return passage.problems(found)
