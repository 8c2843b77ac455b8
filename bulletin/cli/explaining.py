"""``check --explain W418``: a code -> its entry in the editors' guide, read from the guide's own pages.

An entry is a heading ``## W418 标题 {#w418}``, why, and what stood there before and should stand there after; the pages
are ``codes-*.md`` of ``docs/guide``, which an installed Bulletin carries with it.
"""

from __future__ import annotations

import json
import re
from argparse import Namespace
from collections.abc import Iterator
from dataclasses import asdict, replace
from importlib import import_module
from pathlib import Path

from bulletin.errors import BulletinError
from bulletin.model.late import regex
from bulletin.model.making import frozen
from bulletin.words import Language, catalogue, phrase

_HEADING = regex(r"^## ([EWI]\d{3}) ([^\n]+) \{#([ewi]\d{3})\}\n", re.MULTILINE)
_EXAMPLE = regex(
    r"^(改之前|改之后)(?:（([^）\n]+)）：\n\n```\n(.*?)\n?```$|：([^\n]+)$)", re.MULTILINE | re.DOTALL
)
_SLUG = regex(r"^网址: (\S+)$", re.MULTILINE)


@frozen
class Example:
    """``kind`` says what it is part of: 字段, 正文, 稿件 …, site.yaml; "" where it is told in words."""

    kind: str
    text: str


@frozen
class Entry:
    code: str
    title: str
    why: str
    before: Example
    after: Example
    place: str  # in the guide: "codes-fields/#c-e402"


def guide_entries() -> dict[str, Entry]:
    """Code -> entry, of all pages."""
    pages = (page.read_text("utf-8") for page in _pages())
    return {entry.code: entry for text in pages for entry in _entries(text)}


def _pages() -> list[Path]:
    """Of an installed wheel, or of a checkout."""
    package = Path(__file__).parent.parent
    folder = package / "guide"
    if not folder.is_dir():
        folder = package.parent / "docs" / "guide" / "content"
    return sorted(folder.glob("codes-*"))


def _entries(text: str) -> Iterator[Entry]:
    slug = _SLUG.search(text)
    headings = list(_HEADING.finditer(text))
    ends = [*(heading.start() for heading in headings[1:]), len(text)]
    for heading, end in zip(headings, ends, strict=True):
        body = text[heading.end() : end]
        found = {match[1]: _example(match) for match in _EXAMPLE.finditer(body)}
        first = _EXAMPLE.search(body)
        yield Entry(
            code=heading[1],
            title=heading[2],
            why=(body[: first.start()] if first else body).strip(),
            before=found.get("改之前", Example("", "")),
            after=found.get("改之后", Example("", "")),
            place=f"{slug[1] if slug else ''}/#c-{heading[3]}",
        )


def _example(match: re.Match[str]) -> Example:
    """What is told in words may stand between back-ticks as a whole: in a terminal they say nothing."""
    told = match[4] or ""
    is_code = told.startswith("`") and told.endswith("`") and told.count("`") == 2
    return Example(match[2] or "", match[3] or (told[1:-1] if is_code else told))


def run(arguments: Namespace, language: Language) -> int:
    """0. Raises BulletinError E918 for a code that there is not."""
    code = arguments.explain.strip().strip("[]").upper()
    entries = guide_entries()
    if code not in entries or code not in catalogue():
        raise BulletinError("E918", value=arguments.explain)
    entry = _in_script(entries[code], language)
    if arguments.json:
        said = {name: catalogue()[code].get(name, "") for name in ("hans", "hant", "en")}
        print(json.dumps({**asdict(entry), "message": said}, ensure_ascii=False, indent=2))
    else:
        print("\n".join(_lines(entry, language)))
    return 0


def _in_script(entry: Entry, language: Language) -> Entry:
    """What is told, in the reader's script; what is to be typed stays to the letter."""
    if language != "hant":
        return entry
    conversion = import_module("bulletin.jobs.convert_text")  # which takes as long to load as all else
    converter = conversion.converters_to(conversion.edition_of("zh-Hant", ""))["Hans"]

    def told(example: Example) -> Example:
        return example if example.kind else replace(example, text=converter.text(example.text))

    title, why = converter.texts((entry.title, entry.why))
    return replace(entry, title=title, why=why, before=told(entry.before), after=told(entry.after))


def _lines(entry: Entry, language: Language) -> Iterator[str]:
    """The message as the catalogue has it, with its slots open; then the entry, which is in Chinese."""
    yield f"{entry.code} {entry.title}"
    yield ""
    yield phrase(entry.code, language, {})
    yield ""
    yield entry.why
    for name, example in (("Explain_before", entry.before), ("Explain_after", entry.after)):
        yield ""
        yield phrase(name, language, {}) + (f" ({example.kind})" if example.kind else "")
        yield from (f"    {line}" for line in example.text.split("\n"))
    yield ""
    yield phrase("Explain_place", language, {"place": entry.place})
