"""sitemap.xml, robots.txt and opensearch.xml: valid, complete, split where a file would grow too large."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from factory_render import HANS, HANT, make_config, make_site, make_sites
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from theme_render import make_producer, make_templates, make_theme
from validators.maps import OPENSEARCH, SITEMAP, addresses_of, validate_opensearch, validate_robots, validate_sitemap

from bulletin.model.article import Article, Site
from bulletin.model.page import Page
from bulletin.render.addresses import all_quoted, quoted
from bulletin.render.opensearch import opensearch_pages
from bulletin.render.sitemap import Entry, SitemapView, most_of_all, most_size, sitemap_bytes, sitemap_pages


def built(sites: tuple[Site, ...], **limits: int) -> dict[str, bytes]:
    producer = make_producer(make_theme(), *sites)
    return {page.path: producer.bytes_of(page) for page in sitemap_pages(sites, **limits)}


def lastmods(data: bytes) -> dict[str, str | None]:
    return {
        url.findtext(f"{SITEMAP}loc") or "": url.findtext(f"{SITEMAP}lastmod") for url in etree.fromstring(data)
    }


@pytest.mark.parametrize("url", ["https://union.example/", "http://union.example:8080/b/"])
@pytest.mark.parametrize("editions", [(HANS,), (HANS, HANT), (replace(HANT, path=""), replace(HANS, path="hans/"))])
def test_all_editions_in_one_valid_sitemap(url: str, editions: tuple[object, ...]) -> None:
    sites = make_sites(12, make_config(url, editions=editions))
    files = built(sites)
    assert files.keys() == {"sitemap.xml", "robots.txt"}
    assert validate_sitemap(files["sitemap.xml"]) == []
    assert validate_robots(files["robots.txt"]) == []
    assert f"Sitemap: {url}sitemap.xml\n" in files["robots.txt"].decode()
    assert addresses_of(files["sitemap.xml"])[0] == url


def test_every_page_that_may_be_kept_is_there() -> None:
    sites = make_sites(12)
    listed = addresses_of(built(sites)["sitemap.xml"])
    found = {url.partition("/hant/")[2] for url in listed if "/hant/" in url}
    assert len(listed) == 2 * len(found)
    assert {"", "about/", "issues/", "issues/2026-36/", "unions/", "tags/", "authors/", "archive/"} <= found
    assert {"sections/news/", "unions/hz/", "authors/li-ming/", "tags/qiye/", "archive/2026/"} <= found
    assert {a.card.url.removeprefix("/hant/") for a in sites[1].articles} <= found
    assert {"archive/2026/page/1/", "archive/2026/"} <= found
    assert "archive/2026/page/2/" not in found  # twelve cards in pages of five: the index and one full page
    assert not found & {"search/", "404.html", "issues/latest/", "old/news.html"}


def withdrawn(number: int) -> Callable[[Article], Article]:
    def change(article: Article) -> Article:
        if f"item-{number}/" not in article.card.url:
            return article
        return replace(article, withdrawn="已撤下。", card=replace(article.card, is_withdrawn=True))

    return change


def test_a_withdrawn_article_is_left_out() -> None:
    found = addresses_of(built((make_site(3, change=withdrawn(1)),))["sitemap.xml"])
    assert "https://union.example/2026/09/item-0/" in found
    assert "https://union.example/2026/09/item-1/" not in found


def test_lastmod_is_the_last_correction_of_an_article_and_the_newest_of_a_list() -> None:
    moment = datetime(2026, 11, 1, tzinfo=UTC)

    def change(article: Article) -> Article:
        is_old = "item-0/" in article.card.url
        return replace(article, card=replace(article.card, updated=moment)) if is_old else article

    found = lastmods(built((make_site(4, change=change),))["sitemap.xml"])
    assert found["https://union.example/2026/09/item-0/"] == "2026-11-01T00:00:00+00:00"
    assert found["https://union.example/2026/09/item-1/"] == "2026-09-02T14:00:00+08:00"
    assert found["https://union.example/sections/news/"] == "2026-11-01T00:00:00+00:00"
    assert found["https://union.example/sections/rights/"] == "2026-09-02T14:00:00+08:00"
    assert found["https://union.example/issues/2026-36/"] == "2026-09-05"
    assert found["https://union.example/about/"] is None


def test_a_page_in_one_edition_names_no_other() -> None:
    hans, hant = make_sites(2)
    alone = replace(hant, pages=())
    links = {
        loc: [link.get("hreflang") for link in url if link.get("hreflang")]
        for url in etree.fromstring(built((hans, alone))["sitemap.xml"])
        if (loc := url.findtext(f"{SITEMAP}loc"))
    }
    assert links["https://union.example/about/"] == ["zh-Hans", "x-default"]
    assert links["https://union.example/"] == ["zh-Hans", "zh-Hant", "x-default"]


@pytest.mark.parametrize("limits", [{"most_urls": 10}, {"most_bytes": 6_000}, {"most_urls": 1}])
def test_too_much_for_one_file_becomes_an_index(limits: dict[str, int]) -> None:
    sites = make_sites(6)
    whole = addresses_of(built(sites)["sitemap.xml"])
    files = built(sites, **limits)
    parts = [files[path] for path in files if path.startswith("sitemap-")]
    assert validate_sitemap(files["sitemap.xml"], *parts) == []
    assert [url for part in parts for url in addresses_of(part)] == whole
    assert [url.removeprefix("https://union.example/") for url in addresses_of(files["sitemap.xml"])] == [
        path for path in files if path.startswith("sitemap-")
    ]
    assert all(len(addresses_of(part)) <= limits.get("most_urls", len(whole)) for part in parts)
    assert all(len(part) <= limits.get("most_bytes", len(part)) for part in parts)


@given(st.lists(st.text("abc&%/-", max_size=80), min_size=1, max_size=4), st.booleans())
def test_no_entry_is_larger_than_it_was_thought(paths: list[str], is_dated: bool) -> None:
    roots = tuple((f"zh-Hant-T{n}", "https://union.example/" + path) for n, path in enumerate(paths))
    moment = "2026-11-01T00:00:00+00:00" if is_dated else ""
    entry: Entry = (paths[0], moment, len(paths) - 1, tuple(range(len(paths))))
    empty = len(sitemap_bytes(_CHROME, SitemapView()))
    assert len(sitemap_bytes(_CHROME, SitemapView(roots, (entry,)))) - empty <= most_size(entry, roots)
    entries: tuple[Entry, ...] = (entry, *((path, "", 0, (0,)) for path in paths))
    assert sum(most_size(one, roots) for one in entries) <= most_of_all(entries, roots)


_CHROME = make_templates(make_site(0)).chrome


def keys(sites: tuple[Site, ...]) -> dict[str, str]:
    return {page.path: page.key for page in sitemap_pages(sites)}


def test_keys_follow_the_content_and_not_the_clock() -> None:
    sites = make_sites(3)
    assert keys(sites) == keys(tuple(replace(site, now=datetime(2031, 1, 1, tzinfo=UTC)) for site in sites))
    assert keys(sites)["sitemap.xml"] != keys(make_sites(4))["sitemap.xml"]
    assert keys(sites)["robots.txt"] == keys(make_sites(4))["robots.txt"]


def test_editions_that_stand_alike_are_looked_at_once() -> None:
    sites = make_sites(12)
    alike = tuple(replace(site, arranged="same") for site in sites)
    assert keys(sites) == keys(alike)
    one_less = replace(sites[1], articles=sites[1].articles[1:])
    assert keys((sites[0], one_less)) == keys((alike[0], replace(one_less, arranged="other"))) != keys(sites)
    one_issue_less = replace(sites[1], issues=sites[1].issues[1:])
    assert keys((sites[0], one_issue_less)) == keys((alike[0], replace(one_issue_less, arranged="same"))) != keys(sites)


def opensearch(site: Site) -> tuple[Page, bytes]:
    (page,) = opensearch_pages(site, make_templates(site))
    return page, make_producer(make_theme(), site).bytes_of(page)


@pytest.mark.parametrize("title", ["工会周报", "长" * 100, "<&>\x00]]>", "a" * 17])
@pytest.mark.parametrize("edition", [HANS, HANT])
def test_browsers_can_add_the_search(title: str, edition: object) -> None:
    page, data = opensearch(make_site(0, edition=edition, config=make_config(title=title)))  # type: ignore[arg-type]
    assert validate_opensearch(data) == []
    root = etree.fromstring(data)
    assert page.path.endswith("opensearch.xml")
    template = root.find(f"{OPENSEARCH}Url").get("template")
    assert template == f"https://union.example/{page.edition}search/?q={{searchTerms}}"


@given(st.lists(st.text("a/.%C3Bé 中", max_size=8), max_size=5))
def test_paths_are_quoted_together_as_each_alone(paths: list[str]) -> None:
    assert all_quoted(paths) == {path: quoted(path) for path in paths}
