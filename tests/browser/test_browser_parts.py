"""Titles and excerpts from parts of files, and without them: where a host sends whole files only, where a browser can't
inflate, and where what comes is not what was asked for. A reader sees the same in all of these."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from library_search import engine
from library_site import Whole, served
from playwright.sync_api import Browser, Page, expect

from bulletin.render.search.question import ask

Opener = Callable[..., Page]
QUESTIONS = ("職工服務平台上線", "面条 头发", "来源:杭州")
NO_INFLATE = "delete globalThis.DecompressionStream"


@pytest.fixture(scope="session")
def whole(published: Path) -> Iterator[str]:
    """The library on a host that knows nothing of parts."""
    with served(published, Whole) as address:
        yield address


def shown(page: Page) -> list[list[str]]:
    """What the results say, and where they lead."""
    expect(page.locator("#results-list li").first).to_be_visible()
    page.wait_for_load_state("networkidle")
    found: list[list[str]] = page.evaluate(
        """() => [...document.querySelectorAll("#results-list li")].map((one) => [
          new URL(one.querySelector("a").href).pathname,
          ...["h2", ".summary", ".marks"].map((name) => one.querySelector(name)?.textContent ?? ""),
          one.querySelector("time")?.dateTime ?? "",
        ])"""
    )
    return found


def asked_by(page: Page) -> list[str]:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    return asked


@pytest.mark.parametrize("question", QUESTIONS)
@pytest.mark.parametrize("edition", ["", "hant/"])
def test_the_same_from_parts_and_from_pages(
    reader: Opener, library: str, whole: str, edition: str, question: str
) -> None:
    by_parts = reader(f"{library}{edition}search/")
    asked = asked_by(by_parts)
    by_parts.goto(f"{library}{edition}search/?q={quote(question)}")
    found = shown(by_parts)
    assert [url for url in asked if "/2026/" in url] == []
    by_pages = reader(f"{whole}{edition}search/")
    asked = asked_by(by_pages)
    by_pages.goto(f"{whole}{edition}search/?q={quote(question)}")
    assert shown(by_pages) == found
    assert len([url for url in asked if "/2026/" in url]) == len(found) > 0
    assert len(found) == min(10, len(engine().search(ask(question))))


def test_a_browser_that_can_not_inflate(reader: Opener, library: str) -> None:
    page = reader(f"{library}search/?q={quote('集体合同')}", script=NO_INFLATE)
    expect(page.locator("#results-list .summary mark").first).to_have_text("集体合同")
    assert len(shown(page)) == 10


def test_a_host_is_asked_for_no_more_parts(reader: Opener, whole: str) -> None:
    """What it has refused once it is not asked again."""
    page = reader(f"{whole}search/?q={quote('集体合同')}")
    assert len(shown(page)) == 10
    asked = asked_by(page)
    page.get_by_role("searchbox").fill("技能比武")
    expect(page.locator("#results-list mark").first).to_have_text("技能比武")
    page.wait_for_load_state("networkidle")
    assert [url for url in asked if "/texts/" in url] == []


@pytest.mark.parametrize(
    ("status", "body"),
    [(206, b""), (206, b"\x00" * 4000), (416, b""), (500, b"no"), (200, b"\x00")],
    ids=["nothing", "other bytes", "no such part", "error", "whole"],
)
def test_what_comes_is_not_what_was_asked_for(browser: Browser, library: str, status: int, body: bytes) -> None:
    page = browser.new_page()
    page.route(re.compile("/texts/"), lambda route: route.fulfill(status=status, body=body))
    page.goto(f"{library}search/")
    page.get_by_role("searchbox").fill("集体合同")
    expect(page.locator("#results-list .summary mark").first).to_have_text("集体合同")
    assert len(shown(page)) == 10
    page.close()


def test_suggestions_come_from_parts(reader: Opener, library: str) -> None:
    page = reader(library)
    asked = asked_by(page)
    field = page.locator(".nameplate .find input")
    field.focus()
    field.fill("集体合同")
    expect(page.locator(".quick [role=option]").first).to_be_visible()
    page.wait_for_load_state("networkidle")
    assert any("/texts/" in url for url in asked)
    assert [url for url in asked if "/2026/" in url] == []
    assert [url for url in asked if re.search("/facets/(?!names)", url)] == []  # members are for filters only
