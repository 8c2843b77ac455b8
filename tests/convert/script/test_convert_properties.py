"""For any document: the text of the converted HTML is the converted text, and nothing but text has changed."""

from __future__ import annotations

from concurrent.futures import ProcessPoolExecutor
from html import escape
from html.parser import HTMLParser
from multiprocessing import get_context

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bulletin.convert.script.converter import Converter
from bulletin.model.content import Edition, Glossary

HANS = Edition("zh-Hans", "", "简体", "curly")
HANT = Edition("zh-Hant", "hant/", "繁體", "corner")
HONG_KONG = Edition("zh-Hant-HK", "hk/", "繁體（香港）", "corner")
GLOSSARY = Glossary((("娘家人", ()), ("博客", (("zh-Hant", "部落格"),)), ("互联网", (("zh-Hant", "網路"),))))
NAMES = {"于占海": "于占海", "余干": "余干"}
CONVERTERS = {
    "plain": Converter("Hans", HANT),
    "glossary and names": Converter("Hans", HANT, GLOSSARY, {"余杭工会": "余杭工會"}).protecting(NAMES),
    "hong kong": Converter("Hans", HONG_KONG, GLOSSARY),
    "back": Converter("Hant", HANS, GLOSSARY),
}

# Words whose characters are converted by their neighbours, in both scripts, and what could confuse a tokeniser.
_WORDS = st.sampled_from(
    (
        *("头发", "发展", "里面", "公里", "干部", "干杯", "皇后", "后面", "制造", "制度", "系统", "关系", "联系"),
        *("表面", "手表", "复杂", "重复", "历史", "日历", "娘家人", "博客", "互联网", "于占海", "余干", "余杭工会"),
        *("头髮", "發展", "看著", "著名", "乾杯", "𠮶", "é", "PPT", "don’t", "’90s", "2026", "——", "……", "，。"),
        *("“", "”", "‘", "’", "「", "」", "&", "<", ">", '"', "'", ";", "&amp;", "&#22269;", "\x1e", "\x1f"),
    )
)
_TEXT = st.lists(_WORDS, max_size=8).map("".join)
_WHOLE = ("", "<code>头发“</code>", '<i lang="ja">国会</i>', '<img src="发.jpg" alt="发展">')
_INLINE = st.sampled_from(["b", "em", "a", "span", "mark", "u"])
_BLOCK = st.sampled_from(["p", "li", "td", "h2", "figcaption", "blockquote"])


@st.composite
def inline_html(draw: st.DrawFn, text: str, depth: int = 3) -> str:
    """``text`` escaped, with tags opened and closed at any place."""
    if not text or not depth or draw(st.booleans()):
        return escape(text, quote=False)
    start = draw(st.integers(0, len(text)))
    end = draw(st.integers(start, len(text)))
    name = draw(_INLINE)
    inner = draw(inline_html(text[start:end], depth - 1))
    before = draw(inline_html(text[:start], depth - 1))
    after = draw(inline_html(text[end:], depth - 1))
    title = escape(draw(_TEXT))
    return f'{before}<{name} id="头发" href="/头发/?a=1&amp;b=2" title="{title}">{inner}</{name}>{after}'


@st.composite
def ruby_html(draw: st.DrawFn, text: str) -> str:
    """Every character of ``text`` with its own annotation."""
    readings = draw(st.lists(_TEXT, min_size=len(text), max_size=len(text)))
    pairs = zip(text, readings, strict=True)
    return "<ruby>" + "".join(f"{escape(c)}<rt>{escape(r)}</rt>" for c, r in pairs) + "</ruby>"


@st.composite
def documents(draw: st.DrawFn) -> str:
    parts: list[str] = []
    for _ in range(draw(st.integers(0, 4))):
        name = draw(_BLOCK)
        inside = draw(inline_html(draw(_TEXT)))
        inside += draw(st.one_of(st.just(""), ruby_html(draw(_TEXT)[:4])))
        inside += draw(st.sampled_from(_WHOLE))
        inside += draw(inline_html(draw(_TEXT)))
        parts.append(f"<{name} class='发展'>{inside}</{name}>\n")
    return "".join(parts)


class _Read(HTMLParser):
    """An independent reading: text of the blocks, annotations, attributes that people read; and all that must stay."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.blocks = [""]
        self.annotations: list[str] = []
        self.attributes: list[str] = []
        self.fixed: list[object] = []
        self._in: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        read = [value or "" for key, value in attrs if key in ("title", "alt")]
        self.attributes += read
        self.fixed.append((tag, [pair for pair in attrs if pair[0] not in ("title", "alt")]))
        if tag == "rt":
            self.annotations.append("")
        if tag not in ("b", "em", "a", "span", "mark", "u", "ruby", "rt", "img"):
            self.blocks.append("")
        if tag != "img":
            self._in.append(tag)

    def handle_endtag(self, tag: str) -> None:
        self.fixed.append(tag)
        self._in.pop()
        if tag not in ("b", "em", "a", "span", "mark", "u", "ruby", "rt", "img"):
            self.blocks.append("")

    def handle_data(self, data: str) -> None:
        if {"code", "i"} & set(self._in):
            self.fixed.append(data)
        elif "rt" in self._in:
            self.annotations[-1] += data
        else:
            self.blocks[-1] += data


def _has_barrier(html: str) -> bool:
    return "<code>" in html or "<i " in html


_QUICK = settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@pytest.mark.parametrize("name", CONVERTERS)
@_QUICK
@given(html=documents())
def test_text_of_the_html_is_the_converted_text(name: str, html: str) -> None:
    converter = CONVERTERS[name]
    before, after = _Read(html), _Read(converter.html(html))
    assert after.annotations == [converter.text(text) for text in before.annotations]
    assert after.attributes == [converter.text(text) for text in before.attributes]
    assert after.fixed == before.fixed
    if not _has_barrier(html):  # a barrier parts words, but a pair of quotation marks may stand on both sides of it
        assert after.blocks == [converter.text(text) for text in before.blocks]


@_QUICK
@given(html=documents())
def test_own_script_stays(html: str) -> None:
    assert Converter("Hans", HANS, Glossary((("娘家人", ()),)), {"余干": "余干"}).html(html) == html


@_QUICK
@given(text=_TEXT, data=st.data())
def test_names_in_a_body_are_those_of_the_fields(text: str, data: st.DataObject) -> None:
    converter = CONVERTERS["plain"]
    name = data.draw(st.sampled_from(["于占海", "余干", "岳里", "范余", "干后"]))
    named = converter.protecting(converter.names_in([name]))
    html = data.draw(inline_html(f"{text}，{name}{text}"))
    assert converter.name(name) == named.name(name)
    assert f"，{named.name(name)}" in "".join(_Read(named.html(html)).blocks)


@settings(max_examples=300, deadline=None)
@given(text=st.text(st.characters()), quotes=st.sampled_from(["plain", "glossary and names", "hong kong", "back"]))
def test_nothing_fails(text: str, quotes: str) -> None:
    converter = CONVERTERS[quotes]
    converter.text(text)
    converter.html(text)
    converter.name(text)
    converter.names_in([text])


@_QUICK
@given(texts=st.lists(_TEXT, max_size=6))
def test_many_are_as_one_by_one(texts: list[str]) -> None:
    converter = CONVERTERS["glossary and names"]
    clean = [text.replace("\x1e", "") for text in texts]
    assert converter.texts(clean) == [converter.text(text) for text in clean]


def _convert(html: str) -> str:
    return CONVERTERS["glossary and names"].html(html)


def test_same_in_another_process_and_order() -> None:
    pages = [f"<p>第{number}号<b>头</b>发，于占海写<i>博</i>客，“里面”</p>" for number in range(20)]
    here = [_convert(page) for page in pages]
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        there = list(pool.map(_convert, reversed(pages)))
    assert here == there[::-1]
