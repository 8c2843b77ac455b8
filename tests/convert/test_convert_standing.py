"""Where articles stand: a digest that says it of each, and the lists in numbers, which follow from those alone."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from convert.factory_convert import HANT, NOW, UNIONS, make_config
from hypothesis import given
from hypothesis import strategies as st

from bulletin.convert.standing import Arrangement, arrange, picked, standing_of
from bulletin.model.article import Article, Card, Link

ROOT = make_config().base + HANT.path
NAMES = st.sampled_from(("甲", "乙", "丙"))


def link(folder: str, slug: str, name: str = "名") -> Link:
    return Link(name, f"{ROOT}{folder}/{slug}/")


def links(folder: str, *slugs: str) -> st.SearchStrategy[tuple[Link, ...]]:
    made = st.builds(link, st.just(folder), st.sampled_from(slugs), NAMES)
    return st.lists(made, max_size=3, unique_by=lambda one: one.url).map(tuple)


CARDS = st.builds(
    Card,
    path=st.sampled_from(("a.md", "b.md")),
    url=st.sampled_from((f"{ROOT}2026/11/a/", f"{ROOT}2026/11/b/")),
    title=NAMES,
    kind=st.just("news"),
    date=st.sampled_from((None, NOW, NOW - timedelta(days=40), NOW - timedelta(days=400))),
    has_time=st.booleans(),
    updated=st.none(),
    summary=NAMES,
    section=st.none() | st.builds(link, st.just("sections"), st.sampled_from(("news", "rights")), NAMES),
    sources=links("unions", "city", "east", "plant", "other"),
    authors=links("authors", "x", "y"),
    lang=st.sampled_from(("", "zh-Hans")),
)
ARTICLES = st.lists(
    st.builds(Article, card=CARDS, html=NAMES, text=NAMES, digest=NAMES, tags=links("tags", "p", "q")), max_size=4
)


def arranged(articles: list[Article]) -> Arrangement:
    return arrange(articles, ROOT, UNIONS)


def reworded(article: Article, name: str) -> Article:
    """Other words at the same place."""

    def other(links: tuple[Link, ...]) -> tuple[Link, ...]:
        return tuple(replace(one, name=name) for one in links)

    card = article.card
    section = replace(card.section, name=name) if card.section else None
    card = replace(card, title=name, summary=name, kicker=name, section=section, sources=other(card.sources),
                   authors=other(card.authors), region=name, digest=name)  # fmt: skip
    return replace(article, card=card, html=name, text=name, digest=name, tags=other(article.tags), subtitle=name)


@given(ARTICLES, NAMES)
def test_words_are_not_in_it(articles: list[Article], name: str) -> None:
    others = [reworded(article, name) for article in articles]
    assert [standing_of(one, ROOT) for one in articles] == [standing_of(one, ROOT) for one in others]
    assert arranged(articles) == arranged(others)


@given(ARTICLES, ARTICLES)
def test_articles_that_stand_otherwise_say_so(some: list[Article], others: list[Article]) -> None:
    """What is arranged otherwise has another digest somewhere: a build remembers the one by the other."""
    if arranged(some) != arranged(others):
        assert [standing_of(one, ROOT) for one in some] != [standing_of(one, ROOT) for one in others]


@given(ARTICLES)
def test_lists_hold_the_articles_that_lead_to_them_in_their_order(articles: list[Article]) -> None:
    found = arranged(articles).members
    for number, article in enumerate(articles):
        card = article.card
        linked = [*card.sources, *card.authors, *article.tags, *([card.section] if card.section else [])]
        for one in linked:
            assert number in found[one.url.removeprefix(ROOT)]
    for numbers in found.values():
        assert list(numbers) == sorted(set(numbers))


ONE = Article(
    Card("a.md", f"{ROOT}a/", "题", "news", NOW, True, NOW, section=link("sections", "news"),
         sources=(link("unions", "city"),), authors=(link("authors", "x"),)),
    "", "", "", tags=(link("tags", "p"),),
)  # fmt: skip


@pytest.mark.parametrize(
    "changes",
    [
        {"path": "b.md"}, {"url": f"{ROOT}b/"}, {"kind": "notice"}, {"date": None}, {"date": NOW - timedelta(hours=1)},
        {"updated": None}, {"updated": NOW + timedelta(days=1)}, {"section": None},
        {"section": link("sections", "rights")}, {"sources": ()}, {"authors": (link("authors", "y"),)},
        {"sources": (), "authors": (link("unions", "city"),)}, {"is_withdrawn": True}, {"lang": "zh-Hans"},
    ],
    ids=range(14),
)  # fmt: skip
def test_what_a_card_says_of_its_place(changes: dict[str, object]) -> None:
    changed = replace(ONE, card=replace(ONE.card, **changes))  # type: ignore[arg-type]  # names of its fields
    assert standing_of(changed, ROOT) != standing_of(ONE, ROOT)


def test_what_an_article_says_of_its_place() -> None:
    others = (replace(ONE, withdrawn="撤稿"), replace(ONE, tags=()), replace(ONE, tags=(link("tags", "q"),)))
    assert len({standing_of(one, ROOT) for one in (ONE, *others)}) == 4


def test_editions_with_the_same_articles_share_it() -> None:
    def moved(one: Link) -> Link:
        return replace(one, url=one.url.replace(ROOT, "/x/"))

    card = ONE.card
    assert card.section
    there = replace(card, url="/x/a/", section=moved(card.section), sources=tuple(map(moved, card.sources)),
                    authors=tuple(map(moved, card.authors)))  # fmt: skip
    assert standing_of(replace(ONE, card=there, tags=tuple(map(moved, ONE.tags))), "/x/") == standing_of(ONE, ROOT)


@pytest.mark.parametrize("numbers", [(), (2,), (0, 2), (3, 3, 1)])
def test_picked(numbers: tuple[int, ...]) -> None:
    assert picked("甲乙丙丁", numbers) == tuple("甲乙丙丁"[number] for number in numbers)
