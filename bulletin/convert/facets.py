"""Names of sections, unions, authors and tags -> links to their lists, at one address in all editions."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType

from bulletin.convert.context import EditionNames
from bulletin.convert.script.converter import Converter
from bulletin.convert.script.engine import to_simplified
from bulletin.model.article import Link
from bulletin.model.slug import quote_path, slugify


@lru_cache(maxsize=8192)
def facet_slug(name: str) -> str:
    """The same for 总工会 and 總工會, whatever script an item is written in and whatever edition links to it."""
    return slugify(to_simplified(name))


@lru_cache(maxsize=8192)
def facet_path(folder: str, slug: str) -> str:
    """Below the edition, percent-encoded: "tags/%E5%B7%A5%E4%BC%9A/"."""
    return f"{folder}/{quote_path(slug)}/"


@lru_cache(maxsize=8192)
def facet_link(name: str, url: str) -> Link:
    """One object for all articles that share it: that is less to keep and to send from process to process."""
    return Link(name, url)


def section_link(section: str, names: EditionNames) -> Link | None:
    """None for an item in no section, or in one that the configuration does not know."""
    found = names.sections.get(section)
    return facet_link(found.name, names.root + facet_path("sections", found.id)) if found else None


def union_links(
    source: tuple[str, ...], names: EditionNames, converter: Converter, shown: Mapping[str, str] = MappingProxyType({})
) -> tuple[Link, ...]:
    """``source`` holds ids of unions or names of others; a name that spells an id of the list is that union.
    ``shown``: names that the author fixed for this edition."""
    links: dict[str, Link] = {}
    for one in source:
        slug = one if one in names.unions else facet_slug(one)
        name = names.unions.get(one) or shown.get(one) or converter.organisation(one)
        links.setdefault(slug, facet_link(name, names.root + facet_path("unions", slug)))
    return tuple(links.values())


def named_links(folder: str, written: tuple[str, ...], shown: tuple[str, ...], names: EditionNames) -> tuple[Link, ...]:
    """Authors or tags: ``written`` as the author did gives the address, ``shown`` is the name in the edition."""
    links: dict[str, Link] = {}
    for original, name in zip(written, shown, strict=True):
        slug = facet_slug(original)
        links.setdefault(slug, facet_link(name, names.root + facet_path(folder, slug)))
    return tuple(links.values())
