"""What a store lists is judged as what lies in a folder is; and a name that no folder can have leads nowhere."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bulletin.read.folder import LARGEST_DOCUMENT, scan
from bulletin.read.listing import sort_out


@dataclass(frozen=True, slots=True)
class One:
    path: str
    size: int = 1
    kind: str = "file"


def judged(*found: One) -> tuple[set[str], set[str], set[tuple[str, str]]]:
    done = sort_out(found)
    return set(done.documents), set(done.files), {(problem.path, problem.code) for problem in done.problems}


@pytest.mark.parametrize(
    ("path", "told"),
    [
        ("../a.md", "../a.md"), ("a/../../b.md", "a/../../b.md"), ("./a.md", "./a.md"), ("a//b.md", "a//b.md"),
        ("/a.md", "/a.md"), ("a\\b.md", "a\\b.md"), ("..", ".."), ("a/..", "a/.."), ("C:\\a.md", "C:\\a.md"),
    ],
)  # fmt: skip
def test_names_that_lead_somewhere_else(path: str, told: str) -> None:
    assert judged(One(path)) == (set(), set(), {(told, "E239")})


@pytest.mark.parametrize(
    "path", [".git/a.md", "_aside/a.md", "a/.DS_Store", "folder/", "a.md~", "~$a.docx", "_x/..", "a/_b/c/d.md"]
)
def test_litter_is_passed_over(path: str) -> None:
    assert judged(One(path))[:2] == (set(), set())
    assert judged(One(path))[2] <= {(path, "E239")}


def test_a_folder_without_a_name_is_told() -> None:
    """S3 has such: ``a//b.md``. What lies in it can't be listed, but it is not passed over."""
    assert judged(One("a/", 0, "directory"), One("/", 0, "directory"))[2] == {("a/", "E239"), ("/", "E239")}


def test_kinds_sizes_and_settings() -> None:
    done = sort_out([One("site.yaml", 5), One("a.md"), One("b/site.yaml"), One("l.md", 1, "link"),
                     One("large.md", LARGEST_DOCUMENT + 1), One("p.jpg", LARGEST_DOCUMENT + 1),
                     One("a (conflicted copy).md")])  # fmt: skip
    assert set(done.settings) == {"site.yaml"}
    assert set(done.documents) == {"a.md"}
    assert set(done.files) == {"b/site.yaml", "p.jpg"}
    assert {problem.code for problem in done.problems} == {"E212", "E214", "W217"}


def test_a_folder_at_fault_is_told_once() -> None:
    deep = "/".join("d" * 33)
    assert judged(*(One(f"坏\u202e/{n}.md") for n in range(9)), *(One(f"{deep}/{n}/a.md") for n in range(9)))[2] == {
        ("坏\\u202e", "E221"), (deep, "E216"),
    }  # fmt: skip


PARTS = st.sampled_from(
    ["a", "A", "稿件", "_x", ".x", "x~", "é", "e\u0301", "a\u202eb", "c.tmp", "冲突副本", "site.yaml",
     "x.md", "y.txt", "z.jpg", "é.md", "e\u0301.md", "X.md"]
)  # fmt: skip
PATHS = st.lists(PARTS, min_size=1, max_size=4).map("/".join)


@given(st.lists(PATHS, max_size=12, unique=True))
def test_a_store_and_a_folder_are_judged_alike(tmp_path_factory: pytest.TempPathFactory, paths: list[str]) -> None:
    site = tmp_path_factory.mktemp("site")
    there = [One("always.md"), *(One(path) for path in paths if written(site / "content" / path))]
    (site / "content").mkdir(exist_ok=True)
    (site / "content" / "always.md").write_bytes(b"x")
    folder = scan(site)
    found = {text.path for text in folder.documents}, {file.path for file in folder.files}
    assert judged(*there) == (*found, {(problem.path, problem.code) for problem in folder.problems})


def written(path: Path) -> bool:
    """Not where one of its folders is a file already, or the other way round."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with os.fdopen(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY), "wb") as file:
            file.write(b"x")
    except OSError:
        return False
    return True
