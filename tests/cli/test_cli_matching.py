"""``check --format`` and ``check --json`` as editors and runners read them, held against what the guide tells them."""

from __future__ import annotations

import json
import re
from pathlib import Path

import jsonschema
import pytest
from sites.make_site import write_site

from bulletin.cli.main import main
from bulletin.cli.matching import compiler_lines, github_lines
from bulletin.model.problem import Problem

DOCS = Path(__file__).parents[2] / "docs"
GUIDE = (DOCS / "guide" / "content" / "tools.md").read_text("utf-8")
TASKS = json.loads(re.findall(r"^```json\n(.*?)^```", GUIDE, re.M | re.S)[0])
PATTERN = TASKS["tasks"][0]["problemMatcher"]["pattern"]
MATCHER = re.compile(PATTERN["regexp"])
# actions/toolkit, command.ts: properties are divided by commas, and % \r \n : , are written as %25 …
ANNOTATION = re.compile(r"::(error|warning|notice) ([^:]*)::(.+)")
SCHEMA = json.loads((DOCS / "check.schema.json").read_text("utf-8"))
BAD = "---\n标题: 甲\n日期: 2026年9月31日\n---\n\n正文。\n"


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1795136400")
    folder = write_site(tmp_path / "我的 简报")
    (folder / "content" / "2026" / "坏.md").write_text(BAD, "utf-8")
    undated = "---\n标题: 乙\n来源: 东港区总工全\n---\n\n内容。\n"
    (folder / "content" / "2026" / "没有日期.md").write_text(undated, "utf-8")
    return folder


def run(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str]:
    capsys.readouterr()
    code = main(["check", *words])
    return code, capsys.readouterr().out


def test_the_guide_matches_every_line(
    site: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(site.parent)
    code, out = run(capsys, site.name, "--format", "lines")
    assert code == 1
    matches = [MATCHER.fullmatch(line) for line in out.splitlines()]
    assert len(matches) >= 3
    found = []
    for match in matches:
        assert match
        path, line, column, severity, problem, message = (
            match[PATTERN[name]] for name in ("file", "line", "column", "severity", "code", "message")
        )
        assert Path(path).is_file(), "from where the command was given"
        assert message
        found.append((Path(path).name, int(line), int(column), severity, problem))
    assert ("坏.md", 3, 5, "error", "E402") in found
    assert ("没有日期.md", 1, 1, "warning", "W416") in found


def test_github_reads_the_same(
    site: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(site)
    code, out = run(capsys, "--format", "github")
    assert code == 1
    lines = [ANNOTATION.fullmatch(line) for line in out.splitlines()]
    assert all(lines)
    assert any(match and match[2] == "file=content/2026/坏.md,line=3,col=5,title=E402" for match in lines)
    assert {match[1] for match in lines if match} == {"error", "warning"}


@pytest.mark.parametrize("form", ["lines", "github"])
def test_faults_of_settings_have_places(site: Path, capsys: pytest.CaptureFixture[str], form: str) -> None:
    path = site / "content" / "site.yaml"
    path.write_text(path.read_text("utf-8").replace("每页: 5", "每页: 很多"), "utf-8")
    code, out = run(capsys, str(site), "--format", form)
    assert code == 2
    assert "site.yaml" in out
    assert "E303" in out


@pytest.mark.parametrize("form", ["lines", "github"])
def test_nothing_to_say(tmp_path: Path, capsys: pytest.CaptureFixture[str], form: str) -> None:
    assert run(capsys, str(write_site(tmp_path / "good")), "--format", form) == (0, "")


def test_marks_that_would_end_an_annotation() -> None:
    one = Problem("a,b:c%.md", 0, 0, "W417", (("title", "甲\n::error::乙,100%"),))
    (line,) = github_lines([one], Path(), "hans")
    match = ANNOTATION.fullmatch(line)
    assert match
    assert match[2] == "file=content/a%2Cb%3Ac%25.md,line=1,col=1,title=W417"
    assert "100%25" in line
    assert "\n" not in line


def test_a_file_then_what_is_worst() -> None:
    problems = [Problem(path, line, 0, code) for path, line, code in [
        ("b.md", 1, "I414"), ("a.md", 2, "I414"), ("a.md", 9, "E419"), ("a.md", 5, "W416"), ("a.md", 4, "W416"),
    ]]  # fmt: skip
    lines = [MATCHER.fullmatch(line) for line in compiler_lines(problems, Path("s"), "en")]
    assert [match and match.group(1, 2) for match in lines] == [
        ("s/content/a.md", "9"), ("s/content/a.md", "4"), ("s/content/a.md", "5"), ("s/content/a.md", "2"),
        ("s/content/b.md", "1"),
    ]  # fmt: skip


def test_text_is_in_the_same_order(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _, out = run(capsys, str(site))
    lines = [line for line in out.splitlines() if line.startswith("content/")]
    places = [(line.split(" [")[0].split(":")[0], "EWI".index(line.split("[")[1][0])) for line in lines]
    assert places == sorted(places)
    assert len(places) >= 3


VALID = [
    pytest.param([], 1, id="checked"),
    pytest.param(["--fix", "--dry-run"], 1, id="fix"),
    pytest.param(["--fix", "--fix-punct", "--fix-damage"], 1, id="all fixes"),
    pytest.param(["--undo"], 2, id="nothing to undo"),
    pytest.param(["--undo", "--fix"], 2, id="refused"),
    pytest.param(["--explain", "w436"], 0, id="explained"),
    pytest.param(["--explain", "W999"], 2, id="no such code"),
    pytest.param(["--lang", "en"], 1, id="English"),
]


@pytest.mark.parametrize(("words", "code"), VALID)
def test_json_is_as_the_schema_says(
    site: Path, capsys: pytest.CaptureFixture[str], words: list[str], code: int
) -> None:
    found, out = run(capsys, str(site), "--json", *words)
    assert found == code
    jsonschema.validate(json.loads(out), SCHEMA, jsonschema.Draft202012Validator)


def test_json_of_undo(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    old = "标题：丙\n日期：2026-09-30\n\n近日,市总召开会议.\n"
    (site / "content" / "2026" / "旧.md").write_bytes(old.encode("gb18030"))
    run(capsys, str(site), "--fix")
    code, out = run(capsys, str(site), "--undo", "--json")
    assert code == 0
    data = json.loads(out)
    jsonschema.validate(data, SCHEMA, jsonschema.Draft202012Validator)
    assert data["fix"]["files"]


def test_the_schema_is_one_and_refuses_others() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    wrongs: tuple[dict[str, object], ...] = (
        {}, {"items": 3}, {"items": 3, "problems": [{"path": "a.md"}]}, {"fix": {"files": []}},
    )  # fmt: skip
    for wrong in wrongs:
        with pytest.raises(jsonschema.ValidationError):
            jsonschema.validate(wrong, SCHEMA, jsonschema.Draft202012Validator)


def test_explained_in_the_terminal(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out = run(capsys, str(site), "--explain", "[W436]")
    assert code == 0
    assert out.startswith("W436 中文里的半角标点\n")
    assert "    近日,市总(机关)召开会议." in out
    assert "    近日，市总（机关）召开会议。" in out
    assert "codes-text/#c-w436" in out
    assert run(capsys, str(site), "--explain", "W436", "--lang", "en")[1].count("Before") == 1
    traditional = run(capsys, str(site), "--explain", "W436", "--lang", "zh-Hant")[1]
    assert traditional.startswith("W436 中文裡的半角標點\n")
    assert "    近日,市总(机关)召开会议." in traditional, "what is to be typed stays"
    assert run(capsys, str(site), "--explain", "推进会") == (2, "")
