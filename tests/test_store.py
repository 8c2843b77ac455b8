"""A store at an address: listed with stamps, read within bounds; and no secret in a message."""

from __future__ import annotations

import pickle
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import boto3
import pytest
from deploy.servers import PASSWORD, Sshd, moto, sshd
from fsspec.implementations.memory import MemoryFileSystem
from steps.stores import drop, hang_up, held, memory, put

import bulletin.store
from bulletin.errors import BulletinError
from bulletin.store import Entry, Store, Unreadable, store_at

__all__ = ["memory"]
LATER = datetime(2999, 1, 1, tzinfo=UTC)  # by another clock than ours
OLD = datetime(2020, 1, 1, tzinfo=UTC)
NEWER = datetime(2020, 1, 2, tzinfo=UTC)


def test_what_is_listed(memory: str) -> None:
    put(memory, "a.md", b"abc")
    put(memory, "2026/11/b.jpg", b"")
    found = {entry.path: (entry.size, entry.kind) for entry in Store(memory).entries()}
    assert found == {"a.md": (3, "file"), "2026/11/b.jpg": (0, "file")}


def test_a_folder_that_is_not_there(memory: str) -> None:
    """At the address itself it is a fault: a wrong address must not become an empty site."""
    with pytest.raises(BulletinError) as caught:
        Store(memory).entries()
    assert caught.value.code == "E920"
    put(memory, "a.md", b"abc")
    assert Store(memory).entries("rows") == []


def test_one_folder_alone(memory: str) -> None:
    for path in ("rows/a", "rowsb/c", "photos/d"):
        put(memory, path, b"x")
    assert [entry.path for entry in Store(memory).entries("rows")] == ["rows/a"]


def test_too_deep_is_told_not_passed_over(memory: str) -> None:
    put(memory, "d/" * 60 + "a.md", b"x")
    (entry,) = Store(memory).entries()
    assert entry.path.startswith("d/" * 33)


@pytest.mark.parametrize(
    ("before", "after", "is_same", "is_sure"),
    [
        ({"ETag": "1", "LastModified": OLD}, {"ETag": "1", "LastModified": OLD}, True, True),
        ({"ETag": "1", "LastModified": OLD}, {"ETag": "2", "LastModified": OLD}, False, True),
        ({"ETag": "1", "LastModified": OLD}, {"ETag": "1", "LastModified": NEWER}, False, True),
        ({"ETag": "1"}, {"ETag": "1"}, True, True),
        ({"mtime": OLD}, {"mtime": OLD}, True, True),
        ({"mtime": OLD}, {"mtime": OLD.replace(tzinfo=None)}, True, True),
        ({"mtime": 1577836800.0}, {"mtime": 1577836801.0}, False, True),
        ({"mtime": "yesterday"}, {"mtime": "yesterday"}, False, False),
        ({}, {}, False, False),
        ({"mtime": LATER}, {"mtime": LATER}, False, False),
    ],
    ids=["same", "tag", "time of a tag", "tag alone", "time", "no zone", "seconds", "no time", "nothing", "not past"],
)
def test_a_stamp_is_equal_only_where_the_bytes_must_be(
    memory: str, monkeypatch: pytest.MonkeyPatch, before: dict[str, object], after: dict[str, object],
    is_same: bool, is_sure: bool,
) -> None:  # fmt: skip
    put(memory, "a.md", b"abc")
    place = f"/{memory.removeprefix('memory://')}/a.md"
    stamps = []
    for info in (before, after):
        told = {"name": place, "size": 3, "type": "file", **info}
        monkeypatch.setattr(MemoryFileSystem, "ls", lambda *_, told=told, **__: [told])
        stamps += [(entry.stamp, entry.is_sure) for entry in Store(memory).entries()]
    assert (stamps[0][0] == stamps[1][0]) == is_same
    assert stamps[0][1] == is_sure


def test_what_is_read_has_bounds(memory: str) -> None:
    for path, size in (("a", 10), ("b", 11), ("none", 0)):
        put(memory, path, b"x" * size)
    store = Store(memory)
    assert store.read("a", 10) == b"x" * 10
    assert store.read("none", 10) == b""
    for path in ("b", "gone"):
        with pytest.raises(Unreadable):
            store.read(path, 10)
    entries = [Entry("a", 10, ""), Entry("gone", 5, ""), Entry("none", 0, ""), Entry("b", 11, "")]
    found = store.read_all(entries, 10)
    assert [one if isinstance(one, bytes) else type(one) for one in found] == [b"x" * 10, Unreadable, b"", Unreadable]


def test_a_store_whose_words_are_in_another_order(memory: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """S3's has a version where others have the begin; and of an empty file it has no first byte to give."""
    read = MemoryFileSystem.cat_file

    def cat_file(
        self: MemoryFileSystem, path: str, version_id: str | None = None, start: int = 0, end: int = 0
    ) -> bytes:
        data: bytes = read(self, path)
        if version_id is not None or not data:
            raise OSError(22, "The requested range is not satisfiable")
        return data[start:end]

    monkeypatch.setattr(MemoryFileSystem, "cat_file", cat_file)
    put(memory, "a", b"abc")
    put(memory, "none", b"")
    assert (Store(memory).read("a", 10), Store(memory).read("none", 10)) == (b"abc", b"")


def test_a_file_that_is_far_larger_than_listed(memory: str) -> None:
    put(memory, "a", bytes(200_000))
    (found,) = Store(memory).read_all([Entry("a", 10, "")], 2_000_000)
    assert isinstance(found, Unreadable)
    put(memory, "a", bytes(30))
    assert Store(memory).read_all([Entry("a", 10, "")], 2_000_000) == [bytes(30)]


def test_many_are_read_in_their_order(memory: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bulletin.store, "_MOST", 3)
    for number in range(10):
        put(memory, str(number), str(number).encode() * (number + 1))
    entries = [Entry(str(number), number + 1, "") for number in range(10)]
    assert Store(memory).read_all(entries, 100) == [str(n).encode() * (n + 1) for n in range(10)]


def test_written_and_deleted(memory: str, tmp_path: Path) -> None:
    for address in (memory, f"file://{tmp_path}/new"):
        store = Store(address)
        store.write("a/b/c", b"x")
        assert store.read("a/b/c", 10) == b"x"
        store.delete(["a/b/c", "never/there"])
        with pytest.raises(Unreadable):
            store.read("a/b/c", 10)
    assert held(memory) == {}


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("nothing", "E919"), ("s3:/bucket", "E919"), ("memory://", "E919"), ("unknown-kind://a/b", "E919"),
        ("simplecache::memory://a", "E919"), ("zip://a::memory://b", "E919"),
        ("file:///srv/content", "E921"), ("local:///srv/content", "E921"),
    ],
)  # fmt: skip
def test_addresses_that_will_not_do(url: str, code: str) -> None:
    with pytest.raises(BulletinError) as caught:
        store_at(url)
    assert caught.value.code == code


def test_addresses_that_will() -> None:
    assert store_at("") is None
    assert store_at("memory://a") == Store("memory://a")
    assert store_at("file:///srv/cache", may_be_here=True) == Store("file:///srv/cache")


def test_without_the_library(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "fsspec", None)
    with pytest.raises(BulletinError) as caught:
        store_at("memory://a")
    assert caught.value.code == "E919"


def test_a_password_is_told_to_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    store = Store("memory://me:s%26cret@host/a")
    assert "cret" not in repr(store)
    assert "cret" not in store.place

    def fail(*_: object, **__: object) -> None:
        raise OSError("no entry for s&cret, s%26cret at memory://me:s%26cret@host/a\nsecond line")

    monkeypatch.setattr(MemoryFileSystem, "exists", fail)
    with pytest.raises(BulletinError) as caught:
        store.entries("rows")
    assert caught.value.code == "E920"
    assert "cret" not in str(caught.value.values)
    assert "second" not in str(caught.value.values)
    assert pickle.loads(pickle.dumps(store)) == store


def test_names_outside_are_not_listed(memory: str, monkeypatch: pytest.MonkeyPatch) -> None:
    put(memory, "a", b"")
    strange = [{"name": name, "size": 1, "type": "file"} for name in ("/elsewhere/a", "", f"{memory[8:]}x/a")]
    monkeypatch.setattr(MemoryFileSystem, "ls", lambda *_, **__: strange)
    assert Store(memory).entries() == []


def test_one_that_was_taken_away_meanwhile(memory: str) -> None:
    put(memory, "a", b"x")
    (entry,) = Store(memory).entries()
    drop(memory, "a")
    (found,) = Store(memory).read_all([entry], 10)
    assert isinstance(found, Unreadable)


# --- a real server ----------------------------------------------------------------------------------------------------


def test_by_s3(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where s3fs is installed: it needs another boto3 than the one that ``.ci/requirements.txt`` locks."""
    pytest.importorskip("s3fs")
    with moto(tmp_path) as port:
        for name, value in {
            "AWS_ENDPOINT_URL": f"http://127.0.0.1:{port}", "AWS_ACCESS_KEY_ID": "tester",
            "AWS_SECRET_ACCESS_KEY": PASSWORD, "AWS_DEFAULT_REGION": "us-east-1",
        }.items():  # fmt: skip
            monkeypatch.setenv(name, value)
        client = boto3.client("s3")
        client.create_bucket(Bucket="news")
        for key in ("a.md", "2026/空.jpg", "../x.md", "a//b.md", "/c.md", "folder/"):
            client.put_object(Bucket="news", Key=f"content/{key}", Body=b"" if "空" in key else b"abc")
        store = Store("s3://news/content")
        found = {entry.path: (entry.size, entry.kind, entry.is_sure) for entry in store.entries()}
        files = {"a.md": 3, "2026/空.jpg": 0, "../x.md": 3, "folder/": 3}
        folders = dict.fromkeys(("/", "a/"), (0, "directory", False))  # whose names are empty
        assert found == {path: (size, "file", True) for path, size in files.items()} | folders
        assert (store.read("a.md", 500_000_000), store.read("2026/空.jpg", 10)) == (b"abc", b"")
        store.write("rows/a", b"x")
        assert [entry.path for entry in store.entries("rows")] == ["rows/a"]
        store.delete(["rows/a", "rows/b"])
        assert store.entries("rows") == []
        with pytest.raises(Unreadable):
            store.read("gone", 10)
        with pytest.raises(BulletinError):
            Store("s3://nobody/content").entries()


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sshd]:
    with sshd(tmp_path_factory.mktemp("sshd")) as one:
        yield one


@pytest.fixture
def at_server(server: Sshd, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """An address of a folder there; who asks has a home with his key and the server's."""
    keys = tmp_path / "home" / ".ssh"
    keys.mkdir(parents=True)
    (keys / "id_ed25519").write_bytes(server.identity.read_bytes())
    (keys / "id_ed25519").chmod(0o600)
    (keys / "known_hosts").write_bytes(server.known_hosts.read_bytes())
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    (tmp_path / "there").mkdir()
    yield f"sftp://{server.user}@127.0.0.1:{server.port}{tmp_path}/there"
    hang_up()


def test_by_sftp(at_server: str, tmp_path: Path) -> None:
    store = Store(at_server)
    store.write("2026/a.md", "稿件".encode())
    (tmp_path / "secret").write_text("secret")
    (tmp_path / "there" / "out.md").symlink_to(tmp_path / "secret")
    (tmp_path / "there" / "folder").symlink_to("/etc")
    (tmp_path / "there" / "名.txt").write_bytes(b"")
    found = {entry.path: (entry.size, entry.kind) for entry in store.entries() if entry.kind == "file"}
    assert found == {"2026/a.md": (6, "file"), "名.txt": (0, "file")}
    assert {entry.path for entry in store.entries() if entry.kind == "link"} == {"out.md", "folder"}
    assert store.read_all([entry for entry in store.entries() if entry.path == "2026/a.md"], 100) == ["稿件".encode()]
    assert store.read("名.txt", 10) == b""


def test_a_server_that_nobody_knows_is_told_nothing(at_server: str, tmp_path: Path) -> None:
    (tmp_path / "home" / ".ssh" / "known_hosts").write_text("")
    url = at_server.replace("127.0.0.1", "localhost")  # else a connection that is open would be used
    with pytest.raises(BulletinError) as caught:
        Store(url).entries()
    assert caught.value.code == "E920"
    assert "known_hosts" in caught.value.values["reason"]
