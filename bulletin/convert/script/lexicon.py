"""Words whose form is fixed, and where they stand in a text. Words and text in, spans out."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import TypeVar

from bulletin.convert.script.names import HAN
from bulletin.model.content import Edition, Glossary, Script
from bulletin.model.late import late
from bulletin.model.making import frozen

# Stands for a character that must neither be converted nor join its neighbours into a word.
FILLER = "\x1f"

Value = TypeVar("Value")

# An address whose host is Chinese, with its path. After any other, text follows without a space more often than the
# address goes on in Chinese, so that there it ends, as it does where links are made of addresses.
_HOST = rf"{HAN}A-Za-z0-9-"
_ADDRESS = late(
    rf"https?://[A-Za-z0-9.-]*[{HAN}][{_HOST}]*(?:\.[{_HOST}]+)+(?::[0-9]+)?(?:[/?#][^\s\x1e\x1f<>“”‘’「」『』（）《》，。；：！？、]*)?"
)


@frozen
class Span:
    """``text[start:end]`` is to be replaced by ``form``."""

    start: int
    end: int
    form: str


class Lexicon:
    """Words with their fixed forms. Where two begin at one place, the longer wins; where they overlap, the first."""

    __slots__ = ("_by_head", "_heads", "forms")

    def __init__(self, forms: Mapping[str, str]) -> None:
        self.forms = {word: form for word, form in forms.items() if word}
        lengths: dict[str, set[int]] = {}
        for word in self.forms:
            lengths.setdefault(word[0], set()).add(len(word))
        self._by_head = {head: sorted(found, reverse=True) for head, found in lengths.items()}  # lengths of words
        # A search for the heads alone runs at C speed; one alternation of all words would try each at every place.
        self._heads = re.compile("[" + "".join(map(re.escape, self._by_head)) + "]") if self._by_head else None

    def __bool__(self) -> bool:
        return bool(self.forms)

    def spans(self, text: str) -> list[Span]:
        """All places of all words, from left to right, none overlapping."""
        found: list[Span] = []
        if self._heads is None:
            return found
        end = 0
        for match in self._heads.finditer(text):
            start = match.start()
            if start < end:
                continue
            for length in self._by_head[match[0]]:
                word = text[start : start + length]
                if word in self.forms:
                    end = start + len(word)
                    found.append(Span(start, end, self.forms[word]))
                    break
        return found


def places(word: str, form: str, text: str) -> list[Span]:
    """All places of one word, from left to right."""
    found: list[Span] = []
    start = text.find(word)
    while start >= 0:
        end = start + len(word)
        found.append(Span(start, end, form))
        start = text.find(word, end)
    return found


def addresses(text: str) -> list[Span]:
    """Web addresses with Chinese characters, which stay as they are: another character is another address."""
    return [Span(*match.span(), match[0]) for match in _ADDRESS().finditer(text)] if "://" in text else []


def fill(text: str, spans: list[Span]) -> str:
    """``text`` with every span (ascending) blanked out, as long as before."""
    if not spans:
        return text
    parts: list[str] = []
    end = 0
    for span in spans:
        parts += (text[end : span.start], FILLER * (span.end - span.start))
        end = span.end
    return "".join(parts) + text[end:]


def merged(spans: list[Span], more: list[Span]) -> list[Span]:
    """From left to right."""
    return sorted([*spans, *more], key=lambda span: span.start) if more else spans


def refill(base: str, spans: Sequence[Span]) -> str:
    """``base``, as long as the text of ``fill``, with the form of each span in its place."""
    parts: list[str] = []
    end = 0
    for span in spans:
        parts += (base[end : span.start], span.form)
        end = span.end
    return "".join(parts) + base[end:]


def cut_around(base: str, cuts: Sequence[int], spans: Sequence[Span]) -> list[str]:
    """As ``refill``, cut: a form goes character by character to the pieces of its word, what is over to the last."""
    pieces: list[str] = []
    start = index = 0
    for cut in cuts:
        parts: list[str] = []
        while start < cut:
            span = spans[index] if index < len(spans) else None
            if span is None or cut <= span.start:
                parts.append(base[start:cut])
                start = cut
            elif start < span.start:
                parts.append(base[start : span.start])
                start = span.start
            else:
                end = min(cut, span.end)
                stop = len(span.form) if end == span.end else end - span.start
                parts.append(span.form[start - span.start : stop])
                start = end
                index += end == span.end
        pieces.append("".join(parts))
    return pieces


def fallback(pairs: Mapping[str, Value], tag: str) -> Value | None:
    """The value for ``tag`` or the nearest more general tag: zh-Hant-HK, then zh-Hant; None where there is none."""
    while tag and tag not in pairs:
        tag = tag.rpartition("-")[0]
    return pairs.get(tag) if tag else None


def glossary_forms(glossary: Glossary, source: Script, edition: Edition) -> dict[str, str]:
    """Word as written in ``source`` -> its form in ``edition``; a word without a form there is left to OpenCC.

    An entry fixes the way back as well: with 博客 as 部落格 in zh-Hant-TW, a traditional 部落格 is 博客 in zh-Hans.
    """
    forms: dict[str, str] = {}
    for word, pairs in glossary.entries:
        fixed = dict(pairs)
        form = fallback(fixed, edition.tag) if fixed else word
        if form is not None:
            forms[word] = form
        if source == "Hant" and edition.script == "Hans":
            for tag, written in pairs:
                if tag.startswith("zh-Hant"):
                    forms.setdefault(written, word if form is None else form)
    return forms
