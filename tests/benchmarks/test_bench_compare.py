"""Measuring measures, converting converts, and different sites are told apart."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from benchmarks.corpus import Story, stories
from benchmarks.equal import differences, output_of
from benchmarks.measure import measure
from benchmarks.sites import hugo_path, write_hugo
from benchmarks.to_traditional import convert

STORIES = tuple(stories(3))
CHILD = 0.2  # seconds, by the child's own clock
LINUX = pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")


def page(title: str, body: str) -> str:
    return f'<h1><span>{title}</span></h1><div class="prose"><p>{body}</p></div><nav class="tags">'


def site(folder: Path, shown: tuple[Story, ...], body: str = "正文“一”。") -> Path:
    for edition in ("", "hant/"):
        for story in shown:
            place = folder / edition / story.url / "index.html"
            place.parent.mkdir(parents=True)
            place.write_text(page(story.title, body), encoding="utf-8")
    return folder


def test_equal_sites(tmp_path: Path) -> None:
    ours = site(tmp_path / "a", STORIES)
    theirs = site(tmp_path / "b", STORIES, "正文「一」。")
    found = differences(STORIES, ours, theirs)
    assert [one.is_fault for one in found] == [False, False]
    assert "3 articles in both, 0 other titles, 0 other texts" in found[0].words


def test_other_texts_are_a_fault_in_the_first_edition(tmp_path: Path) -> None:
    found = differences(STORIES, site(tmp_path / "a", STORIES), site(tmp_path / "b", STORIES, "别的"))
    assert [one.is_fault for one in found] == [True, False]


def test_a_missing_article_is_a_fault_in_both(tmp_path: Path) -> None:
    found = differences(STORIES, site(tmp_path / "a", STORIES), site(tmp_path / "b", STORIES[1:]))
    assert [one.is_fault for one in found] == [True, True]
    assert "2 articles in both" in found[0].words


def test_output(tmp_path: Path) -> None:
    for name, size in (("a.html", 3), ("b/c.html", 4), ("d.xml", 5), (".bulletin.json", 100)):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(b"x" * size)
    assert output_of(tmp_path).size == 12
    assert output_of(tmp_path).kinds == (("html", 2), ("xml", 1))


def test_conversion_of_what_readers_see(tmp_path: Path) -> None:
    write_hugo(STORIES, tmp_path)
    made = convert(tmp_path)
    hans, hant = tmp_path / "content" / "hans", tmp_path / "content" / "hant"
    assert made == len(list(hans.rglob("*.md"))) == len(list(hant.rglob("*.md")))
    before = json.JSONDecoder().raw_decode((hans / hugo_path(STORIES[0])).read_text(encoding="utf-8"))[0]
    after, end = json.JSONDecoder().raw_decode((hant / hugo_path(STORIES[0])).read_text(encoding="utf-8"))
    assert after["tags"] == before["tags"]
    assert len(after["title"]) == len(before["title"])
    text = (hant / hugo_path(STORIES[0])).read_text(encoding="utf-8")[end:]
    assert "工會" in text or "職工" in text
    assert "职工" not in text
    union = json.loads((hant / "unions" / "qinghe" / "_index.md").read_text(encoding="utf-8"))
    assert (union["title"], union["aka"]) == ("青禾市總工會", ["市總"])


def test_conversion_of_one(tmp_path: Path) -> None:
    write_hugo(STORIES, tmp_path)
    assert convert(tmp_path, [hugo_path(STORIES[1])]) == 1
    assert [path.name for path in (tmp_path / "content" / "hant").rglob("*.md")] == [f"{STORIES[1].name}.md"]


@LINUX
def test_time_of_all_descendants_is_counted(tmp_path: Path) -> None:
    child = f"import time\nwhile time.process_time() < {CHILD}: pass"
    work = f"import subprocess, sys; subprocess.Popen([sys.executable, '-c', {child!r}])"
    measured = measure([sys.executable, "-c", work], tmp_path)
    assert measured.code == 0
    assert measured.cpu >= CHILD  # the child that nobody waited for: it works until its own clock says so
    assert measured.largest > 5


@LINUX
def test_memory_and_output(tmp_path: Path) -> None:
    work = "import time; x = bytes(b'x' * 60_000_000); print('done'); time.sleep(0.3)"
    measured = measure([sys.executable, "-c", work], tmp_path, has_memory=True)
    assert measured.output == "done\n"
    assert 55 < measured.tree < 160
    assert measured.wall > 0.3


@LINUX
def test_a_failure_is_told(tmp_path: Path) -> None:
    assert measure([sys.executable, "-c", "raise SystemExit(3)"], tmp_path).code == 3
