"""Macros that keep what they made: never what might read otherwise the next time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest
from jinja2 import Environment
from markupsafe import Markup

from bulletin.render import remembering
from bulletin.render.remembering import MacroCall, remembering_macro


@dataclass(frozen=True)
class Frozen:
    names: tuple[str, ...]


@dataclass
class Open:
    name: str


def counted(arguments: list[str]) -> tuple[MacroCall, list[tuple[Any, ...]]]:
    calls: list[tuple[Any, ...]] = []

    def made(*values: object) -> str:
        calls.append(values)
        return f"<{len(calls)}>"

    environment = Environment(autoescape=True)
    return remembering_macro(environment, made, "made", tuple(arguments), False, False, False), calls


@pytest.mark.parametrize(
    "value",
    ["工会", 42, 4.2, True, Markup("<b>"), date(2026, 9, 28), Frozen(("a",))],
    ids=repr,
)
def test_the_same_again_is_kept(value: object) -> None:
    macro, calls = counted(["one"])
    assert macro(value) == macro(value) == "<1>"
    assert isinstance(macro(value), Markup)
    assert len(calls) == 1


@pytest.mark.parametrize("value", [None, ["a"], {"a": 1}, Open("a"), ("a",), {1}], ids=repr)
def test_what_might_change_is_made_anew(value: object) -> None:
    macro, _ = counted(["one"])
    assert (macro(value), macro(value)) == ("<1>", "<2>")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (True, 1),
        (1, 1.0),
        ("<b>", Markup("<b>")),
        (Frozen(("a",)), Frozen(("a",))),
    ],
    ids=repr,
)
def test_values_that_only_look_alike_are_told_apart(one: object, other: object) -> None:
    macro, _ = counted(["one"])
    assert macro(one) != macro(other)


def test_arguments_are_the_same_by_name_and_by_place() -> None:
    macro, calls = counted(["one", "other"])
    macro("a", other="b")
    macro("a", other="b")
    macro("a", "b")
    assert calls == [("a", "b")]


def test_an_object_of_the_same_address_is_not_taken_for_another() -> None:
    macro, _ = counted(["one"])
    seen = [macro(Frozen((str(number),))) for number in range(500)]  # each freed at once, had the macro not kept it
    assert len(set(seen)) == 500


def test_what_never_comes_again_is_soon_not_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(remembering, "_TRIED", 16)
    macro, calls = counted(["one"])
    for number in range(40):
        macro(number)
    macro(0)
    assert len(calls) == 41


def test_it_is_tried_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """Cards below articles are hardly ever the same; those of lists, which come later, are."""
    monkeypatch.setattr(remembering, "_TRIED", 16)
    macro, calls = counted(["one"])
    for number in range(32):
        macro(number)
    assert [macro("a"), macro("a")] == ["<33>", "<33>"]
    assert len(calls) == 33


def test_there_is_a_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(remembering, "_MOST", 8)
    macro, calls = counted(["one"])
    for number in range(20):
        macro(number)
        macro(number)
    assert len(calls) == 20
    macro(0)
    assert len(calls) == 21
