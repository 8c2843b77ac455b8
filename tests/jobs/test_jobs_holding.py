"""Of the same objects no key is asked; what is not asked for any more is forgotten."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial

import pytest

from bulletin.cache import Cache
from bulletin.jobs.holding import HeldCache
from bulletin.parts import PART, LostPart


class Counted:
    """A step that squares numbers in lists, and what was asked of it."""

    def __init__(self) -> None:
        self.keys: list[int] = []
        self.made: list[int] = []

    def key(self, prefix: str, one: tuple[int]) -> str:
        self.keys.append(one[0])
        return f"{prefix}{one[0]}"

    def make(self, some: list[tuple[int]]) -> Iterable[int]:
        self.made += [one[0] for one in some]
        return [one[0] ** 2 for one in some]

    def asked(self) -> tuple[list[int], list[int]]:
        keys, made, self.keys, self.made = self.keys, self.made, [], []
        return keys, made


@pytest.fixture
def step() -> Counted:
    return Counted()


@pytest.fixture
def held() -> HeldCache:
    return HeldCache()


def values(*numbers: int) -> list[tuple[int]]:
    return [(number,) for number in numbers]


def squares(held: HeldCache, step: Counted, given: list[tuple[int]], prefix: str = "a") -> list[int]:
    return held.remember("square", given, partial(step.key, prefix), step.make)


def in_round(held: HeldCache, function: Callable[[], object]) -> object:
    with held.over(Cache(None, "", lambda _: None)):
        return function()


def test_the_same_objects_are_known(held: HeldCache, step: Counted) -> None:
    one, two, three = values(1, 2, 3)
    in_round(held, lambda: squares(held, step, [one, two]))
    assert step.asked() == ([1, 2], [1, 2])
    assert in_round(held, lambda: squares(held, step, [two, three, one])) == [4, 9, 1]
    assert step.asked() == ([3], [3])
    assert squares(held, step, [three]) == [9]  # after the round, by whoever makes another page
    assert step.asked() == ([], [])


def test_equal_ones_are_known_by_their_keys(held: HeldCache, step: Counted) -> None:
    in_round(held, lambda: squares(held, step, values(1, 2)))
    step.asked()
    assert in_round(held, lambda: squares(held, step, values(1, 3))) == [1, 9]
    assert step.asked() == ([1, 3], [3])


def test_asked_in_another_way_they_are_others(held: HeldCache, step: Counted) -> None:
    """As after a change of the settings, which are a part of the key."""
    one = (1,)
    for prefix, expected in (("a", ([1], [1])), ("b", ([1], [1])), ("b", ([], []))):
        in_round(held, partial(squares, held, step, [one], prefix))
        assert step.asked() == expected


def test_what_nobody_asks_for_is_forgotten(held: HeldCache, step: Counted) -> None:
    one, two = values(1, 2)
    in_round(held, lambda: squares(held, step, [one, two]))
    in_round(held, lambda: squares(held, step, [two]))
    step.asked()
    assert in_round(held, lambda: squares(held, step, [one, two])) == [1, 4]
    assert step.asked() == ([1], [1])


def test_what_is_kept_is_not(held: HeldCache, step: Counted) -> None:
    one, two, three = values(1, 2, 3)
    in_round(held, lambda: squares(held, step, [one, two, three]))
    keys = [step.key("a", one) for one in (one, two)]
    in_round(held, lambda: held.keep("square", keys))
    step.asked()
    assert in_round(held, lambda: squares(held, step, [one, two, three])) == [1, 4, 9]
    assert step.asked() == ([3], [3])


def test_a_round_that_fails_forgets_nothing(held: HeldCache, step: Counted) -> None:
    one, two = values(1, 2)
    in_round(held, lambda: squares(held, step, [one]))
    step.asked()

    def failing() -> None:
        squares(held, step, [two])
        raise ValueError("one that fails")

    with pytest.raises(ValueError, match="one that fails"):
        in_round(held, failing)
    assert step.asked() == ([2], [2])
    assert in_round(held, lambda: squares(held, step, [one])) == [1]
    assert step.asked() == ([], [])


def test_where_a_part_is_lost_nothing_is_held(held: HeldCache, step: Counted) -> None:
    """The value that names it would be known again, and its part never."""
    (one,) = values(1)
    in_round(held, lambda: squares(held, step, [one]))
    step.asked()
    with pytest.raises(LostPart):
        in_round(held, lambda: held.keep(PART, ["gone"]))
    assert in_round(held, lambda: squares(held, step, [one])) == [1]
    assert step.asked() == ([1], [1])
