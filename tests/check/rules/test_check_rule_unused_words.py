from __future__ import annotations

import pytest
from check.factory_check import CONFIG, NOW, UNIONS, said, text, text_document

from bulletin.check.bulletin import check_bulletin
from bulletin.model.content import Content, Glossary
from bulletin.model.problem import Problem

Entries = tuple[tuple[str, tuple[tuple[str, str], ...]], ...]
COACH = ("客车", (("zh-Hant-TW", "遊覽車"), ("zh-Hant-HK", "旅遊巴")))


def problems(documents: dict[str, str], entries: Entries, has_places: bool = True) -> tuple[Problem, ...]:
    places = tuple((number, 3) for number in range(1, len(entries) + 1)) if has_places else ()
    glossary = Glossary(entries, places)
    checked = tuple(text_document(one, path, glossary=glossary) for path, one in documents.items())
    content = Content(CONFIG, UNIONS, glossary, (), ())
    return check_bulletin(content, checked, NOW, False).problems


@pytest.mark.parametrize(
    ("documents", "entries"),
    [
        ({"a.md": text("甲")}, ()),
        ({"a.md": text("甲", body="坐客车去。")}, (COACH,)),
        ({"a.md": text("甲", body="坐遊覽車去。")}, (COACH,)),
        ({"a.md": text("余浦来信")}, (("余浦", ()),)),
        ({"a.md": text("甲", "作者: 余秋里")}, (("余秋里", ()),)),
        ({"a.md": text("甲", "草稿: 是", "客车")}, (COACH,)),
        ({"a.md": text("甲", "发布: 2099-01-01", "客车")}, (COACH,)),
        ({"a.md": text("甲"), "a.zh-Hant.md": text("甲", body="遊覽車")}, (COACH,)),
        ({"a.md": text("甲")}, ((CONFIG.title[:2], ()),)),
        ({"a.md": text("甲")}, ((UNIONS[0].name, ()),)),
    ],
    ids=range(10),
)
def test_quiet(documents: dict[str, str], entries: Entries) -> None:
    assert not said(problems(documents, entries), "I498")


def test_speaks() -> None:
    documents = {"a.md": text("甲", body="客 车")}
    assert said(problems(documents, (("甲", ()), COACH, ("余浦", ()))), "I498") == [
        "glossary.yaml:2 I498",
        "glossary.yaml:3 I498",
    ]
    assert said(problems(documents, (COACH,), has_places=False), "I498") == ["glossary.yaml:0 I498"]


def test_names_no_more_than_can_be_mended_in_one_sitting() -> None:
    entries: Entries = tuple((f"没有的词{number}", ()) for number in range(200))
    assert len(said(problems({"a.md": text("甲")}, entries), "I498")) == 50
