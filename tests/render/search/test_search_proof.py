"""An index that does not find what was put into it is never published."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from library_search import COUNT, index, items_of, sites

from bulletin.errors import BulletinError
from bulletin.model.article import Article, Site
from bulletin.render.search.blocks import Text, join
from bulletin.render.search.codes import BLOCK
from bulletin.render.search.index import search_pages, search_text
from bulletin.render.search.proof import prove
from bulletin.render.search.texts import PACK


def test_a_good_index() -> None:
    prove(index(), sites())


class Mixed:
    """Remembers the blocks of another bulletin, as a cache might that mixed them up."""

    def __init__(self, texts: list[Text]) -> None:
        self._texts = texts

    def __call__(self, step: str, inputs: Any, _key: Any, compute: Any, /) -> Any:
        return [join(number, self._texts) for number, _ in inputs] if step == "block" else compute(list(inputs))


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
    with pytest.raises(BulletinError):
        next(search_pages(sites(), items_of(sites()), Mixed([])))


class Remembering:
    """As ``bulletin.cache``, in memory."""

    def __init__(self) -> None:
        self.known: dict[tuple[str, str], Any] = {}
        self.made: list[str] = []

    def __call__(self, step: str, inputs: Any, key: Any, compute: Any, /) -> Any:
        missing = [one for one in inputs if (step, key(one)) not in self.known]
        self.made += [step] * len(missing)
        made = compute(missing) if missing else []
        self.known |= {(step, key(one)): value for one, value in zip(missing, made, strict=True)}
        return [self.known[step, key(one)] for one in inputs]


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
    remember = Remembering()
    count = 2 * BLOCK + 3
    before = list(search_pages(many(count), items_of(many(count)), remember))
    first = ["block"] * 3 + ["search"] + ["texts"] * -(-count // PACK)
    assert remember.made == first
    assert list(search_pages(many(count), items_of(many(count)), remember)) == before
    assert len(remember.made) == len(first)
    other = many(count, number)
    after = list(search_pages(other, items_of(other), remember))
    made = remember.made[len(first) :]
    assert made[:3] == ["block", "search", "texts"]
    assert len(made) == 3 or number >= count - BLOCK  # the oldest articles say which characters are short
    assert after == list(search_pages(other, items_of(other)))
    assert after != before
