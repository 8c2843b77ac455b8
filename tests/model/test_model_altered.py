"""A changed value is what ``dataclasses.replace`` gives."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from bulletin.model.altered import altered
from bulletin.model.article import Link
from bulletin.model.page import Page

PAGE = Page("a/index.html", "k", template="item.html", context=(1, 2), edition="hant/")


@pytest.mark.parametrize(
    "changes",
    [{}, {"key": "other"}, {"path": "b", "context": None, "edition": ""}, {"data": b"x"}],
    ids=["nothing", "one", "several", "data"],
)
def test_as_replace(changes: dict[str, Any]) -> None:
    assert altered(PAGE, **changes) == replace(PAGE, **changes)
    assert type(altered(PAGE, **changes)) is Page


def test_the_value_stays_as_it_was() -> None:
    link = Link("甲", "/a/")
    assert (altered(link, name="乙"), link) == (Link("乙", "/a/"), Link("甲", "/a/"))


def test_an_unknown_field_is_an_error() -> None:
    with pytest.raises(KeyError):
        altered(PAGE, colour="red")
