"""Chromium opens the page types: axe finds nothing, nothing overflows, the switches do what they say."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import PurePosixPath
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Route
from playwright.sync_api import Page as Tab
from rendered_theme import pages, theme

SITE = "https://union.example"
TYPES = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}
PIXEL = '<svg xmlns="http://www.w3.org/2000/svg" width="16" height="9"/>'
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
PHONE, DESK = ("hans", "light", 390), ("hant", "dark", 1280)
LOOKED_AT = [
    *((template, *PHONE) for template in ("home.html", "item.html", "notice.html", "section.html", "search.html")),
    *((template, *DESK) for template in ("home.html", "item.html", "issue.html", "unions.html")),
]


@contextmanager
def opened(browser: Browser, text: str, name: str = "plain", **settings: Any) -> Iterator[tuple[Tab, list[str]]]:
    """The page in a tab of its own, with all that the browser complained of."""
    assets = dict(theme(name).assets)
    context = browser.new_context(**settings)
    complaints: list[str] = []

    def answer(route: Route) -> None:
        path = PurePosixPath(route.request.url.removeprefix(SITE))
        if route.request.resource_type == "document":
            route.fulfill(body=text, content_type="text/html; charset=utf-8")
        elif path.parts[1:2] == ("assets",):
            route.fulfill(body=assets[path.name], content_type=TYPES[path.suffix])
        else:
            route.fulfill(body=PIXEL, content_type="image/svg+xml")

    context.route("**/*", answer)
    tab = context.new_page()
    tab.on("console", lambda message: complaints.append(message.text))
    tab.on("pageerror", lambda error: complaints.append(str(error)))
    tab.goto(f"{SITE}/")
    yield tab, complaints
    context.close()


def page_of(template: str, label: str = "hans", name: str = "plain") -> str:
    return next(text for key, text in pages(name).items() if key.startswith(f"{label} {template}"))


@pytest.mark.parametrize(("template", "label", "scheme", "width"), LOOKED_AT)
def test_page(browser: Browser, template: str, label: str, scheme: str, width: int) -> None:
    size = {"width": width, "height": 800}
    with opened(browser, page_of(template, label), color_scheme=scheme, viewport=size) as (tab, complaints):
        assert tab.evaluate("document.documentElement.scrollWidth") <= width
        found = Axe().run(tab, options={"runOnly": RULES}).response["violations"]
        assert not found, json.dumps([(v["id"], [n["html"] for n in v["nodes"]]) for v in found], ensure_ascii=False)
        assert complaints == []


@pytest.mark.parametrize("template", ["home.html", "notice.html"])
def test_narrowest_phone_scrolls_one_way_only(browser: Browser, template: str) -> None:
    with opened(browser, page_of(template), viewport={"width": 320, "height": 600}) as (tab, _):
        assert tab.evaluate("document.documentElement.scrollWidth") <= 320


@pytest.mark.parametrize("template", ["home.html", "item.html", "issue.html"])
def test_an_address_in_a_title_does_not_widen_the_page(browser: Browser, template: str) -> None:
    text = page_of(template).replace("骑手驿站亮灯到凌晨", f"https://union.example/{'long/' * 30}")
    with opened(browser, text, viewport={"width": 390, "height": 600}) as (tab, _):
        assert tab.evaluate("document.documentElement.scrollWidth") <= 390


def test_without_script_nothing_is_offered_that_needs_it(browser: Browser) -> None:
    with opened(browser, page_of("item.html"), java_script_enabled=False) as (tab, _):
        assert not tab.locator("[data-tools]").is_visible()
        assert not tab.locator("[data-today]").is_visible()
        assert tab.locator(".prose").is_visible()
        assert tab.locator(".switch a").first.is_visible()


def test_dark_switch_is_remembered(browser: Browser) -> None:
    ground = "getComputedStyle(document.body).backgroundColor"
    with opened(browser, page_of("item.html"), color_scheme="light") as (tab, complaints):
        light, button = tab.evaluate(ground), tab.locator("[data-switch=dark]")
        assert button.get_attribute("aria-pressed") == "false"
        button.click()
        dark = tab.evaluate(ground)
        assert dark != light
        tab.reload()
        assert tab.evaluate(ground) == dark
        assert button.get_attribute("aria-pressed") == "true"
        button.click()
        assert tab.evaluate(ground) == light
        assert tab.evaluate("localStorage.length") == 0  # the system's choice needs no memory
        assert complaints == []


@pytest.mark.parametrize("template", ["notice.html", "home.html", "section.html", "issue.html", "tag.html"])
def test_elder_mode_is_large_and_remembered(browser: Browser, template: str) -> None:
    sizes = """() => [...document.querySelectorAll('main *, header *, footer *')]
        .filter(e => [...e.childNodes].some(n => n.nodeType === 3 && n.data.trim()) && e.offsetParent
                     && !e.closest('rt, sup, sub'))
        .map(e => parseFloat(getComputedStyle(e).fontSize))"""
    targets = """() => [...document.querySelectorAll('a, button, input')]
        .filter(e => e.offsetParent && !e.closest('.prose, .skip, .title'))
        .map(e => [e.outerHTML, e.getBoundingClientRect().height, e.getBoundingClientRect().width])
        .filter(([html, height, width]) => height < 44 || width < 44)"""
    phone = {"width": 390, "height": 800}
    with opened(browser, page_of(template), viewport=phone) as (tab, _):
        tab.locator("[data-switch=elder]").click()
        tab.reload()
        assert tab.locator("[data-switch=elder]").get_attribute("aria-pressed") == "true"
        assert min(tab.evaluate(sizes)) >= 18
        assert tab.evaluate(targets) == []
        assert tab.evaluate("document.documentElement.scrollWidth") <= 390


def test_today_is_said_in_both_calendars(browser: Browser) -> None:
    with opened(browser, page_of("home.html"), viewport={"width": 1280, "height": 800}) as (tab, _):
        today = tab.locator("[data-today]")
        assert today.is_visible()
        assert today.inner_text().startswith("今天是20")
        assert "星期" in today.inner_text()
        assert "年" in today.inner_text().split(" ")[-1]


def test_script_survives_a_browser_without_storage(browser: Browser) -> None:
    broken = "Object.defineProperty(window, 'localStorage', {get() { throw new Error('off') }})"
    with opened(browser, page_of("item.html")) as (tab, complaints):
        tab.add_init_script(broken)
        tab.reload()
        tab.locator("[data-switch=dark]").click()
        assert tab.locator("[data-switch=dark]").get_attribute("aria-pressed") == "true"
        assert complaints == []


def test_clreq(browser: Browser) -> None:
    """W3C Requirements for Chinese Text Layout, as far as a browser says what it does."""
    style = "(css, name) => getComputedStyle(document.querySelector(css)).getPropertyValue(name)"
    with opened(browser, page_of("item.html")) as (tab, _):
        def of(css: str, name: str) -> str:
            return str(tab.evaluate(f"([css, name]) => ({style})(css, name)", [css, name]))

        indent, size = float(of(".prose p", "text-indent")[:-2]), float(of(".prose p", "font-size")[:-2])
        assert indent == pytest.approx(2 * size)
        assert of(".prose p", "text-align") == "justify"
        assert of("body", "line-break") == "strict"
        assert of(".prose .dot", "text-emphasis-position") in ("under", "under right")
        assert of(".prose ruby", "ruby-position") == "over"


def test_an_issue_on_paper_holds_all_its_articles(browser: Browser) -> None:
    with opened(browser, page_of("issue.html")) as (tab, _):
        cards, texts = tab.locator(".entry .card"), tab.locator(".entry .full-text")
        assert cards.count() == texts.count() > 5
        assert all(one.is_visible() for one in cards.all())
        assert not any(one.is_visible() for one in texts.all())
        tab.emulate_media(media="print")
        assert not any(one.is_visible() for one in cards.all())
        assert all(one.is_visible() for one in texts.all())
        assert all(one.is_visible() for one in tab.locator(".full-text .prose").all())
        ids: list[str] = tab.evaluate("[...document.querySelectorAll('[id]')].map(one => one.id)")
        assert len(ids) == len(set(ids))


def test_what_is_folded_is_read_on_paper(browser: Browser) -> None:
    folded = "<details><summary>十二讲目录</summary><p>第一讲　讲原文</p></details>"
    text = page_of("item.html").replace('<div class="prose">', f'<div class="prose">{folded}', 1)
    with opened(browser, text) as (tab, _):
        lines = tab.locator("details > p").first
        seen = "e => e.checkVisibility({contentVisibilityAuto: true}) && e.getBoundingClientRect().height > 10"
        assert not lines.evaluate(seen)
        tab.emulate_media(media="print")
        assert lines.evaluate(seen)


def test_who_took_the_photo_is_not_alone_on_a_sheet(browser: Browser) -> None:
    with opened(browser, page_of("issue.html")) as (tab, _):
        tab.emulate_media(media="print")
        breaks = "found => found.map(e => getComputedStyle(e).breakBefore)"
        assert set(tab.locator(".full-text .credits").evaluate_all(breaks)) == {"avoid"}


def test_a_signature_is_not_alone_on_a_sheet(browser: Browser) -> None:
    """GB/T 9704: no sheet begins with the signature."""
    with opened(browser, page_of("notice.html")) as (tab, _):
        tab.emulate_media(media="print")
        last = tab.locator(".notice > .prose > :last-child")
        assert last.evaluate("e => getComputedStyle(e).breakAfter") == "avoid"


def test_print_leaves_the_site_out(browser: Browser) -> None:
    with opened(browser, page_of("notice.html"), color_scheme="dark") as (tab, _):
        tab.emulate_media(media="print", color_scheme="dark")
        for css in (".masthead", ".breadcrumb", ".neighbours", ".related", ".imprint", ".tags"):
            assert not tab.locator(css).first.is_visible(), css
        assert tab.locator(".signature").is_visible()
        assert tab.evaluate("getComputedStyle(document.body).color") == "rgb(0, 0, 0)"
