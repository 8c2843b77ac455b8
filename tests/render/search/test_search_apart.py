"""Places of frequent terms in files of their own: the same answers, and read only where distances matter."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from library_search import COUNT, engine, index_of, sites

from bulletin.render.search import index, shards
from bulletin.render.search.blocks import Block, Text, join
from bulletin.render.search.engine import Engine
from bulletin.render.search.question import ask
from bulletin.render.search.terms import TITLE_END

QUESTIONS = (
    *("集体", "集体 合同", "集体合同", "工", "工 合同", "职工服务平台"),
    *("合同 工会 -演出", "“市总工会”", "2026年 工会", "工会 2026年"),
)


TITLES = st.lists(st.text(alphabet="工会，报", max_size=6), min_size=1, max_size=40)


@given(TITLES, st.text(alphabet="工会报，", max_size=40))
def test_written_is_read(titles: list[str], text: str) -> None:
    """Nothing is lost where places stand apart, and what is known without them is right."""
    texts: list[Text] = [((title,), (text,)) for title in titles]
    with pytest.MonkeyPatch.context() as patch:
        inline = shards.merge([join(0, texts)])
        patch.setattr(shards, "APART", 1)
        for term, postings in shards.merge([join(0, texts)]).items():
            exactly = inline[term].exactly()
            assert postings.exactly() == exactly == inline[term].about()
            assert list(postings.about().items()) == [
                (number, [about(places[0]), *[TITLE_END] * min(len(places) - 1, 9)])
                if postings.is_apart
                else (number, places)
                for number, places in exactly.items()
            ]


def about(first: int) -> int:
    return TITLE_END if first >= TITLE_END else min(first, 1)


def test_a_file_cut_short() -> None:
    postings = shards.merge([join(0, [(("短讯",), ("工会，工会",))] * 20)])["工会"]
    with pytest.raises(ValueError, match="cut short"):
        replace(postings, places=postings.places[:-2]).exactly()
    with pytest.raises((ValueError, IndexError)):
        replace(postings, holders=postings.holders[:-1]).exactly()


def blocks(texts: list[str]) -> list[Block]:
    return [join(0, [(("短讯",), (text,)) for text in texts])]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("工会，" * 8, "places/5de5-4f1a.bin"),
        ("ppt " * 8, "places/70-70-74.bin"),
        ("𠮷野，" * 8, "places/20bb7-91ce.bin"),
        ("工会，" * 5, ""),
        ("a23456789 " * 8, ""),
    ],
    ids=["pair", "word", "rare", "too few", "too long for a name"],
)
def test_which_terms(text: str, name: str) -> None:
    postings = shards.merge(blocks([text] * 300))
    files = dict(shards.apart_files(postings))
    assert (name in files) == bool(name)
    assert all(len(files[one]) < 8000 for one in files)


def test_no_more_files_than_allowed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shards, "APART", 4)
    monkeypatch.setattr(shards, "_MOST_APART", 12)
    monkeypatch.setattr(shards, "_ARTICLES", 600)
    made = blocks(["".join(chr(0x4E00 + n) * (n + 4) + "，" for n in range(30))])
    files = [name for name, _ in shards.apart_files(shards.merge(made))]
    assert 0 < len(files) <= 12
    assert "places/4e1d-4e1d.bin" in files  # the one with most places


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


@pytest.mark.usefixtures("apart")
def test_the_beginning_of_a_file_is_enough_for_a_long_phrase() -> None:
    """Of three terms and more only the lows are read, and what they say is so."""
    files = index_of(sites())
    whole: list[str] = []
    parts: dict[tuple[str, int], int] = {}

    def read(name: str) -> bytes:
        whole.extend([name] if name.startswith("places/") else [])
        return files[name]

    def read_part(name: str, begin: int, end: int | None) -> bytes:
        parts[name, begin] = len(files[name][begin:end])
        assert end is None or end <= len(files[name])
        return files[name][begin:end]

    one = Engine(read, read_part)
    for text in ("集体合同协商推进", "职工服务平台上线", "集体合同推进会市总", "法律援助工作站全年接待"):
        assert sorted(one.search(ask(text))) == sorted(engine().search(ask(text))), text
    assert len(parts) > 12
    assert not whole
    assert any(size < len(files[name]) for (name, _), size in parts.items())
    assert one.phrase(tuple("集体合同协商推进"), None, True) == engine().phrase(tuple("集体合同协商推进"))
    assert not whole  # but the rest of each
    assert any(begin for _, begin in parts)


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


def test_how_near_frequent_words_are_is_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    engine()
    monkeypatch.setattr(shards, "APART", 4)
    monkeypatch.setattr(index, "NEAR", 0)
    files = index_of(sites())
    read = {name: data for name, data in files.items() if not name.startswith("places/")}
    found = Engine(read.__getitem__).search(ask("集体 合同"))
    assert sorted(found) == sorted(engine().search(ask("集体 合同")))
    assert Engine(files.__getitem__).search(ask("集体合同")) == engine().search(ask("集体合同"))
