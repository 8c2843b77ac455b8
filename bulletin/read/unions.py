"""``unions.yaml`` as Nodes -> Unions, each with its parent, no name twice."""

from __future__ import annotations

from dataclasses import replace
from datetime import date as Date
from difflib import get_close_matches

from bulletin.model.content import Union
from bulletin.model.late import regex
from bulletin.read.editions import KNOWN, tag_of
from bulletin.read.keys import FORMER, UNION
from bulletin.read.nodes import Entry, Mapping, Node, Sequence, Text
from bulletin.read.values import Reader

_MOST_GUESSES = 20  # each compares with every name
_LONGEST_CIRCLE = 8
_DAY = regex(r"\s*[-./年月]\s*")


def read_unions(reader: Reader, node: Node) -> tuple[Union, ...]:
    """Wrong values are problems of ``reader``; with any, the result must not be used."""
    if isinstance(node, Mapping) and not node.entries:
        return ()
    if not isinstance(node, Sequence):
        reader.find("E302", node, key=reader.path)
        return ()
    unions: list[tuple[Union, Node]] = []
    taken: dict[str, tuple[str, int]] = {}  # name, alias or id -> id and line of its union
    for item in node.items:
        union = _read_union(reader, item)
        if not union.name:
            reader.find("E323", item, key=reader.path)
            continue
        names = dict.fromkeys((union.name, *union.aliases, union.id, *(name for name, _ in union.former)))
        if double := next((name for name in names if name.casefold() in taken), ""):
            reader.find("E316", item, name=double, first=str(taken[double.casefold()][1]))
            continue
        taken |= {name.casefold(): (union.id, item.line) for name in names}
        unions.append((union, item))
    names_of_all = [*taken]
    placed = []
    lost = 0
    for union, item in unions:
        lost += bool(union.parent) and union.parent.casefold() not in taken
        placed.append((_with_parent(reader, union, item, taken, names_of_all if lost <= _MOST_GUESSES else []), item))
    _find_circles(reader, placed)
    return tuple(union for union, _ in placed)


def _read_union(reader: Reader, node: Node) -> Union:
    if not isinstance(node, Mapping):
        name = node.text if isinstance(node, Text) else ""
        return Union(reader.slug(None, name), name)
    found = reader.entries(node, UNION)
    name = reader.text(found.get("name"))
    return Union(
        id=reader.slug(found.get("id"), name),
        name=name,
        aliases=tuple(alias for alias in reader.texts(found.get("aliases")) if alias != name),
        region=reader.text(found.get("region")),
        parent=reader.text(found.get("parent")),
        names=read_forms(reader, found.get("names")),
        former=_read_former(reader, found.get("former")),
    )


def _read_former(reader: Reader, entry: Entry | None) -> tuple[tuple[str, str], ...]:
    """Names alone, or ``{名称: …, 至: 2019-03-20}``."""
    if entry is None:
        return ()
    former: dict[str, str] = {}
    nodes = (entry.value,) if isinstance(entry.value, Mapping) else reader.items(entry)
    for node in nodes:
        if not isinstance(node, Mapping):
            former.update(dict.fromkeys((node.text,) if isinstance(node, Text) else (), ""))
            continue
        found = reader.entries(node, FORMER, entry.key)
        name = reader.text(found.get("name"))
        if not name:
            reader.find("E323", node, key=entry.key)
            continue
        former[name] = _read_day(reader, found.get("until"))
    return tuple(former.items())


def _read_day(reader: Reader, entry: Entry | None) -> str:
    """As ISO, whether typed 2019-03-20, 2019.3.20 or 2019年3月20日."""
    text = reader.text(entry)
    try:
        year, month, day = _DAY.split(text.removesuffix("日")) if text else ("", "", "")
        return Date(int(year), int(month), int(day)).isoformat() if text else ""
    except ValueError:
        if entry is not None:
            reader.find("E334", entry.value, key=entry.key, value=text)
        return ""


def read_forms(reader: Reader, entry: Entry | None) -> tuple[tuple[str, str], ...]:
    """One text for all traditional editions, or a mapping of tags: ``{zh-Hant: …, zh-Hant-HK: …}``."""
    if entry is None:
        return ()
    if not isinstance(entry.value, Mapping):
        text = reader.text(entry)
        return (("zh-Hant", text),) if text else ()
    forms: dict[str, str] = {}
    for form in entry.value.entries:
        tag = tag_of(form.key)
        if not tag:
            reader.find("E306", form, value=form.key, known="、".join(edition.tag for edition in KNOWN))
        elif tag in forms:
            reader.find("E321", form, tag=tag, path="")
        elif text := reader.text(form):
            forms[tag] = text
    return tuple(forms.items())


def _with_parent(
    reader: Reader, union: Union, node: Node, taken: dict[str, tuple[str, int]], near: list[str]
) -> Union:
    """The parent's id for whatever name the editor gave it; ``near`` are the names that he may have meant."""
    if not union.parent:
        return union
    if union.parent.casefold() not in taken:
        nearest = get_close_matches(union.parent, near, n=1)
        reader.find("E318", node, union=union.name, parent=union.parent, nearest=nearest[0] if nearest else "—")
        return replace(union, parent="")
    return replace(union, parent=taken[union.parent.casefold()][0])


def _find_circles(reader: Reader, unions: list[tuple[Union, Node]]) -> None:
    """Each circle once, at the union of it that comes first in the file."""
    by_id = {union.id: union for union, _ in unions}
    done: set[str] = set()
    for union, node in unions:
        chain: dict[str, Union] = {}
        one: Union | None = union
        while one is not None and one.id not in done:
            if one.id in chain:
                circle = [*chain.values()][[*chain].index(one.id) :]
                names = [name.name for name in (*circle, one)]
                left_out = ["…"] if len(names) > _LONGEST_CIRCLE else []
                reader.find("E319", node, chain=" → ".join([*names[:_LONGEST_CIRCLE], *left_out]))
                break
            chain[one.id] = one
            one = by_id.get(one.parent)
        done |= chain.keys()
