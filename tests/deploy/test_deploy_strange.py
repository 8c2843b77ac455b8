"""Strange names, modes, machines and servers: what is sent arrives, what can't be is told, nothing is lost by it."""

from __future__ import annotations

import os
import socket
import stat
import subprocess
import sys
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from deploy.servers import PASSWORD, Place, ftpd, on_disk, write_settings
from sites.make_site import write_site
from write.trees import Tree, publish

from bulletin.cli.main import main
from bulletin.deploy import ftp as ftp_room
from bulletin.deploy import output as output_room
from bulletin.deploy.credentials import without_secrets
from bulletin.deploy.folder import FolderTarget, digest_of_file
from bulletin.deploy.plan import groups, make_plan
from bulletin.deploy.record import RECORD
from bulletin.deploy.sending import Sent, send
from bulletin.deploy.stepwise import StepwiseTarget
from bulletin.deploy.target import Source, Told
from bulletin.deploy.targets import target_of
from bulletin.errors import BulletinError

TREE: Tree = {"index.html": b"1", "feed.xml": b"1", "2026/a/index.html": b"1" * 99}
NAMES = (
    "#x.html", ";y.html", "-rf.html", "[a]*.html", " lead.html", "trail .html", "~t.html", "a\u202eb.html", "'q\".html",
    "$(id).html", "%41.html", "?.html", f"files/ab/{'字' * 83}.pdf", "a b/c  d.html", ":c.html", "a:b/x.html", "&.html",
    "x;type=a.html", "..a.html", "...", "é.html", "e\u0301.html", "2026/photos/index.html",
)  # fmt: skip
LEFT_OUT = ("back\\slash.html", "line\nend.html", os.fsdecode("工会.html".encode("gbk")))


def sent(place: Place, *, is_dry: bool = False) -> Sent:
    return send(place.site / "public", place.target(), is_dry, lambda *_: None)


def test_names_of_all_kinds(place: Place) -> None:
    """Of files that somebody has put into the output: each target can say them, or they are told. The dry run says what
    the run does."""
    public = place.site / "public"
    publish(public, TREE)
    for name in (*NAMES, *LEFT_OUT):
        (public / name).parent.mkdir(parents=True, exist_ok=True)
        (public / name).write_bytes(os.fsencode(name))
    (public / "link.html").symlink_to("/etc/hostname")
    (public / "folder").symlink_to("/etc")
    goal = TREE | {name: os.fsencode(name) for name in NAMES}
    dry, done = sent(place, is_dry=True), sent(place)
    assert place.found() == goal
    assert set(done.left_out) == {*LEFT_OUT, "link.html", "folder"}
    for name in NAMES:
        (public / name).unlink()
    second_dry, second = sent(place, is_dry=True), sent(place)
    assert place.found() == TREE
    assert replace(dry, is_done=True) == done
    assert replace(second_dry, is_done=True) == second


@pytest.mark.parametrize("place", ["rsync", "sftp", "ftp"], indirect=True)
def test_files_of_others_in_names_of_others(place: Place) -> None:
    """GBK, a line end, direction marks: in folders that we list."""
    names = [os.fsdecode("工会.txt".encode("gbk")), "new\nline", "back\\slash", " space ", "# x", "\u202e"]
    (place.folder / "2026").mkdir()
    for name in names:
        (place.folder / name).write_bytes(b"theirs")
        (place.folder / "2026" / name).write_bytes(b"theirs")
    publish(place.site / "public", TREE)
    sent(place)
    publish(place.site / "public", {"index.html": b"2"})
    assert sent(place).deleted == ("feed.xml", "2026/a/index.html")
    assert sorted(os.listdir(place.folder / "2026")) == sorted(names)


@pytest.mark.parametrize("place", ["rsync", "sftp", "ftp"], indirect=True)
def test_a_narrow_umask_and_a_scratch_folder_that_ssh_can_not_use(
    place: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A web server can read what was sent."""
    scratch = tmp_path / f"it's 50%d {'x' * 100}"
    scratch.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(scratch))
    before = os.umask(0o077)
    try:
        publish(place.site / "public", TREE)
    finally:
        os.umask(before)
    sent(place)
    assert place.found() == TREE
    for path in place.folder.rglob("*"):
        assert stat.S_IMODE(path.stat().st_mode) == (0o755 if path.is_dir() else 0o644), path


@pytest.mark.parametrize("place", ["rsync"], indirect=True)
def test_programs_are_told_no_secret(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither in their environment nor among their words."""
    monkeypatch.setenv("BULLETIN_DEPLOY_WEB_PASSWORD", PASSWORD)
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", PASSWORD)
    assert PASSWORD not in without_secrets().values()
    real, seen = subprocess.run, []

    def run(*words: Any, **settings: Any) -> Any:
        seen.append((words, settings))
        return real(*words, **settings)

    monkeypatch.setattr(subprocess, "run", run)
    publish(place.site / "public", TREE)
    sent(place, is_dry=True)
    assert seen
    assert PASSWORD not in repr(seen)


@pytest.mark.parametrize("place", ["s3"], indirect=True)
@pytest.mark.parametrize(
    ("variable", "old", "new"),
    [("", "endpoint = '", "region = 'a b'\nendpoint = '"), ("", "http://127.0.0.1:", "https://#"), ("nobody", "", "")],
    ids=["a region that is none", "an endpoint that is none", "a profile that is not there"],
)
def test_settings_that_the_library_of_s3_refuses(
    place: Place, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], variable: str, old: str, new: str
) -> None:
    if variable:
        monkeypatch.setenv("AWS_PROFILE", variable)
    settings = place.site / "deploy.toml"
    settings.write_text(settings.read_text("utf-8").replace(old, new), "utf-8")
    publish(place.site / "public", TREE)
    assert main(["deploy", str(place.site), "--lang", "en"]) == 2
    said = capsys.readouterr().err
    assert "[E951]" in said
    assert PASSWORD not in said


@pytest.mark.parametrize("place", ["s3"], indirect=True)
def test_more_objects_than_one_answer_lists(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    """Their names are Chinese, and those of others stand among them."""
    monkeypatch.setattr("bulletin.deploy.s3._LISTED", 3)
    many = {f"photos/照片 {number}+.jpg": str(number).encode() for number in range(20)}
    publish(place.site / "public", TREE | many)
    place.put("photos/他人.jpg", b"theirs")
    assert len(sent(place).sent) == len(TREE) + len(many)
    assert sent(place).sent == ()
    publish(place.site / "public", TREE)
    assert len(sent(place).deleted) == len(many)
    assert {path for path in place.found() if path.startswith("photos/")} == {"photos/他人.jpg"}


@pytest.fixture
def www(tmp_path: Path) -> Path:
    (tmp_path / "www").mkdir()
    return tmp_path / "www"


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BULLETIN_DEPLOY_PASSWORD", PASSWORD)
    monkeypatch.setattr(StepwiseTarget.__init__, "__defaults__", ("", lambda _: None))


def plain(tmp_path: Path, port: int, address: str = "ftp://news@127.0.0.1:") -> Path:
    return write_settings(tmp_path / "site", "ftp", f"{address}{port}/", plain=True)


@pytest.mark.usefixtures("quick")
def test_a_full_disk_that_says_nothing_does_no_harm(tmp_path: Path, www: Path) -> None:
    """What is there stays as it was: half a file never gets its name."""
    with ftpd(www) as port:
        publish(tmp_path / "site" / "public", TREE)
        sent(on_disk("ftp", plain(tmp_path, port), www))
    publish(tmp_path / "site" / "public", TREE | {"index.html": b"2" * 200})
    with ftpd(www, fault="full") as port, pytest.raises(BulletinError) as caught:
        sent(on_disk("ftp", plain(tmp_path, port), www))
    assert caught.value.code == "E951"
    assert (www / "index.html").read_bytes() == b"1"
    with ftpd(www) as port:
        place = on_disk("ftp", plain(tmp_path, port), www)
        sent(place)
    assert place.found() == TREE | {"index.html": b"2" * 200}


@pytest.mark.usefixtures("quick")
def test_a_folder_that_may_not_be_listed_is_not_an_empty_one(tmp_path: Path, www: Path) -> None:
    (www / "2026" / "a").mkdir(parents=True)
    (www / "2026" / "a" / "index.html").write_text("theirs")
    publish(tmp_path / "site" / "public", TREE)
    with ftpd(www, fault="blind") as port, pytest.raises(BulletinError) as caught:
        sent(on_disk("ftp", plain(tmp_path, port), www))
    assert caught.value.code == "E951"
    assert (www / "2026" / "a" / "index.html").read_text() == "theirs"
    assert not (www / "index.html").exists()


@pytest.mark.usefixtures("quick")
def test_a_server_that_does_not_say_where_it_is(tmp_path: Path, www: Path) -> None:
    publish(tmp_path / "site" / "public", TREE)
    with ftpd(www, fault="nowhere") as port:
        place = on_disk("ftp", plain(tmp_path, port), www)
        sent(place)
        publish(tmp_path / "site" / "public", TREE | {"2027/a/index.html": b"3"})
        sent(place)
    assert place.found() == TREE | {"2027/a/index.html": b"3"}


@pytest.mark.usefixtures("quick")
def test_a_server_that_will_not_rename_keeps_the_old_file(tmp_path: Path, www: Path) -> None:
    with ftpd(www) as port:
        publish(tmp_path / "site" / "public", TREE | {"2.html": b"1"})
        sent(on_disk("ftp", plain(tmp_path, port), www))
    publish(tmp_path / "site" / "public", TREE | {"2.html": b"2"})
    with ftpd(www, fault="stuck") as port, pytest.raises(BulletinError):
        sent(on_disk("ftp", plain(tmp_path, port), www))
    assert b"1" in [place.read_bytes() for place in www.iterdir() if place.name == "2.html" or "-old" in place.name]


@pytest.mark.usefixtures("quick")
@pytest.mark.parametrize("word", ["two\r\nlines", "\udcff"])
def test_a_password_that_can_not_be_said(
    tmp_path: Path, www: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], word: str
) -> None:
    monkeypatch.setenv("BULLETIN_DEPLOY_PASSWORD", word)
    publish(tmp_path / "site" / "public", TREE)
    with ftpd(www) as port:
        assert main(["deploy", str(plain(tmp_path, port)), "--lang", "en"]) == 2
    said = capsys.readouterr().err
    assert "[E944]" in said
    assert "lines" not in said


@pytest.mark.parametrize("text", ["ftp://a%0D%0ADELE%20x@b/c", "ftp://a@b/c%0Ad", "s3://user@news/", "s3://news:80/"])
def test_addresses_that_say_more_than_they_show(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setenv("BULLETIN_DEPLOY_PASSWORD", PASSWORD)
    site = write_settings(tmp_path / "site", text[: text.index(":")], text)
    with pytest.raises(BulletinError) as caught:
        target_of(site, "", site / "public")
    assert caught.value.code == "E957"


@pytest.mark.usefixtures("quick")
@pytest.mark.parametrize("kind", ["ftp", "sftp"])
def test_a_server_that_never_speaks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str) -> None:
    """It takes the connection, and that is all."""
    monkeypatch.setattr(ftp_room, "_SECONDS", 0.2)
    monkeypatch.setattr("bulletin.deploy.sftp._SECONDS", 0.2)
    (tmp_path / "known").write_text("")
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        more = {"plain": True} if kind == "ftp" else {"known_hosts": tmp_path / "known"}
        site = write_settings(tmp_path / "site", kind, f"{kind}://news@127.0.0.1:{port}/", **more)
        publish(site / "public", TREE)
        with pytest.raises(BulletinError) as caught:
            sent(on_disk(kind, site, tmp_path))
    assert caught.value.code == "E951"


class _Halves:
    """A folder in which something happens after the first file."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, happens: Any) -> None:
        real = FolderTarget.send

        def send_and(target: FolderTarget, paths: tuple[str, ...], source: Source, told: Told) -> None:
            real(target, paths, source, told)
            happens()

        monkeypatch.setattr(FolderTarget, "send", send_and)


def test_a_build_while_it_is_read(tmp_path: Path, www: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Between the first file and the last another release appears: neither half of one nor of the other is sent."""
    public = tmp_path / "public"
    publish(public, TREE)
    count: list[Path] = []

    def digest_and(path: Path) -> str:
        count.append(path)
        if len(count) == 2:
            publish(public, {"index.html": b"2", "2026/b/index.html": b"2"})
        return digest_of_file(path)

    monkeypatch.setattr(output_room, "digest_of_file", digest_and)
    with pytest.raises(BulletinError) as caught:
        send(public, FolderTarget(www), False, lambda *_: None)
    assert caught.value.code in ("E954", "E951")
    assert [*www.iterdir()] == []


def test_a_build_before_anything_is_deleted(tmp_path: Path, www: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    public = tmp_path / "public"
    publish(public, TREE)
    send(public, FolderTarget(www), False, lambda *_: None)
    publish(public, {"index.html": b"2"})
    _Halves(monkeypatch, lambda: publish(public, TREE | {"index.html": b"2"}))
    with pytest.raises(BulletinError) as caught:
        send(public, FolderTarget(www), False, lambda *_: None)
    assert caught.value.code == "E954"
    assert (www / "feed.xml").is_file()


@pytest.mark.parametrize("how", ["gone", "of another size", "in a folder that can't be read"])
def test_an_output_that_is_not_whole_deletes_nothing(
    tmp_path: Path, www: Path, monkeypatch: pytest.MonkeyPatch, how: str
) -> None:
    public = tmp_path / "public"
    publish(public, TREE)
    send(public, FolderTarget(www), False, lambda *_: None)
    place = public / "2026" / "a" / "index.html"
    real = os.scandir

    def scandir(path: Any) -> Any:
        if str(path).endswith("2026"):
            raise PermissionError(13, "Permission denied", str(path))
        return real(path)

    if how == "gone":
        place.unlink()
    elif how == "of another size":
        place.write_text("")
    else:
        monkeypatch.setattr(os, "scandir", scandir)
    with pytest.raises(BulletinError) as caught:
        send(public, FolderTarget(www), False, lambda *_: None)
    assert caught.value.code == ("E951" if "folder" in how else "E973")
    assert (www / "2026" / "a" / "index.html").read_bytes() == TREE["2026/a/index.html"]


def test_no_link_is_written_through(tmp_path: Path, www: Path) -> None:
    """Somebody who can write there has put links in the place of what we are about to write."""
    outside = tmp_path / "outside"
    outside.write_text("theirs")
    (www / "index.html").symlink_to(outside)
    publish(tmp_path / "public", TREE)
    target = FolderTarget(www)
    (www / target._part).symlink_to(outside)
    with pytest.raises(BulletinError):
        send(tmp_path / "public", target, False, lambda *_: None)
    assert outside.read_text() == "theirs"


@pytest.mark.parametrize("name", ["themes/www", ".bulletin", ".public.releases/next", ".git/x", "content", "public/x"])
def test_folders_that_are_the_site_s_own(tmp_path: Path, name: str) -> None:
    site = write_settings(tmp_path / "site", "folder", name)
    with pytest.raises(BulletinError) as caught:
        target_of(site, "", site / "public")
    assert caught.value.code == "E958"


def test_a_killed_run_leaves_nothing_in_the_folder(tmp_path: Path, www: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    publish(tmp_path / "public", TREE)
    with monkeypatch.context() as patch:
        patch.setattr(os, "replace", lambda *_: sys.exit(9))
        patch.setattr(Path, "unlink", lambda *_, **__: None)
        with pytest.raises(SystemExit):
            send(tmp_path / "public", FolderTarget(www), False, lambda *_: None)
    assert [*www.rglob("*.bulletin-part*")]
    send(tmp_path / "public", FolderTarget(www), False, lambda *_: None)
    assert {path.name for path in www.rglob("*") if path.is_file()} == {"index.html", "feed.xml", RECORD}


def test_one_at_a_time_on_one_machine(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    site = write_site(tmp_path / "site", 2)
    (tmp_path / "www").mkdir()
    (site / "deploy.toml").write_text('[web]\nfolder = "../www"\n', "utf-8")
    assert main(["build", str(site), "--quiet", "--now", "2026-11-20"]) == 0
    codes: list[int] = []

    def meanwhile() -> None:
        if not codes:
            codes.append(-1)
            codes.append(main(["deploy", str(site), "--lang", "en", "--dry-run"]))
            codes.append(main(["deploy", str(site), "--lang", "en"]))

    _Halves(monkeypatch, meanwhile)
    assert main(["deploy", str(site), "--lang", "en"]) == 0
    assert codes == [-1, 0, 2]
    assert "[E974]" in capsys.readouterr().err
    assert main(["deploy", str(site), "--lang", "en"]) == 0


def test_a_page_whose_address_is_that_of_photos_is_a_page() -> None:
    ours = dict.fromkeys(["2026/photos/index.html", "assets/x.css", "2026/files/index.html", "photos/p.jpg"], "1")
    plan = make_plan(ours, {}, {})
    assert next(set(group) for group in groups(plan.send, 9)) == {"assets/x.css", "photos/p.jpg"}
