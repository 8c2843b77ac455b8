"""A dictionary holds what many records say, and none is made where it does not pay."""

from __future__ import annotations

import random
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bulletin.render.search.dictionary import deflated, dictionary_of

DICE = random.Random(1)
PHRASES = [DICE.randbytes(40) for _ in range(30)]
ALIKE = [b"".join(DICE.sample(PHRASES, 8)) + DICE.randbytes(200) for _ in range(200)]
UNLIKE = [DICE.randbytes(400) for _ in range(200)]


def inflated(data: bytes, dictionary: bytes) -> bytes:
    """As a browser does, which takes no dictionary: behind a stored block."""
    size = len(dictionary).to_bytes(2, "little")
    stored = b"\0" + size + bytes(byte ^ 0xFF for byte in size) + dictionary
    return zlib.decompress(stored + data, -15)[len(dictionary) :]


@given(st.binary(max_size=300), st.binary(max_size=300))
def test_behind_a_stored_block(data: bytes, dictionary: bytes) -> None:
    assert inflated(deflated(data, dictionary), dictionary) == data


def test_what_many_say_is_not_said_again() -> None:
    dictionary = dictionary_of(ALIKE)
    assert 0 < len(dictionary) <= 16384
    assert sum(phrase in dictionary for phrase in PHRASES) > 20
    others = ALIKE[170:]
    apart, behind = (sum(len(deflated(one, before)) for one in others) for before in (b"", dictionary))
    assert behind < 0.6 * apart
    assert [inflated(deflated(one, dictionary), dictionary) for one in others] == others


@pytest.mark.parametrize(
    "texts",
    [[], [b""], [b"", b""], UNLIKE, UNLIKE[:1], [b"a" * 7] * 4],
    ids=["no", "one", "two", "unlike", "1", "short"],
)
def test_none_where_it_does_not_pay(texts: list[bytes]) -> None:
    assert dictionary_of(texts) == b""


def test_the_same_each_time() -> None:
    assert dictionary_of(ALIKE) == dictionary_of(list(ALIKE))


@given(st.lists(st.binary(max_size=200) | st.sampled_from(ALIKE), max_size=12))
def test_it_never_costs_a_visitor_more(texts: list[bytes]) -> None:
    dictionary = dictionary_of(texts)
    tried = texts[len(texts) // 2 :]
    apart, behind = (sum(len(deflated(one, before)) for one in tried) for before in (b"", dictionary))
    assert len(deflated(dictionary)) * len(tried) + 20 * behind <= len(deflated(b"")) * len(tried) + 20 * apart
