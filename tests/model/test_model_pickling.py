from __future__ import annotations

import copy
import pickle
from dataclasses import dataclass, field

import pytest

from bulletin.model.article import Heading, Link
from bulletin.model.digest import digest_of
from bulletin.model.item import Photo, Variant
from bulletin.model.pickling import quick_to_pickle

VALUES = [
    Link("市总工会", "/unions/a/"),
    Heading(2, "h", "一、总则"),
    Photo("a.jpg", "0" * 32, 40, 30, (Variant("/a-40.webp", 40, 30, "WEBP"),), ()),
]


@quick_to_pickle
@dataclass(frozen=True, slots=True)
class One:
    only: str


@pytest.mark.parametrize("value", [*VALUES, One("a"), One("")], ids=lambda value: type(value).__name__)
@pytest.mark.parametrize("protocol", [2, 5])
def test_comes_back_as_it_was(value: object, protocol: int) -> None:
    again = pickle.loads(pickle.dumps(value, protocol))
    assert (type(again), again) == (type(value), value)
    assert copy.deepcopy(value) == value
    assert digest_of(again) == digest_of(value)


def test_no_field_may_be_worked_out() -> None:
    with pytest.raises(TypeError, match="does not take all"):

        @quick_to_pickle
        @dataclass(frozen=True, slots=True)
        class _Worked:
            given: str
            found: str = field(init=False, default="")
