"""The engine finds everything that stands there, and nothing else; the right things first."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from library_search import (
    COUNT,
    engine,
    hans_text,
    hans_title,
    index,
    index_of,
    number_of,
    search_pages,
    sites,
    to_hant,
)

from bulletin.model.article import Article, Link
from bulletin.render.search.engine import Engine
from bulletin.render.search.question import ask
from bulletin.render.search.terms import TITLE_END, is_han, units
from bulletin.render.search.texts import PACK


def found(text: str) -> list[int]:
    return engine().search(ask(text))


def holding(words: str) -> set[int]:
    """Articles in whose title or in one of whose blocks the units stand in a row: found the slow way."""
    wanted = units(words)

    def has(block: str) -> bool:
        held = units(block)
        return any(held[at : at + len(wanted)] == wanted for at in range(len(held)))

    return {
        number
        for number in range(COUNT)
        if any(map(has, (hans_title(number), *hans_text(number).split("\n"), *facts(number))))
    }


def facts(number: int) -> list[str]:
    article = sites()[0].articles[COUNT - 1 - number]
    assert number_of(article) == number
    return [link.name for link in (*article.card.sources, *article.card.authors, *article.tags)] + [
        one.text for one in article.corrections
    ]


@st.composite
def substrings(draw: st.DrawFn) -> tuple[int, str]:
    """An article of either edition, and units that stand in a row in its title or in one of its blocks."""
    article = draw(st.sampled_from(sites()[draw(st.integers(0, 1))].articles))
    block = draw(st.sampled_from([article.card.title, *article.text.split("\n")]))
    start = draw(st.integers(0, len(block) - 2))
    text = block[start : draw(st.integers(start + 2, min(len(block), start + 30)))]
    # a word is found whole: what was cut in two is given back its other half
    while start and block[start - 1].isalnum() and not is_han(block[start - 1]) and not is_han(text[0]):
        start -= 1
        text = block[start] + text
    end = start + len(text)
    while end < len(block) and block[end].isalnum() and not is_han(block[end]) and not is_han(text[-1]):
        text += block[end]
        end += 1
    return number_of(article), text


@given(substrings())
def test_any_substring_is_found(case: tuple[int, str]) -> None:
    number, text = case
    quoted = text.translate(dict.fromkeys(map(ord, '"“”「」『』'), " "))
    assert not units(text) or number in found(f'"{quoted}"')


@given(substrings())
def test_nothing_else_is_found(case: tuple[int, str]) -> None:
    quoted = case[1].translate(dict.fromkeys(map(ord, '"“”「」『』'), " "))
    if units(quoted):
        assert set(found(f'"{quoted}"')) == holding(quoted)


@pytest.mark.parametrize(
    "words",
    [
        "工会", "工會", "集體合同", "互联网+", "48.4万", "PPT", "ＰＰＴ", "word", "阿卜杜拉买买提", "3号线", "3號線",
        "第3季度", "１,２０３", "工", "的", "㎡", "No.1", "覆蓋", "復蓋", "後勤", "余慧明", "里程碑", "第12号", "12号",
        "号通讯", "杭州",
    ],
)  # fmt: skip
def test_words(words: str) -> None:
    assert set(found(f'"{words}"')) == holding(words) != set()


@pytest.mark.parametrize(
    "words", ["没有的话", "工会工会工会", "zzz", "第999号", "号9", "，。", "", "   ", "-", "来源:无此工会"]
)
def test_nothing(words: str) -> None:
    assert found(words) == []


def test_several_words() -> None:
    assert set(found("集体合同 面条")) == holding("集体合同") & holding("面条") != set()
    assert set(found("集体合同 -面条")) == holding("集体合同") - holding("面条") != set()
    assert set(found('集体合同 -"面条、头发" -里程碑')) == holding("集体合同") - holding("面条") - holding("里程碑")


@pytest.mark.parametrize(
    ("words", "left_out"),
    [("-面条", "面条"), ('-"集體合同"', "集体合同"), ("-来源:杭州 -面條", "面条"), ("-来源:杭州", "")],
)
def test_what_is_left_out_alone_leaves_all_others(words: str, left_out: str) -> None:
    others = {number for number in range(COUNT) if number % 3 or "来源" not in words}
    expected = others - (holding(left_out) if left_out else set())
    assert found(words) == sorted(expected, reverse=True) != []


SOURCES = {"来源:杭州市总工会": 0, "來源：杭州": 0, "单位:桐庐": 1, "来源:桐廬縣": 1, "union:溫州市總工會": 2}


@pytest.mark.parametrize(("words", "remainder"), SOURCES.items())
def test_unions(words: str, remainder: int) -> None:
    assert set(found(words)) == {number for number in range(COUNT) if number % 3 == remainder}


def test_filters() -> None:
    assert set(found("来源:杭州 作者:李明")) == {number for number in range(COUNT) if number % 6 == 0}
    assert set(found("来源:杭州 -作者:李明")) == {number for number in range(COUNT) if number % 6 == 3}
    assert set(found("栏目:权益维护 集体合同")) == {n for n in holding("集体合同") if n % 3 == 1}
    assert set(found("年:2026")) == set(found("年份:2026年")) == set(range(COUNT))
    assert set(found("期:37")) == set(found("期:2026-37")) == set(found("期号:第37期")) == {5, 6, 7, 8, 9}
    assert found("期:3") == []
    assert found("年:202") == []


def test_a_time_alone_is_words_or_a_date() -> None:
    assert set(found("第37期")) == {5, 6, 7, 8, 9}
    assert set(found("2026年")) == set(range(COUNT))
    assert set(found('"2026年"')) == holding("2026年") != set(range(COUNT))


def test_months() -> None:
    months = {number: article.card.date for number, article in enumerate(reversed(sites()[0].articles))}
    for month in range(1, 13):
        expected = {number for number, date in months.items() if date and date.month == month}
        assert set(found(f"2026年{month}月")) == set(found(f"２０２６年{month:02}月份")) == expected
    assert found("2025年3月") == found("2026年13月") == []
    assert set(found("2026年 第37期")) == {5, 6, 7, 8, 9}


@pytest.mark.parametrize(
    "words", ["欄目:权益维护", "栏目：權益維護", "section: 权益维护", "欄目：“权益维护”", "欄目:「權益維護」"]
)
def test_fields_as_people_type_them(words: str) -> None:
    assert set(found(words)) == {number for number in range(COUNT) if number % 3 == 1}


def test_kinds() -> None:
    assert len(found("类型:新闻")) + len(found("類型:通知")) == COUNT
    assert found("类型:页面") == []


@pytest.mark.parametrize(
    ("one", "other"),
    [("“面条、头发”", '"面条、头发"'), ("「面條頭髮」", "『面条头发』"), ("－面条 集体", "集体 -面条")],
)
def test_marks_of_either_width(one: str, other: str) -> None:
    assert found(one) == found(other) != []


def test_filters_alone_list_the_newest_first() -> None:
    assert found("来源:杭州") == sorted(found("来源:杭州"), reverse=True)


def test_titles_first_then_where_it_stands_often_then_the_new() -> None:
    ranked = found("集体合同协商")
    titled = [number for number in ranked if number % 5 == 0]
    assert ranked[: len(titled)] == titled
    assert len(titled) < len(ranked)


def with_texts(*texts: tuple[str, str]) -> Engine:
    """An index of (title, text), oldest first."""
    site = sites()[0]

    def changed(article: Article, title: str, text: str) -> Article:
        return replace(article, card=replace(article.card, title=title), text=text)

    pairs = zip(site.articles[-len(texts) :], reversed(texts), strict=True)
    articles = tuple(changed(article, *pair) for article, pair in pairs)
    return Engine(index_of((replace(site, articles=articles, issues=(), listings=()),)).__getitem__)


@pytest.mark.parametrize(
    ("better", "worse"),
    [
        (("焊工比武", "甲"), ("比武焊工", "甲")),  # at the beginning of the title
        (("甲", "焊工。" * 5), ("甲", "焊工。")),  # more often
        (("乙焊工", "甲"), ("乙", "焊工" * 3)),  # a title against the text
    ],
)
@pytest.mark.parametrize("is_newer", [True, False])
def test_ranking(better: tuple[str, str], worse: tuple[str, str], is_newer: bool) -> None:
    one = with_texts(worse, better) if is_newer else with_texts(better, worse)
    assert one.search(ask("焊工")) == ([1, 0] if is_newer else [0, 1])


def both_scripts(*texts: tuple[str, str]) -> Engine:
    """An index of (title, text) in both editions, oldest first."""
    hans, hant = (replace(site, articles=site.articles[-len(texts) :], issues=(), listings=()) for site in sites())

    def changed(article: Article, title: str, text: str) -> Article:
        # a text of any length tells its script; these are too short
        return replace(article, card=replace(article.card, title=title), text=f"{text}\n{convert('我们为职工过节')}")

    editions = []
    for site, convert in ((hans, str), (hant, to_hant().text)):
        pairs = zip(site.articles, reversed(texts), strict=True)
        articles = tuple(changed(article, *map(convert, pair)) for article, pair in pairs)
        editions.append(replace(site, articles=articles))
    return Engine(index_of((editions[0], editions[1])).__getitem__)


LITERAL = (
    ("里程碑", "甲"), ("乙", "从这里程师傅走了"), ("丙", "公里程表"), ("丁", "皇后码头"), ("戊", "之后码上扫一扫"),
)  # fmt: skip


@pytest.mark.parametrize(
    ("words", "first", "all_of_them"),
    [
        ("里程", [0, 2], {0, 1, 2}), ("里程碑", [0], {0}), ("裡程", [0, 2, 1], {0, 1, 2}), ("皇后码头", [3], {3}),
        ("后码", [3], {3, 4}), ("這裡", [1], {1}), ("这里", [1], {1}),
    ],
)  # fmt: skip
def test_what_is_typed_comes_before_what_folds_to_it(words: str, first: list[int], all_of_them: set[int]) -> None:
    ranked = both_scripts(*LITERAL).search(ask(words))
    assert set(ranked) == all_of_them
    assert set(ranked[: len(first)]) == set(first)


def test_a_letter_before_what_is_typed() -> None:
    """Only pairs of Han characters have literal terms."""
    one = both_scripts(("甲", "行走5里程师傅"), ("乙", "行走5里程碑"), ("丙", "这里5里"))
    assert one.search(ask("5里程")) == [1, 0]
    assert one.literal(ask("5里程").phrases[0], {0, 1, 2}) == {0, 1}


def test_a_marked_character_that_the_index_does_not_have() -> None:
    """A browser knows only those that it has, and answers alike."""
    one = both_scripts(("甲", "公里历任"), ("乙", "在这里历任"))
    assert "里" in one.root["fold"][2]
    assert "曆" not in one.root["fold"][2]
    assert one.search(ask("里曆")) == [0, 1]


def test_literal_terms_are_no_beginnings() -> None:
    one = both_scripts(*LITERAL)
    found = one.phrase(("里",))
    assert {number: len(places) for number, places in found.items()} == {0: 1, 1: 1, 2: 1}
    assert [number for number, places in found.items() if places[0] < TITLE_END] == [0]
    assert "里" in one.root["fold"][2]


def test_neighbours_before_strangers() -> None:
    far = "焊工" + "某" * 150 + "电工"
    assert with_texts(("甲", "焊工电工" + "某" * 150), ("甲", far)).search(ask("焊工 电工"))[0] == 0


def test_equal_in_all_else_the_newer_first() -> None:
    assert with_texts(("焊工", "甲"), ("焊工", "甲")).search(ask("焊工")) == [1, 0]


def test_near() -> None:
    one = with_texts(("集体合同协商", "甲"), ("集体活动", "乙"), ("无关", "丙"))
    question = ask("集体合同协商会议")
    assert one.search(question) == []
    assert one.near(question) == [0]
    assert one.near(ask("集体婚礼")) == [1, 0]
    assert one.near(ask("毫不相干")) == []
    assert one.near(ask("")) == []


def test_paths() -> None:
    for article in sites()[0].articles:
        assert "/" + engine().path(number_of(article)) == article.card.url
    assert COUNT < PACK


def test_words_of_another_edition_are_found() -> None:
    hans, hant = (replace(site, articles=site.articles[-2:], issues=(), listings=()) for site in sites())
    hans = replace(hans, articles=tuple(replace(one, text="安装软件") for one in hans.articles))
    hant = replace(hant, articles=tuple(replace(one, text="安裝軟體") for one in hant.articles))
    one = Engine(index_of((hans, hant)).__getitem__)
    assert one.search(ask("軟體")) == one.search(ask("软件")) == [1, 0]


def test_a_withdrawn_article_is_found_by_its_title_alone() -> None:
    site = sites()[0]
    article = replace(site.articles[-1], text="秘密", withdrawn="已撤稿")
    article = replace(article, card=replace(article.card, title="旧闻"))
    one = Engine(index_of((replace(site, articles=(article,), issues=(), listings=()),)).__getitem__)
    assert one.search(ask("旧闻")) == [0]
    assert one.search(ask("秘密")) == []
    assert one.search(ask(article.card.sources[0].name)) == []


def test_an_author_of_one_edition_alone() -> None:
    """A hand-written variant may name somebody else."""
    hans, hant = (replace(site, articles=site.articles[-1:]) for site in sites())
    only = replace(hant.listings[0], kind="author", id="x", name="譯者", cards=(hant.articles[0].card,))
    one = Engine(index_of((hans, replace(hant, listings=(*hant.listings, only)))).__getitem__)
    assert one.search(ask("作者:译者")) == [0]


def test_an_item_for_each_article() -> None:
    with pytest.raises(ValueError, match="0 items for 60 articles"):
        list(search_pages(sites(), []))


def test_the_index_of_nothing() -> None:
    empty = tuple(replace(site, articles=(), listings=(), issues=()) for site in sites())
    assert Engine(index_of(empty).__getitem__).search(ask("工会 来源:市总")) == []


def test_what_the_page_says_is_found_as_well() -> None:
    site = sites()[0]
    article = replace(site.articles[-1], signature=("滨江某某局",), document_number="滨工〔2026〕9号")
    article = replace(article, tags=(Link("标签甲", "/tags/a/"),))
    one = Engine(index_of((replace(site, articles=(article,), issues=(), listings=()),)).__getitem__)
    assert [one.search(ask(words)) for words in ("濱江某某局", "滨工(2026)9号", "標籤甲")] == [[0], [0], [0]]


def test_equal_content_equal_files() -> None:
    assert index_of(sites()) == index()


def test_a_new_article_changes_no_number() -> None:
    older = index_of(tuple(replace(site, articles=site.articles[1:]) for site in sites()))
    before, after = (json.loads(files["articles/0.json"]) for files in (older, index()))
    assert after[: len(before)] == before
    assert len(after) == len(before) + 1
    versions = {json.loads(files["root.json"])["version"] for files in (older, index())}
    assert len(versions) == 2
