"""Two items with nearly the same body: one text that was filed twice, most often under another title or date."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import chain
from math import ceil

from bulletin.check.checked import Checked
from bulletin.check.fingerprint import SIZE
from bulletin.check.rules.repeats import title_and_day
from bulletin.check.whole import Whole
from bulletin.model.problem import Problem

_SHARED = 0.75  # of the numbers of the longer fingerprint
_FIRST = SIZE - ceil(_SHARED * SIZE) + 1
_MOST_OWNERS = 20  # a sentence that so many items have is a formula


def same_bodies(whole: Whole) -> Iterator[Problem]:
    """Each against those before it by path; a variant, a draft and what was withdrawn don't count."""
    variants = {variant.path for variant in whole.variants}
    likely = _likely(whole.checked)
    owners: dict[int, list[Checked]] = {number: [] for one in likely.values() for number in one.fingerprint}
    wanted = set(owners)  # numbers that have too few owners to be a formula
    for one in whole.checked if likely else ():
        if wanted.isdisjoint(one.fingerprint) and one.path not in likely:
            continue
        if one.item is None or one.item.draft or one.item.withdrawn or one.path in variants:
            continue
        if one.path in likely and (known := [listed for number in one.fingerprint if (listed := owners[number])]):
            yield from _said(one, Counter(other.path for listed in known for other in listed), whole)
        for number in wanted.intersection(one.fingerprint):
            owners[number].append(one)
            if len(owners[number]) == _MOST_OWNERS:
                wanted.discard(number)


def _likely(checked: Sequence[Checked]) -> dict[str, Checked]:
    """By path, documents of whose numbers so many stand in others, whichever those are, that one may be like it.

    Two that share three quarters of their numbers share one of their three smallest ones (of eight two may differ), so
    these are compared first: few have any in common with others.
    """
    first = [one.fingerprint[:_FIRST] for one in checked]
    again = _repeated(first)
    near = [one for one, some in zip(checked, first, strict=True) if not again.isdisjoint(some)]
    again = _repeated([one.fingerprint for one in near])
    return {
        one.path: one for one in near if len(again.intersection(one.fingerprint)) >= _SHARED * len(one.fingerprint)
    }


def _repeated(fingerprints: Sequence[tuple[int, ...]]) -> frozenset[int]:
    counts = Counter(chain.from_iterable(fingerprints))
    return frozenset([number for number, count in counts.items() if count > 1])


def _said(one: Checked, like: Counter[str], whole: Whole) -> Iterator[Problem]:
    path, shared = max(like.items(), key=lambda pair: (pair[1], pair[0]))
    other = whole.of(path)
    if other is None or one.item is None or other.item is None:
        return
    size = max(len(one.fingerprint), len(other.fingerprint))
    if shared >= _SHARED * size and not _is_told(one, other):
        values = (("other", path), ("percent", str(round(100 * shared / size))), ("title", other.item.title))
        yield Problem(one.path, *one.place("title"), "W473", values)


def _is_told(one: Checked, other: Checked) -> bool:
    """``repeated_items`` speaks of the same title on the same day."""
    return one.item is not None and other.item is not None and title_and_day(one.item) == title_and_day(other.item)
