"""The bulletin in all editions -> what of it the index is made from.

What looks at every article is done here, in a moment, or to 64 articles at a time (``bound``, ``packed``), wherever.
What joins the index needs none of them.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from itertools import chain
from operator import attrgetter

from bulletin.model.altered import altered
from bulletin.model.article import Article, Site
from bulletin.model.digest import digest_of, digest_of_plain
from bulletin.model.making import frozen
from bulletin.render.paths import root_of
from bulletin.render.search.codes import BLOCK
from bulletin.render.search.facets import Members, members_of
from bulletin.render.search.proof import Title, titles_of
from bulletin.render.search.sheaves import SHEAF, Sheaf, Text, bind
from bulletin.render.search.texts import Scheme, pack, scheme

MANY = 1024  # articles
_digest, _withdrawn = attrgetter("digest"), attrgetter("withdrawn")


class LeftBehindError(Exception):
    """The articles are in another process."""


@frozen
class Group:
    """``SHEAF`` items that follow one another, each in all editions, from the oldest on."""

    number: int
    key: str  # says all of its items but their places in an issue
    kept: tuple[tuple[Article, ...], ...]

    @property
    def items(self) -> tuple[tuple[Article, ...], ...]:
        """Raises LeftBehindError."""
        if not self.kept:
            raise LeftBehindError
        return self.kept


@frozen
class Gathered:
    sites: Sequence[Site]  # what holds for all of each: without articles and lists
    groups: Sequence[Group]
    paths: Sequence[str]  # of all articles below an edition, from the oldest on
    facets: Sequence[Members]
    told: Sequence[str]  # what is folded and in no term, but for the names of facets
    titles: Sequence[Title]  # that must be found

    def without_articles(self, but: Collection[Group] = ()) -> Gathered:
        """To be sent to who has them no more, and finds what is known of them. ``but``: groups of which nothing is
        known; these keep what is searched of theirs."""
        kept = {group.key: tuple(tuple(altered(one, html="") for one in some) for some in group.items) for group in but}
        return replace(self, groups=[Group(one.number, one.key, kept.get(one.key, ())) for one in self.groups])

    @property
    def oldest(self) -> tuple[Group, ...]:
        """By which the scheme of texts goes."""
        return tuple(self.groups[: BLOCK // SHEAF])

    @property
    def has_dictionary(self) -> bool:
        """It changes with any of the oldest articles, and with it all texts: those of a small site are changed often,
        and are small together."""
        return len(self.paths) >= MANY

    @property
    def known(self) -> tuple[str, tuple[str, ...]]:
        """Keys of the scheme and of all groups: what to remember when all of them are known."""
        return self.key_of_scheme(self.oldest), tuple(group.key for group in self.groups)

    def unknown(self, last: tuple[str, tuple[str, ...]] | None) -> list[Group]:
        """Groups of which something is not known where ``last`` was ``known``."""
        scheme, keys = last or ("", ())
        known = set(keys) if scheme == self.key_of_scheme(self.oldest) else ()
        return [group for group in self.groups if group.key not in known]

    def key_of_scheme(self, groups: Sequence[Group]) -> str:
        scripts = [site.edition.script for site in self.sites]
        return digest_of([group.key for group in groups], scripts, self.has_dictionary)

    def schemes(self, oldest: Sequence[Sequence[Group]]) -> Iterator[Scheme]:
        for groups in oldest:
            yield scheme(self.sites, [articles for group in groups for articles in group.items], self.has_dictionary)


def gather(sites: Sequence[Site], items: Sequence[tuple[Article, ...]]) -> Gathered:
    """``items``: the sites' articles, newest first as these are, each in all editions. Looks at no text of them."""
    if len(items) != len(sites[0].articles):
        raise ValueError(f"{len(items)} items for {len(sites[0].articles)} articles")
    oldest_first = items[::-1]
    cards = [article.card for article in reversed(sites[0].articles)]
    members = members_of(sites, {card.path: number for number, card in enumerate(cards)})
    told = dict.fromkeys(map(_withdrawn, chain.from_iterable(oldest_first)))
    root = root_of(sites[0])
    paths = [card.url.removeprefix(root) for card in cards]
    empty: dict[str, object] = {"articles": (), "pages": (), "listings": (), "issues": (), "aliases": (), "related": {}}
    bare = [altered(site, **empty) for site in sites]
    return Gathered(bare, list(_groups(oldest_first)), paths, members, [*told], list(titles_of(sites)))


def _groups(oldest_first: Sequence[tuple[Article, ...]]) -> Iterator[Group]:
    for number, begin in enumerate(range(0, len(oldest_first), SHEAF)):
        some = tuple(oldest_first[begin : begin + SHEAF])
        yield Group(number, digest_of_plain(number, list(map(_digest, chain.from_iterable(some)))), some)


def bound(groups: Sequence[Group]) -> list[Sheaf]:
    """The terms of each."""
    return [bind(group.number * SHEAF % BLOCK, [search_text(articles) for articles in group.items]) for group in groups]


def key_of_pack(how: Scheme, group: Group) -> str:
    return digest_of(group.key, how.alphabet, how.base, how.is_folded, how.dictionary)


def packed(how: Scheme, sites: Sequence[Site], groups: Sequence[Group]) -> list[bytes]:
    """The texts of each."""
    return [pack(how, sites, group.items) for group in groups]


def search_text(articles: Sequence[Article]) -> Text:
    """What of an item is searched, from its articles in all editions. A withdrawn one is found by its title only."""
    titles = ["\n".join((one.card.title, one.card.kicker, one.subtitle)) for one in articles]
    return titles, ["" if one.withdrawn else "\n".join((*_facts(one), one.text)) for one in articles]


def _facts(article: Article) -> Iterator[str]:
    """What a page says of its article around the text: a name in it is reason enough to be found."""
    links = (*article.card.sources, *article.card.authors, *article.tags)
    yield from (link.name for link in links)
    yield from (article.addressee, article.document_number, article.reprint)
    yield from (*article.signature, *article.contact, *article.phone)
    yield from (*article.contributor, *article.photographer, *article.editor)
    yield from (file.name for file in article.attachments)
    yield from (caption for _, caption in article.gallery)
    yield from (correction.text for correction in article.corrections)
