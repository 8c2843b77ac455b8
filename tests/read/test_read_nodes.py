from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bulletin.read.nodes import DEEPEST, Mapping, NodeError, Sequence, Text, compose


@pytest.mark.parametrize("text", ["042", "on", "12:30", "2024.10", "~", "null", "'042'", '"042"', "2024-09-30"])
def test_every_scalar_is_text(text: str) -> None:
    assert compose(text) == Text(1, 1, text.strip("'\""))


def test_places_count_from_the_given_one() -> None:
    node = compose("[a,\n {b: c}]", line=7, column=5)
    assert isinstance(node, Sequence)
    first, second = node.items
    assert (first.line, first.column) == (7, 6)
    assert isinstance(second, Mapping)
    assert (second.entries[0].line, second.entries[0].column) == (8, 3)
    assert (second.entries[0].value.line, second.entries[0].value.column) == (8, 6)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("[a", "E110"),
        ("{a: b", "E110"),
        ("", "E110"),
        ("&a [*a, *a]", "E111"),
        ("[&a b]", "E111"),
        ("[*a]", "E111"),
        ("!!python/object/apply:os.system [x]", "E112"),
        ("!!int 3", "E112"),
        ("{<<: {a: b}, a: c, a: d}", "E105"),
        ("{a: 1, ａ: 2}", "E105"),
        ("{[a]: b}", "E113"),
        ("[" * 10_000, "E108"),
        ("{a: " * 10_000, "E108"),
        ("\x01", "E110"),
        ("[\ud800]", "E110"),
    ],
)
def test_what_is_refused(text: str, code: str) -> None:
    with pytest.raises(NodeError) as caught:
        compose(text)
    assert caught.value.code == code


def test_depth_counts_what_lies_around() -> None:
    assert compose("[" * DEEPEST + "]" * DEEPEST)
    with pytest.raises(NodeError):
        compose("[" * DEEPEST + "]" * DEEPEST, depth=1)


@given(st.text(st.sampled_from("ab: ,[]{}'\"&*!|>-?#%@`\n\t\\0"), max_size=60))
def test_any_text_is_a_node_or_refused(text: str) -> None:
    place = _line(text)
    assert 1 <= place <= text.count("\n") + 2


def _line(text: str) -> int:
    try:
        return compose(text).line
    except NodeError as error:
        return error.line
