"""What stands inside ``-{ … }-`` -> what it means. Text in, ``Meaning`` or ``Fault`` out.

The marks are those of Chinese Wikipedia (https://zh.wikipedia.org/wiki/Help:高级字词转换语法), which editors of text in
two scripts may know: text as typed, a form for each edition, rules for the page, the page's title.
Nothing inside is Markdown or HTML but in text as typed.
"""

from __future__ import annotations

import re
from html import unescape
from typing import Literal

from bulletin.convert.markup.marks import without_hidden
from bulletin.model.late import regex
from bulletin.model.making import frozen

Flag = Literal["", "A", "H", "R", "T"]

LONGEST_WORD = 60  # characters of a word that a rule replaces in the whole page
# As Wikipedia writes editions -> BCP 47; in lower case. "zh" is what is shown where nothing else fits.
TAGS = {
    "zh": "zh",
    **dict.fromkeys(("zh-hans", "zh-chs", "zh-simplified"), "zh-Hans"),
    **dict.fromkeys(("zh-cn", "zh-hans-cn"), "zh-Hans-CN"),
    **dict.fromkeys(("zh-sg", "zh-hans-sg"), "zh-Hans-SG"),
    **dict.fromkeys(("zh-my", "zh-hans-my"), "zh-Hans-MY"),
    **dict.fromkeys(("zh-hant", "zh-cht", "zh-traditional"), "zh-Hant"),
    **dict.fromkeys(("zh-tw", "zh-hant-tw"), "zh-Hant-TW"),
    **dict.fromkeys(("zh-hk", "zh-hant-hk"), "zh-Hant-HK"),
    **dict.fromkeys(("zh-mo", "zh-hant-mo"), "zh-Hant-MO"),
}

_FLAG = regex(r"\s*([A-Za-z]|zh[A-Za-z;；, -]*)\s*[|｜]", re.IGNORECASE)
_CUT = regex("[;；]")
# A language tag, and so a form of an edition. Not "PPT:" or "http:".
_TAGGED = regex(r"\s*(zh(?:[-_][A-Za-z0-9]+)*|[a-z]{2}|[a-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})+)\s*[:：]", re.I)
_ONE_WAY = regex(r"(.*?)(?:=>|＝＞)(.*)", re.DOTALL)


@frozen
class Meaning:
    """``plain`` is text as typed; else ``forms`` hold (tag, text there), ``one_way`` (word, tag, text there).

    ``flag``: "" is shown, "A" is shown and a rule for the page, "H" a hidden rule, "R" raw, "T" the page's title.
    """

    flag: Flag = ""
    plain: str | None = None
    forms: tuple[tuple[str, str], ...] = ()
    one_way: tuple[tuple[str, str, str], ...] = ()


@frozen
class Fault:
    """Why a mark is left as it was typed: a code of the catalogue and what fills it in."""

    code: str
    values: tuple[tuple[str, str], ...] = ()


def read_inside(inside: str) -> Meaning | Fault:
    """Never raises. What is neither a rule nor a list of forms is text as typed."""
    flag: Flag = ""
    if match := _FLAG.match(inside):
        said = match[1].strip().upper()
        if said not in ("A", "H", "T", "R"):
            return Fault("W723", (("flag", _shown(match[1])),))
        inside = inside[match.end() :]
        if said == "R":
            return Meaning("R", plain=inside) if inside.strip() else Fault("W721")
        flag = "A" if said == "A" else "H" if said == "H" else "T"
    if not inside.strip():
        return Fault("W721")
    parts = _parts(inside)
    first = parts[0]
    if not _TAGGED.match(first) and not _is_one_way(first):
        return _checked(Meaning(flag, plain=inside.strip() if flag else inside))
    found = _read_parts(parts)
    if isinstance(found, Fault):
        return found
    forms, one_way = found
    if not any(text for _, text in forms) and not one_way:
        return Fault("W721")
    return _checked(Meaning(flag, None, tuple(forms), tuple(one_way)))


def _parts(inside: str) -> list[str]:
    """Cut at semicolons, but only before another form: 甲；乙 stays one text."""
    parts: list[str] = []
    for piece, mark in _pieces(inside):
        if parts and not _TAGGED.match(piece) and not _is_one_way(piece):
            parts[-1] += mark + piece
        else:
            parts.append(piece)
    return [part.removesuffix(";").removesuffix("；") if n == len(parts) - 1 else part for n, part in enumerate(parts)]


def _pieces(inside: str) -> list[tuple[str, str]]:
    """(piece, the semicolon before it)."""
    found, end, mark = [], 0, ""
    for cut in _CUT.finditer(inside):
        found.append((inside[end : cut.start()], mark))
        end, mark = cut.end(), cut[0]
    return [*found, (inside[end:], mark)]


def _is_one_way(part: str) -> bool:
    match = _ONE_WAY.match(part)
    return match is not None and bool(match[1].strip()) and _TAGGED.match(match[2]) is not None


def _plain(text: str) -> str:
    return without_hidden(unescape(text))


_Read = tuple[list[tuple[str, str]], list[tuple[str, str, str]]]


def _read_parts(parts: list[str]) -> _Read | Fault:
    forms: list[tuple[str, str]] = []
    one_way: list[tuple[str, str, str]] = []
    for part in parts:
        word = ""
        if not _TAGGED.match(part) and (arrow := _ONE_WAY.match(part)):
            word, part = _plain(arrow[1].strip()), arrow[2]
        match = _TAGGED.match(part)
        if match is None:
            return Fault("W722", (("tag", _shown(part)),))
        tag = TAGS.get(match[1].replace("_", "-").lower())
        if tag is None:
            return Fault("W722", (("tag", _shown(match[1])),))
        text = _plain(part[match.end() :].strip())
        if word:
            one_way.append((word, tag, text))
        else:
            forms.append((tag, text))
    return forms, one_way


def _checked(meaning: Meaning) -> Meaning | Fault:
    """A rule's words are short: a whole sentence there is a mistake, most often a forgotten end."""
    if meaning.flag in ("A", "H"):
        words = [text for _, text in meaning.forms] + [word for word, _, _ in meaning.one_way] + [meaning.plain or ""]
        longest = max(words, key=len)
        if len(longest) > LONGEST_WORD:
            return Fault("W724", (("word", _shown(longest)), ("limit", str(LONGEST_WORD))))
    return meaning


def _shown(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= 30 else text[:29] + "…"
