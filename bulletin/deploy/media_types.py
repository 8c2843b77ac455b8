"""A published path -> its Content-Type and Cache-Control, for storage that serves what it is told (docs/hosting.md)."""

from __future__ import annotations

_TEXT = {"html": "text/html", "css": "text/css", "js": "text/javascript", "txt": "text/plain", "csv": "text/csv"}
_OTHER = {
    "json": "application/json", "xml": "application/xml", "svg": "image/svg+xml", "png": "image/png",
    "jpg": "image/jpeg", "jpeg": "image/jpeg", "webp": "image/webp", "gif": "image/gif", "ico": "image/x-icon",
    "woff2": "font/woff2", "webmanifest": "application/manifest+json", "pdf": "application/pdf",
    "mp3": "audio/mpeg", "mp4": "video/mp4", "zip": "application/zip", "rtf": "application/rtf",
    "doc": "application/msword", "xls": "application/vnd.ms-excel", "ppt": "application/vnd.ms-powerpoint",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "odt": "application/vnd.oasis.opendocument.text", "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "odp": "application/vnd.oasis.opendocument.presentation",
}  # fmt: skip
_NAMED = {
    "feed.xml": "application/atom+xml; charset=utf-8",
    "feed.json": "application/feed+json; charset=utf-8",
    "opensearch.xml": "application/opensearchdescription+xml; charset=utf-8",
}
_LASTING = ("photos/", "files/", "assets/")  # their addresses hold a digest of what they are


def media_type(path: str) -> str:
    """Of any name; a system's own table of types plays no part in it."""
    name = path.rpartition("/")[2]
    suffix = name.lower().rpartition(".")[2]
    if suffix in _TEXT and not path.startswith("files/"):
        return f"{_TEXT[suffix]}; charset=utf-8"  # an attachment's encoding is its author's
    return _NAMED.get(name) or _TEXT.get(suffix) or _OTHER.get(suffix) or "application/octet-stream"


def cache_control(path: str) -> str:
    return "public, max-age=31536000, immutable" if path.startswith(_LASTING) else "no-cache"
