"""Reading without a network in Chromium: what was visited opens, what is new is asked for, and off means gone."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from library_search import engine
from library_site import publish, served, with_offline
from playwright.sync_api import Browser, BrowserContext, Error, Page, expect

from bulletin.render.search.question import ask

FIRST, SECOND = "2026/09/item-0/", "2026/09/item-1/"
KEPT = "async () => (await caches.keys()).filter((name) => name.startsWith('bulletin '))"
IS_ACTIVE = "async () => (await navigator.serviceWorker.ready).active.state === 'activated'"
HOLDS = """async (path) => Boolean(await caches.match(new URL(path, location.origin).href))"""


@pytest.fixture(scope="session")
def releases(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """The library with and without the option."""
    folder = tmp_path_factory.mktemp("offline")
    return publish(folder / "on", with_offline(True)), publish(folder / "off", with_offline(False))


@pytest.fixture
def current(releases: tuple[Path, Path], tmp_path: Path) -> Path:
    """What is served: a copy, so that a test may publish another release over it."""
    return Path(shutil.copytree(releases[0], tmp_path / "public"))


@pytest.fixture
def address(current: Path) -> Iterator[str]:
    with served(current) as url:
        yield url


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    made = browser.new_context(viewport={"width": 390, "height": 844})
    yield made
    made.close()


def replace_all(current: Path, release: Path) -> None:
    """Publishes a release over another; a minute later, since servers tell times in whole seconds."""
    shutil.copytree(release, current, dirs_exist_ok=True)
    for file in current.rglob("*"):
        os.utime(file, (file.stat().st_atime, file.stat().st_mtime + 60))


def until(page: Page, condition: str, arg: str = "") -> None:
    """Waits for an asynchronous condition, which ``wait_for_function`` would take for true at once."""
    for _ in range(100):
        if page.evaluate(condition, arg):
            return
        page.wait_for_timeout(100)
    raise AssertionError(condition)


def visited(context: BrowserContext, address: str, *paths: str) -> Page:
    page = context.new_page()
    for path in paths:
        page.goto(address + path)
        page.wait_for_load_state("networkidle")
        until(page, IS_ACTIVE)
        until(page, HOLDS, "/" + path.split("?")[0])
    return page


def test_what_was_visited_opens(context: BrowserContext, address: str) -> None:
    page = visited(context, address, FIRST, f"hant/{SECOND}")
    title = page.title()
    context.set_offline(True)
    page.goto(f"{address}hant/{SECOND}")
    assert page.title() == title
    page.goto(address + FIRST)  # visited before there was a worker
    expect(page.locator(".prose")).to_be_visible()
    size = page.evaluate("parseFloat(getComputedStyle(document.querySelector('.prose')).fontSize)")
    assert size == pytest.approx(18)  # its style sheets are there as well
    for path in ("", "hant/", "search/"):
        page.goto(address + path)
        expect(page.locator("h1").first).to_be_visible()


def test_what_was_not_visited_says_so(context: BrowserContext, address: str) -> None:
    page = visited(context, address, FIRST)
    context.set_offline(True)
    for edition, title in (("", "现在没有网络"), ("hant/", "現在沒有網路")):
        answer = page.goto(f"{address}{edition}{SECOND}")
        assert answer is not None
        assert answer.status == 503
        expect(page.locator("h1")).to_have_text(title)
        page.get_by_role("link", name="首页" if not edition else "首頁").first.click()
        page.wait_for_url(address + edition)


def test_a_search_that_was_made_can_be_made_again(context: BrowserContext, address: str) -> None:
    page = visited(context, address, f"search/?q={quote('集体合同')}")
    expect(page.locator("#results-list li")).to_have_count(10)
    page.wait_for_load_state("networkidle")
    page.reload()  # now by the worker, which keeps what was used
    expect(page.locator("#results-list li")).to_have_count(10)
    page.wait_for_load_state("networkidle")
    page.locator("#results-list h2 a").first.click()
    page.wait_for_load_state("networkidle")
    context.set_offline(True)
    page.goto(f"{address}search/?q={quote('集體合同')}")
    count = len(engine().search(ask("集体合同")))
    expect(page.locator("#results-status")).to_have_text(f"找到{count}篇")
    expect(page.locator("#results-list mark").first).to_have_text("集体合同")
    page.locator("#results-list h2 a").first.click()
    expect(page.locator(".marks-bar")).to_be_visible()
    page.goto(f"{address}search/?q={quote('驿站皇后码头')}")
    expect(page.locator("#results-status")).to_contain_text("搜索没有成功")


def test_news_is_asked_for_anew(context: BrowserContext, address: str, current: Path) -> None:
    page = visited(context, address, FIRST)
    file = current / FIRST / "index.html"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace('class="prose">', 'class="prose"><p id="new">新</p>'), encoding="utf-8")
    page.goto(address + FIRST)
    expect(page.locator("#new")).to_be_visible()
    context.set_offline(True)
    page.reload()
    expect(page.locator("#new")).to_be_visible()


def test_a_new_release_takes_the_place_of_the_old(context: BrowserContext, address: str, current: Path) -> None:
    page = visited(context, address, FIRST)
    before = set(page.evaluate(KEPT))
    worker = current / "offline.js"
    text = worker.read_text(encoding="utf-8")
    worker.write_text(text.replace('"version":"', '"version":"new'), "utf-8")
    page.goto(f"{address}about/")
    page.evaluate("async () => (await navigator.serviceWorker.ready).update()")
    until(page, f"async () => (await ({KEPT})()).some((name) => name.includes('shell new'))")
    until(page, f"async () => (await ({KEPT})()).length === {len(before)}")
    assert len(set(page.evaluate(KEPT)) - before) == 1


def test_switched_off_it_clears_itself_away(
    context: BrowserContext, address: str, current: Path, releases: tuple[Path, Path]
) -> None:
    page = visited(context, address, FIRST)
    assert page.evaluate(KEPT)
    replace_all(current, releases[1])
    page.goto(f"{address}about/")
    until(page, "async () => (await navigator.serviceWorker.getRegistrations()).length === 0")
    until(page, f"async () => (await ({KEPT})()).length === 0")
    page.close()  # a browser may leave it under the empty worker to its end
    page = context.new_page()
    page.goto(address + SECOND)
    page.wait_for_load_state("networkidle")
    assert page.evaluate("async () => (await navigator.serviceWorker.getRegistrations()).length") == 0
    assert page.evaluate(KEPT) == []
    context.set_offline(True)
    with pytest.raises(Error, match=r"ERR_INTERNET_DISCONNECTED|ERR_FAILED"):
        page.goto(address + FIRST)


def test_off_is_the_default(context: BrowserContext, library: str) -> None:
    page = context.new_page()
    requests: list[str] = []
    page.on("request", lambda request: requests.append(request.url))
    page.goto(library + FIRST)
    page.wait_for_load_state("networkidle")
    assert not [url for url in requests if "offline" in url]
    assert page.evaluate("async () => (await navigator.serviceWorker.getRegistrations()).length") == 0
