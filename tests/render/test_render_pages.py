"""Whole editions: every page is there, every link inside leads somewhere, and the same comes out each time."""

from __future__ import annotations

import pickle
import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import combinations

import pytest
from factory_render import make_bulletin, make_config, make_sites
from hypothesis import given
from hypothesis import strategies as st
from theme_render import make_producer, make_templates, make_theme

from bulletin.errors import ThemeError
from bulletin.model.article import Site
from bulletin.model.content import Config
from bulletin.model.page import Page
from bulletin.model.problem import Problem
from bulletin.render.pages import shared_pages, site_groups, site_pages
from bulletin.render.paths import file_path, is_contained
from bulletin.render.places import Places, footprint

THEME = make_theme({"style.css": b"a{b:url(dot.svg)}", "dot.svg": b"<svg/>"})


def everything(count: int = 17, config: Config | None = None) -> tuple[tuple[Site, ...], tuple[Page, ...]]:
    sites = make_sites(count, config)
    pages = [page for site in sites for page in site_pages(site, make_templates(site, THEME))]
    return sites, (*pages, *shared_pages(make_bulletin(sites), sites, THEME))


@pytest.mark.parametrize("url", ["https://union.example/", "https://union.example/bulletin/"])
def test_every_link_leads_somewhere(url: str) -> None:
    config = make_config(url)
    sites, pages = everything(config=config)
    producer = make_producer(THEME, *sites)
    there = {page.path for page in pages}
    links = 0
    for page in pages:
        if page.template.endswith(".html"):
            for link in re.findall(r'(?:href|src)="([^"]*)"', producer.bytes_of(page).decode()):
                if link.startswith(config.base):
                    assert file_path(link.removeprefix(config.base)) in there, (page.path, link)
                    links += 1
    assert links > 500


def test_both_editions_have_the_same_pages() -> None:
    _, pages = everything()
    paths = {page.path for page in pages}
    hans = {path for path in paths if not path.startswith(("hant/", "photos/", "files/", "assets/"))}
    hant = {path.removeprefix("hant/") for path in paths if path.startswith("hant/")}
    assert hans - hant == {"sitemap.xml", "robots.txt"}
    assert hant <= hans


def test_what_there_is() -> None:
    _, pages = everything()
    paths = {page.path for page in pages}
    assert {
        "index.html",
        "404.html",
        "feed.xml",
        "feed.json",
        "hant/index.html",
        "2026/09/item-3/index.html",
        "about/index.html",
        "sections/news/index.html",
        "sections/news/feed.xml",
        "unions/index.html",
        "unions/hz/index.html",
        "authors/li-ming/index.html",
        "tags/qiye/index.html",
        "archive/index.html",
        "archive/2026/index.html",
        "archive/2026/page/2/index.html",
        "archive/2026/09/index.html",
        "issues/index.html",
        "issues/latest/index.html",
        "issues/2026-36/index.html",
        "old/news.html",
        "sitemap.xml",
        "robots.txt",
    } <= paths
    assert {path.split("/")[0] for path in paths} >= {"photos", "files", "assets"}
    assert settled(pages) == ([*pages], ())
    assert all(is_contained(path) for path in paths)


def settled(pages: Iterable[Page]) -> tuple[Sequence[Page], tuple[Problem, ...]]:
    places = Places(lambda page: page)
    return places.settle(pages), places.problems


def test_every_page_has_one_recipe_and_its_edition() -> None:
    _, pages = everything()
    for page in pages:
        assert [bool(page.template), page.data is not None, bool(page.source)].count(True) == 1
        assert page.edition == ("hant/" if page.path.startswith("hant/") else "")
        assert re.fullmatch(r"[0-9a-f]{32}", page.key)


def test_the_same_bytes_from_any_process() -> None:
    sites, pages = everything(7)
    producer = make_producer(THEME, *sites)
    sent = pickle.loads(pickle.dumps((producer, pages)))
    assert b"<svg/>" not in pickle.dumps(producer)  # assets are not sent along
    for page, copy in zip(pages, sent[1], strict=True):
        if not page.source:
            assert sent[0].bytes_of(copy) == producer.bytes_of(page)


def test_equal_content_gives_equal_pages() -> None:
    assert [(page.path, page.key) for page in everything()[1]] == [(page.path, page.key) for page in everything()[1]]


def test_a_new_article_leaves_most_pages_alone() -> None:
    before = {page.path: page.key for page in everything(200)[1]}
    after = {page.path: page.key for page in everything(201)[1]}
    same = [path for path, key in before.items() if after.get(path) == key]
    assert set(before) <= set(after)
    assert len(same) > 0.75 * len(before)


def test_equal_keys_mean_equal_bytes() -> None:
    """Pages of two different bulletins that share a key and a path: their bytes may be used for each other."""
    first, second = everything(30), everything(31)
    makers = [make_producer(THEME, *sites) for sites, _ in (first, second)]
    others = {page.path: page for page in second[1]}
    compared = 0
    for page in first[1]:
        other = others[page.path]
        if page.key == other.key and not page.source:
            assert makers[0].bytes_of(page) == makers[1].bytes_of(other)
            compared += 1
    assert compared > 50


def test_copies_and_photos_need_their_source() -> None:
    sites, pages = everything()
    producer = make_producer(THEME, *sites)
    attachment = next(page for page in pages if page.path.startswith("files/"))
    assert producer.bytes_of(attachment, b"docx") == b"docx"
    with pytest.raises(ValueError, match="needed"):
        producer.bytes_of(attachment)


def test_a_page_of_an_unknown_edition_is_refused() -> None:
    sites, pages = everything()
    with pytest.raises(ThemeError) as caught:
        make_producer(THEME, sites[1]).bytes_of(pages[0])
    assert caught.value.code == "E514"


def page(path: str, source: str = "") -> Page:
    return Page(path, "0" * 32, source=source, data=None if source else b"")


@pytest.mark.parametrize(
    ("paths", "left"),
    [
        (("a.html", "b.html"), ()),
        (("a/index.html", "a/b/index.html"), ()),
        (("a.html", "a.html"), ("a.html",)),
        (("A.html", "a.html"), ("a.html",)),
        (("caf\u00e9.html", "cafe\u0301.html"), ("cafe\u0301.html",)),
        (("stra\u00dfe/x", "STRASSE/X"), ("STRASSE/X",)),
        (("a", "a/index.html"), ("a/index.html",)),
        (("a/index.html", "a"), ("a",)),
        (("a/b/c", "A"), ("A",)),
        (("a.html", "a.html", "a.html"), ("a.html", "a.html")),
        (("../x.html",), ("../x.html",)),
        (("/x.html",), ("/x.html",)),
        (("a/../../x",), ("a/../../x",)),
        (("",), ("",)),
    ],
)
def test_collisions(paths: tuple[str, ...], left: tuple[str, ...]) -> None:
    pages = tuple(page(path) for path in paths)
    written, problems = settled(pages)
    assert [dict(problem.values)["path"] for problem in problems] == list(dict.fromkeys(left))
    assert len(written) == len(pages) - len(left)
    assert settled(written) == (written, ())
    places = Places(lambda page: page)  # one after the other, as all at once
    assert ([one for page in pages for one in places.settle([page])], places.problems) == (written, problems)


PARTS = st.sampled_from(("a", "A", "b", "index.html", "caf\u00e9", "cafe\u0301", "..", "stra\u00dfe"))
PATHS = st.lists(st.lists(PARTS, min_size=1, max_size=3).map("/".join), max_size=6)


@given(st.lists(PATHS, max_size=5))
def test_groups_that_are_apart_settle_as_one_page_after_the_other(groups: list[list[str]]) -> None:
    """What is compared as sets, and what is looked at one by one."""
    together, alone = Places[Page](lambda page: page), Places[Page](lambda page: page)
    pages = [[page(path, f"{number} {at}") for at, path in enumerate(paths)] for number, paths in enumerate(groups)]
    known = [footprint(tuple(paths)) for paths in groups]
    found = [one for some, taken in zip(pages, known, strict=True) for one in together.settle(some, taken)]
    assert found == [one for some in pages for each in some for one in alone.settle([each])]
    assert together.problems == alone.problems


def test_a_collision_names_both_files() -> None:
    first, second = page("x/a.pdf", "1/a.pdf"), page("x/a.pdf", "2/a.pdf")
    _, (problem,) = settled((first, second))
    assert (problem.path, problem.code, dict(problem.values)) == (
        "2/a.pdf",
        "E515",
        {"path": "x/a.pdf", "other": "1/a.pdf"},
    )


def test_two_articles_at_one_address_are_named_once_for_all_editions() -> None:
    pages: list[Page] = []
    for site in everything()[0]:
        first, second = site.articles[:2]
        twin = replace(second, card=replace(second.card, url=first.card.url))
        pages += site_pages(replace(site, articles=(first, twin)), make_templates(site))
    written, (problem,) = settled(pages)
    assert (problem.path, dict(problem.values)["other"]) == (second.card.path, first.card.path)
    assert len(written) == len(pages) - 2


def test_an_old_address_does_not_replace_a_page() -> None:
    (site, _), _ = everything()
    taken = "2026/09/item-3/"
    pages, _ = settled(site_pages(replace(site, aliases=((taken, "/"),)), make_templates(site)))
    assert {p.path: p.template for p in pages}[taken + "index.html"] == "item.html"



def told(sites: tuple[Site, ...]) -> dict[str, list[tuple[str, str]]]:
    """What is said of each group that says anything -> paths and keys of its pages."""
    groups = (group for site in sites for group in site_groups(site, make_templates(site, THEME)))
    return {said: [(page.path, page.key) for page in group.pages()] for group in groups if (said := group.said())}


def test_groups_that_say_the_same_are_the_same_pages() -> None:
    """A build relies on it: of such a group it knows the pages without planning them."""
    before, same, after, other = map(told, (make_sites(30), make_sites(30), make_sites(31), smaller_pages(31)))
    assert before == same
    assert before.keys() & after.keys()
    for one, another in combinations((before, after, other), 2):
        shared = one.keys() & another.keys()
        assert {said: one[said] for said in shared} == {said: another[said] for said in shared}
    pages = [page for group in before.values() for page in group]
    assert len(pages) > 100


def smaller_pages(count: int) -> tuple[Site, ...]:
    return make_sites(count, make_config(page_size=3))
