"""What groups of pages say of themselves: any change of anything that one of their pages shows is said.

A build relies on it, for of a group that says the same as before it knows the pages without planning them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import fields, is_dataclass, replace
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any

import pytest
from factory_render import HANT, make_bulletin, make_config, make_photo, make_site, make_sites
from hypothesis import given, settings
from hypothesis import strategies as st
from theme_render import make_templates, make_theme

from bulletin.convert.standing import standing_of
from bulletin.model.altered import altered
from bulletin.model.article import Article, Card, IssueArticle, Link, Listing, Site
from bulletin.model.content import File
from bulletin.model.digest import digest_of
from bulletin.model.item import Attachment, Correction, Photo
from bulletin.model.page import Group
from bulletin.render.pages import shared_groups, site_groups

THEME = make_theme({"style.css": b"a{b:url(dot.svg)}", "dot.svg": b"<svg/>"})
COUNT = 12
DAY = timedelta(days=1)
FULL: dict[str, object] = {  # what stands in place of None, of "" and of nothing, so that each field can be another
    "cover": make_photo("甲.jpg"),
    "section": Link("新栏目", "/hant/sections/rights/"),
    "signed_on": date(2026, 10, 1),
    "gallery": ((make_photo("乙.jpg"), "合影"),),
    "attachments": (Attachment("表", "/files/a/b.docx", "b.docx", "docx", 1),),
    "corrections": (Correction(date(2026, 11, 2), "更正"),),
    "issue": Link("第1期", "/hant/issues/2026-01/"),
    "headings": (),
}
KINDS = {"news": "notice", "page": "news", "section": "tag", "union": "year", "author": "tag", "tag": "union"}
KINDS |= {"year": "month", "month": "author"}
LINKS = ("sources", "authors", "tags", "children")


def other(value: Any, name: str = "", seed: int = 0) -> Any:  # of the type of the value
    """A value of the same type that is not the same; which of its parts is another follows from ``seed``."""
    if value is None or (value == () and name in FULL):
        return FULL.get(name) or Link("第1期", "/hant/issues/2026-01/")
    if isinstance(value, bool):
        return not value
    if isinstance(value, datetime | date):
        return value + DAY * (1 + seed % 40)
    if isinstance(value, int):
        return value + 1
    if isinstance(value, str):
        return KINDS.get(value, value) if name == "kind" else value + "x"
    if isinstance(value, tuple):
        return _other_tuple(value, name, seed)
    assert is_dataclass(value)
    names = [one.name for one in fields(value) if one.name not in ("digest", "standing")]
    chosen = names[seed % len(names)]
    return replace(value, **{chosen: other(getattr(value, chosen), chosen, seed // len(names))})  # type: ignore[type-var]  # any of ours


def _other_tuple(value: tuple[Any, ...], name: str, seed: int) -> Any:
    if not value:
        return (Link("新", "/hant/tags/x/"),) if name in LINKS else ("x",)
    if seed % 3 == 0 and len(set(map(type, value))) == 1 and not isinstance(value[0], str):  # no pair
        return value[1:]
    at = seed % len(value)
    return (*value[:at], other(value[at], name, seed // 3), *value[at + 1 :])


def told(groups: Sequence[Group]) -> dict[str, list[tuple[str, str]]]:
    """What is said of each group that says anything -> paths and keys of its pages."""
    return {said: [(page.path, page.key) for page in group.pages()] for group in groups if (said := group.said())}


def groups_of(site: Site) -> list[Group]:
    bulletin = make_bulletin((site,))
    return [*site_groups(site, make_templates(site, THEME)), *shared_groups(bulletin, (site,), THEME)]


def agree(one: Site, another: Site) -> int:
    """That what both say of a group is the same of the same pages; how many they don't both say."""
    before, after = told(groups_of(one)), told(groups_of(another))
    shared = before.keys() & after.keys()
    assert {said: before[said] for said in shared} == {said: after[said] for said in shared}
    assert {said for said, pages in before.items() if pages not in after.values()}.isdisjoint(shared)
    return len(before.keys() ^ after.keys())


def digested(article: Article) -> Article:
    """As ``convert`` gives it."""
    card = replace(article.card, digest="")
    card = replace(card, digest=digest_of(card))
    bare = replace(article, card=card, digest="", standing="")
    return replace(bare, digest=digest_of(bare))


def standing(site: Site) -> Site:
    """As ``steps.assembling`` gives it."""
    root = site.config.base + site.edition.path
    pages = tuple(replace(page, standing=standing_of(page, root)) for page in site.pages)
    return replace(site, pages=pages, arranged=digest_of([standing_of(article, root) for article in site.articles]))


def made(change: Callable[[Article], Article] = lambda article: article, is_digested: bool = False) -> Site:
    finish = digested if is_digested else lambda article: article
    return standing(make_site(COUNT, edition=HANT, change=lambda article: finish(change(article))))


@cache
def whole(is_digested: bool) -> Site:
    return made(is_digested=is_digested)


def test_what_was_changed_is_another() -> None:
    """Of each field of each type that is changed below."""
    site = whole(is_digested=False)
    values = (site.articles[0], site.articles[0].card, site.issues[0], site.listings[0])
    for value in values:
        for number, one in enumerate(fields(value)):
            if one.name not in ("digest", "standing"):
                assert other(getattr(value, one.name), one.name, number) != getattr(value, one.name), one.name


@settings(max_examples=60)
@given(st.integers(0, COUNT - 1), st.integers(0, 1 << 40), st.booleans())
def test_any_change_of_an_article_is_said(number: int, seed: int, is_digested: bool) -> None:
    """Lists, issues and feeds are made of the articles, as a build does."""

    def change(article: Article) -> Article:
        is_it = article.card.path == f"2026/第{number}条.md"
        return other(article, "", seed) if is_it else article

    agree(whole(is_digested), made(change, is_digested))


@pytest.mark.parametrize("name", [one.name for one in fields(Article) if one.name not in {"digest", "standing"}])
def test_any_field_of_an_article_is_said(name: str) -> None:
    def change(article: Article) -> Article:
        is_it = article.card.path == "2026/第7条.md"
        return altered(article, **{name: other(getattr(article, name), name, 1)}) if is_it else article

    assert agree(whole(is_digested=True), made(change, is_digested=True)) > 0


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("name", [one.name for one in fields(IssueArticle)])
def test_any_field_of_an_issue_is_said(name: str, seed: int) -> None:
    site = whole(is_digested=True)
    changed = altered(site.issues[0], **{name: other(getattr(site.issues[0], name), name, seed)})
    issues = (changed, *site.issues[1:])
    issue_of = {card.path: one for one in reversed(issues) for card in _cards(one)}
    assert agree(site, replace(site, issues=issues, issue_of=issue_of)) > 0


@pytest.mark.parametrize("seed", range(2))
@pytest.mark.parametrize("name", [one.name for one in fields(Listing)])
@pytest.mark.parametrize("kind", ["section", "union", "author", "tag", "year", "month"])
def test_any_field_of_a_list_is_said(kind: str, name: str, seed: int) -> None:
    """Whatever it is, each page that shows it is another: nothing is taken from what convert promises."""
    site = whole(is_digested=True)
    at = next(number for number, one in enumerate(site.listings) if one.kind == kind)
    changed = altered(site.listings[at], **{name: other(getattr(site.listings[at], name), name, seed)})
    arranged = site.arranged if name != "cards" else ""
    after = replace(site, listings=(*site.listings[:at], changed, *site.listings[at + 1 :]), arranged=arranged)
    assert agree(site, after) > 0


def _cards(issue: IssueArticle) -> tuple[Card, ...]:
    return tuple(card for _, cards in issue.contents for card in cards)


def _pages(site: Site) -> Site:
    """With a page that robots see otherwise."""
    page = site.pages[0]
    changed = replace(page, card=replace(page.card, url="/hant/us/"))
    return replace(site, pages=(replace(changed, standing=standing_of(changed, "/hant/")),))


def _beside(site: Site) -> Site:
    """What was related to the second article is related to the first: in one row they read the same."""
    first, second = (one.card.path for one in site.articles[:2])
    one, *others = site.related[second]
    return replace(site, related={**site.related, first: (*site.related[first], one), second: tuple(others)})


def _fewer_in_month(site: Site) -> Site:
    lists = [replace(one, cards=one.cards[1:]) if one.kind == "month" else one for one in site.listings]
    return replace(site, listings=tuple(lists), arranged="")


def _in_another_issue(site: Site) -> Site:
    """Which of two issues the last article stands in, where others stand in either."""
    article, first = site.articles[-1].card, site.issues[0]
    link, cards = first.contents[0]
    both = replace(first, contents=((link, (*cards, article)), *first.contents[1:]))
    issues = {id(first): both}
    site = replace(site, issue_of={path: issues.get(id(one), one) for path, one in site.issue_of.items()})
    assert agree(site, replace(site, issue_of={**site.issue_of, article.path: both})) > 0
    return site


def _cut_elsewhere(site: Site) -> Site:
    """The cards of an issue in their order, of which one stands in the section above."""
    (link, cards), (other_link, others), *more = site.issues[0].contents
    cut = replace(site.issues[0], contents=((link, (*cards, others[0])), (other_link, others[1:]), *more))
    issue_of = {path: cut if one is site.issues[0] else one for path, one in site.issue_of.items()}
    return replace(site, issues=(cut, *site.issues[1:]), issue_of=issue_of)


def _lone(site: Site) -> Site:
    """An article that stands in no list that the home page looks at."""
    article = site.articles[0]
    site = replace(site, listings=(), issues=(), articles=(article,), arranged="")
    renamed = digested(replace(article, card=replace(article.card, title="又一")))
    assert agree(site, replace(site, articles=(renamed,))) > 0
    return site


@pytest.mark.parametrize(
    "change",
    [
        lambda site: replace(site, related={**site.related, site.articles[0].card.path: ()}),
        lambda site: replace(site, related={**site.related, site.articles[1].card.path: (site.articles[5].card,)}),
        lambda site: replace(site, issue_of={}),
        lambda site: replace(site, aliases=(("old/other.html", site.aliases[0][1]),)),
        lambda site: replace(site, aliases=(*site.aliases, ("old/more.html", "/hant/"))),
        lambda site: replace(site, aliases=((site.aliases[0][0], "/hant/"),)),
        _pages, _beside, _fewer_in_month, _in_another_issue, _lone, _cut_elsewhere,
    ],
    ids=["related to none", "to another", "in no issue", "alias", "more aliases", "alias leads elsewhere",
         "page", "related to a neighbour", "month", "in another issue", "home", "sections"],
)  # fmt: skip
def test_what_stands_beside_an_article_is_said(change: Callable[[Site], Site]) -> None:
    site = standing(whole(is_digested=True))
    assert agree(site, change(site)) > 0


def test_a_title_leaves_the_sitemap_and_where_articles_stand() -> None:
    def renamed(article: Article) -> Article:
        return replace(article, card=replace(article.card, title="新题", summary="新"), html="<p>新</p>")

    site, after = whole(is_digested=True), made(renamed, is_digested=True)
    assert site.arranged == after.arranged
    assert groups_of(site)[-2].said() == groups_of(after)[-2].said() != ""


def test_a_site_that_does_not_say_where_articles_stand_has_its_sitemap_planned() -> None:
    assert groups_of(replace(whole(is_digested=True), arranged=""))[-2].said() == ""


@pytest.mark.parametrize("name", ["path", "digest", "webp", "fallback"])
def test_any_change_of_a_photo_is_said(name: str) -> None:
    def covered(photo: Photo) -> list[Group]:
        site = make_site(1, change=lambda article: replace(article, card=replace(article.card, cover=photo)))
        return list(shared_groups(make_bulletin((site,)), (site,), THEME))

    photo = make_photo("2026/丙.jpg")
    changed = replace(photo, **{name: other(getattr(photo, name), name, 1)})
    assert told(covered(photo)).keys() != told(covered(changed)).keys()


def test_photos_of_a_folder_are_a_group() -> None:
    names = ("2026/10/甲.jpg", "2026/11/乙.jpg", "2026/11/丙.jpg")

    def groups(count: int) -> list[str]:
        def covered(article: Article) -> Article:
            number = int(article.card.path.removeprefix("2026/第").removesuffix("条.md"))
            return replace(article, card=replace(article.card, cover=make_photo(names[number])))

        site = make_site(count, change=covered)
        return [group.said() for group in shared_groups(make_bulletin((site,)), (site,), THEME)]

    assert len(set(groups(2)) & set(groups(3))) >= 1  # that of the other folder stays
    assert len(groups(3)) == len(groups(2))


def test_files_and_assets_say_their_digests() -> None:
    sites = make_sites(1, make_config())
    bulletin = make_bulletin(sites)
    changed = replace(bulletin, files=(*bulletin.files, File("x.pdf", 1, "0" * 32, "pdf")))
    before, after = told(list(shared_groups(bulletin, sites, THEME))), told(list(shared_groups(changed, sites, THEME)))
    assert len(before.keys() ^ after.keys()) == 2
    themes = [replace(THEME, assets=((name, data),)) for name, data in (("a.css", b"a{}"), ("a.css", b"b{}"))]
    assert len({said for theme in themes for said in told(list(shared_groups(bulletin, sites, theme)))}) > len(before)


def test_a_listing_is_digested_whole() -> None:
    """But its cards: of those their digests."""
    site = whole(is_digested=True)
    keys = make_templates(site, THEME).keys
    listing: Listing = site.listings[0]
    others = [replace(listing, **{one.name: other(getattr(listing, one.name), one.name)}) for one in fields(listing)]
    assert len({keys.listing(one) for one in (listing, *others)}) == len(fields(Listing)) + 1
