from __future__ import annotations

import inspect
from dataclasses import FrozenInstanceError, dataclass, field, replace
from typing import get_type_hints

import pytest

from bulletin.model.article import Article, Card, Link
from bulletin.model.item import Item
from bulletin.model.making import quick_to_make
from bulletin.model.page import Page
from bulletin.model.problem import Problem

MODEL = (Article, Card, Item, Link, Page, Problem)


@dataclass(frozen=True, slots=True)
class Plain:
    """Named so that every name that the way of making it uses is one of a field."""

    kind: str
    twin: int
    defaults: tuple[str, ...] = ()
    mend: str = "a"


@quick_to_make
@dataclass(frozen=True, slots=True, order=True)
class Quick:
    kind: str
    twin: int
    defaults: tuple[str, ...] = ()
    mend: str = "a"


@pytest.mark.parametrize(
    ("given", "named"),
    [
        pytest.param(("a", 1), {}, id="defaults"),
        pytest.param(("a", 1, ("b",), "c"), {}, id="all"),
        pytest.param((), {"twin": 2, "kind": "", "mend": "d"}, id="by name"),
    ],
)
def test_is_the_same_value(given: tuple[object, ...], named: dict[str, object]) -> None:
    plain, quick = Plain(*given, **named), Quick(*given, **named)  # type: ignore[arg-type]  # a table of all shapes
    assert type(quick) is Quick
    assert repr(quick) == repr(plain).replace("Plain", "Quick")
    assert quick == Quick(plain.kind, plain.twin, plain.defaults, plain.mend)
    assert hash(quick) == hash(plain)


def test_stays_frozen() -> None:
    quick = replace(Quick("a", 1), twin=2)
    assert quick == Quick("a", 2) > Quick("a", 1)
    with pytest.raises(FrozenInstanceError):
        quick.twin = 3  # type: ignore[misc]  # what must not be done
    with pytest.raises((AttributeError, TypeError)):
        quick.other = 3  # type: ignore[attr-defined]  # what can't be done


@pytest.mark.parametrize(
    ("given", "named"),
    [
        pytest.param(("a",), {}, id="one missing"),
        pytest.param(("a", 1, (), "", 5), {}, id="one too many"),
        pytest.param(("a", 1), {"other": 1}, id="unknown"),
        pytest.param(("a", 1), {"kind": "b"}, id="twice"),
    ],
)
def test_refuses_what_the_plain_class_refuses(given: tuple[object, ...], named: dict[str, object]) -> None:
    for kind in (Plain, Quick):
        with pytest.raises(TypeError, match=r"__init__\(\)"):
            kind(*given, **named)  # type: ignore[arg-type]  # as above


@pytest.mark.parametrize("kind", [Quick, *MODEL], ids=lambda kind: kind.__name__)
def test_says_of_itself_what_the_plain_class_says(kind: type) -> None:
    names = list(inspect.signature(kind).parameters)
    assert names == list(kind.__match_args__)  # type: ignore[attr-defined]  # of a dataclass
    assert set(get_type_hints(kind.__init__)) == {*names, "return"}  # type: ignore[misc]  # that of one class


def test_only_what_is_its_fields_alone() -> None:
    @dataclass(frozen=True, slots=True)
    class Worked:
        given: str

        def __post_init__(self) -> None:
            assert self.given

    @dataclass(frozen=True, slots=True)
    class Made:
        given: list[str] = field(default_factory=list)

    @dataclass(frozen=True, slots=True)
    class Below(Plain):
        more: str = ""

    for kind in (Worked, Made, Below):
        with pytest.raises(TypeError, match=kind.__name__):
            quick_to_make(kind)
