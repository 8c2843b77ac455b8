"""Drafts as files: what is written is what read understands."""

from __future__ import annotations

import errno
import io
import os
import re
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bulletin.errors import WriteError
from bulletin.ingest import store
from bulletin.ingest.draft import Asset, Draft, Reading
from bulletin.ingest.grid import placed, table_markdown
from bulletin.ingest.store import Known, files_below, is_taken, read_ledger, still_there, write_files, write_ledger
from bulletin.ingest.writing import Planned, item_text, planned
from bulletin.jobs.importing import import_files
from bulletin.model.filename import file_name
from bulletin.read.document import parse_document

TRICKY = st.text("[]{}|>\"'&!#*%@:：-—,，甲乙 title?`\\~“”", min_size=1, max_size=30)


@given(TRICKY, TRICKY)
def test_fields_are_read_as_they_were(title: str, author: str) -> None:
    text = item_text(Draft(title, (("作者", author), ("日期", ""), ("落款", (author, title))), "正文。"))
    document = parse_document("a.md", text.encode())
    found = {field.key: field.value for field in document.fields}
    assert found["标题"] == " ".join(title.split())
    assert found["作者"] == " ".join(author.split())
    assert document.body.strip() == "正文。"


@given(st.text(max_size=80))
def test_names_are_names_everywhere(text: str) -> None:
    name = file_name(text)
    assert len(name) <= 61
    assert not re.search(r'[\\/:*?"<>|\x00-\x1f]|^[ .]|[ .]$', name)
    assert name.lower() not in {"con", "nul", "aux"}


@pytest.mark.parametrize(
    ("draft", "path"),
    [
        (Draft("甲会", (("日期", "2026-09-30"),), "文"), "2026/40/甲会.md"),
        (Draft("甲会", (("日期", "2027-01-01 09:00"),), "文"), "2026/53/甲会.md"),
        (Draft("甲会", (("日期", ""),), "文"), "导入/甲会.md"),
        (Draft("", (("日期", ""),), "文"), "导入/来稿.md"),
        (Draft("甲/乙:丙?", (("日期", ""),), "文"), "导入/甲 乙 丙.md"),
    ],
)
def test_where_an_item_goes(draft: Draft, path: str) -> None:
    assert planned(Reading("text", drafts=(draft,)), "来稿.txt", lambda _: False).items == (path,)


DAY = (("日期", "2026-09-30"),)
WITH_PHOTO = Draft("甲会", DAY, "文", assets=(Asset("照片1.jpg", b"one"),))


@pytest.mark.parametrize(
    ("drafts", "is_split"),
    [
        ((WITH_PHOTO,), False),
        ((Draft("甲会", DAY, "文"), Draft("乙会", DAY, "文")), True),
        ((Draft("甲会", DAY, "文"), WITH_PHOTO), True),
    ],
    ids=["with a photo", "an issue", "both"],
)
def test_an_import_that_was_killed_plans_the_same_files_again(drafts: tuple[Draft, ...], is_split: bool) -> None:
    reading = Reading("text", drafts=drafts, is_split=is_split, issue="2026-40")
    first = planned(reading, "来稿.txt", lambda _: False)
    left = {one.path: one.data for one in first.files}
    assert planned(reading, "来稿.txt", left.__contains__, lambda path, data: left.get(path) == data) == first


def test_another_photo_of_the_same_name_gets_room_of_its_own() -> None:
    first = planned(Reading("web", drafts=(WITH_PHOTO,)), "a.html", lambda _: False)
    left = {one.path: one.data for one in first.files}
    other = Draft("甲会", DAY, "另一篇", assets=(Asset("照片1.jpg", b"two"),))
    reading = Reading("web", drafts=(other,))
    plan = planned(reading, "b.html", left.__contains__, lambda path, data: left.get(path) == data)
    assert [one.path for one in plan.files] == ["2026/40/甲会-2/照片1.jpg", "2026/40/甲会-2/甲会-2.md"]


def test_files_of_one_reading_are_given_different_names() -> None:
    drafts = (WITH_PHOTO, Draft("甲会", DAY, "文"), Draft("甲会", DAY, "文", assets=(Asset("照片1.jpg", b"two"),)))
    plan = planned(Reading("text", drafts=drafts), "来稿.txt", lambda _: False)
    assert plan.items == ("2026/40/甲会/甲会.md", "2026/40/甲会-2.md", "2026/40/甲会-3/甲会-3.md")


def test_files_are_written_all_or_none(tmp_path: Path) -> None:
    (tmp_path / "b.md").write_text("旧", encoding="utf-8")
    with pytest.raises(Exception, match="E968"):
        write_files(tmp_path, [Planned("a.md", b"1"), Planned("b.md", b"2")])
    assert sorted(path.name for path in tmp_path.iterdir()) == ["b.md"]
    for path in ("../x.md", "/x.md"):
        with pytest.raises(Exception, match="E968"):
            write_files(tmp_path, [Planned(path, b"1")])


class Full(io.FileIO):
    """On a disk that is full after one byte."""

    def write(self, data: Any) -> int:
        super().write(data[:1])
        raise OSError(errno.ENOSPC, "full")


def test_of_a_disk_without_hard_links_that_is_full_nothing_is_left(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError

    def opened(path: Path, mode: str) -> io.FileIO:
        return Full(path, mode[0]) if path.name == "a.md" else io.FileIO(path, mode[0])

    monkeypatch.setattr(os, "link", refuse)
    write_files(tmp_path, [Planned("b.md", b"whole")])
    assert (tmp_path / "b.md").read_bytes() == b"whole"
    monkeypatch.setattr(store, "open", opened, raising=False)
    with pytest.raises(WriteError, match="E968"):
        write_files(tmp_path, [Planned("a.md", b"whole")])
    assert [path.name for path in tmp_path.iterdir()] == ["b.md"]


def test_a_link_out_of_the_folder_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "content").mkdir()
    (tmp_path / "other").mkdir()
    (tmp_path / "content/2026").symlink_to(tmp_path / "other")
    with pytest.raises(Exception, match="E968"):
        write_files(tmp_path / "content", [Planned("2026/a.md", b"1")])
    assert list((tmp_path / "other").iterdir()) == []


def test_the_ledger(tmp_path: Path) -> None:
    write_ledger(tmp_path, {"x": Known("甲.txt", ("a.md",))})
    assert read_ledger(tmp_path) == {"x": Known("甲.txt", ("a.md",))}
    assert not still_there(tmp_path, Known("甲.txt", ("a.md", "../b.md")))
    (tmp_path / "a.md").write_text("1", encoding="utf-8")
    assert still_there(tmp_path, Known("甲.txt", ("a.md",)))
    assert is_taken(tmp_path, "A.MD")


def test_what_of_a_folder_is_read(tmp_path: Path) -> None:
    names = ("source/_posts/a.md", "b_files/c.html", "b.html", ".git/x.md", "themes/t/r.md", "_layouts/l.html", "~x.md")
    for name in names:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("1", encoding="utf-8")
    assert [path.relative_to(tmp_path).as_posix() for path in files_below(tmp_path)] == ["b.html", "source/_posts/a.md"]


CELL = st.tuples(st.text("甲|>^ ", max_size=4), st.integers(0, 5), st.integers(0, 5))
ROWS = st.lists(st.lists(CELL, max_size=5), max_size=5)


@given(ROWS)
def test_a_table_has_a_place_for_every_cell(rows: list[list[tuple[str, int, int]]]) -> None:
    grid = placed(rows)
    places = [
        (r, c) for cell in grid.cells
        for r in range(cell.row, cell.row + cell.rows) for c in range(cell.column, cell.column + cell.columns)
    ]  # fmt: skip
    assert len(places) == len(set(places))
    assert len(grid.cells) == sum(map(len, rows))
    assert all(r < grid.height and c < grid.width for r, c in places)
    text = table_markdown(grid)
    if grid.width > 1 and not text.startswith("<table>"):
        assert {len(re.split(r"(?<!\\)\|", line)) for line in text.split("\n")} == {grid.width + 2}


@pytest.mark.parametrize("last", [*range(1, 8)])
def test_an_import_that_was_killed_is_not_done_twice(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, last: int
) -> None:
    """Before or after the ``last`` of the files that it writes: none is half, none comes twice, none is missing."""
    (tmp_path / "site" / "content").mkdir(parents=True)
    source = tmp_path / "source"
    source.mkdir()
    for number in range(3):
        text = f"第{number}次推进会\n\n2026年9月{number + 1}日，市总工会召开会议。\n"
        (source / f"来稿{number}.txt").write_text(text, "utf-8")
    steps: list[str] = []

    def counted(name: str, real: Callable[..., None]) -> Callable[..., None]:
        def step(*words: object) -> None:
            steps.append(name)
            if len(steps) == last:
                raise KeyboardInterrupt
            real(*words)

        return step

    with monkeypatch.context() as patch:
        for name in ("link", "replace"):
            patch.setattr(os, name, counted(name, getattr(os, name)))
        with suppress(KeyboardInterrupt):
            import_files(tmp_path / "site", [source], False, False)
    import_files(tmp_path / "site", [source], False, False)
    items = [path.read_text("utf-8") for path in (tmp_path / "site" / "content").rglob("*推进会*.md")]
    assert len(items) == len({*items}) == 3
    assert not [*tmp_path.rglob("*.tmp")]
