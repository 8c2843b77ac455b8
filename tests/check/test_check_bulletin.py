"""The whole bulletin: any content gives one, the same one in whatever order it comes."""

from __future__ import annotations

import pickle
import random
import re
import time
from dataclasses import replace
from pathlib import Path

import pytest
from check.factory_check import CONFIG, NOW, UNIONS, bulletin, document, file, said, text, text_document
from hypothesis import given
from hypothesis import strategies as st

from bulletin.check import rules
from bulletin.check.body import TEXT_RULES
from bulletin.check.bulletin import RULES, check_bulletin
from bulletin.check.facts import ITEM_RULES
from bulletin.check.item import check_document
from bulletin.check.keys import ISSUE, ITEM
from bulletin.model.content import Content, Document, Field, Glossary
from bulletin.model.item import WORKED_OUT
from bulletin.model.problem import Problem
from bulletin.read.document import parse_document
from bulletin.words import catalogue, message

NAMES = sorted(
    {name for keys in (ITEM, ISSUE) for key in keys.keys for name in key.names} | {"标题.zh-Hant", "栏木", ""}
)
TEXTS = st.one_of(
    st.text(max_size=30),
    st.sampled_from(
        [
            "是",
            "无",
            "2026-09-31",
            "2026年10月14日",
            "42",
            "2026-42",
            "增刊1",
            "a.jpg",
            "../x",
            "/",
            "要闻",
            "市总",
            "zh-Hant",
            "通知",
            "x",
            "https://example.org/",
            "照片1.jpg",
            "2026/a.md",
            "- ",
            "页面",
            "http://[",
            "%",
            "%ff",
            "\\",
            "C:\\x",
            "．",
            "²",
        ]
    ),
)


def field_of(name: str, value: object) -> Field:
    return Field(name, value, 3, 5)  # type: ignore[arg-type]  # of every shape that the model allows


FIELDS = st.builds(
    field_of,
    st.sampled_from(NAMES),
    st.one_of(
        TEXTS,
        st.lists(TEXTS, max_size=4).map(tuple),
        st.lists(st.builds(field_of, st.sampled_from([*NAMES, "名称", "文件", "日期", "内容"]), TEXTS), max_size=3).map(
            tuple
        ),
        st.lists(
            st.lists(st.builds(field_of, st.sampled_from(["", "名称", "文件", "日期", "内容"]), TEXTS), max_size=3).map(
                tuple
            ),
            max_size=3,
        ).map(tuple),
    ),
)
BODIES = st.lists(
    st.one_of(
        st.text(max_size=20),
        st.sampled_from(
            [
                "[甲](b.md)",
                "![](a.jpg)",
                "![[照片1.jpg]]",
                "[x](../../x)",
                "2026-10-14",
                "发布时间：2026-9-31",
                "# 题",
                "```",
                "<img src=",
                "[x](http://[)",
                "[x](%ff)",
                "[x](//)",
                "[x](?)",
                "[x](#)",
                "[x](/)",
                "[x](.)",
                "[x](:)",
                "- ",
                "> ",
            ]
        ),
    ),
    max_size=6,
).map("\n".join)
PATHS = st.sampled_from(
    [
        "a.md",
        "b.md",
        "2026/a.md",
        "2026/b.zh-Hant.md",
        "2026/b.md",
        "issues/2026-42.md",
        "issues/x.md",
        "x/index.md",
        "20261014甲.txt",
    ]
)
DOCUMENTS = st.dictionaries(PATHS, st.tuples(st.lists(FIELDS, max_size=6).map(tuple), BODIES), min_size=1, max_size=5)
FILES = tuple(file(path) for path in ("2026/a.jpg", "2026/照片1.jpg", "a.jpg", "b.docx", "照片1.jpg"))
CONTENT = Content(CONFIG, UNIONS, Glossary(), FILES, (Problem("x.jpg", 0, 0, "E226", ()),))


@given(DOCUMENTS, st.randoms(use_true_random=False), st.booleans())
def test_any_content_gives_the_same_bulletin_in_any_order(
    documents: dict[str, tuple[tuple[Field, ...], str]], chance: random.Random, drafts: bool
) -> None:
    checked = [
        check_document(Document(path, fields, body, 9, "utf-8"), CONFIG, UNIONS)
        for path, (fields, body) in documents.items()
    ]
    whole = check_bulletin(CONTENT, tuple(checked), NOW, drafts)
    chance.shuffle(checked)
    mixed = replace(CONTENT, files=tuple(chance.sample(FILES, len(FILES))))
    assert check_bulletin(mixed, tuple(checked), NOW, drafts) == whole
    assert pickle.loads(pickle.dumps(whole)) == whole
    read = {one.path: one.item for one in checked}
    for item in whole.items:  # what a conversion is remembered by says no more of an item than ``digest`` and these
        assert replace(item, **{name: getattr(read[item.path], name) for name in WORKED_OUT}) == read[item.path]
    accounted = [*(item.path for item in whole.items), *whole.waiting, *whole.expired, *whole.drafts, *whole.left_out]
    assert len(accounted) == len(set(accounted))
    assert set(accounted) <= set(documents)
    for problem in whole.problems:
        entry = catalogue()[problem.code]
        slots = set(re.findall(r"\{(\w+)\}", entry["en"] + entry.get("fix", {}).get("en", "")))
        assert slots == {name for name, _ in problem.values}, problem
    listed = [path for issue in whole.issues for path in issue.items]
    assert len(listed) == len(set(listed))


@given(st.text(max_size=300))
def test_any_text_is_a_document(typed: str) -> None:
    text_document(typed)
    text_document(f"---\n{typed}\n---\n{typed}", "issues/2026-42.md")


def test_every_rule_of_the_room_is_run() -> None:
    files = {path.stem for path in Path(rules.__path__[0]).glob("*.py")} - {"__init__"}
    every = (*RULES, *TEXT_RULES, *ITEM_RULES)
    assert {rule.__module__.rsplit(".", 1)[1] for rule in every} == files
    assert len(every) == len(files)
    tests = {
        path.stem.removeprefix("test_check_rule_")
        for path in (Path(__file__).parent / "rules").glob("test_check_rule_*.py")
    }
    assert tests == files


def test_problems_of_all_stages_are_sorted_together() -> None:
    early = Problem("b.jpg", 0, 0, "E228", ())
    found = bulletin({"c.md": text("甲", "栏木: x", "[x](没有.md)"), "a.md": ""}, problems=(early,)).problems
    assert said(found) == ["a.md:0 E419", "a.md:0 W416", "b.jpg:0 E228", "c.md:4 W427", "c.md:7 E455"]


@pytest.mark.parametrize(
    ("front", "words"),
    [
        (
            "日期: 2026年9月31日",
            "2026/a.md:3:5 [E402] 日期“2026年9月31日”不存在：2026年9月只有30天。 → 请改成例如 日期: 2026-09-30",
        ),
        ("栏木: 要闻", "2026/a.md:3:5 [W427] 未知字段“栏木”，是不是“栏目”？这一行没有采用。 → 改成 栏目: …"),
    ],
)
def test_messages(front: str, words: str) -> None:
    assert message(document(f"标题: 甲\n{front}").problems[0], "hans") == words


def test_similar_names_are_not_looked_for_without_end() -> None:
    keys = "".join(f"k{n}: x\n" for n in range(800))
    sources = "、".join(f"第{n}家工会" for n in range(800))
    bodies = {
        f"a/{n}.md": text(f"第{n}条", "", "".join(f"[x](y{n}{i}.docx) ![](q{i}.jpg)\n" for i in range(300)))
        for n in range(5)
    }
    unions = tuple(replace(UNIONS[0], id=f"u{n}", name=f"某市第{n}工会", aliases=()) for n in range(500))
    started = time.process_time()
    for front in (keys, f"来源: {sources}\n"):
        typed = f"---\n标题: 甲\n{front}---\n\n正文"
        found = check_document(parse_document("a.md", typed.encode()), CONFIG, unions)
        assert len(found.problems) <= 21  # the first ten of each kind, and the missing date
    assert len(bulletin(bodies, [f"a/f{n}.docx" for n in range(2000)]).problems) == 3000 + 50
    assert time.process_time() - started < 4
