"""HTML taken apart into the text that is read and the places it stood in, and put together again. HTML in, HTML out.

Text, not nodes: **头**发 is one word in two nodes, so the nodes of a block are joined, converted as one text, and cut
at the same places again. Ruby annotations and the attributes that people read are texts of their own; what must stay as
written (code, other languages, ``data-no-convert``) is a barrier that no word crosses.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from html import escape, unescape
from itertools import accumulate

from bulletin.convert.prose import BLOCK_END
from bulletin.convert.script.lexicon import FILLER
from bulletin.model.late import regex
from bulletin.model.making import frozen

_TOKEN = regex(r"""(<!--.*?-->|</?[a-zA-Z][^"'>]*(?:"[^"]*"[^"'>]*|'[^']*'[^"'>]*)*>|<[!?][^>]*>)""", re.DOTALL)
_TAG = regex(r"<(/?)([a-zA-Z][^\s/>]*)")
_ATTRIBUTE = regex(r"""([^\s"'=<>/]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+)))?""")
_READ_BY_PEOPLE = frozenset(("alt", "title", "aria-label", "content"))
_SPECIAL = regex("[&<>\"']")
_ADDRESS = regex(r"[a-zA-Z][a-zA-Z0-9+.-]*:|/|#")
_SHOWN_ADDRESS = regex(r"\s*[a-zA-Z][a-zA-Z0-9+.-]*://\S+\s*")
_BLOCKS = frozenset(
    (
        *("address", "article", "aside", "blockquote", "body", "caption", "center", "col", "colgroup", "dd", "details"),
        *("dialog", "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4"),
        *("h5", "h6", "head", "header", "hgroup", "hr", "html", "legend", "li", "link", "main", "menu", "meta", "nav"),
        *("ol", "option", "p", "pre", "search", "section", "select", "summary", "table", "tbody", "td", "tfoot", "th"),
        *("thead", "title", "tr", "ul"),
    )
)
_BARRIERS = frozenset(("code", "pre", "kbd", "samp", "script", "style", "svg", "math", "textarea", "template"))
_BREAKING = frozenset(("br", "rt", "rp", "ruby"))
_VOID = frozenset(
    ("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr")
)
_CHINESE = frozenset(("zh", "cmn", "yue", "nan", "wuu", "hak", "gan", "hsn"))  # language without script: no barrier


@frozen
class Fragment:
    """``text`` is all there is to convert; ``cuts`` end its pieces; piece n goes to ``places[n]``, or nowhere (-1)."""

    tokens: tuple[str, ...]
    text: str
    cuts: tuple[int, ...]
    places: tuple[int, ...]
    quoted: frozenset[int]  # places that are attribute values

    def with_pieces(self, pieces: Sequence[str]) -> str:
        """The HTML again, with the pieces of the converted text in their places, escaped."""
        tokens = list(self.tokens)
        for place, piece in zip(self.places, pieces, strict=True):
            if place >= 0:
                tokens[place] = escape(piece, quote=place in self.quoted) if _SPECIAL.search(piece) else piece
        return "".join(tokens)


@frozen
class _Tag:
    name: str
    closes: bool
    is_barrier: bool
    parts: tuple[str, ...]  # the tag cut so that every second part is a value that people read
    is_plain: bool  # carried over without any effect: most tags


@lru_cache(maxsize=4)
def take_apart(html: str) -> Fragment:
    """``html`` is well-formed; anything else is carried over unharmed but may be converted in odd places."""
    reader = _Reader()
    tokens = _TOKEN.split(html)
    for index, token in enumerate(tokens):
        if index % 2:
            reader.markup(token)
        elif token:
            reader.text(token)
    return reader.fragment()


class _Reader:
    """Collects tokens, the main text, and the side texts (annotations and attributes)."""

    __slots__ = ("_barrier", "_depth", "_into_side", "_main", "_quoted", "_side", "_tokens")

    def __init__(self) -> None:
        self._tokens: list[str] = []
        self._main: list[tuple[str, int]] = []
        self._side: list[tuple[str, int]] = [(BLOCK_END, -1)]
        self._into_side = False
        self._quoted: set[int] = set()
        self._barrier = ""  # name of the element that must stay as written, and how deep we are in it
        self._depth = 0

    def text(self, token: str) -> None:
        if self._barrier:
            pass
        elif "://" in token and self._tokens and self._tokens[-1][:3] == "<a " and _SHOWN_ADDRESS.fullmatch(token):
            self._break(FILLER)
        else:
            readable = unescape(token) if "&" in token else token
            (self._side if self._into_side else self._main).append((readable, len(self._tokens)))
        self._tokens.append(token)

    def markup(self, token: str) -> None:
        tag = _read_tag(token)
        if tag is None or tag.is_plain or self._barrier:
            self._tokens.append(token)
            if tag is not None and tag.name == self._barrier:
                self._depth += -1 if tag.closes else 1
                self._barrier = self._barrier if self._depth else ""
            return
        if tag.name in _BLOCKS:
            self._break(BLOCK_END)
        elif tag.name == "br":
            self._break("\n")
        elif tag.name in ("rt", "rp", "ruby"):
            self._into_side = tag.name != "ruby" and not tag.closes
            self._side.append((BLOCK_END, -1))
        if tag.is_barrier and not tag.closes:
            self._tokens.append(token)
            self._break(FILLER)
            if tag.name not in _VOID:
                self._barrier, self._depth = tag.name, 1
            return
        for index, part in enumerate(tag.parts):
            if index % 2:
                self._quoted.add(len(self._tokens))
                self._side += ((unescape(part), len(self._tokens)), (BLOCK_END, -1))
            self._tokens.append(part)

    def fragment(self) -> Fragment:
        entries = self._main + self._side
        texts = [text for text, _ in entries]
        return Fragment(
            tuple(self._tokens),
            "".join(texts),
            tuple(accumulate(map(len, texts))),
            tuple(place for _, place in entries),
            frozenset(self._quoted),
        )

    def _break(self, mark: str) -> None:
        (self._side if self._into_side else self._main).append((mark, -1))


@lru_cache(maxsize=2048)
def _read_tag(token: str) -> _Tag | None:
    """None for comments and the like. Remembered: a document repeats few tags very often."""
    match = _TAG.match(token)
    if match is None:
        return None
    closes, name = bool(match[1]), match[2].lower()
    parts: list[str] = []
    is_barrier = name in _BARRIERS
    end = 0
    for attribute in () if closes else _ATTRIBUTE.finditer(token, match.end()):
        key = attribute[1].lower()
        group = next((g for g in (2, 3, 4) if attribute[g] is not None), 0)
        value = attribute[group] if group else ""
        is_barrier = is_barrier or _makes_barrier(key, value)
        if key in _READ_BY_PEOPLE and group in (2, 3) and not (key == "content" and _ADDRESS.match(value)):
            parts += (token[end : attribute.start(group)], value)
            end = attribute.end(group)
    is_plain = not (is_barrier or parts or name in _BLOCKS or name in _BREAKING)
    return _Tag(name, closes, is_barrier, (*parts, token[end:]), is_plain)


def _makes_barrier(key: str, value: str) -> bool:
    """Marked by the author as not to be converted, or as written in another language or in a stated script."""
    if key == "lang":
        return bool(value.strip()) and value.strip().lower() not in _CHINESE
    return key == "data-no-convert" or (key == "translate" and value.lower() == "no")
