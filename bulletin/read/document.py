"""Bytes of one text file -> Document."""

from __future__ import annotations

from hashlib import blake2b

from bulletin.model.content import Document
from bulletin.model.problem import Problem
from bulletin.read.front_matter import parse_front_matter
from bulletin.read.text import decode


def parse_document(path: str, data: bytes) -> Document:
    """Pure; takes any bytes. A problem whose severity is error means that the document can't be published as it is:
    its text is unreadable or damaged, or its front matter says two things at once."""
    decoded = decode(data)
    fields, body, body_line, problems = parse_front_matter(path, decoded.text)
    found = tuple(Problem(path, one.line, one.column, one.code, one.values) for one in decoded.codes)
    digest = blake2b(data, digest_size=16).hexdigest()
    return Document(path, fields, body, body_line, decoded.encoding, digest, (*found, *problems))
