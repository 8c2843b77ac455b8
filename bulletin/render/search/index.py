"""Entries of all articles and what can be filtered -> the files of the index, one for all editions.

    root.json            version, number of articles, which shards there are, fold table, roots of the editions
    shards/<name>.bin    postings (see ``shards``, ``partition``, ``codes``)
    places/<name>.bin    places of one term that stands nearly everywhere
    articles/<n>.json    paths of 64 articles each, below an edition's root
    facets/<kind>.json   all sections, unions, authors, tags, years, issues or kinds: id, all names, articles,
                         the name to show in each edition, id of the facet above

Articles are numbered from the oldest on, so that a new one changes nobody's number. The version is a digest of all
other files: a browser asks for them by it, so that it never joins files of two builds.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from bulletin.model.article import Article, Listing, Site
from bulletin.model.digest import digest_of
from bulletin.model.page import Page
from bulletin.render.paths import below_edition
from bulletin.render.search.fold import fold, marked, table
from bulletin.render.search.literal import SIGN, with_literal
from bulletin.render.search.partition import partition, to_json
from bulletin.render.search.proof import prove
from bulletin.render.search.question import FIELDS
from bulletin.render.search.shards import apart_files, merge, shards, sizes
from bulletin.render.search.terms import Entry, entry

FOLDER = "search-index/"
CHUNK = 64
KINDS = ("section", "union", "author", "tag", "year", "month", "issue", "kind")
KIND_NAMES = {"news": "新闻", "notice": "通知"}  # as 类型: of an item says it
# id, all names, members as (gap, length of run) in turn, name to show in each edition ("" = none), id of the one above
Facet = tuple[str, tuple[str, ...], tuple[int, ...], tuple[str, ...], str]


def search_entry(articles: Sequence[Article]) -> Entry:
    """One item's part of the index, from its articles in all editions. A withdrawn one is found by its title only."""
    titles = ["\n".join((one.card.title, one.card.kicker, one.subtitle)) for one in articles]
    texts = ["" if one.withdrawn else "\n".join((*_facts(one), one.text)) for one in articles]
    return with_literal(entry(titles, texts), list(map("\n".join, zip(titles, texts, strict=True))))


def search_pages(sites: Sequence[Site], entries: Sequence[Entry]) -> Iterator[Page]:
    """``entries`` belong to the sites' articles, newest first as these are. Raises BulletinError where the index does
    not find what was put into it."""
    if len(entries) != len(sites[0].articles):
        raise ValueError(f"{len(entries)} entries for {len(sites[0].articles)} articles")
    postings = merge(reversed(entries), len(entries))
    parts = partition(sizes(postings))
    files = [_file(f"shards/{name}.bin", data) for name, data in shards(postings, parts)]
    files += [_file(f"places/{name}.bin", data) for name, data in apart_files(postings)]
    numbered = tuple(reversed(sites[0].articles))
    paths = [below_edition(sites[0], article.card.url) for article in numbered]
    chunks = (paths[begin : begin + CHUNK] for begin in range(0, len(paths), CHUNK))
    files += [_file(f"articles/{number}.json", _json(chunk)) for number, chunk in enumerate(chunks)]
    facets = _facets(sites, {article.card.path: n for n, article in enumerate(numbered)})
    files += [_file(f"facets/{kind}.json", _json(facets[kind])) for kind in KINDS]
    root = {
        "version": digest_of([(file.path, file.key) for file in files])[:12],
        "count": len(paths),
        "chunk": CHUNK,
        "split": to_json(parts),
        "fold": _fold_of(postings, (name for kind in KINDS for facet in facets[kind] for name in facet[1])),
        "editions": {site.edition.tag: site.config.base + site.edition.path for site in sites},
        "kinds": KINDS,
    }
    files.append(_file("root.json", _json(root)))
    prove({file.path.removeprefix(FOLDER): file.data or b"" for file in files}, sites)
    yield from files


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


def _fold_of(postings: Iterable[str], names: Iterable[str]) -> tuple[str, str, str]:
    """The part of the fold table that this bulletin needs: what folds to none of its characters can't be found. Third,
    the marked characters of its literal terms."""
    occurring = set().union(*postings, *map(fold, names), *map(fold, FIELDS))
    pairs = [(one, other) for one, other in zip(*table(), strict=True) if other in occurring]
    written = set().union(*(term.partition(SIGN)[2] for term in postings if SIGN in term))
    return "".join(one for one, _ in pairs), "".join(other for _, other in pairs), "".join(sorted(written & marked()))


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
    facets: dict[str, list[Facet]] = {kind: [] for kind in KINDS}
    for (kind, id), spelt in names.items():
        key = kind, id
        facets[kind].append((id, tuple(spelt), _runs(members[key]), tuple(shown[key]), above[key]))
    return facets


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
