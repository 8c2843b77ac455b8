"""What <head> says: addresses, alternates, the guideline's metas, Open Graph, feeds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from factory_render import HANS, HANT, make_article, make_config, make_page, make_photo, make_site
from hypothesis import given
from hypothesis import strategies as st
from validators.linked_data import validate_json_ld
from validators.maps import reciprocity
from validators.values import is_absolute, is_date_or_moment

from bulletin.model.article import Article, Link, Site
from bulletin.model.content import Edition
from bulletin.render.head import article_head, issue_head, issue_title, listing_head, page_head, redirect_head
from bulletin.render.views import Head
from bulletin.render.xml import clean

TW = Edition("zh-Hant-TW", "tw/", "臺灣", "corner")
HK = Edition("zh-Hant-HK", "hk/", "香港", "corner")
SITE_NAMES = {"SiteName": "工会周报", "SiteDomain": "union.example", "SiteIDCode": "3300000000"}


def metas(head: Head) -> dict[str, str]:
    return dict(head.metas)


def properties(head: Head, name: str) -> list[str]:
    return [value for key, value in head.properties if key == name]


def heads_of(site: Site) -> list[Head]:
    """A head of each kind."""
    return [
        page_head(site, "", title=""),
        page_head(site, "unions/", title="工会"),
        *(article_head(site, article) for article in (*site.articles, *site.pages)),
        *(issue_head(site, issue) for issue in site.issues),
        *(listing_head(site, listing, number) for listing in site.listings for number in (0, 2)),
    ]


@pytest.mark.parametrize("url", ["https://union.example/", "https://union.example/bulletin/"])
@pytest.mark.parametrize("editions", [(HANS,), (HANS, HANT), (HANT, HANS), (HANS, HANT, TW, HK)])
def test_every_page_names_itself_in_every_edition(url: str, editions: tuple[Edition, ...]) -> None:
    editions = (replace(editions[0], path=""), *(replace(e, path=e.path or "hans/") for e in editions[1:]))
    config = make_config(url, editions=editions)
    by_url: dict[str, dict[str, str]] = {}
    for edition in editions:
        for head in heads_of(make_site(7, edition=edition, config=config)):
            assert head.canonical.startswith(url + edition.path)
            assert [a.tag for a in head.alternates] == [*(e.tag for e in editions), "x-default"]
            assert [a.tag for a in head.alternates if a.is_current] == [edition.tag]
            assert all(config.absolute(a.path) == a.url for a in head.alternates)
            by_url[head.canonical] = {a.tag: a.url for a in head.alternates}
    for canonical, links in by_url.items():
        assert list(reciprocity(canonical, links, by_url)) == []
        assert links["x-default"] == links[editions[0].tag]


@pytest.mark.parametrize(
    ("path", "canonical"),
    [
        ("", "https://union.example/hant/"),
        ("tags/安全 生产/", "https://union.example/hant/tags/%E5%AE%89%E5%85%A8%20%E7%94%9F%E4%BA%A7/"),
        ("tags/%E5%AE%89/", "https://union.example/hant/tags/%E5%AE%89/"),
        ("a\"b<c>/", "https://union.example/hant/a%22b%3Cc%3E/"),
        ("404.html", ""),
    ],
)
def test_addresses_are_encoded(path: str, canonical: str) -> None:
    head = page_head(make_site(1, edition=HANT), path, title="x")
    assert head.canonical == canonical
    assert all(is_absolute(a.url) for a in head.alternates)


def test_a_page_may_be_in_some_editions_only() -> None:
    head = page_head(make_site(1), "x/", title="x", in_editions=("zh-Hant",))
    assert [(a.tag, a.url) for a in head.alternates] == [
        ("zh-Hant", "https://union.example/hant/x/"),
        ("x-default", "https://union.example/hant/x/"),
    ]


def test_no_robot_keeps_the_page_for_every_address() -> None:
    assert page_head(make_site(1), "404.html", title="无此页").robots == "noindex"


def test_a_redirect_has_the_address_it_leads_to() -> None:
    head = redirect_head(make_site(1, edition=HANT), "/hant/2026/09/item-0/", "已移走")
    assert head.canonical == "https://union.example/hant/2026/09/item-0/"
    assert head.robots == "noindex, follow"
    assert head.json_ld == ""


def test_site_metas_are_on_every_page() -> None:
    for head in heads_of(make_site(7)):
        assert metas(head).items() >= SITE_NAMES.items()


@pytest.mark.parametrize(
    ("url", "domain"),
    [
        ("https://union.example/", "union.example"),
        ("http://www.union.example:8080/bulletin/", "www.union.example:8080"),
        ("https://name:word@union.example/", "union.example"),
    ],
)
def test_domain_is_without_scheme(url: str, domain: str) -> None:
    assert metas(page_head(make_site(0, config=make_config(url)), "", title=""))["SiteDomain"] == domain


def test_article_metas() -> None:
    config = make_config()
    article = make_article(1, config, HANS)
    assert article.card.date is not None
    found = metas(article_head(make_site(3), article))
    assert found == SITE_NAMES | {
        "ArticleTitle": article.card.title,
        "PubDate": article.card.date.strftime("%Y-%m-%d %H:%M"),
        "ContentSource": "桐庐县总工会",
        "Keywords": "培训,企业",
        "Author": "周芳",
        "Image": f"https://union.example/photos/{article.card.cover.digest[:16] if article.card.cover else ''}-960.jpg",
        "Url": f"https://union.example{article.card.url}",
    }


def changed(**card: object) -> Callable[[Article], Article]:
    return lambda article: replace(article, card=replace(article.card, **card))  # type: ignore[arg-type]  # real fields


@pytest.mark.parametrize(
    ("change", "name", "value"),
    [
        (changed(sources=()), "ContentSource", "杭州市总工会"),
        (lambda a: replace(changed(sources=())(a), reprint="《工人日报》"), "ContentSource", "《工人日报》"),
        (changed(sources=(Link("甲", ""), Link("乙", ""))), "ContentSource", "甲、乙"),
        (changed(date=None), "PubDate", None),
        (changed(date=datetime(2025, 7, 14, 1, 59)), "PubDate", "2025-07-14 01:59"),
        (changed(date=datetime(987, 1, 2, tzinfo=UTC)), "PubDate", "0987-01-02 00:00"),
        (changed(authors=()), "Author", None),
        (changed(cover=None), "Image", None),
        (lambda a: replace(a, tags=()), "Keywords", None),
        (changed(title="\x00\x1f"), "ArticleTitle", None),
    ],
)
def test_empty_metas_are_left_out(change: Callable[[Article], Article], name: str, value: str | None) -> None:
    site = make_site(2, change=change)
    assert metas(article_head(site, site.articles[0])).get(name) == value


def test_list_metas() -> None:
    site = make_site(3)
    found = metas(listing_head(site, site.listings[0], 2))
    assert found == SITE_NAMES | {
        "ColumnName": "工会动态",
        "ColumnDescription": "各级工会的最新动态",
        "ColumnKeywords": "工会,动态",
        "ColumnType": "工会动态",
        "Keywords": "工会,动态",
    }


def test_names_are_said_once_whatever_their_case() -> None:
    for head in heads_of(make_site(7)):
        counts = Counter(name.lower() for name, _ in head.metas)
        assert max(counts.values()) == 1
        assert not {"description", "robots", "viewport"} & counts.keys()  # themes print these
        assert all(value and value != "null" for _, value in (*head.metas, *head.properties))


def test_pages_of_a_list_have_their_own_titles_and_addresses() -> None:
    site = make_site(12)
    heads = [listing_head(site, site.listings[0], number) for number in range(3)]
    assert len({head.title for head in heads}) == 3
    assert [head.canonical.removeprefix("https://union.example/sections/news/") for head in heads] == [
        "",
        "page/1/",
        "page/2/",
    ]


def test_open_graph_of_an_article() -> None:
    site = make_site(3)
    article = replace(site.articles[1], gallery=((make_photo("b.jpg"), "合影"),))
    head = article_head(site, article)
    assert properties(head, "og:type") == ["article"]
    assert properties(head, "og:url") == [head.canonical]
    assert properties(head, "og:locale") == ["zh_CN"]
    assert properties(head, "og:locale:alternate") == ["zh_TW"]
    assert properties(head, "og:image:width") == ["960"]
    assert properties(head, "og:image:height") == ["640"]
    assert properties(head, "og:image:alt") == [article.card.title]
    assert properties(head, "article:section") == ["权益维护"]
    assert properties(head, "article:tag") == ["培训", "企业"]
    assert properties(head, "article:author") == ["https://union.example/authors/zhou-fang/"]
    assert is_date_or_moment(properties(head, "article:published_time")[0])
    assert properties(head, "article:modified_time") == []


def test_a_correction_is_a_modification() -> None:
    later = changed(updated=datetime(2026, 11, 2, 8, 0, tzinfo=UTC))
    site = make_site(1, change=later)
    assert properties(article_head(site, site.articles[0]), "article:modified_time") == ["2026-11-02T08:00:00+00:00"]


def test_no_midnight_is_made_up() -> None:
    site = make_site(1, change=changed(has_time=False))
    assert properties(article_head(site, site.articles[0]), "article:published_time") == ["2026-09-01"]


@pytest.mark.parametrize(
    ("edition", "own", "others"),
    [
        (HANS, "zh_CN", ["zh_TW", "zh_HK"]),
        (replace(HANT, path="hant/"), "zh_TW", ["zh_CN", "zh_HK"]),
        (TW, "zh_TW", ["zh_CN", "zh_HK"]),
        (HK, "zh_HK", ["zh_CN", "zh_TW"]),
    ],
)
def test_each_place_is_named_once(edition: Edition, own: str, others: list[str]) -> None:
    config = make_config(editions=(HANS, HANT, TW, HK))
    head = page_head(make_site(0, edition=edition, config=config), "", title="")
    assert properties(head, "og:locale") == [own]
    assert properties(head, "og:locale:alternate") == others


def test_pictures_are_shared_in_a_size_and_format_that_all_know() -> None:
    photo = make_photo("wide.jpg", 4000, 2000)
    size = photo.fallback[0]
    sizes = tuple(replace(size, width=w, height=w // 2, url=f"/photos/x-{w}.jpg") for w in (1600, 480, 960))
    site = make_site(1, change=changed(cover=replace(photo, fallback=sizes)))
    assert properties(article_head(site, site.articles[0]), "og:image") == ["https://union.example/photos/x-960.jpg"]
    only_large = changed(cover=replace(photo, fallback=sizes[:1]))(site.articles[0])
    assert properties(article_head(site, only_large), "og:image") == ["https://union.example/photos/x-1600.jpg"]


def test_feeds_begin_with_the_site_s() -> None:
    site = make_site(3, edition=HANT)
    by_kind = {listing.kind: listing_head(site, listing).feeds for listing in site.listings}
    own = (
        ("application/atom+xml", "工会周报", "/hant/feed.xml"),
        ("application/feed+json", "工会周报", "/hant/feed.json"),
    )
    assert by_kind["author"] == by_kind["year"] == by_kind["month"] == own
    assert by_kind["union"][:2] == own
    assert [url for _, _, url in by_kind["union"][2:]] == [
        "/hant/unions/wenzhou/feed.xml",
        "/hant/unions/wenzhou/feed.json",
    ]
    more = page_head(site, "x/", title="x", feeds=(("甲", "tags/甲/"),)).feeds
    assert more[2] == ("application/atom+xml", "工会周报 · 甲", "/hant/tags/%E7%94%B2/feed.xml")


@pytest.mark.parametrize("marked", [changed(is_withdrawn=True), lambda a: replace(a, withdrawn="经核实有误，已撤下。")])
def test_a_withdrawn_article_says_next_to_nothing(marked: Callable[[Article], Article]) -> None:
    site = make_site(2, change=marked)
    article = site.articles[0]
    head = article_head(site, article)
    assert head.robots == "noindex"
    assert (head.description, head.json_ld) == ("", "")
    assert metas(head) == SITE_NAMES
    said = {value for _, value in head.properties}
    assert not said & {article.card.summary, "article"}
    assert not properties(head, "og:image")


def test_a_plain_page_is_no_article() -> None:
    site = make_site(1)
    head = article_head(site, make_page("about", "关于我们", site.config, HANS))
    assert properties(head, "og:type") == ["website"]
    assert "ArticleTitle" not in metas(head)
    assert head.description == "关于我们"


@pytest.mark.parametrize(
    ("text", "description"),
    [("短文。\n第二段。", "短文。 第二段。"), ("长" * 500, "长" * 119 + "…"), ("", "")],
)
def test_description_comes_from_the_text_where_there_is_no_summary(text: str, description: str) -> None:
    site = make_site(1, change=lambda a: replace(changed(summary="")(a), text=text))
    assert article_head(site, site.articles[0]).description == description


@pytest.mark.parametrize(
    ("number", "title", "shown"),
    [("42", "", "工会周报 2026年第42期"), ("增刊1", "", "工会周报 2026年增刊1"), ("42", "春节专刊", "春节专刊")],
)
def test_issue_title(number: str, title: str, shown: str) -> None:
    issue = make_site(5).issues[0]
    assert issue_title(replace(issue, number=number, title=title)) == shown


texts = st.text(st.characters(codec=None), max_size=30)


@given(title=texts, tag=texts, source=texts, summary=texts, days=st.integers(-700000, 700000))
def test_any_text_gives_a_head_that_html_can_carry(title: str, tag: str, source: str, summary: str, days: int) -> None:
    moment = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(days=days)
    article = replace(
        make_article(1, make_config(title=f"t{title}"), HANS),
        tags=(Link(tag, "/tags/x/"),),
        subtitle=title,
        contributor=(source,),
    )
    card = replace(
        article.card, title=title, summary=summary, sources=(Link(source, ""),), date=moment, updated=None
    )
    head = article_head(make_site(1, config=make_config(title=f"t{title}")), replace(article, card=card))
    said = [head.title, head.description, head.json_ld, *(v for _, v in (*head.metas, *head.properties))]
    assert all(text == clean(text) for text in said)
    "".join(said).encode("utf-8")
    assert [f for f in validate_json_ld(head.json_ld) if "headline" not in f] == []
