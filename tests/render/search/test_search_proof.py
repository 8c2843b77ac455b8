"""An index that does not find what was put into it is never published."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from library_search import COUNT, index, sites

from bulletin.errors import BulletinError
from bulletin.render.search.index import search_entry, search_pages
from bulletin.render.search.proof import prove
from bulletin.render.search.terms import Entry


def test_a_good_index() -> None:
    prove(index(), sites())


def test_entries_of_other_articles() -> None:
    """As a cache would give that mixed them up."""
    entries = [search_entry(same) for same in zip(*(site.articles for site in sites()), strict=True)]
    with pytest.raises(BulletinError) as error:
        list(search_pages(sites(), entries[1:] + entries[:1]))
    assert error.value.code == "E942"
    assert error.value.values["path"].endswith(".md")


def test_an_entry_that_is_empty() -> None:
    entries = [search_entry(same) for same in zip(*(site.articles for site in sites()), strict=True)]
    entries[0] = Entry("", b"")
    with pytest.raises(BulletinError, match="E942"):
        list(search_pages(sites(), entries))


def test_damaged_files() -> None:
    shards = {name: b"\x01\x00\x03abc" if name.startswith("shards/") else data for name, data in index().items()}
    with pytest.raises(BulletinError, match="E942"):
        prove(shards, sites())


def test_a_table_of_characters_that_lost_some() -> None:
    root = json.loads(index()["root.json"])
    other = {**index(), "root.json": json.dumps({**root, "split": [5, 5]}).encode()}
    with pytest.raises(BulletinError, match="E942"):
        prove(other, sites())


def test_titles_without_words() -> None:
    site = sites()[0]
    articles = tuple(replace(one, card=replace(one.card, title="——")) for one in site.articles)
    prove(index(), (replace(site, articles=articles),))
    assert len(articles) == COUNT


def test_the_whole_index_or_nothing() -> None:
    entries = [search_entry(same) for same in zip(*(site.articles for site in sites()), strict=True)]
    pages = search_pages(sites(), entries[1:] + entries[:1])
    with pytest.raises(BulletinError):
        next(pages)
