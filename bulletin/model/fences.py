"""Text of a body -> where its fenced code stands: one rule for the room that renders it and those that pass over it."""

from __future__ import annotations

from bulletin.model.late import regex

_OPENING = regex(r"(`{3,}|~{3,})[ \t]*([^`]*)$")
_INDENT = " \t\u3000\xa0"
_QUOTE = regex(r"[ \t]*>[ ]?")


def opening_fence(bare: str) -> tuple[str, str] | None:
    """The marks and the word behind them, of a line without its indent; ``marks`` in a line of text are none."""
    match = _OPENING.match(bare)
    return (match[1], match[2]) if match else None


def closes_fence(line: str, marks: str) -> bool:
    """Whether ``line`` ends what ``marks`` began: as many of the same, and nothing else."""
    bare = line.strip(" \t")
    return bare.startswith(marks) and not bare.strip(marks[0])


def fenced(text: str) -> list[tuple[int, int]]:
    """(start, end) of each block with its fences, from the start of a line to the end of one. A fence that is not
    closed holds the rest; one in a quote, the rest of that."""
    found: list[tuple[int, int]] = []
    if "```" not in text and "~~~" not in text:
        return found
    start = at = depth = 0
    marks = ""
    for line in text.split("\n"):
        if marks:
            inner = _unquoted(line, depth)
            if inner is None:
                found.append((start, at - 1))
                marks = ""
            elif closes_fence(inner, marks):
                found.append((start, at + len(line)))
                marks = ""
                at += len(line) + 1
                continue
        if not marks:
            bare, levels = line, 0
            while quote := _QUOTE.match(bare):
                bare, levels = bare[quote.end() :], levels + 1
            if opened := opening_fence(bare.lstrip(_INDENT)):
                start, depth, marks = at, levels, opened[0]
        at += len(line) + 1
    return [*found, (start, len(text))] if marks else found


def _unquoted(line: str, depth: int) -> str | None:
    """``line`` without ``depth`` marks of a quote; None where it has fewer."""
    for _ in range(depth):
        quote = _QUOTE.match(line)
        if quote is None:
            return None
        line = line[quote.end() :]
    return line
