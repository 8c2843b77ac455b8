from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from convert.factory_convert import NOW, UNIONS, make_item, make_sites

from bulletin.model.article import Link, Listing, Site
from bulletin.model.item import Issue

ITEMS = (
    make_item(1, section="news", source=("plant",), author=("于占海",), tags=("发展", "QC 小组")),
    make_item(2, section="rights", source=("city", "plant"), tags=("發展",), title="第2条發展新聞稿件"),
    make_item(3, source=("余杭工会",), author=("于占海", "叶余"), aliases=("old/3.html", "old/again.html")),
    make_item(40, section="news", source=("east",), aliases=("old/3.html",)),
    make_item(5, kind="page", url="about/", title="关于我们", date=None, section="news", tags=("发展",)),
)


def make_issue(week: int, *items: str, **changes: object) -> Issue:
    issue = Issue(f"2026-{week}", 2026, str(week), str(1000 + week), date(2026, 11, 6), items)
    return replace(issue, **changes)  # type: ignore[arg-type]  # a test names real fields or fails at once


ISSUES = (
    make_issue(43, ITEMS[2].path, ITEMS[0].path, ITEMS[1].path, "2026/不存在.md"),
    make_issue(
        42,
        ITEMS[3].path,
        title="发展专号",
        note="本期**头**发。\n\n“里面”",
        publisher="某某市总工会",
        editor="余干",
        distribution=(("报", "省总工会"), ("发", "各级工会")),
        path="issues/2026-42.md",
    ),
    make_issue(41, number="增刊1", id="2026-z1"),
)


@pytest.fixture(scope="module")
def sites() -> tuple[Site, ...]:
    return make_sites(ITEMS, ISSUES)


def listing(site: Site, kind: str, identity: str) -> Listing:
    return next(one for one in site.listings if (one.kind, one.id) == (kind, identity))


def titles(found: Listing) -> list[str]:
    return [card.path for card in found.cards]


def test_pages_stand_apart_and_in_no_list(sites: tuple[Site, ...]) -> None:
    assert [article.card.path for article in sites[1].articles] == [item.path for item in ITEMS[:4]]
    assert [page.card.title for page in sites[1].pages] == ["關於我們"]
    assert all(card.kind != "page" for one in sites[1].listings for card in one.cards)
    assert sites[1].now == NOW
    assert sites[1].config.title == "工會週報"


def test_lists_of_a_kind_in_order(sites: tuple[Site, ...]) -> None:
    found = [(one.kind, one.id, one.name, len(one.cards)) for one in sites[1].listings]
    assert found == [
        ("section", "news", "工會動態", 2),
        ("section", "rights", "權益維護", 1),
        ("section", "empty", "空欄目", 0),
        ("union", "city", "某某市總工會（本會）", 3),
        ("union", "east", "東區總工會", 3),
        ("union", "plant", "製造廠工會", 2),
        ("union", "余杭工会", "餘杭工會", 1),
        ("author", "于占海", "于占海", 2),
        ("author", "叶余", "葉余", 1),
        ("tag", "发展", "發展", 2),
        ("tag", "qc-小组", "QC 小組", 1),
        ("year", "2026", "2026年", 4),
        ("month", "2026/11", "2026年11月", 1),
        ("month", "2026/10", "2026年10月", 2),
        ("month", "2026/09", "2026年9月", 1),
    ]


def test_a_list_is_named_by_an_item_that_is_converted() -> None:
    """The newest item stays in the other script, and so do the names in it: another item names the list."""
    kept = {"author": ("钟秋里",), "tags": ("职工文化",)}
    only = make_item(1, convert=False, author=("叶余",))
    items = (only, *(make_item(day, convert=day != 2, section="news", **kept) for day in (2, 3, 4)))
    hans, hant = make_sites(items, ())
    assert listing(hant, "author", "钟秋里").name == "鍾秋里"
    assert listing(hant, "tag", "职工文化").name == "職工文化"
    assert listing(hant, "author", "叶余").name == "叶余"  # no other item has it
    assert listing(hans, "author", "钟秋里").name == "钟秋里"


def test_addresses_are_the_same_in_every_edition(sites: tuple[Site, ...]) -> None:
    hans, hant = sites
    assert [one.path for one in hans.listings] == [one.path for one in hant.listings]
    for one in hant.listings:
        assert one.url == "/bulletin/hant/" + one.path
        assert one.url.isascii()
    assert [a.card.url.replace("/hant/", "/") for a in hant.articles] == [a.card.url for a in hans.articles]


def test_a_list_is_where_its_links_lead(sites: tuple[Site, ...]) -> None:
    for site in sites:
        urls = {one.url for one in site.listings}
        for article in site.articles:
            card = article.card
            linked = [*card.sources, *card.authors, *article.tags, *([card.section] if card.section else [])]
            assert {link.url for link in linked} <= urls


def test_unions_include_their_children(sites: tuple[Site, ...]) -> None:
    hant = sites[1]
    city, plant = listing(hant, "union", "city"), listing(hant, "union", "plant")
    assert titles(city) == [ITEMS[0].path, ITEMS[1].path, ITEMS[3].path]  # newest first, item 2 once
    assert city.children == (Link("東區總工會", "/bulletin/hant/unions/east/"),)  # 闲置工会 has no items
    assert city.parent is None
    assert plant.parent == Link("東區總工會", "/bulletin/hant/unions/east/")
    assert (city.aliases, city.region) == (("市總工會", "市總"), "東湖縣")


def test_a_circle_of_parents_ends() -> None:
    circle = tuple(replace(union, parent="plant" if union.id == "city" else union.parent) for union in UNIONS)
    circle = (*circle, replace(UNIONS[0], id="self", parent="self"), replace(UNIONS[0], id="lost", parent="nobody"))
    site = make_sites(ITEMS[:1], unions=circle)[0]
    assert len(listing(site, "union", "city").cards) == 1


def test_years_and_months(sites: tuple[Site, ...]) -> None:
    hant = sites[1]
    root = "/bulletin/hant/archive/2026/"
    assert listing(hant, "year", "2026").children == (
        Link("11月", f"{root}11/"),
        Link("10月", f"{root}10/"),
        Link("9月", f"{root}09/"),
    )
    assert listing(hant, "month", "2026/09").parent == Link("2026年", root)


def test_issue(sites: tuple[Site, ...]) -> None:
    newest, issue, extra = sites[1].issues
    assert (issue.url, issue.path) == ("/bulletin/hant/issues/2026-42/", "issues/2026-42/")
    assert (issue.masthead, issue.title, issue.publisher) == ("裡面週報", "發展專號", "某某市總工會（本會）")
    assert (issue.chief_editor, issue.editor) == ("余干", "余干")
    assert issue.distribution == (("報", "省總工會"), ("發", "各級工會"))
    assert "<strong>頭</strong>髮" in issue.note_html
    assert "「裡面」" in issue.note_html
    assert issue.previous == Link("增刊1", "/bulletin/hant/issues/2026-z1/")
    assert issue.next == Link("第43期", "/bulletin/hant/issues/2026-43/")
    assert (newest.next, extra.previous) == (None, None)


def test_the_owner_of_the_site_publishes_what_nobody_else_is_named_for() -> None:
    """The first line of a 简报 says whose it is."""
    assert make_sites(ITEMS, (make_issue(42),))[1].issues[0].publisher == "某某市總工會（本會）"


def test_contents_of_an_issue_by_section(sites: tuple[Site, ...]) -> None:
    contents = [(link, [card.path for card in cards]) for link, cards in sites[1].issues[0].contents]
    assert contents == [
        (Link("工會動態", "#s-news"), [ITEMS[0].path]),
        (Link("權益維護", "#s-rights"), [ITEMS[1].path]),
        (Link("", "#s-"), [ITEMS[2].path]),
    ]


def test_neighbours_inside_the_issue(sites: tuple[Site, ...]) -> None:
    first, second, third, other = map(sites[1].placed, sites[1].articles)
    assert first.issue == second.issue == Link("第43期", "/bulletin/hant/issues/2026-43/")
    assert (first.previous, first.next) == (None, Link(second.card.title, second.card.url))
    assert second.next == Link(third.card.title, third.card.url)
    assert third.previous == Link(second.card.title, second.card.url)
    assert (other.previous, other.next) == (None, None)
    assert other.issue == Link("第42期", "/bulletin/hant/issues/2026-42/")


def test_aliases_lead_to_their_item_once(sites: tuple[Site, ...]) -> None:
    url = "/bulletin/hant/2026/10/item-3/"
    assert sites[1].aliases == (("old/3.html", url), ("old/again.html", url))


def test_empty_bulletin() -> None:
    for site in make_sites(()):
        assert (site.articles, site.pages, site.issues, site.aliases) == ((), (), (), ())
        assert [one.kind for one in site.listings] == ["section"] * 3


def test_links_of_a_note_lead_to_their_edition_and_its_faults_are_told() -> None:
    note = make_issue(
        42,
        ITEMS[0].path,
        note="见[甲](甲.md)。\n\n[^1]: 没人用。",
        note_line=7,
        path="issues/2026-42.md",
        links=(("甲.md", "2026/10/jia/"),),
    )
    hans, hant = make_sites(ITEMS, (note,))
    assert 'href="/bulletin/2026/10/jia/"' in hans.issues[0].note_html
    assert 'href="/bulletin/hant/2026/10/jia/"' in hant.issues[0].note_html
    assert [(one.path, one.line, one.code) for one in hans.problems] == [("issues/2026-42.md", 9, "W615")]
