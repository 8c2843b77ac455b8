"""Entries of all articles and what can be filtered -> the files of the index, one for all editions.

    root.json            version, number of articles, which shards there are, the heaviest pairs, fold table, roots of
                         the editions
    shards/<name>.bin    postings (see ``shards``, ``partition``, ``codes``)
    texts/<n>.bin        64 articles each, for titles and excerpts (see ``texts``)
    articles/<n>.json    paths of 64 articles each, below an edition's root: where a server sends no parts of files
    facets/names.json    of the kinds that are suggested: id, all names, how many articles, the name to show
    facets/<kind>.json   all sections, unions, authors, tags, years, issues or kinds: id, all names, articles,
                         the name to show in each edition, id of the facet above

Articles are numbered from the oldest on, so that a new one changes nobody's number. The version is a digest of all
other files: a browser asks for them by it, so that it never joins files of two builds.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import compress
from typing import Protocol, TypeVar

from bulletin.model.article import Article, Listing, Site
from bulletin.model.digest import digest_of
from bulletin.model.page import Page
from bulletin.render.paths import below_edition
from bulletin.render.search.blocks import Block, Text, join
from bulletin.render.search.codes import BLOCK
from bulletin.render.search.fold import fold, marked, table
from bulletin.render.search.literal import SIGN
from bulletin.render.search.partition import partition, to_json
from bulletin.render.search.proof import prove
from bulletin.render.search.question import FIELDS
from bulletin.render.search.shards import group_bits, heaviest, merge, shards, sizes
from bulletin.render.search.texts import PACK, Scheme, pack, scheme

FOLDER = "search-index/"
CHUNK = 64
NEAR = 10 << 10  # bytes of the places of a phrase in tails, above which nothing is said of how near it is
HEAD = 2048  # bytes of a shard that a browser asks for at first
KINDS = ("section", "union", "author", "tag", "year", "month", "issue", "kind")
NAMED = ("section", "union", "author", "tag")  # kinds whose names are suggested while somebody types
KIND_NAMES = {"news": "新闻", "notice": "通知"}  # as 类型: of an item says it
# id, all names, members as (gap, length of run) in turn, name to show in each edition ("" = none), id of the one above
Part = tuple[int, tuple[tuple[Article, ...], ...]]  # number of a block, its items from the oldest on
Input = TypeVar("Input")
Output = TypeVar("Output")
Facet = tuple[str, tuple[str, ...], tuple[int, ...], tuple[str, ...], str]


class Remember(Protocol):
    """As ``Cache.remember``: an output for each input; ``compute`` gets the inputs that are not known yet."""

    def __call__(
        self,
        step: str,
        inputs: Sequence[Input],
        key: Callable[[Input], str],
        compute: Callable[[list[Input]], Sequence[Output]],
        /,
    ) -> Sequence[Output]: ...


def anew(
    _step: str,
    inputs: Sequence[Input],
    _key: Callable[[Input], str],
    compute: Callable[[list[Input]], Sequence[Output]],
    /,
) -> Sequence[Output]:
    """Remembers nothing."""
    return compute(list(inputs))


@dataclass(frozen=True, slots=True)
class Indexed:
    """Shards and files of places, and what the root says of them."""

    files: tuple[Page, ...]
    split: list[object]
    heavy: tuple[str, list[int]]  # pairs with most places, one after the other, and kilobytes of each
    characters: str  # of all terms
    marked: str  # characters that literal terms are about


def search_text(articles: Sequence[Article]) -> Text:
    """What of an item is searched, from its articles in all editions. A withdrawn one is found by its title only."""
    titles = ["\n".join((one.card.title, one.card.kicker, one.subtitle)) for one in articles]
    return titles, ["" if one.withdrawn else "\n".join((*_facts(one), one.text)) for one in articles]


def search_pages(
    sites: Sequence[Site], items: Sequence[tuple[Article, ...]], remember: Remember = anew
) -> Iterator[Page]:
    """``items``: the sites' articles, newest first as these are, each in all editions. ``remember``: what is known of
    earlier builds, see ``bulletin.cache``. Raises BulletinError where the index does not find what was put into it."""
    if len(items) != len(sites[0].articles):
        raise ValueError(f"{len(items)} items for {len(sites[0].articles)} articles")
    facets = _facets(sites, {article.card.path: n for n, article in enumerate(reversed(sites[0].articles))})
    parts = _parts(items)
    blocks = remember("block", parts, _key, _joined)  # in each build, or they would be forgotten
    (made,) = remember("search", [parts], _key_of_all, lambda _: [_index(blocks)])
    numbered = items[::-1]
    how = scheme(sites, numbered[:BLOCK])
    packed = remember("texts", list(_packs(numbered)), partial(_key_of_pack, how), partial(_packed, how, sites))
    files = [*made.files, *packed]
    paths = [below_edition(sites[0], article.card.url) for article in reversed(sites[0].articles)]
    chunks = (paths[begin : begin + CHUNK] for begin in range(0, len(paths), CHUNK))
    files += [_file(f"articles/{number}.json", _json(chunk)) for number, chunk in enumerate(chunks)]
    files += [_file(f"facets/{kind}.json", _json(facets[kind])) for kind in KINDS]
    names = {kind: [*_names(facets[kind])] for kind in NAMED}
    files.append(_file("facets/names.json", _json(names)))
    told = [name for kind in KINDS for facet in facets[kind] for name in facet[1]]
    told += [article.withdrawn for articles in numbered for article in articles]
    tags = [site.edition.tag for site in sites]
    root = {
        "version": digest_of([(file.path, file.key) for file in files])[:12],
        "count": len(paths),
        "chunk": CHUNK,
        "near": NEAR,
        "head": HEAD,
        "group": group_bits(len(paths)),
        "split": made.split,
        "heavy": made.heavy,
        "fold": _fold_of(made, told),
        "texts": [PACK, how.alphabet, tags[how.base], list(compress(tags, how.is_folded))],
        "editions": {site.edition.tag: site.config.base + site.edition.path for site in sites},
        "kinds": KINDS,
    }
    files.append(_file("root.json", _json(root)))
    prove({file.path.removeprefix(FOLDER): file.data or b"" for file in files}, sites)
    yield from files


def _parts(items: Sequence[tuple[Article, ...]]) -> list[Part]:
    """The items that belong to each block."""
    numbered = items[::-1]
    begins = range(0, len(numbered), BLOCK)
    return [(number, tuple(numbered[begin : begin + BLOCK])) for number, begin in enumerate(begins)]


def _key(part: Part) -> str:
    number, items = part
    return digest_of(number, [article.digest for articles in items for article in articles])


def _key_of_all(parts: Sequence[Part]) -> str:
    return digest_of([_key(part) for part in parts])


def _joined(parts: Sequence[Part]) -> list[Block]:
    return [join(number, [search_text(articles) for articles in items]) for number, items in parts]


def _packs(numbered: Sequence[tuple[Article, ...]]) -> Iterator[Part]:
    for number, begin in enumerate(range(0, len(numbered), PACK)):
        yield number, tuple(numbered[begin : begin + PACK])


def _key_of_pack(how: Scheme, part: Part) -> str:
    return digest_of(_key(part), how.alphabet, how.base, how.is_folded)


def _packed(how: Scheme, sites: Sequence[Site], parts: Sequence[Part]) -> list[Page]:
    return [_file(f"texts/{number}.bin", pack(how, sites, items)) for number, items in parts]


def _index(blocks: Sequence[Block]) -> Indexed:
    postings = merge(blocks)
    parts = partition(sizes(postings), BLOCK * len(blocks))
    files = [_file(f"shards/{name}.bin", data) for name, data in shards(postings, parts)]
    characters: set[str] = set().union(*postings)
    written: set[str] = set().union(*(term.partition(SIGN)[2] for term in postings if SIGN in term))
    both = "".join(sorted(characters)), "".join(sorted(written & marked()))
    return Indexed(tuple(files), to_json(parts), heaviest(postings), *both)


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


def _fold_of(made: Indexed, names: Iterable[str]) -> tuple[str, str, str]:
    """The part of the fold table that this bulletin needs: what folds to none of its characters can't be found. Third,
    the marked characters of its literal terms. ``names``: what is in no term."""
    occurring = set(made.characters).union(*map(fold, names), *map(fold, FIELDS))
    pairs = [(one, other) for one, other in zip(*table(), strict=True) if other in occurring]
    return "".join(one for one, _ in pairs), "".join(other for _, other in pairs), made.marked


def _facets(sites: Sequence[Site], numbers: dict[str, int]) -> dict[str, list[Facet]]:
    """Joined over the editions by their ids: a hand-written variant may name an author whom no other edition has."""
    names: dict[tuple[str, str], dict[str, None]] = {}
    members: dict[tuple[str, str], set[int]] = {}
    shown: dict[tuple[str, str], list[str]] = {}
    above: dict[tuple[str, str], str] = {}
    for at, site in enumerate(sites):
        for one in _named(site):
            key = one.kind, one.id
            names.setdefault(key, {}).update(dict.fromkeys(filter(None, one.names)))
            members.setdefault(key, set()).update(numbers[path] for path in one.paths if path in numbers)
            shown.setdefault(key, [""] * len(sites))[at] = one.names[0]
            above[key] = one.above
    _add_to_those_above(members, above)
    facets: dict[str, list[Facet]] = {kind: [] for kind in KINDS}
    for (kind, id), spelt in names.items():
        key = kind, id
        facets[kind].append((id, tuple(spelt), _runs(members[key]), tuple(shown[key]), above[key]))
    return facets


def _names(facets: Iterable[Facet]) -> Iterator[tuple[str, tuple[str, ...], int, tuple[str, ...]]]:
    """Those that have articles, with how many of them in place of which."""
    for id, names, runs, shown, _ in facets:
        if runs:
            yield id, names, sum(runs[1::2]), shown


def _add_to_those_above(members: dict[tuple[str, str], set[int]], above: Mapping[tuple[str, str], str]) -> None:
    """Who asks for a union asks for those under it as well: each takes the articles of all that are below it."""
    own = {key: frozenset(numbers) for key, numbers in members.items()}
    for (kind, id), numbers in own.items():
        passed = {id}
        while (id := above[kind, id]) and (kind, id) in members and id not in passed:
            members[kind, id] |= numbers
            passed.add(id)


@dataclass(frozen=True, slots=True)
class _Named:
    """A facet in one edition; the first of its names is the one to show."""

    kind: str
    id: str
    names: tuple[str, ...]
    paths: Iterable[str]  # of its articles
    above: str = ""


def _named(site: Site) -> Iterator[_Named]:
    ids = {one.url: one.id for one in site.listings}
    for one in site.listings:
        if one.kind in KINDS:
            called = (_shown(one), *one.aliases, *([one.id] if one.kind == "year" else []))
            above = ids.get(one.parent.url, "") if one.parent else ""
            yield _Named(one.kind, one.id, called, (card.path for card in one.cards), above)
    for issue in site.issues:
        number = f"第{issue.number}期" if issue.number.isdigit() else issue.number
        called = (f"{issue.year}年{number}", number, issue.number, f"{issue.year}-{issue.number}", issue.id)
        yield _Named("issue", issue.id, called, (card.path for _, cards in issue.contents for card in cards))
    for kind, name in KIND_NAMES.items():
        paths = [article.card.path for article in site.articles if article.card.kind == kind]
        if paths:
            yield _Named("kind", kind, (name, kind), paths)


def _shown(one: Listing) -> str:
    """A month by its year as well: "2026/03" -> 2026年3月."""
    if one.kind != "month":
        return one.name
    year, _, month = one.id.partition("/")
    return f"{year}年{int(month)}月"


def _runs(numbers: set[int]) -> tuple[int, ...]:
    """Numbers -> how many are left out, how many follow one another, and so on: {3, 4, 5, 9} -> (3, 3, 3, 1)."""
    runs: list[int] = []
    end = 0
    for number in sorted(numbers):
        if runs and number == end:
            runs[-1] += 1
        else:
            runs += (number - end, 1)
        end = number + 1
    return tuple(runs)


def _file(name: str, data: bytes) -> Page:
    return Page(FOLDER + name, digest_of(data), data=data)


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
