from __future__ import annotations

import os
import socket
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from bulletin.errors import BulletinError, ConfigError
from bulletin.read.again import opened
from bulletin.read.folder import LARGEST_DOCUMENT, Folder, Known, Text, read_bytes, scan, text_of
from bulletin.read.glance import is_aside, walk
from bulletin.read.names import is_conflict_copy, is_litter


@pytest.fixture
def content(tmp_path: Path) -> Path:
    folder = tmp_path / "content"
    (folder / "2026").mkdir(parents=True)
    (folder / "2026" / "推进会.md").write_text("正文", encoding="utf-8")
    (folder / "site.yaml").write_text("标题: x", encoding="utf-8")
    return folder


def faults(site: Path) -> list[tuple[str, str]]:
    return [(problem.path, problem.code) for problem in scan(site).problems]


def paths(site: Path) -> list[str]:
    return [text.path for text in scan(site).documents]


def test_documents_and_files_by_path(content: Path) -> None:
    for name in ("b.MARKDOWN", "a.txt", "2026/照片 1.jpg", "2026/site.yaml", "_DSC1.jpg", "2026/表.docx"):
        (content / name).write_bytes(name.encode())
    folder = scan(content.parent)
    assert opened(content.parent, folder.documents) == [
        ("2026/推进会.md", "正文".encode()),
        ("a.txt", b"a.txt"),
        ("b.MARKDOWN", b"b.MARKDOWN"),
    ]
    assert [one.path for one in folder.files] == ["2026/site.yaml", "2026/照片 1.jpg", "2026/表.docx", "_DSC1.jpg"]
    assert folder.problems == ()
    assert read_bytes(content.parent, "2026/照片 1.jpg") == "2026/照片 1.jpg".encode()


@pytest.mark.parametrize(
    "name",
    ["~$推进会.docx", ".DS_Store", ".x.md", "a.tmp", "a.md.swp", "Thumbs.db", "DESKTOP.INI", "a.md.bak", "a.md~"],
)
def test_litter_is_passed_over(content: Path, name: str) -> None:
    (content / name).write_bytes(b"x")
    assert is_litter(name)
    assert scan(content.parent).files == ()
    assert faults(content.parent) == []


def test_folders_set_aside_are_passed_over(content: Path) -> None:
    for name in ("_草稿", ".git", "@eaDir"):
        (content / name).mkdir()
        (content / name / "a.md").write_text("x")
    assert len(scan(content.parent).documents) == 1


@pytest.mark.parametrize(
    ("name", "is_copy"),
    [
        ("推进会 (conflicted copy 2026-09-30).md", True),
        ("推进会 (张三's conflicted copy 2026-09-30).md", True),
        ("推进会.sync-conflict-20260930-101112-ABCDEFG.md", True),
        ("推进会_conflict-20260930-101112.md", True),
        ("推进会 的冲突副本.md", True),
        ("推进会 (张三 的冲突副本 2026-09-30).md", True),
        ("推进会（冲突文件-李四）.md", True),
        ("推進會 的衝突複本.md", True),
        ("劳资冲突文件选编.md", False),
        ("化解冲突.md", False),
        ("conflict.md", False),
    ],
)
def test_conflict_copies_are_named_and_not_published(content: Path, name: str, is_copy: bool) -> None:
    assert is_conflict_copy(name) == is_copy
    (content / name).write_text("x")
    assert faults(content.parent) == ([(name, "W217")] if is_copy else [])
    assert (name in paths(content.parent)) != is_copy


def test_links_out_are_refused_and_named(content: Path, tmp_path: Path) -> None:
    secret = tmp_path / "secret.md"
    secret.write_text("密")
    (content / "out.md").symlink_to(secret)
    (content / "gone.md").symlink_to(tmp_path / "nowhere")
    (content / "round.md").symlink_to(content / "round.md")
    (content / "folder").symlink_to(tmp_path)
    (content / "inner").symlink_to(content / "2026")
    folder = scan(content.parent)
    assert [text.path for text in folder.documents] == ["2026/推进会.md"]
    assert [(one.path, one.code) for one in folder.problems] == [
        ("folder", "E210"),
        ("gone.md", "E211"),
        ("inner", "E210"),
        ("out.md", "E210"),
        ("round.md", "E211"),
    ]
    ways_out = ("out.md", "folder/secret.md", "inner/推进会.md", "../secret.md", "/etc/passwd", "2026/../site.yaml", "")
    for path in ways_out:
        with pytest.raises(BulletinError) as caught:
            read_bytes(content.parent, path)
        assert caught.value.code == "E215"


def test_links_inside_and_a_linked_content_are_followed(content: Path, tmp_path: Path) -> None:
    (content / "again.md").symlink_to("2026/推进会.md")
    other = tmp_path / "site"
    other.mkdir()
    (other / "content").symlink_to(content)
    for site in (content.parent, other):
        assert dict(opened(site, scan(site).documents))["again.md"] == "正文".encode()
        assert read_bytes(site, "again.md") == "正文".encode()
        assert faults(site) == []


def test_pipes_and_sockets_are_not_opened(content: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    os.mkfifo(content / "pipe.md")
    monkeypatch.chdir(content)  # a socket's path must be short
    with socket.socket(socket.AF_UNIX) as server:
        server.bind("s.jpg")
        assert faults(content.parent) == [("pipe.md", "E212"), ("s.jpg", "E212")]
    with pytest.raises(BulletinError):
        read_bytes(content.parent, "pipe.md")


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read everything")
def test_unreadable_files_and_folders_are_named(content: Path) -> None:
    (content / "a.md").write_text("x")
    (content / "a.md").chmod(0)
    (content / "closed").mkdir(mode=0)
    assert faults(content.parent) == [("a.md", "E213"), ("closed", "E213")]


def test_what_cannot_be_read_is_named(content: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As a disk refuses, whoever runs this test."""
    (content / "a.md").write_text("x")
    (content / "closed").mkdir()
    true_open, true_scandir = os.open, os.scandir

    def refuse(path: str, *args: int, **kwargs: int) -> int:
        if path == "a.md":
            raise PermissionError(13, "Permission denied")
        return true_open(path, *args, **kwargs)

    def refuse_folder(path: str) -> object:
        if Path(path).name == "closed":
            raise PermissionError(13, "Permission denied")
        return true_scandir(path)

    monkeypatch.setattr(os, "open", refuse)
    monkeypatch.setattr(os, "scandir", refuse_folder)
    monkeypatch.setattr(os, "supports_dir_fd", {refuse})
    assert faults(content.parent) == [("a.md", "E213"), ("closed", "E213")]


def test_what_is_too_large_is_named(content: Path) -> None:
    (content / "long.md").write_bytes(b"x" * (LARGEST_DOCUMENT + 1))
    (content / "fits.md").write_bytes(b"x" * LARGEST_DOCUMENT)
    assert faults(content.parent) == [("long.md", "E214")]
    with pytest.raises(BulletinError):
        read_bytes(content.parent, "long.md", limit=1000)


def test_names_that_clash_are_named(content: Path) -> None:
    for name in ("café.md", "cafe\u0301.md", "News.md", "news.md"):
        (content / name).write_text(name)
    if len(list(content.iterdir())) < 6:
        pytest.skip("this disk knows no such names")
    folder = scan(content.parent)
    assert [(one.path, one.code, one.values) for one in folder.problems] == [
        ("café.md", "E218", (("other", "café.md"),)),
        ("news.md", "W219", (("other", "News.md"),)),
    ]
    assert [text.path for text in folder.documents] == ["2026/推进会.md", "News.md", "café.md", "news.md"]


def test_decomposed_names_of_a_mac_are_composed(content: Path) -> None:
    (content / "e\u0301").mkdir()
    (content / "e\u0301" / "o\u0308.jpg").write_bytes(b"x")
    assert [one.path for one in scan(content.parent).files] == ["é/ö.jpg"]
    assert read_bytes(content.parent, "é/ö.jpg") == b"x"


@pytest.mark.parametrize(
    ("name", "code", "shown"),
    [
        ("工会.md".encode("gbk"), "E220", "工会.md"),
        (b"\xff\xff.md", "E220", "\\xff\\xff.md"),
        (b"a\nb.md", "E221", "a\\u000ab.md"),
        ("a\u202eb.md".encode(), "E221", "a\\u202eb.md"),
    ],
)
def test_impossible_names_are_named_readably(content: Path, name: bytes, code: str, shown: str) -> None:
    try:
        Path(os.fsdecode(os.fsencode(content) + b"/" + name)).write_bytes(b"x")
    except OSError:
        pytest.skip("this disk knows no such names")
    assert faults(content.parent) == [(shown, code)]


@pytest.mark.parametrize("is_there", [True, False])
def test_an_empty_or_vanished_folder_stops_the_build(tmp_path: Path, is_there: bool) -> None:
    if is_there:
        (tmp_path / "content").mkdir()
        (tmp_path / "content" / "site.yaml").write_text("x")
    with pytest.raises(ConfigError) as caught:
        scan(tmp_path)
    assert caught.value.code == ("E312" if is_there else "E311")


def test_the_stamp_follows_the_bytes(content: Path) -> None:
    photo = content / "a.jpg"
    photo.write_bytes(b"one")
    status = photo.stat()
    stamps = [scan(content.parent).files[0].stamp]
    photo.write_bytes(b"two")  # same size, and the same time of change:
    os.utime(photo, ns=(status.st_atime_ns, status.st_mtime_ns))
    stamps.append(scan(content.parent).files[0].stamp)
    os.utime(photo, ns=(0, 0))
    stamps.append(scan(content.parent).files[0].stamp)
    assert len(set(stamps)) == 3
    assert scan(content.parent).files[0].stamp == stamps[-1]


# --- what is known of an earlier look ---------------------------------------------------------------------------------


@pytest.fixture
def settled(content: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A site as if it had been written long ago: no program can set the time of change, not this one either."""
    monkeypatch.setattr("bulletin.read.glance._RECENT", -(10**18))
    (content / "a.jpg").write_bytes(b"photo")
    (content / "b.md").write_bytes(b"b")
    return content.parent


def unread(folder: Folder) -> list[str]:
    return [text.path for text in folder.documents if text.data is None]


def forgotten(known: Known) -> Known:
    """As it comes from the cache: without the bytes."""
    return {row: Text(one.path, one.digest) if isinstance(one, Text) else one for row, one in known.items()}


def test_what_is_known_is_not_opened(settled: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = scan(settled)
    assert unread(first) == []
    monkeypatch.setattr("bulletin.read.folder.read_below", None)
    again = scan(settled, known=forgotten(first.known))
    assert unread(again) == ["2026/推进会.md", "b.md"]
    assert [text.digest for text in again.documents] == [text.digest for text in first.documents]
    assert again.files == first.files
    assert again.known == forgotten(first.known)
    assert scan(settled, known=first.known).documents == first.documents  # of a preview, which keeps the bytes


def written_again(content: Path) -> None:
    """Under its size and its date."""
    state = (content / "b.md").stat()
    (content / "b.md").write_bytes(b"c")
    os.utime(content / "b.md", ns=(state.st_atime_ns, state.st_mtime_ns))


def exchanged(content: Path) -> None:
    (content / "new").write_bytes(b"c")
    os.utime(content / "new", ns=((content / "b.md").stat().st_mtime_ns,) * 2)
    os.replace(content / "new", content / "b.md")


CHANGES: dict[str, Callable[[Path], object]] = {
    "nothing": Path.exists,
    "written": lambda content: (content / "b.md").write_bytes(b"bb"),
    "written under its size and date": written_again,
    "another in its place": exchanged,
    "touched": lambda content: os.utime(content / "b.md"),
    "gone": lambda content: (content / "b.md").unlink(),
    "renamed": lambda content: (content / "b.md").rename(content / "c.md"),
    "in another folder": lambda content: (content / "b.md").rename(content / "2026" / "b.md"),
    "two exchanged": lambda content: exchange(content / "b.md", content / "2026" / "推进会.md"),
    "new": lambda content: (content / "c.md").write_bytes(b"c"),
    "new, in another case": lambda content: (content / "B.md").write_bytes(b"c"),
    "new, in another form": lambda content: [(content / name).write_bytes(b"c") for name in ("é.md", "e\u0301.md")],
    "a folder renamed": lambda content: (content / "2026").rename(content / "2027"),
    "a folder set aside": lambda content: (content / "2026").rename(content / "_2026"),
    "a link to another": lambda content: link(content / "b.md", "2026/推进会.md"),
    "a link out": lambda content: link(content / "b.md", "/etc/hostname"),
    "a photo": lambda content: (content / "a.jpg").write_bytes(b"other"),
    "too large": lambda content: (content / "b.md").write_bytes(b"x" * (LARGEST_DOCUMENT + 1)),
}


def link(path: Path, to: str) -> None:
    path.unlink()
    path.symlink_to(to)


def exchange(one: Path, other: Path) -> None:
    one.rename(one.with_name("aside"))
    other.rename(one)
    one.with_name("aside").rename(other)


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_what_is_known_makes_no_difference(settled: Path, change: Callable[[Path], object]) -> None:
    known = forgotten(scan(settled).known)
    time.sleep(0.02)  # longer than a tick of the disk's clock
    change(settled / "content")
    found, clean = scan(settled, known=known), scan(settled)
    assert opened(settled, found.documents) == opened(settled, clean.documents)
    assert [text.digest for text in found.documents] == [text.digest for text in clean.documents]
    assert (found.files, found.problems, found.known.keys()) == (clean.files, clean.problems, clean.known.keys())


def test_what_a_link_leads_to_is_opened_each_time(settled: Path) -> None:
    (settled / "content" / "again.md").symlink_to("b.md")
    known = forgotten(scan(settled).known)
    assert "again.md" not in unread(scan(settled, known=known))
    assert "b.md" in unread(scan(settled, known=known))


def test_what_changed_a_moment_ago_is_opened_again(settled: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bulletin.read.glance._RECENT", 600 * 10**9)
    assert scan(settled).known == {}


def test_what_changed_after_it_was_looked_at_is_told(settled: Path) -> None:
    texts = scan(settled, known=forgotten(scan(settled).known)).documents
    (settled / "content" / "b.md").write_bytes(b"c")
    with pytest.raises(BulletinError) as caught:
        opened(settled, texts)
    assert (caught.value.code, caught.value.values["path"]) == ("E215", "b.md")


def test_a_file_that_goes_while_it_is_looked_at_is_named(settled: Path) -> None:
    walked = walk(settled / "content", is_aside)
    (settled / "content" / "b.md").unlink()
    folder = scan(settled, walked)
    assert [(one.path, one.code) for one in folder.problems] == [("b.md", "E213")]
    assert "b.md" not in {row[0] for row in folder.known}


def test_bytes_are_known_by_their_path() -> None:
    assert text_of("a.md", b"x").digest != text_of("b.md", b"x").digest
    assert text_of("a.md", b"x").digest != text_of("a.md", b"y").digest
    assert text_of("a.md", b"x") == text_of("a.md", b"x")
