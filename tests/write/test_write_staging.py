"""Files of a release are written once, below it, with what the manifest says of them."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from bulletin.errors import WriteError
from bulletin.write.staging import put


@pytest.mark.parametrize("path", ["a", "文/章/index.html", "b/c"])
def test_bytes_are_where_they_belong(tmp_path: Path, path: str) -> None:
    written = put(str(tmp_path), path, "正文".encode())
    state = os.stat(tmp_path / path)
    assert (tmp_path / path).read_text(encoding="utf-8") == "正文"
    assert written == (state.st_size, state.st_mtime_ns)


def test_a_large_file_is_whole(tmp_path: Path) -> None:
    data = os.urandom(3_000_000)
    assert put(str(tmp_path), "large", data).size == len(data)
    assert (tmp_path / "large").read_bytes() == data


def test_nothing_is_written_over(tmp_path: Path) -> None:
    put(str(tmp_path), "a/b", b"1")
    for path, fault in (("a/b", FileExistsError), ("a/b/c", OSError), ("a", OSError)):
        with pytest.raises(fault, match="a"):
            put(str(tmp_path), path, b"2")
    assert (tmp_path / "a" / "b").read_bytes() == b"1"


@pytest.mark.parametrize("path", ["../evil", "a/../../evil", "/etc/evil", ".."])
def test_nothing_leaves_the_stage(tmp_path: Path, path: str) -> None:
    with pytest.raises(WriteError) as caught:
        put(str(tmp_path), path, b"")
    assert caught.value.code == "E802"
    assert not list(tmp_path.iterdir())
