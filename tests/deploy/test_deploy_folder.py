"""A site at a folder: in the right order, whole at every instant, going on after faults, nothing of others touched."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest
from sites.make_site import write_site
from write.trees import Tree, publish

from bulletin.cli.main import main
from bulletin.deploy.folder import FolderTarget
from bulletin.deploy.output import published
from bulletin.deploy.plan import make_plan
from bulletin.deploy.record import RECORD, read
from bulletin.deploy.sending import Sent, send
from bulletin.deploy.targets import target_of
from bulletin.errors import BulletinError

SAME: Tree = {"photos/p.jpg": b"p"}
OLD: Tree = SAME | {"index.html": b"1", "feed.xml": b"1", "2026/a/index.html": b"1", "assets/x.1.css": b"1"}
NEW: Tree = SAME | {"index.html": b"2", "feed.xml": b"2", "2026/b/index.html": b"2", "assets/x.2.css": b"2"}


@pytest.fixture
def target(tmp_path: Path) -> FolderTarget:
    (tmp_path / "www").mkdir()
    return FolderTarget(tmp_path / "www")


def sent(tmp_path: Path, target: FolderTarget, tree: Tree, *, is_dry: bool = False) -> Sent:
    publish(tmp_path / "public", tree)
    return send(tmp_path / "public", target, is_dry, lambda *_: None)


def found(target: FolderTarget) -> Tree:
    return {
        path.relative_to(target.folder).as_posix(): path.read_bytes()
        for path in sorted(target.folder.rglob("*"))
        if path.is_file() and path.name != RECORD
    }


def test_what_is_sent_and_deleted(tmp_path: Path, target: FolderTarget) -> None:
    assert sent(tmp_path, target, OLD).same == 0
    assert found(target) == OLD
    second = sent(tmp_path, target, NEW)
    assert second.sent == ("assets/x.2.css", "2026/b/index.html", "index.html", "feed.xml")
    assert second.deleted == ("2026/a/index.html", "assets/x.1.css")
    assert second.same == 1
    assert found(target) == NEW
    assert not (target.folder / "2026" / "a").exists(), "no empty folder stays"
    assert sent(tmp_path, target, NEW).sent == ()


def test_a_dry_run_changes_nothing(tmp_path: Path, target: FolderTarget) -> None:
    sent(tmp_path, target, OLD)
    before = {path: path.stat().st_mtime_ns for path in target.folder.rglob("*")}
    told = sent(tmp_path, target, NEW, is_dry=True)
    assert (told.is_done, len(told.sent), len(told.deleted)) == (False, 4, 2)
    assert {path: path.stat().st_mtime_ns for path in target.folder.rglob("*")} == before


def test_order() -> None:
    """Nobody meets a page before its photo, a list before its page, or a feed before its front page."""
    paths = (
        "files/ab/x.pdf", "hant/assets/b.css", "photos/p.jpg", "2026/09/a/index.html", "hant/2026/09/a/index.html",
        "hant/tags/x/index.html", "tags/x/index.html", "hant/index.html", "index.html",
        "feed.xml", "hant/feed.json", "search-index/root.json", "sitemap.xml",
    )  # fmt: skip
    every = dict.fromkeys(reversed(paths), "x")
    assert make_plan(every, {}, {}).send == paths
    gone = make_plan({}, every, every).delete
    for first, then in (("feed.xml", "index.html"), ("index.html", "tags/x/index.html"),
                        ("tags/x/index.html", "2026/09/a/index.html"),
                        ("2026/09/a/index.html", "photos/p.jpg")):  # fmt: skip
        assert gone.index(first) < gone.index(then)


def test_what_we_did_not_send_stays(tmp_path: Path, target: FolderTarget) -> None:
    (target.folder / "theirs").mkdir()
    (target.folder / "theirs" / "x.html").write_text("theirs")
    sent(tmp_path, target, OLD)
    (target.folder / "2026" / "a" / "index.html").write_text("changed by somebody")
    sent(tmp_path, target, NEW)
    assert found(target) == NEW | {"theirs/x.html": b"theirs", "2026/a/index.html": b"changed by somebody"}


def test_a_foreign_file_in_the_way_stops_it_before_anything_is_sent(tmp_path: Path, target: FolderTarget) -> None:
    (target.folder / "index.html").write_text("theirs")
    with pytest.raises(BulletinError) as caught:
        sent(tmp_path, target, OLD)
    assert caught.value.code == "E952"
    assert found(target) == {"index.html": b"theirs"}


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("{", id="cut off"),
        pytest.param("[]", id="a list"),
        pytest.param('{"files": {"index.html": ["", 1e999]}}', id="endless"),
        pytest.param("[" * 100_000, id="deep"),
        pytest.param('{"paths": ["index.html"], "stamps": []}', id="a column is shorter"),
        pytest.param('{"paths": ["index.html"], "stamps": [1]}', id="a stamp is a number"),
        pytest.param('{"paths": ["index.html"], "stamps": ["x"]}', id="a stamp says nothing"),
    ],
)
def test_what_a_build_says_of_itself_may_be_damaged(tmp_path: Path, text: str) -> None:
    (tmp_path / "index.html").write_text("1")
    (tmp_path / ".bulletin.json").write_text(text)
    assert set(published(tmp_path).source.digests) == {"index.html"}


@pytest.mark.parametrize(
    "text",
    ['{"files": {"index.html": ["key", 2, 1]}}', '{"paths": ["index.html"], "stamps": ["2 1"]}'],
    ids=["the format before", "in columns"],
)
def test_a_file_that_is_not_as_the_build_wrote_it(tmp_path: Path, text: str) -> None:
    (tmp_path / "index.html").write_text("1")
    (tmp_path / ".bulletin.json").write_text(text)
    with pytest.raises(BulletinError) as caught:
        published(tmp_path)
    assert caught.value.code == "E973"


def test_what_was_damaged_there_is_sent_again(tmp_path: Path, target: FolderTarget) -> None:
    sent(tmp_path, target, OLD)
    (target.folder / "photos" / "p.jpg").write_bytes(b"half")
    (target.folder / "feed.xml").unlink()
    assert sent(tmp_path, target, OLD).sent == ("photos/p.jpg", "feed.xml")
    assert found(target) == OLD


def failing(real: Callable[..., object], at: int, count: list[int]) -> Callable[..., object]:
    def call(*values: object, **more: object) -> object:
        count[0] += 1
        if count[0] == at:
            raise OSError(28, "No space left on device")
        return real(*values, **more)

    return call


@pytest.mark.parametrize("name", ["replace", "fsync", "unlink"])
def test_it_goes_on_after_any_fault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """Each call in turn: what has arrived is whole, no page lacks its style, and the next run ends it."""
    for at in range(1, 9):
        folder = tmp_path / f"{name}-{at}"
        (folder / "www").mkdir(parents=True)
        target = FolderTarget(folder / "www")
        sent(folder, target, OLD)
        publish(folder / "public", NEW)
        with monkeypatch.context() as patched:
            patched.setattr(os, name, failing(getattr(os, name), at, [0]))
            codes = []
            try:
                send(folder / "public", target, False, lambda *_: None)
            except BulletinError as error:
                codes.append(error.code)
        assert codes in ([], ["E951"])
        there = found(target)
        assert all(data in (OLD.get(path), NEW.get(path)) for path, data in there.items())
        assert there["index.html"] == b"1" or "assets/x.2.css" in there
        assert there["index.html"] == b"2" or "assets/x.1.css" in there
        send(folder / "public", target, False, lambda *_: None)
        assert found(target) == NEW


def test_what_arrives_as_something_else_is_told(
    tmp_path: Path, target: FolderTarget, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent(tmp_path, target, OLD)
    real = FolderTarget._write
    monkeypatch.setattr(FolderTarget, "_write", lambda self, path, data: real(self, path, data[:-1]) if path != RECORD
                        else real(self, path, data))  # fmt: skip
    with pytest.raises(BulletinError) as caught:
        sent(tmp_path, target, NEW)
    assert caught.value.code == "E953"
    assert "2026/a/index.html" in found(target), "nothing is deleted before all has arrived"


@pytest.mark.parametrize("path", ["../outside", "/etc/outside", "a/../../outside", "..\\outside", ""])
def test_a_record_leads_nowhere_else(tmp_path: Path, target: FolderTarget, path: str) -> None:
    (tmp_path / "outside").write_text("theirs")
    sent(tmp_path, target, OLD)
    record = json.loads((target.folder / RECORD).read_text())
    record["files"][path] = "0" * 64
    (target.folder / RECORD).write_text(json.dumps(record))
    assert path not in read(target.read_record()).files
    sent(tmp_path, target, NEW)
    assert (tmp_path / "outside").read_text() == "theirs"


SETTINGS = {
    "none": (None, "E955"),
    "no toml": ("[web", "E955"),
    "no table": ('folder = "../www"', "E955"),
    "a password": ('[web]\nfolder = "../www"\npassword = "x"', "E943"),
    "no folder": ("[web]", "E957"),
    "a number": ("[web]\nfolder = 7", "E957"),
    "the output": ('[web]\nfolder = "public"', "E958"),
    "the site": ('[web]\nfolder = "."', "E958"),
    "content": ('[web]\nfolder = "content/x"', "E958"),
    "not mounted": ('[web]\nfolder = "/nowhere/at/all"', "E959"),
    "two": ('[a]\nfolder = "../www"\n[b]\nfolder = "../www"', "E956"),
}


@pytest.mark.parametrize("name", SETTINGS)
def test_settings_that_are_none(tmp_path: Path, target: FolderTarget, name: str) -> None:
    assert target.folder.is_dir()
    site = tmp_path / "site"
    (site / "content").mkdir(parents=True)
    text, code = SETTINGS[name]
    if text is not None:
        (site / "deploy.toml").write_text(text, "utf-8")
    with pytest.raises(BulletinError) as caught:
        target_of(site, "", site / "public").open()
    assert caught.value.code == code


def test_as_an_editor_types_it(tmp_path: Path, target: FolderTarget, capsys: pytest.CaptureFixture[str]) -> None:
    site = write_site(tmp_path / "site", 2)
    (site / "deploy.toml").write_text('[web]\nfolder = "../www"\n', "utf-8")
    words = [str(site), "--lang", "zh-Hans"]
    assert main(["deploy", *words]) == 2
    assert "bulletin build" in capsys.readouterr().err
    assert main(["build", str(site), "--quiet", "--now", "2026-11-20"]) == 0
    assert main(["deploy", *words, "--dry-run"]) == 0
    out = capsys.readouterr().out
    assert "送 index.html\n" in out
    assert "试运行" in out
    assert found(target) == {}
    assert main(["deploy", *words, "--target", "web", "--json"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert said["is_done"] is True
    assert len(said["sent"]) == len(found(target))
    assert main(["deploy", *words]) == 0
    assert "送 0 个文件，删 0 个" in capsys.readouterr().out
    assert main(["deploy", *words, "--target", "other"]) == 2
    assert "--target" in capsys.readouterr().err
