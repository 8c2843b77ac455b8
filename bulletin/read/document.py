"""Bytes of one text file -> Document."""

from __future__ import annotations

import re

from bulletin.model.content import Document
from bulletin.model.late import regex
from bulletin.model.problem import Problem
from bulletin.read.front_matter import parse_front_matter
from bulletin.read.text import decode

# What a browser saved: as text it would be published with all its code
_PAGES = regex(
    r"\s*(?:(?P<html><!doctype\s+html|<html\b|<\?xml[^>]*>\s*<!?(?:doctype\s+)?html)"
    r"|(?P<mhtml>From: <Saved by|MIME-Version: 1))",
    re.IGNORECASE,
)


def parse_document(path: str, data: bytes) -> Document:
    """Pure; takes any bytes. A problem whose severity is error means that the document can't be published as it is:
    its text is unreadable or damaged, or its front matter says two things at once."""
    decoded = decode(data)
    if page := _PAGES.match(decoded.text):
        kind = (("format", (page.lastgroup or "").upper()),)
        return Document(path, (), "", 1, decoded.encoding, (Problem(path, 0, 0, "E222", kind),))
    fields, body, body_line, problems = parse_front_matter(path, decoded.text)
    found = tuple(Problem(path, one.line, one.column, one.code, one.values) for one in decoded.codes)
    return Document(path, fields, body, body_line, decoded.encoding, (*found, *problems))
