"""The command line as others' scripts call it: words, exit codes, streams, JSON."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from sites.make_site import tree_of, write_site

from bulletin.cli.main import language_of, main

ROOT = Path(__file__).parent.parent.parent
NOW = ("--now", "2026-11-20T09:00:00+08:00")
BAD = "---\n标题: 甲\n日期: 2026年9月31日\n---\n\n正文。\n"


@pytest.fixture
def site(tmp_path: Path) -> Path:
    return write_site(tmp_path / "site")


@pytest.fixture(autouse=True)
def _chinese(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("LC_ALL", "LC_MESSAGES", "LANG", "SOURCE_DATE_EPOCH"):
        monkeypatch.delenv(name, raising=False)


def test_all_published(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["build", str(site), *NOW]) == 0
    out, err = capsys.readouterr()
    assert err == ""
    assert re.search(r"^文章 +13$", out, re.M)
    assert "bulletin serve" in out
    assert (site / "public" / "hant" / "index.html").is_file()


def test_one_left_out(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (site / "content" / "2026" / "坏.md").write_text(BAD, encoding="utf-8")
    assert main(["build", str(site), *NOW]) == 1
    out, err = capsys.readouterr()
    assert re.search(r"^content/2026/坏\.md:3:5 \[E\d+\] .*9月只有30天.* → .*2026-09-30", err, re.M)
    assert re.search(r"^未收入 +1 +2026/坏\.md$", out, re.M)


def test_strict(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (site / "content" / "2026" / "坏.md").write_text(BAD, encoding="utf-8")
    assert main(["build", str(site), "--strict", *NOW]) == 2
    assert "content/2026/坏.md:3:5" in capsys.readouterr().err
    assert not (site / "public").exists()


@pytest.mark.parametrize("command", ["build", "check"])
def test_no_site(tmp_path: Path, capsys: pytest.CaptureFixture[str], command: str) -> None:
    assert main([command, str(tmp_path)]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert "→" in err, "says what to do"


@pytest.mark.parametrize(("is_bad", "code"), [(False, 0), (True, 1)])
def test_json(site: Path, capsys: pytest.CaptureFixture[str], is_bad: bool, code: int) -> None:
    if is_bad:
        (site / "content" / "2026" / "坏.md").write_text(BAD, encoding="utf-8")
    assert main(["build", str(site), "--json", *NOW]) == code
    report = json.loads(capsys.readouterr().out)
    assert report["published"] is True
    assert report["items"] == 13
    assert report["left_out"] == (["2026/坏.md"] if is_bad else [])
    assert [problem["line"] for problem in report["problems"] if problem["severity"] == "error"] == [3] * is_bad
    assert {"read", "check", "convert", "render", "write"} <= report["seconds"].keys()
    assert report["versions"]["opencc"]


def test_json_of_a_fault(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["build", str(tmp_path), "--json"]) == 2
    assert json.loads(capsys.readouterr().out)["published"] is False


def test_an_executor_that_is_none(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Also where there is nothing to do."""
    for _ in range(2):
        assert main(["build", str(site), "--executor", "spark://one:1", *NOW]) == 2
        assert "[E911]" in capsys.readouterr().err
        assert main(["build", str(site), "--quiet", *NOW]) == 0


def test_quiet(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["build", str(site), "--quiet", *NOW]) == 0
    assert capsys.readouterr() == ("", "")


def test_check_publishes_nothing(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", str(site)]) == 0
    (site / "content" / "2026" / "坏.md").write_text(BAD, encoding="utf-8")
    assert main(["check", str(site)]) == 1
    assert main(["check", str(site), "--strict"]) == 2
    assert main(["check", str(site), "--json"]) == 1
    out = capsys.readouterr().out
    assert "content/2026/坏.md:3:5" in out
    assert json.loads(out[out.index("{\n") :])["problems"][0]["path"] == "2026/坏.md"
    assert not (site / "public").exists()


def test_drafts_and_shrinking(site: Path) -> None:
    draft = site / "content" / "2026" / "draft.md"
    draft.write_text("---\n标题: 草稿一篇\n日期: 2026-10-01\n草稿: 是\n---\n\n正文。\n", encoding="utf-8")
    assert main(["build", str(site), "--quiet", *NOW]) == 0
    assert "草稿一篇" not in (site / "public" / "index.html").read_text("utf-8")
    assert main(["build", str(site), "--quiet", "--drafts", *NOW]) == 0
    assert any("草稿一篇" in data.decode("utf-8", "ignore") for data in tree_of(site / "public").values())
    for path in sorted((site / "content" / "2026").glob("item-*.md"))[:8]:
        path.unlink()
    assert main(["build", str(site), "--quiet", *NOW]) == 2
    assert main(["build", str(site), "--quiet", "--allow-shrink", *NOW]) == 0


@pytest.mark.parametrize("value", ["yesterday", "2026-13-01", ""])
def test_a_moment_that_is_none(site: Path, value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    if value:
        assert main(["build", str(site), "--now", value]) == 2
    else:
        monkeypatch.setenv("SOURCE_DATE_EPOCH", "noon")
        assert main(["build", str(site)]) == 2


def test_the_clock_can_be_stated(site: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert main(["build", str(site), "--quiet", "--output", str(tmp_path / "one"), "--now", "2026-11-20T09:00:00"]) == 0
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1795136400")  # 2026-11-20 01:00 UTC: the same in Shanghai
    assert main(["build", str(site), "--quiet", "--output", str(tmp_path / "other")]) == 0
    assert tree_of(tmp_path / "one") == tree_of(tmp_path / "other")


def test_init_then_new_then_build(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "mine"
    assert main(["init", str(folder)]) == 0
    assert capsys.readouterr().out == f"{folder}\n"
    assert main(["new", "新稿A: “件”/一", "--site", str(folder), "--section", "要闻", "--issue", "3"]) == 0
    path = Path(capsys.readouterr().out.strip())
    assert path.is_file()
    assert main(["build", str(folder), "--strict"]) == 0
    path.write_text(path.read_text("utf-8").replace("草稿: 是\n", "") + "正文。\n", "utf-8")
    assert main(["build", str(folder), "--strict", "--json"]) == 0
    out = capsys.readouterr().out
    report = json.loads(out[out.index("{\n") :])
    assert report["items"] == 3
    assert [problem for problem in report["problems"] if problem["severity"] != "info"] == []


def test_a_new_site_has_nothing_to_find_fault_with(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Not even a hint: the first thing that an editor sees must not be our own slip."""
    folder = tmp_path / "mine"
    main(["init", str(folder)])
    capsys.readouterr()
    assert main(["check", str(folder), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["problems"] == []


def test_the_examples_of_a_new_glossary_are_a_glossary(tmp_path: Path) -> None:
    folder = tmp_path / "mine"
    main(["init", str(folder)])
    path = folder / "content" / "glossary.yaml"
    path.write_text(path.read_text("utf-8").replace("# - ", "- "), "utf-8")
    assert main(["build", str(folder), "--strict", "--quiet"]) == 0


def test_init_and_new_overwrite_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "mine"
    main(["init", str(folder)])
    before = tree_of(folder)
    assert main(["init", str(folder)]) == 2
    assert tree_of(folder) == before
    capsys.readouterr()
    paths = set()
    for _ in range(3):
        assert main(["new", "同一个标题", "--site", str(folder)]) == 0
        paths.add(capsys.readouterr().out)
    assert len(paths) == 3
    assert main(["new", "///", "--site", str(folder)]) == 2
    assert main(["new", "标题", "--site", str(tmp_path / "none")]) == 2


@pytest.mark.parametrize(
    ("words", "environment", "language"),
    [
        ([], {}, "hans"),
        ([], {"LANG": "C.UTF-8"}, "hans"),
        ([], {"LANG": "zh_CN.UTF-8"}, "hans"),
        ([], {"LANG": "zh_TW.UTF-8"}, "hant"),
        ([], {"LANG": "zh_HK.UTF-8"}, "hant"),
        ([], {"LANG": "en_GB.UTF-8"}, "en"),
        ([], {"LANG": "zh_CN.UTF-8", "LC_ALL": "en_US.UTF-8"}, "en"),
        (["build", "--lang", "zh-Hant"], {"LANG": "en_US.UTF-8"}, "hant"),
        (["build", "--lang=en"], {}, "en"),
    ],
)
def test_language(words: list[str], environment: dict[str, str], language: str) -> None:
    assert language_of(words, environment) == language


def test_build_py_is_bulletin_build(site: Path, tmp_path: Path) -> None:
    """In a process of its own, with the locale that has no Chinese at all."""
    environment = {**os.environ, "LC_ALL": "C", "PYTHONPATH": str(ROOT)}
    one, other = tmp_path / "one", tmp_path / "other"
    script = (site / "build.py").write_text((ROOT / "build.py").read_text("utf-8"), "utf-8")
    assert script
    command = [sys.executable, str(site / "build.py"), "--output", str(one), *NOW]
    assert subprocess.run(command, env=environment, check=False, capture_output=True).returncode == 0
    command = [sys.executable, "-m", "bulletin", "build", str(site), "--output", str(other), *NOW]
    assert subprocess.run(command, env=environment, check=False, capture_output=True).returncode == 0
    assert tree_of(one) == tree_of(other)


def test_words_that_are_none() -> None:
    with pytest.raises(SystemExit) as caught:
        main(["publish"])
    assert caught.value.code == 2
