"""``bulletin rollback`` as an editor types it: what is published now, what to do next, and a whole site again."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from sites.make_site import tree_of, write_site

from bulletin.cli.main import main

NOW = ("--now", "2026-11-20T09:00:00+08:00", "--jobs", "1")


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Three releases, of which the third is published."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG", "SOURCE_DATE_EPOCH"):
        monkeypatch.delenv(name, raising=False)
    site = write_site(tmp_path / "site", 3)
    for number in range(3):
        name_it(site, number)
        main(["build", str(site), "--quiet", *NOW])
    return site


def name_it(site: Path, number: int) -> None:
    file = site / "content" / "site.yaml"
    lines = file.read_text("utf-8").splitlines(keepends=True)
    file.write_text("".join([f"标题: 第{number}个\n", *lines[1:]]), "utf-8")


def title(site: Path) -> str:
    return (site / "public" / "index.html").read_text("utf-8").partition("<title>")[2].partition("</title>")[0]


def test_says_what_is_published_now_and_what_to_do(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rollback", str(site)]) == 0
    out, err = capsys.readouterr()
    assert out.startswith("已退回第 2 版：20")
    assert "4 篇文章" in out
    assert "bulletin build" in err
    assert title(site) == "第1个"


def test_json_and_further_back(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for number, taken_back, left in ((2, 3, 1), (1, 2, 0)):
        assert main(["rollback", str(site), "--json"]) == 0
        out, err = capsys.readouterr()
        said = json.loads(out)
        assert (said["published"], said["number"], said["taken_back"], said["left"]) == (True, number, taken_back, left)
        assert said["output"] == str(site / "public")
        assert err == ""
    assert title(site) == "第0个"
    assert main(["rollback", str(site), "--json"]) == 2
    said = json.loads(capsys.readouterr().out)
    assert (said["published"], said["code"]) == (False, "E807")
    assert title(site) == "第0个"


def test_a_build_after_it_equals_a_clean_one(site: Path, tmp_path: Path) -> None:
    main(["rollback", str(site)])
    name_it(site, 7)
    assert main(["build", str(site), "--quiet", *NOW]) == 0
    assert main(["build", str(site), "--quiet", "--no-cache", "--output", str(tmp_path / "clean"), *NOW]) == 0
    assert tree_of(site / "public") == tree_of(tmp_path / "clean")


def test_an_output_elsewhere(site: Path, tmp_path: Path) -> None:
    for number in range(2):
        name_it(site, number)
        main(["build", str(site), "--quiet", "--output", str(tmp_path / "www"), *NOW])
    assert main(["rollback", str(site), "--output", str(tmp_path / "www")]) == 0
    assert "第0个" in (tmp_path / "www" / "index.html").read_text("utf-8")
    assert title(site) == "第2个"


@pytest.mark.parametrize("words", [["--lang", "en"], ["--lang", "zh-Hant"]], ids=str)
def test_other_languages(site: Path, capsys: pytest.CaptureFixture[str], words: list[str]) -> None:
    assert main(["rollback", str(site), *words]) == 0
    said = {"en": "is published again", "zh-Hant": "已退回第 2 版：20"}[words[1]]
    assert said in capsys.readouterr().out
