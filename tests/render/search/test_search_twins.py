"""The browser's engine, run by Node, gives the same articles in the same order as the one in Python."""

from __future__ import annotations

import json
import shutil
import subprocess
from base64 import b64encode
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Any

import pytest
from library_search import (
    COUNT,
    SENTENCES,
    TAILS,
    engine,
    hans_text,
    hans_title,
    index_of,
    index_of_texts,
    many,
    put_scripts,
    sites,
    to_hant,
)
from library_search import index as one_index

from bulletin.model.article import Article, Link, Site
from bulletin.render.search import index, shards
from bulletin.render.search.engine import Engine
from bulletin.render.search.ladder import answer
from bulletin.render.search.question import ask
from bulletin.render.search.spelling import spelled
from bulletin.render.search.terms import units

NODE = shutil.which("node")
FORMS = ("{0}", '"{0}"', "「{0}」 {1}", "{0} {1}", "{0} -{1}", "-“{1}” {0}", "来源:杭州 {0}", "欄目：{0}", "2026年 {0}")


def twin(
    files: Mapping[str, bytes], queries: Sequence[str], folder: Path, has_parts: bool = True
) -> dict[str, list[list[Any]]]:
    """See answers.mjs: for each query what was found, what is near, and the answer of the page."""
    assert NODE is not None
    scripts = put_scripts(folder / "scripts")
    asked = folder / "asked.json"
    given = {name: b64encode(data).decode() for name, data in files.items()}
    asked.write_text(json.dumps({"index": given, "queries": queries, "parts": has_parts}))
    command = [NODE, str(Path(__file__).with_name("answers.mjs")), str(scripts), str(asked)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    answers: dict[str, list[list[Any]]] = json.loads(done.stdout)
    return answers


LITERAL = ("里程", "裡程", "这里", "皇后码头", "後", "里", "面条 头发", "2026年9月", "類型:通知 后勤", "像 画")


def with_parents(above: Mapping[int, int]) -> tuple[Site, ...]:
    """``above``: number of a union -> number of the one above it."""

    def changed(site: Site) -> Site:
        unions = [one for one in site.listings if one.kind == "union"]
        links = [Link(one.name, one.url) for one in unions]
        parents = {unions[low].id: links[high] for low, high in above.items()}
        return replace(site, listings=tuple(replace(one, parent=parents.get(one.id)) for one in site.listings))

    return tuple(map(changed, sites()))


def mistyped(count: int) -> list[str]:
    """Pieces of two articles put together, or with another character or letter somewhere."""
    dice = Random(11)
    found = ["没有的话", "蒩籭", "蒩籭蒩", "wrod", "exce", "pptt", "杭洲市总工会", "李朋", "权溢", "丗", "qqqqqq 蒩籭"]
    while len(found) < count:
        text = hans_text(int(dice.random() * COUNT))
        start = int(dice.random() * len(text))
        some = text[start : start + 2 + int(dice.random() * 4)]
        at = int(dice.random() * len(some))
        form = int(dice.random() * 4)
        other = "蒩" if form else hans_text(int(dice.random() * COUNT))[:3]
        piece = (some[:at] + other + some[at + (form % 2) :]) if form < 3 else some + text[: 2 + start % 3]
        found.append(to_hant().text(piece) if dice.random() < 0.3 else piece)
    return found


def queries(count: int) -> list[str]:
    """Pieces of the articles in either script, in every form of the language of questions."""
    dice = Random(7)

    def piece() -> str:
        number = int(dice.random() * COUNT)
        text = hans_title(number) + hans_text(number)
        start = int(dice.random() * len(text))
        found = text[start : start + 1 + int(dice.random() * 9)]
        return to_hant().text(found) if dice.random() < 0.4 else found

    return [FORMS[int(dice.random() * len(FORMS))].format(piece(), piece()) for _ in range(count)]


@pytest.mark.skipif(NODE is None, reason="no Node on this machine; the browser's tests compare the two as well")
@pytest.mark.parametrize("parts", [True, False], ids=["parts", "whole files"])
@pytest.mark.parametrize(
    ("limits", "near"),
    [({}, index.NEAR), ({"PLACES_APART": 1}, index.NEAR), (TAILS, 12)],
    ids=["few apart", "places apart", "all apart, many too frequent to be near"],
)
def test_same_answers(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, limits: Mapping[str, int], near: int, parts: bool
) -> None:
    """Also where most terms have their places in the tails of shards: of the same articles, the same answers."""
    engine()  # made before, as it is otherwise
    for name, limit in limits.items():
        monkeypatch.setattr(shards, name, limit)
    monkeypatch.setattr(index, "NEAR", near)
    monkeypatch.setattr(index, "HEAD", 64)
    files = index_of(sites())
    asked = [*queries(300), *LITERAL]
    answers = twin(files, asked, tmp_path, parts)["answers"]
    one = Engine(files.__getitem__)
    others = 0
    for query, (found, some, _, newest) in zip(asked, answers, strict=True):
        question = ask(query)
        assert found == one.search(question), query
        assert newest == [found, 0], query
        assert some == one.near(question) == engine().near(question), query
        exactly = engine().search(question)
        assert sorted(found) == sorted(exactly), query
        others += found != exactly
    assert others == 0 or (limits and others < 0.15 * len(asked))  # what is only known roughly may stand elsewhere
    assert sum(bool(found) for found, *_ in answers) > 100


@pytest.mark.skipif(NODE is None, reason="no Node on this machine; the browser's tests compare the two as well")
@pytest.mark.parametrize("parts", [True, False], ids=["parts", "whole files"])
def test_same_answers_among_the_newest_of_many(tmp_path: Path, parts: bool) -> None:
    """Groups of articles, and questions that are answered from the newest of them."""
    files = many()
    asked = [query for query in queries(100) if ":" not in query and "：" not in query and "年" not in query]
    asked += [one[:16].strip("“‘") for one in SENTENCES] + [f"{one[:9]} -{one[12:18]}" for one in SENTENCES]
    asked += ["职工", "集体合同协商推进会", "市总职工市总", "第2999号", "第31号 职工", "职工 服务 -市总职工"]
    one = Engine(files.__getitem__)
    partly = 0
    for query, (found, _, _, newest) in zip(asked, twin(files, asked, tmp_path, parts)["answers"], strict=True):
        numbers, since = one.newest(ask(query))
        assert newest == [numbers, since], query
        assert found == one.search(ask(query)), query
        assert numbers == [number for number in found if number >= since], query
        partly += since > 0
    assert 10 < partly < len(asked) - 50


@pytest.mark.skipif(NODE is None, reason="no Node on this machine; the browser's tests compare the two as well")
def test_same_steps_where_nothing_is_found(tmp_path: Path) -> None:
    """The page and the command line answer a question in the same way."""
    one = engine()
    asked = [*mistyped(200), *queries(60)]
    hows: dict[str, int] = {}
    answers = twin(one_index(), asked, tmp_path, has_parts=False)["answers"]
    for query, (_, _, (how, ids, phrases, spelling), _) in zip(asked, answers, strict=True):
        found = answer(one, query, "zh-Hans", lambda _: ())
        assert [found.how, list(found.numbers), spelling] == [how, ids, found.spelling], query
        assert [list(words) for words in found.phrases] == phrases or not ids, query
        hows[how] = hows.get(how, 0) + 1
    assert hows.keys() == {"found", "apart", "near", "spelt", "none"}


ODD = (
    *"工会市总职集体合同里程后勤面发干复着画像历台只表會總職體後裡裏麵髮乾復著畫歷曆臺隻錶們個這𠀀𠮷𰻝〇々ー゛がヷ",
    *("か\u3099", "cafe\u0301", "café", "ppt", "Word", "A", "48.4", "２０２６", "No.①", "ẞ", "İ", "ﬁ"),
    *("㎡", "x_y", "a\u00adb", "ΑΣ", "ไทย"),
    *("कि", "²", "Ⅷ", "x" * 70, "5里", "K後", "⿄", "\uf9d9", "工会职工", "集体合同协商", "来源:", "期："),
    *(" -", "2026年", "第42期", "𝟏"),
    *"，。、·+-—\"“”「」『』：: ;／/()％&<>\n\t\u3000\u00a0\u200b\ufe0f\u2028\x85\x1c¨´",
)
ODD_FORMS = (*FORMS, "{0}", "{0}{1}", '"{0}', "-{0}", "{0} {0} {1}")


@pytest.mark.skipif(NODE is None, reason="no Node on this machine; the browser's tests compare the two as well")
@pytest.mark.parametrize(("seed", "limits"), [(1, {}), (2, TAILS)], ids=["heads", "tails"])
def test_odd_characters(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seed: int, limits: Mapping[str, int]) -> None:
    """In texts and questions, of both scripts, any width, any plane, with marks of the language of questions among
    them; and all that hold the phrases are found, nothing else."""
    for name, limit in limits.items():
        monkeypatch.setattr(shards, name, limit)
    dice = Random(seed)

    def odd(most: int) -> str:
        return "".join(ODD[int(dice.random() ** 2 * len(ODD))] for _ in range(int(dice.random() * most)))

    def some() -> str:
        text = texts[int(dice.random() * len(texts))][dice.random() < 0.7][dice.random() < 0.5]
        begin = int(dice.random() * len(text))
        return text[begin : begin + 1 + int(dice.random() ** 3 * 60)]

    texts = [((odd(20), odd(20)), (odd(200), odd(200))) for _ in range(40)]
    files = index_of_texts(texts)
    asked = [ODD_FORMS[int(dice.random() * len(ODD_FORMS))].format(some(), some()) for _ in range(200)]
    one = Engine(files.__getitem__)
    blocks = [[block for text in both for block in "\n".join(text).split("\n")] for both in texts]
    held = [[" ".join(("", *units(block), "")) for block in some] for some in blocks]
    answers = twin(files, asked, tmp_path)["answers"]
    for query, (found, near, (how, ids, _, _), newest) in zip(asked, answers, strict=True):
        question = ask(query)
        numbers, since = one.newest(question)
        assert [found, near, newest] == [one.search(question), one.near(question), [numbers, since]], query
        also = answer(one, query, "zh-Hans", lambda _: ())
        assert not query or [how, ids] == [also.how, list(also.numbers)], query
        if question.phrases and not (question.without or question.filters or question.barred):
            phrases = [" ".join(("", *phrase.units, "")) for phrase in question.phrases]
            holding = [n for n in range(len(texts)) if all(any(p in block for block in held[n]) for p in phrases)]
            assert sorted(found) == holding, query


FIELDS = [(("甲",), ("来源：新华社",)), (("乙",), ("本报讯 作者：李明",)), (("丙",), ("来源：本报",))]


@pytest.mark.parametrize(
    ("query", "how", "numbers"),
    [
        ("來源：新華社", "found", [0]), ("来源:新华", "found", [0]), ("本报 作者:“李明”", "found", [1]),
        ("来源：新华社 本报", "none", []), ("来源：没有的", "none", []), ("-来源：新华社 本报", "found", [2, 1]),
        ("-作者：李明 来源：本报", "found", [2]),
    ],
)  # fmt: skip
def test_words_that_look_like_a_field(tmp_path: Path, query: str, how: str, numbers: list[int]) -> None:
    """Where there is no such union, texts that say so are what is meant."""
    files = index_of_texts(FIELDS)
    found = answer(Engine(files.__getitem__), query, "zh-Hans", lambda _: ())
    assert (found.how, list(found.numbers)) == (how, numbers)
    if NODE is not None:
        ((_, _, (also, ids, *_), _),) = twin(files, [query], tmp_path)["answers"]
        assert (also, ids) == (how, numbers)


def test_names_in_a_row_are_not_spelt_one_by_one() -> None:
    """Each would read the shards of the characters before it."""
    files = index_of(sites())
    read: list[str] = []

    def reading(name: str) -> bytes:
        read.append(name)
        return files[name]

    names = [hans_text(n)[at : at + 2] + "蒩" for n in range(4) for at in range(8)]
    one = Engine(reading)
    few, many = " ".join(names[:8]), " ".join(names)
    assert answer(one, few, "zh-Hans", lambda _: ()).how == "near"
    assert spelled(one, ask(few), "zh-Hans", lambda _: ())
    del read[:]
    assert spelled(Engine(reading), ask(many), "zh-Hans", lambda _: ()) == ()
    assert read == []


@pytest.mark.skipif(NODE is None, reason="no Node on this machine; the filters are seen in the browser's tests as well")
def test_unions_stand_below_those_above_them(tmp_path: Path) -> None:
    """Of three in a row each includes what is below it, and two that are above one another harm nobody."""
    bulletin = with_parents({1: 0, 2: 1})
    files = index_of(bulletin)
    ids = [one.id for one in bulletin[0].listings if one.kind == "union"]
    rows = {id: (depth, total) for id, depth, total in twin(files, [], tmp_path)["unions"]}
    sums = [len(one.cards) for one in bulletin[0].listings if one.kind == "union"]
    assert [rows[id] for id in ids[:3]] == [(0, sum(sums[:3])), (1, sums[1] + sums[2]), (2, sums[2])]
    assert [id for id in rows if id in ids[:3]] == ids[:3]
    name = next(one.name for one in bulletin[0].listings if one.id == ids[1])
    found = Engine(files.__getitem__).search(ask(f"来源:{name}"))
    assert len(found) == sums[1] + sums[2]
    index_of(with_parents({0: 1, 1: 0}))


@pytest.mark.skipif(NODE is None, reason="no Node on this machine; the browser's tests compare the two as well")
@pytest.mark.parametrize("apart", [1, 10**6], ids=["apart", "inline"])
def test_a_term_that_stands_hundreds_of_times(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, apart: int) -> None:
    """More often than ``codes.DENSE`` in a block, and at places above 65,536."""
    monkeypatch.setattr(shards, "PLACES_APART", apart)

    def longer(number: int, article: Article) -> Article:
        text = "工会，" * (9 * (number % 7)) + "职工" * (40_000 if number == 30 else 3) + article.text
        return replace(article, text=text)

    bulletin = tuple(replace(site, articles=tuple(map(longer, range(COUNT), site.articles))) for site in sites())
    files = index_of(bulletin)
    one = Engine(files.__getitem__)
    asked = ["工会", "工会 职工", "会工会", "会职工", "工职工", "职工服务", "工会 -职工服务", "工", "会职工职工市"]
    answers = twin(files, asked, tmp_path)["answers"]
    assert [found for found, *_ in answers] == [one.search(ask(query)) for query in asked]
    assert [bool(found) for found, *_ in answers] == [True] * 8 + [False]
