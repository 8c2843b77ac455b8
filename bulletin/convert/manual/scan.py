"""Texts with author's marks ``-{ … }-`` -> the same with one character for each mark, and what those characters mean.

One character of a private-use plane stands for a mark while Markdown, the sanitiser and the converter are at work: no
step can cut it, no dictionary knows it, and no word is made across it. In the end it is replaced by plain text,
escaped (``forms``). So what stands in a mark can't become a tag, an address or an attribute's end.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from bulletin.convert.manual.grammar import Fault, Meaning, read_inside
from bulletin.convert.manual.places import Place, find_marks, find_marks_in_field
from bulletin.convert.markup.limits import LONGEST_BODY, shorten_runs
from bulletin.convert.markup.marks import FORBIDDEN
from bulletin.convert.script.names import HAN
from bulletin.model.late import late, regex
from bulletin.model.making import frozen

MOST_MARKS = 20_000  # different ones of an item
MOST_RULES = 500
MOST_FAULTS = 20  # told of one item

_PLANES = (range(0xF0000, 0xFFFFE), range(0x100000, 0x10FFFE))
_PRIVATE = regex("[\U000f0000-\U0010ffff]")
_MARKUP = regex(r"[*_~`<>\[\]&\\]|://|\{")  # signs of Markdown inside a text as typed
_CONVERTED = late(f"[{HAN}“”‘’「」『』]+")  # what a conversion could change


@frozen
class Mark:
    """``raw`` is what was typed, shown in code and kept in addresses."""

    raw: str
    meaning: Meaning


@frozen
class Told:
    """A fault with its line, 0 where it is not known."""

    line: int
    fault: Fault


@frozen
class Manual:
    """All marks of one item. ``marks`` are by the character that stands for them."""

    marks: tuple[tuple[str, Mark], ...] = ()
    rules: tuple[Meaning, ...] = ()
    title: Meaning | None = None
    told: tuple[Told, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.marks)

    @property
    def raws(self) -> Mapping[int, str]:
        return {ord(char): mark.raw for char, mark in self.marks}


NO_MARKS = Manual()


class Scanner:
    """Reads the texts of one item, one after the other; ``texts`` are all of them."""

    def __init__(self, texts: Iterable[str]) -> None:
        present = {char for text in texts for char in _PRIVATE.findall(text)}
        self._free = (char for plane in _PLANES for char in map(chr, plane) if char not in present)
        self._marks: dict[str, Mark] = {}
        self._by_raw: dict[str, str] = {}
        self._rules: dict[Meaning, None] = {}
        self._title: Meaning | None = None
        self._told: list[Told] = []

    def manual(self) -> Manual:
        return Manual(tuple(self._marks.items()), tuple(self._rules), self._title, tuple(self._told))

    def body(self, text: str, line: int, longest: int = LONGEST_BODY) -> str:
        """Markdown that begins on ``line`` of its file, with as many lines as before. What is too long stays."""
        return text if len(text) > longest else self._replaced(text, find_marks(text), line)

    def field(self, text: str, line: int) -> str:
        """A text of the front matter, in which nothing else has a meaning: ``\\-{`` loses its backslash."""
        replaced = self._replaced(text, find_marks_in_field(text), line) if len(text) <= LONGEST_BODY else text
        return replaced.replace("\\-{", "-{")

    def _replaced(self, text: str, found: list[Place], line: int) -> str:
        parts: list[str] = []
        end = counted = 0
        for start, stop, is_nested in found:
            line += text.count("\n", counted, start) if line else 0
            counted = start
            inside = text[start + 2 : stop - 2] if stop else ""
            new = self._replacement(text[start:stop], inside, is_nested=is_nested) if stop else Fault("W720")
            if isinstance(new, Fault):
                self._tell(line, new, text[start:stop] if stop else text[start : start + 20].split("\n")[0])
                continue
            parts += (text[end:start], new, "\n" * text.count("\n", start, stop))
            end = stop
        return "".join(parts) + text[end:]

    def _tell(self, line: int, fault: Fault, typed: str) -> None:
        if len(self._told) < MOST_FAULTS:
            shown = " ".join(typed.split())
            shown = shown if len(shown) <= 30 else shown[:29] + "…"
            self._told.append(Told(line, Fault(fault.code, (*fault.values, ("mark", shown)))))

    def _replacement(self, raw: str, inside: str, *, is_nested: bool) -> str | Fault:
        if is_nested:
            return Fault("W725")
        if len(self._marks) >= MOST_MARKS:
            return Fault("W726", (("limit", str(MOST_MARKS)),))
        inside = shorten_runs(FORBIDDEN.sub("", inside))[0]
        meaning = read_inside(inside)
        if isinstance(meaning, Fault):
            return meaning
        if meaning.flag in ("A", "H"):
            if len(self._rules) >= MOST_RULES:
                return Fault("W726", (("limit", str(MOST_RULES)),))
            self._rules[meaning] = None
        elif meaning.flag == "T":
            self._title = meaning
        if meaning.plain is not None and not meaning.flag and meaning.plain == inside and _MARKUP.search(meaning.plain):
            return self._as_markdown(inside)
        return self._character(raw, meaning)

    def _as_markdown(self, inside: str) -> str:
        """Text as typed with emphasis or a link in it: only what a conversion could change is taken out."""
        kept = _CONVERTED().sub(lambda run: self._character(run[0], Meaning(plain=run[0])), inside.replace("\n", " "))
        return self._character("-{", Meaning(plain="")) + kept + self._character("}-", Meaning(plain=""))

    def _character(self, raw: str, meaning: Meaning) -> str:
        found = self._by_raw.get(raw)
        if found is None:
            found = self._by_raw[raw] = next(self._free)
            self._marks[found] = Mark(raw, meaning)
        return found


