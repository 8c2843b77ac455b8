"""A template's family and the view it receives -> the key of a page. The same view always gives the same key."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import fields, is_dataclass
from operator import attrgetter

from bulletin.model.article import Article, Card
from bulletin.model.digest import digest_of

_ATOMS = frozenset({str, int, float, bool, bytes, type(None)})


class Keys:
    """Makes the keys of one edition. A card stands on a dozen pages and is digested once."""

    def __init__(self) -> None:
        self._cards: dict[int, tuple[Card, str]] = {}  # by identity; the card is kept, so its id stays its own
        self._parts: dict[type, Callable[[object], tuple[object, ...]]] = {}

    def of(self, family: str, view: object) -> str:
        """32 hex digits, equal for equal views of one template."""
        return digest_of(family, self._plain(view))

    def _plain(self, value: object) -> object:
        """``value`` as nested lists, each dataclass led by its name: the pickler is quick with these and slow with
        objects."""
        kind = type(value)
        if kind in _ATOMS:
            return value
        if kind is Card:
            return self._card(value)
        if isinstance(value, Article) and value.digest:  # says all of it but its place among others
            return [value.digest, *self._list((value.issue, value.previous, value.next))]
        if isinstance(value, (tuple, list)):
            return self._list(value)
        if not is_dataclass(value):
            return value
        return [kind.__qualname__, *self._list(self._values(value))]

    def _list(self, values: Iterable[object]) -> list[object]:
        return [one if type(one) in _ATOMS else self._plain(one) for one in values]

    def _values(self, value: object) -> tuple[object, ...]:
        kind = type(value)
        found = self._parts.get(kind)
        if found is None:
            found = self._parts[kind] = _getter(tuple(field.name for field in fields(value)))  # type: ignore[arg-type]
        return found(value)

    def _card(self, card: object) -> str:
        known = self._cards.get(id(card))
        if known is None:
            assert isinstance(card, Card)
            known = self._cards[id(card)] = (card, digest_of(self._list(self._values(card))))
        return known[1]


def _getter(names: tuple[str, ...]) -> Callable[[object], tuple[object, ...]]:
    if len(names) == 1:
        return lambda value: (getattr(value, names[0]),)
    get: Callable[[object], tuple[object, ...]] = attrgetter(*names)
    return get
