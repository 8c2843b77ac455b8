"""A part of the pipeline: a checked bulletin and its articles -> the Site of an edition, made when it is asked for."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from bulletin.cache import Cache
from bulletin.convert.article import Converted
from bulletin.convert.related import names_of, related
from bulletin.convert.site import assemble, listed
from bulletin.model.article import Site
from bulletin.model.digest import digest_of
from bulletin.model.item import Bulletin


def assembling(bulletin: Bulletin, converted: Sequence[Converted], cache: Cache) -> Callable[[int], Site]:
    """A function of the number of an edition. Which articles are related is the same in all of them."""
    first = listed(one.articles[0] for one in converted)
    names = names_of(bulletin.config, first)
    (numbers,) = cache.remember("related", [names], digest_of, lambda missing: map(related, missing))

    def site(number: int) -> Site:
        articles = tuple(one.articles[number] for one in converted)
        return assemble(bulletin, bulletin.config.editions[number], articles, numbers)

    return site
