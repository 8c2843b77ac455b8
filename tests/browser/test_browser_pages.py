"""The sample site in Chromium: every page type, both editions, phone and desktop, light and dark."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import partial
from http.server import ThreadingHTTPServer
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from bulletin.pipeline import Options, build
from bulletin.serve.preview import Handler

ROOT = Path(__file__).parent.parent.parent
NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
EDITIONS = ("", "hant/")
AXE_OPTIONS = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample site, built."""
    output = tmp_path_factory.mktemp("sample") / "public"
    report = build(Options(ROOT, NOW, output=output, has_cache=False), lambda *_: None, lambda _: None)
    assert not report.has_faults
    return output


@pytest.fixture(scope="session")
def address(sample: Path) -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Handler, sample, "/", "127.0.0.1"))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}/"
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="session")
def places(sample: Path) -> dict[str, str]:
    """One page of each type, below an edition's root; found in the built site, so that it follows the content."""
    pages = {path.parent.relative_to(sample).as_posix() + "/": path for path in sample.glob("[!h]*/**/index.html")}
    texts = {place: path.read_text(encoding="utf-8") for place, path in pages.items()}
    items = [place for place in sorted(texts) if place[:2] == "20"]

    def holding(mark: str) -> str:
        return next(place for place in items if mark in texts[place])

    return {
        "home": "",
        "item": items[0],
        "figure": holding("<figure"),
        "table": holding("rowspan="),
        "notice": holding('class="article notice"'),
        "section": next(place for place in sorted(texts) if place.startswith("sections/")),
        "union": next(place for place in sorted(texts) if place.startswith("unions/") and place.count("/") == 2),
        "author": next(place for place in sorted(texts) if place.startswith("authors/") and place.count("/") == 2),
        "tag": next(place for place in sorted(texts) if place.startswith("tags/") and place.count("/") == 2),
        "year": "archive/2026/",
        "month": "archive/2026/10/",
        "archive": "archive/",
        "unions": "unions/",
        "authors": "authors/",
        "tags": "tags/",
        "issue": "issues/2026-46/",
        "issues": "issues/",
        "search": "search/",
        "about": "about/",
        "404": "404.html",
    }


TYPES = (
    "home", "item", "figure", "table", "notice", "section", "union", "author", "tag", "year", "month", "archive",
    "unions", "authors", "tags", "issue", "issues", "search", "about", "404",
)  # fmt: skip


def opened(browser: Browser, url: str, width: int, scheme: str) -> tuple[Page, list[str]]:
    """The page, and everything that its console or the network complained of."""
    dark = scheme == "dark"
    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme="dark" if dark else "light")
    page = context.new_page()
    complaints: list[str] = []
    page.on("console", lambda said: complaints.append(said.text) if said.type in {"error", "warning"} else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("requestfailed", lambda request: complaints.append(request.url))
    page.on("response", lambda said: complaints.append(f"{said.status} {said.url}") if said.status > 399 else None)
    page.goto(url, wait_until="load")
    return page, complaints


@pytest.mark.parametrize("edition", EDITIONS, ids=["hans", "hant"])
@pytest.mark.parametrize("kind", TYPES)
def test_page(browser: Browser, address: str, places: dict[str, str], kind: str, edition: str) -> None:
    """No complaint, no sideways scrolling, no accessibility fault, the right language; in four looks."""
    for width, scheme in ((390, "light"), (390, "dark"), (1280, "light"), (1280, "dark")):
        page, complaints = opened(browser, address + edition + places[kind], width, scheme)
        assert complaints == [], (width, scheme)
        assert page.evaluate("document.documentElement.lang") == ("zh-Hant" if edition else "zh-Hans")
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0, f"{width}: scrolls sideways"
        violations = Axe().run(page, options=AXE_OPTIONS).response["violations"]
        found = [(one["id"], [node["target"] for node in one["nodes"]][:3]) for one in violations]
        assert found == [], (width, scheme)
        page.context.close()


@pytest.mark.parametrize("kind", ["home", "item", "issue", "notice"])
def test_the_switch_stays_on_the_page(browser: Browser, address: str, places: dict[str, str], kind: str) -> None:
    """There and back by the links, with JavaScript off."""
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address + places[kind])
    page.locator("header a[hreflang=zh-Hant]").first.click()
    assert page.url == address + "hant/" + places[kind]
    page.locator("header a[hreflang=zh-Hans]").first.click()
    assert page.url == address + places[kind]
    context.close()


def test_elder_mode(browser: Browser, address: str, places: dict[str, str]) -> None:
    """Text of at least 18 px, targets of at least 44 px, and it is remembered on the next page."""
    context = browser.new_context(viewport={"width": 390, "height": 900})
    page = context.new_page()
    page.goto(address + places["item"])
    page.get_by_role("button", name="长者模式").click()
    for place in (places["item"], places["issue"], ""):
        page.goto(address + place)
        small = page.evaluate(
            """() => [...document.querySelectorAll("body *")].filter((e) => e.checkVisibility()
              && !e.closest("rt, sup, sub") && [...e.childNodes].some((n) => n.nodeType === 3 && n.data.trim())
              && parseFloat(getComputedStyle(e).fontSize) < 18).map((e) => e.outerHTML.slice(0, 80))"""
        )
        assert small == []
        low = page.evaluate(
            """() => [...document.querySelectorAll("header a, header button, header input, nav a")]
              .filter((e) => e.checkVisibility() && e.getBoundingClientRect().height < 44
                && !e.matches(".skip, :focus-within .skip")).map((e) => e.outerHTML.slice(0, 80))"""
        )
        assert low == []
    context.close()


def test_reading_needs_no_script_and_no_other_host(browser: Browser, address: str, places: dict[str, str]) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    hosts: set[str] = set()
    page.on("request", lambda request: hosts.add(request.url.split("/")[2]))
    for kind in TYPES:
        page.goto(address + places[kind])
        assert page.locator("h1").count() == 1, kind
        assert page.locator("main").inner_text().strip()
    assert hosts == {address.split("/")[2]}
    context.close()


def test_prints(browser: Browser, address: str, places: dict[str, str]) -> None:
    """What serves the screen alone is not on paper."""
    page, _ = opened(browser, address + places["notice"], 1280, "light")
    page.emulate_media(media="print")
    assert not page.locator("nav").first.is_visible()
    assert not page.locator("form[role=search]").first.is_visible()
    assert page.locator("main h1").is_visible()
    assert len(page.pdf(prefer_css_page_size=True)) > 10_000
    page.context.close()
