"""The text or the blocks of one page -> Reading: its drafts, one or, with ``is_split``, as many as it seems to hold.

    text --mend_damage, half_width_marks--> lines --read_blocks--> blocks --split_page--> items --read_item--> Drafts
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from bulletin.ingest.blocks import read_blocks
from bulletin.ingest.chrome import is_chrome, section_of
from bulletin.ingest.draft import Asset, Block, Draft, Line, Mended, Notes, Reading, finished
from bulletin.ingest.item import read_item
from bulletin.ingest.labels import read_labels
from bulletin.ingest.opening import column_of, is_title, plain_title, read_head
from bulletin.ingest.split import MARK, split_page
from bulletin.mend.damage import mend_damage
from bulletin.mend.punctuation import half_width_marks
from bulletin.mend.repair import Repair, mended
from bulletin.model.late import regex
from bulletin.model.making import frozen

_NAME = 30  # characters: what is longer is no name of a column or a page
_ISSUE = regex(r"(?P<year>20\d\d)[年\-_./ ]*(?:第[ ]?)?(?P<number>\d{1,3})[ ]?期")
_ISSUE_ALONE = regex(r"第[ ]?(\d{1,3})[ ]?期")
_ISSUE_NAME = regex(r"(?<!\d)(?P<year>20\d\d)[-_](?P<number>\d{1,2})(?![-_\d])")


@frozen
class Wish:
    """What the user and the site say about reading: ``sections`` are the names in site.yaml."""

    is_split: bool = False
    sections: frozenset[str] = frozenset()


def read_text(path: str, text: str, wish: Wish) -> Reading:
    """``text`` is clean: LF, NFC. Never raises; a text of nothing gives a Reading without drafts."""
    notes = Notes(path)
    undamaged, repairs = mend_damage(text)
    if undamaged.count("\n") != text.count("\n"):  # a repair never takes a line away; if one did, lines would lie
        undamaged, repairs = text, ()
    whole, marks = _punctuated(undamaged)
    lines = [Line(number, line) for number, line in enumerate(whole.split("\n"), 1)]
    given = _breadcrumb(lines, notes)
    blocks = read_blocks(lines, notes)
    reading = Reading("text", mended=tuple(_mended(text, repairs)), punctuation=len(marks))
    return assembled(reading, blocks, given, wish, notes)


_INNER = "\x1e"  # for a line end within a block


def mended_blocks(blocks: Sequence[Block]) -> tuple[list[Block], list[Mended], int]:
    """The blocks without damage and with full-width marks; what was repaired, on lines of the source; marks made."""
    text = "\n".join(block.text.replace("\n", _INNER) for block in blocks)
    undamaged, repairs = mend_damage(text)
    if undamaged.count("\n") != text.count("\n"):
        undamaged, repairs = text, ()
    whole, marks = _punctuated(undamaged)
    places = [replace(place, line=blocks[place.line - 1].number) for place in _mended(text, repairs)]
    texts = whole.split("\n")
    done = [replace(block, text=new.replace(_INNER, "\n")) for block, new in zip(blocks, texts, strict=False)]
    return done, places, len(marks)


def _punctuated(text: str) -> tuple[str, tuple[Repair, ...]]:
    """In a form the space behind a colon is where one writes: it stays."""
    return mended(text, [_spaced(text, one) for one in half_width_marks(text)])


def _spaced(text: str, repair: Repair) -> Repair:
    is_blank = repair.after == "：" and repair.before.endswith(" ") and _in_form(text, repair)
    return replace(repair, after="： ") if is_blank else repair


def _in_form(text: str, repair: Repair) -> bool:
    end = text.find("\n", repair.end)
    return "|" in text[text.rfind("\n", 0, repair.start) + 1 : end if end >= 0 else len(text)]


def assembled(
    reading: Reading,
    blocks: Sequence[Block],
    given: Mapping[str, str],
    wish: Wish,
    notes: Notes,
    assets: tuple[Asset, ...] = (),
) -> Reading:
    """``reading`` with the drafts that ``blocks`` make. ``given`` is what the page said elsewhere."""
    if not any(block.kind != "rule" and block.text.strip() for block in blocks):
        notes.find("E964")
        return finished(reading, notes)
    parts = _filled(split_page(blocks))
    if len(parts) == 1:
        draft = read_item(_unmarked(parts[0], notes), given, wish.sections, notes, assets)
        return finished(replace(reading, drafts=(draft,), issue=""), notes)
    page, fields, parts = _page_head(parts, given, wish, notes)
    above = [left.line.text for left in notes.left_out if left.why == "page head"]
    issue = _issue(" ".join((page, *above)), fields, notes)
    if not wish.is_split:
        notes.find("W965", count=str(len(parts)))
        whole = [_subheading(block, index == 0) for part in parts for index, block in enumerate(part)]
        draft = _unsplit(page, fields, _unmarked(whole, notes), assets, notes)
        return finished(replace(reading, drafts=(draft,), could_split=len(parts), issue=issue), notes)
    columns = _columns(parts, wish.sections)
    drafts = tuple(
        read_item(_unmarked(part, notes), {**fields, **column}, wish.sections, notes, _of(part, assets))
        for part, column in zip(parts, columns, strict=True)
    )
    done = replace(reading, drafts=drafts, could_split=len(parts), is_split=True, issue=issue, issue_title=page)
    return finished(done, notes)


def _columns(parts: Sequence[Sequence[Block]], known: frozenset[str]) -> list[dict[str, str]]:
    """【要闻】 is said of all items below it, up to the next such line."""
    found: list[dict[str, str]] = []
    for part in parts:
        name = column_of(part[0]) if part else ""
        column = found[-1] if found and not name else {"栏目": name} if name in known else {}
        found.append(column)
    return found


def _filled(parts: Sequence[list[Block]]) -> list[list[Block]]:
    """What holds nothing but marks and rules belongs to what is before it."""
    filled: list[list[Block]] = []
    for part in parts:
        if filled and all(block.kind == "rule" or MARK.fullmatch(block.text) for block in part):
            filled[-1] += part
        else:
            filled.append(list(part))
    return filled


def _of(part: Sequence[Block], assets: tuple[Asset, ...]) -> tuple[Asset, ...]:
    """The photos that a part shows."""
    text = "\n".join(block.text for block in part)
    return tuple(asset for asset in assets if f"]({asset.name}" in text or f"](<{asset.name}>" in text)


def _mended(text: str, repairs: Sequence[Repair]) -> list[Mended]:
    found = []
    line = 1
    at = 0
    for repair in sorted(repairs):
        line += text.count("\n", at, repair.start)
        at = repair.start
        start = text.rfind("\n", 0, at) + 1
        end = text.find("\n", at)
        if repair.before.strip() == text[start : end if end >= 0 else len(text)].strip():
            continue  # a line of nothing else is left out as a whole
        found.append(Mended(repair, line, at - start + 1))
    return found


def _breadcrumb(lines: Sequence[Line], notes: Notes) -> dict[str, str]:
    for line in lines[:12]:
        if is_chrome(line.text) and (section := section_of(line.text)):
            notes.take("栏目", section, line)
            return {"栏目": section}
    return {}


def _page_head(
    parts: list[list[Block]], given: Mapping[str, str], wish: Wish, notes: Notes
) -> tuple[str, dict[str, str], list[list[Block]]]:
    """What stands above the first item is said of all: (title of the page, fields, the items)."""
    fields = dict(given)
    title = fields.pop("标题", "")
    first = [*parts[0], Block("text", "—" * 80, ())]  # a title has something below it
    if len(parts) > 1 and all(map(_is_name, read_head(first, Notes("")).rest[:-1])):
        head = read_head(first, notes)
        title = head.title or title
        fields |= head.fields
        for block in head.rest[:-1]:
            notes.leave("page head", *block.lines)
            labelled = read_labels(block.text)
            fields = {**dict(labelled.fields if labelled else ()), **fields}
        parts = parts[1:]
    section = fields.pop("栏目", "")
    if section in wish.sections:
        fields["栏目"] = section
    elif section:
        notes.find("W967", value=section)
    return title, fields, parts


def _is_name(block: Block) -> bool:
    return block.kind == "text" and len(block.text) <= _NAME and "。" not in block.text


def _issue(head: str, fields: Mapping[str, str], notes: Notes) -> str:
    """2024-42, of 2024年第42期, of 第42期 beside a date, or of a file's name 2024-42.txt; "" where no year is said."""
    name = notes.path.replace("\\", "/").rpartition("/")[2]
    for pattern, text in ((_ISSUE, head), (_ISSUE, name), (_ISSUE_NAME, name)):
        if match := pattern.search(text):
            return f"{match['year']}-{int(match['number']):02d}"
    year = fields.get("日期", "")[:4]
    number = _ISSUE_ALONE.search(head)
    return f"{year}-{int(number[1]):02d}" if year and number else ""


def _unmarked(part: Sequence[Block], notes: Notes) -> list[Block]:
    for block in part:
        if MARK.fullmatch(block.text):
            notes.leave("mark", *block.lines)
    return [block for block in part if not MARK.fullmatch(block.text)]


def _subheading(block: Block, is_first: bool) -> Block:
    if is_first and is_title(block):
        return Block("markup", f"## {plain_title(block.text)}", block.lines)
    return block


def _unsplit(
    page: str, fields: Mapping[str, str], blocks: Sequence[Block], assets: tuple[Asset, ...], notes: Notes
) -> Draft:
    """Several items in one file, each with its heading: nothing but the page's own title is the title of that."""
    given = {**fields, **({"标题": page} if page else {})}
    head = Block("markup", "", ())
    return read_item([head, *blocks, head], given, frozenset(fields.get("栏目", "").split()), notes, assets)
