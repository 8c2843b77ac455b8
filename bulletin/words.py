"""The one catalogue of words: interface strings and messages in simplified, traditional and English.

Reads ``bulletin/catalogue/*.toml``. Each entry is a table with ``hans``, ``hant`` and ``en``; a message may also have
``fix`` texts under the same languages: what the user should type instead. ``{name}`` is filled from the values.

    [E103]
    hans = "日期“{value}”不存在：{reason}。"
    hant = "日期「{value}」不存在：{reason}。"
    en = "The date “{value}” does not exist: {reason}."
    fix.hans = "请改成例如 日期: 2026-09-30"
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any, Literal

from bulletin.model.late import regex
from bulletin.model.problem import Problem

Language = Literal["hans", "hant", "en"]
_LINE_END = regex(r"\s*[\r\n\x0b\x0c\x85\u2028\u2029]\s*")
_UNSEEN = regex("[\x00-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufeff]")
_SLOT = regex(r"\{(\w+)\}")
_HEAD = regex(r"^\[(\w+)\]$", re.MULTILINE)
_LINE = r'(fix\.)?(\w+) = "([^"\\\x00-\x1f\x7f]*)"\n'
_LINES, _PLAIN = regex(_LINE), regex(rf"(?:\n|{_LINE})*")
_FOLDER = Path(__file__).parent / "catalogue"


class _Catalogue(Mapping[str, Mapping[str, Any]]):
    """Each entry is read when it is first asked for: a command says a dozen of a thousand."""

    def __init__(self, parts: Mapping[str, str]) -> None:
        self._parts = parts
        self._read: dict[str, Mapping[str, Any]] = {}

    def __getitem__(self, name: str) -> Mapping[str, Any]:
        entry = self._read.get(name)
        if entry is None:
            entry = self._read[name] = _entry(self._parts[name])
        return entry

    def __contains__(self, name: object) -> bool:
        return name in self._parts

    def __iter__(self) -> Iterator[str]:
        return iter(self._parts)

    def __len__(self) -> int:
        return len(self._parts)


def _entry(part: str) -> Mapping[str, Any]:
    """Most are a few lines of plain texts, and read as such in a tenth of the time that TOML takes."""
    if not _PLAIN.fullmatch(part):
        return tomllib.loads(part)
    lines = _LINES.findall(part)
    entry: dict[str, Any] = {key: text for fix, key, text in lines if not fix}
    if fixes := {key: text for fix, key, text in lines if fix}:
        entry["fix"] = fixes
    return entry


@cache
def catalogue() -> Mapping[str, Mapping[str, Any]]:
    """Every entry by its name. Raises ValueError where two files define one name."""
    parts: dict[str, str] = {}
    for file in sorted(_FOLDER.glob("*.toml")):
        _, *found = _HEAD.split(file.read_text(encoding="utf-8"))
        for name, part in zip(found[::2], found[1::2], strict=True):
            if parts.setdefault(name, part) is not part:
                raise ValueError(f"{file.name}: defined twice: {name}")
    return _Catalogue(parts)


@cache
def interface(language: Language) -> Mapping[str, str]:
    """The words of the pages: all entries whose name is in lower case."""
    return {name: entry[language] for name, entry in catalogue().items() if name[0].islower()}


def phrase(name: str, language: Language, values: Mapping[str, str]) -> str:
    """One entry filled in, followed by its fix after an arrow where it has one."""
    text, fix = text_and_fix(name, language, values)
    return f"{text} → {fix}" if fix else text


def text_and_fix(name: str, language: Language, values: Mapping[str, str]) -> tuple[str, str]:
    """The two parts of an entry filled in; the second is "" where it has none."""
    entry = catalogue()[name]
    return _fill(entry[language], values), _fill(entry.get("fix", {}).get(language, ""), values)


def message(problem: Problem, language: Language) -> str:
    """``path:line:column [code] what is wrong → what to type instead``."""
    place = shown(problem.path)
    if problem.line:
        place += f":{problem.line}" + (f":{problem.column}" if problem.column else "")
    return f"{place} [{problem.code}] {phrase(problem.code, language, dict(problem.values))}"


def shown(value: str) -> str:
    """As it may stand in a line of a terminal or a log: whatever a file's name, a title or a server's answer holds, it
    colours nothing, turns nothing round and begins no line of its own."""
    if value.isprintable():
        return value
    return _UNSEEN.sub(lambda match: f"\\u{ord(match[0]):04x}", _LINE_END.sub(" ", value))


def _fill(text: str, values: Mapping[str, str]) -> str:
    """Unlike str.format: a value may hold braces, and a slot without a value stays visible."""
    return _SLOT.sub(lambda m: shown(values[m[1]]) if m[1] in values else m[0], text)
