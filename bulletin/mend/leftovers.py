"""A text -> what is left in it of a web page: &nbsp;, entities escaped twice, end tags that nothing opens, ``/p>``."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from html import unescape

from bulletin.mend.code import without_code
from bulletin.mend.repair import Repair
from bulletin.model.late import late, regex

_NAMES = "p|div|span|font|strong|section|center|td|tr|table|tbody|li|ul|ol|h[1-6]|em|b|i|a|o:p"
_SIGN = regex(r"nbsp|&(?:amp|#|e[nm]sp)|</|/(?:p|div|span|font|strong|section|center|t[dr]|li|br|o:p)>", re.I)
_NBSP = regex("[nN][bB][sS][pP]")
_SPACE = regex(r"(?:&(?:amp;)*(?:nbsp|#160|#xa0|ensp|emsp|#12288);?|(?<![A-Za-z&;])nbsp;)+", re.IGNORECASE)
_TWICE = regex(r"&(?:(?:amp|#38);)+(#\d{2,6}|#x[0-9a-f]{2,5}|[a-z]{2,10});", re.IGNORECASE)
_BROKEN = late(rf"(?<![<\w/.:*?=&])/(?:{_NAMES}|br ?/?)>|</(?:{_NAMES})(?=[\s\u4e00-\u9fff]|\Z)", re.IGNORECASE)
_TAG = regex(rf"<(/?)({_NAMES})(?:\s[^<>]*)?(/?)>", re.IGNORECASE)


def leftovers(text: str) -> tuple[Repair, ...]:
    """In order. Single entities other than spaces, and tags that are whole, are an author's right: they stay."""
    if not ("/" in text or "&" in text or _names_a_space(text)) or _SIGN.search(text) is None:
        return ()
    plain = without_code(text)
    found: list[Repair] = []
    for repair in sorted((*_spaces(plain), *_twice(plain), *_broken(plain), *_lone_ends(plain))):
        if not found or repair.start >= found[-1].end:
            found.append(repair)
    return tuple(found)


def _names_a_space(text: str) -> bool:
    return ("n" in text or "N" in text) and _NBSP.search(text) is not None


def _spaces(text: str) -> Iterator[Repair]:
    """Between Latin letters or figures a space was meant, elsewhere nothing."""
    for match in _SPACE.finditer(text):
        before, after = text[max(0, match.start() - 1) : match.start()], text[match.end() : match.end() + 1]
        if before == ">" and after == "<":
            continue  # an empty cell of a table, as Word and WPS write it
        space = " " if before.isalnum() and after.isalnum() and (before + after).isascii() else ""
        yield Repair(match.start(), match.end(), "leftover", match[0], space)


def _twice(text: str) -> Iterator[Repair]:
    for match in _TWICE.finditer(text):
        char = unescape(f"&{match[1]};")
        if not char.startswith("&") or len(char) == 1:
            # What would become markup stays escaped, once
            once = f"&{match[1]};" if char in "<>&" else char
            yield Repair(match.start(), match.end(), "leftover", match[0], once)


def _broken(text: str) -> Iterator[Repair]:
    for match in _BROKEN().finditer(text):
        yield Repair(match.start(), match.end(), "leftover", match[0], "")


def _lone_ends(text: str) -> Iterator[Repair]:
    is_open: Counter[str] = Counter()
    for match in _TAG.finditer(text) if "</" in text else ():
        name = match[2].lower()
        if not match[1]:
            is_open[name] += not match[3]
        elif is_open[name]:
            is_open[name] -= 1
        else:
            yield Repair(match.start(), match.end(), "leftover", match[0], "")
