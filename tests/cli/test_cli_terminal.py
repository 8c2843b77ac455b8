"""On a terminal: a bar with counts for every stage, in words; a quiet stream where it is piped."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from sites.make_site import write_site

from bulletin.cli import show
from bulletin.cli.main import main
from bulletin.words import Language, catalogue, phrase

PACKAGE = Path(show.__file__).parent.parent
LANGUAGES: tuple[Language, ...] = ("hans", "hant", "en")


@pytest.mark.parametrize(
    ("file", "pattern", "prefix"),
    [
        ("pipeline.py", r'(?:watch\(|workers\.(?:run|stream),? ?\(?)"(\w+)"', "Stage_"),
        ("cache.py", r'(?:_drop|_warn)\("([\w ]+)"\)', "Cache_"),
    ],
)
def test_every_stage_and_every_reason_has_words(file: str, pattern: str, prefix: str) -> None:
    found = set(re.findall(pattern, (PACKAGE / file).read_text(encoding="utf-8")))
    assert len(found) >= 4, "the pattern is out of date"
    assert {prefix + name.replace(" ", "_") for name in found} <= catalogue().keys()


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_bar_for_each_stage(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], language: Language
) -> None:
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    site = write_site(tmp_path / "site")
    tag = {"hans": "zh-Hans", "hant": "zh-Hant", "en": "en"}[language]
    assert main(["build", str(site), "--jobs", "1", "--lang", tag, "--now", "2026-11-20T09:00:00+08:00"]) == 0
    out, err = capsys.readouterr()
    shown = {re.sub(r"[ █░].*", "", part) for part in err.split("\r\033[K") if part}
    assert shown == {phrase(f"Stage_{name}", language, {}) for name in ("check", "convert", "render", "search")}
    assert re.search(r"█ 13/13", err)
    assert phrase("Stage_assemble", language, {}) in out
    assert err.endswith("\r\033[K"), "the bar is wiped before anything else is said"


@pytest.mark.parametrize("option", ["--quiet", "--json"])
def test_no_bar_where_it_is_not_wanted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], option: str
) -> None:
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    site = write_site(tmp_path / "site", 1)
    assert main(["build", str(site), option, "--jobs", "1", "--now", "2026-11-20T09:00:00+08:00"]) == 0
    assert capsys.readouterr().err == ""


def test_a_cache_that_is_no_cache_is_dropped_with_a_reason(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    site = write_site(tmp_path / "site", 1)
    (site / ".bulletin").mkdir()
    (site / ".bulletin" / "cache.sqlite").write_bytes(b"no database at all" * 100)
    command = ["build", str(site), "--quiet", "--jobs", "1", "--lang", "zh-Hans", "--now", "2026-11-20T09:00:00+08:00"]
    assert main(command) == 0
    assert capsys.readouterr().err == "缓存不能用（打不开），已丢弃，这次会慢一些。\n"
