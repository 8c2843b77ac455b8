"""How a paragraph begins -> whether it is a numbered clause, and of which level: 一、（一） 1.（1）"""

from __future__ import annotations

from bulletin.model.late import regex

_NUMERAL = "[一二三四五六七八九十百]{1,4}"
LEVELS = (  # with the level of the heading that such a paragraph may be; 0: it is none
    (regex(rf"{_NUMERAL}、[ \u3000]*(?=\S)"), 2),
    (regex(rf"[（(]{_NUMERAL}[）)][、 \u3000]*(?=\S)"), 3),
    (regex(r"\d{1,2}[.．、](?![\d ])(?=\S)"), 0),
    (regex(r"[（(]\d{1,2}[）)][ \u3000]*(?=\S)"), 0),
)
_START = regex(r"[一二三四五六七八九十百（(\d]")


def begins_clause(text: str) -> bool:
    return bool(_START.match(text)) and any(pattern.match(text) for pattern, _ in LEVELS)
