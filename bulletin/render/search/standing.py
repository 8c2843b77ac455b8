"""An entry of a shard, and the bytes of its file -> where the term stands, in the articles of a group or in all."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from itertools import islice

from bulletin.render.search.entries import Entry, Part
from bulletin.render.search.reading import held, lows, places, title_places
from bulletin.render.search.terms import TITLE_END

ENOUGH = 10  # places of a term in an article: more of them say nothing more
_MORE = [TITLE_END] * (ENOUGH - 1)

Places = dict[int, list[int]]  # number of an article -> places in it, ascending


class Source:
    """A file, of which each byte is read once. ``read`` gives the bytes from one place up to another one, or to its end
    if that comes first."""

    def __init__(self, read: Callable[[int, int], bytes]) -> None:
        self._read = read
        self._pieces: list[tuple[int, int, bytes]] = []  # from where to where; less came where the file ends before

    def take(self, begin: int, end: int) -> bytes:
        out = b""
        while begin < end:
            at, until, data = self._piece(begin, end)
            out += data[begin - at : end - at]
            if len(data) < until - at:
                break
            begin = until
        return out

    def _piece(self, begin: int, end: int) -> tuple[int, int, bytes]:
        for one in self._pieces:
            if one[0] <= begin < one[1]:
                return one
        until = min((at for at, _, _ in self._pieces if begin < at < end), default=end)
        self._pieces.append((begin, until, self._read(begin, until)))
        return self._pieces[-1]


class Standing:
    """Of one term; ``at`` is the number of a group of articles, and means nothing where groups are not told apart. All
    raise ValueError, IndexError where something is cut short."""

    def __init__(self, entry: Entry, source: Source, firsts: Sequence[int]) -> None:
        """``firsts``: of each block the number of its first article."""
        self.entry = entry
        self._source = source
        self._firsts = firsts
        self._known: dict[tuple[str, int], Places] = {}

    @cached_property
    def _titled(self) -> dict[int, int]:
        return title_places(self.entry.places, self._firsts)

    @property
    def is_grouped(self) -> bool:
        return len(self.entry.parts) > 1

    def groups(self) -> Iterator[int]:
        yield from range(max(len(self.entry.parts), 1))

    def about(self, at: int) -> Places:
        """Of each article the places, or where these stand in the tail something like them: as many as there are, at
        most ``ENOUGH``, of which the first is 0 at the beginning of a title, 1 in it, ``TITLE_END`` in the text."""
        return self._remembered("about", at, self._about if self.entry.kind else self._exactly)

    def exactly(self, at: int) -> Places:
        """The places."""
        return self._remembered("exactly" if self.entry.kind else "about", at, self._exactly)

    def roughly(self, at: int) -> Places:
        """The places modulo ``codes.LOW``, of a term whose places stand in the tail."""
        return self._remembered("roughly", at, self._roughly)

    def about_all(self) -> Places:
        return {number: found for at in self.groups() for number, found in self.about(at).items()}

    def exactly_all(self) -> Places:
        return {number: found for at in self.groups() for number, found in self.exactly(at).items()}

    def _remembered(self, how: str, at: int, read: Callable[[int], Places]) -> Places:
        key = how, at if self.is_grouped else 0
        if key[1] >= max(len(self.entry.parts), 1):
            return {}  # a group of newer articles, none of which holds it
        if key not in self._known:
            self._known[key] = read(key[1])
        return self._known[key]

    def _holders(self, part: Part) -> bytes:
        if self.entry.kind == 2:
            return self._source.take(part.holders, part.held)
        return self.entry.holders[part.holders : part.held]

    def _about(self, at: int) -> Places:
        titled = self._titled
        found: Places = {}
        for articles, place in held(self._holders(self.entry.parts[at]), self._firsts):
            if place >= 0:
                found[articles[0]] = [min(place, 1) if place < TITLE_END else TITLE_END]
                continue
            for article, times in Counter(articles).items():
                found[article] = [titled.get(article, TITLE_END), *islice(_MORE, times - 1)]
        return found

    def _exactly(self, at: int) -> Places:
        if not self.entry.parts:
            return _by_article(places(self.entry.holders, self.entry.places, self._firsts))
        part = self.entry.parts[at]
        data = self._source.take(part.lows, part.lowed) + self._source.take(part.highs, part.end)
        return _by_article(places(self._holders(part), data, self._firsts))

    def _roughly(self, at: int) -> Places:
        part = self.entry.parts[at]
        return _by_article(lows(self._holders(part), self._source.take(part.lows, part.lowed), self._firsts))


def _by_article(found: Iterator[tuple[int, int]]) -> Places:
    out: Places = {}
    for article, place in found:
        out.setdefault(article, []).append(place)
    return out
