"""The search page on a bad line: what failed is asked for again, nothing jumps, and "back" leads to where one left."""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import quote

import pytest
from library_search import engine
from playwright.sync_api import Browser, Page, Request, Route, expect

from bulletin.render.filters import title_parts
from bulletin.render.search.excerpt import excerpt
from bulletin.render.search.question import ask

Opener = Callable[..., Page]
TEXT = "推进会"
FAILED = re.compile("搜索没有成功")
ALL = f"找到{len(engine().search(ask(TEXT)))}篇"
_SHIFTS = """() => {
  window.shifts = [];
  const note = (list) => list.getEntries().forEach((one) => one.hadRecentInput || window.shifts.push(one.value));
  new PerformanceObserver(note).observe({type: "layout-shift", buffered: true});
}"""


class Line:
    """Requests that the pattern finds in an address fail until the line is mended."""

    def __init__(self, page: Page, pattern: str) -> None:
        self.is_cut = False
        self.failed: list[str] = []
        page.route(re.compile(pattern), self._take)

    def _take(self, route: Route, request: Request) -> None:
        if self.is_cut:
            self.failed.append(request.url)
            route.abort()
        else:
            route.continue_()


def module(page: Page, name: str) -> str:
    """URL of a script of the theme."""
    hrefs = page.evaluate("[...document.querySelectorAll('link[rel=modulepreload]')].map((l) => l.href)")
    return next(str(href) for href in hrefs if name in href)


@pytest.fixture
def page(browser: Browser, library: str) -> Page:
    """The search page; its console may complain of what the network did."""
    page = browser.new_page(base_url=library, viewport={"width": 390, "height": 844})
    return page


@pytest.mark.parametrize("how", ["enter", "button", "line"])
@pytest.mark.parametrize("broken", ["root\\.json", "shards/", "/texts/|/2026/"])
def test_what_failed_can_be_asked_for_again(page: Page, broken: str, how: str) -> None:
    line = Line(page, broken)
    page.goto("search/")
    line.is_cut = True
    page.get_by_role("searchbox").fill(TEXT)
    expect(page.locator("#results-status")).to_have_text(FAILED)
    expect(page.locator("#results-list")).not_to_have_attribute("aria-busy", "true")
    assert line.failed
    line.is_cut = False
    retry = page.get_by_role("button", name="再试一次")
    expect(retry).to_be_visible()
    if how == "enter":
        page.get_by_role("searchbox").press("Enter")
    elif how == "button":
        retry.click()
    else:
        page.evaluate("window.dispatchEvent(new Event('online'))")
    expect(page.locator("#results-status")).to_have_text(ALL)
    expect(page.locator("#results-list li")).to_have_count(10)
    expect(retry).to_be_hidden()
    if how == "button":
        expect(page.locator("#results-status")).to_be_focused()
    page.context.close()


def test_more_of_them_can_be_asked_for_again(page: Page) -> None:
    line = Line(page, "/texts/|/2026/")
    page.goto(f"search/?q={quote(TEXT)}")
    more = page.locator("#results-more")
    expect(more).to_be_visible()
    line.is_cut = True
    more.click()
    expect(more).to_have_text("再试一次")
    expect(more).to_be_focused()
    expect(page.locator("#results-status")).to_have_text(FAILED)
    expect(page.locator("#results-list li")).to_have_count(10)
    line.is_cut = False
    more.click()
    expect(page.locator("#results-list li")).to_have_count(20)
    expect(page.locator("#results-status")).to_have_text(ALL)
    page.context.close()


@pytest.mark.parametrize("broken", ["facets/names\\.json", "facets/union\\.json", "search-panel"])
def test_what_stands_around_the_results_takes_nothing_from_them(page: Page, broken: str) -> None:
    line = Line(page, broken)
    line.is_cut = True
    page.goto(f"search/?q={quote(TEXT)}")
    expect(page.locator("#results-list li")).to_have_count(10)
    page.locator("#filters summary").click()
    for _ in range(100):
        if not line.failed:
            page.wait_for_timeout(50)
    assert line.failed
    page.wait_for_load_state("networkidle")
    expect(page.locator("#results-status")).to_have_text(ALL)
    expect(page.locator("#results-list li")).to_have_count(10)
    if "names" not in broken:
        expect(page.locator("#filters-groups")).to_contain_text("搜索没有成功")
        line.is_cut = False
        page.locator("#filters summary").click()
        page.locator("#filters summary").click()
        expect(page.locator("#filters fieldset:not([hidden]) input").first).to_be_visible()
        expect(page.locator("#filters-groups")).not_to_contain_text("搜索没有成功")
    page.context.close()


@pytest.mark.parametrize("width", [390, 1280])
def test_nothing_jumps(reader: Opener, library: str, width: int) -> None:
    """Cumulative Layout Shift, which is good below 0.1; here names come later than results would."""
    page = reader(f"{library}about/", width=width, script=f"({_SHIFTS})()")
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    slow = {"offline": False, "latency": 60, "downloadThroughput": 250_000, "uploadThroughput": 250_000}
    session.send("Network.emulateNetworkConditions", slow)
    page.goto(f"{library}search/?q={quote('桐庐')}")
    expect(page.locator("#results-list li")).to_have_count(10, timeout=20_000)
    expect(page.locator("#suggestions a").first).to_be_visible()
    page.wait_for_load_state("networkidle")
    assert sum(page.evaluate("window.shifts")) < 0.02
    page.evaluate("window.shifts.length = 0")
    page.goto(f"{library}search/")
    page.wait_for_load_state("networkidle")
    page.get_by_role("searchbox").fill("桐庐")
    expect(page.locator("#results-list li")).to_have_count(10, timeout=20_000)
    page.wait_for_load_state("networkidle")
    assert sum(page.evaluate("window.shifts")) < 0.02


def test_back_to_where_the_reader_was(reader: Opener, library: str) -> None:
    page = reader(f"{library}search/?q={quote(TEXT)}", width=390)
    page.locator("#results-more").click()
    expect(page.locator("#results-list li")).to_have_count(20)
    link = page.locator("#results-list h2 a").nth(16)
    link.scroll_into_view_if_needed()
    place = page.evaluate("scrollY")
    assert place > 1000
    link.click()
    page.wait_for_url("**/2026/**")
    page.go_back()
    expect(page.locator("#results-list li")).to_have_count(20)
    expect(link).to_be_in_viewport()
    for _ in range(40):  # the browser, too, goes to where it thinks that was, once the page is long enough
        if abs(page.evaluate("scrollY") - place) < 60:
            break
        page.wait_for_timeout(50)
    assert abs(page.evaluate("scrollY") - place) < 60


TITLES = (
    "工会服务集中月开启 一张清单管到底", "“引题” 主题", "ABC 工会", "工会 ABC 通知", "一　二　三", "工会，  协商 合同",
    "没有空格", "QC 小组", "𠮷野 家", " 头尾 ", "一 二",
)  # fmt: skip


def test_titles_break_where_those_of_the_templates_do(reader: Opener, library: str) -> None:
    page = reader(f"{library}search/?q={quote(TEXT)}")
    expect(page.locator("#results-list .title .part").first).to_be_visible()
    found = page.evaluate(
        """async ([url, titles]) => {
          const { titled } = await import(url);
          return titles.map((title) => {
            const box = document.createElement("p");
            box.append(titled(title, [{start: 0, end: title.length}]));
            return [[...box.querySelectorAll(".part")].map((one) => one.textContent), box.textContent,
                    [...box.querySelectorAll("mark")].map((one) => one.textContent).join("")];
          });
        }""",
        [module(page, "search-result"), list(TITLES)],
    )
    for title, (parts, text, marked) in zip(TITLES, found, strict=True):
        assert [one.strip() for one in parts] == title_parts(title), title
        assert text == title
        assert "".join(marked.split()) == "".join(title.split()), title


CUTS = {
    "一" * 20 + "，" + "二" * 20 + "工会" + "三" * 200: "…" + "二" * 20 + "工会",
    "一" * 20 + "。” " + "二" * 19 + "工会" + "三" * 200: "…二",
    "一" * 20 + "7.2万" + "二" * 17 + "工会" + "三" * 200: "….2万",
    "，" * 60 + "工会" + "三" * 200: "…工会",
    "，" * 9 + "工会": "，" * 9 + "工会",
}


def test_no_excerpt_begins_with_a_comma(reader: Opener, library: str) -> None:
    page = reader(f"{library}search/?q={quote(TEXT)}")
    expect(page.locator("#results-list .title .part").first).to_be_visible()
    cuts = [[text, text.index("工会")] for text in CUTS]
    found = page.evaluate(
        """async ([url, cuts]) => {
          const { marked } = await import(url);
          return cuts.map(([text, at]) => {
            const box = document.createElement("p");
            box.append(marked(text, [{start: at, end: at + 2}], 100));
            return box.textContent;
          });
        }""",
        [module(page, "search-result"), cuts],
    )
    for text, shown in zip(CUTS, found, strict=True):
        assert shown.startswith(CUTS[text]), text
        plain = excerpt(f"<article><h1>一</h1><p>{text}</p></article>", [("工", "会")]).text
        assert plain[:20] == shown[:20], "bulletin search says the same"


def test_the_chosen_suggestion_is_seen_where_the_system_sets_the_colours(reader: Opener, library: str) -> None:
    page = reader(f"{library}about/", forced_colors="active")
    page.keyboard.press("/")
    page.keyboard.type("桐庐")
    option = page.get_by_role("option").first
    expect(option).to_be_visible()
    expect(option).to_have_css("outline-style", "none")
    page.keyboard.press("ArrowDown")
    expect(option).to_have_css("outline-style", "solid")


def test_on_paper_there_are_results_and_no_switches(reader: Opener, library: str) -> None:
    page = reader(f"{library}search/?q={quote('桐庐')}")
    expect(page.locator("#filters fieldset:not([hidden]) input").first).to_be_visible()
    page.emulate_media(media="print")
    for hidden in ("#filters", "#results-tools", "#suggestions", "#results-more", ".search-help", "#search button"):
        expect(page.locator(hidden)).to_be_hidden()
    expect(page.locator("#results-list li")).to_have_count(10)
    expect(page.get_by_role("searchbox")).to_be_visible()
