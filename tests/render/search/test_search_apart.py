"""Places and holders of frequent terms in the tails of shards: the same answers, and read only where they matter."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st
from library_search import COUNT, engine, index_of, index_of_texts, sites

from benchmarks.search_files import files_of
from bulletin.render.search import engine as asking
from bulletin.render.search import index, shards
from bulletin.render.search.engine import Engine
from bulletin.render.search.entries import decode, head_end
from bulletin.render.search.question import Question, ask
from bulletin.render.search.sheaves import Text
from bulletin.render.search.standing import Source, Standing
from bulletin.render.search.terms import TITLE_END

QUESTIONS = (
    *("集体", "集体 合同", "集体合同", "工", "工 合同", "职工服务平台", "集体合同协商推进", "法律援助工作站全年接待"),
    *("合同 工会 -演出", "“市总工会”", "2026年 工会", "工会 2026年", "合同 -集体合同", "面条 -头发护理包"),
)
TITLES = st.lists(st.text(alphabet="工会，报", max_size=6), min_size=1, max_size=40)
KINDS = {"tail": {"PLACES_APART": 1}, "holders as well": {"PLACES_APART": 1, "HOLDERS_APART": 1}}
GROUPED = {"PLACES_APART": 1, "HOLDERS_APART": 1, "GROUPED": 1}


def standing(texts: Sequence[Text]) -> dict[str, Standing]:
    """All terms of an index of these texts."""
    out: dict[str, Standing] = {}
    for data in files_of(texts)[1].values():
        source = source_of(data)
        out |= {term: Standing(entry, source, [0]) for term, entry in decode(data[: head_end(data)]).items()}
    return out


def source_of(data: bytes) -> Source:
    return Source(lambda begin, end: data[begin:end])


def about(first: int) -> int:
    return TITLE_END if first >= TITLE_END else min(first, 1)


@pytest.mark.parametrize("limits", KINDS.values(), ids=KINDS)
@given(titles=TITLES, text=st.text(alphabet="工会报，", max_size=40))
def test_written_is_read(limits: dict[str, int], titles: list[str], text: str) -> None:
    """Nothing is lost where places stand apart, and what is known without them is right."""
    texts: list[Text] = [((title,), (text,)) for title in titles]
    inline = standing(texts)
    with pytest.MonkeyPatch.context() as patch:
        for name, limit in limits.items():
            patch.setattr(shards, name, limit)
        for term, one in standing(texts).items():
            exactly = inline[term].exactly_all()
            assert one.exactly_all() == exactly == inline[term].about_all()
            assert list(one.about_all().items()) == [
                (number, [about(places[0]), *[TITLE_END] * min(len(places) - 1, 9)] if one.entry.kind else places)
                for number, places in exactly.items()
            ]


def test_which_terms(monkeypatch: pytest.MonkeyPatch) -> None:
    """Few places stand in the head of a shard; more of them in its tail, and there the holders of many as well."""
    monkeypatch.setattr(shards, "PLACES_APART", 40)
    monkeypatch.setattr(shards, "HOLDERS_APART", 60)
    bodies = ("工会，" * 9 + "职工，" * (n % 9 == 0) + "代表，" * (n == 7) for n in range(90))
    texts: list[Text] = [(("短讯",), (body,)) for body in bodies]
    terms = standing(texts)
    assert [terms[term].entry.kind for term in ("工会", "职工", "代表")] == [2, 0, 0]
    assert terms["工会"].entry.tail > terms["工会"].entry.weight + 60 > 100
    assert terms["代表"].entry.weight == terms["代表"].entry.tail == 0


@pytest.mark.parametrize("cut", [1, 40])
def test_a_file_cut_short(monkeypatch: pytest.MonkeyPatch, cut: int) -> None:
    for name, limit in KINDS["holders as well"].items():
        monkeypatch.setattr(shards, name, limit)
    data = files_of([(("短讯",), ("工会，工会",))] * 20)[1]["shards/h0.bin"]
    one = Standing(decode(data)["工会"], source_of(data[: len(data) - cut]), [0])
    assert one.entry.parts
    every = [Standing(entry, source_of(data[: len(data) - cut]), [0]) for entry in decode(data).values()]
    with pytest.raises((ValueError, IndexError)):
        list(map(Standing.exactly_all, every))
    with pytest.raises((ValueError, IndexError)):
        decode(data[: head_end(data) - 1])


def test_each_byte_is_read_once() -> None:
    data = bytes(range(200))
    asked: list[tuple[int, int]] = []

    def read(begin: int, end: int) -> bytes:
        asked.append((begin, end))
        return data[begin:end]

    source = Source(read)
    for begin, end in ((0, 50), (10, 20), (40, 60), (100, 120), (55, 110), (190, 240), (195, 300), (5, 5)):
        assert source.take(begin, end) == data[begin:end]
    assert asked == [(0, 50), (50, 60), (100, 120), (60, 100), (190, 240)]


# --- questions -------------------------------------------------------------------------------------------------------


@pytest.fixture
def apart(monkeypatch: pytest.MonkeyPatch) -> tuple[Engine, list[tuple[str, int]]]:
    """An engine for which all terms stand in tails; and what it reads of these: name, first byte."""
    engine()  # made before, as it is otherwise
    for name, limit in KINDS["holders as well"].items():
        monkeypatch.setattr(shards, name, limit)
    monkeypatch.setattr(index, "HEAD", 4)
    return reading(index_of(sites()))


def reading(files: dict[str, bytes]) -> tuple[Engine, list[tuple[str, int]]]:
    asked: list[tuple[str, int]] = []
    ends = {name: head_end(data) for name, data in files.items() if name.startswith("shards/")}

    def read_part(name: str, begin: int, end: int) -> bytes:
        assert begin < end
        asked.extend([(name, begin)] if begin >= ends[name] else [])
        return files[name][begin:end]

    def read(name: str) -> bytes:
        assert not name.startswith("shards/")
        return files[name]

    return Engine(read, read_part), asked


def test_same_answers(apart: tuple[Engine, list[tuple[str, int]]]) -> None:
    one, asked = apart
    for text in QUESTIONS:
        question = ask(text)
        assert sorted(one.search(question)) == sorted(engine().search(question)), text
        assert one.near(question) == engine().near(question), text
    assert asked
    assert len(asked) == len(set(asked))
    assert one.phrase(tuple("集体合同协商推进"), None, True) == engine().phrase(tuple("集体合同协商推进"))


@pytest.mark.parametrize(
    ("text", "is_read"),
    [
        *(("集体", False), ("集体 -演出", False), ("集体 蒩籭", False), ("工", False)),
        *(("集体合同", True), ("集体 合同", True), ("集体合同协商推进", True)),
    ],
)
def test_places_are_read_only_where_distances_matter(monkeypatch: pytest.MonkeyPatch, text: str, is_read: bool) -> None:
    engine()
    monkeypatch.setattr(shards, "PLACES_APART", 1)
    monkeypatch.setattr(index, "HEAD", 4)
    one, asked = reading(index_of(sites()))
    found = one.search(ask(text))
    assert bool(found) == (text != "集体 蒩籭")
    assert bool(asked) == is_read
    assert len(found) <= COUNT


def test_how_near_frequent_words_are_is_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    engine()
    monkeypatch.setattr(shards, "PLACES_APART", 1)
    monkeypatch.setattr(index, "NEAR", 0)
    files = index_of(sites())
    found = Engine(files.__getitem__).search(ask("集体 合同"))
    assert sorted(found) == sorted(engine().search(ask("集体 合同")))


# --- many articles: groups, and the newest first ---------------------------------------------------------------------

OLD = 1500
TEXTS: list[Text] = []
for n in range(4300):
    title = f"{'集体合同' if n % 700 == 5 else '工会通讯'}{n}"
    more = "只此一处" if n in {17, 2900} else "旧闻旧话" * (n < OLD)
    recent = "，近事" * (n > 4300 - 12 or 1500 < n < 1900)
    TEXTS.append(((title,), (f"职工代表大会{'与职工' * (n % 3)}，{more}，集体和合同{recent}",)))


@cache
def large(limits: tuple[tuple[str, int], ...] = ()) -> dict[str, bytes]:
    with pytest.MonkeyPatch.context() as patch:
        for name, limit in limits:
            patch.setattr(shards, name, limit)
        return index_of_texts(TEXTS)


def holding(words: str) -> list[int]:
    """The slow way, oldest first."""
    return [n for n, (title, text) in enumerate(TEXTS) if words in title[0] or words in text[0]]


@pytest.mark.parametrize(
    "words",
    [
        *("职工", "职工代表", "职工代表大会", "大会与职工与职工", "只此一处", "旧闻旧话"),
        *("工会通讯42", "集体合同", "无此一处"),
    ],
)
@pytest.mark.parametrize("limits", [(), tuple(GROUPED.items())], ids=["few in tails", "all in tails"])
def test_of_many_articles_all_are_found(words: str, limits: tuple[tuple[str, int], ...]) -> None:
    one, asked = reading(large(limits))
    assert sorted(one.search(ask(words))) == (holding(words) if words != "工会通讯42" else [42])
    assert len(asked) == len(set(asked))
    again, _ = reading(large())
    assert one.phrase(tuple(words), None, True) == again.phrase(tuple(words), None, True)


def test_of_a_rare_phrase_only_its_groups_are_read() -> None:
    """Both its articles stand in two of five groups."""
    one, asked = reading(large(tuple(GROUPED.items())))
    every, asked_for_all = reading(large(tuple(GROUPED.items())))
    assert one.search(ask("只此一处 职工代表大会")) == [2900, 17]
    assert every.search(ask("职工代表大会")) != []
    heavy = {name for name, _ in asked_for_all}
    assert 0 < sum(name in heavy for name, _ in asked) < len(asked_for_all)


@pytest.mark.parametrize("words", ["职工", "职工代表大会", "职工 大会", "职工代表 -旧闻旧话", "大会与职工 职工"])
def test_the_newest_come_first(monkeypatch: pytest.MonkeyPatch, words: str) -> None:
    """What is known of the newest articles is what the whole answer says of them, in its order."""
    monkeypatch.setattr(asking, "_MUCH", 1)
    one, asked = reading(large(tuple(GROUPED.items())))
    numbers, since = one.newest(ask(words))
    read = len(asked)
    whole = one.search(ask(words))
    assert len(whole) > len(numbers) >= 50
    assert since == one.layout.among(3, 5).start
    assert numbers == [number for number in whole if number >= since]
    assert 0 < read < len(asked)


@pytest.mark.parametrize("words", ["旧闻旧话", "只此一处", "无此一处", "集体合同", "来信", "职工代表大会 只此一处"])
def test_the_newest_that_hold_too_few_are_not_all(monkeypatch: pytest.MonkeyPatch, words: str) -> None:
    monkeypatch.setattr(asking, "_MUCH", 1)
    one, _ = reading(large(tuple(GROUPED.items())))
    numbers, since = one.newest(ask(words))
    whole = one.search(ask(words))
    assert numbers == [number for number in whole if number >= since]
    assert since == 0 or len(numbers) >= 50


@pytest.mark.parametrize(("very_much", "least"), [(1, 10), (1 << 30, 50)], ids=["ten", "fifty"])
def test_how_many_are_enough(monkeypatch: pytest.MonkeyPatch, very_much: int, least: int) -> None:
    """Fewer where the next ones would read very much: eleven of the newest hold the words, and hundreds in all."""
    monkeypatch.setattr(asking, "_MUCH", 1)
    monkeypatch.setattr(asking, "_VERY_MUCH", very_much)
    one, _ = reading(large(tuple(GROUPED.items())))
    numbers, since = one.newest(ask("工会通讯 近事"))
    whole = one.search(ask("工会通讯 近事"))
    assert len([number for number in whole if number >= one.layout.among(3, 5).start]) == 11
    assert len(whole) > 200
    assert numbers == [number for number in whole if number >= since]
    assert (since == one.layout.among(3, 5).start) == (least == 10)


def test_what_reads_little_is_answered_whole() -> None:
    one, _ = reading(large(tuple(GROUPED.items())))
    for words in ("只此一处", "旧闻", "集体合同4"):
        assert one.newest(ask(words)) == (one.search(ask(words)), 0)
    assert one.newest(Question()) == ([], 0)
    nothing, _ = reading(index_of_texts([]))
    assert nothing.newest(ask("工会")) == ([], 0)
