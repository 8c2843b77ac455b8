"""A union called by a name that it no longer has: ``旧称`` in unions.yaml.

Quiet where the text says that it is the old name (原…, …更名为), and in items of the time when it was the name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from bulletin.check.whole import Whole
from bulletin.mend.code import prose
from bulletin.model.item import Item
from bulletin.model.problem import Problem

_BEFORE = re.compile(
    r"(?:原|原[称稱名]|前身(?:是|为|為)?|[旧舊][称稱]|曾用名|曾[称稱]|[时時]任|改自)[“「《（(：:]?$"
)
_AFTER = re.compile(
    r"[”」》）)]?(?:更名|改名|改[称稱]|改[组組]|合[并併]|撤[销銷]|的前身|挂牌|成立|[（(](?:[现現]|今)"
    r"|[，,]?(?:[现現]|今)(?:[为為在]?更名|改|[称稱叫]|[为為]))"
)
_MOST = 20  # of one item


def former_names(whole: Whole) -> Iterator[Problem]:
    former = {name: (union.name, until) for union in whole.unions for name, until in union.former if len(name) > 1}
    if not former:
        return
    present = (name for union in whole.unions for name in (union.name, *union.aliases))
    names = sorted({*former, *present}, key=len, reverse=True)  # the longest first: one may be part of another
    pattern = re.compile("|".join(map(re.escape, names)))
    told = re.compile("|".join(map(re.escape, former)))
    for item in whole.items:
        if told.search(item.body) and not item.withdrawn:
            yield from _found(item, pattern, former)


def _found(item: Item, pattern: re.Pattern[str], former: dict[str, tuple[str, str]]) -> Iterator[Problem]:
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
