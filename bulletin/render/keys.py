"""A template's family and the view it receives -> the key of a page. The same view always gives the same key."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import fields, is_dataclass
from functools import partial
from operator import attrgetter
from typing import Any

from bulletin.model.article import Article, Card, Link, Listing
from bulletin.model.digest import digest_of_plain
from bulletin.render.views import LATER, Head

_ATOMS = frozenset({str, int, float, bool, bytes, type(None)})

Plain = Callable[[Any], object]


class Keys:
    """Makes the keys of one edition. Articles and cards bring their digests; a changed card is digested once."""

    def __init__(self) -> None:
        self._once: dict[int, tuple[object, str]] = {}  # by identity; the value is kept, so its id stays its own
        self._plain: dict[type, Plain] = {
            Card: self._card,
            Article: self._article,
            Link: _link,
            Head: self._head,
            Listing: self._listing,
            tuple: self._list,
            list: self._list,
        }

    def of(self, family: str, view: object) -> str:
        """32 hex digits, equal for equal views of one template."""
        return digest_of_plain(family, self._list((view,)))

    def _list(self, values: Iterable[object]) -> object:
        """``values`` as nested lists, each dataclass led by its name: what ``digest_of_plain`` is quick with."""
        plain = self._plain
        return [
            one
            if (kind := type(one)) in _ATOMS
            else one.digest
            if isinstance(one, Card) and one.digest
            else (plain.get(kind) or self._learn(kind))(one)
            for one in values
        ]

    def _learn(self, kind: type) -> Plain:
        """How values of this type become plain; asked once a type."""
        found: Plain = _as_it_is
        if issubclass(kind, (tuple, list)):
            found = self._list
        elif is_dataclass(kind):
            found = partial(self._named, kind.__qualname__, _getter(kind))
        self._plain[kind] = found
        return found

    def _named(self, name: str, get: Callable[[object], tuple[object, ...]], value: object) -> object:
        return [name, self._list(get(value))]

    def _article(self, article: Article) -> object:
        """Its digest says all of it but its place among others."""
        if article.digest:
            return article.digest, *(link and _LINK(link) for link in (article.issue, article.previous, article.next))
        return self._list((Article.__qualname__, *_ARTICLE(article)))

    def _card(self, card: Card) -> str:
        return card.digest or self._digested(card, _CARD)

    def _listing(self, listing: Listing) -> str:
        """That of all pages of a list is one value."""
        return self._digested(listing, _LISTING)

    def _digested(self, value: object, get: Callable[[object], tuple[object, ...]]) -> str:
        known = self._once.get(id(value))
        if known is None:
            known = self._once[id(value)] = (value, digest_of_plain(self._list(get(value))))
        return known[1]

    def _head(self, head: Head) -> object:
        return "later" if head is LATER else self._named(Head.__qualname__, _HEAD, head)


def _getter(kind: type) -> Callable[[object], tuple[object, ...]]:
    names = tuple(field.name for field in fields(kind))
    if len(names) == 1:
        return lambda value: (getattr(value, names[0]),)
    get: Callable[[object], tuple[object, ...]] = attrgetter(*names)
    return get


def _as_it_is(value: object) -> object:
    return value


def _link(link: Link) -> object:
    return Link.__qualname__, _LINK(link)


_ARTICLE, _CARD, _LINK, _LISTING, _HEAD = map(_getter, (Article, Card, Link, Listing, Head))
