"""The blocks of one item -> Draft: title, fields, the text as Markdown. What is not known is left empty and named."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from bulletin.ingest.closing import read_tail
from bulletin.ingest.draft import Asset, Block, Draft, Line, Notes, Value
from bulletin.ingest.opening import Head, is_addressee, read_head
from bulletin.model.late import regex

_NOTICE = regex(r"(?:通知|公告|通告|公示|启事|啟事|通报|通報)(?:[（(][^（）()]*[）)])?$")
_ORDER = (
    "类型", "引题", "副标题", "日期", "来源", "栏目", "作者", "供稿", "摄影", "编辑", "转载", "标签", "摘要",
    "发文字号", "主送", "落款", "成文日期", "联系人", "电话", "浏览次数",
)  # fmt: skip
_LISTS = frozenset({"落款"})
_HEADING_MARK = regex(r"(?P<mark>#{1,6})[ \u3000]*(?=[^#\s])")


def read_item(
    blocks: Sequence[Block],
    given: Mapping[str, str],
    sections: frozenset[str],
    notes: Notes,
    assets: tuple[Asset, ...] = (),
) -> Draft:
    """``given``: fields that the page says of all its items, and of one that stands alone also 标题. ``sections``: the
    names that site.yaml has; a column of another name is no field but left out, and named."""
    line = next((block.number for block in blocks if block.number), 1)
    head = read_head(blocks, notes)
    fields: dict[str, str] = {**given, **head.fields}
    title = head.title or fields.pop("标题", "")
    fields.pop("标题", None)
    text = _addressed(head, fields, notes)
    is_notice = "主送" in fields or _NOTICE.search(title) is not None or "发文字号" in fields
    tail = read_tail(text, is_notice, notes)
    for key, value in tail.fields.items():
        if key != "作者" and fields.get(key, value) != value:
            notes.leave("second", Line(line, f"{key}：{value}"))
    fields = {**tail.fields, **fields, **_more_authors(tail.fields, fields)}
    if is_notice:
        fields["类型"] = "通知"
    section = fields.pop("栏目", "")
    if section in sections:
        fields["栏目"] = section
    elif section:
        notes.find("W967", line, value=section)
    fields.setdefault("日期", "")
    ordered = tuple((key, _value(key, fields[key])) for key in _ORDER if key in fields)
    if not title:
        notes.find("W961", line)
    if not fields["日期"]:
        notes.find("W962", line, title=title or _clause(tail.rest))
    return Draft(title, ordered, body_of(tail.rest), line, assets)


def _more_authors(below: Mapping[str, str], above: Mapping[str, str]) -> dict[str, str]:
    """Above the text stands who sent it, below who wrote it: both did."""
    names = [name for fields in (above, below) for name in fields.get("作者", "").split("、") if name]
    return {"作者": "、".join(dict.fromkeys(names))} if names else {}


def _addressed(head: Head, fields: dict[str, str], notes: Notes) -> list[Block]:
    """主送 is the first paragraph, or the second below a line that is no field."""
    rest = list(head.rest)
    for index, block in enumerate(rest[:2]):
        if block.kind == "text" and is_addressee(block.text) and index + 1 < len(rest):
            fields["主送"] = block.text
            notes.take("主送", block.text, *block.lines)
            return rest[:index] + rest[index + 1 :]
    return rest


def _value(key: str, value: str) -> Value:
    return tuple(value.split("、")) if key in _LISTS and "、" in value else value


def _clause(blocks: Sequence[Block]) -> str:
    return first_clause("\n".join(block.text for block in blocks[:1]))


def first_clause(text: str) -> str:
    """Some words by which a person finds the text again."""
    plain = re.sub(r"[#*_>|`\[\]!]+", "", text).strip()
    found = re.match(r"[^。！？；\n]{1,24}", plain)
    return found[0].strip("，,、 ") if found else ""


def body_of(blocks: Sequence[Block]) -> str:
    """Paragraphs parted by empty lines."""
    return "\n\n".join(_markdown(block) for block in blocks if block.text.strip())


def _markdown(block: Block) -> str:
    """A heading gets the space that Markdown wants; #话题# is none."""
    if block.kind == "rule":
        return "---"
    if block.kind == "text" and (match := _HEADING_MARK.match(block.text)):
        rest = block.text[match.end() :]
        return f"\\{block.text}" if rest.rstrip().endswith("#") else f"{match['mark']} {rest}"
    return block.text
