"""Home page, indexes, issues and notices."""

from __future__ import annotations

from dataclasses import replace

import pytest
from factory_render import HANT, make_site
from theme_render import make_templates, text_of

from bulletin.model.article import Article, Site
from bulletin.model.page import Page
from bulletin.render.home import home_pages, most_active
from bulletin.render.indexes import index_pages
from bulletin.render.issues import issue_groups
from bulletin.render.notices import notice_pages
from bulletin.render.pages import pages_of
from bulletin.render.views import HomeView, IndexView, IssuesView


def home(site: Site) -> HomeView:
    page = next(home_pages(site, make_templates(site)))
    assert (page.path, page.template) == (site.edition.path + "index.html", "home.html")
    assert isinstance(page.view, HomeView)
    return page.view


def pin(article: Article) -> Article:
    return replace(article, card=replace(article.card, pinned=article.card.path == "2026/第3条.md"))


def test_home() -> None:
    view = home(make_site(12, change=pin))
    assert view.issue
    assert view.issue.id == "2026-38"
    assert [card.path for card in view.pinned] == ["2026/第3条.md"]
    assert view.lead
    assert view.lead.path == "2026/第10条.md"  # the newest with a photo
    shown = [card.path for card in (*view.pinned, view.lead, *view.latest)]
    assert len(set(shown)) == len(shown) == 12
    assert [link.name for link, _ in view.sections] == ["工会动态", "权益维护", "通知公告"]
    assert len(view.unions) == 3


def test_home_of_nothing() -> None:
    view = home(make_site(0))
    assert (view.issue, view.pinned, view.lead, view.latest, view.sections, view.unions) == (None, (), None, (), (), ())


def test_home_shows_nothing_withdrawn() -> None:
    view = home(make_site(9, change=lambda a: replace(a, card=replace(a.card, is_withdrawn=True))))
    assert (view.pinned, view.lead, view.latest, view.sections) == ((), None, (), ())


def test_unions_are_ranked_by_their_last_ninety_days() -> None:
    site = make_site(100)
    old, busy, quiet = (one for one in site.listings if one.kind == "union")
    old = replace(old, cards=tuple(card for card in old.cards if "2026/09" in card.url))
    quiet = replace(quiet, cards=quiet.cards[:2])
    assert [link.url for link in most_active((old, quiet, busy))] == [busy.url, quiet.url, old.url]


def groups(site: Site) -> dict[str, IndexView]:
    pages = index_pages(site, make_templates(site))
    return {page.path: page.view for page in pages if isinstance(page.view, IndexView)}


def test_indexes() -> None:
    found = groups(make_site(40))
    assert list(found) == ["unions/index.html", "authors/index.html", "tags/index.html", "archive/index.html"]
    unions = found["unions/index.html"].groups
    assert [(name, [count for _, count in links]) for name, links in unions] == [("杭州", [14, 13]), ("温州", [13])]
    archive = found["archive/index.html"].groups
    assert [(name, [(link.name, n) for link, n in links]) for name, links in archive] == [
        ("2026年", [("10月", 16), ("9月", 24)])
    ]


def test_an_index_of_nothing_is_not_made() -> None:
    site = make_site(0)
    site = replace(site, listings=tuple(one for one in site.listings if one.kind == "section"))
    assert groups(site) == {}


def test_issues() -> None:
    site = make_site(12, edition=HANT)
    pages = list(pages_of(issue_groups(site, make_templates(site))))
    assert [page.path for page in pages] == [
        "hant/issues/2026-38/index.html",
        "hant/issues/2026-37/index.html",
        "hant/issues/2026-36/index.html",
        "hant/issues/index.html",
    ]
    view = pages[-1].view
    assert isinstance(view, IssuesView)
    assert [(year, [one.number for one in issues]) for year, issues in view.years] == [(2026, ["38", "37", "36"])]


def notices(site: Site) -> dict[str, Page]:
    return {page.path: page for page in notice_pages(site, make_templates(site))}


def test_latest_issue_leads_to_it() -> None:
    site = make_site(12, edition=HANT)
    text = text_of(notices(site)["hant/issues/latest/index.html"], site)
    assert 'content="0; url=/hant/issues/2026-38/"' in text
    assert '<link rel="canonical" href="https://union.example/hant/issues/2026-38/">' in text


def test_not_found() -> None:
    site = make_site(12)
    page = notices(site)["404.html"]
    text = text_of(page, site)
    assert "找不到这个页面" in text
    assert "canonical" not in text
    assert text.count("<li>") == 5
    assert page.view.head.robots == "noindex"  # type: ignore[attr-defined]  # a NoticeView


def test_a_bulletin_without_issues_has_no_latest_one() -> None:
    assert list(notices(make_site(0))) == ["404.html", "old/news.html"]


@pytest.mark.parametrize(
    ("alias", "path"),
    [
        ("old/page.html", "old/page.html"),
        ("/old/page.html", "old/page.html"),
        ("old/page/", "old/page/index.html"),
        ("old/page", "old/page/index.html"),
        ("art/2014/10/art_123.asp", "art/2014/10/art_123.asp"),
        ("%E6%97%A7/1.html", "旧/1.html"),
        ("show.asp?id=3", None),
        ("../secret.html", None),
        ("a/%2e%2e/%2e%2e/b.html", None),
        ("a//b.html", None),
        ("//evil.example/x", None),
        ("a\\b.html", None),
        ("nul\0.html", None),
        ("a/./b.html", None),
        ("x" * 300, None),
        ("\ud800.html", None),
        ("", None),
        ("/", None),
    ],
)
def test_alias(alias: str, path: str | None) -> None:
    site = replace(make_site(1), aliases=((alias, "/2026/09/item-0/"),))
    made = [p for p in notices(site) if p not in {"404.html", "issues/latest/index.html"}]
    assert made == ([path] if path else [])


def test_an_old_address_leads_on() -> None:
    site = replace(make_site(1), aliases=(("old.html", '/a"><script>/'),))
    page = notices(site)["old.html"]
    text = text_of(page, site)
    assert "<script>" not in text
    assert 'content="0; url=/a&#34;&gt;&lt;script&gt;/"' in text
