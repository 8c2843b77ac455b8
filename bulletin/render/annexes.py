"""Body of a notice -> the text proper, and the annexes printed in it.

An official document ends with its signature and date; what it encloses follows, on a page of its own (GB/T 9704-2012,
7.3.7). Authors write the annex where they like, in a container ``::: 附件``; a notice moves it to its place.
"""

from __future__ import annotations

from collections.abc import Iterator

from bulletin.model.late import regex

_TAG = regex(r"<(/?)([a-z][a-z0-9]*)((?:[^\"<>]|\"[^\"]*\")*)>")
_ANNEX = regex(r"\sclass=\"[^\"]*\battachment\b[^\"]*\"")
_VOID = frozenset({"br", "col", "hr", "img", "source", "wbr"})


def without_annexes(html: str) -> str:
    """``html`` as the sanitiser wrote it (well-formed, quoted attributes) but for the annexes at its top level."""
    out, at = [], 0
    for start, end in _annexes(html):
        out.append(html[at:start])
        at = end
    return "".join((*out, html[at:]))


def annexes(html: str) -> str:
    """The annexes at the top level of ``html``, in their order; "" where there are none."""
    return "\n".join(html[start:end] for start, end in _annexes(html))


def _annexes(html: str) -> Iterator[tuple[int, int]]:
    """Where each begins and ends. One that stands inside another element is part of that, and stays."""
    depth, start = 0, -1
    for tag in _TAG.finditer(html):
        closes, name, attributes = tag.groups()
        if name in _VOID:
            continue
        if closes:
            depth -= 1
            if depth == 0 and start >= 0:
                yield start, tag.end()
                start = -1
        else:
            if depth == 0 and name == "section" and _ANNEX.search(attributes):
                start = tag.start()
            depth += 1
