"""What was gathered of the articles and of what can be filtered -> the files of the index, one for all editions.

    root.json            version, number of articles, how many each block has, which shards there are, the heaviest
                         pairs, fold table, roots of the editions
    shards/<name>.bin    postings (see ``shards``, ``partition``, ``codes``)
    texts/<n>.bin        up to 64 articles each, for titles and excerpts (see ``texts``, ``layout``)
    texts/dictionary.bin what all of these were packed behind (see ``dictionary``)
    articles/<n>.json    paths of the same articles, below an edition's root: where a server sends no parts of files
    facets/names.json    of the kinds that are suggested: id, all names, how many articles, the name to show
    facets/<kind>.json   all sections, unions, authors, tags, years, issues or kinds: id, all names, articles,
                         the name to show in each edition, id of the facet above

Articles are numbered from the oldest on, so that a new one changes nobody's number; how one that is put between others
moves only those of its block is said in ``layout``. The version is a digest of all other files: a browser asks for them
by it, so that it never joins files of two builds.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, MutableMapping, Sequence
from dataclasses import replace
from functools import partial
from itertools import chain, compress

from bulletin.model.digest import digest_of, digest_of_plain
from bulletin.model.page import Page
from bulletin.render.search.dictionary import deflated
from bulletin.render.search.facets import KINDS, NAMED, Members, facets_of, suggested
from bulletin.render.search.files import FORGETFUL, Files, Memory
from bulletin.render.search.fold import fold, table
from bulletin.render.search.gathering import KNOWN, Gathered, Group, keys_of_packs
from bulletin.render.search.joining import add_shards
from bulletin.render.search.layout import sheaves_of
from bulletin.render.search.partition import to_json
from bulletin.render.search.planning import Plan
from bulletin.render.search.proof import prove
from bulletin.render.search.question import FIELDS
from bulletin.render.search.renewing import Renewed
from bulletin.render.search.texts import Scheme

FOLDER = "search-index/"
NEAR = 10 << 10  # bytes of the places of a phrase in tails, above which nothing is said of how near it is
HEAD = 2048  # bytes of a shard that a browser asks for at first


def search_pages(
    gathered: Gathered,
    memory: Memory = FORGETFUL,
    stale: Callable[[Sequence[Page]], Iterable[Page]] = tuple,
    kept: MutableMapping[str, bytes] | None = None,
) -> Iterator[Page]:
    """``memory``: what is known of earlier builds, as ``bulletin.cache``. ``stale``: of pages without data those whose
    data are wanted, as not there yet; they are made as they are asked for. ``kept``: takes all files that were made, by
    their names. Raises BulletinError where the index does not find what was put into it."""
    sites, paths = gathered.sites, gathered.paths
    files = Files(memory, kept)
    renewed = Renewed(memory)
    made = add_shards(files, gathered.groups, renewed.bound, memory)
    how = _add_texts(files, gathered, renewed, memory)
    chunks = [(number, paths[begin:end]) for number, (begin, end) in enumerate(sheaves_of(gathered.sizes))]
    files.add_all("articles", chunks, digest_of_plain, _articles)
    files.add_all("facets", [gathered.facets], digest_of, _facets)
    told = chain(gathered.told, chain.from_iterable(one.names for one in gathered.facets))
    tags = [site.edition.tag for site in sites]
    root = {
        "version": digest_of(sorted(files.digests.items()))[:12],
        "count": len(paths),
        "blocks": gathered.sizes,
        "near": NEAR,
        "head": HEAD,
        "group": made.group,
        "split": to_json(made.parts),
        "heavy": made.heavy,
        "fold": _fold_of(made, told),
        "texts": [how.alphabet, tags[how.base], list(compress(tags, how.is_folded)), len(how.dictionary)],
        "editions": {site.edition.tag: site.config.base + site.edition.path for site in sites},
        "kinds": KINDS,
    }
    files.add("root.json", _json(root))
    prove(files, gathered.titles, memory)
    memory.put(*KNOWN, gathered.known)
    pages = [Page(FOLDER + name, digest) for name, digest in files.digests.items()]
    wanted = {page.path for page in stale(pages)}
    for page in pages:
        yield replace(page, data=files.read(page.path.removeprefix(FOLDER))) if page.path in wanted else page


def _articles(chunk: tuple[int, Sequence[str]]) -> Iterator[tuple[str, bytes]]:
    number, paths = chunk
    yield f"articles/{number}.json", _json(paths)


def _facets(members: Sequence[Members]) -> Iterator[tuple[str, bytes]]:
    facets = facets_of(members)
    yield from ((f"facets/{kind}.json", _json(facets[kind])) for kind in KINDS)
    yield "facets/names.json", _json({kind: [*suggested(facets[kind])] for kind in NAMED})


def _add_texts(files: Files, gathered: Gathered, renewed: Renewed, memory: Memory) -> Scheme:
    (how,) = memory.remember("scheme", [gathered.oldest], gathered.key_of_scheme, gathered.schemes)
    key = keys_of_packs(how)

    def packs(group: Group) -> Iterator[tuple[str, bytes]]:
        (data,) = memory.remember("pack", [group], key, partial(renewed.packed, how, gathered.sites))
        yield f"texts/{group.number}.bin", data

    files.add_all("texts", gathered.groups, key, packs)
    if how.dictionary:
        files.add("texts/dictionary.bin", deflated(how.dictionary))
    memory.keep("pack", map(key, gathered.groups))
    return how


def _fold_of(made: Plan, names: Iterable[str]) -> tuple[str, str, str]:
    """The part of the fold table that this bulletin needs: what folds to none of its characters can't be found. Third,
    the marked characters of its literal terms. ``names``: what is in no term."""
    occurring = set(made.characters).union(*map(fold, names), *map(fold, FIELDS))
    pairs = [(one, other) for one, other in zip(*table(), strict=True) if other in occurring]
    return "".join(one for one, _ in pairs), "".join(other for _, other in pairs), made.marked


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
