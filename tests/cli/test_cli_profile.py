"""``build --profile``: the same bytes, every figure there, from any number of processes; and nothing of it without."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from sites.make_site import item, tree_of, write_site

from bulletin.check.body import TEXT_RULES
from bulletin.check.bulletin import RULES
from bulletin.check.facts import ITEM_RULES
from bulletin.cli.main import main
from bulletin.cli.profile import profile_lines
from bulletin.model.page import Page
from bulletin.steps.profiling import _RULES, _STEPS, Figure, Profile, Profiler, StageFigure, clocked
from bulletin.words import catalogue

NOW = "2026-11-20T09:00:00+08:00"
ITEMS = 72  # enough that a pool pays, and none that waits


def told(folder: Path, capsys: pytest.CaptureFixture[str], *more: str) -> dict[str, list[dict[str, object]]]:
    assert main(["build", str(folder), "--now", NOW, "--json", *more]) == 0
    found = json.loads(capsys.readouterr().out)
    profile: dict[str, list[dict[str, object]]] = found.get("profile", {})
    return profile


def by_name(figures: list[dict[str, object]]) -> dict[object, object]:
    return {one["name"]: one["times"] for one in figures}


@pytest.mark.parametrize("jobs", [1, 2])
def test_all_work_is_counted_in_any_process(tmp_path: Path, capsys: pytest.CaptureFixture[str], jobs: int) -> None:
    site = write_site(tmp_path / "site", ITEMS)
    profile = told(site, capsys, "--profile", "--jobs", str(jobs))
    assert list(profile) == ["stages", "templates", "rules", "steps", "items", "pages"]
    stages = by_name(profile["stages"])
    assert next(iter(stages)) == "load"  # of what is loaded to work with
    documents = ITEMS + 1  # with the page "about"
    assert (stages["check"], stages["convert"], stages["join"]) == (documents, documents, 1)
    templates = by_name(profile["templates"])
    assert templates["home.html"] == 3
    assert templates["item.html"] == 3 * (ITEMS - len([n for n in range(ITEMS) if n % 7 == 3]))
    rules = by_name(profile["rules"])
    assert set(rules) == {rule.__name__ for rule in (*TEXT_RULES, *ITEM_RULES, *RULES)}
    assert all(rules[rule.__name__] == 1 for rule in RULES)
    assert by_name(profile["steps"])["convert_markup"] == 3 * documents
    assert len(profile["items"]) == len(profile["pages"]) == 10
    for figures in profile.values():
        assert all(isinstance(one["seconds"], float) and one["seconds"] >= 0 for one in figures)
        assert figures == sorted(figures, key=lambda one: -float(str(one["seconds"]))) or figures is profile["stages"]


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_the_bytes_are_the_same(tmp_path: Path, capsys: pytest.CaptureFixture[str], jobs: str) -> None:
    one, other = write_site(tmp_path / "one", ITEMS), write_site(tmp_path / "other", ITEMS)
    assert told(one, capsys) == {}
    told(other, capsys, "--profile", "--jobs", jobs)
    assert tree_of(one / "public") == tree_of(other / "public")


def test_what_was_remembered_is_not_counted(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    site = write_site(tmp_path / "site")
    told(site, capsys)
    profile = told(site, capsys, "--profile")
    assert all(profile[name] == [] for name in ("rules", "steps", "items", "pages", "templates"))
    changed = item(2, "改过的正文。\n\n| 甲 | 乙 |\n|---|---|\n| 一 | 二 |\n")  # plain prose takes no such step
    (site / "content" / "2026" / "item-0002.md").write_text(changed, encoding="utf-8")
    profile = told(site, capsys, "--profile")
    assert {one["name"] for one in profile["items"]} == {"2026/item-0002.md"}
    assert by_name(profile["steps"])["to_html"] == 1
    assert all(by_name(profile["rules"])[rule.__name__] == 1 for rule in RULES)


def test_no_clock_is_left_behind() -> None:
    before = [getattr(module, name) for module, name in (*_RULES, *_STEPS)]
    with clocked(), clocked():
        assert all(getattr(*place) is not one for place, one in zip((*_RULES, *_STEPS), before, strict=True))
    assert [getattr(module, name) for module, name in (*_RULES, *_STEPS)] == before


def test_a_build_without_it_knows_no_clock() -> None:
    """Neither the pipeline nor what it runs imports them: there is nothing to switch off."""
    script = "import sys, bulletin.pipeline; print('bulletin.steps.profiling' in sys.modules)"
    assert subprocess.check_output([sys.executable, "-c", script], text=True) == "False\n"


@pytest.mark.parametrize(("language", "heads"), [
    ("hans", ("时间花在哪里（秒）", "阶段", "模板", "检查规则", "转换步骤", "最慢的稿件", "最慢的网页")),
    ("hant", ("時間花在哪裡（秒）", "階段", "範本", "檢查規則", "轉換步驟", "最慢的稿件", "最慢的網頁")),
    ("en", ("where the time went (seconds)", "stage", "template", "check rule", "conversion step", "slowest items")),
])  # fmt: skip
def test_tables(language: str, heads: tuple[str, ...]) -> None:
    profile = Profile(
        stages=(StageFigure("check", 1.5, 10, 2.2), StageFigure("join", 0.0, 1, 0.5), StageFigure("pages", 0.5, 0, 0)),
        templates=(Figure("item.html", 4, 2.0), Figure("@atom", 2, 1.0)),
        rules=(Figure("half_width", 10, 0.1),),
        steps=(),
        items=(Figure("2026/甲.md", 3, 0.0123),),
        pages=(Figure("a/index.html", 1, 0.01),),
    )
    lines = profile_lines(profile, language)  # type: ignore[arg-type]  # one of the three
    assert [head for head in heads if not any(line.startswith(head) for line in lines)] == []
    assert any(line.startswith("item.html") and line.split()[1:] == ["2.00", "4", "500.00"] for line in lines)
    assert any(line.startswith("2026/甲.md") and line.split()[1:] == ["12.30"] for line in lines)
    assert not any("half_width" in line or "@atom" in line for line in lines)


def test_an_asked_for_table_is_printed_even_quietly(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    site = write_site(tmp_path / "site")
    assert main(["build", str(site), "--now", NOW, "--profile", "--quiet", "--lang", "zh-Hans"]) == 0
    out = capsys.readouterr().out
    assert "检查规则" in out
    assert "文件" not in out.partition("时间花在哪里")[0]


@pytest.mark.parametrize(("prefix", "names"), [
    ("Rule_", [rule.__name__ for rule in (*TEXT_RULES, *RULES)]),
    ("Step_", [name for _, name in _STEPS]),
], ids=["rules", "steps"])  # fmt: skip
def test_everything_has_a_name_in_the_catalogue(prefix: str, names: list[str]) -> None:
    assert [name for name in names if prefix + name not in catalogue()] == []


def test_photos_are_a_family() -> None:
    profiler = Profiler()
    sizes = tuple(Page(f"photos/a-{form}", "", source="2026/a.jpg", resize=(640, form)) for form in ("WEBP", "JPEG"))
    profiler.note("photos", sizes, 0.5, {})
    found = profiler.profile()
    assert found.templates == (Figure("@photo", 1, 0.5),)
    assert (found.pages, found.items) == ((Figure("2026/a.jpg", 1, 0.5),), ())


# --- what costs nothing because it is not even loaded -----------------------------------------------------------------

# Rooms; of the command line none but those that every command needs
OURS = {"cli", "errors", "model", "stopping", "words"}
COMMANDS = {"checking", "commands", "converting", "deploying", "importing", "reviewing", "searching", "serving"}
HEAVY = {"asyncio", "concurrent", "ctypes", "email", "http", "logging", "multiprocessing", "socket", "sqlite3", "ssl"}


@pytest.mark.parametrize("words", [["--help"], ["--version"], ["build", "--help"], ["frob"]], ids=" ".join)
def test_help_loads_the_command_line_alone(words: list[str]) -> None:
    """Time on a shared machine says nothing, what is loaded does: no library, and of Python what is small."""
    script = (
        "import sys\n"
        "before = set(sys.modules)\n"
        "from bulletin.cli.main import main\n"
        "try:\n"
        f"    main({words!r})\n"
        "except SystemExit:\n"
        "    pass\n"
        "print('\\nLOADED', *sorted(set(sys.modules) - before))\n"
    )
    out = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout
    loaded = out.rpartition("LOADED ")[2].split()
    ours = {tuple(name.split(".")[1:]) for name in loaded if name.startswith("bulletin.")}
    assert {room for room, *_ in ours} == OURS
    assert not {one for room, *rest in ours for one in rest if room == "cli"} & COMMANDS
    tops = {name.split(".")[0] for name in loaded}
    assert not tops & HEAVY
    assert tops - {"bulletin"} <= set(sys.stdlib_module_names)
