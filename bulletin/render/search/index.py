"""Entries of all articles and what can be filtered -> the files of the index, one for all editions.

    root.json           version, number of articles, first term of each shard, fold table, roots of the editions
    shards/<term>.bin   postings (see ``shards``)
    articles/<n>.json   paths of 64 articles each, below an edition's root
    facets.json         names of sections, unions, authors and issues in each edition, and who belongs where

Articles are numbered from the oldest on, so that a new one changes nobody's number.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence

from bulletin.model.article import Article, Listing, Site
from bulletin.model.digest import digest_of
from bulletin.model.page import Page
from bulletin.render.search.fold import table
from bulletin.render.search.shards import Shard, merge, shards
from bulletin.render.search.terms import Entry, entry

FOLDER = "search-index/"
CHUNK = 64


def search_entry(articles: Sequence[Article]) -> Entry:
    """One item's part of the index, from its articles in all editions. A withdrawn one is found by its title only."""
    titles = tuple(f"{one.card.title} {one.card.kicker} {one.subtitle}".strip() for one in articles)
    return entry(titles, tuple("" if one.withdrawn else one.text for one in articles))


def search_pages(sites: Sequence[Site], entries: Sequence[Entry]) -> Iterator[Page]:
    """``entries`` belong to the sites' articles, newest first as these are."""
    groups = list(shards(merge(reversed(entries))))
    for shard in groups:
        yield _file(f"shards/{shard.name}.bin", shard.data)
    numbered = tuple(reversed(sites[0].articles))
    paths = [_below(sites[0], article.card.url) for article in numbered]
    for number in range(0, len(paths), CHUNK):
        yield _file(f"articles/{number // CHUNK}.json", _json(paths[number : number + CHUNK]))
    yield _file("facets.json", _json(_facets(sites, {article.card.path: n for n, article in enumerate(numbered)})))
    yield _file("root.json", _json(_root(sites, groups, len(paths))))


def _root(sites: Sequence[Site], groups: Sequence[Shard], count: int) -> dict[str, object]:
    occurring = {character for shard in groups for character in shard.data.decode("utf-8", "ignore")}
    pairs = [(one, other) for one, other in zip(*table(), strict=True) if other in occurring]
    return {
        "version": digest_of([shard.data for shard in groups])[:12],
        "count": count,
        "chunk": CHUNK,
        "firsts": [shard.first for shard in groups],
        "fold": ["".join(one for one, _ in pairs), "".join(other for _, other in pairs)],
        "editions": {site.edition.tag: site.config.base + site.edition.path for site in sites},
    }


def _facets(sites: Sequence[Site], numbers: dict[str, int]) -> dict[str, object]:
    """For each kind: [id, names in all editions and aliases, numbers of its articles as differences]."""
    out: dict[str, object] = {}
    for kind in ("section", "union", "author", "year"):
        per_edition = [[one for one in site.listings if one.kind == kind] for site in sites]
        out[kind] = [_facet(same, numbers) for same in zip(*per_edition, strict=True)]
    issues = zip(*(site.issues for site in sites), strict=True)
    out["issue"] = [
        [
            issue[0].id,
            [f"{issue[0].year}-{issue[0].number}", issue[0].number, issue[0].id],
            _differences([numbers[card.path] for _, cards in issue[0].contents for card in cards]),
        ]
        for issue in issues
    ]
    return out


def _facet(same: Sequence[Listing], numbers: dict[str, int]) -> list[object]:
    names = dict.fromkeys([*(one.name for one in same), *(alias for one in same for alias in one.aliases)])
    members = _differences([numbers[card.path] for card in same[0].cards if card.path in numbers])
    return [same[0].id, list(names), members]


def _differences(numbers: list[int]) -> list[int]:
    ordered = sorted(numbers)
    return [one - before for before, one in zip([0, *ordered], ordered, strict=False)]


def _below(site: Site, url: str) -> str:
    return url.removeprefix(site.config.base + site.edition.path)


def _file(name: str, data: bytes) -> Page:
    return Page(FOLDER + name, digest_of(data), data=data)


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()

