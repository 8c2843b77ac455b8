"""Texts <-> the bytes as which they are put away: of an item one, of an article its HTML and the same as plain text."""

from __future__ import annotations

_END = b"\xff"  # is in no text


def body_to_bytes(*texts: str) -> bytes:
    return _END.join(text.encode("utf-8", "surrogatepass") for text in texts)


def body_from_bytes(data: bytes) -> list[str]:
    """[] for bytes that are none of these."""
    try:
        return [text.decode("utf-8", "surrogatepass") for text in data.split(_END)]
    except UnicodeDecodeError:
        return []
