"""A script as its author wrote it -> the same without indentation, without comments that have lines of their own, and
without those at the end of a line in which nothing stands that could be the rest of a text or of an expression.

No more than that: it is done line by line, without reading the language. A script in which a line may be part of a text
(a template literal, a text that goes on in the next line) is left alone.
"""

from __future__ import annotations

from collections.abc import Iterator

from bulletin.model.late import regex

_TRAILING = regex(r"\s+// [^'\"`\]@]*$")
_KEPT = ("/*!", "//!", "//#", "//@", "/*#", "/*@")  # licences, and what tools read


def bare_script(data: bytes) -> bytes:
    try:
        text = data.decode()
    except UnicodeDecodeError:
        return data
    lines = text.split("\n")
    if any(line.count("`") % 2 or line.rstrip().endswith("\\") for line in lines):
        return data
    bare = [*_bare(lines)]
    return "\n".join(bare).encode() + (b"\n" if text.endswith("\n") and bare else b"")


def _bare(lines: list[str]) -> Iterator[str]:
    is_inside = False
    for line in map(str.strip, lines):
        if is_inside:
            _, end, rest = line.partition("*/")
            is_inside = not end
            if rest.strip():
                yield rest.strip()
        elif line.startswith(_KEPT) or not line.startswith(("//", "/*")):
            if line:
                yield _TRAILING.sub("", line)
        elif line.startswith("/*"):
            _, end, rest = line.partition("*/")
            is_inside = not end
            if rest.strip():
                yield line  # a type beside what it belongs to
