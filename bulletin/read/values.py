"""Nodes of a file of settings -> typed values; everything that is wrong with them is collected, with its line."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping as Dict
from difflib import get_close_matches
from urllib.parse import quote, unquote, urlsplit
from zoneinfo import ZoneInfo, available_timezones

from bulletin.model.late import regex
from bulletin.model.problem import Problem
from bulletin.model.slug import slugify
from bulletin.read.keys import Key, find_key, nearest_key
from bulletin.read.nodes import Entry, Mapping, Node, Sequence, Text

_LIST_MARK = regex(r"\s*[,，、;；]\s*")
_HOST = regex(r"(?!-)[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63})*(?<!-)")
_EMAIL = regex(r"[^\s@<>\"'()]+@[^\s@<>\"'()]+\.[^\s@<>\"'().]+")
_NAME = regex(r"\w[\w.-]*")
_FLAGS = {
    **dict.fromkeys(("是", "开", "開", "yes", "true", "on"), True),
    **dict.fromkeys(("否", "不", "关", "關", "no", "false", "off"), False),
}
_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_WEEK_NAMES = ("周", "週", "星期", "礼拜", "禮拜")


def _weekdays() -> Dict[str, int]:
    """Every name of a weekday in lower case -> its ISO number."""
    numbers: dict[str, int] = {}
    for number, (english, chinese) in enumerate(zip(_DAYS, "一二三四五六日", strict=True), 1):
        for name in (english, english[:3], str(number), *(week + chinese for week in _WEEK_NAMES)):
            numbers[name] = number
    return numbers | {week + "天": 7 for week in _WEEK_NAMES}


_WEEKDAYS = _weekdays()


class Reader:
    """Reads values out of one file. A value that is wrong is a problem, and its default stands in for it."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.problems: list[Problem] = []

    def find(self, code: str, place: Node | Entry, **values: str) -> None:
        self.problems.append(Problem(self.path, place.line, place.column, code, tuple(sorted(values.items()))))

    def entries(self, node: Node, keys: tuple[Key, ...], name: str = "") -> Dict[str, Entry]:
        """Field -> entry. Names unknown keys with the nearest known one, and keys given in both languages."""
        if not isinstance(node, Mapping):
            if not (isinstance(node, Text) and not node.text):
                self.find("E322", node, key=name or self.path)
            return {}
        found: dict[str, Entry] = {}
        for entry in node.entries:
            key = find_key(keys, entry.key)
            if key is None:
                self._unknown(entry, keys)
            elif key.field in found:
                self.find("E329", entry, key=entry.key, other=found[key.field].key, first=str(found[key.field].line))
            else:
                found[key.field] = entry
        return found

    def _unknown(self, entry: Entry, keys: tuple[Key, ...]) -> None:
        if nearest := nearest_key(keys, entry.key):
            self.find("W330", entry, key=entry.key, nearest=nearest)
        else:
            self.find("W331", entry, key=entry.key, known="、".join(key.chinese for key in keys))

    def text(self, entry: Entry | None, default: str = "") -> str:
        """One line of text."""
        if entry is None:
            return default
        if isinstance(entry.value, Text):
            return " ".join(entry.value.text.split()) or default
        self.find("E301", entry.value, key=entry.key)
        return default

    def texts(self, entry: Entry | None) -> tuple[str, ...]:
        """A list of texts, or one line with 、 or a comma between them; each once."""
        if entry is None:
            return ()
        return tuple(dict.fromkeys(text.text for text in self.text_nodes(entry.value, entry.key)))

    def text_nodes(self, node: Node, key: str) -> tuple[Text, ...]:
        if isinstance(node, Text):
            parts = _LIST_MARK.split(node.text)
            return tuple(Text(node.line, node.column, part.strip()) for part in parts if part.strip())
        if isinstance(node, Sequence) and all(isinstance(item, Text) for item in node.items):
            return tuple(item for item in node.items if isinstance(item, Text) and item.text)
        self.find("E302", node, key=key)
        return ()

    def items(self, entry: Entry) -> tuple[Node, ...]:
        """The members of a list of names or mappings; one line may hold names with marks between them."""
        if isinstance(entry.value, Sequence):
            return entry.value.items
        if isinstance(entry.value, Text):
            return self.text_nodes(entry.value, entry.key)
        self.find("E302", entry.value, key=entry.key)
        return ()

    def number(self, entry: Entry | None, low: int, high: int, default: int) -> int:
        text = unicodedata.normalize("NFKC", self.text(entry)).removesuffix("年")
        if entry is None or not text:
            return default
        if re.fullmatch(r"[0-9]{1,9}", text) and low <= int(text) <= high:
            return int(text)
        self.find("E303", entry.value, key=entry.key, value=text, low=str(low), high=str(high))
        return default

    def flag(self, entry: Entry | None, default: bool = False) -> bool:
        """是 or 否; ``default`` when not given."""
        text = unicodedata.normalize("NFKC", self.text(entry)).lower()
        if entry is None or not text:
            return default
        if text not in _FLAGS:
            self.find("E328", entry.value, key=entry.key, value=text)
        return _FLAGS.get(text, default)

    def name(self, entry: Entry | None, default: str) -> str:
        """The name of a folder or setting: letters, digits, ``-``, ``_`` and dots inside."""
        text = self.text(entry, default)
        if entry is None or _NAME.fullmatch(text):
            return text
        self.find("E326", entry.value, key=entry.key, value=text)
        return default

    def slug(self, entry: Entry | None, name: str) -> str:
        """The name in addresses as given, else made from ``name``."""
        given = self.text(entry)
        if entry is None or not given:
            return slugify(name)
        if slugify(given) != given:
            self.find("E317", entry.value, value=given, slug=slugify(given))
        return slugify(given)

    def timezone(self, entry: Entry | None, default: str) -> str:
        text = self.text(entry, default)
        try:
            ZoneInfo(text)
        except (OSError, ValueError, KeyError):  # ZoneInfoNotFoundError is a KeyError; a folder's name an OSError
            if entry is not None:
                nearest = get_close_matches(text, available_timezones(), n=1)
                self.find("E305", entry.value, value=text, nearest=nearest[0] if nearest else default)
            return default
        return text

    def weekday(self, entry: Entry | None, default: int) -> int:
        """ISO: Monday is 1."""
        text = unicodedata.normalize("NFKC", self.text(entry)).lower()
        if entry is None or not text:
            return default
        if text not in _WEEKDAYS:
            self.find("E309", entry.value, value=text)
        return _WEEKDAYS.get(text, default)

    def email(self, entry: Entry | None) -> str:
        text = self.text(entry)
        if entry is not None and text and not _EMAIL.fullmatch(text):
            self.find("E327", entry.value, value=text)
        return text

    def hosts(self, entry: Entry | None) -> tuple[str, ...]:
        """Host names alone: they go into the Content-Security-Policy."""
        found = []
        for node in self.text_nodes(entry.value, entry.key) if entry else ():
            host = ascii_host(node.text)
            if host and "." in host:
                found.append(host)
            else:
                self.find("E320", node, value=node.text)
        return tuple(dict.fromkeys(found))

    def url(self, entry: Entry | None) -> str:
        """Absolute, http or https, percent-encoded, ends with ``/``; "" when wrong."""
        text = self.text(entry)
        if entry is None or not text:
            return ""
        url = site_url(text)
        if not url:
            self.find("E304", entry.value, value=text, example=site_url(f"https://{text}") or "https://www.example.org/")
        return url


def site_url(text: str) -> str:
    """The address of a site's root in normal form, "" for what is none: other schemes, user names, queries, dots."""
    try:
        parts = urlsplit(text)
        host, port = ascii_host(parts.hostname or ""), parts.port
    except ValueError:
        return ""
    segments = [segment for segment in parts.path.split("/") if segment]
    if parts.scheme not in {"http", "https"} or not host or "@" in parts.netloc or "?" in text or "#" in text:
        return ""
    if {".", ".."} & set(segments) or re.search(r"[\s\\]", text):
        return ""
    path = "".join(quote(unquote(segment), safe="-._~") + "/" for segment in segments)
    return f"{parts.scheme}://{host}{f':{port}' if port else ''}/{path}"


def ascii_host(text: str) -> str:
    """A host name in lower case as DNS knows it (工会.中国 as xn--…), "" for what is none."""
    try:
        host = text.encode("idna").decode("ascii").lower()
    except UnicodeError:
        return ""
    return host if _HOST.fullmatch(host) else ""
