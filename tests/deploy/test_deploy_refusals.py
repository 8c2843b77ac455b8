"""Servers that are not who they should be, refuse, break off or are old; what is said then, and what never is."""

from __future__ import annotations

import json
import os
import re
import signal
import sys
from pathlib import Path
from typing import Any

import pytest
from deploy.conftest import ssh_settings
from deploy.servers import PASSWORD, Place, Sshd, ftpd, on_disk, write_settings
from write.trees import Tree, publish

from bulletin.cli.main import main
from bulletin.deploy import stepwise
from bulletin.deploy.sending import send
from bulletin.deploy.stepwise import Connection, Entry, Lost, StepwiseTarget
from bulletin.deploy.target import Target, TargetError
from bulletin.deploy.targets import target_of
from bulletin.errors import BulletinError

TREE: Tree = {"index.html": b"1" * 70_000, "assets/x.css": b"2", "2026/a/index.html": b"3", "feed.xml": b"4"}
NEXT: Tree = {"index.html": b"5", "assets/y.css": b"2", "2026/b/index.html": b"3", "feed.xml": b"4"}


def sent(target: Target, tree: Tree, site: Path) -> None:
    publish(site / "public", tree)
    send(site / "public", target, False, lambda *_: None)


def refusal(site: Path) -> BulletinError:
    with pytest.raises(BulletinError) as caught:
        sent(target_of(site, "", site / "public"), TREE, site)
    return caught.value


@pytest.mark.parametrize("kind", ["rsync", "sftp"])
@pytest.mark.parametrize("known", ["none", "another"])
def test_a_host_that_is_not_known_is_not_trusted(tmp_path: Path, ssh_server: Sshd, kind: str, known: str) -> None:
    (tmp_path / "www").mkdir()
    site = ssh_settings(tmp_path / "site", kind, ssh_server, tmp_path / "www")
    hosts = tmp_path / "hosts"
    key = "" if known == "none" else " ".join((ssh_server.folder / "user.pub").read_text().split()[:2])
    hosts.write_text(f"[127.0.0.1]:{ssh_server.port} {key}\n" if key else "")
    settings = site / "deploy.toml"
    settings.write_text(settings.read_text().replace(str(ssh_server.known_hosts), str(hosts)))
    before = hosts.read_text()
    error = refusal(site)
    assert (error.code, error.values["reason"]) == ("E945", "unknown" if known == "none" else "changed")
    assert hosts.read_text() == before
    assert [*(tmp_path / "www").iterdir()] == []


@pytest.mark.parametrize("kind", ["rsync", "sftp"])
@pytest.mark.parametrize("is_revoked", [False, True])
def test_lines_with_marks_among_the_known_hosts(
    tmp_path: Path, ssh_server: Sshd, kind: str, is_revoked: bool
) -> None:
    (tmp_path / "www").mkdir()
    site = ssh_settings(tmp_path / "site", kind, ssh_server, tmp_path / "www")
    known = ssh_server.known_hosts.read_text().strip()
    other = " ".join((ssh_server.folder / "user.pub").read_text().split()[:2])
    lines = [f"@cert-authority *.example {other}", f"@revoked * {known.partition(' ')[2] if is_revoked else other}",
             "# a remark", "[127.0.0.1]:22 ssh-ed25519 no-key", "x", known]  # fmt: skip
    (tmp_path / "hosts").write_text("\n".join(lines) + "\n")
    settings = site / "deploy.toml"
    settings.write_text(settings.read_text().replace(str(ssh_server.known_hosts), str(tmp_path / "hosts")))
    if is_revoked:
        assert refusal(site).code == "E945"
        assert [*(tmp_path / "www").iterdir()] == []
    else:
        sent(target_of(site, "", site / "public"), TREE, site)
        assert (tmp_path / "www" / "index.html").is_file()


@pytest.mark.parametrize("kind", ["rsync", "sftp"])
def test_a_key_that_is_not_let_in(tmp_path: Path, ssh_server: Sshd, monkeypatch: pytest.MonkeyPatch, kind: str) -> None:
    monkeypatch.delenv("SSH_AUTH_SOCK", raising=False)
    (tmp_path / "www").mkdir()
    site = ssh_settings(tmp_path / "site", kind, ssh_server, tmp_path / "www")
    settings = site / "deploy.toml"
    settings.write_text(settings.read_text().replace(str(ssh_server.identity), str(ssh_server.folder / "host")))
    assert refusal(site).code == "E944"


def test_a_folder_that_is_not_there_is_not_made(place: Place) -> None:
    settings = place.site / "deploy.toml"
    text = settings.read_text()
    if place.kind == "s3":  # has no folders: the bucket it is
        text = text.replace("s3://news/", "s3://nobody/")
    elif place.kind == "ftp":
        text = re.sub(r"(ftp://[^']+)", r"\1/none", text)
    settings.write_text(text.replace("www 与空格", "none"))
    assert refusal(place.site).code == "E959"


def test_a_certificate_that_nobody_signed(place_ftp: Place) -> None:
    settings = place_ftp.site / "deploy.toml"
    settings.write_text("\n".join(line for line in settings.read_text().splitlines() if "ca_file" not in line))
    assert refusal(place_ftp.site).code == "E945"
    assert place_ftp.found_all() == {}


@pytest.fixture
def place_ftp(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Place:
    port, top = request.getfixturevalue("ftp_server")
    folder = top / tmp_path.name
    folder.mkdir()
    monkeypatch.setenv("BULLETIN_DEPLOY_WEB_PASSWORD", PASSWORD)
    ca_file, address = request.getfixturevalue("certificate"), f"ftp://news@127.0.0.1:{port}/{folder.name}"
    return on_disk("ftp", write_settings(tmp_path / "site", "ftp", address, ca_file=ca_file), folder)


def plain_ftp(tmp_path: Path, port: int) -> Path:
    return write_settings(tmp_path / "site", "ftp", f"ftp://news@127.0.0.1:{port}/", plain=True)


@pytest.fixture
def www(tmp_path: Path) -> Path:
    (tmp_path / "www").mkdir()
    return tmp_path / "www"


def test_an_ftp_server_without_tls_gets_no_password(tmp_path: Path, www: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BULLETIN_DEPLOY_PASSWORD", PASSWORD)
    with ftpd(www) as port:
        site = write_settings(tmp_path / "site", "ftp", f"ftp://news@127.0.0.1:{port}/")
        assert refusal(site).code == "E949"
        assert b"PASS" not in (tmp_path / "www.log").read_bytes()
        plain_ftp(tmp_path, port)
        place = on_disk("ftp", site, www)
        sent(place.target(), TREE, site)
        assert place.found() == TREE


def test_an_old_ftp_server(tmp_path: Path, www: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No MLSD, and no renaming over a file that is there."""
    monkeypatch.setenv("BULLETIN_DEPLOY_PASSWORD", PASSWORD)
    with ftpd(www, fault="old") as port:
        place = on_disk("ftp", plain_ftp(tmp_path, port), www)
        sent(place.target(), TREE, place.site)
        (www / "theirs.txt").write_text("theirs")
        sent(place.target(), NEXT, place.site)
        assert place.found() == NEXT | {"theirs.txt": b"theirs"}


def test_lost_connections_are_made_again(tmp_path: Path, www: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BULLETIN_DEPLOY_PASSWORD", PASSWORD)
    with ftpd(www, fault="hangs up") as port:
        place = on_disk("ftp", plain_ftp(tmp_path, port), www)
        target = place.target()
        assert isinstance(target, StepwiseTarget)
        waits: list[float] = []
        monkeypatch.setattr(target, "_wait", waits.append)
        sent(target, TREE, place.site)
        assert place.found() == TREE
        assert waits
        assert set(waits) <= {1, 2, 4}


def test_what_a_server_says_is_shown_without_the_password(
    tmp_path: Path, www: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("BULLETIN_DEPLOY_PASSWORD", PASSWORD)
    with ftpd(www, fault="tells") as port:
        site = plain_ftp(tmp_path, port)
        publish(site / "public", TREE)
        assert main(["deploy", str(site), "--lang", "en"]) == 2
    said = capsys.readouterr().err
    assert "Login incorrect for ***" in said
    assert PASSWORD not in said


def test_an_ssh_server_that_lets_go(
    tmp_path: Path, www: Path, ssh_server: Sshd, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its sessions die after each second file; the server itself lives on."""
    site = ssh_settings(tmp_path / "site", "sftp", ssh_server, www)
    publish(site / "public", TREE)
    target = target_of(site, "", site / "public")
    waits: list[float] = []
    monkeypatch.setattr(target, "_wait", waits.append)
    pid = ssh_server.process.pid

    def told(action: str, path: str, done: int, steps: int) -> None:
        del action, path, steps
        for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split() if done % 2 == 0 else ():
            os.kill(int(child), signal.SIGKILL)

    send(site / "public", target, False, told)
    assert on_disk("sftp", site, www).found() == TREE
    assert waits


class _Gone:
    """A connection that is lost at each step from the ``good``-th on."""

    def __init__(self, good: int) -> None:
        self.good = good
        self.closed = 0

    def read(self, path: str) -> bytes | None:
        self.good -= 1
        if self.good < 0:
            raise Lost(f"gone at {path}")
        return b"there"

    def digest(self, path: str) -> str | None:
        return None if self.read(path) is None else "x"

    def entries(self, folder: str) -> dict[str, Entry]:
        self.read(folder)
        return {}

    def write(self, path: str, data: bytes) -> None:
        del data
        self.read(path)

    def rename(self, path: str, new: str) -> None:
        del new
        self.read(path)

    def remove(self, path: str) -> None:
        self.read(path)

    make_folder = remove_folder = remove

    def close(self) -> None:
        self.closed += 1


def test_tries_have_an_end() -> None:
    made: list[_Gone] = []
    waits: list[float] = []

    def connect() -> Connection:
        made.append(_Gone(0))
        return made[-1]

    target = StepwiseTarget("x", connect, "", waits.append)
    with pytest.raises(TargetError) as caught:
        target.read_record()
    assert caught.value.reason == f"gone at {caught.value.path}"
    assert (len(made), waits) == (stepwise.TRIES, [1, 2, 4])
    assert all(one.closed == 1 for one in made)


def test_no_secret_is_written_anywhere(place: Place, capsys: pytest.CaptureFixture[str]) -> None:
    publish(place.site / "public", TREE)
    assert main(["deploy", str(place.site), "--json"]) == 0
    said = capsys.readouterr()
    assert json.loads(said.out)["is_done"] is True
    held = b"".join(place.found_all().values())
    assert PASSWORD.encode() not in said.out.encode() + said.err.encode() + held


def test_types_and_caching_of_objects(
    tmp_path: Path, s3_server: tuple[int, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    port, client = s3_server
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "tester")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", PASSWORD)
    site = write_settings(tmp_path / "site", "s3", "s3://news/types", endpoint=f"http://127.0.0.1:{port}")
    tree = dict.fromkeys(
        ("index.html", "feed.xml", "hant/feed.json", "photos/p.webp", "files/a/通知.docx", "assets/x.js", "robots.txt",
         "files/a/x.txt", "search-index/1.bin"), b"x"
    )  # fmt: skip
    sent(target_of(site, "", site / "public"), tree, site)
    found = {}
    for path in tree:
        head = client.head_object(Bucket="news", Key=f"types/{path}")
        found[path] = (head["ContentType"].partition(";")[0], head["CacheControl"] == "no-cache")
    assert found == {
        "index.html": ("text/html", True), "feed.xml": ("application/atom+xml", True),
        "hant/feed.json": ("application/feed+json", True), "photos/p.webp": ("image/webp", False),
        "files/a/通知.docx": ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", False),
        "assets/x.js": ("text/javascript", False), "robots.txt": ("text/plain", True),
        "files/a/x.txt": ("text/plain", False), "search-index/1.bin": ("application/octet-stream", True),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "address", "package"), [("s3", "s3://news", "boto3"), ("sftp", "sftp://a@b/", "paramiko")]
)
def test_a_library_that_is_missing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], kind: str, address: str,
    package: str,
) -> None:  # fmt: skip
    monkeypatch.setitem(sys.modules, package, None)
    monkeypatch.delitem(sys.modules, f"bulletin.deploy.{kind}", raising=False)
    site = write_settings(tmp_path / "site", kind, address)
    assert main(["deploy", str(site), "--lang", "en"]) == 2
    assert f'pip install "bulletin[{kind}]"' in capsys.readouterr().err
