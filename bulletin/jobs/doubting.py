"""A bulletin -> problems where its conversion is in serious doubt, for ``bulletin check``. Joins rooms, as ``review``.

    per item: find_doubts -> the most doubtful words, less those switched off -> a problem an item, the rest counted
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path

from bulletin.check.opt_out import without_opted_out
from bulletin.convert.context import Context
from bulletin.convert.review import Anchor, Seen, Spot, find_anchor, find_doubts
from bulletin.errors import BulletinError
from bulletin.model.item import Bulletin, Item
from bulletin.model.problem import Problem
from bulletin.model.review import Place, place_of
from bulletin.parallel import Workers
from bulletin.read.folder import read_bytes
from bulletin.read.text import decode

OF_ITEM, OF_THE_REST = "I704", "I705"
_MOST_ITEMS = 11  # with a line of their own; the others share one
_MOST_WORDS = 3  # of an item that are named
_SURE = 10  # tenths of a nat: from here on the reading that was chosen is nearly three times as likely as the next
_Ranked = tuple[tuple[bool, int, str], Problem]


class Files:
    """Texts of the site's files, each read once."""

    def __init__(self, site: Path) -> None:
        self._site = site
        self._texts: dict[str, str] = {}

    def place(self, path: str, anchor: Anchor, word: str, context: tuple[str, str, str, str]) -> Place:
        text = self._text(path)
        at = find_anchor(anchor, text)
        start = at if at < 0 else max(text.rfind(word, 0, at + len(word)), at - len(word) + 1, 0)
        line, column = (0, 0) if at < 0 else place_of(text, start if text.startswith(word, start) else at)
        return Place(path, line, column, *context)

    def _text(self, path: str) -> str:
        if path not in self._texts:
            try:
                self._texts[path] = decode(read_bytes(self._site, path)).text
            except BulletinError:  # gone since it was read
                self._texts[path] = ""
        return self._texts[path]


def doubtful_conversions(site: Path, bulletin: Bulletin, workers: Workers) -> tuple[Problem, ...]:
    """At most a dozen, the most doubtful items first; in the first traditional edition, none where there is none."""
    tag = next((edition.tag for edition in bulletin.config.editions if edition.script == "Hant"), "")
    if not tag:
        return ()
    context = Context(bulletin.config, bulletin.unions, bulletin.glossary)
    seen = workers.run("review", partial(_find, context, tag), bulletin.items)
    files = Files(site)
    pairs = zip(bulletin.items, seen, strict=True)
    found = sorted(ranked for item, one in pairs if one.spots and (ranked := _of_item(item, one, tag, files)))
    rest = len(found) - _MOST_ITEMS
    if rest <= 1:  # one that is left over has its line as well
        return tuple(problem for _, problem in found)
    count = Problem("site.yaml", 0, 0, OF_THE_REST, (("count", str(rest)), ("tag", tag)))
    return (*(problem for _, problem in found[:_MOST_ITEMS]), count)


def _find(context: Context, tag: str, items: Sequence[Item]) -> list[Seen]:
    """Run in worker processes: only what is in serious doubt comes back, the text with it only then."""
    return [_serious(find_doubts(item, context, tag)) for item in items]


def _serious(seen: Seen) -> Seen:
    spots = tuple(sorted((spot for spot in seen.spots if spot.lead < _SURE), key=_rank))
    return Seen(seen.path, text=seen.text, spots=spots) if spots else Seen(seen.path)


def _rank(spot: Spot) -> tuple[bool, int, int]:
    """As ``bulletin review`` ranks words: names first, then the most doubtful."""
    return spot.kind == "word", spot.margin, spot.start


def _of_item(item: Item, seen: Seen, tag: str, files: Files) -> _Ranked | None:
    """One problem for all its words, in the line of the first; None where each is switched off."""
    wanted = list(_wanted(item, seen, files))
    if not wanted:
        return None
    lines: dict[tuple[str, str], list[Place]] = {}
    for spot, place in wanted:
        lines.setdefault((spot.word, spot.form), []).append(place)
    others = {(spot.word, spot.form): "、".join(spot.others) for spot, _ in wanted}
    words = [_told(*pair, others[pair], places) for pair, places in lines.items()]
    shown = "；".join(words[:_MOST_WORDS]) + (f"…（{len(words)}）" if len(words) > _MOST_WORDS else "")
    first, place = wanted[0]
    problem = Problem(item.path, place.line, place.column, OF_ITEM, (("tag", tag), ("words", shown)))
    return (first.kind == "word", first.margin, item.path), problem


def _wanted(item: Item, seen: Seen, files: Files) -> Iterator[tuple[Spot, Place]]:
    """Without those that the author has looked at: ``<!-- bulletin: off I704 -->``, of the line or the item."""
    known: set[tuple[str, int]] = set()
    for spot in seen.spots:
        if (spot.word, spot.start) in known:  # a word with two doubtful characters
            continue
        known.add((spot.word, spot.start))
        place = files.place(item.path, seen.anchor(spot), spot.word, ("", "", "", ""))
        problem = Problem(item.path, place.line, place.column, OF_ITEM)
        if problem in without_opted_out(item.path, item.body, item.body_line, [problem]):
            yield spot, place


def _told(word: str, form: str, others: str, places: Sequence[Place]) -> str:
    """「工台→工檯（工臺？） 14:77」, the same in every language."""
    where = "".join(f" {place.line}:{place.column}" for place in places[:_MOST_WORDS] if place.line)
    return f"{word}→{form}（{others}？）{where}"
