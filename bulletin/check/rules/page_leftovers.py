"""What a copied web page left behind: &nbsp;, &amp;amp;, end tags that nothing opens, ``/p>``."""

from __future__ import annotations

from collections.abc import Iterator

from bulletin.check.passage import Passage, around, mended_around
from bulletin.mend.leftovers import leftovers
from bulletin.model.problem import Problem


def page_leftovers(passage: Passage) -> Iterator[Problem]:
    text = passage.text
    found = []
    for one in leftovers(text):
        place = around(text, one.start, one.end)
        found.append((one.start, "W445", {"text": place, "mark": one.before[:20], "fix": mended_around(text, one)}))
    return passage.problems(found)
