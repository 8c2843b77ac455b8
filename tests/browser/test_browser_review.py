"""The review in Chromium: open it, say "always so", see it in the file, and gone from the page and the built site."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from subprocess import PIPE

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

ROOT = Path(__file__).parent.parent.parent
AXE_OPTIONS = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
SITE = """标题: 简报
网址: https://example.org/
版本:
  - {标识: zh-Hans}
  - {标识: zh-Hant-TW, 路径: hant/}
  - {标识: zh-Hant-HK, 路径: hk/}
栏目:
  - {名称: 要闻, 网址: news}
"""
BODY = "工会主席丁岳说，参与制造的工人在里面。\n\n他们<b>不准</b>插话，六只表挂在一边。\n"


@pytest.fixture
def site(tmp_path: Path) -> Path:
    content = tmp_path / "content"
    content.mkdir()
    (content / "site.yaml").write_text(SITE, encoding="utf-8")
    # Whatever the tables come to know of names: here a character is fixed, and would be another in a name
    (content / "glossary.yaml").write_text("- 岳: 嶽\n", encoding="utf-8")
    (content / "甲.md").write_text(f"---\n标题: 甲\n日期: 2026-11-20\n---\n\n{BODY}", encoding="utf-8")
    return tmp_path


@pytest.fixture
def address(site: Path) -> Iterator[str]:
    """``bulletin serve`` as a user runs it."""
    command = [sys.executable, "-m", "bulletin", "serve", str(site), "--port", "0", "--lang", "zh-Hans"]
    environment = {**os.environ, "SOURCE_DATE_EPOCH": "1795500000", "PYTHONPATH": str(ROOT)}
    with subprocess.Popen(command, stdout=PIPE, stderr=PIPE, env=environment, text=True) as server:
        assert server.stdout is not None
        lines = [server.stdout.readline(), server.stdout.readline()]
        found = re.search(r"http://\S+/_review/", lines[1])
        assert found, lines
        yield found[0]
        server.terminate()
        server.communicate(timeout=20)


@pytest.mark.parametrize("has_scripts", [True, False], ids=["scripts", "no scripts"])
def test_always_so(browser: Browser, site: Path, address: str, has_scripts: bool) -> None:
    context = browser.new_context(java_script_enabled=has_scripts, locale="zh-CN")
    page = context.new_page()
    page.goto(address)
    expect(page.get_by_role("heading", level=1)).to_have_text("核对简繁转换")
    expect(page.locator(".doubts > li").first).to_contain_text("像人名")
    expect(page.locator("dd[lang=zh-Hant-TW]").first).to_contain_text("丁嶽")
    page.get_by_role("button", name="“丁岳”总是写成“丁岳”").click()
    expect(page.get_by_role("status")).to_have_text("写进用字表了：丁岳")
    expect(page.locator("h2", has_text="丁岳")).to_have_count(0)
    assert (site / "content" / "glossary.yaml").read_text(encoding="utf-8") == "- 岳: 嶽\n- 丁岳\n"
    _until(lambda: "工會主席丁岳說" in _built(site, "hant"))
    context.close()


def test_form_of_ones_own_for_all_editions(browser: Browser, site: Path, address: str) -> None:
    """A form as read in Hong Kong is written for Taiwan in Taiwan's characters."""
    page = browser.new_page()
    page.goto(address + "?edition=zh-Hant-HK&in=hant")
    expect(page.get_by_role("heading", level=1)).to_have_text("核對簡繁轉換")
    place = page.locator(".doubts > li", has_text="里面").first
    place.locator("summary").click()
    place.get_by_label("原文的詞").fill("在里面")
    place.get_by_label("繁體寫法").fill("在裏面")
    place.get_by_role("button", name="總是這樣寫", exact=True).click()
    expect(page.get_by_role("status")).to_be_visible()
    written = (site / "content" / "glossary.yaml").read_text(encoding="utf-8")
    assert written == "- 岳: 嶽\n- 在里面: {zh-Hant-TW: 在裡面, zh-Hant-HK: 在裏面}\n"
    page.close()


def test_a_file_changed_meanwhile_is_not_written(browser: Browser, site: Path, address: str) -> None:
    page = browser.new_page()
    page.goto(address)
    (site / "content" / "glossary.yaml").write_text("- 参与制造\n", encoding="utf-8")
    page.get_by_role("button", name="“丁岳”总是写成“丁岳”").click()
    expect(page.get_by_role("alert")).to_contain_text("刚刚被别人改过")
    assert (site / "content" / "glossary.yaml").read_text(encoding="utf-8") == "- 参与制造\n"
    page.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_accessible(browser: Browser, address: str, scheme: str) -> None:
    context = browser.new_context(color_scheme="dark" if scheme == "dark" else "light", bypass_csp=True)
    page = context.new_page()
    page.goto(address)
    page.locator("summary").first.click()
    _check(page)
    page.goto(address + "?saved=里面&in=en")
    _check(page)
    page.set_viewport_size({"width": 320, "height": 640})
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    context.close()


def test_policy_allows_what_the_page_needs(browser: Browser, address: str) -> None:
    page = browser.new_page()
    told: list[str] = []
    page.on("console", lambda message: told.append(message.text))
    page.goto(address)
    assert not told
    assert page.evaluate("getComputedStyle(document.querySelector('mark')).fontWeight") == "700", "its style is applied"
    page.close()


def _check(page: Page) -> None:
    found = Axe().run(page, options=AXE_OPTIONS)
    assert found.violations_count == 0, found.generate_report()


def _built(site: Path, edition: str) -> str:
    folder = site / ".bulletin" / "preview" / edition
    return "".join(one.read_text(encoding="utf-8") for one in folder.glob("2026/*/*/index.html"))


def _until(holds: object, seconds: float = 20) -> None:
    end = time.monotonic() + seconds
    assert callable(holds)
    while not holds():
        assert time.monotonic() < end, "the site was not built again"
        time.sleep(0.1)
