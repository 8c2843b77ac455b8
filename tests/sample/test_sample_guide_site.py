"""The editors' guide as the site that it is: built without a single remark, whole, and true to the command line."""

from __future__ import annotations

import argparse
import re
import shutil
import subprocess
import sys
from datetime import datetime
from pathlib import Path

import pytest
from PIL import Image

from bulletin.cli.arguments import command_line
from bulletin.model.page import Report
from bulletin.pipeline import Options, build

ROOT = Path(__file__).parents[2]
GUIDE = ROOT / "docs" / "guide"
CONTENT = GUIDE / "content"
CHAPTERS = sorted(path.name for path in CONTENT.glob("*.md"))
PICTURES = sorted((CONTENT / "screenshots").glob("*.png"))
COMMANDS = (CONTENT / "commands.md").read_text("utf-8")
RENEW = "run: python docs/guide/commands.py"


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Report:
    site = tmp_path_factory.mktemp("guide")
    shutil.copytree(CONTENT, site / "content")
    return build(Options(site=site, now=datetime(2027, 6, 1), jobs=1), lambda *_: None, lambda _: None)


def test_it_builds_without_a_remark(report: Report) -> None:
    assert report.problems == ()
    assert report.items == len(CHAPTERS)
    assert report.left_out == report.waiting == report.drafts == ()
    assert report.editions == ("zh-Hans", "zh-Hant")


def test_anchors_of_codes_are_on_their_pages(report: Report) -> None:
    for path in CONTENT.glob("codes-*.md"):
        codes = re.findall(r"^## ([EWI]\d{3}) ", path.read_text("utf-8"), re.M)
        page = Path(report.output) / "2026" / "09" / path.stem / "index.html"
        assert set(re.findall(r'id="c-([ewi]\d{3})"', page.read_text("utf-8"))) == {code.lower() for code in codes}


def test_the_issue_is_the_whole_book(report: Report) -> None:
    listed = re.findall(r"^  - (\S+)$", (CONTENT / "issues" / "2026-40.md").read_text("utf-8"), re.M)
    assert sorted(listed) == CHAPTERS
    assert report.issues == 1


@pytest.mark.parametrize("path", PICTURES, ids=lambda path: path.name)
def test_screenshots_are_small(path: Path) -> None:
    """Made by docs/guide/screenshots.py."""
    assert path.stat().st_size < 150_000
    with Image.open(path) as picture:
        assert picture.width >= 1000
        assert picture.mode == "P", "with a palette"


def test_every_screenshot_is_shown() -> None:
    shown = set(re.findall(r"\(screenshots/([\w-]+\.png)", (CONTENT / "word.md").read_text("utf-8")))
    assert shown == {path.name for path in PICTURES}
    assert len(shown) >= 6


def _commands() -> dict[str, argparse.ArgumentParser]:
    parser = command_line("hans")
    found = next(one for one in parser._actions if isinstance(one, argparse._SubParsersAction))
    return dict(found.choices)


@pytest.mark.parametrize("name", _commands())
def test_every_command_is_told(name: str) -> None:
    """A new command or option: renew the page with ``python docs/guide/commands.py``."""
    match = re.search(rf"^## bulletin {name}\n(.*?)(?=^## |\Z)", COMMANDS, re.M | re.S)
    assert match, RENEW
    options = {option for action in _commands()[name]._actions for option in action.option_strings}
    told = set(re.findall(r"(?<![\w-])--[a-z][a-z-]*", match[1]))
    assert options - {"-h", "--help", "--lang"} <= told, RENEW


def test_no_command_is_told_that_there_is_not() -> None:
    assert set(re.findall(r"^## bulletin (\S+)$", COMMANDS, re.M)) == set(_commands()), RENEW


def test_the_page_of_commands_can_be_renewed(tmp_path: Path) -> None:
    script = tmp_path / "docs" / "guide" / "commands.py"
    (script.parent / "content").mkdir(parents=True)
    shutil.copy(GUIDE / "commands.py", script)
    subprocess.run([sys.executable, str(script)], check=True, env={"PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"})
    written = (script.parent / "content" / "commands.md").read_text("utf-8")
    assert written.startswith("---\n标题: 全部命令\n")
    assert written.count("\n## bulletin ") == len(_commands())


@pytest.mark.parametrize("page", ["README.md", "docs/editors.md"])
def test_links_of_pages_lead_to_files(page: str) -> None:
    text = (ROOT / page).read_text("utf-8")
    targets = [target for target in re.findall(r"\]\(([^)#\s]+)", text) if "://" not in target]
    assert targets
    assert [target for target in targets if not ((ROOT / page).parent / target).exists()] == []
