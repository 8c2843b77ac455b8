"""The guide's pages of codes: every code of the catalogue has its place, and each example does what the guide says."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping
from datetime import datetime
from functools import cache
from pathlib import Path

import pytest
from PIL import Image

from bulletin.cli.explaining import Entry, Example, guide_entries
from bulletin.errors import ConfigError
from bulletin.jobs.judging import judge
from bulletin.model.problem import Problem
from bulletin.pipeline import Options
from bulletin.read.settings import read_settings
from bulletin.words import catalogue

NOW = datetime(2026, 11, 20, 12)
ENTRIES = guide_entries()
CODES = sorted(code for code in catalogue() if re.fullmatch(r"[EWI]\d{3}", code))
SITE = "标题: 滨江工会\n网址: https://example.org/\n栏目: [{名称: 要闻, 网址: news, 更新期限: 0}]\n"
UNIONS = "- {名称: 滨江市总工会, 别名: [市总工会, 市总]}\n- {名称: 东港区总工会, 旧称: [东港区工会联合会]}\n"
NEIGHBOURS = {
    "别的稿件": "日期: 2026-09-01",
    "撤下的稿件": "日期: 2026-09-01\n撤稿: 是",
    "以后的稿件": "日期: 2099-05-01",
    "截止的稿件": "日期: 2026-09-01\n截止: 2026-10-01",
    "草稿稿件": "日期: 2026-09-01\n草稿: 是",
    "有错的稿件": "日期: 2026-02-31",
}
SETTINGS = ("site.yaml", "unions.yaml", "glossary.yaml")


def _photo() -> bytes:
    stream = io.BytesIO()
    Image.new("RGB", (40, 30)).save(stream, "JPEG")
    return stream.getvalue()


def _word() -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", "<w:document/>")
    return stream.getvalue()


def _site(folder: Path, settings: Mapping[str, str] | None = None) -> Path:
    content = folder / "content"
    (content / "2026").mkdir(parents=True)
    for name, text in {"site.yaml": SITE, "unions.yaml": UNIONS, **(settings or {})}.items():
        (content / name).write_text(text, "utf-8")
    for number, (name, fields) in enumerate(NEIGHBOURS.items()):
        text = f"---\n标题: {name}\n{fields}\n---\n\n第{number}篇的正文，各不相同。\n"
        (content / "2026" / f"{name}.md").write_text(text, "utf-8")
    (content / "2026" / "照片1.jpg").write_bytes(_photo())
    (content / "2026" / "报名表.docx").write_bytes(_word())
    return folder


def _item(code: str, example: Example) -> tuple[str, str]:
    """Name and text of the file that the example is, or is part of."""
    name = example.kind.partition(" ")[2] or f"{code}.md"
    if example.kind.startswith("稿件"):
        return name, example.text + "\n"
    fields, body = (example.text, "正文。") if example.kind == "字段" else ("", example.text)
    given = [f"标题: 例子{code}"] * ("标题:" not in fields) + ["日期: 2026-09-30"] * (not fields.startswith("日期"))
    return name, "\n".join(["---", *given, *([fields] if fields else []), "---", "", body, ""])


def _is_item(example: Example) -> bool:
    return example.kind.split(" ")[0] in ("字段", "正文", "稿件")


@cache
def _problems(which: str, folder: Path) -> Mapping[str, set[str]]:
    """Code of an entry -> codes found in its file: all examples of items are the items of one site."""
    site = _site(folder / which)
    paths: dict[str, str] = {}
    for code, entry in ENTRIES.items():
        example = entry.before if which == "before" else entry.after
        if _is_item(entry.before) and _is_item(example):
            name, text = _item(code, example)
            assert name not in paths.values()
            (site / "content" / "2026" / name).write_bytes(text.encode("utf-8"))
            paths[code] = name
    found = judge(Options(site=site, now=NOW, jobs=1), lambda _: None).problems
    return {code: {one.code for one in found if one.path == f"2026/{name}"} for code, name in paths.items()}


def _of_kind(*kinds: str) -> list[Entry]:
    return [entry for entry in ENTRIES.values() if entry.before.kind.split(" ")[0] in kinds]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("codes")


def test_every_code_has_its_place_in_the_guide() -> None:
    """A new code needs an entry in one of docs/guide/content/codes-*.md: ``## W418 标题 {#w418}``."""
    assert [code for code in CODES if code not in ENTRIES] == []
    assert sorted(ENTRIES) == CODES


def test_a_code_stands_in_one_place_only() -> None:
    pages = (Path(__file__).parents[2] / "docs" / "guide" / "content").glob("codes-*.md")
    headings = [code for page in pages for code in re.findall(r"^## ([EWI]\d{3}) ", page.read_text("utf-8"), re.M)]
    assert len(headings) == len(set(headings)) == len(ENTRIES)


@pytest.mark.parametrize("entry", ENTRIES.values(), ids=ENTRIES)
def test_an_entry_is_whole(entry: Entry) -> None:
    assert entry.title
    assert entry.why
    assert entry.before.text != entry.after.text
    assert entry.before.text
    assert entry.after.text
    assert entry.place.endswith(f"/#c-{entry.code.lower()}")


def test_most_are_shown_rather_than_told() -> None:
    of_items = [code for code in CODES if code in ENTRIES and _is_item(ENTRIES[code].before)]
    assert len(of_items) >= 90
    assert len(_of_kind(*SETTINGS, "期")) >= 40


@pytest.mark.parametrize("code", [entry.code for entry in _of_kind("字段", "正文", "稿件")])
def test_item(code: str, folder: Path) -> None:
    assert code in _problems("before", folder)[code]
    if _is_item(ENTRIES[code].after):
        assert code not in _problems("after", folder)[code]


@pytest.mark.parametrize("code", [entry.code for entry in _of_kind(*SETTINGS)])
def test_settings(code: str, tmp_path: Path) -> None:
    entry = ENTRIES[code]
    assert code in _of_settings(tmp_path / "before", entry.before)
    assert _of_settings(tmp_path / "after", entry.after) == set()


def _of_settings(folder: Path, example: Example) -> set[str]:
    text = example.text + "\n"
    if example.kind == "site.yaml":
        given = {line.split(":")[0] for line in text.split("\n")}
        text = "".join(line + "\n" for line in SITE.splitlines() if line.split(":")[0] not in given) + text
    try:
        found: tuple[Problem, ...] = read_settings(_site(folder, {example.kind: text})).problems
    except ConfigError as error:
        found = error.problems
    return {one.code for one in found}


@pytest.mark.parametrize("code", [entry.code for entry in _of_kind("期")])
def test_issue_file(code: str, tmp_path: Path) -> None:
    entry = ENTRIES[code]
    assert code in _of_issue(tmp_path / "before", entry.before)
    assert code not in _of_issue(tmp_path / "after", entry.after)


def _of_issue(folder: Path, example: Example) -> set[str]:
    site = _site(folder)
    path = site / "content" / "issues" / example.kind.partition(" ")[2]
    path.parent.mkdir()
    path.write_text(example.text + "\n", "utf-8")
    found = judge(Options(site=site, now=NOW, jobs=1), lambda _: None).problems
    return {one.code for one in found if one.path == f"issues/{path.name}"}
