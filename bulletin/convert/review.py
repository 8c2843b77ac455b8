"""``Item`` -> what of it could read otherwise in an edition, and how all of it reads: for people to look at.

All texts of an item are one text, its blocks divided by ``BLOCK_END``, converted as its pages are.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import field
from typing import Literal

from bulletin.convert.article import converter_of
from bulletin.convert.context import Context, prepare
from bulletin.convert.fields import name_fields
from bulletin.convert.manual.forms import written_forms
from bulletin.convert.prose import BLOCK_END
from bulletin.convert.script.converter import Converter
from bulletin.convert.script.engine import choices_of
from bulletin.convert.script.fragment import take_apart
from bulletin.convert.script.lexicon import FILLER, fallback
from bulletin.convert.script.names import HAN
from bulletin.convert.script.sightings import sightings
from bulletin.convert.source import REMADE, Source, forms_in, read_source
from bulletin.model.content import Glossary
from bulletin.model.digest import digest_of
from bulletin.model.item import Item
from bulletin.model.late import regex
from bulletin.model.making import frozen
from bulletin.model.review import Forms

_AROUND = 10
_RADII = (6, 3, 1, 0)  # characters to each side by which a place is looked for in its file
_TEXTS = ("title", "kicker", "subtitle", "summary", "addressee", "document_number", "reprint", "region", "withdrawn")
_END = regex(f"[{BLOCK_END}{FILLER}\n]")
_IS_HAN = regex(f"[{HAN}]")
_ADDED = frozenset("表附件更多返回正文")  # what the renderer of Markdown writes where its author wrote nothing
_NOT_HAN = regex(f"[^{HAN}]+")


@frozen
class Anchor:
    """What finds a place in its file again: characters around it, without all that is no Chinese character, and how
    many times the same stood before it, for each radius."""

    around: str
    at: int
    ranks: tuple[int, ...]


@frozen
class Spot:
    """One doubtful place of an item: what it is known by. What only those that are shown need, ``Seen`` tells."""

    kind: Literal["word", "name"]
    start: int  # in the text of the item
    at: int  # of the character that is named
    word: str
    form: str
    others: tuple[str, ...]
    margin: int  # what it is ranked by, 0 and more: ``Choice.certainty``
    lead: int  # ``Choice.margin``


@frozen
class Seen:
    """An item looked at. It is remembered, so it is small: a site has tens of thousands of spots.

    ``pieces`` is what became of each character of ``text``: a text of its own where that is one character for each.
    ``written`` and ``forms`` are for ``str.translate``: what the author's marks were typed as, and read.
    """

    path: str
    characters: int = 0
    text: str = ""
    pieces: str | tuple[str, ...] = ()
    written: Mapping[int, str] = field(default_factory=dict)
    forms: Mapping[int, str] = field(default_factory=dict)
    spots: tuple[Spot, ...] = ()

    def context(self, spot: Spot) -> tuple[str, str, str, str]:
        """What stands before and after it: as written, and as it reads."""
        end = spot.start + len(spot.word)
        before, after, shown_before, shown_after = around(self.text, self.pieces, spot.start, end)
        written, forms = self.written, self.forms
        return (
            before.translate(written), after.translate(written),
            shown_before.translate(forms), shown_after.translate(forms),
        )  # fmt: skip

    def anchor(self, spot: Spot) -> Anchor:
        return anchor_of(self.text, spot.at)


@frozen
class Read:
    """How an item reads: each of its texts, and what became of each in the editions that convert it."""

    path: str
    digest: str  # of the texts as written
    texts: tuple[str, ...]
    shown: tuple[tuple[str, tuple[tuple[str, ...], ...]], ...]  # (tag, for each text its pieces, one a character)


def find_doubts(item: Item, context: Context, tag: str) -> Seen:
    """The doubtful places of an item in the edition ``tag``; none where it is not converted for it."""
    names = next(one for one in prepare(context) if one.edition.tag == tag)
    source = read_source(item, context)
    text = _text_for(source, names.edition.tag)
    if not item.convert or source.script == names.edition.script or not text:
        return Seen(item.path)
    converter = converter_of(source, names)
    pieces = converter.pieces(text, range(1, len(text) + 1))
    names_found = list(_names(text, pieces, converter))
    taken = {at for spot in names_found for at in range(spot.start, spot.start + len(spot.word))}
    words = (spot for spot in _words(text, pieces, converter) if spot.at not in taken)
    shown = "".join(pieces)
    is_even = all(len(piece) == 1 for piece in pieces)
    return Seen(
        path=item.path,
        characters=len(_IS_HAN.findall(text)),
        text=text,
        pieces=shown if is_even else tuple(pieces),
        written=written_forms(source.manual, source.script),
        forms=forms_in(source, names),
        spots=(*names_found, *words),
    )


def doubts_key(item: Item, bare: str, glossary: Glossary) -> str:
    """Differs wherever ``find_doubts`` could. ``bare`` is the digest of the context without its glossary, of which only
    those entries count that could stand in the item: a word that is accepted leaves the other items as they are."""
    written = repr(item)
    present = frozenset(written) | _ADDED
    could_be_any = "&" in written or item.script == REMADE  # an entity is another character; remade texts have others
    entries = (
        entry for entry in glossary.entries
        if could_be_any or any(not word.isprintable() or present.issuperset(word) for word in _words_of(entry))
    )  # fmt: skip
    return digest_of(bare, tuple(entries), item)


def read_aloud(item: Item, context: Context) -> Read:
    """All texts of an item in all editions that convert it."""
    source = read_source(item, context)
    texts = (_text_for(source, ""), *name_fields(source.written))
    by_hand = dict(item.variants)
    shown = tuple(
        (names.edition.tag, _shown(texts, converter_of(source, names), forms_in(source, names)))
        for names in prepare(context)
        if item.convert and source.script != names.edition.script and not fallback(by_hand, names.edition.tag)
    )
    return Read(item.path, digest_of(texts), texts, shown)


def _words_of(entry: tuple[str, Forms]) -> tuple[str, ...]:
    return (entry[0], *(form for _, form in entry[1]))


def anchor_of(text: str, position: int) -> Anchor:
    before = _NOT_HAN.sub("", text[:position])
    after = _NOT_HAN.sub("", text[position : position + 200])
    radius = _RADII[0]
    around = before[-radius:] + after[: radius + 1]
    at = min(len(before), radius)
    bones = before + after
    ranks = tuple(_count(bones, around[max(0, at - r) : at + r + 1], len(before) - min(at, r)) for r in _RADII)
    return Anchor(around, at, ranks)


def find_anchor(anchor: Anchor, text: str) -> int:
    """The index in the text of a file, -1 where nothing there is like it."""
    indexes = [match.start() for match in _IS_HAN.finditer(text)]
    bones = "".join(text[index] for index in indexes)
    for radius, rank in zip(_RADII, anchor.ranks, strict=True):
        start = max(0, anchor.at - radius)
        wanted = anchor.around[start : anchor.at + radius + 1]
        found = list(_starts(wanted, bones))
        if found:
            return indexes[found[min(rank, len(found) - 1)] + anchor.at - start]
    return -1


def around(text: str, pieces: Sequence[str], start: int, end: int) -> tuple[str, str, str, str]:
    """What stands before and after a word in its block: as written, and as it reads."""
    low = max([max(0, start - _AROUND), *(one.end() for one in _END.finditer(text, max(0, start - _AROUND), start))])
    end_of_block = _END.search(text, end, end + _AROUND)
    high = end_of_block.start() if end_of_block else min(len(text), end + _AROUND)
    return text[low:start], text[end:high], "".join(pieces[low:start]), "".join(pieces[end:high])


def _count(bones: str, wanted: str, end: int) -> int:
    return sum(1 for _ in _starts(wanted, bones[: end + len(wanted) - 1]))


def _starts(wanted: str, text: str) -> Iterator[int]:
    """Where a text stands in another, overlapping ones too. No pattern: to compile one for each takes longer."""
    start = text.find(wanted) if wanted else -1
    while start >= 0:
        yield start
        start = text.find(wanted, start + 1)


def _text_for(source: Source, tag: str) -> str:
    """What of the item is converted for an edition; of a hand-written variant nothing is."""
    item = source.item
    variant = fallback(dict(item.variants), tag) if tag else None
    parts = [getattr(item, key) for key in _TEXTS if variant is None or not getattr(variant, key)]
    if tag and fallback(dict(item.titles), tag) is not None and (variant is None or not variant.title):
        parts[0] = ""
    if variant is None:
        parts += [*item.tags, *(file.name for file in item.attachments), *(one.text for one in item.corrections)]
    if variant is None or not variant.body.strip():
        parts.append(take_apart(source.markup.html).text)
    return BLOCK_END.join(filter(None, parts))


def _shown(
    texts: tuple[str, ...], converter: Converter, forms: Mapping[int, str]
) -> tuple[tuple[str, ...], ...]:
    whole = tuple(converter.pieces(texts[0], range(1, len(texts[0]) + 1))) if texts[0] else ()
    whole = tuple(piece.translate(forms) for piece in whole) if forms else whole
    return (whole, *(_by_character(name, converter.name(name)) for name in texts[1:]))


def _by_character(name: str, form: str) -> tuple[str, ...]:
    return tuple(form) if len(form) == len(name) else (form, *[""] * (len(name) - 1))


def _words(text: str, pieces: Sequence[str], converter: Converter) -> Iterator[Spot]:
    """Each doubtful character with the neighbour that says most about it: 制 of 参与制造厂 as 制造."""
    found = converter.doubtful(text)
    ranges = _word_ranges(text, [choice.position for choice in found])
    for choice in found:
        at = choice.position
        start, end = ranges[at]
        head, tail = "".join(pieces[start:at]), "".join(pieces[at + 1 : end])
        others = tuple(head + form + tail for form in choice.alternatives)
        word, form = text[start:end], head + pieces[at] + tail
        yield Spot("word", start, at, word, form, others, max(choice.certainty, 0), choice.margin)


def _word_ranges(text: str, positions: list[int]) -> dict[int, tuple[int, int]]:
    """For each position the word it is taken to be in: with the neighbour that moves the choice most, both where
    neither does. What the choices say of each pair alone is asked for all of them at once."""
    pairs: list[str] = []
    for at in positions:
        pairs += (text[at], _neighbour(text, at - 1) + text[at], text[at] + _neighbour(text, at + 1))
    said = _said(pairs)
    ranges: dict[int, tuple[int, int]] = {}
    for number, at in enumerate(positions):
        alone, left, right = said[3 * number : 3 * number + 3]
        before, after = abs(left - alone), abs(right - alone)
        has_before, has_after = len(pairs[3 * number + 1]) > 1, len(pairs[3 * number + 2]) > 1
        is_even = before == after
        ranges[at] = (
            at - (has_before and (before > after or is_even or not has_after)),
            at + 1 + (has_after and (after > before or is_even or not has_before)),
        )
    return ranges


def _neighbour(text: str, at: int) -> str:
    return text[at] if 0 <= at < len(text) and _IS_HAN.match(text[at]) else ""


def _said(pairs: list[str]) -> list[int]:
    """How clearly each short text speaks for one form of its doubtful character; for the other form, below zero."""
    lines = "\n".join(pairs)
    ends = [0]
    for pair in pairs:
        ends.append(ends[-1] + len(pair) + 1)
    by_place = {choice.position: choice for choice in choices_of(lines)} if pairs else {}
    said: list[int] = []
    for number, pair in enumerate(pairs):
        choice = by_place.get(ends[number] + (1 if number % 3 == 1 and len(pair) > 1 else 0))
        alone = by_place.get(ends[number - number % 3])
        if choice is None:
            said.append(0)
        else:
            said.append(choice.margin if alone is None or choice.chosen == alone.chosen else -choice.margin)
    return said


def _names(text: str, pieces: Sequence[str], converter: Converter) -> Iterator[Spot]:
    """What looks like a name, and would have another form as one."""
    if converter.source != "Hans":
        return
    for start, name in sightings(text):
        shown = "".join(pieces[start : start + len(name)])
        form = converter.name(name)
        if form != shown:
            yield Spot("name", start, start, name, shown, (form,), 0, 0)
