"""What a process put into a spool another one reads that shares it, and it takes no memory of either."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bulletin.parallel import open_workers
from bulletin.spool import Places, Spool


@given(st.lists(st.tuples(st.sampled_from("abcd"), st.binary(max_size=300))))
def test_the_last_bytes_of_a_name(written: list[tuple[str, bytes]]) -> None:
    with Spool(Path()) as spool:
        spool.update(written)
        assert dict(spool) == dict(written)
        assert len(spool) == len(dict(written))
        assert all(name in spool for name, _ in written)
        assert spool.get("e") is None


def test_a_name_that_is_taken_out(tmp_path: Path) -> None:
    with Spool(tmp_path) as spool:
        spool.update(a=b"1", b=b"2")
        del spool["a"]
        assert dict(spool) == {"b": b"2"}


@pytest.mark.parametrize("jobs", [1, 2])
def test_written_in_a_process_beside(tmp_path: Path, jobs: int) -> None:
    with Spool(tmp_path) as spool, open_workers(jobs, "", lambda *_: None) as workers:
        data = os.urandom(100_000)

        def write() -> Places:
            spool["a"], spool["b"] = data, b""
            return spool.places

        with workers.beside(write) as written:
            spool.places = written()
        assert dict(spool) == {"a": data, "b": b""}


def test_nothing_lies_in_the_folder(tmp_path: Path) -> None:
    with Spool(tmp_path) as spool:
        spool["a"] = b"1"
        assert not list(tmp_path.iterdir())


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    with Spool(tmp_path / "gone") as spool:
        spool["a"] = b"1"
        assert spool["a"] == b"1"
