"""The blocks of an item's text -> fields that stand at its end: bylines, reprints, signature and date, contacts; and
the text without them, its annexes in containers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from bulletin.ingest.credits import inline_byline, read_credit
from bulletin.ingest.dates import whole_date
from bulletin.ingest.draft import Block, Line, Notes
from bulletin.ingest.labels import read_labels
from bulletin.model.late import regex

_ANNEX = regex(r"附[ \u3000]*件[ \u3000]*(?:\d{1,2}|[一二三四五六七八九十]{1,2})?[ \u3000]*[:：]?")
_DECLARED = regex(r"附[ \u3000]*件[ \u3000]*[:：][ \u3000]*(?:1[.．、][ \u3000]*)?(\S.{1,80})")
_FURTHER = regex(r"\d{1,2}[.．、][ \u3000]*(\S.{1,80})")
_SIGNING = regex(
    r"[\u4e00-\u9fff（）()·“”]{2,30}(?:会|會|委员会|委|局|办公室|部|厅|中心|公司|院|校|社|组|组委会|处|政府|集团|站"
    r"|馆|团|团委|联|办)"
)
_CONTACT = regex(
    r"(?:联[ \u3000]*系[ \u3000]*人|聯[ \u3000]*[繫絡系][ \u3000]*人)[ \u3000]*[:：][ \u3000]*(?P<who>\S.{0,40})"
)
_PHONE = regex(
    r"(?:(?:联系|聯繫|聯絡"
    r"|咨询)?[电電][ \u3000]*[话話])[ \u3000]*[:：][ \u3000]*(?P<number>[\d\-—()（）、，,；; 转轉]{5,60})"
)
_BOTH = regex(
    _CONTACT.pattern[: _CONTACT.pattern.index("(?P<who>")]
    + r"(?P<who>[^\s，,；;:：]{2,12})[\s，,；;]+"
    + _PHONE.pattern
)
# 抄送：… and …2026年10月15日印发 below a document; 报：… 送：… 发：… below a bulletin
FOOT = regex(
    r"(?:抄?[报送发發報]|主[报送報]|印[数數])\s*[:：]|[（(]?[本共]?印\s*[:：]?\s*\d+\s*份[）)。]*$"
    r"|.{2,40}\d{1,2}日[ \u3000]*印[发發]$"
)
_NAMES = frozenset({"作者", "摄影", "编辑", "供稿"})
_BLANKS = regex(r"年[ \u3000]*月[ \u3000]*日")


@dataclass(slots=True)
class Tail:
    fields: dict[str, str] = field(default_factory=dict)
    rest: list[Block] = field(default_factory=list)


def read_tail(blocks: Sequence[Block], is_notice: bool, notes: Notes) -> Tail:
    """``is_notice``: contacts and signature are fields of the front matter; of news they stay in the text."""
    tail = Tail()
    text, annexes = _annexes(_without_foot(blocks, notes))
    text = _credits(text, tail, notes)
    if is_notice:
        text = _signed(text, tail, notes)
        text = _contacts(text, tail, notes)
        text = _declared(text, annexes, notes)
        text = _signed(text, tail, notes)
    tail.rest = [*text, *(one for annex in annexes for one in _container(annex, notes))]
    return tail


def _without_foot(blocks: Sequence[Block], notes: Notes) -> Sequence[Block]:
    """Who else got it, and when it was printed, at the very end."""
    end = len(blocks)
    while end > 1 and blocks[end - 1].kind in {"text", "rule"} and (
        blocks[end - 1].kind == "rule" or FOOT.match(blocks[end - 1].text)
    ):
        end -= 1
    if not any(block.kind == "text" for block in blocks[end:]):
        return blocks
    for block in blocks[end:]:
        notes.leave("rule" if block.kind == "rule" else "page foot", *block.lines)
    return blocks[:end]


def _annexes(blocks: Sequence[Block]) -> tuple[list[Block], list[list[Block]]]:
    """What is printed below a line that says only 附件：, up to the next such line."""
    marks = [
        index for index, block in enumerate(blocks)
        if is_annex(block) and index > 0 and index + 1 < len(blocks)
    ]  # fmt: skip
    if not marks:
        return list(blocks), []
    ends = [*marks[1:], len(blocks)]
    return list(blocks[: marks[0]]), [list(blocks[start:end]) for start, end in zip(marks, ends, strict=True)]


def is_annex(block: Block) -> bool:
    """A line 附件： or 附件2 that says no more: an annex is printed below."""
    return block.kind == "text" and _ANNEX.fullmatch(block.text) is not None


def _container(annex: Sequence[Block], notes: Notes) -> list[Block]:
    """``::: 附件 title``; a title in the first row of the form stays there too."""
    head, *inside = annex
    title = ""
    if inside and inside[0].kind == "text" and len(inside[0].text) <= 60 and not inside[0].text.endswith(("。", "：")):
        title = inside[0].text.lstrip("# ")
        notes.take("附件", title, *inside[0].lines)
        inside = inside[1:]
    elif inside and inside[0].kind == "table":
        title = _first_cell(inside[0].text)
    notes.take("附件", title, *head.lines)
    return [
        Block("markup", f"::: 附件 {title}".rstrip(), head.lines), *inside, Block("markup", ":::", ()),
    ]  # fmt: skip


def _first_cell(table: str) -> str:
    """Of a row that is one cell from edge to edge."""
    row = [cell.strip() for cell in table.partition("\n")[0].strip("| ").split("|")]
    return row[0] if row and all(cell == ">>" for cell in row[1:]) and len(row[0]) <= 60 else ""


def _credits(blocks: list[Block], tail: Tail, notes: Notes) -> list[Block]:
    """From the end up, as long as they are credits or labels; and a byline at the end of the last paragraph."""
    rest = list(blocks)
    while len(rest) > 1 and rest[-1].kind in {"text", "rule"}:
        block = rest[-1]
        if block.kind == "rule":
            notes.leave("rule", *block.lines)
        elif found := _credit(block.text):
            for key, value in found:
                _put(tail, key, value, block, notes)
        else:
            break
        rest.pop()
    if "作者" not in tail.fields and rest and rest[-1].kind == "text" and (byline := inline_byline(rest[-1].text)):
        rest[-1] = Block("text", byline[0], rest[-1].lines)
        tail.fields["作者"] = byline[1]
        notes.take("作者", byline[1], rest[-1].lines[-1])
    return rest


def _put(tail: Tail, key: str, value: str, block: Block, notes: Notes) -> None:
    """Names are added to names; of anything else what stands further down is said already."""
    before = tail.fields.get(key, "")
    if not key or (before not in {"", value} and key not in _NAMES):
        notes.leave("label", Line(block.number, value))
        return
    tail.fields[key] = f"{before}、{value}" if before and value not in before.split("、") else value
    notes.take(key, value, *block.lines)


def _credit(text: str) -> tuple[tuple[str, str], ...]:
    if credit := read_credit(text):
        return credit
    labelled = read_labels(text)
    if labelled is None or any(key in {"标题", "摘要"} for key, _ in labelled.fields):
        return ()
    if not labelled.rest and all(key == "日期" and "：" not in text and ":" not in text for key, _ in labelled.fields):
        return ()  # the date of a signature
    return (*labelled.fields, *(("", f"{name}：{value}" if name else value) for name, value in labelled.rest))


def _signed(blocks: list[Block], tail: Tail, notes: Notes) -> list[Block]:
    """Issuing unions and below them a date, at the end."""
    if "成文日期" in tail.fields or len(blocks) < 2 or blocks[-1].kind != "text":
        return blocks
    day = whole_date(blocks[-1].text)
    if not day or _BLANKS.search(blocks[-1].text):
        return blocks
    start = len(blocks) - 1
    while start > 1 and blocks[start - 1].kind == "text" and _SIGNING.fullmatch(blocks[start - 1].text):
        start -= 1
    signers = blocks[start:-1]
    if signers:
        tail.fields["落款"] = "、".join("、".join(one.text.split()) for one in signers)
        for one in signers:
            notes.take("落款", one.text, *one.lines)
    tail.fields["成文日期"] = day[:10]
    notes.take("成文日期", day[:10], *blocks[-1].lines)
    return blocks[:start]


def _contacts(blocks: list[Block], tail: Tail, notes: Notes) -> list[Block]:
    """Lines of their own below the text; a contact in the middle stays where it is."""
    rest: list[Block] = []
    for index, block in enumerate(blocks):
        is_late = index >= len(blocks) - 8 and block.kind == "text" and len(block.text) <= 90
        text = block.text.strip("（）() \u3000")
        both = _BOTH.fullmatch(text) if is_late else None
        who = both or (_CONTACT.fullmatch(text) if is_late else None)
        number = both or (_PHONE.fullmatch(text) if is_late else None)
        if not (who or number):
            rest.append(block)
            continue
        for key, value in (("联系人", who["who"] if who else ""), ("电话", number["number"] if number else "")):
            if value.strip():
                value = value.strip(" \u3000，,；;。")
                tail.fields[key] = f"{tail.fields[key]}、{value}" if key in tail.fields else value
                notes.take(key, value, *block.lines)
    return rest


def _declared(blocks: list[Block], annexes: Sequence[Sequence[Block]], notes: Notes) -> list[Block]:
    """附件：… of an annex that is printed below says nothing that its title does not; any other stays, and is told."""
    rest = list(blocks)
    declared = [i for i, one in enumerate(rest) if one.kind == "text" and _DECLARED.fullmatch(one.text)]
    start = declared[-1] if declared else -1
    if start < 0:
        return rest
    end = start + 1
    while end < len(rest) and rest[end].kind == "text" and _FURTHER.fullmatch(rest[end].text):
        end += 1
    found = [_DECLARED.fullmatch(one.text) or _FURTHER.fullmatch(one.text) for one in rest[start:end]]
    names = [match[1] for match in found if match]
    printed = "".join(one.text for annex in annexes for one in annex)
    if annexes and all(name.strip("。；") in printed for name in names):
        for one in rest[start:end]:
            notes.take("附件", "、".join(names), *one.lines)
        return rest[:start] + rest[end:]
    notes.find("W966", rest[start].number, names="、".join(names)[:80])
    return rest
