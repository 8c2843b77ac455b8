"""A bulletin is what each of its items says of itself, however few of them were looked at to find that out."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import replace

import pytest
from check.factory_check import CONFIG, NOW, UNIONS, file
from check.model_check import TOLD, Slow
from hypothesis import given, settings
from hypothesis import strategies as st

from bulletin.check.bulletin import check_bulletin
from bulletin.check.checked import Checked
from bulletin.check.item import check_document
from bulletin.model.content import Content, Glossary
from bulletin.model.item import Item
from bulletin.read.document import parse_document

SENTENCES = [f"第{number}项工作已经在全市各级工会里安排下去。" for number in range(9)]
REMARKS = [
    "（附件：名单.docx）",
    *["\n\n附件：名单.docx\n\n"] * 3,
    "临江工会召开会议。",
    "原临江工会召开会议。",
    "客车来了。",
    "[内网](http://oa.local/x)",
    "\n\n<!-- bulletin: off W473 W476 -->\n\n",
    "<!-- bulletin: off W479 W474 -->",
    "<!-- bulletin: off W999 -->",
]
OPENINGS = ["", "", "11月2日，市总工会召开会议。", "<!-- bulletin: off W472 -->\n\n"]
DATES = [
    *("2026-10-14", "2026-10-14", "2026-10-14 09:00", "2026-10-15", "2026-11-20 11:00", "2026-11-20 18:00"),
    *("2026-11-21", "2028-06-01", "1970-01-01", "1945-08-01", "1980-01-01", "2026-02-30"),
]
FIELDS: Mapping[str, tuple[float, list[str]]] = {  # how often each is given
    "标题": (0.95, ["甲", "甲", "乙", "丙 丁", "丙丁"]),
    "日期": (0.9, DATES),
    "发布": (0.1, DATES),
    "截止": (0.1, DATES),
    "草稿": (0.05, ["是", "否"]),
    "撤稿": (0.05, ["是"]),
    "网址": (0.2, ["x", "y", "X"]),
    "旧网址": (0.2, ["[2026/10/x/]", "old/1.html", "[old/1.html, OLD/1.html, 2026/10/y/]"]),
    "期": (0.2, ["42", "2026-41", "无", "增刊1", "2026-60"]),
    "栏目": (0.6, ["要闻", "通知", "文体活动"]),
    "类型": (0.1, ["页面", "通知"]),
    "置顶": (0.2, ["是"]),
    "成文日期": (0.1, ["2026-10-14", "2026-10-20"]),
    "附件": (0.5, ["名单.docx", "没有.pdf"]),
    "来源": (0.2, ["市总", "临江工会"]),
}
PATHS = [*(f"2026/{letter}.md" for letter in "abcdefgh"), "x.md", "2026/a.zh-Hant.md", "2026/z.zh-Hant.md"]
FORMER = tuple(replace(one, former=(("临江工会", "2026-10-14"),)) if one.id == "lj" else one for one in UNIONS)
WORDS = Glossary((("客车", (("zh-Hant-TW", "遊覽車"),)), ("余浦", ())), ((1, 3), (2, 3)))


def written(chance: random.Random) -> str:
    fields = [f"{name}: {chance.choice(some)}" for name, (often, some) in FIELDS.items() if chance.random() < often]
    sentences = chance.sample(SENTENCES, chance.choice([0, 5, 6, 7, 8]))
    remarks = chance.sample(REMARKS, chance.choice([0, 0, 1, 3]))
    texts = [*sentences, *remarks]
    chance.shuffle(texts)
    return "\n".join(["---", *fields, "---", "", chance.choice(OPENINGS) + "".join(texts)])


def checked_of(documents: Mapping[str, str]) -> list[Checked]:
    """By path."""
    texts = sorted(documents.items())
    return [check_document(parse_document(path, one.encode()), CONFIG, FORMER, WORDS) for path, one in texts]


@settings(max_examples=150)
@given(st.sets(st.sampled_from(PATHS), min_size=2), st.randoms(use_true_random=False))
def test_items_and_problems_are_those_of_each_item(paths: set[str], chance: random.Random) -> None:
    checked = checked_of({path: written(chance) for path in sorted(paths)})
    slow = Slow(checked, FORMER, WORDS, NOW)
    found = check_bulletin(Content(CONFIG, FORMER, WORDS, (file("2026/名单.docx"),), ()), tuple(checked), NOW, False)
    assert [item.path for item in found.items] == slow.order()
    assert [item.aliases for item in found.items] == [slow.aliases(path) for path in slow.order()]
    assert {issue.id: [*issue.items] for issue in found.issues} == slow.issues(CONFIG)
    assert found.turn == slow.turn()
    for name, paths_of in (("waiting", found.waiting), ("expired", found.expired), ("draft", found.drafts)):
        assert [path for path, one in slow.status.items() if one == name and path not in slow.attached] == [*paths_of]
    assert [problem for problem in found.problems if problem.code in TOLD] == slow.problems(found)


def without_text(checked: Checked) -> Checked:
    return replace(checked, item=replace(checked.item, body="")) if checked.item is not None else checked


@settings(max_examples=50)
@given(st.sets(st.sampled_from(PATHS), min_size=2), st.randoms(use_true_random=False))
def test_nobody_reads_a_text_again(paths: set[str], chance: random.Random) -> None:
    """Of ten thousand documents as they were before, texts need not be in memory."""
    checked = checked_of({path: written(chance) for path in sorted(paths)})
    content = Content(CONFIG, FORMER, WORDS, (file("2026/名单.docx"),), ())
    whole = check_bulletin(content, tuple(checked), NOW, drafts=True)
    bare = check_bulletin(content, tuple(map(without_text, checked)), NOW, drafts=True)
    assert bare == replace(whole, items=tuple(map(_bare, whole.items)))


def _bare(item: Item) -> Item:
    return replace(item, body="", variants=tuple((tag, _bare(one)) for tag, one in item.variants))


@pytest.mark.parametrize("count", [19, 20, 21, 45], ids=str)
def test_a_formula_is_compared_with_its_first_owners(count: int) -> None:
    """Texts that share three quarters with one of many: more of them than are compared."""
    texts = [f"---\n标题: 第{n}篇\n日期: 2026-10-14\n---\n\n{''.join(SENTENCES[:6])}\n只有第{n}篇的一句话。\n"
             for n in range(count)]  # fmt: skip
    checked = checked_of({f"2026/{number:02}.md": text for number, text in enumerate(texts)})
    slow = Slow(checked, FORMER, WORDS, NOW)
    found = check_bulletin(Content(CONFIG, FORMER, WORDS, (), ()), tuple(checked), NOW, False)
    told = [problem for problem in found.problems if problem.code == "W473"]
    assert told == [problem for problem in slow.problems(found) if problem.code == "W473"]
    assert len(told) == count - 1
