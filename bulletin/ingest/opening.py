"""The blocks at the head of an item -> its title, and the fields that its lines of labels, its date and source give."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from bulletin.ingest.blocks import CLAUSE, is_open
from bulletin.ingest.credits import read_credit
from bulletin.ingest.dates import whole_date
from bulletin.ingest.draft import Block, Line, Notes
from bulletin.ingest.labels import read_labels
from bulletin.model.late import regex

LONGEST_TITLE = 60
_FEWEST = 4  # characters of a title: what is shorter names a column
_LINES = 12  # blocks within which the head of an item ends
_HEADING = regex(r"(#{1,6})[ \u3000]*(\S.*?)[ \u3000]*#*")
_BOLD = regex(r"(\*\*|__)(.+)\1")
_NO_TITLE = regex(r"[-*+>|<`~:：{\[!]|https?:|图为|圖為|图[:：]|按[:：]|编者按|據|据《")
_END = regex(r"[。；;，,：:、]$|[。！？]$")
_ADDRESSEE = regex(r"[^。！？；]{2,160}[:：]")
_TO_ALL = regex(
    r"各|全体|全體|有关|有關|单位|單位|委员会|工会|工會|公司|同志|职工|職工|会员|會員|机关|機關|党委|支部"
)
_COLUMN = regex(
    r"[\u4e00-\u9fff]{2,3}|[\u4e00-\u9fff]{2,6}(?:动态|動態|要闻|要聞|新闻|新聞|信息|資訊|简讯|簡訊|短讯|消息|公告"
    r"|专栏|專欄|之窗|天地|风采|園地|园地|建设|维权|快讯)"
)
_LABEL = regex(r"[【\[]\s*([\u4e00-\u9fff]{2,8})\s*[】\]]")
_SUBTITLE = regex(r"(?:——|—|--)\s*\S")
_RED_HEAD = regex(r"[\u4e00-\u9fff（）()、 \u3000]{2,40}(?:文[ \u3000]*件|函)")  # above the number of a document
_NUMBER = regex(r"[\u4e00-\u9fff]{1,12}[〔\[（(【](?:19|20)\d\d[〕\])）】]\s*(?:第\s*)?\d{1,5}\s*号")


@dataclass(slots=True)
class Head:
    """What was found; ``rest`` are the blocks of the text."""

    title: str = ""
    title_lines: tuple[Line, ...] = ()
    fields: dict[str, str] = field(default_factory=dict)
    rest: list[Block] = field(default_factory=list)


def is_title(block: Block) -> bool:
    """Whether it can be one: short, without the mark that ends a sentence, no clause, credit or line of labels."""
    text = plain_title(block.text)
    if block.kind != "text" or not _FEWEST <= len(text) <= LONGEST_TITLE:
        return False
    if block.text.startswith("#"):
        return True
    return not (
        _END.search(text) or _NO_TITLE.match(text) or CLAUSE.match(text) or is_open(block)
        or ("，" in text[:-8] and len(text) > 40)
        or read_credit(text) or read_labels(text) or whole_date(text) or _ADDRESSEE.fullmatch(text) or text.isdigit()
    )  # fmt: skip


def heading_level(text: str) -> int:
    match = _HEADING.fullmatch(text)
    return len(match[1]) if match else 0


def plain_title(text: str) -> str:
    if match := _HEADING.fullmatch(text):
        text = match[2]
    if match := _BOLD.fullmatch(text.strip()):
        text = match[2]
    return " ".join(text.split()).strip("【】" if text.startswith("【") and text.endswith("】") else " ")


def read_head(blocks: Sequence[Block], notes: Notes) -> Head:
    """Everything up to the first block of text; a title is taken once, a further short line stays in the text."""
    head = Head()
    index = 0
    while index < min(len(blocks), _LINES):
        block = blocks[index]
        if block.kind == "rule":
            notes.leave("rule", *block.lines)
        elif block.kind == "text" and is_red_head(block.text, (one.text for one in blocks[index + 1 : index + 3])):
            notes.leave("page head", *block.lines)
        elif block.kind != "text" or not (
            _field(block, head, notes) or _column(blocks, index, head, notes) or _heading(blocks, index, head, notes)
        ):
            break
        index += 1
    head.rest = list(blocks[index:])
    return head


def is_red_head(text: str, below: Iterable[str]) -> bool:
    """临江市总工会文件, and below it 临工发〔2026〕41号."""
    return _RED_HEAD.fullmatch(text) is not None and any(_NUMBER.fullmatch(one.strip("（）() ")) for one in below)


def _field(block: Block, head: Head, notes: Notes) -> bool:
    """A lone date, a line of labels, a document's number."""
    text = block.text
    if day := whole_date(text):
        _put(head, "日期", day, block, notes)
        return True
    if _NUMBER.fullmatch(text.strip("（）() ")):
        _put(head, "发文字号", text.strip("（）() "), block, notes)
        return True
    labelled = read_labels(text)
    if labelled is None:
        return False
    for key, value in labelled.fields:
        if key == "标题":
            head.title, head.title_lines = plain_title(value), block.lines
            notes.take("标题", head.title, *block.lines)
        else:
            _put(head, key, value, block, notes)
    for name, value in labelled.rest:
        notes.leave("label", Line(block.number, f"{name}：{value}" if name else value))
    return True


def column_of(block: Block) -> str:
    """基层动态 of 【基层动态】, which stands above the first item of a column; "" for any other block."""
    match = _LABEL.fullmatch(block.text) if block.kind == "text" else None
    return match[1] if match else ""


def _column(blocks: Sequence[Block], index: int, head: Head, notes: Notes) -> bool:
    """信息, 工会动态, 【他山之石】 alone above a title: the column of the page."""
    block = blocks[index]
    label = column_of(block)
    name = label or block.text
    if head.title or "栏目" in head.fields or not (label or _COLUMN.fullmatch(name)):
        return False
    below = blocks[index + 1] if index + 1 < len(blocks) else None
    if below is not None and not is_title(below):
        return False
    _put(head, "栏目", name, block, notes)
    return True


def _put(head: Head, key: str, value: str, block: Block, notes: Notes) -> None:
    """The first that says so wins; a second is told."""
    if head.fields.setdefault(key, value) == value:
        notes.take(key, value, *block.lines)
    else:
        notes.leave("second", *block.lines)


def _heading(blocks: Sequence[Block], index: int, head: Head, notes: Notes) -> bool:
    block = blocks[index]
    text = plain_title(block.text)
    if head.title:
        if _SUBTITLE.match(text) and is_title(Block("text", text.lstrip("—-"), block.lines)):
            _put(head, "副标题", text.lstrip("—- "), block, notes)
            return True
        if heading_level(block.text) == 1 and text == head.title:
            notes.leave("repeat", *block.lines)
            return True
        return False
    if not is_title(block) or not any(one.kind != "rule" for one in blocks[index + 1 :]):
        return False
    head.title, head.title_lines = text, block.lines
    notes.take("标题", text, *block.lines)
    return True


def is_addressee(text: str) -> bool:
    """各乡镇（街道）工会、市直属基层工会： alone in its paragraph."""
    return len(text) <= 160 and _ADDRESSEE.fullmatch(text) is not None and _TO_ALL.search(text) is not None
