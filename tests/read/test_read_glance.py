"""A glance is equal where nothing was written, and never where a byte that is read may be another one."""

from __future__ import annotations

import os
import shutil
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from sites.make_site import write_site

from bulletin.read import glance as module
from bulletin.read.glance import glance, theme_homes

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no time of change")


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """As if it had been written long ago: no program can set the time of change, not this one either."""
    monkeypatch.setattr(module, "_RECENT", -(10**18))
    made = write_site(tmp_path / "site")
    theme = made / "themes" / "own"
    (theme / "templates").mkdir(parents=True)
    (theme / "theme.yaml").write_text("extends: plain\n", encoding="utf-8")
    (theme / "templates" / "404.html").write_text("无", encoding="utf-8")
    return made


def item_of(site: Path) -> Path:
    return site / "content" / "2026" / "item-0003.md"


def put_back_its_date(site: Path) -> None:
    """Another character under the same size, name and date."""
    path = item_of(site)
    state = path.stat()
    path.write_bytes(path.read_bytes().replace(b"-", b"+", 1))
    os.utime(path, ns=(state.st_atime_ns, state.st_mtime_ns))
    assert (path.stat().st_size, path.stat().st_mtime_ns) == (state.st_size, state.st_mtime_ns)


def exchange_with_copy(site: Path) -> None:
    path = item_of(site)
    shutil.copy2(path, path.with_name("copy"))
    os.replace(path.with_name("copy"), path)


CHANGES: dict[str, Callable[[Path], object]] = {
    "a character": put_back_its_date,
    "another file in its place": exchange_with_copy,
    "a file gone": lambda site: item_of(site).unlink(),
    "a file more": lambda site: (site / "content" / "照片.jpg").write_bytes(b""),
    "a file renamed": lambda site: item_of(site).rename(site / "content" / "2026" / "item-9.md"),
    "a file that nobody may read": lambda site: item_of(site).chmod(0),
    "a folder more": lambda site: (site / "content" / "空").mkdir(),
    "settings": lambda site: (site / "content" / "site.yaml").write_text("标题: 甲\n", encoding="utf-8"),
    "settings gone": lambda site: (site / "content" / "glossary.yaml").unlink(),
    "a template": lambda site: (site / "themes" / "own" / "templates" / "404.html").write_text("有", encoding="utf-8"),
    "a theme gone": lambda site: shutil.rmtree(site / "themes" / "own"),
    "no theme": lambda site: shutil.rmtree(site / "themes"),
    "no content": lambda site: shutil.rmtree(site / "content"),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_every_change_is_seen(site: Path, change: Callable[[Path], object]) -> None:
    before = glance(site).digest
    assert before
    time.sleep(0.02)  # longer than a tick of the disk's clock
    change(site)
    assert glance(site).digest != before


QUIET: dict[str, Callable[[Path], object]] = {
    "nothing": Path.exists,
    "a file read": lambda site: item_of(site).read_bytes(),
    "a hidden file": lambda site: (site / "content" / ".DS_Store").write_bytes(b""),
    "a hidden folder": lambda site: (site / "content" / ".git").mkdir(),
    "the output": lambda site: (site / "public").mkdir(),
}


@pytest.mark.parametrize("change", QUIET.values(), ids=QUIET)
def test_what_is_not_read_is_no_change(site: Path, change: Callable[[Path], object]) -> None:
    before = glance(site).digest
    change(site)
    assert before
    assert glance(site).digest == before


def link_document(site: Path) -> None:
    (site / "content" / "link.md").symlink_to(item_of(site))


def link_theme(site: Path) -> None:
    (site / "themes" / "linked").symlink_to(site / "themes" / "own")


UNSURE: dict[str, Callable[[Path], object]] = {
    "a link to a document": link_document,
    "a theme that is a link": link_theme,
    "a link to nowhere": lambda site: (site / "content" / "nowhere.md").symlink_to("gone"),
}


@pytest.mark.parametrize("change", UNSURE.values(), ids=UNSURE)
def test_what_a_link_leads_to_is_read(site: Path, change: Callable[[Path], object]) -> None:
    change(site)
    assert glance(site).digest == ""


def test_what_changed_a_moment_ago_may_change_again(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_RECENT", 600 * 10**9)
    assert glance(site).digest == ""


def test_a_date_to_come_says_nothing(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_RECENT", 0)
    time.sleep(0.02)
    assert glance(site).digest
    os.utime(item_of(site), (time.time() + 100, time.time() + 100))
    assert glance(site).digest == ""


def test_a_disk_without_fine_times_says_nothing(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A stick with FAT, a folder over SFTP: a tool may have put the date back there, and nobody would see it."""
    monkeypatch.setattr(module, "_COARSE", 1)
    assert glance(site).digest == ""


def test_the_content_may_lie_elsewhere(site: Path, tmp_path: Path) -> None:
    """On a shared disk."""
    (site / "content").rename(tmp_path / "shared")
    (site / "content").symlink_to(tmp_path / "shared")
    before = glance(site).digest
    assert before
    item = tmp_path / "shared" / "2026" / "item-0003.md"
    time.sleep(0.02)
    item.write_bytes(item.read_bytes())
    assert glance(site).digest != before


def test_no_time_of_change(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert glance(site).digest
    monkeypatch.setattr("bulletin.read.glance.sys.platform", "win32")
    assert glance(site).digest == ""


def test_homes_of_themes(tmp_path: Path) -> None:
    first, *others = theme_homes(tmp_path)
    assert first == tmp_path / "themes"
    assert any((home / "plain" / "theme.yaml").is_file() for home in others)
