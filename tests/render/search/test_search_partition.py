"""Which shard a term belongs to: the same for both engines, of a handy size, and hardly ever another one."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bulletin.render.search.partition import Partition, from_json, partition, to_json

VECTORS: dict[str, Any] = json.loads(Path(__file__).with_name("vectors.json").read_text(encoding="utf-8"))["shards"]
SIZES = st.dictionaries(st.text(alphabet="工会的一abc12𠮷", min_size=1, max_size=4), st.integers(1, 90000))


@pytest.mark.parametrize(("term", "name"), VECTORS["names"])
def test_names(term: str, name: str) -> None:
    assert from_json(VECTORS["split"]).shard(term) == name


@pytest.mark.parametrize(("first", "names"), VECTORS["beginning"])
def test_beginnings(first: str, names: list[str]) -> None:
    assert list(from_json(VECTORS["split"]).beginning(first)) == names


@given(SIZES)
def test_every_term_has_a_shard_and_its_beginning_leads_to_it(sizes: dict[str, int]) -> None:
    made = partition(sizes.items())
    names = list(made.all())
    assert len(names) == len(set(names))
    for term in sizes:
        assert made.shard(term) in names
        if term[0] < "a" or term[0] > "c":
            assert made.shard(term) in made.beginning(term[0]) or term[0] in "12"


@given(SIZES)
def test_written_is_read(sizes: dict[str, int]) -> None:
    made = partition(sizes.items())
    again = from_json(json.loads(json.dumps(to_json(made))))
    assert (dict(again.full), again.rest, again.words) == (dict(made.full), made.rest, made.words)


def test_never_too_many() -> None:
    han = [chr(0x4E00 + number) for number in range(2000)]
    made = partition((one, 200_000) for one in han)
    assert 2000 < len(list(made.all())) <= 4800


def test_a_little_more_changes_nothing() -> None:
    sizes = {chr(0x4E00 + number) + "一": 400 + 37 * number for number in range(900)}
    before = partition(sizes.items())
    after = partition({**sizes, "一一": sizes["一一"] + 3}.items())
    assert before == after


@pytest.mark.parametrize("value", [[], [1], ["a", 1], [1, None]], ids=repr)
def test_no_partition(value: list[object]) -> None:
    with pytest.raises((ValueError, TypeError)):
        from_json(value)


def test_nothing() -> None:
    assert list(partition([]).all()) == ["h0", "w0"]
    assert Partition({}, 0, 0).shard("工会") == "h0"
