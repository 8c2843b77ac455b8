"""Places of frequent terms in files of their own: the same answers, and read only where distances matter."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from library_search import COUNT, engine, index_of, sites

from bulletin.render.search import shards
from bulletin.render.search.codes import Gaps, coded_apart, holders, places_apart
from bulletin.render.search.engine import Engine
from bulletin.render.search.question import ask
from bulletin.render.search.terms import TITLE_END, Entry, entry

PLACES = st.dictionaries(st.integers(0, 10**5), st.lists(st.integers(0, 2**20), min_size=1, unique=True), min_size=1)
QUESTIONS = (
    *("集体", "集体 合同", "集体合同", "工", "工 合同", "职工服务平台"),
    *("合同 工会 -演出", "“市总工会”", "2026年 工会", "工会 2026年"),
)


def two_parts(found: dict[int, list[int]], count: int) -> tuple[bytes, bytes]:
    numbers = sorted(found)
    times = [len(found[number]) - 1 for number in numbers]
    steps = [b - a for number in numbers for a, b in pairwise(sorted(found[number]))]
    return coded_apart(numbers, times, [min(found[number]) for number in numbers], steps, count, Gaps())


def about(first: int) -> int:
    return TITLE_END if first >= TITLE_END else min(first, 1)


@given(PLACES, st.integers(0, 10))
def test_written_is_read(found: dict[int, list[int]], more: int) -> None:
    count = max(found) + 1 + more
    data, apart = two_parts(found, count)
    held = holders(data, len(found), count)
    assert held == [(number, len(found[number]), about(min(found[number]))) for number in sorted(found)]
    assert list(places_apart(apart, held)) == [(number, sorted(found[number])) for number in sorted(found)]


def test_a_file_cut_short() -> None:
    data, apart = two_parts({number: [300, 400] for number in range(20)}, 20)
    with pytest.raises(ValueError, match="cut short"):
        holders(data[:-2], 20, 20)
    with pytest.raises(ValueError, match="cut short"):
        list(places_apart(apart[:-2], holders(data, 20, 20)))


def entries(texts: list[str]) -> list[Entry]:
    return [entry(("短讯",), (text,)) for text in texts]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("工会，" * 8, "5de5-4f1a"),
        ("ppt " * 8, "70-70-74"),
        ("𠮷野，" * 8, "20bb7-91ce"),
        ("工会，" * 7, ""),
        ("a23456789 " * 8, ""),
    ],
    ids=["pair", "word", "rare", "too few", "too long for a name"],
)
def test_which_terms(text: str, name: str) -> None:
    postings = shards.merge(entries([text] * 300), 300)
    files = dict(shards.apart_files(postings))
    assert (name in files) == bool(name)
    assert all(len(files[one]) < 8000 for one in files)


def test_no_more_files_than_allowed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shards, "APART", 4)
    monkeypatch.setattr(shards, "_MOST_APART", 5)
    made = entries(["".join(chr(0x4E00 + n) * (n + 2) + "，" for n in range(30))])
    files = [name for name, _ in shards.apart_files(shards.merge(made, 1))]
    assert 0 < len(files) <= 5
    assert "4e1d-4e1d" in files  # the one with most places


@pytest.fixture
def apart(monkeypatch: pytest.MonkeyPatch) -> tuple[Engine, list[str]]:
    """An engine for which nearly all terms have places of their own, and the names of the files of places it reads."""
    engine()  # made before, as it is otherwise
    monkeypatch.setattr(shards, "APART", 4)
    files = index_of(sites())
    asked: list[str] = []

    def read(name: str) -> bytes:
        asked.extend([name] if name.startswith("places/") else [])
        return files[name]

    return Engine(read), asked


def test_same_answers(apart: tuple[Engine, list[str]]) -> None:
    one, asked = apart
    for text in QUESTIONS:
        question = ask(text)
        assert one.search(question) == engine().search(question), text
        assert one.near(question) == engine().near(question), text
    assert asked


@pytest.mark.parametrize(
    ("text", "is_read"),
    [
        *(("集体", False), ("工", False), ("集体 -演出", False), ("集体 蒩籭", False)),
        *(("集体合同", True), ("集体 合同", True)),
    ],
)
def test_only_where_distances_matter(apart: tuple[Engine, list[str]], text: str, is_read: bool) -> None:
    one, asked = apart
    assert bool(one.search(ask(text))) == (text != "集体 蒩籭")
    assert bool(asked) == is_read
    assert len(asked) == len(set(asked))
    assert len(one.search(ask(text))) <= COUNT
