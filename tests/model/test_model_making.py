from __future__ import annotations

import copy
import inspect
import pickle
import pickletools
from collections.abc import Mapping
from dataclasses import FrozenInstanceError, asdict, dataclass, field, fields, is_dataclass, replace
from typing import Any, get_type_hints

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bulletin.model.article import Article, Card, Link
from bulletin.model.item import Item
from bulletin.model.making import frozen, maker, quick_to_make
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
class Ordered:
    kind: str
    twin: int
    defaults: tuple[str, ...] = ()
    mend: str = "a"


@frozen
class Quick:
    kind: str
    twin: int
    defaults: tuple[str, ...] = ()
    mend: str = "a"


@dataclass(frozen=True, slots=True)
class PlainParts:
    one: str
    hidden: str = field(default="h", repr=False)
    beside: int = field(default=0, compare=False)
    listed: list[int] = field(default_factory=list)
    named: Mapping[str, int] = field(default_factory=dict)

    @property
    def length(self) -> int:
        return len(self.listed)


@frozen
class QuickParts:
    one: str
    hidden: str = field(default="h", repr=False)
    beside: int = field(default=0, compare=False)
    listed: list[int] = field(default_factory=list)
    named: Mapping[str, int] = field(default_factory=dict)

    @property
    def length(self) -> int:
        return len(self.listed)


@dataclass(frozen=True, slots=True)
class PlainOne:
    only: object


@frozen
class QuickOne:
    only: object


PAIRS: list[tuple[Any, Any]] = [(Plain, Quick), (Plain, Ordered)]
GIVEN = [
    pytest.param(("a", 1), {}, id="defaults"),
    pytest.param(("a", 1, ("b",), "c"), {}, id="all"),
    pytest.param((), {"twin": 2, "kind": "", "mend": "d"}, id="by name"),
]


@pytest.mark.parametrize(("plain_kind", "quick_kind"), PAIRS)
@pytest.mark.parametrize(("given", "named"), GIVEN)
def test_is_the_same_value(plain_kind: Any, quick_kind: Any, given: tuple[Any, ...], named: dict[str, Any]) -> None:
    plain, quick = plain_kind(*given, **named), quick_kind(*given, **named)
    assert type(quick) is quick_kind
    assert repr(quick) == repr(plain).replace("Plain", quick_kind.__name__)
    assert quick == quick_kind(plain.kind, plain.twin, plain.defaults, plain.mend)
    assert quick != plain
    assert hash(quick) == hash(plain)
    assert asdict(quick) == asdict(plain)


@pytest.mark.parametrize("kind", [Quick, Ordered, QuickParts, Plain, PlainParts])
def test_a_maker_makes_the_same_value_of_all_its_fields(kind: Any) -> None:
    first = kind("a", 1) if kind in (Quick, Ordered, Plain) else kind("a")
    values = [getattr(first, one.name) for one in fields(kind)]
    made = maker(kind)(*values)
    assert type(made) is kind
    assert made == first
    assert repr(made) == repr(first)
    with pytest.raises(FrozenInstanceError):
        setattr(made, fields(kind)[0].name, "b")
    with pytest.raises(TypeError):
        maker(kind)()


PARTS = st.fixed_dictionaries(
    {"one": st.text(max_size=2)},
    optional={
        "hidden": st.text(max_size=2),
        "beside": st.integers(0, 2),
        "listed": st.lists(st.integers(0, 2), max_size=2),
        "named": st.dictionaries(st.text(max_size=1), st.integers(0, 2), max_size=2),
    },
)


@given(PARTS, PARTS)
def test_fields_that_say_more_of_themselves(given: dict[str, Any], other: dict[str, Any]) -> None:
    plain, quick = PlainParts(**given), QuickParts(**given)
    assert repr(quick) == repr(plain).replace("Plain", "Quick")
    assert "hidden" not in repr(quick)
    assert (quick == QuickParts(**other)) == (plain == PlainParts(**other))
    assert asdict(quick) == asdict(plain)
    assert asdict(replace(quick, **other)) == asdict(replace(plain, **other))
    for protocol in (2, 5):
        assert asdict(pickle.loads(pickle.dumps(quick, protocol))) == asdict(plain)
    assert asdict(copy.deepcopy(quick)) == asdict(plain)
    assert quick.length == plain.length


def test_each_value_has_its_own_of_what_is_made_for_it() -> None:
    one, other = QuickParts("a"), QuickParts("a")
    one.listed.append(1)
    assert (one.listed, other.listed) == ([1], [])


@pytest.mark.parametrize("only", ["a", (), ("a",), float("nan"), None], ids=repr)
def test_a_single_field(only: object) -> None:
    assert repr(QuickOne(only)) == repr(PlainOne(only)).replace("Plain", "Quick")
    assert hash(QuickOne(only)) == hash((only,))
    assert QuickOne(only) == pickle.loads(pickle.dumps(QuickOne(only))) or only != only
    assert QuickOne(only) == QuickOne(only)  # the same object is equal to itself, as in a tuple
    assert QuickOne(only) != QuickOne("b")


@pytest.mark.parametrize("kind", [Quick, QuickParts, QuickOne], ids=lambda kind: kind.__name__)
def test_is_a_frozen_dataclass(kind: Any) -> None:
    plain: Any = {Quick: Plain, QuickParts: PlainParts, QuickOne: PlainOne}[kind]
    assert is_dataclass(kind) is True
    assert kind.__dataclass_params__.frozen
    assert [(one.name, one.type, one.repr, one.compare) for one in fields(kind)] == [
        (one.name, one.type, one.repr, one.compare) for one in fields(plain)
    ]
    assert vars(kind)["__slots__"] == vars(plain)["__slots__"]
    assert "__dict__" not in vars(kind)
    assert {name for name in vars(plain) if name.startswith("__")} <= {*vars(kind), "__doc__"}


def test_says_its_name_where_it_is_packed() -> None:
    names = [value for code, value, _ in pickletools.genops(pickle.dumps(QuickOne("a"))) if "UNICODE" in code.name]
    assert {__name__, "QuickOne"} <= set(names)


@pytest.mark.parametrize("kind", [Quick, Ordered])
def test_stays_frozen(kind: Any) -> None:
    quick = replace(kind("a", 1), twin=2)
    assert quick == kind("a", 2)
    with pytest.raises(FrozenInstanceError, match="cannot assign to field 'twin'"):
        quick.twin = 3
    with pytest.raises(FrozenInstanceError, match="cannot delete field 'twin'"):
        del quick.twin
    with pytest.raises((AttributeError, TypeError)):
        quick.other = 3
    assert quick.twin == 2


def test_keeps_its_order() -> None:
    assert Ordered("a", 2) > Ordered("a", 1)


@pytest.mark.parametrize(
    ("given", "named"),
    [
        pytest.param(("a",), {}, id="one missing"),
        pytest.param(("a", 1, (), "", 5), {}, id="one too many"),
        pytest.param(("a", 1), {"other": 1}, id="unknown"),
        pytest.param(("a", 1), {"kind": "b"}, id="twice"),
    ],
)
def test_refuses_what_the_plain_class_refuses(given: tuple[Any, ...], named: dict[str, Any]) -> None:
    said = []
    for kind in (Plain, Quick, Ordered):
        with pytest.raises(TypeError, match=r"__init__\(\)") as error:
            kind(*given, **named)
        said.append(str(error.value).removeprefix(kind.__name__))
    assert len(set(said)) == 1


@pytest.mark.parametrize("kind", [Quick, Ordered, QuickParts, QuickOne, *MODEL], ids=lambda kind: kind.__name__)
def test_says_of_itself_what_the_plain_class_says(kind: Any) -> None:
    names = list(inspect.signature(kind).parameters)
    assert names == list(kind.__match_args__)
    assert set(get_type_hints(kind.__init__)) == {*names, "return"}


def test_only_what_is_its_fields_alone() -> None:
    class Worked:
        given: str

        def __post_init__(self) -> None:
            assert self.given

    class Found:
        given: str
        found: str = field(init=False, default="")

    class Below(Plain):
        more: str = ""

    class Shown:
        given: str

        def __repr__(self) -> str:
            return self.given

    class Empty:
        pass

    class Wrong:
        first: str = ""
        then: str

    for kind in (Worked, Found, Below, Shown, Empty, Wrong):
        with pytest.raises(TypeError, match=kind.__name__):
            frozen(kind)
    for kind in (Worked, Below, Empty):
        with pytest.raises(TypeError, match=kind.__name__):
            quick_to_make(dataclass(frozen=True, slots=True)(kind))


@pytest.mark.parametrize("kind", [Quick, Ordered])
def test_nothing_is_derived_from_it(kind: type) -> None:
    """Its values would be of the class that they are derived from."""
    with pytest.raises(TypeError, match="base's values"):
        type("Derived", (kind,), {})
