"""A build that would do nothing says what the last one said, and looks at no article; anything else is built."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sites.make_site import item, write_site

from bulletin.errors import StrictError
from bulletin.model.page import Report
from bulletin.pipeline import Options, build
from bulletin.read import folder, glance, opening
from bulletin.read.opening import Folders
from bulletin.write.release import roll_back

NOW = datetime(2026, 11, 20, 9, tzinfo=UTC)
SOON = NOW + timedelta(minutes=10)


def built(site: Path, **options: object) -> Report:
    stated: dict[str, object] = {"site": site, "now": NOW, "jobs": 1} | options
    return build(Options(**stated), lambda *_: None, lambda _: None)  # type: ignore[arg-type]  # as the caller names them


def looked_at(report: Report) -> bool:
    """Whether any document was checked."""
    return "check" in dict(report.seconds)


@pytest.fixture(params=["by bytes", "by what the disk says"])
def site(tmp_path: Path, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Built, and long enough ago that the stamps of its files count."""
    if request.param != "by bytes":
        monkeypatch.setattr(glance, "_RECENT", -(10**18))  # no program can set the time of change
    made = write_site(tmp_path / "site")
    later = item(90).replace("日期: ", "发布: 2026-11-20 18:00\n日期: ")
    (made / "content" / "later.md").write_text(later, encoding="utf-8")
    (made / "content" / "broken.md").write_text("---\n标题: 坏\n日期: 2026-02-30\n---\n文\n", encoding="utf-8")
    for path in (made / "content").rglob("*"):
        os.utime(path, (time.time() - 100, time.time() - 100))
    built(made)
    return made


def test_nothing_changed(site: Path) -> None:
    first = built(site, has_cache=False)
    again = built(site, now=SOON)
    assert not looked_at(again)
    expected = replace(first, seconds=again.seconds, rendered=0, reused=first.pages)
    assert again == expected
    assert again.left_out == ("broken.md",)


def test_what_could_not_be_read_is_tried_again(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A disk that fails for a moment changes no file."""
    real = opening.read_below

    def failing(root: Path, path: str, limit: int, folders: Folders | None = None) -> bytes:
        if path.endswith("new.md"):
            raise OSError(5, "Input/output error")
        return real(root, path, limit, folders)

    with monkeypatch.context() as failed:
        failed.setattr(folder, "read_below", failing)
        (site / "content" / "new.md").write_text(item(13), encoding="utf-8")
        assert any(problem.code == "E213" for problem in built(site).problems)
    assert all(problem.code != "E213" for problem in built(site).problems)


def edit(site: Path) -> None:
    """Another character under the same size and times."""
    path = site / "content" / "broken.md"
    state = path.stat()
    path.write_bytes(path.read_bytes().replace(b"02-30", b"02-29"))
    os.utime(path, ns=(state.st_atime_ns, state.st_mtime_ns))


def own_template(site: Path) -> None:
    theme = site / "themes" / "plain"
    (theme / "templates").mkdir(parents=True)
    (theme / "theme.yaml").write_text("extends: plain\n", encoding="utf-8")
    (theme / "templates" / "404.html").write_text("{{ page.head.title }}", encoding="utf-8")


def take_row(site: Path) -> None:
    with closing(sqlite3.connect(site / ".bulletin" / "cache.sqlite")) as rows:
        rows.execute("UPDATE memo SET value = x'00' WHERE step = 'build'")
        rows.commit()


CHANGES: dict[str, Callable[[Path], object]] = {
    "a document": edit,
    "a new document": lambda site: (site / "content" / "new.md").write_text(item(91), encoding="utf-8"),
    "a document gone": lambda site: (site / "content" / "broken.md").unlink(),
    "another file": lambda site: (site / "content" / "表.csv").write_text("a,b", encoding="utf-8"),
    "settings": lambda site: (site / "content" / "glossary.yaml").write_text("- 网络\n", encoding="utf-8"),
    "a theme": own_template,
    "the output gone": lambda site: shutil.rmtree(site / "public"),
    "a page gone": lambda site: (site / "public" / "index.html").unlink(),
    "a page written over": lambda site: (site / "public" / "index.html").write_text("x", encoding="utf-8"),
    "its manifest gone": lambda site: (site / "public" / ".bulletin.json").unlink(),
    "the cache gone": lambda site: (site / ".bulletin" / "cache.sqlite").unlink(),
    "the cache damaged": take_row,
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_any_change_is_seen(site: Path, change: Callable[[Path], object]) -> None:
    change(site)
    assert looked_at(built(site))


@pytest.mark.parametrize(
    ("options", "is_looked_at"),
    [
        ({"now": SOON}, False),
        ({"now": SOON.replace(tzinfo=None) + timedelta(hours=8)}, False),  # the site's own clock
        ({"now": NOW - timedelta(seconds=1)}, True),  # of a clock set back
        ({"now": datetime(2026, 11, 20, 9, 59, 59, tzinfo=UTC)}, False),
        ({"now": datetime(2026, 11, 20, 10, tzinfo=UTC)}, True),  # 18:00 in Shanghai: later.md appears
        ({"now": NOW + timedelta(days=1)}, True),
        ({"has_drafts": True}, True),
        ({"has_cache": False}, True),
        ({"jobs": 2}, False),
    ],
    ids=str,
)
def test_what_is_asked_for(site: Path, options: dict[str, object], is_looked_at: bool) -> None:
    assert looked_at(built(site, **options)) == is_looked_at


def test_another_output(site: Path, tmp_path: Path) -> None:
    assert looked_at(built(site, output=tmp_path / "elsewhere"))
    assert (tmp_path / "elsewhere" / "index.html").is_file()


def test_what_was_rolled_back_is_built_again(site: Path) -> None:
    (site / "content" / "new.md").write_text(item(13), encoding="utf-8")
    built(site)
    roll_back(site / "public")
    assert looked_at(built(site))


def test_faults_are_not_forgotten(site: Path) -> None:
    assert not looked_at(built(site))
    with pytest.raises(StrictError):
        built(site, is_strict=True)


def test_the_rest_stays_remembered(site: Path) -> None:
    """A build that asks for nothing forgets nothing: the next one with a change makes what changed alone."""
    built(site)
    edit(site)
    assert built(site).rendered == 0


def test_a_cache_of_another_time_is_not_believed(site: Path) -> None:
    """Put back over another release of the same number, as a backup may be."""
    cache = site / ".bulletin" / "cache.sqlite"
    old = cache.read_bytes()
    changed = site / "content" / "new.md"
    changed.write_text(item(13), encoding="utf-8")
    built(site)
    roll_back(site / "public")
    changed.write_text(item(14), encoding="utf-8")
    built(site)
    changed.unlink()
    cache.write_bytes(old)
    assert looked_at(built(site))


def test_a_manifest_that_forgets_a_page_is_not_believed(site: Path) -> None:
    path = site / "public" / ".bulletin.json"
    known = json.loads(path.read_text(encoding="utf-8"))
    at = known["paths"].index("index.html")
    for column in ("paths", "keys", "stamps"):
        del known[column][at]
    path.write_text(json.dumps(known), encoding="utf-8")
    (site / "public" / "index.html").unlink()
    assert looked_at(built(site))
    assert (site / "public" / "index.html").is_file()
