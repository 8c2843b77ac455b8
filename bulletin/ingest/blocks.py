"""Lines of a page -> Blocks: paragraphs as their author wrote them, tables, rules. What is the site's is left out.

A paragraph that the page's layout broke is joined again (FIELD section 1, 38), a caption that was printed a second time
in its middle is left out (39), a body in one line is cut into its paragraphs (40).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bulletin.ingest.chrome import is_chrome
from bulletin.ingest.credits import read_credit
from bulletin.ingest.dates import whole_date
from bulletin.ingest.draft import Block, Line, Notes
from bulletin.ingest.dumps import is_markdown_table, read_dump
from bulletin.ingest.grid import table_markdown
from bulletin.ingest.labels import read_labels
from bulletin.model.late import regex

_INDENT = " \t\u3000\xa0\u2002\u2003\ufeff"
_END = regex(r"[。！？…；：.!?;:～~—][”’」』）)】》〉\"'*_]*$")
_OPEN_END = regex(r"[\u4e00-\u9fffA-Za-z0-9，、,（《“「『·%％]$")
_SENTENCE = regex(r"[，。；,;]")
CLAUSE = regex(
    r"(?:第?[一二三四五六七八九十百]{1,4}[、章节條条]|[（(][一二三四五六七八九十\d]{1,3}[）)]|\d{1,3}[.．、](?!\d)"
    r"|[①-⑳]|[-*+•●◆■▲★※][ \u3000]*\S)"
)
_MARKDOWN = regex(r"#{1,6}[ \u3000]*\S|>|!\[|\||```|~~~|:::|<!--|\[\^")
_RULE = regex(r"\s*(?:[-－_=*~＝—·•◆]\s*){3,}\s*")
_ONE_LINE = 240  # characters from which a line may hold several paragraphs
_CUT = regex(r"(?<=[。！？：”）])[ \u3000\xa0]+(?=[\u4e00-\u9fff“（《一二三四五六七八九十\d])")
_LONGEST_TITLE = 60
_LABELLED = regex(r"(?:抄?[送报發发報]|主[送报報]|联系人|联系电话|电话|传真|邮箱|附件)[ \u3000]*[:：]")
_WRAPPED = 20  # characters: the shortest line that a program breaks by its width


def read_blocks(lines: Sequence[Line], notes: Notes) -> list[Block]:
    """In the order of the page. Every line is in a block or in ``notes``."""
    blocks: list[Block] = []
    for part in _parts(lines):
        if len(part) > 1 or _is_table_line(part[0].text):
            blocks += _table(part, notes)
        else:
            blocks += _line(part[0], notes)
    return _joined(_unwrapped(blocks, notes), notes)


def tidied(blocks: Sequence[Block], notes: Notes) -> list[Block]:
    """Blocks of a page that were marked as such: without what is the site's, broken paragraphs joined."""
    kept: list[Block] = []
    for block in blocks:
        if block.kind == "text" and is_chrome(block.text):
            notes.leave("chrome", *block.lines)
        else:
            kept.append(block)
    return _joined(kept, notes)


def _parts(lines: Sequence[Line]) -> Iterator[list[Line]]:
    """Lines of a table together (blank lines in it with them), any other line alone, blank ones not at all."""
    index = 0
    while index < len(lines):
        end = _table_end(lines, index)
        if end - index > 1:
            yield [line for line in lines[index:end] if line.text.strip()]
            index = end
            continue
        if lines[index].text.strip():
            yield [lines[index]]
        index += 1


def _table_end(lines: Sequence[Line], start: int) -> int:
    if not _is_table_line(lines[start].text):
        return start + 1
    end = at = start + 1
    while at < len(lines):
        text = lines[at].text
        if "|" in text:
            end = at + 1
        elif text.strip():
            break
        at += 1
    return end


def _is_table_line(text: str) -> bool:
    """A breadcrumb or a row of buttons has pipes too."""
    return text.count("|") >= 1 and text.strip() != "|" and not is_chrome(text)


def _table(part: list[Line], notes: Notes) -> Iterator[Block]:
    texts = [line.text for line in part]
    start = next((i for i in range(len(texts) - 1) if is_markdown_table(texts[i:])), -1)
    if start >= 0:
        for line in part[:start]:
            yield from _line(line, notes)
        notes.tables.append(
            f"{len(part) - start - 1}x{texts[start + 1].count('-' * 2) and texts[start + 1].strip('| ').count('|') + 1}"
        )
        yield Block("table", "\n".join(text.strip() for text in texts[start:]), tuple(part[start:]))
        return
    dump = read_dump(texts) if max(text.count("|") for text in texts) > 1 or len(texts) > 2 else None
    if dump is None:
        for line in part:
            yield from _line(line, notes)
        return
    notes.tables.append(dump.grid.size)
    if dump.is_guessed:
        notes.find("W963", part[0].number, size=dump.grid.size, last=str(part[-1].number))
    yield Block("table", table_markdown(dump.grid), tuple(part))


def _line(line: Line, notes: Notes) -> Iterator[Block]:
    text = line.text.strip(_INDENT)
    if _RULE.fullmatch(text):
        yield Block("rule", text, (line,))
        return
    if is_chrome(line.text):
        notes.leave("chrome", line)
        return
    if text.startswith("|") or text.endswith("|"):  # what is left of a cell around it
        text = text.strip("|" + _INDENT)
    pieces = _CUT.split(text) if len(text) >= _ONE_LINE else [text]
    if len(pieces) < 3:
        pieces = [text]
    for piece in pieces:
        yield Block("text", piece.strip(_INDENT), (line,))


def _unwrapped(blocks: list[Block], notes: Notes) -> list[Block]:
    """Lines that a program broke at its width: the first of a paragraph is indented, the others are not."""
    texts = [block for block in blocks if block.kind == "text"]
    indented = [block for block in texts if _indent(block)]
    if len(texts) < 4 or not len(texts) // 8 < len(indented) < len(texts) * 0.75:
        return blocks
    width = max(len(block.text) for block in texts)
    if width > 120:
        return blocks
    out: list[Block] = []
    for block in blocks:
        last = out[-1] if out else None
        if (
            last is not None
            and last.kind == block.kind == "text"
            and not _indent(block)
            and block.number == last.lines[-1].number + 1
            and len(last.lines[-1].text.strip(_INDENT)) >= max(_WRAPPED, width - 6)
            and not _is_own_line(block.text)
        ):
            out[-1] = _join(last, block, notes)
        else:
            out.append(block)
    return out


def _is_own_line(text: str) -> bool:
    is_labelled = _LABELLED.match(text) or read_labels(text)
    return bool(CLAUSE.match(text) or is_labelled or read_credit(text) or whole_date(text))


def _indent(block: Block) -> bool:
    text = block.lines[0].text
    return text[:1] == "\u3000" or text[:1] == "\t" or text[:2] in {"  ", "\xa0\xa0"}


def _joined(blocks: list[Block], notes: Notes) -> list[Block]:
    out: list[Block] = []
    for index, block in enumerate(blocks):
        last = next((one for one in reversed(out) if one.kind != "rule"), None) if block.kind == "text" else None
        following = blocks[index + 1] if index + 1 < len(blocks) else None
        if last is not None and is_open(last) and _repeats(out, block, following):
            notes.leave("repeat", *block.lines)
            notes.find("W964", block.number, text=block.text[:40])
        elif last is not None and out and out[-1] is last and is_open(last) and _continues(block):
            out[-1] = _join(last, block, notes)
        else:
            out.append(block)
    return out


def _join(first: Block, second: Block, notes: Notes) -> Block:
    notes.joined.append(second.number)
    space = " " if first.text[-1:].isascii() and second.text[:1].isascii() and first.text[-1:].isalnum() else ""
    return Block("text", first.text + space + second.text, first.lines + second.lines)


def is_open(block: Block) -> bool:
    """A paragraph that stops in the middle of a sentence. A title has no marks inside, and is short."""
    text = block.text
    if block.kind != "text" or _END.search(text) or not _OPEN_END.search(text) or _MARKDOWN.match(text):
        return False
    if text[-1] in "，、,（《“「『":
        return len(text) >= 8
    return len(text) > _LONGEST_TITLE or (len(text) >= 30 and _SENTENCE.search(text) is not None)


def _continues(block: Block) -> bool:
    text = block.text
    if _MARKDOWN.match(text) or CLAUSE.match(text) or read_credit(text) or text[:1] in "【★◆":
        return False
    return len(text) > _LONGEST_TITLE or _END.search(text) is not None or _SENTENCE.search(text) is not None


def _repeats(out: Sequence[Block], block: Block, following: Block | None) -> bool:
    """A short line that stands in the text before already, word for word, and after which the sentence goes on."""
    if len(block.text) > _LONGEST_TITLE or len(block.text) < 4 or following is None or not _continues(following):
        return False
    return any(block.text in one.text for one in out[-6:])
