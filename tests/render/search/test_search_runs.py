"""Runs of another partition, from those of the one before, are what looking for them gives."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.search_files import blocks_of
from bulletin.render.search import runs
from bulletin.render.search.blocks import Block
from bulletin.render.search.partition import Partition
from bulletin.render.search.runs import rerun, runs_of

TEXTS = st.lists(st.text(alphabet="工会职代表一二abc12 ，\n𠮷里裡", max_size=40), min_size=1, max_size=6)
FULL = st.dictionaries(st.sampled_from("一二代会工职表𠮷里报"), st.integers(0, 5))
BITS = st.integers(0, 4)


def block_of(texts: Sequence[str]) -> Block:
    return blocks_of([((one[:4], one[:4]), (one, f"{one}\n會計")) for one in texts])[0]


@given(TEXTS, FULL, FULL, BITS, BITS)
def test_other_characters(
    texts: list[str], before: dict[str, int], after: dict[str, int], rest: int, words: int
) -> None:
    block = block_of(texts)
    was, now = (Partition(dict(sorted(full.items())), rest, words) for full in (before, after))
    assert rerun(now, block, was, runs_of(was, block)) == runs_of(now, block)


@given(TEXTS, FULL, FULL, BITS, BITS, BITS)
def test_any_other_partition(
    texts: list[str], before: dict[str, int], after: dict[str, int], rest: int, other: int, words: int
) -> None:
    """In any order."""
    block = block_of(texts)
    was, now = Partition(before, rest, words), Partition(after, other, rest)
    assert rerun(now, block, was, runs_of(was, block)) == runs_of(now, block)


def test_what_is_known_is_not_looked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    block = block_of(["工会职代表一二", "里程 abc"])
    was, now = Partition({"会": 1, "工": 2}, 1, 1), Partition({"代": 1, "会": 1}, 1, 1)
    known, wanted = runs_of(was, block), runs_of(now, block)
    monkeypatch.delattr(runs, "_found")
    assert rerun(now, block, was, known) == wanted
