"""What rendering noticed -> Problems with the line of the file on which the author finds the cause."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from html import escape, unescape
from itertools import islice

from bulletin.convert.markup.anchors import Anchors
from bulletin.convert.markup.draft import Prepared
from bulletin.convert.markup.marks import HIDDEN
from bulletin.convert.markup.sanitise import SCHEMES, TAGS
from bulletin.convert.markup.targets import Targets
from bulletin.convert.markup.tokens import Tag, Token
from bulletin.model.late import regex
from bulletin.model.making import frozen
from bulletin.model.problem import Problem

_COMMENT = regex(r"<!--.*?(?:-->|$)", re.DOTALL)
_TAG_NAME = regex(r"<([A-Za-z][A-Za-z0-9:-]*)")
_ADDRESS = regex(r"<(?:a|img)\b[^<>]*? (?:href|src)=\"([^\"]*)\"", re.IGNORECASE)
_SCHEME = regex(r"\s*([A-Za-z][A-Za-z0-9+.-]*):")
_REFERENCE = regex(r"&#?\w{1,40};?")
_FOOTNOTE_MARK = regex(r"\[\^([^\]\s]{1,60})\]")

MOST_OF_A_KIND = 20


@frozen
class Report:
    path: str
    text: str
    first_line: int

    def problem(self, line: int, code: str, values: Mapping[str, str]) -> Problem:
        """``line`` counts from 1 in the body; 0 = the file as a whole."""
        place = self.first_line + line - 1 if line else 0
        return Problem(self.path, place, 0, code, tuple(values.items()))

    def all(
        self, prepared: Prepared, html: str, tokens: list[Token], anchors: Anchors, targets: Targets
    ) -> tuple[Problem, ...]:
        """``html`` is not sanitised yet; ``tokens`` are those published."""
        found = [*self.faults(prepared)]
        found += [self._at(f"#{name}", "W618", target=f"#{name}") for name in _some(anchors.lost)]
        found += [self._at(url, "W619", target=url) for url in _some(targets.remote_images)]
        if "<" in self.text:
            found += self._removed_tags(html)
        if ":" in self.text:
            found += self._removed_schemes(html)
        if "&" in self.text and (hidden := HIDDEN.findall(unescape(html))):
            found.append(self._hidden(hidden))
        if "[^" in self.text:
            found += self._footnotes(prepared, html, tokens)
        return tuple(sorted(set(found)))

    def faults(self, prepared: Prepared) -> tuple[Problem, ...]:
        """Of a body in which nothing but its lines can be wrong."""
        return tuple(
            sorted({self.problem(fault.line + 1, fault.code, dict(fault.values)) for fault in prepared.faults})
        )

    def _at(self, needle: str, code: str, **values: str) -> Problem:
        index = self.text.lower().find(needle.lower())
        return self.problem(self.text.count("\n", 0, index) + 1 if index >= 0 else 0, code, values)

    def _hidden(self, hidden: list[str]) -> Problem:
        """As reading says it of such characters themselves."""
        places = (match.start() for match in _REFERENCE.finditer(self.text) if HIDDEN.search(unescape(match[0])))
        line = self.text.count("\n", 0, next(places, 0)) + 1
        return self.problem(line, "W208", {"count": str(len(hidden)), "character": f"U+{ord(hidden[0]):04X}"})

    def _removed_tags(self, html: str) -> list[Problem]:
        names = {name.lower() for name in _TAG_NAME.findall(_COMMENT.sub("", html))} - TAGS
        return [self._at(f"<{name}", "W617", tag=name) for name in _some(sorted(names))]

    def _removed_schemes(self, html: str) -> list[Problem]:
        problems = []
        for address in _some(_ADDRESS.findall(html), MOST_OF_A_KIND * 10):
            target = unescape(address)
            scheme = _SCHEME.match(target)
            if scheme and scheme[1].lower() not in SCHEMES:
                problems.append(self._at(target, "W616", target=target[:80], scheme=scheme[1]))
        return problems

    def _footnotes(self, prepared: Prepared, html: str, tokens: list[Token]) -> list[Problem]:
        problems = [
            self.problem(line + 1, "W615", {"label": label})
            for label, line in prepared.footnotes.items()
            if f'id="fnref:{escape(label)}"' not in html
        ]
        missing: list[str] = []
        in_code = 0
        for token in tokens:
            if isinstance(token, Tag):
                in_code += (-1 if token.is_end else 1) if token.name == "code" else 0
            elif not in_code and "[^" in token:
                labels = [unescape(label) for label in _FOOTNOTE_MARK.findall(token)]
                missing += [label for label in labels if label not in prepared.footnotes]
        return problems + [self._at(f"[^{label}]", "W620", label=label) for label in _some(missing)]


def _some(found: Iterable[str], most: int = MOST_OF_A_KIND) -> Iterator[str]:
    """Each once, and no more than an author would read."""
    return islice(dict.fromkeys(found), most)
