"""A part of the pipeline: a checked bulletin and its articles -> the Site of an edition, made when it is asked for.

Where articles stand and which are related is remembered by what that follows from, which says nothing of their texts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache, partial

from bulletin.cache import Cache
from bulletin.convert.article import Context, Converted
from bulletin.convert.issues import Note, key_of_note, render_note
from bulletin.convert.related import Related, blocks, joined, names_of, nearest
from bulletin.convert.site import assemble, listed
from bulletin.convert.standing import Arrangement, arrange
from bulletin.model.article import Article, Site
from bulletin.model.digest import digest_of, digest_of_plain
from bulletin.model.item import Bulletin, Issue

Arranged = tuple[Arrangement, str]  # with a digest of what relates the articles


def assembling(bulletin: Bulletin, converted: Sequence[Converted], cache: Cache) -> Callable[[int], Site]:
    """A function of the number of an edition. Which articles are related is the same in all of them."""
    config = bulletin.config
    editions = _by_edition(converted, len(config.editions))
    unions = [(union.id, union.parent) for union in bulletin.unions]
    standing = [digest_of_plain(unions, _standing(articles)) for articles in editions]

    @lru_cache(maxsize=1)
    def names(number: int) -> tuple[tuple[str, ...], ...]:
        return names_of(listed(editions[number]), root(number))

    def root(number: int) -> str:
        return config.base + config.editions[number].path

    def arrangements(missing: Iterable[str]) -> Iterator[Arranged]:
        for number in map(standing.index, missing):
            yield arrange(listed(editions[number]), root(number), bulletin.unions), digest_of(names(number))

    def relations(_: object) -> Iterator[tuple[Related, list[str]]]:
        found = blocks(names(0))
        keys = list(map(digest_of_plain, found))
        by_key = dict(zip(keys, found, strict=True))  # two may read the same
        yield joined(cache.remember("relation", keys, str, lambda some: (nearest(by_key[key]) for key in some))), keys

    arranged = cache.remember("arrangement", standing, str, arrangements)
    ((relation, parts),) = cache.remember("related", [arranged[0][1]], str, relations)
    cache.keep("relation", parts)  # of which the next one may need all but a few
    notes = _notes(bulletin, cache)

    def site(number: int) -> Site:
        arrangement, edition = arranged[number][0], config.editions[number]
        return assemble(bulletin, edition, editions[number], arrangement, relation, notes, standing[number])

    return site


def _notes(bulletin: Bulletin, cache: Cache) -> dict[str, Note]:
    """Of those issues that have one, by their ids."""
    context = Context(bulletin.config, bulletin.unions, bulletin.glossary)
    noted = [issue for issue in bulletin.issues if issue.note.strip()]

    def rendered(issues: Iterable[Issue]) -> Iterator[Note]:
        return (render_note(issue, context) for issue in issues)

    found = cache.remember("note", noted, partial(key_of_note, context.digest), rendered)
    return {issue.id: note for issue, note in zip(noted, found, strict=True)}


def _by_edition(converted: Sequence[Converted], count: int) -> list[tuple[Article, ...]]:
    return list(zip(*[one.articles for one in converted], strict=True)) if converted else [()] * count


def _standing(articles: Sequence[Article]) -> str:
    return "".join([article.standing for article in articles])
