"""A text of another generator -> front matter and body: TOML (+++), JSON, Pelican's lines; YAML is left to ``read``.

    Hugo: +++ TOML +++, { JSON }, --- YAML ---     Hexo: --- YAML ---, YAML ---, ;;; JSON ;;;     Jekyll: --- YAML ---
    Pelican: Title: …, Date: …, an empty line
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Mapping

from bulletin.model.late import regex
from bulletin.model.making import frozen

_LONGEST = 60_000  # characters of front matter
_FENCED = regex(r"\A\s*(?P<mark>\+\+\+|;;;)[ \t]*\n(?P<inside>.*?)\n(?P=mark)[ \t]*(?:\n|\Z)", re.DOTALL)
_KEY_LINE = regex(r"([A-Za-z][A-Za-z_ -]{1,24}):[ \t]*(\S.*)?")
_KNOWN = regex(r"(?im)^(?:title|date|slug|category|tags|author|authors|summary|layout|categories)[ \t]*:")


@frozen
class Front:
    """``form``: "toml", "json", "lines" with ``values``; "yaml" for ``text`` that ``read`` is to read; "" for none."""

    form: str
    values: Mapping[str, object]
    body: str
    body_line: int = 1
    text: str = ""


def split_front(text: str) -> Front:
    """Never raises: front matter that can't be read is none, and stays in the text."""
    if match := _FENCED.match(text[: _LONGEST + 20]):
        inside, body = match["inside"], text[match.end() :]
        values = _toml(inside) if match["mark"] == "+++" else _json("{" + inside.strip().strip("{}") + "}")
        if values is not None:
            return Front("toml" if match["mark"] == "+++" else "json", values, body, _line(text, match.end()))
    if text.lstrip()[:1] == "{" and (found := _leading_json(text)):
        return found
    if text.lstrip().startswith("---"):
        return Front("yaml", {}, text, text=text)
    return _bare(text)


def _toml(text: str) -> Mapping[str, object] | None:
    try:
        return tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError, ValueError):
        return None


def _json(text: str) -> Mapping[str, object] | None:
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


def _leading_json(text: str) -> Front | None:
    start = len(text) - len(text.lstrip())
    try:
        found, end = json.JSONDecoder().raw_decode(text[: start + _LONGEST], start)
    except (ValueError, RecursionError):
        return None
    if not isinstance(found, dict) or not {"title", "date"} & {str(key).lower() for key in found}:
        return None
    return Front("json", found, text[end:], _line(text, end))


def _bare(text: str) -> Front:
    """Hexo's lines up to ---, Pelican's up to an empty line; an article that begins with 时间：… is neither."""
    lines = text.split("\n")
    end = next((i for i, line in enumerate(lines[:60]) if line.strip() in {"---", ""}), 0)
    head = lines[:end]
    if not head or not _KNOWN.search("\n".join(head)):
        return Front("", {}, text)
    if lines[end].strip() == "---":
        return Front("yaml", {}, text, text="---\n" + text)
    values: dict[str, object] = {}
    key = ""
    for line in head:
        match = _KEY_LINE.fullmatch(line.rstrip())
        if match is not None:
            key = match[1]
            values[key] = (match[2] or "").strip()
        elif key and line[:1] in " \t":
            values[key] = f"{values[key]}, {line.strip()}"
        else:
            return Front("", {}, text)
    return Front("lines", values, "\n".join(lines[end:]), end + 1)


def _line(text: str, at: int) -> int:
    return text.count("\n", 0, at) + 1
