"""The desk in Chromium, as an editor has it: ``bulletin serve``, and every file that a button writes."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from subprocess import PIPE
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

ROOT = Path(__file__).parent.parent.parent
AXE_OPTIONS = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
NOW = "1795136400"  # 20 November 2026, 9:00 in Shanghai
SETTINGS = """标题: 简报
网址: https://example.org/
栏目:
  - {名称: 要闻, 网址: news}
"""
ISSUE = "---\n期: 2026-47\n# 主编定\n篇目:\n  - 2026/丙.md\n  - 甲的标题\n---\n\n按语。\n"
# As xdg-open would: told which file, and gone
PROGRAM = '#!/bin/sh\nprintf %s "$1" > "$OPENED.new" && mv "$OPENED.new" "$OPENED"\n'

AT_THE_END = "scrollY > 0 && scrollY >= document.documentElement.scrollHeight - innerHeight - 1"

Start = Callable[..., str]


def put(site: Path, path: str, text: str) -> Path:
    file = site / "content" / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
    return file


@pytest.fixture
def site(tmp_path: Path) -> Path:
    put(tmp_path, "site.yaml", SETTINGS)
    put(tmp_path, "unions.yaml", "- {名称: 临江市总工会, 标识: lj}\n")
    for number, name in enumerate("甲乙丙丁"):
        body = "工会主席丁岳说，参与制造的工人在里面。"
        put(tmp_path, f"2026/{name}.md", f"---\n标题: {name}的标题\n日期: 2026-11-{16 + number}\n---\n\n{body}\n")
    put(tmp_path, "2026/坏.md", "---\n标题: 坏\n日期: 2026-11-31\n---\n\n正文。\n")
    put(tmp_path, "2026/等.md", "---\n标题: 等着的\n日期: 2026-11-18\n发布: 2026-11-21 08:30\n---\n\n正文。\n")
    put(tmp_path, "issues/2026-47.md", ISSUE)
    program = tmp_path / "programs" / "xdg-open"
    program.parent.mkdir()
    program.write_text(PROGRAM, encoding="utf-8")
    program.chmod(0o755)
    return tmp_path


@pytest.fixture
def start(site: Path) -> Iterator[Start]:
    """Starts ``bulletin serve`` and gives the address of the desk."""
    servers: list[subprocess.Popen[str]] = []

    def started(**more: str) -> str:
        command = [sys.executable, "-m", "bulletin", "serve", str(site), "--port", "0", "--lang", "zh-Hans"]
        about = {name: value for name, value in os.environ.items() if name not in ("DISPLAY", "WAYLAND_DISPLAY")}
        about |= {"SOURCE_DATE_EPOCH": NOW, "PYTHONPATH": str(ROOT), "OPENED": str(site / "opened")}
        about["PATH"] = f"{site / 'programs'}{os.pathsep}{about['PATH']}"
        server = subprocess.Popen(command, stdout=PIPE, stderr=subprocess.DEVNULL, env=about | more, text=True)
        servers.append(server)
        assert server.stdout is not None
        lines = [server.stdout.readline() for _ in range(3)]
        found = re.search(r"http://\S+/_desk/", lines[2])
        assert found, lines
        return found[0]

    yield started
    for server in servers:
        server.terminate()
        server.communicate(timeout=20)


@pytest.fixture
def opened(browser: Browser) -> Iterator[Callable[..., Page]]:
    """Opens a page whose console must keep silent until the end of the test."""
    complaints: list[str] = []
    contexts = []

    def new(url: str, width: int = 1280, **options: Any) -> Page:
        context = browser.new_context(viewport={"width": width, "height": 900}, locale="zh-CN", **options)
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda said: complaints.append(said.text) if said.type in {"error", "warning"} else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(url)
        return page

    yield new
    for context in contexts:
        context.close()
    assert complaints == []


def until(condition: Callable[[], bool]) -> None:
    end = time.monotonic() + 20
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.05)


def shows(page: Page, names: str) -> None:
    """The issue holds these items in this order."""
    expect(page.locator(".rows .title a")).to_have_text([f"{name}的标题" for name in names])


@pytest.mark.parametrize("has_scripts", [True, False], ids=["scripts", "no scripts"])
def test_an_issue_is_put_in_order(start: Start, opened: Callable[..., Page], site: Path, has_scripts: bool) -> None:
    page = opened(start(), java_script_enabled=has_scripts)
    file = site / "content/issues/2026-47.md"
    expect(page.get_by_role("heading", level=2).first).to_have_text("2026年第47期 4")
    shows(page, "丙甲丁乙")
    page.get_by_role("button", name="上移：乙的标题", exact=True).click()
    expect(page.get_by_role("status")).to_have_text("写好了。")
    shows(page, "丙甲乙丁")
    if has_scripts:
        for place in (1, 0):
            page.wait_for_load_state()
            expect(page.get_by_role("button", name="上移：乙的标题", exact=True)).to_be_focused()
            page.keyboard.press("Enter")
            expect(page.locator(".rows .title").nth(place)).to_contain_text("乙的标题")
        expect(page.get_by_role("button", name="下移：乙的标题", exact=True)).to_be_focused()
        page.get_by_role("button", name="下移：乙的标题", exact=True).click()
        page.get_by_role("button", name="下移：乙的标题", exact=True).click()
    page.get_by_role("button", name="置顶：丁的标题", exact=True).click()
    expect(page.locator(".rows li").first).to_contain_text("丁的标题 置顶")
    page.get_by_role("button", name="不收：丙的标题", exact=True).click()
    shows(page, "丁甲乙")
    assert file.read_text(encoding="utf-8") == (
        "---\n期: 2026-47\n# 主编定\n篇目:\n  - 2026/丁.md\n  - 甲的标题\n  - 2026/乙.md\n置顶:\n  - 2026/丁.md\n"
        "不收:\n  - 2026/丙.md\n---\n\n按语。\n"
    )
    page.get_by_role("button", name="收进来：丙的标题", exact=True).click()
    page.get_by_role("button", name="取消置顶：丁的标题", exact=True).click()
    shows(page, "甲乙丁丙")
    text = file.read_text(encoding="utf-8")
    assert "置顶" not in text
    assert "不收" not in text


def test_rows_are_dragged(start: Start, opened: Callable[..., Page], site: Path) -> None:
    page = opened(start())

    def drag(name: str, to: int) -> None:
        handle = page.locator(".rows > li", has_text=f"{name}的标题").locator(".handle").bounding_box()
        row = page.locator(".rows > li").nth(to).bounding_box()
        assert handle
        assert row
        page.mouse.move(handle["x"] + 5, handle["y"] + 8)
        page.mouse.down()
        page.mouse.move(row["x"] + 30, row["y"] + 60, steps=4)
        page.mouse.move(row["x"] + 30, row["y"] + 10, steps=2)
        page.mouse.up()

    drag("乙", 0)
    expect(page.get_by_role("status")).to_have_text("写好了。")
    shows(page, "乙丙甲丁")
    assert "篇目:\n  - 2026/乙.md\n  - 2026/丙.md\n" in (site / "content/issues/2026-47.md").read_text(encoding="utf-8")
    drag("丁", 1)
    expect(page.locator(".rows .title").nth(1)).to_contain_text("丁的标题")
    shows(page, "乙丁丙甲")


def test_a_row_is_dragged_beyond_the_window_and_let_go(start: Start, opened: Callable[..., Page], site: Path) -> None:
    for number in range(20):
        put(site, f"2026/{number:02}.md", f"---\ntitle: 第{number}篇\ndate: 2026-11-17\n---\n\n第{number}篇的正文。\n")
    page = opened(start())
    expect(page.locator(".rows > li")).to_have_count(24)
    file = site / "content/issues/2026-47.md"
    rows = page.locator(".rows > li")
    handle = rows.first.locator(".handle").bounding_box()
    assert handle
    page.mouse.move(handle["x"] + 5, handle["y"] + 8)
    page.mouse.down()
    page.mouse.move(handle["x"] + 5, 895, steps=3)
    until(lambda: bool(page.evaluate(AT_THE_END)))
    page.keyboard.press("Escape")
    page.mouse.up()
    assert file.read_text(encoding="utf-8") == ISSUE
    page.evaluate("scrollTo(0, 0)")
    page.mouse.move(handle["x"] + 5, handle["y"] + 8)
    page.mouse.down()
    page.mouse.move(handle["x"] + 5, 895, steps=3)
    until(lambda: bool(page.evaluate(AT_THE_END)))
    page.mouse.up()
    expect(page.get_by_role("status")).to_have_text("写好了。")
    expect(rows.last.locator(".title")).to_contain_text("丙的标题")


def test_what_changed_since_it_was_shown_is_not_published(start: Start, browser: Browser, site: Path) -> None:
    page = browser.new_page()
    page.goto(start() + "publish/")
    expect(page.locator("section", has_text="新发布的稿件")).to_contain_text("甲的标题")
    (site / "content/2026/甲.md").unlink()
    page.get_by_role("button", name="发布", exact=True).click()
    expect(page.get_by_role("alert")).to_be_visible()
    assert not (site / "public").exists()
    page.get_by_role("link", name="回去").click()
    expect(page.locator("section", has_text="新发布的稿件")).not_to_contain_text("甲的标题")
    page.get_by_role("button", name="发布", exact=True).click()
    expect(page.get_by_role("status")).to_have_text("发布好了。")
    before = (site / "public/index.html").read_bytes()
    put(site, "2026/乙.md", "---\n标题: 乙\n日期: 2026-11-31\n---\n\n正文。\n")  # a fault takes it from the readers
    page.goto(page.url)
    until(lambda: _reloaded(page).locator("#h-removed").count() == 1)
    expect(page.locator("section", has_text="撤下的网页")).to_contain_text("乙的标题")
    expect(page.locator("main")).to_contain_text("2 篇")
    assert (site / "public/index.html").read_bytes() == before
    page.context.close()


def test_a_draft_that_changed_meanwhile_stays_a_draft(start: Start, browser: Browser, site: Path) -> None:
    file = put(site, "2026/稿.md", "---\n标题: 草稿一篇\n日期: 2026-11-18\n草稿: 是\n---\n\n正文。\n")
    page = browser.new_page()
    page.goto(start())
    text = file.read_text(encoding="utf-8") + "又写了一句。\n"
    file.write_text(text, encoding="utf-8")
    page.get_by_role("button", name="写好了，不再是草稿：草稿一篇").click()
    expect(page.get_by_role("alert")).to_contain_text("刚刚被别人改过")
    assert file.read_text(encoding="utf-8") == text
    page.context.close()


def test_who_comes_back_sees_what_was_mended(start: Start, opened: Callable[..., Page], site: Path) -> None:
    page = opened(start())
    page.get_by_role("button", name="下移：丙的标题", exact=True).click()
    expect(page.get_by_role("status")).to_have_text("写好了。")
    page.wait_for_url(re.compile(r"_desk/\?in=hans&issue=2026-47$"))
    expect(page.locator("#problems")).to_contain_text("content/2026/坏.md")
    put(site, "2026/坏.md", "---\n标题: 好了\n日期: 2026-11-20\n---\n\n正文。\n")
    until(lambda: _returned(page).locator(".rows > li").count() == 5)
    expect(page.locator("#problems")).not_to_contain_text("content/2026/坏.md")
    expect(page.get_by_role("status")).to_have_count(0)


def _returned(page: Page) -> Page:
    """Left nine seconds ago, and looked at again."""
    page.evaluate("() => { window.now = Date.now; Date.now = () => now() - 9000 }")
    page.evaluate("() => { dispatchEvent(new Event('blur')); Date.now = now }")
    with page.expect_navigation():
        page.evaluate("dispatchEvent(new Event('focus'))")
    return page


def test_what_changed_meanwhile_is_not_overwritten(start: Start, browser: Browser, site: Path) -> None:
    page = browser.new_page()
    page.goto(start())
    file = put(site, "issues/2026-47.md", ISSUE + "又一句。\n")
    page.get_by_role("button", name="上移：乙的标题", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("刚刚被别人改过")
    assert file.read_text(encoding="utf-8") == ISSUE + "又一句。\n"
    page.get_by_role("link", name="回去").click()
    page.get_by_role("button", name="上移：乙的标题", exact=True).click()
    expect(page.get_by_role("status")).to_have_text("写好了。")
    assert file.read_text(encoding="utf-8").endswith("\n---\n\n按语。\n又一句。\n")
    page.context.close()


def test_from_a_new_item_to_what_readers_see(start: Start, opened: Callable[..., Page], site: Path) -> None:
    """With a program that opens files."""
    page = opened(start(DISPLAY=":0"))
    expect(page.locator("#problems")).to_contain_text("第3行第5字 日期“2026-11-31”不存在")
    expect(page.locator("section", has_text="还没有发布的").first).to_contain_text("2026-11-21 08:30 发布 等着的")
    page.get_by_role("link", name="新稿件").click()
    expect(page.get_by_label("日期")).to_have_value("2026-11-20")
    page.get_by_label("标题").fill("<b>新</b>来的: 稿件")
    page.get_by_label("栏目").select_option("要闻")
    page.get_by_label("来源（哪家工会）").fill("临江市总工会")
    page.get_by_role("button", name="建好文件").click()
    expect(page.get_by_role("status")).to_contain_text("建好了：content/2026/47/")
    page.get_by_role("button", name="打开文件").click()
    expect(page.get_by_role("status")).to_contain_text("打开 content/2026/47/")
    until((site / "opened").exists)
    file = Path((site / "opened").read_text(encoding="utf-8"))
    assert file.parent == (site / "content/2026/47").resolve()
    text = file.read_text(encoding="utf-8")
    assert "来源: 临江市总工会\n栏目: 要闻\n草稿: 是\n" in text
    page.get_by_role("link", name="本期").click()
    expect(page.locator("section", has_text="还没有发布的").first).to_contain_text("草稿 <b>新</b>来的: 稿件")
    page.get_by_role("link", name="发布", exact=True).click()
    expect(page.locator(".lead")).to_have_text("还没有发布过。这次会发布 4 篇稿件：")
    page.get_by_role("button", name="发布", exact=True).click()
    expect(page.get_by_role("status")).to_have_text("发布好了。")
    expect(page.locator(".lead")).to_contain_text("没有变化")
    assert (site / "public/index.html").is_file()
    file.write_text(text + "正文写好了。\n", encoding="utf-8")
    (site / "content/2026/乙.md").unlink()
    page.get_by_role("link", name="本期").click()
    until(lambda: _reloaded(page).locator(".rows > li").count() == 3)
    page.get_by_role("button", name="写好了，不再是草稿：<b>新</b>来的: 稿件").click()
    expect(page.get_by_role("status")).to_contain_text("不再是草稿")
    assert "栏目: 要闻\n草稿: 否\n---\n" in file.read_text(encoding="utf-8")
    page.get_by_role("link", name="发布", exact=True).click()
    until(lambda: _reloaded(page).locator("#h-added").count() == 1)
    expect(page.locator("section", has_text="新发布的稿件")).to_contain_text("<b>新</b>来的: 稿件")
    expect(page.locator("section", has_text="撤下的网页")).to_contain_text("乙的标题")
    expect(page.locator("section", has_text="改过的稿件")).to_have_count(0)
    assert not any("新来的" in one.read_text(encoding="utf-8") for one in (site / "public").glob("index.html"))
    page.get_by_role("button", name="发布", exact=True).click()
    expect(page.get_by_role("status")).to_have_text("发布好了。")
    assert "来的: 稿件" in (site / "public/index.html").read_text(encoding="utf-8")


def _reloaded(page: Page) -> Page:
    page.reload()
    return page


def test_doubts_editions_and_a_machine_without_a_screen(start: Start, browser: Browser, site: Path) -> None:
    # Whatever the tables come to know of names: here a character is fixed, and would be another in a name
    glossary = put(site, "glossary.yaml", "- 岳: 嶽\n")
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.goto(start())
    page.get_by_role("link", name="核对简繁").click()
    page.get_by_role("button", name=re.compile("^“丁岳”总是写成“丁岳”")).click()
    expect(page.get_by_role("status")).to_have_text("写进用字表了：丁岳")
    assert glossary.read_text(encoding="utf-8") == "- 岳: 嶽\n- 丁岳\n"
    page.get_by_role("link", name="本期").click()
    page.get_by_role("link", name="简繁对照：甲的标题").click()
    frames = [page.frame_locator("iframe").nth(number) for number in (0, 1)]
    expect(frames[0].locator("body")).to_contain_text("参与制造的工人")
    expect(frames[1].locator("body")).to_contain_text("參與製造的工人")
    assert all(frame.locator("h1").evaluate("() => self.origin") == "null" for frame in frames)
    page.get_by_role("button", name="打开文件：甲的标题").click()
    expect(page.get_by_role("status")).to_contain_text(str((site / "content/2026/甲.md").resolve()))
    assert not (site / "opened").exists()
    page.context.close()


def test_nothing_stands_in_anybodys_way(start: Start, browser: Browser) -> None:
    """Not even for eyes or hands that need other ways: axe, in both schemes, on a telephone and on a desk."""
    url = start()
    for width, scheme, language in ((1280, "light", "hans"), (390, "dark", "hant"), (390, "light", "en")):
        context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)  # type: ignore[arg-type]  # one of its own words
        page = context.new_page()
        for name in ("", "new/", "doubts/", "publish/", "compare/?path=2026/甲.md"):
            page.goto(url + name + ("&" if "?" in name else "?") + f"in={language}")
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), (name, width)
            if language != "en":
                found = Axe().run(page, options=AXE_OPTIONS)
                assert found.violations_count == 0, found.generate_report()
        context.close()


def test_a_page_of_another_site(start: Start, browser: Browser, site: Path) -> None:
    """It can neither send a form nor frame the desk."""
    url = start()
    page = browser.new_page()
    body = EVIL_PAGE.replace("DESK", url)
    page.route("http://evil.example/**", lambda route: route.fulfill(content_type="text/html", body=body))
    page.goto("http://evil.example/")
    expect(page.get_by_role("alert")).to_contain_text("没有写入")
    assert (site / "content/issues/2026-47.md").read_text(encoding="utf-8") == ISSUE
    page.context.close()


EVIL_PAGE = """<!doctype html><form method="post" action="DESK"><input name="do" value="omit"><input name="issue"
value="2026-47"><input name="path" value="2026/甲.md"></form><script>document.forms[0].submit()</script>"""
