"""``搜索: 否``: no trace of a search, and everything else as with it."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sites.make_site import tree_of, write_site

from bulletin.pipeline import Options, build

NOW = datetime(2026, 11, 20, 9, tzinfo=UTC)
TRACE = re.compile(rb'search-index/|opensearch|SearchAction|role="search"|/search/"|data-quick')


def built(folder: Path, more: str, jobs: int = 1) -> dict[str, bytes]:
    write_site(folder)
    with open(folder / "content" / "site.yaml", "a", encoding="utf-8") as file:
        file.write(more)
    build(Options(folder, NOW, jobs=jobs), lambda *_: None, lambda _: None)
    return {path: data for path, data in tree_of(folder / "public").items() if not path.startswith("assets/")}


@pytest.fixture(scope="module")
def searched(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    return built(tmp_path_factory.mktemp("searched"), "")


@pytest.mark.parametrize("jobs", [1, 2])
def test_no_page_speaks_of_a_search(tmp_path: Path, searched: dict[str, bytes], jobs: int) -> None:
    plain = built(tmp_path / "plain", "搜索: 否\n", jobs)
    assert [path for path, data in searched.items() if TRACE.search(data)]
    assert not [path for path, data in plain.items() if TRACE.search(data)]


def test_all_other_pages_are_there(tmp_path: Path, searched: dict[str, bytes]) -> None:
    plain = built(tmp_path / "plain", "搜索: 否\n")
    gone = searched.keys() - plain.keys()
    assert not plain.keys() - searched.keys()
    assert {"search/index.html", "hant/search/index.html", "opensearch.xml", "search-index/root.json"} <= gone
    names = re.compile(r"(hant/|hant-hk/)?(search/index\.html|opensearch\.xml)|search-index/.+")
    assert all(map(names.fullmatch, gone))


def test_offline_reading_keeps_no_index(tmp_path: Path) -> None:
    worker = built(tmp_path / "plain", "搜索: 否\n离线: 是\n")["offline.js"].decode()
    told = worker.partition(";\n")[0]
    assert '"index":""' in told
    assert "search/" not in told


def test_a_search_given_up_leaves_nothing(tmp_path: Path) -> None:
    folder = tmp_path / "site"
    assert "search-index/root.json" in built(folder, "")
    with open(folder / "content" / "site.yaml", "a", encoding="utf-8") as file:
        file.write("搜索: 否\n")
    build(Options(folder, NOW, jobs=1), lambda *_: None, lambda _: None)
    assert not [path for path in tree_of(folder / "public") if path.startswith(("search", "hant/search"))]
