"""JSON-LD: right types, right values, safe inside <script>."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import html5lib
import pytest
from factory_render import HANT, make_config, make_photo, make_site
from hypothesis import given
from hypothesis import strategies as st
from validators.linked_data import validate_json_ld

from bulletin.model.article import Link
from bulletin.model.item import Correction
from bulletin.render.head import article_head, issue_head, listing_head, page_head
from bulletin.render.structured import json_ld, said, thing
from bulletin.render.xml import clean


def things(text: str) -> dict[str, Any]:
    assert validate_json_ld(text) == []
    return {thing["@type"]: thing for thing in json.loads(text)["@graph"]}


def test_home_offers_the_search() -> None:
    site = make_site(1, edition=HANT, config=make_config("https://union.example/b/"))
    found = things(page_head(site, "", title="").json_ld)["WebSite"]
    assert found["potentialAction"]["target"]["urlTemplate"] == (
        "https://union.example/b/hant/search/?q={search_term_string}"
    )
    assert found["inLanguage"] == "zh-Hant"
    assert found["publisher"]["name"] == "杭州市总工会"


def test_article() -> None:
    site = make_site(4)
    article = replace(
        site.placed(site.articles[0]),
        corrections=(Correction(date(2026, 11, 1), "更正了人数。"),),
        gallery=((make_photo("b.jpg"), "合影"),),
        photographer=("王五",),
    )
    found = things(article_head(site, article).json_ld)
    news = found["NewsArticle"]
    assert news["headline"] == article.card.title
    assert news["@id"] == news["mainEntityOfPage"]["@id"] == f"https://union.example{article.card.url}"
    assert news["isAccessibleForFree"] is True
    assert [(a["@type"], a["name"]) for a in news["author"]] == [("Person", "周芳")]
    assert [s["name"] for s in news["sourceOrganization"]] == ["杭州市总工会"]
    assert [c["datePublished"] for c in news["correction"]] == ["2026-11-01"]
    assert [i["width"] for i in news["image"]] == [960]
    assert news["isPartOf"] == {
        "@type": "PublicationIssue",
        "name": "第36期",
        "url": "https://union.example/issues/2026-36/",
    }
    assert [step["name"] for step in found["BreadcrumbList"]["itemListElement"]] == [
        "工会周报",
        "工会动态",
        article.card.title,
    ]


def test_without_a_named_author_the_source_is_the_author_and_without_one_the_publisher() -> None:
    site = make_site(1)
    article = site.articles[0]
    by_source = replace(article, card=replace(article.card, authors=()))
    by_nobody = replace(article, card=replace(article.card, authors=(), sources=()))
    assert things(article_head(site, by_source).json_ld)["NewsArticle"]["author"][0]["name"] == "杭州市总工会"
    assert things(article_head(site, by_nobody).json_ld)["NewsArticle"]["author"][0]["@type"] == "Organization"


def test_a_correction_changes_the_date_of_modification() -> None:
    site = make_site(1)
    article = site.articles[0]
    assert things(article_head(site, article).json_ld)["NewsArticle"]["dateModified"] == "2026-09-01T08:00:00+08:00"
    later = replace(article, card=replace(article.card, updated=datetime(2026, 11, 1, 2, 0, tzinfo=UTC)))
    assert things(article_head(site, later).json_ld)["NewsArticle"]["dateModified"] == "2026-11-01T02:00:00+00:00"


def test_issue_names_its_articles_but_no_withdrawn_one() -> None:
    site = make_site(5, change=lambda a: replace(a, card=replace(a.card, is_withdrawn="item-2/" in a.card.url)))
    found = things(issue_head(site, site.issues[0]).json_ld)["PublicationIssue"]
    assert found["issueNumber"] == "36"
    assert found["isPartOf"]["@type"] == "Periodical"
    assert len(found["hasPart"]) == 4
    assert not [part for part in found["hasPart"] if "item-2/" in part["url"]]


def test_list_and_other_pages_have_a_trail() -> None:
    site = make_site(8)
    month = next(listing for listing in site.listings if listing.kind == "month")
    steps = things(listing_head(site, month).json_ld)["BreadcrumbList"]["itemListElement"]
    assert [step["name"] for step in steps] == ["工会周报", "2026年", "2026年9月"]
    assert "BreadcrumbList" in things(page_head(site, "unions/", title="工会").json_ld)


@pytest.mark.parametrize("head", ["search/", "404.html"])
def test_pages_that_no_robot_keeps_have_none(head: str) -> None:
    assert page_head(make_site(1), head, title="x", robots="noindex, follow").json_ld == ""


HOSTILE = [
    "</script><script>alert(1)</script>",
    "<!--<script>",
    "]]>",
    "a & b",
    "“引”\u2028\u2029",
    '"\\',
    "\x00\ud800\uffff",
]


@pytest.mark.parametrize("title", HOSTILE)
def test_nothing_leaves_the_script_element(title: str) -> None:
    site = make_site(1)
    article = replace(site.articles[0], tags=(Link(title, ""),))
    head = article_head(site, replace(article, card=replace(article.card, title=title + "。")))
    page = f'<!doctype html><html><head><script type="application/ld+json">{head.json_ld}</script></head></html>'
    scripts = html5lib.parse(page, namespaceHTMLElements=False).findall(".//script")
    assert [script.text for script in scripts] == [head.json_ld]
    assert things(head.json_ld)["NewsArticle"]["headline"] == clean(title) + "。"


@given(st.dictionaries(st.sampled_from(["name", "text"]), st.text(st.characters(codec=None), min_size=1), min_size=1))
def test_any_text_comes_back_as_it_was(parts: dict[str, str]) -> None:
    text = json_ld(thing("Thing", {key: said(value) for key, value in parts.items()}))
    assert not set("<>&\u2028\u2029") & set(text)
    kept = {key: clean(value) for key, value in parts.items() if clean(value)}
    assert json.loads(text)["@graph"] == [{"@type": "Thing", **kept}]
