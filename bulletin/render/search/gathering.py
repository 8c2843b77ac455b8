"""The bulletin in all editions -> what of it the index is made from.

What looks at every article is done here, in a moment, or to 64 articles at a time (``bound``, ``packed``), wherever.
What joins the index needs none of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
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
from bulletin.render.search.layout import sheaves_of, sizes_of
from bulletin.render.search.proof import Title, titles_of
from bulletin.render.search.sheaves import SHEAF, Sheaf, Text, bind
from bulletin.render.search.texts import Scheme, pack, record, scheme

MANY = 1024  # articles
_FEW = 4  # articles of a group
_digest, _withdrawn = attrgetter("digest"), attrgetter("withdrawn")


class LeftBehindError(Exception):
    """The articles are in another process."""


@frozen
class Group:
    """Up to ``SHEAF`` items of a block that follow one another, each in all editions, from the oldest on."""

    number: int
    key: str  # says all of its items but their places in an issue
    kept: tuple[tuple[Article, ...] | None, ...]  # () or None where they are left behind
    keys: tuple[str, ...] = ()  # of its items, where some of them are left behind

    @property
    def first(self) -> int:
        """Number in its block of the first article."""
        return self.number * SHEAF % BLOCK

    @property
    def items(self) -> list[tuple[Article, ...]]:
        """Raises LeftBehindError."""
        if not self.kept:
            raise LeftBehindError
        return list(map(self.item, range(len(self.kept))))

    def item(self, place: int) -> tuple[Article, ...]:
        """Raises LeftBehindError."""
        found = self.kept[place]
        if found is None:
            raise LeftBehindError
        return found


@frozen
class Known:
    """Of which groups an index was made: their sheaves, and their texts in this scheme, are remembered."""

    scheme: str  # its key
    groups: tuple[str, ...]  # keys


KNOWN = "known", "last"  # step and key under which that is put away


@frozen
class Gathered:
    sites: Sequence[Site]  # what holds for all of each: without articles and lists
    groups: Sequence[Group]
    sizes: Sequence[int]  # of the blocks that they belong to
    paths: Sequence[str]  # of all articles below an edition, from the oldest on
    facets: Sequence[Members]
    told: Sequence[str]  # what is folded and in no term, but for the names of facets
    titles: Sequence[Title]  # that must be found

    def without_articles(self, but: Sequence[Group] = ()) -> Gathered:
        """To be sent to who has them no more, and finds what is known of them. ``but``: groups of which nothing is
        known, in place of ours."""
        others = {group.number: group for group in but}
        groups = [others.get(group.number) or Group(group.number, group.key, ()) for group in self.groups]
        return replace(self, groups=groups)

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
    def known(self) -> Known:
        """Once all of it is known."""
        return Known(self.key_of_scheme(self.oldest), tuple(group.key for group in self.groups))

    def unknown(self, known: Known | None) -> list[Group]:
        """Groups of which something is not known."""
        is_same = known is not None and known.scheme == self.key_of_scheme(self.oldest)
        keys = set(known.groups) if known and is_same else ()
        return [group for group in self.groups if group.key not in keys]

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
    empty: dict[str, object] = {"articles": (), "pages": (), "listings": (), "issues": (), "aliases": ()}
    empty |= {"related": {}, "issue_of": {}}
    bare = [altered(site, **empty) for site in sites]
    sizes = sizes_of([card.path for card in cards])
    return Gathered(bare, list(_groups(oldest_first, sizes)), sizes, paths, members, [*told], list(titles_of(sites)))


def _groups(oldest_first: Sequence[tuple[Article, ...]], sizes: Sequence[int]) -> Iterator[Group]:
    for number, (begin, end) in enumerate(sheaves_of(sizes)):
        some = tuple(oldest_first[begin:end])
        yield Group(number, digest_of_plain(number, list(map(_digest, chain.from_iterable(some)))), some)


def keys_of(items: Iterable[Sequence[Article]]) -> tuple[str, ...]:
    return tuple(" ".join(map(_digest, articles)) for articles in items)


def changed(group: Group, known: Sheaf | None) -> Group:
    """Without the items that stand at their places in what is ``known`` of an earlier one; see ``renewing``."""
    keys = keys_of(group.items)
    places = range(len(keys))
    others = {at for at in places if known is None or keys[at] != "".join(known.keys[at : at + 1])}
    kept = others if len(others) <= _FEW else places
    return Group(group.number, group.key, tuple(group.item(at) if at in kept else None for at in places), keys)


def bound(groups: Sequence[Group]) -> list[Sheaf]:
    """The terms of each."""
    return [bind(group.first, list(map(search_text, group.items)), keys_of(group.items)) for group in groups]


def keys_of_packs(how: Scheme) -> Callable[[Group], str]:
    said = digest_of(how.alphabet, how.base, how.is_folded, how.dictionary)
    return lambda group: digest_of_plain(group.key, said)


def packed(how: Scheme, sites: Sequence[Site], groups: Sequence[Group]) -> list[bytes]:
    """The texts of each."""
    return [pack([record(how, sites, articles) for articles in group.items]) for group in groups]


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
