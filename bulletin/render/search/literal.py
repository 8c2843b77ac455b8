"""A traditional text -> terms for what folding hides: 里程 and 裡程 fold alike, but who asks for 里程 wants 里程 first.

    里程=里程   the pair 里程, where the traditional text writes it so

Only pairs with a character that is not the first choice for its simplified one have such a term (see ``fold.marked``),
two or three in a hundred. They stand in the shard of the pair, so looking them up costs no further file.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache

from bulletin.model.late import regex
from bulletin.render.search.fold import fold, fold_but_marked, marked
from bulletin.render.search.terms import is_han

SIGN = "="  # no unit holds it
_TRADITIONAL = regex("[個們這為來時過對說開關於與後發東業員動國會長門見間問學萬實]")


def literal_term(pair: str, written: str) -> str:
    return f"{pair}{SIGN}{written}"


def literal_terms(texts: Iterable[str]) -> dict[str, None]:
    """Of the traditional ones among ``texts``, each term once."""
    return dict.fromkeys(term for text in texts if _TRADITIONAL.search(text) for term in _terms(text))


def _terms(text: str) -> Iterator[str]:
    for match in _marks().finditer(text):
        at = match.start()
        for begin in (at - 1, at):
            pair = text[max(begin, 0) : begin + 2]
            folded = fold(pair)
            if len(folded) == 2 and is_han(folded[0]) and is_han(folded[1]):
                yield literal_term(folded, fold_but_marked(pair))


@cache
def _marks() -> re.Pattern[str]:
    return re.compile(f"[{''.join(sorted(marked()))}]")
