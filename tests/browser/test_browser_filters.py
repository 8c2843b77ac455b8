"""Filters, orders, suggestions and spellings of the search page, in Chromium; counted anew from the index in Python."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from urllib.parse import parse_qs, quote, urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from library_search import COUNT, engine, index, index_of
from library_site import OLD, of_two_years
from playwright.sync_api import Locator, Page, expect

from bulletin.render.search.question import ask

Opener = Callable[..., Page]
EDITIONS = ("", "hant/")
AXE_OPTIONS = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}


def members(kind: str) -> dict[str, set[int]]:
    """Id -> numbers of its articles, as the index says it."""
    found: dict[str, set[int]] = {}
    for identity, _, runs, *_ in json.loads(index()[f"facets/{kind}.json"]):
        at = 0
        numbers: set[int] = set()
        for gap, length in zip(runs[::2], runs[1::2], strict=True):
            at += gap
            numbers.update(range(at, at + length))
            at += length
        found[identity] = numbers
    return found


def hits(text: str) -> set[int]:
    return set(engine().search(ask(text)))


def counts(page: Page, kind: str) -> dict[str, int]:
    """Id -> count, of the choices that the panel shows."""
    group = page.locator(f"#filters fieldset[data-kind={kind}]")
    expect(group).to_be_visible()
    rows = group.locator("li:not([hidden])")
    return {
        str(rows.nth(at).locator("input").get_attribute("value")): int(rows.nth(at).locator(".count").inner_text())
        for at in range(rows.count())
    }


def choice(page: Page, kind: str, identity: str) -> Locator:
    return page.locator(f'#filters [data-kind={kind}] input[value="{identity}"]')


def query(page: Page) -> dict[str, list[str]]:
    return parse_qs(urlsplit(page.url).query)


def status(page: Page, number: int) -> None:
    expect(page.locator("#results-status")).to_have_text(re.compile(rf"^(?:找到|共){number}篇$"))


@pytest.mark.parametrize("edition", EDITIONS)
@pytest.mark.parametrize("text", ["集体合同", "集體合同 面條", ""])
def test_counts(visit: Opener, edition: str, text: str) -> None:
    page = visit(edition, text)
    if not text:
        page.goto(page.url + "?sort=date&year=2026")
    found = hits(text) if text else set(range(COUNT))
    status(page, len(found))
    for kind in ("union", "section", "author", "tag"):
        expected = {identity: len(found & numbers) for identity, numbers in members(kind).items() if found & numbers}
        assert counts(page, kind) == expected


@pytest.mark.parametrize("edition", EDITIONS)
def test_filters_narrow_and_are_in_the_address(visit: Opener, edition: str) -> None:
    page = visit(edition, "集体合同")
    unions, sections, found = members("union"), members("section"), hits("集体合同")
    status(page, len(found))
    choice(page, "union", "hz").click()
    status(page, len(found & unions["hz"]))
    assert query(page) == {"q": ["集体合同"], "union": ["hz"]}
    # Within a kind any of them, and what is not chosen says what it would add.
    assert counts(page, "union") == {one: len(found & numbers) for one, numbers in unions.items()}
    choice(page, "union", "tonglu").click()
    both = found & (unions["hz"] | unions["tonglu"])
    status(page, len(both))
    expect(choice(page, "union", "tonglu")).to_be_focused()
    choice(page, "section", "news").click()
    status(page, len(both & sections["news"]))
    expect(page.locator("#chips .chip:not(.all)")).to_have_count(3)
    page.go_back()
    status(page, len(both))
    expect(choice(page, "section", "news")).not_to_be_checked()
    page.go_forward()
    status(page, len(both & sections["news"]))
    page.reload()
    status(page, len(both & sections["news"]))
    page.locator("#chips a", has_text=re.compile("桐庐|桐廬")).click()
    status(page, len(found & unions["hz"] & sections["news"]))
    expect(page.locator("#chips a").first).to_be_focused()
    page.get_by_role("link", name="全部去掉").click()
    status(page, len(found))
    assert query(page) == {"q": ["集体合同"]}
    expect(page.locator("#chips")).to_be_hidden()


def test_filters_go_along_to_the_other_edition(visit: Opener) -> None:
    page = visit("", "面条")
    choice(page, "union", "wenzhou").click()
    status(page, len(hits("面条") & members("union")["wenzhou"]))
    page.get_by_role("link", name="繁體").click()
    status(page, len(hits("面条") & members("union")["wenzhou"]))
    expect(page.locator("#chips")).to_contain_text("溫州市總工會")


@pytest.mark.parametrize("edition", EDITIONS)
def test_filters_alone_list_everything_newest_first(reader: Opener, library: str, edition: str) -> None:
    page = reader(f"{library}{edition}search/?union=hz")
    numbers = sorted(members("union")["hz"], reverse=True)
    status(page, len(numbers))
    links = page.locator("#results-list h2 a")
    expect(links).to_have_count(10)
    assert [links.nth(at).get_attribute("href") for at in range(10)] == [
        f"/{edition}{engine().path(number)}" for number in numbers[:10]
    ]
    expect(page.get_by_role("button", name=re.compile("按相[关關]"))).to_be_hidden()


def test_order_by_date(visit: Opener) -> None:
    page = visit(text="推进会")
    best = engine().search(ask("推进会"))
    assert best[:10] != sorted(best, reverse=True)[:10]
    links = page.locator("#results-list h2 a")
    expect(links).to_have_count(10)
    page.get_by_role("button", name="按日期").click()
    first = f"/{engine().path(max(best))}#q={quote('推进会')}"
    expect(links.first).to_have_attribute("href", first)
    assert [str(links.nth(at).get_attribute("href")).split("#")[0] for at in range(10)] == [
        f"/{engine().path(number)}" for number in sorted(best, reverse=True)[:10]
    ]
    assert query(page)["sort"] == ["date"]
    page.go_back()
    expect(links.first).to_have_attribute("href", f"/{engine().path(best[0])}#q={quote('推进会')}")


def test_grouped_by_year(reader: Opener, years: str) -> None:
    page = reader(f"{years}search/?q={quote('集体合同')}&group=year")
    found = hits("集体合同")
    old = {number for number in found if number < OLD}
    headings = page.locator("#results-list h2")
    expect(headings.first).to_have_text(f"2026年 {len(found - old)}")
    expect(page.locator("#results-list h3 a")).to_have_count(10)
    more = page.get_by_role("button", name=re.compile("再看"))
    while page.locator("#results-list li").count() < len(found):
        count = page.locator("#results-list li").count()
        more.click()
        expect(page.locator("#results-list li").nth(count)).to_be_visible()
        page.wait_for_function("() => !document.querySelector('#results-list[aria-busy]')")
    expect(headings).to_have_count(2)
    expect(headings.nth(1)).to_have_text(f"2025年 {len(old)}")
    assert page.locator(".of-year").nth(1).locator("li").count() == len(old)
    choice(page, "year", "2025").click()
    status(page, len(old))
    expect(headings).to_have_count(1)
    assert len(index_of(of_two_years())) > 5


def test_a_filter_that_leaves_nothing_says_so(reader: Opener, library: str) -> None:
    page = reader(f"{library}search/?q={quote('集体合同')}&union=nowhere")
    expect(page.locator("#results-status")).to_contain_text(f"去掉条件，有{len(hits('集体合同'))}篇")
    page.locator("#chips a").click()
    status(page, len(hits("集体合同")))


@pytest.mark.parametrize(("edition", "text", "name"), [("", "桐廬", "桐庐县总工会"), ("hant/", "桐庐", "桐廬縣總工會")])
def test_names_like_what_is_typed(visit: Opener, edition: str, text: str, name: str) -> None:
    page = visit(edition, text)
    link = page.locator("#suggestions a", has_text=name)
    expect(link).to_be_visible()
    link.click()
    status(page, len(members("union")["tonglu"]))
    assert query(page) == {"union": ["tonglu"]}
    expect(page.get_by_role("searchbox")).to_have_value("")


@pytest.mark.parametrize(
    ("edition", "text", "spelling"),
    [
        ("", "集体合桐协商", "集体合同协商"),
        ("hant/", "集体合桐协商", "集體合同協商"),
        ("", "法律原助工作站", "法律援助工作站"),
        ("hant/", "桐卢县总工会", "桐廬縣總工會"),
    ],
)
def test_nearest_spelling(visit: Opener, edition: str, text: str, spelling: str) -> None:
    page = visit(edition, text)
    link = page.locator("#spellings a", has_text=spelling)
    expect(link).to_be_visible()
    expect(page.locator("#results-status")).to_contain_text(re.compile("部分相符|各个词|各個詞"))
    link.click()
    status(page, len(hits(spelling)))
    expect(page.get_by_role("searchbox")).to_have_value(spelling)


def test_a_misspelt_word_is_answered_by_the_nearest_and_said_to_be(visit: Opener) -> None:
    for typed in ("Worrd", "ｗｏｒdd", "wrd"):  # three letters say too little
        page = visit(text=typed)
        word = f"下面是含有“Word”的{len(hits('word'))}篇" if typed != "wrd" else "没有找到"
        expect(page.locator("#results-status")).to_contain_text(word)
        if typed != "wrd":
            expect(page.locator("#results-list mark").first).to_have_text("Word")


def test_with_the_keyboard_alone(visit: Opener) -> None:
    page = visit(text="集体合同")
    expect(page.locator("#filters fieldset:not([hidden]) input").first).to_be_visible()
    page.locator("#filters summary").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#filters-groups")).to_be_hidden()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    first = page.locator("#filters fieldset:not([hidden]) input").first
    expect(first).to_be_focused()
    page.keyboard.press("Space")
    expect(first).to_be_checked()
    expect(page.locator("#chips a")).to_have_count(1)
    expect(first).to_be_focused()
    page.locator("#chips a").focus()
    page.keyboard.press("Enter")
    expect(first).not_to_be_checked()
    expect(page.locator("#results-status")).to_be_focused()


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("edition", EDITIONS)
def test_for_everybody(reader: Opener, library: str, edition: str, scheme: str, width: int) -> None:
    url = f"{library}{edition}search/?q={quote('集体合同专用纸')}&union=hz&group=year"
    page = reader(url, width, color_scheme=scheme)
    if width == 390:
        expect(page.locator("#filters-groups")).to_be_hidden()
        page.locator("#filters summary").click()
    expect(page.locator("#filters fieldset:not([hidden]) input").first).to_be_visible()
    expect(page.locator("#chips a")).to_be_visible()
    page.wait_for_load_state("networkidle")
    violations = Axe().run(page, options=AXE_OPTIONS).response["violations"]
    assert [(one["id"], [node["html"] for node in one["nodes"]]) for one in violations] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_targets_in_elder_mode(reader: Opener, library: str) -> None:
    url = f"{library}search/?q={quote('集体合同')}&union=hz"
    page = reader(url, 390, script="localStorage.setItem('bulletin.elder', 'yes')")
    page.locator("#filters summary").click()
    expect(page.locator("#filters fieldset:not([hidden]) input").first).to_be_visible()
    low = page.evaluate(
        """() => [...document.querySelectorAll("#results a, #results button, #results summary, #results label")]
          .filter((e) => e.checkVisibility() && !e.closest(".title") && e.getBoundingClientRect().height < 44)
          .map((e) => e.outerHTML.slice(0, 80))"""
    )
    assert low == []
    small = page.evaluate(
        """() => [...document.querySelectorAll("main *")].filter((e) => e.checkVisibility()
          && [...e.childNodes].some((n) => n.nodeType === 3 && n.data.trim())
          && parseFloat(getComputedStyle(e).fontSize) < 18).map((e) => e.outerHTML.slice(0, 80))"""
    )
    assert small == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
