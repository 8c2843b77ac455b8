"""Tokens -> headings from h2 down without a gap, unique ids made from the texts, links to them, inline attachments.

Done before script conversion, so an address with an anchor is the same in all editions. Every id begins with ``c-``:
content can't take an id of the theme's (DOM clobbering), and ``#…`` in content is rewritten alike.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from bulletin.convert.markup.tokens import Tag, Token, end_of, text_of
from bulletin.model.article import Heading
from bulletin.model.item import Attachment
from bulletin.model.slug import slugify

PREFIX = "c-"
_LONGEST = 30  # characters of a text that go into its id

_HEADINGS = {f"h{level}": level for level in range(1, 7)}


@dataclass(slots=True)
class Anchors:
    headings: list[Heading] = field(default_factory=list)
    attachments: list[Attachment] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)  # fragments, as typed, that lead nowhere


def set_anchors(tokens: list[Token], written: Mapping[int, str] = MappingProxyType({})) -> Anchors:
    """Changes the tokens in place. A link to a missing anchor loses its ``href``. ``written``: what characters that
    stand for author's marks are in an id."""
    anchors = Anchors()
    used: dict[str, str] = {}  # id as typed -> id in the page
    taken: dict[str, int] = {}
    for token in tokens:
        if isinstance(token, Tag) and "id" in token.attributes:
            typed = token.attributes["id"]
            token.attributes["id"] = final = _unique(slugify(typed), taken)
            used.setdefault(typed, final)
    _set_levels(tokens)
    for index, token in enumerate(tokens):
        if isinstance(token, Tag) and not token.is_end:
            if token.name in _HEADINGS:
                _add_heading(tokens, index, anchors, taken, written)
            elif token.name == "strong" and token.has_class("run-in") and "id" not in token.attributes:
                text = text_of(tokens, index, end_of(tokens, index))
                token.attributes["id"] = _unique(_slug(text, written), taken)
    _link(tokens, used, taken, anchors)
    return anchors


def _unique(name: str, taken: dict[str, int]) -> str:
    """``taken`` counts, for each id, how often it was asked for."""
    final = PREFIX + name
    while final in taken:
        taken[PREFIX + name] = number = taken.get(PREFIX + name, 0) + 1
        final = f"{PREFIX}{name}-{number}"
    taken[final] = 1
    return final


def _set_levels(tokens: list[Token]) -> None:
    """The page's title is h1: the highest heading becomes h2, and no level is skipped.

    An attachment begins anew below its own heading, and what follows it goes on where the text before it was.
    """
    above: list[int] = []
    outside: list[tuple[int, list[int]]] = []
    sections = 0
    for token in tokens:
        if not isinstance(token, Tag):
            continue
        if token.name == "section":
            sections += -1 if token.is_end else 1
            if not token.is_end and token.has_class("attachment"):
                outside.append((sections, above))
                above = []
            elif token.is_end and outside and sections < outside[-1][0]:
                above = outside.pop()[1]
        elif token.name in _HEADINGS:
            level = _HEADINGS[token.name]
            if not token.is_end:
                if outside and not above:
                    level = 0
                while above and above[-1] >= level:
                    above.pop()
                above.append(level)
            token.name = f"h{min(1 + len(above), 6)}"


def _slug(text: str, written: Mapping[int, str]) -> str:
    return slugify((text.translate(written) if written else text)[:_LONGEST])


def _add_heading(
    tokens: list[Token], index: int, anchors: Anchors, taken: dict[str, int], written: Mapping[int, str]
) -> None:
    tag = tokens[index]
    assert isinstance(tag, Tag)
    text = text_of(tokens, index, end_of(tokens, index))
    if not text:
        return
    section = tokens[index - 1] if index else ""
    is_attachment = isinstance(section, Tag) and not section.is_end and section.has_class("attachment")
    holder = section if isinstance(section, Tag) and is_attachment else tag
    if "id" not in holder.attributes:
        holder.attributes["id"] = _unique(_slug(text, written), taken)
    anchor = holder.attributes["id"]
    if is_attachment:
        anchors.attachments.append(Attachment(name=text, url=f"#{anchor}"))
    if tag.name in ("h2", "h3"):
        anchors.headings.append(Heading(_HEADINGS[tag.name], anchor, text))


def _link(tokens: list[Token], used: dict[str, str], taken: dict[str, int], anchors: Anchors) -> None:
    for index, token in enumerate(tokens):
        if isinstance(token, Tag) and token.name == "a" and token.attributes.get("href", "").startswith("#"):
            typed = token.attributes["href"][1:]
            candidates = (used.get(typed, ""), typed, PREFIX + typed, PREFIX + slugify(typed))
            final = next((c for c in candidates if c in taken), "")
            if final:
                token.attributes["href"] = f"#{final}"
            elif token.has_class("footnote-back"):
                end = end_of(tokens, index) + 1
                tokens[index:end] = [""] * (end - index)  # of a footnote that the text does not use
            else:
                del token.attributes["href"]
                anchors.lost.append(typed)
