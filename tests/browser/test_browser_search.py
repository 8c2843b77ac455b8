"""The search page in Chromium: the same answers as the Python engine, in both editions, for people and for machines."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from axe_playwright_python.sync_playwright import Axe
from library_search import COUNT, engine
from playwright.sync_api import Browser, Page, expect

from bulletin.render.search.question import ask

ROOT = Path(__file__).parent.parent.parent
VECTORS: dict[str, Any] = json.loads(
    (ROOT / "tests" / "render" / "search" / "vectors.json").read_text(encoding="utf-8")
)
EDITIONS = ("", "hant/")
TAGS = {"": "zh-Hans", "hant/": "zh-Hant"}
AXE_OPTIONS = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
QUERIES = (
    "工会", "工會", "集体合同", "集體合同協商", "合同协", "互联网+", "48.4万", "ppt", "第3季度", "3號線", "工",
    "的", "㎡", "第12号", "12号", "号", "面条 头发", "麵條 頭髮 -里程碑", '"后勤保障 组"', "来源:杭州",
    "來源：桐廬縣 集體合同", "-工会", "作者:李明 -来源:溫州", "期:37", "第37期", "2026年", "2026年 工会",
    "栏目:权益", "标签:安全生产", "没有的话", "",
)  # fmt: skip


Opener = Callable[..., Page]


def module(page: Page, name: str) -> str:
    """URL of a script of the theme."""
    url = page.evaluate(
        "(name) => [...document.querySelectorAll('link[rel=modulepreload]')].map((l) => l.href)"
        ".find((href) => href.includes(name))",
        name,
    )
    assert isinstance(url, str)
    return url


@pytest.mark.parametrize("edition", EDITIONS)
def test_same_answers_as_the_python_engine(visit: Opener, edition: str) -> None:
    page = visit(edition)
    found = page.evaluate(
        """async ([engine, text, queries, edition]) => {
          const { Engine } = await import(engine);
          const { ask } = await import(text);
          const one = new Engine("/search-index/");
          const folding = await one.folding();
          const out = [];
          for (const query of queries) {
            const question = ask(query, folding);
            out.push([await one.search(question), await one.near(question)]);
          }
          return [out, await Promise.all([0, 7].map((number) => one.url(number, edition)))];
        }""",
        [module(page, "search-engine"), module(page, "search-text"), list(QUERIES), TAGS[edition]],
    )
    expected = [[engine().search(ask(query)), engine().near(ask(query))] for query in QUERIES]
    for query, one, other in zip(QUERIES, found[0], expected, strict=True):
        assert one == other, query
    assert sum(bool(hits) for hits, _ in expected) > 20
    assert found[1] == [f"/{edition}{engine().path(number)}" for number in (0, 7)]


def test_vectors(visit: Opener) -> None:
    page = visit()
    found = page.evaluate(
        """async ([text, files, vectors, fold]) => {
          const { Folding, ask } = await import(text);
          const { Partition } = await import(files);
          const parts = new Partition(vectors.shards.split);
          const folding = new Folding(...fold);
          const asked = (hasFields) => ([one]) => {
            const { phrases, without, filters, barred } = ask(one, folding, hasFields);
            return [one, [phrases.map((p) => [p.units, p.kind, p.value]), without, filters, barred]];
          };
          return {
            units: vectors.units.map(([one]) => [one, folding.units(one)]),
            questions: vectors.questions.map(asked(true)),
            words: vectors.words.map(asked(false)),
            written: vectors.written.map(([one]) => [one, ask(one, folding).phrases.map((p) => p.written)]),
            shards: {
              split: vectors.shards.split,
              names: vectors.shards.names.map(([one]) => [one, parts.shard(one)]),
              beginning: vectors.shards.beginning.map(([one]) => [one, parts.beginning(one)]),
            },
          };
        }""",
        [module(page, "search-text"), module(page, "search-read"), VECTORS, _whole_table()],
    )
    assert found == VECTORS


def _whole_table() -> list[str]:
    lines = (ROOT / "bulletin/render/search/fold.txt").read_text(encoding="utf-8").splitlines()
    return [line for line in lines if not line.startswith("#")]


def test_places_in_the_original(visit: Opener) -> None:
    """Marks stand around what was written, however folding changes its length."""
    page = visit()
    cases = [
        ("共10㎡，𠮷野家", "10m2", ["10㎡"]),
        ("共10㎡，𠮷野家", "野家", ["野家"]),
        ("軟\u00ad體與軟體", "软体", ["軟\u00ad體", "軟體"]),
        ("互聯網+，互联网", "互联网", ["互聯網", "互联网"]),
        ("ＰＰＴ ppt", "ppt", ["ＰＰＴ", "ppt"]),
        ("工会工会工", "工会", ["工会工会"]),
        ("职工，代表", "职工代表", ["职工，代表"]),
        ("职工", "代表", []),
    ]
    for text, words, expected in cases:
        found = page.evaluate(
            """async ([url, result, text, words, fold]) => {
              const { Folding } = await import(url);
              const { ranges } = await import(result);
              const folding = new Folding(...fold);
              return ranges(text, [folding.units(words)], folding).map(({start, end}) => text.slice(start, end));
            }""",
            [module(page, "search-text"), module(page, "search-result"), text, words, _whole_table()],
        )
        assert found == expected, (text, words)


@pytest.mark.parametrize(
    ("edition", "typed", "marked"),
    [("", "集體合同", "集体合同"), ("hant/", "集体合同", "集體合同"), ("", "集体合同", "集体合同")],
)
def test_either_script_finds_in_either_edition(visit: Opener, edition: str, typed: str, marked: str) -> None:
    page = visit(edition)
    page.get_by_role("searchbox").fill(typed)
    count = len(engine().search(ask(typed)))
    expect(page.locator("#results-status")).to_have_text(f"找到{count}篇")
    expect(page.locator("#results-list h2 a")).to_have_count(10)
    assert set(page.locator("#results-list mark").all_inner_texts()) == {marked}
    paths = [f"/{edition}{engine().path(number)}#q={quote(typed)}" for number in engine().search(ask(typed))[:10]]
    links = page.locator("#results-list h2 a")
    assert [links.nth(at).get_attribute("href") for at in range(10)] == paths
    assert page.locator("#results-list .summary").first.get_attribute("lang") == TAGS[edition]
    assert page.locator("#results-list .source").first.inner_text() != ""
    assert page.locator("#results-list time").first.get_attribute("datetime") is not None
    expect(page.locator(".archives")).to_be_hidden()
    links.first.click()
    expect(page.locator("article h1")).to_be_visible()
    expect(page.get_by_role("button", name=re.compile("清除"))).to_be_visible()
    assert page.url.endswith(paths[0].split("#")[0])


def test_ten_more_and_then_the_rest(visit: Opener) -> None:
    total = len(engine().search(ask("推进会")))
    assert 10 < total < 30
    page = visit(text="推进会")
    more = page.get_by_role("button", name=re.compile("再看"))
    expect(more).to_be_visible()
    while more.is_visible():
        before = page.locator("#results-list li").count()
        more.click()
        expect(page.locator("#results-list li").nth(before).locator("a")).to_be_focused()
    assert page.locator("#results-list li").count() == total


@pytest.mark.parametrize(
    ("text", "status", "has_archives"),
    [
        ("毫不相干", "没有找到", True),
        ("，。", "没有找到", True),
        ("集体合同与面条", "含有其中各个词的有", False),
        ("集体合同专用纸", "部分相符的有", False),
        ("来源:杭州", "找到20篇", False),
        ("来源:杭州 毫不相干", "没有找到", True),
    ],
)
def test_ladder(visit: Opener, text: str, status: str, has_archives: bool) -> None:
    page = visit(text=text)
    expect(page.locator("#results-status")).to_contain_text(status)
    expect(page.locator(".archives")).to_be_visible(visible=has_archives)
    assert bool(page.locator("#results-list li").count()) is not has_archives or not has_archives


@pytest.mark.parametrize(
    ("heading", "language"),
    [("<h1>工会</h1>", "zh-Hant"), ('<h1><span lang="en">May Day</span></h1>', "en"), ('<h1 lang="ug">ئىش</h1>', "ug")],
    ids=["own", "part", "heading"],
)
def test_language_of_a_title(visit: Opener, published: Path, heading: str, language: str) -> None:
    page = visit()
    (script,) = published.glob("assets/search-page.*.js")
    found = page.evaluate(
        """async ([result, html]) => {
          const { cardOf } = await import(result);
          return cardOf(new DOMParser().parseFromString(html, "text/html")).titleLanguage;
        }""",
        [f"/assets/{script.name}", f'<html lang="zh-Hant"><main><article>{heading}</article></main></html>'],
    )
    assert found == language


def test_nothing_asked(visit: Opener) -> None:
    page = visit()
    expect(page.locator(".archives")).to_be_visible()
    assert page.locator("#results-status").inner_text() == ""
    field = page.get_by_role("searchbox")
    field.fill("工会")
    expect(page.locator("#results-list li")).to_have_count(10)
    field.fill("")
    expect(page.locator("#results-list li")).to_have_count(0)
    expect(page.locator(".archives")).to_be_visible()


def test_everything_is_in_the_address(visit: Opener) -> None:
    page = visit(text="面条")
    field = page.get_by_role("searchbox")
    expect(field).to_have_value("面条")
    expect(page.locator("#results-status")).to_contain_text("找到")
    first = page.locator("#results-status").inner_text()
    field.press("End")
    field.press_sequentially("、头发", delay=300)  # slower than the pause: three searches, one entry of the history
    expect(page).to_have_url(re.compile(re.escape(quote("面条、头发"))))
    field.press("Enter")
    assert page.title().startswith("面条、头发 ")
    switch = page.get_by_role("link", name="繁體").get_attribute("href")
    assert str(switch).endswith("/hant/search/?q=" + quote("面条、头发"))
    page.go_back()
    expect(field).to_have_value("面条")
    expect(page.locator("#results-status")).to_have_text(first)
    page.go_forward()
    expect(field).to_have_value("面条、头发")


def test_enter_searches_and_stays(visit: Opener) -> None:
    page = visit()
    page.evaluate("window.isSame = true")
    page.get_by_role("searchbox").fill("工会")
    page.get_by_role("searchbox").press("Enter")
    expect(page.locator("#results-list li")).to_have_count(10)
    assert page.evaluate("window.isSame") is True


def test_an_input_method_is_left_in_peace(visit: Opener) -> None:
    page = visit()
    page.get_by_role("searchbox").focus()
    session = page.context.new_cdp_session(page)
    url = page.url
    for part in ("j", "ji", "ji t", "ji ti"):
        session.send("Input.imeSetComposition", {"text": part, "selectionStart": len(part), "selectionEnd": len(part)})
        page.wait_for_timeout(150)
    key = {"key": "Enter", "code": "Enter", "windowsVirtualKeyCode": 229}
    session.send("Input.dispatchKeyEvent", {"type": "rawKeyDown", **key})
    session.send("Input.dispatchKeyEvent", {"type": "keyUp", **key})
    page.wait_for_timeout(400)
    assert page.url == url
    assert page.locator("#results-list li").count() == 0
    session.send("Input.insertText", {"text": "集体"})
    expect(page.locator("#results-list li")).to_have_count(10)
    expect(page.get_by_role("searchbox")).to_have_value("集体")


def test_what_was_typed_before_an_input_method_begins_is_not_looked_for_with_its_letters(visit: Opener) -> None:
    page = visit()
    page.get_by_role("searchbox").focus()
    session = page.context.new_cdp_session(page)
    url = page.url
    page.keyboard.type("42")
    session.send("Input.imeSetComposition", {"text": "qi", "selectionStart": 2, "selectionEnd": 2})
    page.wait_for_timeout(400)
    assert page.url == url
    session.send("Input.insertText", {"text": "期"})
    expect(page).to_have_url(re.compile(re.escape(quote("42期"))))


def test_an_address_that_is_too_long_is_cut_between_characters(visit: Opener) -> None:
    page = visit(text="工" * 399 + "𠮷野")
    expect(page.locator("#results-status")).not_to_have_text("")
    expect(page.get_by_role("searchbox")).to_have_value("工" * 399 + "𠮷")


def test_all_scripts_are_asked_for_at_once(visit: Opener) -> None:
    """What a script of the page imports is told beforehand, or a slow line waits for one after the other."""
    assets = ROOT / "themes" / "plain" / "assets"
    needed = {"search.js"}
    while more := {
        name
        for script in needed
        for name in re.findall(r'^import .* from "\./(.+)";$', (assets / script).read_text(encoding="utf-8"), re.M)
    } - needed:
        needed |= more
    page = visit()
    told = page.evaluate("[...document.querySelectorAll('link[rel=modulepreload]')].map((one) => one.href)")
    assert {name for name in needed if module_name(name) in map(module_name, told)} == needed - {"search.js"}
    assert len(told) == len(needed) - 1


def module_name(address: str) -> str:
    return address.rsplit("/", 1)[-1].split(".", 1)[0]


def test_slash_leads_to_the_field(visit: Opener) -> None:
    page = visit(text="工会")
    expect(page.locator("#results-list li")).to_have_count(10)
    page.locator("#results-list a").first.focus()
    page.keyboard.press("/")
    field = page.get_by_role("searchbox")
    expect(field).to_be_focused()
    expect(field).to_have_value("工会")
    page.keyboard.press("End")
    page.keyboard.press("/")
    expect(field).to_have_value("工会/")
    page.locator(".search-help summary").click()
    page.get_by_role("button", name="启用 / 键").click()
    page.keyboard.press("/")
    expect(page.get_by_role("button", name="启用 / 键", pressed=False)).to_be_focused()


def test_text_is_text(visit: Opener) -> None:
    page = visit(text="网络安全课")
    expect(page.locator("#results-list li")).to_have_count(10)
    assert "<img src=x onerror=alert(1)>" in page.locator("#results-list .summary").first.inner_text()
    assert page.locator("#results-list img").count() == 0
    page.get_by_role("searchbox").fill('"><img src=x onerror=alert(1)> 集体')
    expect(page.locator("#results-status")).to_contain_text("篇")
    assert page.locator("main img").count() == 0


@pytest.mark.parametrize("broken", ["root.json", "shards/", "(texts|articles)/"])
def test_a_failure_is_said(browser: Browser, library: str, broken: str) -> None:
    page = browser.new_page()
    page.route(re.compile(f"/search-index/{broken}"), lambda route: route.fulfill(status=200, body=b"\x85\xff\xff"))
    page.goto(f"{library}search/?q={quote('集体合同')}")
    expect(page.locator("#results-status")).to_contain_text("搜索没有成功")
    page.unroute_all()
    page.get_by_role("searchbox").fill("集体合同协商")
    expect(page.locator("#results-list li")).to_have_count(10)
    page.close()


def test_an_article_that_can_not_be_had_is_still_a_link(browser: Browser, library: str) -> None:
    page = browser.new_page()
    page.route(re.compile("/(2026|texts)/"), lambda route: route.fulfill(status=404))
    page.goto(f"{library}search/?q={quote('集体合同')}")
    expect(page.locator("#results-list h2 a")).to_have_count(10)
    page.close()


def test_files_are_asked_for_once(visit: Opener) -> None:
    page = visit()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(f"{request.url} {request.headers.get('range', '')}"))
    page.get_by_role("searchbox").fill("集体合同")
    expect(page.locator("#results-list li")).to_have_count(10)
    page.get_by_role("searchbox").fill("集体合同协商")
    expect(page.locator("#results-list li")).to_have_count(10)
    page.wait_for_timeout(400)
    ours = [url for url in asked if "/search-index/" in url]
    assert len(ours) == len(set(ours))
    assert len([url for url in ours if "/facets/" not in url and "/texts/" not in url]) <= 6
    assert len([url for url in ours if "/texts/" in url and "bytes=" in url]) == len(
        [url for url in ours if "/texts/" in url]
    ) <= 21  # what the pack holds, and each article once
    assert [url for url in asked if "/2026/" in url] == []  # no article's page is needed


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("edition", EDITIONS)
def test_for_everybody(visit: Opener, edition: str, scheme: str) -> None:
    page = visit(edition, "集体合同 面条", width=390, color_scheme=scheme)
    expect(page.locator("#results-list li").first).to_be_visible()
    page.locator(".search-help summary").click()
    page.wait_for_load_state("networkidle")
    assert Axe().run(page, options=AXE_OPTIONS).response["violations"] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_without_script(visit: Opener) -> None:
    page = visit(java_script_enabled=False)
    assert re.search("<noscript>.*搜索需要启用 JavaScript.*</noscript>", page.content())
    assert page.locator(".archives a").count() > 5


def test_all_articles_are_there(published: Path) -> None:
    assert len(list(published.glob("2026/*/*/index.html"))) == COUNT
