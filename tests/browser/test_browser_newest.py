"""A question that would read much of an index of very many articles: answered from the newest, said to be so, and from
all of them when asked for."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from axe_playwright_python.sync_playwright import Axe
from library_search import MANY, engine, many
from library_site import served
from playwright.sync_api import Page, expect

from bulletin.cli.main import main
from bulletin.render.search.engine import Engine
from bulletin.render.search.layout import sheaves_of
from bulletin.render.search.question import ask

Opener = Callable[..., Page]
HEAVY = "集体合同协商推进会，明确任务书"
LIGHT = "第31号通讯员"
AXE = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}
FILES = many()
NUMBERS, SINCE = Engine(FILES.__getitem__).newest(ask(HEAVY))
ALL = Engine(FILES.__getitem__).search(ask(HEAVY))
PARTLY = f"在最近{MANY - SINCE:,}篇里找到{len(NUMBERS):,}篇"


@pytest.fixture(scope="session")
def crowded_folder(published: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The library with an index of 3,300 articles, each of which leads to one of the sixty that there are."""
    folder = tmp_path_factory.mktemp("crowded") / "public"
    shutil.copytree(published, folder)
    index = folder / "search-index"
    root = json.loads((index / "root.json").read_text(encoding="utf-8"))
    made = json.loads(FILES["root.json"])
    root |= {name: made[name] for name in ("count", "blocks", "group", "head", "heavy", "split")}
    del root["texts"]
    shutil.rmtree(index / "shards")
    (index / "shards").mkdir()
    for name, data in FILES.items():
        if name.startswith("shards/"):
            (index / name).write_bytes(data)
    (index / "root.json").write_text(json.dumps(root, ensure_ascii=False), encoding="utf-8")
    paths = [engine().path(number % 60) for number in range(MANY)]
    for number, (begin, end) in enumerate(sheaves_of(root["blocks"])):
        (index / "articles" / f"{number}.json").write_text(json.dumps(paths[begin:end]), encoding="utf-8")
    return folder


@pytest.fixture(scope="session")
def crowded(crowded_folder: Path) -> Iterator[str]:
    with served(crowded_folder) as address:
        yield address


def test_the_answer_is_a_part_and_says_so() -> None:
    """What the other tests stand on."""
    assert SINCE in range(1, MANY)
    assert 50 <= len(NUMBERS) < len(ALL)
    assert [number for number in ALL if number >= SINCE] == NUMBERS


@pytest.mark.parametrize("width", [390, 1280])
def test_from_the_newest_and_then_from_all(reader: Opener, crowded: str, width: int) -> None:
    page = reader(f"{crowded}search/?q={quote(HEAVY)}", width)
    status, whole = page.locator("#results-status"), page.locator("#results-whole")
    expect(status).to_have_text(PARTLY)
    expect(whole).to_have_text("在全部文章里找")
    expect(page.locator("#results-list li")).to_have_count(10)
    assert Axe().run(page, options=AXE).violations_count == 0
    whole.focus()
    page.keyboard.press("Enter")
    expect(status).to_have_text(f"找到{len(ALL):,}篇")
    expect(whole).to_be_hidden()
    expect(status).to_be_focused()
    assert page.url.endswith("&all=1")
    page.go_back()
    expect(status).to_have_text(f"找到{len(ALL):,}篇")  # what is known is not forgotten
    page.reload()
    expect(status).to_have_text(PARTLY)
    expect(whole).to_be_visible()


def test_an_address_that_asks_for_all(reader: Opener, crowded: str) -> None:
    page = reader(f"{crowded}hant/search/?q={quote('集體合同協商推進會，明確任務書')}&all=1")
    expect(page.locator("#results-status")).to_have_text(f"找到{len(ALL):,}篇")
    page.get_by_role("searchbox").fill(HEAVY[:12])
    expect(page.locator("#results-status")).to_contain_text("在最近")
    assert "all=1" not in page.url


def test_what_reads_little_is_whole(reader: Opener, crowded: str) -> None:
    page = reader(f"{crowded}search/?q={quote(LIGHT)}")
    count = len(Engine(FILES.__getitem__).search(ask(LIGHT)))
    expect(page.locator("#results-status")).to_have_text(f"找到{count:,}篇")
    expect(page.locator("#results-whole")).to_be_hidden()


def test_years_and_filters_are_counted_in_all(reader: Opener, crowded: str) -> None:
    """A filter is offered though none of the newest belongs to it, without a number or with one that is a beginning;
    what is chosen is counted in all articles."""
    page = reader(f"{crowded}search/?q={quote(HEAVY)}")
    expect(page.locator("#results-status")).to_have_text(PARTLY)
    counts = page.locator("#filters-groups .count")
    expect(counts.first).to_be_attached()
    assert all(re.fullmatch(r"[\d,]+\+|", text) for text in counts.all_text_contents())
    page.locator('#filters-groups [data-kind="union"] label').first.click()
    expect(page.locator("#results-whole")).to_be_hidden()
    expect(page.locator("#results-status")).not_to_contain_text("在最近")
    page.go_back()
    expect(page.locator("#results-status")).to_contain_text("找到")
    page.locator('[data-order="year"]').click()
    expect(page.locator("#results-status")).to_have_text(f"找到{len(ALL):,}篇")


def test_suggestions_say_that_there_are_more(reader: Opener, crowded: str) -> None:
    page = reader(crowded)
    field = page.locator(".nameplate .find input")
    field.focus()
    field.fill(HEAVY)
    expect(page.locator(".quick [role=option]").last).to_have_text(f"查看全部{len(NUMBERS):,}+篇")


def test_the_command_line_says_the_same(crowded_folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    site = str(crowded_folder.parent)
    assert main(["search", HEAVY, "--site", site, "--json", "--limit", "99"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["count"], told["among"]) == (len(NUMBERS), MANY - SINCE)
    assert [one["number"] for one in told["results"]] == NUMBERS[:99]
    assert main(["search", HEAVY, "--site", site, "--limit", "1"]) == 0
    assert f"最近{MANY - SINCE}篇里找到{len(NUMBERS)}篇" in capsys.readouterr().err
    assert main(["search", HEAVY, "--site", site, "--json", "--all"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["count"] == len(ALL)
    assert "among" not in told
