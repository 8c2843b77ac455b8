from __future__ import annotations

import pytest

from bulletin.convert.script.lexicon import FILLER, Lexicon, Span, fallback, fill, glossary_forms, places
from bulletin.model.content import Edition, Glossary

HANT = Edition("zh-Hant-TW", "tw/", "繁體", "corner")
HANS = Edition("zh-Hans", "", "简体", "curly")


@pytest.mark.parametrize(
    ("words", "text", "found"),
    [
        ({}, "甲", []),
        ({"甲": "x"}, "乙", []),
        ({"甲": "x", "甲乙": "y"}, "甲乙甲", [Span(0, 2, "y"), Span(2, 3, "x")]),
        ({"甲乙": "y", "乙丙": "z"}, "甲乙丙乙丙", [Span(0, 2, "y"), Span(3, 5, "z")]),
        ({"甲甲": "y"}, "甲甲甲", [Span(0, 2, "y")]),
        ({"^": "x", "]": "y", "": "z"}, "^]", [Span(0, 1, "x"), Span(1, 2, "y")]),
    ],
)
def test_spans(words: dict[str, str], text: str, found: list[Span]) -> None:
    assert Lexicon(words).spans(text) == found


def test_fill_keeps_the_length() -> None:
    assert fill("甲乙丙丁", [Span(1, 3, "x")]) == f"甲{FILLER * 2}丁"
    assert places("乙乙", "x", "乙乙乙甲乙乙") == [Span(0, 2, "x"), Span(4, 6, "x")]


@pytest.mark.parametrize(
    ("tag", "value"), [("zh-Hant-HK", "c"), ("zh-Hant-TW", "b"), ("zh-Hant", "b"), ("zh-Hans", None), ("", None)]
)
def test_fallback(tag: str, value: str | None) -> None:
    assert fallback({"zh-Hant": "b", "zh-Hant-HK": "c"}, tag) == value


def test_glossary_forms() -> None:
    glossary = Glossary((("甲", ()), ("乙", (("zh-Hant", "y"),)), ("丙", (("zh-Hant-HK", "z"),))))
    assert glossary_forms(glossary, "Hans", HANT) == {"甲": "甲", "乙": "y"}
    assert glossary_forms(glossary, "Hant", HANS) == {"甲": "甲", "y": "乙", "z": "丙"}
