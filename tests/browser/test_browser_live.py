"""The open page of the preview in Chromium: what is saved is shown, at the same place; what is wrong lies over it."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path
from subprocess import PIPE
from typing import Literal
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect
from sites.make_site import item, write_site

ROOT = Path(__file__).parent.parent.parent
AXE_OPTIONS = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
LONG = "\n\n".join(f"第{number}段。工会干部走访职工家庭，送去慰问。" for number in range(60))
PLACE = "2026/09/item-0004/"


@pytest.fixture(scope="module", autouse=True)
def patience() -> Iterator[None]:
    """A busy machine builds in seconds."""
    expect.set_options(timeout=20_000)
    yield
    expect.set_options(timeout=None)


@pytest.fixture(scope="module")
def started(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, str]]:
    """``bulletin serve`` as a user runs it, and the site's content/."""
    site = write_site(tmp_path_factory.mktemp("live"), 6)
    command = [sys.executable, "-m", "bulletin", "serve", str(site), "--port", "0", "--lang", "zh-Hans"]
    environment = {**os.environ, "SOURCE_DATE_EPOCH": "1795500000", "PYTHONPATH": str(ROOT)}
    with subprocess.Popen(command, stdout=PIPE, stderr=subprocess.DEVNULL, env=environment, text=True) as server:
        assert server.stdout is not None
        address = re.search(r"http://[^/]+/bulletin/", server.stdout.readline())
        assert address
        yield site / "content", address[0]
        server.terminate()
        server.wait(20)


@pytest.fixture
def content(started: tuple[Path, str]) -> Iterator[Path]:
    """As it was after each test."""
    kept = {path: path.read_bytes() for path in started[0].rglob("*") if path.is_file()}
    yield started[0]
    shutil.rmtree(started[0].parent / "themes", ignore_errors=True)
    for path, data in kept.items():
        path.parent.mkdir(exist_ok=True)
        if not path.exists() or path.read_bytes() != data:
            path.write_bytes(data)


_states = count()


@pytest.fixture
def address(started: tuple[Path, str], content: Path) -> str:
    """Once everything that the test before left is shown no more."""
    state = f"状态{next(_states)}号。"
    (content / "2026" / "item-0004.md").write_text(item(4, f"{LONG}\n\n{state}"), encoding="utf-8")
    until_shown(started[1], state)
    return started[1]


def until_shown(address: str, text: str) -> None:
    end = time.monotonic() + 30
    while text not in read(address + PLACE):
        assert time.monotonic() < end
        time.sleep(0.05)


def read(url: str) -> str:
    try:
        with urlopen(url) as answer:
            return str(answer.read().decode())
    except HTTPError as error:
        with error:
            return ""


Opened = Callable[[str], Page]


@pytest.fixture
def opened(browser: Browser, address: str) -> Iterator[Opened]:
    """Opens a page that hears of changes; marks it, to see whether it was loaded again."""
    context = browser.new_context(locale="zh-CN", viewport={"width": 1280, "height": 700})

    def open_page(path: str) -> Page:
        page = context.new_page()
        with page.expect_request("**/_live?page=*"):
            page.goto(address + path)
        page.evaluate("window.isSame = true")
        return page

    yield open_page
    context.close()


def edit(content: Path, old: str, new: str, name: str = "2026/item-0004.md") -> None:
    path = content / name
    path.write_text(path.read_text("utf-8").replace(old, new), encoding="utf-8")


def is_same(page: Page) -> bool:
    return bool(page.evaluate("window.isSame === true"))


def test_what_is_saved_is_shown_at_the_same_place(content: Path, opened: Opened) -> None:
    page = opened(PLACE)
    expect(page.get_by_text("第50段。")).to_be_attached()
    page.evaluate("window.scrollTo(0, 700)")
    page.evaluate("getSelection().selectAllChildren(document.querySelector('h1'))")
    edit(content, "第30段。", "第三十段，改过了。")
    expect(page.get_by_text("第三十段，改过了。")).to_be_attached()
    edit(content, "第59段。", "最后一段，也改过了。")
    expect(page.get_by_text("最后一段，也改过了。")).to_be_attached()
    assert page.evaluate("window.scrollY") == 700
    assert "活动第4场" in page.evaluate("String(getSelection())")
    assert is_same(page), "the page was not loaded again"


def test_paragraphs_come_and_go(content: Path, opened: Opened) -> None:
    page = opened(PLACE)
    edit(content, "第3段。", "新的一段。\n\n## 小标题\n\n第3段。")
    expect(page.get_by_role("heading", name="小标题")).to_be_visible()
    edit(content, "新的一段。\n\n## 小标题\n\n", "")
    expect(page.get_by_role("heading", name="小标题")).to_have_count(0)
    assert page.locator("article p", has_text=re.compile(r"^第\d+段。")).count() == 60
    assert is_same(page)


def test_a_title_changes_everywhere(content: Path, opened: Opened) -> None:
    page = opened(PLACE)
    edit(content, "活动第4场", "活动第四场")
    expect(page.get_by_role("heading", level=1)).to_contain_text("活动第四场")
    expect(page).to_have_title(re.compile("活动第四场"))


def test_the_other_edition_follows_as_well(content: Path, opened: Opened) -> None:
    page = opened("hant/" + PLACE)
    edit(content, "第2段。", "后来，他们说：")
    expect(page.get_by_text("後來，他們說：")).to_be_attached()


def test_what_a_script_has_touched_is_loaded_again_at_the_same_place(content: Path, opened: Opened) -> None:
    page = opened(PLACE)
    page.evaluate("document.querySelectorAll('article p').forEach(one => { one.firstChild.data += '（注）' })")
    page.evaluate("window.scrollTo(0, 640)")
    edit(content, "第40段。", "第四十段，改过了。")
    expect(page.get_by_text("第四十段，改过了。")).to_be_attached()
    assert not is_same(page)
    page.wait_for_load_state("load")
    assert page.evaluate("window.scrollY") == 640


def test_a_fault_lies_over_the_page_and_goes_when_it_is_mended(content: Path, opened: Opened) -> None:
    page = opened("")
    edit(content, "日期: 2026-09-03", "日期: 2026年9月31日", "2026/item-0002.md")
    dialog = page.get_by_role("dialog", name="1 处错误")
    expect(dialog).to_be_visible()
    expect(dialog).to_contain_text("content/2026/item-0002.md:3:")
    expect(dialog).to_contain_text("2026年9月31日")
    expect(dialog).to_contain_text("→ ")
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    badge = page.get_by_role("button", name="1 处错误")
    expect(badge).to_be_focused()
    expect(page.get_by_role("main")).to_be_visible()
    page.reload()
    expect(badge).to_be_visible()
    expect(dialog).to_be_hidden()  # what was closed stays closed until something else is wrong
    badge.click()
    expect(dialog).to_be_visible()
    schemes: tuple[Literal["light", "dark"], ...] = ("light", "dark")
    for scheme in schemes:
        page.emulate_media(color_scheme=scheme)
        assert Axe().run(page, options=AXE_OPTIONS).response["violations"] == []
    expect(dialog.get_by_role("link", name="到编辑台打开这些文件")).to_have_attribute("href", "/_desk/#problems")
    dialog.get_by_role("button", name="关闭").click()
    expect(dialog).to_be_hidden()
    edit(content, "日期: 2026年9月31日", "日期: 2026-09-03", "2026/item-0002.md")
    expect(badge).to_have_count(0)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        pytest.param("日期: 2026-09-05", "日期: 2026-09-31", id="no such date"),
        pytest.param("日期: 2026-09-05", "日期: 2026-09-05\n日期: 2026-09-06", id="the date twice"),
        pytest.param(None, "", id="half saved"),
    ],
)
def test_an_item_at_fault_keeps_its_page_under_what_is_wrong(
    content: Path, opened: Opened, old: str | None, new: str
) -> None:
    page = opened(PLACE)
    page.evaluate("window.scrollTo(0, 700)")
    path = content / "2026" / "item-0004.md"
    good = path.read_text("utf-8")
    path.write_text(good.replace(old, new) if old else new, encoding="utf-8")
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("content/2026/item-0004.md")
    expect(dialog).to_contain_text("上一次没错时的样子")
    expect(page.get_by_text("第50段。")).to_be_attached()
    answer = page.reload()
    assert answer is not None
    assert answer.status == 200
    expect(page.get_by_text("第50段。")).to_be_attached()
    expect(dialog).to_be_visible()
    path.write_text(good.replace("第50段。", "第五十段，改好了。"), encoding="utf-8")
    expect(page.get_by_text("第五十段，改好了。")).to_be_attached()
    expect(dialog).to_have_count(0)


def test_a_page_follows_its_item_to_another_address(content: Path, opened: Opened, address: str) -> None:
    page = opened(PLACE)
    page.evaluate("window.scrollTo(0, 700)")
    edit(content, "日期: 2026-09-05", "日期: 2026-10-05")
    expect(page).to_have_url(address + PLACE.replace("/09/", "/10/"))
    expect(page.get_by_text("第50段。")).to_be_attached()
    page.wait_for_load_state("load")
    assert page.evaluate("window.scrollY") == 700
    edit(content, "日期: 2026-10-05", "日期: 2026-09-05")
    expect(page).to_have_url(address + PLACE)


def test_settings_that_cannot_be_used_leave_the_site_as_it_was(content: Path, opened: Opened) -> None:
    page = opened(PLACE)
    edit(content, "版本: [zh-Hans", "版本: [zh-Nowhere", "site.yaml")
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("content/site.yaml:")
    expect(dialog).to_contain_text("还是上一次的样子")
    page.reload()
    expect(page.get_by_text("第50段。")).to_be_attached()
    expect(dialog).to_be_visible()  # a window that is opened now is told as well
    edit(content, "版本: [zh-Nowhere", "版本: [zh-Hans", "site.yaml")
    expect(dialog).to_have_count(0)


def test_a_broken_template_is_named_and_the_site_stays(content: Path, opened: Opened) -> None:
    page = opened(PLACE)
    theme = content.parent / "themes" / "ours"
    (theme / "templates").mkdir(parents=True)
    (theme / "theme.yaml").write_text("extends: plain\n", encoding="utf-8")
    (theme / "templates" / "item.html").write_text("x\n\n{{ page.nothing.at.all }}\n", encoding="utf-8")
    edit(content, "每页: 5", "每页: 5\n主题: ours", "site.yaml")
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("item.html")
    expect(page.get_by_text("第50段。")).to_be_attached()
    (theme / "templates" / "item.html").unlink()
    expect(dialog).to_have_count(0)


def test_a_folder_that_goes_takes_its_pages_along_and_brings_them_back(content: Path, opened: Opened) -> None:
    page = opened(PLACE)
    (content / "later").mkdir()
    (content / "2026" / "item-0004.md").rename(content / "later" / "item-0004.txt~")
    expect(page.get_by_text("第50段。")).to_have_count(0)
    (content / "later" / "item-0004.txt~").rename(content / "2026" / "item-0004.md")
    expect(page.get_by_text("第50段。")).to_be_attached()
    (content / "later").rmdir()


def test_a_page_in_the_background_catches_up(content: Path, opened: Opened, address: str) -> None:
    page = opened(PLACE)
    page.evaluate(
        "Object.defineProperty(document, 'visibilityState', {value: 'hidden', configurable: true});"
        "document.dispatchEvent(new Event('visibilitychange'))"
    )
    edit(content, "第20段。", "第二十段，改过了。")
    until_shown(address, "第二十段，改过了。")
    expect(page.get_by_text("第二十段，改过了。")).to_have_count(0)
    page.evaluate("delete document.visibilityState; document.dispatchEvent(new Event('visibilitychange'))")
    expect(page.get_by_text("第二十段，改过了。")).to_be_attached()


def test_nothing_of_it_is_published(started: tuple[Path, str], opened: Opened) -> None:
    opened(PLACE)
    for folder in (started[0].parent / "public", started[0].parent / ".bulletin" / "preview"):
        assert not any(b"_live" in path.read_bytes() for path in folder.rglob("*.html"))
