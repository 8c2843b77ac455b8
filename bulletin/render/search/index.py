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
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from itertools import compress

from bulletin.model.article import Article, Site
from bulletin.model.digest import digest_of
from bulletin.model.page import Page
from bulletin.render.paths import below_edition
from bulletin.render.search.codes import BLOCK
from bulletin.render.search.cutting import Plan
from bulletin.render.search.facets import KINDS, NAMED, facets_of, suggested
from bulletin.render.search.files import FORGETFUL, Files, Memory
from bulletin.render.search.fold import fold, table
from bulletin.render.search.joining import Group, add_shards, groups_of
from bulletin.render.search.partition import to_json
from bulletin.render.search.proof import prove
from bulletin.render.search.question import FIELDS
from bulletin.render.search.shards import group_bits
from bulletin.render.search.texts import PACK, Scheme, pack, scheme

FOLDER = "search-index/"
CHUNK = 64
NEAR = 10 << 10  # bytes of the places of a phrase in tails, above which nothing is said of how near it is
HEAD = 2048  # bytes of a shard that a browser asks for at first


def search_pages(
    sites: Sequence[Site],
    items: Sequence[tuple[Article, ...]],
    memory: Memory = FORGETFUL,
    stale: Callable[[Sequence[Page]], Iterable[Page]] = tuple,
) -> Iterator[Page]:
    """``items``: the sites' articles, newest first as these are, each in all editions. ``memory``: what is known of
    earlier builds, as ``bulletin.cache``. ``stale``: of pages without data those whose data are wanted, as not there
    yet. Raises BulletinError where the index does not find what was put into it."""
    if len(items) != len(sites[0].articles):
        raise ValueError(f"{len(items)} items for {len(sites[0].articles)} articles")
    groups = list(groups_of(items))
    files = Files(memory)
    made = add_shards(files, groups, memory)
    oldest = tuple(groups[: BLOCK // PACK])
    (how,) = memory.remember("scheme", [oldest], partial(_key_of_scheme, sites), partial(_schemes, sites))
    files.add_all("texts", groups, partial(_key_of_pack, how), partial(_packed, how, sites))
    paths = [below_edition(sites[0], article.card.url) for article in reversed(sites[0].articles)]
    for number, begin in enumerate(range(0, len(paths), CHUNK)):
        files.add(f"articles/{number}.json", _json(paths[begin : begin + CHUNK]))
    facets = facets_of(sites, {article.card.path: n for n, article in enumerate(reversed(sites[0].articles))})
    for kind in KINDS:
        files.add(f"facets/{kind}.json", _json(facets[kind]))
    files.add("facets/names.json", _json({kind: [*suggested(facets[kind])] for kind in NAMED}))
    told = [name for kind in KINDS for facet in facets[kind] for name in facet[1]]
    told += [article.withdrawn for articles in items for article in articles]
    tags = [site.edition.tag for site in sites]
    root = {
        "version": digest_of(sorted(files.digests.items()))[:12],
        "count": len(paths),
        "chunk": CHUNK,
        "near": NEAR,
        "head": HEAD,
        "group": group_bits(len(paths)),
        "split": to_json(made.parts),
        "heavy": made.heavy,
        "fold": _fold_of(made, told),
        "texts": [PACK, how.alphabet, tags[how.base], list(compress(tags, how.is_folded))],
        "editions": {site.edition.tag: site.config.base + site.edition.path for site in sites},
        "kinds": KINDS,
    }
    files.add("root.json", _json(root))
    prove(files, sites, memory)
    pages = [Page(FOLDER + name, digest) for name, digest in files.digests.items()]
    wanted = {page.path for page in stale(pages)}
    for page in pages:
        yield replace(page, data=files.read(page.path.removeprefix(FOLDER))) if page.path in wanted else page


def _key_of_scheme(sites: Sequence[Site], groups: Sequence[Group]) -> str:
    return digest_of([group.key for group in groups], [site.edition.script for site in sites])


def _schemes(sites: Sequence[Site], oldest: Sequence[Sequence[Group]]) -> Iterator[Scheme]:
    for groups in oldest:
        yield scheme(sites, [articles for group in groups for articles in group.items])


def _key_of_pack(how: Scheme, group: Group) -> str:
    return digest_of(group.key, how.alphabet, how.base, how.is_folded)


def _packed(how: Scheme, sites: Sequence[Site], group: Group) -> Iterator[tuple[str, bytes]]:
    yield f"texts/{group.number}.bin", pack(how, sites, group.items)


def _fold_of(made: Plan, names: Iterable[str]) -> tuple[str, str, str]:
    """The part of the fold table that this bulletin needs: what folds to none of its characters can't be found. Third,
    the marked characters of its literal terms. ``names``: what is in no term."""
    occurring = set(made.characters).union(*map(fold, names), *map(fold, FIELDS))
    pairs = [(one, other) for one, other in zip(*table(), strict=True) if other in occurring]
    return "".join(one for one, _ in pairs), "".join(other for _, other in pairs), made.marked


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
