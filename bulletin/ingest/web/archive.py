"""A web page that a browser saved as one file (.mht, RFC 2557) -> its HTML, and its photos by their addresses."""

from __future__ import annotations

from collections.abc import Callable
from email import message_from_bytes
from email.message import Message
from posixpath import dirname, join, normpath
from urllib.parse import unquote, urlsplit

from bulletin.model.making import frozen

_MOST_PARTS = 2_000


@frozen
class Archive:
    html: bytes
    parts: Callable[[str], bytes | None]  # an address without its host, or the name behind cid: -> bytes


def unpacked(data: bytes) -> Archive | None:
    """None where there is no page in it. Never raises for what it holds."""
    try:
        parts = [part for part, _ in zip(message_from_bytes(data).walk(), range(_MOST_PARTS), strict=False)]
        pages = [part for part in parts if part.get_content_type() in {"text/html", "application/xhtml+xml"}]
        html = _bytes(pages[0]) if pages else b""
        files = {name: part for part in parts if part not in pages[:1] for name in _names(part)}
        home = dirname((*_names(pages[0]), "")[0]) if pages else ""
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError):  # of a stranger's headers
        return None

    def found(name: str) -> bytes | None:
        part = files.get(name) or files.get(normpath(join(home, name)))  # Word writes addresses as seen from the page
        return None if part is None else _bytes(part)

    return Archive(html, found) if html else None


def _bytes(part: Message) -> bytes:
    found = part.get_payload(decode=True)
    return found if isinstance(found, bytes) else b""


def _names(part: Message) -> list[str]:
    place = str(part.get("Content-Location", "")).strip()
    number = str(part.get("Content-ID", "")).strip(" <>")
    try:
        address = urlsplit(place)
        path = unquote(address.path) + (f"?{address.query}" if address.query else "")
    except ValueError:
        path = ""
    return [name for name in (path, number) if name]
