"""Rules for single values that several formats share: addresses, moments, language tags."""

from __future__ import annotations

import re
from datetime import datetime
from urllib.parse import urlsplit

_RFC3339 = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")
_DATE = re.compile(r"\d{4}-\d\d-\d\d")
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|\d{3}))?(-[A-Za-z0-9]{4,8})*")
_URL_TEXT = re.compile(r"[A-Za-z0-9\-._~:/?#\[\]@!$&'()*+,;=%]*")
_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")
_MEDIA = re.compile(r"[a-z]+/[a-z0-9.+-]+(;\s*[a-z]+=[\w.-]+)?")


def is_moment(text: str) -> bool:
    """RFC 3339 with a real date."""
    return bool(_RFC3339.fullmatch(text)) and _parses(text)


def is_date_or_moment(text: str) -> bool:
    """W3C-DTF as sitemaps, Open Graph and schema.org take it."""
    return is_moment(text) or (bool(_DATE.fullmatch(text)) and _parses(text))


def is_language(text: str) -> bool:
    return bool(_LANGUAGE.fullmatch(text))


def is_media_type(text: str) -> bool:
    return bool(_MEDIA.fullmatch(text))


def is_url(text: str) -> bool:
    """Only the characters of RFC 3986, per cent signs followed by two digits."""
    return bool(_URL_TEXT.fullmatch(text)) and not _PERCENT.search(text)


def is_absolute(text: str) -> bool:
    if not is_url(text):
        return False
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname)


def _parses(text: str) -> bool:
    try:
        datetime.fromisoformat(text)
    except ValueError:
        return False
    return True
