"""A template's family and the view it receives -> the key of a page. The same view always gives the same key."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import fields, is_dataclass
from datetime import date
from functools import partial
from operator import attrgetter
from typing import Any

from bulletin.model.article import Article, Card, IssueArticle, Link, Listing
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
            Article: self.article,
            Link: _link,
            Head: self._head,
            Listing: self.listing,
            IssueArticle: self.issue,
            date: date.isoformat,  # else ``digest_of_plain`` would not be quick with an issue
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
            one if (kind := type(one)) in _ATOMS else (plain.get(kind) or self._learn(kind))(one) for one in values
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

    def article(self, article: Article) -> object:
        """Its digest says all of it but its place among others."""
        if article.digest:
            issue, before, after = article.issue, article.previous, article.next
            return article.digest, issue and _LINK(issue), before and _LINK(before), after and _LINK(after)
        return self._list((Article.__qualname__, *_ARTICLE(article)))

    def articles(self, articles: Sequence[Article]) -> object:
        """Of each its digest, but for its place among others: all of those that have one in one text."""
        digests = [article.digest for article in articles]
        return "\n".join(digests) if all(digests) else [article.digest or self.article(article) for article in articles]

    def cards(self, cards: Sequence[Card]) -> str:
        """A digest of each, one a line."""
        digests = [card.digest for card in cards]
        return "\n".join(digests if all(digests) else map(self._card, cards))

    def _card(self, card: Card) -> str:
        return card.digest or self._digested(card, lambda: self._list(_CARD(card)))

    def listing(self, listing: Listing) -> str:
        """That of all pages of a list is one value."""
        return self._digested(listing, lambda: self._list((*_LISTING(listing), self.cards(listing.cards))))

    def issue(self, issue: IssueArticle) -> str:
        """It has a page, and one names them all."""
        return self._digested(issue, lambda: self._told(issue))

    def _told(self, issue: IssueArticle) -> object:
        beside = [link and _LINK(link) for link in (issue.previous, issue.next)]
        sections = [(_LINK(link), len(cards)) for link, cards in issue.contents]
        cards = [card for _, some in issue.contents for card in some]
        return _ISSUE(issue), issue.date.isoformat(), beside, sections, self.cards(cards)

    def _digested(self, value: object, plain: Callable[[], object]) -> str:
        known = self._once.get(id(value))
        if known is None:
            known = self._once[id(value)] = (value, digest_of_plain(plain()))
        return known[1]

    def _head(self, head: Head) -> object:
        return "later" if head is LATER else self._named(Head.__qualname__, _HEAD, head)


def _getter(kind: type, *without: str) -> Callable[[object], tuple[object, ...]]:
    names = tuple(field.name for field in fields(kind) if field.name not in without)
    if len(names) == 1:
        return lambda value: (getattr(value, names[0]),)
    get: Callable[[object], tuple[object, ...]] = attrgetter(*names)
    return get


def _as_it_is(value: object) -> object:
    return value


def _link(link: Link) -> object:
    return Link.__qualname__, _LINK(link)


_ARTICLE, _CARD, _LINK, _HEAD = map(_getter, (Article, Card, Link, Head))
_ISSUE = _getter(IssueArticle, "contents", "date", "previous", "next")
_LISTING = _getter(Listing, "cards")
