"""Files are made once, when their digest is not known, or when they are asked for."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from library_search import Remembering

from bulletin.model.digest import digest_of
from bulletin.render.search.files import FORGETFUL, Files, remember_together


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


def test_many_values_in_one_row() -> None:
    memory, asked = Remembering(), list[list[int]]()

    def squared(numbers: list[int]) -> Iterator[int]:
        asked.append(numbers)
        yield from (number * number for number in numbers)

    def found(*numbers: int) -> list[int]:
        return remember_together(memory, "square", numbers, str, squared)

    assert found(3, 4, 3) == [9, 16, 9]
    assert found(4, 5) == [16, 25]
    assert found(3, 5) == [9, 25]  # 3 was not asked for in between
    assert found(5) == [25]
    assert asked == [[3, 4], [5], [3]]
    assert [*memory.known] == [("square", "all")]
    assert memory.known["square", "all"] == {"5": 25}
    assert found(5) == [25]
    assert memory.kept == {("square", "all")}
    assert remember_together(FORGETFUL, "square", [2, 2], str, squared) == [4, 4]
