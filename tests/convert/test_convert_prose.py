"""HTML of paragraphs alone is converted, and read, as any other HTML is."""

from __future__ import annotations

from html import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bulletin.convert.markup import text as reading
from bulletin.convert.markup.text import plain_text
from bulletin.convert.prose import BREAK, prose_html, prose_of
from bulletin.convert.script import converter as converting
from bulletin.convert.script.converter import Converter
from bulletin.model.content import Edition, Glossary, Script

HANS = Edition("zh-Hans", "", "简体", "curly")
HANT = Edition("zh-Hant", "hant/", "繁體", "corner")
CORNER = Edition("zh-Hans", "", "简体", "corner")
GLOSSARY = Glossary((("娘家人", ()), ("博客", (("zh-Hant", "部<落>格"),)), ("互联网", (("zh-Hant", "網"),))))
CONVERTERS = {
    "plain": Converter("Hans", HANT),
    "glossary and names": Converter("Hans", HANT, GLOSSARY).protecting({"于占海": "于占海", "余干": "余幹部"}),
    "back": Converter("Hant", HANS, GLOSSARY),
    "own": Converter("Hans", CORNER, GLOSSARY),
}
WORDS = st.sampled_from(
    (
        *("头发", "发展", "里面", "公里", "干部", "皇后", "制造", "系统", "表面", "复杂", "于占海", "余干", "娘家人"),
        *("博客", "互联网", "頭髮", "看著", "PPT", "don’t", "，。", "https://工会.中国/发/"),
        *"里发干 \n\u3000\xa0“”‘’「」\"\x1f",
    )
)
ODD = st.sampled_from(("<p>", "</p>", "&amp;", "<br>", "&", ">", "</p>\n<p>", "</p><p>", "\x1e", "\x1e\n\x1e"))
PARAGRAPHS = st.lists(st.lists(WORDS, max_size=8).map("".join), min_size=1, max_size=4)
ANY = st.lists(st.one_of(WORDS, ODD), max_size=8).map("".join)


def html_of(paragraphs: list[str]) -> str:
    return "\n".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)


@given(PARAGRAPHS)
def test_there_and_back_again(paragraphs: list[str]) -> None:
    prose = prose_of(html_of(paragraphs))
    assert prose == BREAK.join(paragraphs)
    assert prose_html(prose) == html_of(paragraphs)


@pytest.mark.parametrize(
    "html",
    [
        "",
        "甲",
        "<p>甲",
        "甲</p>",
        "<p></p",
        "<p>甲</p><p>乙</p>",
        "<p>甲</p>\n\n<p>乙</p>",
        "<p>甲<br>乙</p>",
        "<p>甲&amp;乙</p>",
        "<p>甲>乙</p>",
        "<p>甲</p>\n<h2>乙</h2>",
        '<p class="dot">甲</p>',
        "<p>甲\x1e\n\x1e乙</p>",
        "<p>甲\x1e乙</p>",
    ],
)
def test_is_no_prose(html: str) -> None:
    assert prose_of(html) is None


@pytest.mark.parametrize("name", CONVERTERS)
@given(html=st.one_of(PARAGRAPHS.map(html_of), ANY.map(lambda text: f"<p>{text}</p>")))
def test_is_converted_as_by_the_long_way(name: str, html: str) -> None:
    found = CONVERTERS[name].html(html)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(converting, "prose_of", lambda _: None)
        assert CONVERTERS[name].html(html) == found


@given(st.one_of(PARAGRAPHS.map(html_of), ANY.map(lambda text: f"<p>{text}</p>")))
def test_is_read_as_by_the_long_way(html: str) -> None:
    found = plain_text(html)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(reading, "prose_of", lambda _: None)
        assert plain_text(html) == found


@pytest.mark.parametrize("name", CONVERTERS)
@given(paragraphs=PARAGRAPHS)
def test_each_paragraph_is_a_text_of_its_own(name: str, paragraphs: list[str]) -> None:
    found = CONVERTERS[name].html(html_of(paragraphs))
    assert found == html_of([escape(one, quote=False) for one in CONVERTERS[name].texts(paragraphs)])


@pytest.mark.parametrize("source", ["Hans", "Hant"])
@pytest.mark.parametrize("edition", [HANS, HANT, CORNER], ids=lambda one: f"{one.tag} {one.quotes}")
@given(html=st.one_of(PARAGRAPHS.map(html_of), ANY))
def test_what_changes_nothing_changes_nothing(source: Script, edition: Edition, html: str) -> None:
    converter = Converter(source, edition)
    assert converter.changes_nothing == (source == "Hans" and edition == HANS)
    if converter.changes_nothing:
        assert converter.html(html) == html
        assert (converter.text(html), converter.name(html), converter.organisation(html)) == (html, html, html)
        assert converter.names_in([html]) == {name: name for name in converter.names_in([html])}
    assert not Converter(source, edition, Glossary((("博客", (("zh", "部落格"),)),))).changes_nothing
