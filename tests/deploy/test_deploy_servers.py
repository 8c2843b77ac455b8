"""A site at real servers of each kind: whole, in order, verified, going on after a kill, nothing of others touched."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable

import pytest
from deploy.servers import HERE, Place
from write.trees import Tree, publish

from bulletin.deploy.record import RECORD, read
from bulletin.deploy.sending import Sent, send
from bulletin.errors import BulletinError

SAME: Tree = {"photos/p.jpg": bytes(range(256)) * 400}
OLD: Tree = SAME | {"index.html": b"1", "feed.xml": b"1", "2026/a/index.html": b"1", "assets/x.1.css": b"1"}
NEW: Tree = SAME | {"index.html": b"2", "feed.xml": b"2", "2026/b/index.html": b"2", "assets/x.2.css": b"2",
                    "files/ab/会议 通知.txt": "甲".encode()}  # fmt: skip
THEIRS: Tree = {"theirs/x.html": b"theirs", "2026/a/theirs.txt": b"theirs", ".htaccess": b"theirs"}


def sent(place: Place, tree: Tree, *, is_dry: bool = False, told: Callable[[str], None] | None = None,
         is_thorough: bool = False) -> Sent:  # fmt: skip
    publish(place.site / "public", tree)
    return send(
        place.site / "public", place.target(), is_dry, lambda _, path, *__: told(path) if told else None, is_thorough
    )


def test_from_nothing_to_the_next_edition(place: Place) -> None:
    for path, data in THEIRS.items():
        place.put(path, data)
    dry = sent(place, OLD, is_dry=True)
    assert (dry.is_done, place.found_all()) == (False, THEIRS)
    first = sent(place, OLD)
    assert first.sent == dry.sent == ("assets/x.1.css", "photos/p.jpg", "2026/a/index.html", "index.html", "feed.xml")
    assert place.found() == OLD | THEIRS
    assert sent(place, OLD).sent == ()
    seen: list[str] = []
    second = sent(place, NEW, told=seen.append)
    assert second.sent == ("assets/x.2.css", "files/ab/会议 通知.txt", "2026/b/index.html", "index.html", "feed.xml")
    assert second.deleted == ("2026/a/index.html", "assets/x.1.css")
    assert [*second.sent, *second.deleted] == seen
    assert place.found() == NEW | THEIRS
    record = read(place.found_all()[RECORD])
    assert record.is_whole
    assert record.files.keys() == record.seen.keys() == NEW.keys()
    assert (sent(place, NEW).sent, sent(place, NEW).deleted) == ((), ())


def test_a_foreign_file_in_the_way_stops_it(place: Place) -> None:
    place.put("index.html", b"theirs")
    with pytest.raises(BulletinError) as caught:
        sent(place, OLD)
    assert caught.value.code == "E952"
    assert place.found_all() == {"index.html": b"theirs"}


def test_what_a_killed_run_left_is_cleared_away(place: Place) -> None:
    sent(place, OLD)
    left = {"rsync": ("photos/.bulletin-part/p.jpg", "2026/a/.bulletin-part/x/y.html"), "s3": ()}
    for path in left.get(place.kind, (".bulletin-part",)):
        place.put(path, b"half")
    sent(place, NEW)
    assert place.found() == NEW


@pytest.mark.parametrize("place", ["rsync", "sftp", "ftp"], indirect=True)
def test_a_folder_that_is_a_link_there_stays_one(place: Place) -> None:
    place.put("elsewhere/theirs.txt", b"theirs")
    folder = place.folder
    for name in ("photos", "2026"):
        (folder / name).symlink_to("elsewhere")
    sent(place, OLD)
    assert (folder / "elsewhere" / "a" / "index.html").read_bytes() == b"1"
    assert (folder / "elsewhere" / "p.jpg").read_bytes() == SAME["photos/p.jpg"]
    sent(place, {"index.html": b"2"})
    assert (folder / "photos").is_symlink()
    assert (folder / "2026").is_symlink()
    assert {path: data for path, data in place.found().items() if path.startswith("e")} == {
        "elsewhere/theirs.txt": b"theirs"
    }


def test_what_somebody_changed_is_not_deleted(place: Place) -> None:
    sent(place, OLD)
    place.put("2026/a/index.html", b"changed")
    assert sent(place, NEW).deleted == ("assets/x.1.css",)
    assert place.found() == NEW | {"2026/a/index.html": b"changed"}


def test_a_server_that_loses_bytes_is_found_out(place: Place) -> None:
    sent(place, OLD)

    def lose(path: str) -> None:
        if path == "2026/b/index.html":
            place.put(path, b"")

    with pytest.raises(BulletinError) as caught:
        sent(place, NEW, told=lose)
    assert (caught.value.code, caught.value.values["path"]) == ("E953", "2026/b/index.html")
    assert place.found().items() >= {"2026/a/index.html": b"1", "assets/x.1.css": b"1"}.items(), "nothing was deleted"
    assert not read(place.found_all()[RECORD]).is_whole
    sent(place, NEW)
    assert place.found() == NEW


def test_what_was_damaged_since_is_sent_again(place: Place) -> None:
    sent(place, OLD)
    place.put("photos/p.jpg", b"half")
    place.remove("feed.xml")
    is_slow = place.kind in ("sftp", "ftp")
    assert sent(place, OLD).sent == (() if is_slow else ("photos/p.jpg", "feed.xml"))
    assert sent(place, OLD, is_thorough=True).sent == (("photos/p.jpg", "feed.xml") if is_slow else ())
    assert place.found() == OLD


def test_thorough_means_every_byte(place: Place) -> None:
    """The same size within the same second: no stamp tells."""
    sent(place, OLD)
    place.put("index.html", b"x")
    assert sent(place, OLD, is_thorough=True).sent == ("index.html",)


@pytest.mark.parametrize(
    ("place", "steps"), [("rsync", 2), ("sftp", 1), ("sftp", 6), ("ftp", 4), ("s3", 1), ("s3", 6)], indirect=["place"]
)
def test_killed_and_run_again(place: Place, steps: int) -> None:
    """Of the files sent before the kill none is half, and none of them is sent twice without need."""
    place.put("theirs.txt", b"theirs")
    sent(place, OLD)
    publish(place.site / "public", NEW)
    words = [sys.executable, str(HERE / "killed_run.py"), str(place.site), str(steps)]
    paths = os.pathsep.join(str(HERE.parents[count]) for count in (1, 0))
    done = subprocess.run(words, env=os.environ | {"PYTHONPATH": paths}, capture_output=True, check=False)
    assert done.returncode == -9, done.stderr.decode()
    there = place.found()
    assert all(data in (OLD.get(path), NEW.get(path)) for path, data in there.items() if path != "theirs.txt")
    assert there["index.html"] == b"1" or "assets/x.2.css" in there
    assert not read(place.found_all()[RECORD]).is_whole
    second = sent(place, NEW)
    assert place.found() == NEW | {"theirs.txt": b"theirs"}
    assert not set(second.sent) & {path for path, data in there.items() if NEW.get(path) == data}
