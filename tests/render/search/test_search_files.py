"""Files are made once, when their digest is not known, or when they are asked for."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from library_search import Remembering

from bulletin.model.digest import digest_of
from bulletin.render.search.files import FORGETFUL, Files


class Maker:
    def __init__(self) -> None:
        self.made: list[int] = []

    def __call__(self, number: int) -> Iterator[tuple[str, bytes]]:
        self.made.append(number)
        yield f"{number}.bin", bytes(number)
        yield f"{number}.txt", b"also"


def test_what_is_new_is_made_once() -> None:
    memory, maker = Remembering(), Maker()
    first = Files(memory)
    first.add_all("step", [1, 2], str, maker)
    assert maker.made == [1, 2]
    assert first.digests == {f"{n}.{kind}": digest_of(data) for n in (1, 2) for kind, data in pair(n)}
    assert first.read("2.bin") == b"\0\0"
    assert maker.made == [1, 2]
    later = Files(memory)
    later.add_all("step", [1, 2, 3], str, maker)
    assert maker.made == [1, 2, 3]
    assert later.digests.items() >= first.digests.items()


def pair(number: int) -> tuple[tuple[str, bytes], ...]:
    return ("bin", bytes(number)), ("txt", b"also")


def test_what_is_known_is_made_when_it_is_asked_for() -> None:
    memory, maker = Remembering(), Maker()
    Files(memory).add_all("step", [1, 2], str, maker)
    later = Files(memory)
    later.add_all("step", [1, 2], str, maker)
    assert maker.made == [1, 2]
    assert later.read("2.txt") == b"also"
    assert later.read("2.bin") == b"\0\0"
    assert maker.made == [1, 2, 2]


def test_a_file_that_is_none() -> None:
    files = Files(FORGETFUL)
    files.add("one", b"1")
    assert files.read("one") == b"1"
    with pytest.raises(KeyError):
        files.read("other")
