"""Atom and JSON feeds: valid for any text, full text with absolute URLs, stable bytes, keys that say everything."""

from __future__ import annotations

import json
import pickle
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from factory_render import HANS, HANT, make_config, make_photo, make_site, make_sites
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree
from theme_render import make_producer, make_templates, make_theme
from validators.feeds import ATOM, validate_atom, validate_json_feed

from bulletin.model.article import Article, Link, Site
from bulletin.model.item import Attachment, Correction
from bulletin.model.page import Page
from bulletin.render.feeds import feed_pages
from bulletin.render.machine import FEEDS
from bulletin.render.xml import clean


def pages_of(site: Site) -> dict[str, Page]:
    return {page.path: page for page in feed_pages(site, make_templates(site))}


def built(site: Site, path: str = "feed.xml") -> bytes:
    return make_producer(make_theme(), site).bytes_of(pages_of(site)[path])


def atom(site: Site, path: str = "feed.xml") -> Any:
    data = built(site, path)
    assert validate_atom(data) == []
    return etree.fromstring(data)


def feed(site: Site, path: str = "feed.json") -> Any:
    data = built(site, path)
    assert validate_json_feed(data) == []
    return json.loads(data)


def with_card(**card: object) -> Callable[[Article], Article]:
    return lambda article: replace(article, card=replace(article.card, **card))  # type: ignore[arg-type]  # real fields


def links(node: Any, rel: str) -> list[dict[str, str]]:
    return [dict(link.attrib) for link in node.findall(f"{ATOM}link") if link.get("rel") == rel]


@pytest.mark.parametrize("site", [*make_sites(12), *make_sites(3, make_config("http://union.example:8080/b/"))])
def test_every_feed_is_valid(site: Site) -> None:
    producer = make_producer(make_theme(), site)
    pages = pages_of(site)
    names = {path.removeprefix(site.edition.path) for path in pages}
    kinds = {listing.path for listing in site.listings if listing.kind in ("section", "union", "tag")}
    assert names == {p + f for p in ("", *kinds) for f in ("feed.xml", "feed.json")}
    for path, page in pages.items():
        data = producer.bytes_of(page)
        assert (validate_atom if path.endswith("xml") else validate_json_feed)(data) == []


def test_the_newest_articles_of_each_list() -> None:
    site = make_site(30, config=make_config(feed_size=4))
    assert len(feed(site)["items"]) == 4
    section = feed(site, "sections/rights/feed.json")
    assert section["title"] == "工会周报 · 权益维护"
    assert section["description"] == "劳动争议调解与法律援助"
    assert section["home_page_url"] == "https://union.example/sections/rights/"
    assert section["feed_url"] == "https://union.example/sections/rights/feed.json"
    assert [item["title"][:4] for item in section["items"]] == ["第28条", "第25条", "第22条", "第19条"]


def test_atom_says_where_it_stands_and_where_the_other_editions_are() -> None:
    root = atom(make_site(2, edition=HANT), "hant/unions/hz/feed.xml")
    assert root.get("{http://www.w3.org/XML/1998/namespace}lang") == "zh-Hant"
    assert links(root, "self")[0]["href"] == "https://union.example/hant/unions/hz/feed.xml"
    assert [(link.get("hreflang"), link["type"], link["href"]) for link in links(root, "alternate")] == [
        ("zh-Hant", "text/html", "https://union.example/hant/unions/hz/"),
        (None, "application/feed+json", "https://union.example/hant/unions/hz/feed.json"),
        ("zh-Hans", "application/atom+xml", "https://union.example/unions/hz/feed.xml"),
    ]


@pytest.mark.parametrize(("edition", "language"), [(HANS, "zh-CN"), (HANT, "zh-TW")])
def test_json_feed_names_its_language(edition: Any, language: str) -> None:
    assert feed(make_site(1, edition=edition), edition.path + "feed.json")["language"] == language


def test_an_entry_says_all_that_the_article_is() -> None:
    extra = Attachment("通知 “附件”.pdf", "/files/cd34/%E9%80%9A.pdf", "通.pdf", "pdf", 1234)
    printed = Attachment("正文所附", "/2026/09/item-1/#c-%E8%A1%A8")
    site = make_site(2, change=lambda a: replace(a, attachments=(extra, printed), photographer=("王五",)))
    entry = atom(site).find(f"{ATOM}entry")
    assert [author.findtext(f"{ATOM}name") for author in entry.findall(f"{ATOM}author")] == ["周芳"]
    assert [one.findtext(f"{ATOM}name") for one in entry.findall(f"{ATOM}contributor")] == ["王五"]
    assert {category.get("term") for category in entry.findall(f"{ATOM}category")} == {"权益维护", "企业", "培训"}
    assert entry.findtext(f"{ATOM}summary") == "第1条新闻的摘要。"
    assert entry.find(f"{ATOM}content").get("type") == "html"
    assert [(link["type"], link.get("length"), link["href"]) for link in links(entry, "enclosure")] == [
        ("image/jpeg", None, site.config.absolute(make_photo("2026/照片1.jpg").fallback[-1].url)),
        ("application/pdf", "1234", "https://union.example/files/cd34/%E9%80%9A.pdf"),
    ]
    item = feed(site)["items"][0]
    assert item["attachments"] == [
        {
            "url": "https://union.example/files/cd34/%E9%80%9A.pdf",
            "mime_type": "application/pdf",
            "title": "通知 “附件”.pdf",
            "size_in_bytes": 1234,
        }
    ]
    assert item["authors"] == [{"name": "周芳", "url": "https://union.example/authors/zhou-fang/"}]
    assert item["image"].startswith("https://union.example/photos/")
    assert item["date_published"] == "2026-09-02T14:00:00+08:00"
    assert entry.findtext(f"{ATOM}id") == item["id"] == item["url"] == "https://union.example/2026/09/item-1/"


def test_a_correction_bumps_the_entry_and_the_feed() -> None:
    fixed = Correction(date(2026, 11, 1), "更正了人数。")
    moment = datetime(2026, 11, 1, tzinfo=UTC)

    def change(article: Article) -> Article:
        is_old = "item-0/" in article.card.url
        return replace(with_card(updated=moment)(article), corrections=(fixed,)) if is_old else article

    site = make_site(3, change=change)
    root = atom(site)
    entry = root.findall(f"{ATOM}entry")[2]
    assert root.findtext(f"{ATOM}updated") == entry.findtext(f"{ATOM}updated") == "2026-11-01T00:00:00+00:00"
    assert entry.findtext(f"{ATOM}published") == "2026-09-01T08:00:00+08:00"
    assert "<p>更正 2026-11-01：更正了人数。</p>" in entry.findtext(f"{ATOM}content")
    assert feed(site)["items"][2]["date_modified"] == "2026-11-01T00:00:00+00:00"


@pytest.mark.parametrize("notice", ["经核实有误，已撤下。", ""])
def test_a_withdrawn_article_gives_nothing_away(notice: str) -> None:
    site = make_site(1, change=lambda a: replace(with_card(is_withdrawn=True)(a), withdrawn=notice, subtitle="副题"))
    entry = atom(site).find(f"{ATOM}entry")
    assert entry.findtext(f"{ATOM}title") == "【已撤稿】第0条新闻 工会在行动"
    assert entry.findtext(f"{ATOM}content") == f"<p>{notice or '本文已撤下。'}</p>"
    assert not links(entry, "enclosure")
    item = feed(site)["items"][0]
    assert item.keys() == {
        "id", "url", "title", "content_html", "date_published", "date_modified", "language",
    }  # fmt: skip
    for data in (built(site), built(site, "feed.json")):
        text = data.decode()
        assert not [said for said in ("正文", "摘要", "副题", "企业", "form.docx", "photos/") if said in text]


def test_an_empty_bulletin_has_a_feed_and_no_clock() -> None:
    site = make_site(0)
    assert atom(site).findtext(f"{ATOM}updated") == "1970-01-01T00:00:00+00:00"
    assert feed(site)["items"] == []


def test_nothing_depends_on_the_moment_of_the_build() -> None:
    one = make_site(5)
    other = replace(one, now=datetime(2031, 1, 1, tzinfo=UTC))
    assert {p: page.key for p, page in pages_of(one).items()} == {p: page.key for p, page in pages_of(other).items()}


def test_keys_change_with_an_article_and_only_where_it_stands() -> None:
    before = pages_of(make_site(6))
    touched = lambda a: replace(a, html="别的") if "item-2/" in a.card.url else a  # noqa: E731 - used once, as data
    after = pages_of(make_site(6, change=touched))
    different = {path for path in before if before[path].key != after[path].key}
    assert {"feed.xml", "feed.json", "sections/notices/feed.xml", "unions/wenzhou/feed.json"} <= different
    assert not {"sections/news/feed.xml", "unions/hz/feed.xml"} & different


def test_a_neighbour_s_change_is_none_here() -> None:
    one, other = make_site(3), make_site(3, change=lambda a: replace(a, next=Link("别的", "/x/")))
    assert {p: page.key for p, page in pages_of(one).items()} == {p: page.key for p, page in pages_of(other).items()}


CHANGES: list[Callable[[Article], Article]] = [
    with_card(title="x"),
    with_card(summary="x"),
    with_card(sources=(Link("x", "/x/"),), authors=()),
    with_card(section=Link("x", "/x/")),
    with_card(updated=datetime(2027, 1, 1, tzinfo=UTC)),
    lambda a: replace(a, html="<p>x</p>"),
    lambda a: replace(a, tags=()),
    lambda a: replace(a, withdrawn="x"),
    lambda a: replace(a, addressee="x"),
    lambda a: replace(a, gallery=((make_photo("x.jpg"), "x"),)),
    lambda a: replace(a, signature=("x",), signed_on=date(2026, 1, 1)),
]


@pytest.mark.parametrize("change", CHANGES)
def test_other_bytes_have_another_key(change: Callable[[Article], Article]) -> None:
    one, other = make_site(1), make_site(1, change=change)
    for path in ("feed.xml", "feed.json"):
        assert built(one, path) != built(other, path)
        assert pages_of(one)[path].key != pages_of(other)[path].key


@pytest.mark.parametrize(
    "config",
    [
        make_config(title="x"),
        make_config(owner="x"),
        make_config("https://x.example/"),
        make_config(tagline="y", description=""),
    ],
)
def test_other_settings_have_another_key(config: Any) -> None:
    assert pages_of(make_site(1))["feed.xml"].key != pages_of(make_site(1, config=config))["feed.xml"].key


def test_pages_travel_to_other_processes() -> None:
    site = make_site(3)
    producer = make_producer(make_theme(), site)
    for page in pages_of(site).values():
        assert producer.bytes_of(pickle.loads(pickle.dumps(page))) == producer.bytes_of(page)
        assert page.template in FEEDS
        assert page.data is None


HOSTILE = [
    "]]>", "</script><!--", "<b>&amp;</b>", "\"'", "\x00\x01\x0b\x1f", "\ud800", "\ufffe\uffff", "a\tb\nc\rd", "&#0;",
    "\u2028", "<?xml?>", "{{ x }}", "\x85\x9f", "",
]  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_arrives_as_text(text: str) -> None:
    check(text)


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(st.text(st.characters(codec=None), max_size=40))
def test_any_text_arrives_as_text(text: str) -> None:
    check(text)


def check(text: str) -> None:
    def change(article: Article) -> Article:
        return replace(
            with_card(title=text, summary=text, sources=(Link(text, "/x/"),), authors=(Link(text, ""),))(article),
            html="<p>x</p>",
            tags=(Link(text, ""),),
            attachments=(Attachment(text, "/files/x.pdf", "", "pdf", 1),),
            corrections=(Correction(date(2026, 1, 1), text),),
            gallery=((make_photo(), text),),
            contributor=("x" + text,),
            subtitle=text,
            reprint=text,
            signature=(text,),
            contact=(text,),
        )

    site = make_site(1, config=make_config(title="x" + text, owner="x" + text, description=text))
    site = replace(site, articles=tuple(map(change, site.articles)), listings=())
    entry = atom(site).find(f"{ATOM}entry")
    assert (entry.findtext(f"{ATOM}title") or "") == clean(text)
    assert (entry.findtext(f"{ATOM}summary") or "") == clean(text)
    item = feed(site)["items"][0]
    assert item["title"] == clean(text)
    assert item.get("summary", "") == clean(text)
    assert item["attachments"][0]["title"] == clean(text)
