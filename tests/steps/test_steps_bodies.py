"""Bodies come back as they were put away; what is none is lost."""

from __future__ import annotations

import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bulletin.model.body import body_from_bytes, body_to_bytes
from bulletin.model.item import Item
from bulletin.parts import LostPart, Parts
from bulletin.steps.bodies import Bodies

ANY = st.text(st.characters(exclude_categories=[]))


@given(st.lists(ANY, min_size=1, max_size=3))
def test_any_text_comes_back(texts: list[str]) -> None:
    assert body_from_bytes(body_to_bytes(*texts)) == texts


def item(body: str = "", kept: str = "", variants: tuple[tuple[str, Item], ...] = ()) -> Item:
    return Item("a.md", "news", "甲", body, 1, "", kept=kept, variants=variants)


def test_items_and_their_variants() -> None:
    bodies = Bodies(Parts(None, {"1": body_to_bytes("正文"), "2": body_to_bytes("正體")}))
    given = [item(kept="1", variants=(("zh-Hant", item(kept="2")),)), item("在此")]
    whole = [item("正文", variants=(("zh-Hant", item("正體")),)), item("在此")]
    assert bodies.items(given) == whole
    assert pickle.loads(pickle.dumps(bodies)).items(given) == whole


@pytest.mark.parametrize(
    "data", [b"\xff", b"\xfe", body_to_bytes("a", "b"), "甲".encode("gbk")], ids=["two", "no text", "an article", "gbk"]
)
def test_what_is_none_is_lost(data: bytes) -> None:
    with pytest.raises(LostPart):
        Bodies(Parts(None, {"1": data})).items([item(kept="1")])
    with pytest.raises(LostPart):
        Bodies(Parts(None, {})).items([item(kept="1")])
