"""The search field of every page in Chromium: suggestions, keys, input methods, and how little it costs."""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import quote

import pytest
from axe_playwright_python.sync_playwright import Axe
from library_search import engine
from playwright.sync_api import Locator, Page, Route, expect

from bulletin.render.search.question import ask

Opener = Callable[..., Page]
EDITIONS = ("", "hant/")
AXE_OPTIONS = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}


def field(page: Page) -> Locator:
    return page.locator(".nameplate .find input")


def options(page: Page) -> Locator:
    return page.get_by_role("option")


def asked(page: Page, text: str, edition: str = "") -> list[str]:
    """Types the words; gives the titles' addresses that the engine would have suggested."""
    field(page).fill(text)
    found = engine().search(ask(text))
    expect(page.get_by_role("option", name=re.compile(f"全部{len(found)}篇"))).to_be_visible()
    expect(page.locator(".quick .aside", has_text=re.compile("20[0-9]{2}-"))).to_have_count(min(5, len(found)))
    return [f"/{edition}{engine().path(number)}#q={quote(text)}" for number in found[:5]]


def test_a_page_that_is_read_loads_nothing_of_it(reader: Opener, library: str) -> None:
    page = reader(f"{library}about/")
    requests: list[str] = []
    page.on("request", lambda request: requests.append(request.url))
    page.reload()
    page.wait_for_load_state("networkidle")
    assert not [url for url in requests if "search" in url or "quick" in url]
    field(page).focus()
    expect(field(page)).to_have_attribute("role", "combobox")
    page.wait_for_load_state("networkidle")
    ours = [url for url in requests if "search" in url or "quick" in url]
    assert len(ours) == len(set(ours)) > 3
    field(page).blur()
    field(page).focus()
    page.wait_for_timeout(200)
    assert [url for url in requests if "search" in url or "quick" in url] == ours


@pytest.mark.parametrize("edition", EDITIONS)
@pytest.mark.parametrize("text", ["桐庐", "桐廬", "集體合同", "集体合同"])
def test_either_script_in_either_edition(reader: Opener, library: str, edition: str, text: str) -> None:
    page = reader(f"{library}{edition}about/")
    titles = asked(page, text, edition)
    hrefs = [options(page).nth(at).get_attribute("href") for at in range(options(page).count())]
    assert [href for href in hrefs if href in titles] == titles
    if text.startswith("桐"):
        assert hrefs[0] == f"/{edition}unions/tonglu/"
        expect(page.locator(".quick mark").first).to_have_text("桐廬" if edition else "桐庐")
    expect(page.locator(".find [role=status]")).to_contain_text(f"找到{len(engine().search(ask(text)))}篇")
    options(page).first.click()
    page.wait_for_url(re.compile(re.escape(str(hrefs[0]).split("#")[0])))
    expect(page.locator("h1")).to_be_visible()


def test_the_pattern_of_the_authoring_practices(reader: Opener, library: str) -> None:
    page = reader(f"{library}about/")
    box = field(page)
    asked(page, "桐庐")
    expect(box).to_have_attribute("aria-expanded", "true")
    expect(box).to_have_attribute("aria-autocomplete", "list")
    assert page.locator(f"#{box.get_attribute('aria-controls')}[role=listbox]").count() == 1
    assert box.get_attribute("aria-activedescendant") is None
    last = options(page).count() - 1

    def chosen(number: int | None) -> None:
        expect(box).to_be_focused()
        selected = page.locator("[role=option][aria-selected=true]")
        if number is None:
            expect(selected).to_have_count(0)
            assert box.get_attribute("aria-activedescendant") is None
        else:
            expect(selected).to_have_count(1)
            assert selected.get_attribute("id") == options(page).nth(number).get_attribute("id")
            assert box.get_attribute("aria-activedescendant") == selected.get_attribute("id")

    for key, number in (
        ("ArrowDown", 0), ("ArrowDown", 1), ("ArrowUp", 0), ("ArrowUp", None), ("ArrowUp", last), ("ArrowDown", None),
        ("ArrowDown", 0), ("Home", None), ("ArrowUp", last), ("End", None), ("ArrowDown", 0),
    ):  # fmt: skip
        box.press(key)
        chosen(number)
    expect(box).to_have_value("桐庐")  # an option chosen with the arrows does not change what was typed
    box.press("Escape")
    expect(box).to_have_attribute("aria-expanded", "false")
    expect(options(page).first).to_be_hidden()
    assert box.get_attribute("aria-activedescendant") is None
    expect(box).to_have_value("桐庐")
    box.press("Alt+ArrowDown")
    expect(box).to_have_attribute("aria-expanded", "true")
    chosen(None)
    box.press("Escape")
    box.press("Escape")
    expect(box).to_have_value("")
    asked(page, "桐庐")
    box.press("Tab")
    expect(box).to_have_attribute("aria-expanded", "false")


def test_enter_opens_what_is_chosen_and_else_searches(reader: Opener, library: str) -> None:
    page = reader(f"{library}about/")
    asked(page, "桐庐")
    field(page).press("ArrowDown")
    field(page).press("Enter")
    page.wait_for_url("**/unions/tonglu/")
    asked(page, "面条")
    field(page).press("Enter")
    page.wait_for_url(f"**/search/?q={quote('面条')}")
    expect(page.locator("#results-list li").first).to_be_visible()


def test_keys_that_lead_to_the_field(reader: Opener, library: str) -> None:
    page = reader(f"{library}about/")
    for key in ("/", "Control+k", "Meta+k"):
        page.keyboard.press(key)
        expect(field(page)).to_be_focused()
        expect(field(page)).to_have_value("")
        field(page).press_sequentially("/")  # while writing it is a character
        expect(field(page)).to_have_value("/")
        field(page).fill("")
        field(page).blur()
    page.evaluate(
        "document.querySelector('main').append(Object.assign(document.createElement('textarea'), {id: 'letter'}))"
    )
    page.locator("#letter").focus()
    page.keyboard.press("/")
    page.keyboard.press("Control+k")
    expect(page.locator("#letter")).to_be_focused()
    assert page.locator("#letter").input_value().startswith("/")


def test_an_input_method_is_left_in_peace(reader: Opener, library: str) -> None:
    page = reader(f"{library}about/")
    field(page).focus()
    expect(field(page)).to_have_attribute("role", "combobox")
    session = page.context.new_cdp_session(page)
    url = page.url
    for part in ("t", "to", "ton", "tong l"):
        session.send("Input.imeSetComposition", {"text": part, "selectionStart": len(part), "selectionEnd": len(part)})
        page.wait_for_timeout(60)
    for key, code in (("ArrowDown", 40), ("Escape", 27), ("Enter", 13)):
        event = {"key": key, "code": key, "windowsVirtualKeyCode": 229 if key == "Enter" else code}
        session.send("Input.dispatchKeyEvent", {"type": "rawKeyDown", **event})
        session.send("Input.dispatchKeyEvent", {"type": "keyUp", **event})
    page.wait_for_timeout(400)
    assert page.url == url
    expect(options(page)).to_have_count(0)
    session.send("Input.insertText", {"text": "桐庐"})
    expect(options(page).first).to_be_visible()
    expect(field(page)).to_have_value("桐庐")
    # Safari's Enter that ends a composition comes after it, with the code 229.
    stopped = page.evaluate(
        """() => { const box = document.querySelector('.nameplate .find input');
          const key = new KeyboardEvent('keydown', {key: 'Enter', keyCode: 229, bubbles: true, cancelable: true});
          return !box.dispatchEvent(key); }"""
    )
    assert stopped
    assert page.url == url


def test_escape_is_the_last_word(reader: Opener, library: str) -> None:
    """What was still on its way then opens nothing."""
    page = reader(f"{library}about/")
    held: list[Route] = []
    is_open: list[bool] = []
    page.route("**/texts/*", lambda route: route.continue_() if is_open else held.append(route))
    field(page).fill("桐庐")
    expect(options(page).first).to_be_visible()  # names of unions; titles come later
    field(page).press("Escape")
    expect(page.locator("#quick")).to_be_hidden()
    page.wait_for_timeout(200)
    assert held
    is_open.append(True)
    for route in held:
        route.continue_()
    page.wait_for_load_state("networkidle")
    page.wait_for_timeout(200)
    expect(page.locator("#quick")).to_be_hidden()
    expect(field(page)).to_have_value("桐庐")
    field(page).press("ArrowDown")
    expect(page.locator("#quick")).to_be_visible()


def test_nothing_found_is_said(reader: Opener, library: str) -> None:
    page = reader(f"{library}about/")
    field(page).fill("毫不相干")
    expect(page.locator(".find [role=status]")).to_contain_text("没有完全相符的")
    expect(field(page)).to_have_attribute("aria-expanded", "false")


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("place", ["", "hant/about/"])
def test_for_everybody(reader: Opener, library: str, place: str, scheme: str, width: int) -> None:
    page = reader(library + place, width, color_scheme=scheme)
    asked(page, "桐庐", "hant/" if "hant" in place else "")
    field(page).press("ArrowDown")
    page.wait_for_load_state("networkidle")
    violations = Axe().run(page, options=AXE_OPTIONS).response["violations"]
    assert [(one["id"], [node["html"] for node in one["nodes"]]) for one in violations] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    box = page.locator(".quick").bounding_box()
    assert box is not None
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= width


def test_targets_in_elder_mode(reader: Opener, library: str) -> None:
    page = reader(f"{library}about/", 390, script="localStorage.setItem('bulletin.elder', 'yes')")
    asked(page, "桐庐")
    heights = [options(page).nth(at).bounding_box() for at in range(options(page).count())]
    assert all(box is not None and box["height"] >= 44 for box in heights)


def test_without_script_it_is_a_form(reader: Opener, library: str) -> None:
    page = reader(f"{library}hant/about/", java_script_enabled=False)
    page.get_by_role("searchbox").fill("工會")
    page.get_by_role("searchbox").press("Enter")
    assert page.url == f"{library}hant/search/?q={quote('工會')}"
    assert page.locator(".archives a").count() >= 5


_LISTEN = """() => {
    const status = document.getElementById("results-status");
    window.said = [];
    new MutationObserver(() => window.said.push(status.textContent)).observe(
        status, {childList: true, characterData: true, subtree: true});
}"""  # what is said for half a second only would be missed by looking now and then


def test_a_slow_line(reader: Opener, library: str) -> None:
    """80 ms a request and 1 Mbit/s: what is under way is said, and an older answer never stands over a newer one."""
    page = reader(f"{library}about/")
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    slow = {"offline": False, "latency": 80, "downloadThroughput": 125_000, "uploadThroughput": 125_000}
    session.send("Network.emulateNetworkConditions", slow)
    field(page).press_sequentially("集体", delay=20)
    page.wait_for_timeout(150)
    field(page).press_sequentially("合同协商", delay=30)
    count = len(engine().search(ask("集体合同协商")))
    expect(page.get_by_role("option", name=re.compile(f"全部{count}篇"))).to_be_visible()
    field(page).press("Enter")
    page.wait_for_url("**/search/?q=*")
    expect(page.locator("#results-status")).to_have_text(f"找到{count}篇")  # only then does the page listen
    session.send("Network.setCacheDisabled", {"cacheDisabled": True})
    session.send("Network.emulateNetworkConditions", {**slow, "latency": 800})
    page.evaluate(_LISTEN)
    page.get_by_role("searchbox").fill("职工")
    other = len(engine().search(ask("职工")))
    expect(page.locator("#results-status")).to_have_text(f"找到{other}篇", timeout=20_000)
    assert "正在搜索……" in page.evaluate("window.said")
    page.get_by_role("searchbox").fill("干果")
    found = engine().search(ask("干果"))
    expect(page.locator("#results-status")).to_have_text(f"找到{len(found)}篇", timeout=20_000)
    expect(page.locator("#results-list li")).to_have_count(10, timeout=20_000)
    first = page.locator("#results-list h2 a").first.get_attribute("href")
    assert first == f"/{engine().path(found[0])}#q={quote('干果')}"
