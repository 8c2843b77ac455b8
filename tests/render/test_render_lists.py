from __future__ import annotations

import pytest
from factory_render import HANS, HANT, make_card, make_config, make_site
from hypothesis import given
from hypothesis import strategies as st
from theme_render import make_templates

from bulletin.model.page import Page
from bulletin.render.lists import list_groups, make_pager, page_count, paginate
from bulletin.render.views import ListView

CARDS = tuple(make_card(number, make_config(), HANS) for number in reversed(range(70)))


@pytest.mark.parametrize(
    ("count", "size", "shape"),
    [
        (0, 5, [(0, 0)]),
        (1, 5, [(0, 1)]),
        (9, 5, [(0, 9)]),
        (10, 5, [(0, 5), (1, 5)]),
        (12, 5, [(0, 7), (1, 5)]),
        (14, 5, [(0, 9), (1, 5)]),
        (15, 5, [(0, 5), (2, 5), (1, 5)]),
        (3, 1, [(0, 1), (2, 1), (1, 1)]),
    ],
)
def test_shape(count: int, size: int, shape: list[tuple[int, int]]) -> None:
    pages = list(paginate(CARDS[len(CARDS) - count :], size))
    assert [(number, len(cards)) for number, cards in pages] == shape


@given(st.integers(0, 60), st.integers(0, 10), st.integers(1, 12))
def test_a_numbered_page_keeps_its_cards(count: int, more: int, size: int) -> None:
    before = dict(paginate(CARDS[len(CARDS) - count :], size))
    after = dict(paginate(CARDS[len(CARDS) - count - more :], size))
    for number in before.keys() - {0}:
        assert after[number] == before[number]
        assert len(before[number]) == size


@given(st.integers(0, 60), st.integers(1, 12))
def test_every_card_is_on_one_page_newest_first(count: int, size: int) -> None:
    cards = CARDS[len(CARDS) - count :]
    pages = list(paginate(cards, size))
    assert tuple(card for _, some in pages for card in some) == cards
    assert len(pages) == page_count(count, size)
    assert count < 2 * size or size <= len(pages[0][1]) < 2 * size


@given(st.integers(1, 40))
def test_the_pager_links_only_pages_that_are_there(count: int) -> None:
    there = {"/x/", *(f"/x/page/{n}/" for n in range(1, count))}
    for number in range(count):
        pager = make_pager("/x/", number, count)
        links = [link for link in (pager.newer, pager.older, *pager.pages) if link]
        assert {link.url for link in links} <= there
        assert len({link.url for link in pager.pages}) == len(pager.pages)
        assert str(number or count) in {link.name for link in pager.pages}
        assert (pager.older is None) == ((number or count) == 1)
        assert (pager.newer is None) == (number == 0)


def test_from_the_index_every_page_is_reached_by_going_older() -> None:
    number, seen = 0, []
    while (older := make_pager("/x/", number, 7).older) is not None:
        number = int(older.name)
        seen.append(older.url)
    assert seen == [f"/x/page/{n}/" for n in (6, 5, 4, 3, 2, 1)]


def pages_of(count: int) -> dict[str, Page]:
    site = make_site(count)
    return {page.path: page for group in list_groups(site, make_templates(site)) for page in group.pages()}


def test_old_pages_are_not_rendered_again() -> None:
    before, after = pages_of(40), pages_of(41)
    numbered = [path for path in before if "/page/" in path]
    newest = {path.split("page/")[0]: _number(path) for path in sorted(numbered, key=_number)}
    same = [path for path in numbered if _number(path) < newest[path.split("page/")[0]]]
    assert len(same) > 15
    assert [path for path in same if before[path].key != after[path].key] == []


def _number(path: str) -> int:
    return int(path.split("/page/")[1].split("/")[0])


def test_paths_templates_and_editions() -> None:
    site = make_site(12, edition=HANT)
    pages = {page.path: page for group in list_groups(site, make_templates(site)) for page in group.pages()}
    assert pages["hant/unions/hz/index.html"].template == "union.html"
    assert pages["hant/archive/2026/09/page/1/index.html"].template == "month.html"
    assert {page.edition for page in pages.values()} == {"hant/"}


def test_the_year_counts_its_months_and_the_index_says_the_total() -> None:
    pages = pages_of(40)
    year = pages["archive/2026/index.html"].view
    assert isinstance(year, ListView)
    assert [(link.name, count) for link, count in year.groups] == [("10月", 16), ("9月", 24)]
    assert year.total == 40
    assert year.listing.cards == ()
    older = pages["archive/2026/page/1/index.html"].view
    assert isinstance(older, ListView)
    assert (older.groups, older.total) == ((), 0)
