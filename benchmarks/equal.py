"""Two built sites -> what they hold, and where their articles differ."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import unescape
from pathlib import Path

from benchmarks.corpus import Story

_HEADING = re.compile(r"<h1>(.*?)</h1>", re.DOTALL)
_PROSE = re.compile(r'<div class="prose">(.*?)<nav class="tags"', re.DOTALL)
_QUOTES = str.maketrans("「」『』", "“”‘’")
_TAG = re.compile(r"<[^>]+>")
_SPACE = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Output:
    files: int
    size: int  # bytes
    kinds: tuple[tuple[str, int], ...]  # suffix -> files, most first


@dataclass(frozen=True, slots=True)
class Difference:
    words: str
    is_fault: bool


def output_of(folder: Path) -> Output:
    """Without Bulletin's own manifest, which no web server hands out."""
    files = [path for path in folder.rglob("*") if path.is_file() and path.name != ".bulletin.json"]
    kinds = Counter(path.suffix.lstrip(".") or path.name for path in files)
    return Output(len(files), sum(path.stat().st_size for path in files), tuple(kinds.most_common()))


def differences(stories: Sequence[Story], ours: Path, theirs: Path) -> tuple[Difference, ...]:
    """Every article must be there in both editions of both sites, in simplified Chinese with the same title and text.

    In traditional Chinese the two may differ: Bulletin sets 「」 and protects names, which OpenCC alone does not. So
    quotation marks are taken as equal there, and other differences are only counted.
    """
    found: list[Difference] = []
    for edition in ("", "hant/"):
        missing = different = texts = 0
        for mine, other in _articles(stories, ours / edition, theirs / edition):
            missing += mine is None or other is None
            if mine and other:
                different += mine[0] != other[0]
                texts += mine[1] != other[1]
        name = edition or "/"
        is_first = not edition
        counts = f"{len(stories) - missing} articles in both, {different} other titles, {texts} other texts"
        found.append(Difference(f"{name}: {counts}", bool(missing or (is_first and (different or texts)))))
    return tuple(found)


def _articles(
    stories: Sequence[Story], ours: Path, theirs: Path
) -> Iterator[tuple[tuple[str, str] | None, tuple[str, str] | None]]:
    for story in stories:
        yield _read(ours / story.url / "index.html"), _read(theirs / story.url / "index.html")


def _read(path: Path) -> tuple[str, str] | None:
    """Title and text of an article's page."""
    try:
        page = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return None
    title, prose = _HEADING.search(page), _PROSE.search(page)
    return (_text(title[1]), _text(prose[1])) if title and prose else ("", "")


def _text(html: str) -> str:
    return _SPACE.sub("", unescape(_TAG.sub("", html))).translate(_QUOTES)
