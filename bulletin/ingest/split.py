"""The blocks of a page -> the items that it seems to hold, each as its blocks. A proposal: a person decides.

What parts items for certain: ``<!-- 分篇 -->``, a credit that ends an article (a byline alone, 据《…》). A title does
where most titles of the page stand at such a place or have a date, labels or a date-line below: subheadings of one
article do not. A column without titles is parted by ``cohesion``.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from bulletin.ingest.closing import FOOT, is_annex
from bulletin.ingest.cohesion import has_item_lead, is_dated, starts
from bulletin.ingest.credits import inline_byline, read_credit
from bulletin.ingest.dates import whole_date
from bulletin.ingest.draft import Block
from bulletin.ingest.labels import read_labels
from bulletin.ingest.opening import column_of, heading_level, is_title
from bulletin.model.late import regex

MARK = regex(r"<!--\s*分篇\s*-->")
_TEXT = 60  # characters from which a block is a paragraph and not a title
_SHORT = 12  # characters of a paragraph that ends as a sentence does
_SENTENCE = regex("[。！？][”’」』）)]?$")
_MOST_ITEMS = 200


def split_page(blocks: Sequence[Block]) -> list[list[Block]]:
    """One list for a page of one item. Every block is in exactly one; a mark 分篇 begins the one after it."""
    cuts = _marked(blocks) or _titled(blocks) or _column(blocks)
    if not cuts or len(cuts) > _MOST_ITEMS:
        return [list(blocks)]
    cuts = [cut - 1 if cut and column_of(blocks[cut - 1]) else cut for cut in cuts]
    edges = [0, *(cut for cut in sorted(cuts) if cut > 0), len(blocks)]
    return [list(blocks[start:end]) for start, end in pairwise(edges)]


def _marked(blocks: Sequence[Block]) -> list[int]:
    return [index for index, block in enumerate(blocks) if MARK.fullmatch(block.text)]


def _closed(blocks: Sequence[Block]) -> list[bool]:
    """Whether each block stands behind the credits that end an article."""
    found = [False] * len(blocks)
    for index in range(1, len(blocks)):
        before = index - 2 if column_of(blocks[index - 1]) else index - 1
        found[index] = before >= 0 and _is_end(blocks[before]) and not _is_credit(blocks[index])
        found[index] = found[index] and not column_of(blocks[index]) and FOOT.match(blocks[index].text) is None
    return found


def _is_end(block: Block) -> bool:
    if block.kind != "text":
        return False
    if credit := read_credit(block.text):
        return any(key in {"作者", "转载", "供稿", "来源"} for key, _ in credit) and len(block.text) <= _TEXT
    return inline_byline(block.text) is not None


def _titled(blocks: Sequence[Block]) -> list[int]:
    """Where the titles are, if they are those of items."""
    closed = _closed(blocks)
    titles = [index for index in range(len(blocks)) if _begins(blocks, index)]
    level = min((heading_level(blocks[index].text) or 9 for index in titles), default=9)
    if level < 9:  # a page in Markdown: only headings of its highest level that is there twice
        levels = [heading_level(blocks[index].text) for index in titles]
        level = next((one for one in range(1, 7) if levels.count(one) > 1), 0)
        titles = [index for index, one in zip(titles, levels, strict=True) if one == level]
    if len(titles) < 2:
        return []
    edges = [*titles[1:], len(blocks)]
    evident = [index for index, edge in zip(titles, edges, strict=True) if _is_item(blocks, index, edge)]
    ends = sum(closed)
    if len(evident) < 2 or len(evident) * 5 < len(titles) * 3:
        kept = [index for index in titles if closed[index]]
        return kept if len(kept) >= 1 and len(kept) == ends and _is_item(blocks, titles[0], kept[0]) else []
    if ends >= 2:  # where articles end with credits, a title in the middle of one is a subheading
        kept = [index for index in titles if closed[index] or index == titles[0]]
        return kept if len(kept) * 2 > ends and len(kept) >= 2 else []
    return [index for index in titles if index in evident or index == titles[0]]


def _begins(blocks: Sequence[Block], index: int) -> bool:
    """A title, a paragraph or a line of labels below it, and nothing unfinished before."""
    text = blocks[index].text
    if not is_title(blocks[index]) or index + 1 >= len(blocks) or (is_dated(text) and "，" in text):
        return False
    for block in blocks[index + 1 : index + 5]:
        is_sentence = len(block.text) >= _SHORT and _SENTENCE.search(block.text) is not None
        if (len(block.text) > _TEXT // 2 or is_sentence) and not is_title(block):
            return True
        if block.kind == "text" and is_title(block) and not is_dated(block.text):
            return False
    return False


def _is_item(blocks: Sequence[Block], start: int, end: int) -> bool:
    """What an article has and a section of one has not: its own credit, labels or date, or a lead with a date."""
    inside = [block for block in blocks[start + 1 : end] if block.kind == "text"]
    if any(_is_end(block) for block in inside[-3:]):
        return True
    if not inside or sum(len(block.text) for block in inside) < _TEXT // 2:
        return False
    head = inside[:2]
    if any(whole_date(block.text) or read_labels(block.text) for block in head):
        return True
    return is_dated(head[0].text)


def _column(blocks: Sequence[Block]) -> list[int]:
    """Of paragraphs without titles. Only where much says that they are several items."""
    if any(is_annex(block) for block in blocks):
        return []
    where = [index for index, block in enumerate(blocks) if block.kind == "text" and len(block.text) > _TEXT // 2]
    where = [index for index in where if not _is_credit(blocks[index])]
    closed = _closed(blocks)
    texts = [blocks[index].text for index in where]
    ends = sum(closed)
    dated = sum(is_dated(text) and has_item_lead(text) for text in texts)
    if len(where) < (3 if ends >= 2 else 6) or not (ends >= 2 or dated >= 4):
        return []
    # An end anywhere since the paragraph before
    ended = [any(closed[before + 1 : index + 1]) for before, index in pairwise([0, *where])]
    begins = starts(texts, ended)
    cuts = [_with_title(blocks, index) for index, is_first in zip(where, begins, strict=True) if is_first]
    return cuts if len(cuts) >= 3 else []


def _is_credit(block: Block) -> bool:
    return block.kind == "text" and read_credit(block.text) is not None


def _with_title(blocks: Sequence[Block], index: int) -> int:
    """A title right above belongs to the item."""
    return index - 1 if index > 0 and is_title(blocks[index - 1]) else index
