"""A union called by a name that it no longer has: ``旧称`` in unions.yaml.

Quiet where the text says that it is the old name (原…, …更名为), and in items of the time when it was the name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache

from bulletin.check.same import Same
from bulletin.check.single import Single
from bulletin.mend.code import prose
from bulletin.model.item import Item
from bulletin.model.late import regex
from bulletin.model.making import frozen
from bulletin.model.problem import Problem

_BEFORE = regex(
    r"(?:原|原[称稱名]|前身(?:是|为|為)?|[旧舊][称稱]|曾用名|曾[称稱]|[时時]任|改自)[“「《（(：:]?$"
)
_AFTER = regex(
    r"[”」》）)]?(?:更名|改名|改[称稱]|改[组組]|合[并併]|撤[销銷]|的前身|挂牌|成立|[（(](?:[现現]|今)"
    r"|[，,]?(?:[现現]|今)(?:[为為在]?更名|改|[称稱叫]|[为為]))"
)
_MOST = 20  # of one item


def former_names(single: Single) -> Iterator[Problem]:
    names = _names(Same(single.unions))
    if names is not None and not single.item.withdrawn and names.told.search(single.item.body):
        yield from _found(single.item, names.pattern, names.former)


@frozen
class _Names:
    former: Mapping[str, tuple[str, str]]  # -> the name that it has, the last day of the old one
    told: re.Pattern[str]  # one of them
    pattern: re.Pattern[str]  # one of all


@lru_cache(maxsize=4)
def _names(unions: Same) -> _Names | None:
    former = {name: (union.name, until) for union in unions.value for name, until in union.former if len(name) > 1}
    if not former:
        return None
    present = (name for union in unions.value for name in (union.name, *union.aliases))
    # The longest first: one may be part of another
    names = sorted(filter(None, {*former, *present}), key=lambda name: (-len(name), name))
    return _Names(former, *(re.compile("|".join(map(re.escape, some))) for some in (former, names)))


def _found(item: Item, pattern: re.Pattern[str], former: Mapping[str, tuple[str, str]]) -> Iterator[Problem]:
    text = prose(item.body)
    day = item.date.date().isoformat() if item.date else ""
    left = _MOST
    for match in pattern.finditer(text):
        name, until = former.get(match[0], ("", ""))
        if not name or (until and day and day <= until) or not left:
            continue
        if _BEFORE.search(text[max(0, match.start() - 8) : match.start()]) or _AFTER.match(text, match.end()):
            continue
        left -= 1
        line = item.body_line + text.count("\n", 0, match.start())
        column = match.start() - text.rfind("\n", 0, match.start())
        yield Problem(item.path, line, column, "W476", (("name", name), ("typed", match[0])))
