"""``bulletin search``: the page's results on the command line."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from sites.make_site import write_site

from bulletin.cli.main import main
from bulletin.render.search.engine import Engine
from bulletin.render.search.ladder import answer as climb
from bulletin.render.search.question import ask

NOW = ("--now", "2026-11-20T09:00:00+08:00")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = write_site(tmp_path_factory.mktemp("searched") / "site")
    assert main(["build", str(folder), "--quiet", *NOW]) == 0
    return folder


@pytest.fixture(autouse=True)
def _chinese(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("LC_ALL", "LC_MESSAGES", "LANG", "SOURCE_DATE_EPOCH"):
        monkeypatch.delenv(name, raising=False)


def found(site: Path, *words: str, capsys: pytest.CaptureFixture[str]) -> dict[str, object]:
    main(["search", *words, "--site", str(site), "--json"])
    answer: dict[str, object] = json.loads(capsys.readouterr().out)
    return answer


@pytest.mark.parametrize("words", ["工会", "工會", "工会 -职工", "2026年"])
def test_the_engine_s_order(site: Path, words: str, capsys: pytest.CaptureFixture[str]) -> None:
    engine = Engine(lambda name: (site / "public" / "search-index" / name).read_bytes())
    numbers = engine.search(ask(words))
    answer = found(site, words, "--limit", "100", capsys=capsys)
    results = answer["results"]
    assert isinstance(results, list)
    assert [one["number"] for one in results] == numbers
    assert answer["count"] == len(numbers)
    assert [one["url"] for one in results] == [f"/bulletin/{engine.path(number)}" for number in numbers]
    assert all(one["title"] and one["date"] for one in results)
    assert numbers or words == "工会 -职工"


def test_the_other_edition(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    answer = found(site, "工会", "--edition", "zh-Hant", capsys=capsys)
    results = answer["results"]
    assert isinstance(results, list)
    assert results
    assert all(one["url"].startswith("/bulletin/hant/") for one in results)
    assert any("工會" in one["title"] + one["text"] for one in results)


def test_lines_for_people(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["search", "工会", "--site", str(site), "--limit", "2"]) == 0
    out, err = capsys.readouterr()
    assert out.startswith("1. ")
    assert out.count("\n   /") == 2
    assert err.startswith("找到")


def test_nothing(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["search", "蒩籭", "--site", str(site)]) == 1
    assert capsys.readouterr() == ("", "没有找到。\n")


def test_no_such_edition(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["search", "工会", "--site", str(site), "--edition", "fr"]) == 2
    assert "E941" in capsys.readouterr().err


NONE = (None, b"", b"{}", b'{"editions": {}}', b"\xff", b"[]")


@pytest.mark.parametrize("damage", [*NONE, pytest.param(b"[" * 100_000, id="brackets")], ids=repr)
def test_no_index(site: Path, tmp_path: Path, damage: bytes | None, capsys: pytest.CaptureFixture[str]) -> None:
    shutil.copytree(site / "public" / "search-index", tmp_path / "public" / "search-index")
    root = tmp_path / "public" / "search-index" / "root.json"
    root.unlink()
    if damage is not None:
        root.write_bytes(damage)
    assert main(["search", "工会", "--site", str(tmp_path)]) == 2
    assert "E940" in capsys.readouterr().err


@pytest.mark.parametrize("damage", [b"", b"\xff\xff\xff", b"\x06\x01\x00\x03abc"], ids=repr)
def test_damaged_shards(site: Path, tmp_path: Path, damage: bytes, capsys: pytest.CaptureFixture[str]) -> None:
    shutil.copytree(site / "public" / "search-index", tmp_path / "public" / "search-index")
    for shard in (tmp_path / "public" / "search-index" / "shards").iterdir():
        shard.write_bytes(damage)
    assert main(["search", "工会", "--site", str(tmp_path)]) == 2
    assert "E940" in capsys.readouterr().err


def test_pages_that_are_gone(site: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shutil.copytree(site / "public" / "search-index", tmp_path / "public" / "search-index")
    results = found(tmp_path, "工会", capsys=capsys)["results"]
    assert isinstance(results, list)
    assert results
    assert results[0]["title"]


@pytest.mark.parametrize("words", ["工会蒩籭", "工会蒩籭职工", "蒩籭"])
def test_the_steps_of_the_page(site: Path, words: str, capsys: pytest.CaptureFixture[str]) -> None:
    engine = Engine(lambda name: (site / "public" / "search-index" / name).read_bytes())
    expected = climb(engine, words, "zh-Hans", lambda _: ())
    answer = found(site, words, capsys=capsys)
    assert (answer["how"], answer["count"]) == (expected.how, len(expected.numbers))
    assert main(["search", words, "--site", str(site)]) == (0 if expected.numbers else 1)
    said = {"apart": "各个词", "near": "部分相符", "none": "没有找到"}
    assert said[expected.how] in capsys.readouterr().err
