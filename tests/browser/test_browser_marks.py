"""Marks on the page of a result in Chromium: in either script, under the page's own address, and gone at a click."""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import quote

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

Opener = Callable[..., Page]
AXE_OPTIONS = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
WITHOUT_HIGHLIGHTS = "delete window.Highlight; delete CSS.highlights; delete CSS.__proto__.highlights;"
MARKED = """() => "highlights" in CSS
  ? [...(CSS.highlights.get("search") ?? [])].map((range) => range.toString())
  : [...document.querySelectorAll("mark.asked")].map((mark) => mark.textContent)"""
ARTICLE = "() => document.querySelector('main article').innerHTML"
FIRST = "2026/09/item-0/"  # 市总工会召开集体合同协商推进会…


def places(page: Page, text: str) -> int:
    """How often the article's own text holds these words."""
    return str(page.locator("main article").text_content()).count(text)


@pytest.mark.parametrize("script", ["", WITHOUT_HIGHLIGHTS], ids=["highlights", "marks"])
@pytest.mark.parametrize(
    ("edition", "typed", "there"),
    [("", "集體合同", "集体合同"), ("hant/", "集体合同", "集體合同"), ("", "集体合同", "集体合同")],
)
def test_from_the_results(visit: Opener, edition: str, typed: str, there: str, script: str) -> None:
    page = visit(edition, typed, script=script)
    page.locator("#results-list h2 a").first.click()
    bar = page.locator(".marks-bar")
    expect(bar).to_be_visible()
    count = places(page, there)
    assert page.evaluate(MARKED) == [there] * count
    assert count > 0
    expect(bar.get_by_role("status")).to_contain_text(f"{typed}")
    expect(bar.get_by_role("status")).to_contain_text(f"{count}")
    assert "#" not in page.url
    assert "?" not in page.url
    canonical = page.locator("link[rel=canonical]").get_attribute("href")
    assert str(canonical).endswith(page.url.split("/", 3)[3])


def test_from_one_place_to_the_next(reader: Opener, library: str) -> None:
    page = reader(f"{library}{FIRST}#q={quote('集体合同 推进会')}", 390)
    bar = page.locator(".marks-bar")
    expect(bar).to_be_visible()
    count = len(page.evaluate(MARKED))
    assert count == places(page, "集体合同") + places(page, "推进会")
    for number in (*range(1, count + 1), 1):
        page.get_by_role("button", name="下一处").click()
        expect(bar.get_by_role("status")).to_have_text(f"第{number}处，共{count}处")
        page.wait_for_function(
            """() => { const [range] = CSS.highlights.get("search-current");
              const { top, bottom } = range.getBoundingClientRect(); return top >= 0 && bottom <= innerHeight; }"""
        )
        assert bar.is_visible()
    page.get_by_role("button", name="上一处").click()
    expect(bar.get_by_role("status")).to_have_text(f"第{count}处，共{count}处")


@pytest.mark.parametrize("script", ["", WITHOUT_HIGHLIGHTS], ids=["highlights", "marks"])
def test_they_last_until_they_are_cleared(reader: Opener, library: str, script: str) -> None:
    page = reader(f"{library}{FIRST}", script=script)
    plain = page.evaluate(ARTICLE)
    page.goto("about:blank")
    page.goto(f"{library}{FIRST}#q={quote('集體 合同')}")
    expect(page.locator(".marks-bar")).to_be_visible()
    page.reload()
    expect(page.locator(".marks-bar")).to_be_visible()
    assert page.evaluate(MARKED)
    page.get_by_role("button", name="清除").click()
    expect(page.locator(".marks-bar")).to_have_count(0)
    assert page.evaluate(MARKED) == []
    assert page.evaluate(ARTICLE) == plain
    expect(page.locator("#main")).to_be_focused()
    page.reload()
    page.wait_for_load_state("networkidle")
    expect(page.locator(".marks-bar")).to_have_count(0)


def test_marks_over_the_borders_of_elements(reader: Opener, library: str) -> None:
    """A word half in bold is one place; what stands above a ruby is no part of the text."""
    for script in ("", WITHOUT_HIGHLIGHTS):
        page = reader(f"{library}about/", script=script)
        page.route(
            f"{library}{FIRST}",
            lambda route: route.fulfill(
                body=route.fetch().text().replace(
                    '<div class="prose">', '<div class="prose"><p>说<b>集</b>体<ruby>合<rt>hé</rt></ruby>同的事</p>'
                ),
                content_type="text/html; charset=utf-8",
            ),
        )
        page.goto(f"{library}{FIRST}#q={quote('集体合同')}")
        expect(page.locator(".marks-bar")).to_be_visible()
        texts = [re.sub("hé", "", text) for text in page.evaluate(MARKED)]
        assert "".join(texts).startswith("集体合同" * 2)
        expect(page.locator(".prose p").first).to_have_text("说集体合hé同的事")


def test_what_was_typed_is_said_as_it_is(reader: Opener, library: str) -> None:
    page = reader(f"{library}{FIRST}#q={quote('集体合同 $& $$')}")
    expect(page.locator(".marks-bar").get_by_role("status")).to_contain_text("集体合同 $& $$")


@pytest.mark.parametrize("end", ["#q=%E9%9B%86%E4", "#q=", "#q=%20", f"#q={quote('毫不相干')}", "#other"])
def test_nothing_to_mark(reader: Opener, library: str, end: str) -> None:
    page = reader(f"{library}{FIRST}{end}")
    page.wait_for_load_state("networkidle")
    expect(page.locator(".marks-bar")).to_have_count(0)
    assert page.evaluate(MARKED) == []


def test_a_page_without_a_question_loads_nothing(reader: Opener, library: str) -> None:
    page = reader(f"{library}about/")
    requests: list[str] = []
    page.on("request", lambda request: requests.append(request.url))
    page.goto(f"{library}{FIRST}")
    page.wait_for_load_state("networkidle")
    assert not [url for url in requests if "search" in url]


def test_reading_needs_no_script(reader: Opener, library: str) -> None:
    page = reader(f"{library}{FIRST}#q={quote('集体合同')}", java_script_enabled=False)
    assert page.locator(".prose").is_visible()


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("script", ["", WITHOUT_HIGHLIGHTS], ids=["highlights", "marks"])
def test_for_everybody(reader: Opener, library: str, scheme: str, width: int, script: str) -> None:
    page = reader(f"{library}hant/{FIRST}#q={quote('集体合同')}", width, script=script, color_scheme=scheme)
    expect(page.locator(".marks-bar")).to_be_visible()
    page.get_by_role("button", name="下一處").click()
    page.wait_for_load_state("networkidle")
    violations = Axe().run(page, options=AXE_OPTIONS).response["violations"]
    assert [(one["id"], [node["html"] for node in one["nodes"]]) for one in violations] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
