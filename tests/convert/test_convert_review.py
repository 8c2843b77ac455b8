"""Doubtful places of an item, found again in its file; a report from which everything can be told."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bulletin.convert.context import Context
from bulletin.convert.report import read_report, turns, write_report
from bulletin.convert.review import Read, anchor_of, doubts_key, find_anchor, find_doubts, read_aloud
from bulletin.convert.script.sightings import sightings
from bulletin.errors import BulletinError
from bulletin.model.content import Config, Edition, Glossary
from bulletin.model.item import Item

EDITIONS = (
    Edition("zh-Hans", "", "", "curly"),
    Edition("zh-Hant-TW", "hant/", "", "corner"),
    Edition("zh-Hant-HK", "hk/", "", "corner"),
)
CONFIG = Config("简报", "https://example.org/", EDITIONS, ())
CONTEXT = Context(CONFIG)
HEAD = '{"kind": "bulletin-review-report", '


def item(body: str, title: str = "标题", **more: object) -> Item:
    made = Item("a/甲.md", "news", title, body, 6, "")
    return replace(made, **more)  # type: ignore[arg-type]  # as the caller names them


@pytest.mark.parametrize(
    ("body", "word", "form", "others"),
    [
        ("参与制造。", "制造", "製造", ("制造",)),
        ("参与**制**造。", "制造", "製造", ("制造",)),
        ("头**发**白了", "头发", "頭髮", ("頭發",)),
    ],
)
def test_word_of_a_doubtful_character(body: str, word: str, form: str, others: tuple[str, ...]) -> None:
    found = {spot.word: spot for spot in find_doubts(item(body), CONTEXT, "zh-Hant-TW").spots}
    assert found[word].form == form
    assert found[word].others == others


@pytest.mark.parametrize(
    "one",
    [
        item("`制造`"),
        item("<span lang=en>制造</span>"),
        item("制造", convert=False),
        item("製造的產品"),
        item("-{制造}-"),
        item("制造", variants=(("zh-Hant", item("製造")),)),
    ],
    ids=["code", "another language", "not converted", "traditional", "marked by its author", "written by hand"],
)
def test_nothing_to_doubt(one: Item) -> None:
    assert [spot.word for spot in find_doubts(one, CONTEXT, "zh-Hant-TW").spots if "制" in spot.word] == []


def test_glossary_and_names_of_the_item_leave_no_doubt() -> None:
    body = "参与制造。工会主席丁岳说。"
    peak = ("岳", (("zh-Hant", "嶽"),))  # whatever the tables come to know of names
    fixed = Context(CONFIG, (), Glossary((("制造", (("zh-Hant", "製造"),)),)))
    before = find_doubts(item(body), Context(CONFIG, (), Glossary((peak,))), "zh-Hant-TW")
    assert {spot.word for spot in before.spots} >= {"制造", "丁岳"}
    left = {spot.word for spot in find_doubts(item(body, author=("丁岳",)), fixed, "zh-Hant-TW").spots}
    assert not left & {"制造", "丁岳"}


PARTS = (
    *("干部里面", "制造", "头发", "**", "\n\n", "::: 附件\n\n", ":::\n\n", "-{", "}-", "&#24178;", "丁岳说，"),
    "| 表 |\n|---|\n",
)
WORDS = ("干部", "制造", "附件", "更多", "表", "头发白", "丁岳", "职工", "干", "\u3000", "面制")
GLOSSARIES = st.lists(st.tuples(st.sampled_from(WORDS), st.sampled_from(("幹部", "製造", "附件"))), max_size=3).map(
    lambda pairs: Glossary(tuple((word, (("zh-Hant", form),)) for word, form in dict(pairs).items()))
)


@given(
    st.lists(st.sampled_from(PARTS), max_size=12).map("".join), GLOSSARIES, GLOSSARIES, st.sampled_from(("", "Remade"))
)
def test_doubts_of_one_key_are_equal(body: str, one: Glossary, other: Glossary, script: str) -> None:
    """Whatever else is in the glossary."""
    made = item(body, script=script)
    if doubts_key(made, "", one) == doubts_key(made, "", other):
        seen = [find_doubts(made, Context(CONFIG, (), glossary), "zh-Hant-TW") for glossary in (one, other)]
        assert seen[0] == seen[1]


@pytest.mark.parametrize(
    ("word", "body", "is_same"),
    [
        ("职工", "制造头发", True),
        ("制造", "参与**制**造", False),
        ("制造", "参与制头发", True),
        ("制造", "&#21046;&#36896;", False),
        ("附件", "::: 附件\n\n甲\n\n:::\n", False),
        ("\u3000", "甲", False),
    ],
)
def test_an_entry_counts_where_it_could_stand(word: str, body: str, is_same: bool) -> None:
    entry = Glossary(((word, (("zh-Hant", "乙丙"),)),))
    assert (doubts_key(item(body), "", entry) == doubts_key(item(body), "", Glossary())) == is_same


def test_what_the_renderer_adds_counts_as_written() -> None:
    """All that it writes of its own accord: containers and tables without a title, notes."""
    names = ("attachment", "contact", "original", "digest", "note", "editor-note", "signature", "gallery", "quote")
    inside = "甲\n\n| 甲 |\n|---|\n| 乙 |\n\n![](1.jpg)\n\n![甲](2.jpg)\n\n"
    body = "".join(f"::: {name}\n\n{inside}:::\n\n" for name in (*names, "details")) + "甲[^1]乙[^1]\n\n[^1]: 甲\n"
    text = find_doubts(item(body), CONTEXT, "zh-Hant-TW").text
    added = "".join(sorted({char for char in text if "\u4e00" <= char <= "\u9fff"} - {*"甲乙标题"}))
    assert {*"附件更多返回正文"} <= {*added}
    entry = Glossary(((added, ()),))
    assert doubts_key(item("甲乙标题"), "", entry) != doubts_key(item("甲乙标题"), "", Glossary())


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("工会主席岳里安说，", ["岳里安"]),
        ("记者 余秋里", []),
        ("记者余秋里。", ["余秋里"]),
        ("职工范里和同事", ["范里"]),
        ("干志说：", ["干志"]),
        ("主席王明说", []),
        ("主席说", []),
        ("工人参与", []),
        ("范里说。范里说。", ["范里"]),
    ],
)
def test_sightings(text: str, names: list[str]) -> None:
    assert [name for _, name in sightings(text)] == names
    assert all(text.startswith(name, start) for start, name in sightings(text))


HAN = st.text(st.sampled_from("干部里面制造发头，。 "), min_size=1, max_size=40)


@given(HAN, st.data())
def test_an_anchor_leads_back(text: str, data: st.DataObject) -> None:
    """In the same text with inline tags anywhere and words before and after it that hold nothing of it."""
    places = [index for index, char in enumerate(text) if char not in "，。 "]
    if not places:
        return
    position = data.draw(st.sampled_from(places))
    cuts = data.draw(st.lists(st.integers(0, len(text)), max_size=3))
    marked, at = "", -1
    for index, char in enumerate(text):
        marked += "**" * cuts.count(index)
        at = len(marked) if index == position else at
        marked += char
    head = "---\n标题: 甲乙\n---\n"
    assert find_anchor(anchor_of(text, position), f"{head}{marked}\n结尾") == len(head) + at


def test_an_anchor_of_nothing_that_is_there() -> None:
    assert find_anchor(anchor_of("制造", 0), "別的字") == -1
    assert find_anchor(anchor_of("制造", 0), "") == -1


BODIES = st.lists(
    st.lists(st.sampled_from([*"干部里面制造发头余岳“”，。\n*", "丁岳说", "-{制}-"]), max_size=30).map("".join),
    min_size=1,
    max_size=4,
)


@given(BODIES)
def test_a_report_tells_everything(bodies: list[str]) -> None:
    """From the texts and the report alone every reading can be told again."""
    words = Glossary((("头发", (("zh-Hant-TW", "頭髮（毛）"),)), ("里面", (("zh-Hant", "內"),))))
    items = [replace(item(body, author=("余岳",)), path=f"{number}.md") for number, body in enumerate(bodies)]
    reads = [read_aloud(one, Context(CONFIG, (), words)) for one in items]
    report = read_report(write_report(reads, {"opencc": "1"}), "x.json")
    assert report.versions == {"opencc": "1"}
    assert report.items == {read.path: read.digest for read in reads}
    for read in reads:
        assert {tag for tag, _ in read.shown} <= {"zh-Hant-TW", "zh-Hant-HK"}
        assert not [turn for tag, _ in read.shown for turn in turns(read, tag, report)]


def test_what_turns() -> None:
    def read(words: Glossary) -> Read:
        return read_aloud(item("“参与制造”和里面的头发。"), Context(CONFIG, (), words))

    before = read(Glossary((("制造", (("zh-Hant", "制造"),)),)))
    report = read_report(write_report([before], {}), "x.json")
    found = list(turns(read(Glossary((("头发", (("zh-Hant-TW", "髮"),)),))), "zh-Hant-TW", report))
    assert [(turn.word, turn.old, turn.new) for turn in found] == [("制", "制", "製"), ("头发", "頭髮", "髮")]
    assert found[0].context == ("“参与", "造”和里面的头发。", "「參與", "造」和裡面的髮。")
    assert not list(turns(before, "zh-Hans", report))


def test_report_is_small_and_the_same_in_any_order() -> None:
    reads = [read_aloud(replace(item("参与制造的干部在里面。" * 50), path=f"{n}.md"), CONTEXT) for n in range(20)]
    text = write_report(reads, {})
    assert len(text) < sum(len(read.texts[0]) for read in reads) / 5
    other = json.loads(write_report(reads[::-1], {}))
    assert other == json.loads(text)


@pytest.mark.parametrize(
    "text",
    [
        *("", "{}", "[]", "1", "[" * 100_000),
        HEAD + '"schema": 2}',
        HEAD + '"schema": 1, "versions": [], "items": {}, "editions": {}}',
        HEAD + '"schema": 1, "versions": {}, "items": {}, "editions": {"a": {"usual": "x", "other": {}}}}',
    ],
    ids=range(8),
)
def test_what_is_no_report(text: str) -> None:
    with pytest.raises(BulletinError) as caught:
        read_report(text, "x.json")
    assert caught.value.code == "E935"
