"""Problems -> one line in an inspector's words: which of them fail a whole site (国办秘函〔2019〕19号), how many."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from bulletin.model.problem import Problem
from bulletin.words import Language, phrase

# In the order of the document. Of sections five fail a site, of the others one; all are named, for five begin with one.
VETOES = {
    "Veto_home": ("W465",),
    "Veto_sections": ("W466",),
    "Veto_empty": ("W467",),
    "Veto_wording": ("W448",),
    "Veto_private": ("W437", "W438", "W439", "W232", "W233"),
    "Veto_dates": ("W449", "W474", "W477", "W499"),
}


def veto_line(problems: Iterable[Problem], language: Language) -> str:
    """"" where there is none."""
    count = Counter(one.code for one in problems)
    found = {name: sum(count[code] for code in codes) for name, codes in VETOES.items()}
    named = [phrase(name, language, {"count": str(number)}) for name, number in found.items() if number]
    return phrase("Say_vetoes", language, {"named": phrase("Veto_mark", language, {}).join(named)}) if named else ""
