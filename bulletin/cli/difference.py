"""Two texts -> the lines of a unified diff, safe to print: what has no shape is shown by its number."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from bulletin.model.late import regex

_CONTEXT = 3
_MOST = 3000  # lines between the first and the last change that are compared one by one
_END = regex("\r\n?|\n")
_SHAPELESS = regex(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ud800-\udfff]"
)


def difference(before: str, after: str) -> list[str]:
    """Hunks alone, without the two lines of names; nothing for texts whose lines are equal."""
    old, new = _END.split(before), _END.split(after)
    if old[-1] == new[-1] == "":  # what follows the last line end is no line
        del old[-1], new[-1]
    start = next((at for at, (a, b) in enumerate(zip(old, new, strict=False)) if a != b), min(len(old), len(new)))
    if start == len(old) == len(new):
        return []
    rest = min(len(old), len(new)) - start
    same = next((n for n in range(rest) if old[-1 - n] != new[-1 - n]), rest)
    first, last = max(0, start - _CONTEXT), max(0, same - _CONTEXT)
    return [line for group in _groups(old[first : len(old) - last], new[first : len(new) - last])
            for line in _hunk(group, old[first:], new[first:], first)]  # fmt: skip


_Code = tuple[str, int, int, int, int]


def _groups(old: Sequence[str], new: Sequence[str]) -> Iterator[Sequence[_Code]]:
    if len(old) <= _MOST and len(new) <= _MOST:
        yield from SequenceMatcher(None, old, new, autojunk=False).get_grouped_opcodes(_CONTEXT)
    else:
        yield [("replace", 0, len(old), 0, len(new))]


def _hunk(group: Sequence[_Code], old: Sequence[str], new: Sequence[str], first: int) -> Iterator[str]:
    begin, end = group[0], group[-1]
    yield f"@@ -{_range(begin[1], end[2], first)} +{_range(begin[3], end[4], first)} @@"
    for tag, i1, i2, j1, j2 in group:
        if tag == "equal":
            yield from (f" {visible(line)}" for line in old[i1:i2])
            continue
        yield from (f"-{visible(line)}" for line in old[i1:i2])
        yield from (f"+{visible(line)}" for line in new[j1:j2])


def _range(start: int, end: int, first: int) -> str:
    count = end - start
    return f"{first + start + (count > 0)},{count}"


def visible(text: str) -> str:
    return _SHAPELESS.sub(lambda match: f"\\u{ord(match[0]):04x}", text)
