"""An index that does not find what was put into it is never published."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest
from library_search import COUNT, Remembering, index, items_of, search_pages, sites

from bulletin.errors import BulletinError
from bulletin.model.article import Article, Site
from bulletin.model.page import Page
from bulletin.render.search.codes import BLOCK
from bulletin.render.search.files import FORGETFUL, Files, Forgetful
from bulletin.render.search.gathering import search_text
from bulletin.render.search.layout import sheaves_of, sizes_of
from bulletin.render.search.partition import STRIPS
from bulletin.render.search.proof import prove, titles_of
from bulletin.render.search.sheaves import Text, bind


def files_of(index: dict[str, bytes]) -> Files:
    files = Files(FORGETFUL)
    for name, data in index.items():
        files.add(name, data)
    return files


def test_a_good_index() -> None:
    prove(files_of(index()), list(titles_of(sites())))


class Mixed(Forgetful):
    """Remembers the texts of another bulletin, as a cache might that mixed them up."""

    def __init__(self, texts: list[Text]) -> None:
        self._texts = texts

    def remember(self, step: str, inputs: Any, key: Any, compute: Any, /) -> Any:
        if step == "sheaf":
            return [bind(0, self._texts) for _ in inputs]
        return super().remember(step, inputs, key, compute)


@pytest.mark.parametrize("shift", [1, 2, 7])
def test_texts_of_other_articles(shift: int) -> None:
    texts = [search_text(articles) for articles in reversed(items_of(sites()))]
    assert len(list(search_pages(sites(), items_of(sites()), Mixed(texts)))) > 10
    with pytest.raises(BulletinError) as error:
        list(search_pages(sites(), items_of(sites()), Mixed(texts[shift:] + texts[:shift])))
    assert error.value.code == "E942"
    assert error.value.values["path"].endswith(".md")


def test_a_text_that_is_empty() -> None:
    texts = [search_text(articles) for articles in reversed(items_of(sites()))]
    with pytest.raises(BulletinError, match="E942"):
        list(search_pages(sites(), items_of(sites()), Mixed([*texts[:-1], ((), ())])))


def test_damaged_files() -> None:
    shards = {name: b"\x01\x00\x03abc" if name.startswith("shards/") else data for name, data in index().items()}
    with pytest.raises(BulletinError, match="E942"):
        prove(files_of(shards), list(titles_of(sites())))


def test_a_table_of_characters_that_lost_some() -> None:
    root = json.loads(index()["root.json"])
    other = {**index(), "root.json": json.dumps({**root, "split": [5, 5]}).encode()}
    with pytest.raises(BulletinError, match="E942"):
        prove(files_of(other), list(titles_of(sites())))


def test_titles_without_words() -> None:
    site = sites()[0]
    articles = tuple(replace(one, card=replace(one.card, title="——")) for one in site.articles)
    prove(files_of(index()), list(titles_of((replace(site, articles=articles),))))
    assert len(articles) == COUNT


def test_the_whole_index_or_nothing() -> None:
    with pytest.raises(BulletinError):
        next(search_pages(sites(), items_of(sites()), Mixed([((), ())] * COUNT)))


def test_what_was_found_is_not_looked_for_again() -> None:
    """But in other bytes, and for other words."""
    memory = Remembering()
    prove(files_of(index()), list(titles_of(sites())), memory)
    first = len(memory.made)
    prove(files_of(index()), list(titles_of(sites())), memory)
    assert len(memory.made) == first > 4
    damaged = {name: data + b"\0" if name.startswith("shards/") else data for name, data in index().items()}
    prove(files_of(damaged), list(titles_of(sites())), memory)
    assert len(memory.made) == 2 * first
    damaged = {name: b"\0" if name.startswith("shards/") else data for name, data in index().items()}
    with pytest.raises(BulletinError, match="E942"):
        prove(files_of(damaged), list(titles_of(sites())), memory)
    site = sites()[0]
    one = replace(site.articles[0], card=replace(site.articles[0].card, title="别的题目"))
    other = replace(site, articles=(one, *site.articles[1:])), sites()[1]
    with pytest.raises(BulletinError, match="E942"):
        prove(files_of(index()), list(titles_of(other)), memory)


def many(count: int, changed: int = -1) -> tuple[Site, ...]:
    """Short articles, one of them with another text."""

    def article(one: Article, number: int) -> Article:
        text = "另一篇" if number == changed else f"{number}，{one.text[:30]}"
        card = replace(one.card, path=f"2026/{number}.md")
        return replace(one, card=card, text=text, digest=f"{one.digest} {text}")

    return tuple(
        replace(
            site,
            articles=tuple(article(site.articles[number % COUNT], number) for number in range(count)),
            listings=(),
            issues=(),
        )
        for site in sites()
    )


@pytest.mark.parametrize("number", [0, BLOCK, 2 * BLOCK + 2])
def test_a_change_joins_its_own_block_and_gives_what_a_clean_build_gives(number: int) -> None:
    memory = Remembering()
    count = 2 * BLOCK + 3
    before = list(search_pages(many(count), items_of(many(count)), memory))
    packs = len(list(sheaves_of(sizes_of([article.card.path for article in reversed(many(count)[0].articles)]))))
    first = Counter(memory.made)
    assert (first["sheaf"], first["block"], first["runs"], first["texts"]) == (packs, 3, 3, packs)
    assert 0 < first["strip"] <= STRIPS  # those without a term are one
    assert list(search_pages(many(count), items_of(many(count)), memory)) == before
    assert Counter(memory.made) == first
    other = many(count, number)
    after = list(search_pages(other, items_of(other), memory))
    made = Counter(memory.made) - first
    assert (made["sheaf"], made["block"], made["told"], made["runs"]) == (1, 1, 1, 1)
    assert 0 < made["strip"] < first["strip"] // 2
    assert (made["sums"] == 0) == (number == 0)  # of all blocks but the newest
    assert made["texts"] == 1 or number >= count - BLOCK  # the oldest articles say which characters are short
    assert 0 < made["shard"] < first["shard"] // 2
    assert after == list(search_pages(other, items_of(other)))
    assert after != before


def test_only_files_that_are_stale_are_read() -> None:
    memory = Remembering()
    before = {page.path: page for page in search_pages(sites(), items_of(sites()), memory)}
    gone = next(path for path in before if "/shards/" in path)

    def stale(pages: Sequence[Page]) -> list[Page]:
        assert not any(page.data for page in pages)
        return [page for page in pages if page.key != before[page.path].key or page.path == gone]

    after = list(search_pages(sites(), items_of(sites()), memory, stale))
    assert [page.path for page in after if page.data is not None] == [gone]
    assert [replace(page, data=before[page.path].data) for page in after] == list(before.values())
    assert all(page.data != b"" or page.path == gone for page in after)
