"""For any Markdown document: the text of the converted page is the converted text of the page, however emphasis, links,
ruby, footnotes and merged tables cut its words; and nothing but text has changed."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from lxml import html as lxml_html

from bulletin.convert.markup.render import render_markup
from bulletin.convert.script.converter import Converter
from bulletin.model.content import Edition, Glossary
from bulletin.model.item import Photo, Variant

HANT = Edition("zh-Hant", "hant/", "繁體", "corner")
GLOSSARY = Glossary((("娘家人", ()), ("博客", (("zh-Hant", "部落格"),)), ("互联网", (("zh-Hant", "網路"),))))
CONVERTERS = {
    "traditional": Converter("Hans", HANT),
    "words": Converter("Hans", HANT, GLOSSARY).protecting({"于占海": "于占海"}).ruled({"系统": "體系"}),
    "hong kong": Converter("Hans", Edition("zh-Hant-HK", "hk/", "", "corner", "press"), GLOSSARY),
    "simplified": Converter("Hant", Edition("zh-Hans", "", "", "curly"), GLOSSARY),
}
PHOTO = Photo("里.jpg", "0" * 32, 480, 320, (), (Variant("/photos/里.jpg", 480, 320, "JPEG"),))
_INLINE = "a abbr b cite del em i ins mark q rb rp s small span strong sub sup time u ruby picture"
INLINE = frozenset(_INLINE.split())
BARRIERS = frozenset(("code", "pre", "kbd", "samp"))
READ = frozenset(("alt", "title", "aria-label"))

_WORDS = st.sampled_from(
    (
        *("头发", "发展", "里面", "公里", "干部", "干杯", "皇后", "后面", "制造", "制度", "系统", "关系", "手表"),
        *("复杂", "历史", "娘家人", "博客", "互联网", "于占海", "头髮", "發展", "看著", "乾杯", "裡面", "系統", "PPT"),
        *("“", "”", "‘", "’", "「", "」", "，", "。", "；", "5000", " ", "&amp;", "\\*", "——"),
    )
)
_TEXT = st.lists(_WORDS, min_size=1, max_size=6).map("".join)
_MARKS = st.sampled_from(
    (
        *(("**", "**"), ("*", "*"), ("~~", "~~"), ("[", "](#里)"), ("[", '](里.md "发展")'), ("<mark>", "</mark>")),
        *(("[", "]{lang=zh}"), ("[", "]{lang=ja}"), ("<span title='头发'>", "</span>"), ("<b id='里'>", "</b>")),
        *(("{", "|lǐ}"), ("{", "|·}"), ("<ruby>", "<rt>发</rt></ruby>"), ("<kbd>", "</kbd>"), ("`", "`")),
    )
)
_WHOLE = st.sampled_from(("", "`头发`", "![发展](里.jpg)", "[^1]", "[^发]", "<br>", "https://例.cn/发", "  \n", "\n"))


@st.composite
def inline(draw: st.DrawFn, depth: int = 3) -> str:
    """A text with marks around any stretch of it: they cut words, and one another."""
    text = draw(_TEXT)
    for _ in range(draw(st.integers(0, depth))):
        start = draw(st.integers(0, len(text)))
        end = draw(st.integers(start, len(text)))
        before, after = draw(_MARKS)
        text = text[:start] + before + text[start:end] + after + text[end:]
    return text + draw(_WHOLE)


@st.composite
def table(draw: st.DrawFn) -> str:
    words = inline(1).map(lambda text: text.replace("|", "/").replace("\n", ""))
    cell = st.one_of(st.sampled_from(("^^", ">>")), words)
    width = draw(st.integers(1, 3))
    row = st.lists(cell, min_size=width, max_size=width).map(lambda cells: "| " + " | ".join(cells) + " |")
    rows = draw(st.lists(row, min_size=2, max_size=4))
    return "\n".join([rows[0], "|" + "---|" * width, *rows[1:]])


_BLOCK = st.one_of(
    inline(),
    inline().map(lambda text: f"## {text}"),
    inline().map(lambda text: f"一、{text}"),
    st.lists(inline(1), min_size=1, max_size=3).map(lambda items: "\n".join(f"- {one}" for one in items)),
    inline().map(lambda text: f"> {text}"),
    inline(1).map(lambda text: f"::: 原文\n{text}\n:::"),
    inline(1).map(lambda text: f"::: 提示 头发\n{text}\n:::"),
    _TEXT.map(lambda text: f"```\n{text}\n```"),
    _TEXT.map(lambda text: f'![{text}](里.jpg "图为{text}")'),
    table(),
)
_DOCUMENT = st.lists(_BLOCK, min_size=1, max_size=5).map("\n\n".join)


class _Page:
    """An independent reading of a page: its blocks, its side texts, and all that must stay."""

    def __init__(self, html: str) -> None:
        self.blocks = [""]
        self.side: list[str] = []
        self.fixed: list[object] = []
        for node in lxml_html.fragments_fromstring(f"<div>{html}</div>"):
            assert not isinstance(node, str)
            self._read(node, is_side=False)

    def _add(self, text: str | None, *, is_side: bool) -> None:
        (self.side if is_side else self.blocks)[-1] += text or ""

    def _read(self, node: lxml_html.HtmlElement, *, is_side: bool) -> None:
        name = str(node.tag)
        own = sorted(node.attrib.items())
        self.fixed.append((name, [pair for pair in own if pair[0] not in READ]))
        is_barrier = name in BARRIERS or "data-no-convert" in node.attrib or node.get("lang", "zh") != "zh"
        if name not in INLINE and name not in ("br", "img", "code", "kbd", "samp", "rt", "source"):
            self.blocks.append("")
        if name == "br":
            self._add("\n", is_side=is_side)
        if is_barrier:
            self._add("\x1f", is_side=is_side)
            self.fixed.append(lxml_html.tostring(node, encoding="unicode", with_tail=False))
        else:
            self.side += [str(value) for key, value in own if key in READ]
            if name in ("rt", "rp"):
                self.side.append("")
            inside = is_side or name in ("rt", "rp")
            self._add(node.text, is_side=inside)
            for child in node:
                self._read(child, is_side=inside)
                self._add(child.tail, is_side=inside)
        if name not in INLINE and name not in ("br", "img", "code", "kbd", "samp", "rt", "source"):
            self.blocks.append("")


def _html(body: str) -> str:
    body += "\n\n[^1]: 脚注**里**面。\n"
    links, photos = {"里.md": "/里/"}, {"里.jpg": PHOTO}
    return render_markup("a.md", body, first_line=1, links=links, photos=photos, image_hosts=()).html


@pytest.mark.parametrize("name", CONVERTERS)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(body=_DOCUMENT)
@example(body="**头**发和[关*系*](#里)，{头|tóu}发，“**头**发[^1]”")
@example(body="| 头**发** | 系 |\n|---|---|\n| 干*部* | >> |\n| ^^ | 里**面** |")
def test_text_of_the_page_is_the_converted_text(name: str, body: str) -> None:
    converter = CONVERTERS[name]
    html = _html(body)
    before, after = _Page(html), _Page(converter.html(html))
    assert after.fixed == before.fixed
    assert after.side == [converter.texts([text])[0] for text in before.side]
    assert after.blocks == [converter.texts([text])[0] for text in before.blocks]
