"""A sheaf, and one of its articles as it is now -> what binding them all would give, but for the order of terms."""

from __future__ import annotations

import sys
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from itertools import accumulate, compress, pairwise

from bulletin.render.search.sheaves import Sheaf, Text, bind, spelt, terms_of
from bulletin.render.search.splicing import Edit, spliced

_WIDE = 4  # bytes of an upper, where one does not do


def rebind(known: Sheaf, article: int, text: Text | None) -> Sheaf:
    """``article``: number in its block of one that is otherwise now, or was not there; without ``text`` it is gone."""
    new = bind(article, [text] if text else [])
    terms, added = terms_of(known.terms), {term: number for number, term in enumerate(terms_of(new.terms))}
    counts, more = array("I", known.counts), array("I", new.counts)
    numbers, ends = array("H", known.articles), list(accumulate(counts, initial=0))
    edits: list[Edit] = []
    held = set(_holding(known.articles, article, ends))
    for at in sorted(held.union(at for at, term in enumerate(terms) if term in added)):
        begin = bisect_left(numbers, article, ends[at], ends[at + 1])
        end = bisect_right(numbers, article, begin, ends[at + 1])
        number = added.pop(terms[at], -1)
        counts[at] += (more[number] if number >= 0 else 0) - (end - begin)
        edits.append((begin, end, number))
    edits += [(len(numbers), len(numbers), number) for number in added.values()]
    counts.extend(more[number] for number in added.values())
    wide = _WIDE in (_width(known), _width(new))
    uppers = _put(_uppers(known, wide), _uppers(new, wide), _WIDE if wide else 1, edits, more)
    return Sheaf(
        spelt(compress([*terms, *added], counts)),
        array("I", filter(None, counts)).tobytes(),
        _put(known.articles, new.articles, 2, edits, more),
        _put(known.lows, new.lows, 1, edits, more),
        _narrowed(uppers) if wide else uppers,
        *_titles(known, article, new),
    )


def _holding(articles: bytes, article: int, ends: Sequence[int]) -> Iterator[int]:
    """Numbers of the terms that stand in an article."""
    wanted = article.to_bytes(2, sys.byteorder)
    at = articles.find(wanted)
    while at >= 0:
        if at % 2:
            at = articles.find(wanted, at + 1)
        else:
            term = bisect_right(ends, at // 2) - 1
            yield term
            at = articles.find(wanted, 2 * ends[term + 1])


def _put(old: bytes, new: bytes, width: int, edits: Sequence[Edit], counts: Sequence[int]) -> bytes:
    """Of places that have so many bytes each; ``counts`` of each term that is new."""
    some = [new[width * begin : width * end] for begin, end in pairwise(accumulate(counts, initial=0))]
    return spliced(old, range(0, len(old) + 1, width), edits, some)


def _width(one: Sheaf) -> int:
    return len(one.uppers) // max(len(one.lows), 1)


def _uppers(one: Sheaf, is_wide: bool) -> bytes:
    return array("I", list(one.uppers)).tobytes() if is_wide and _width(one) < _WIDE else one.uppers


def _narrowed(uppers: bytes) -> bytes:
    numbers = array("I", uppers)
    return uppers if max(numbers, default=0) > 0xFF else bytes(list(numbers))


def _titles(known: Sheaf, article: int, new: Sheaf) -> tuple[bytes, bytes]:
    terms, titles = terms_of(known.titled), array("H", known.titles)
    begin, end = bisect_left(titles, article << 1), bisect_left(titles, article + 1 << 1)
    return (
        spelt([*terms[:begin], *terms_of(new.titled), *terms[end:]]),
        (titles[:begin] + array("H", new.titles) + titles[end:]).tobytes(),
    )
