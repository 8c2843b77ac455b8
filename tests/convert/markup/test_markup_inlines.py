"""What stands inside a line."""

from __future__ import annotations

import pytest

from bulletin.convert.markup.render import render_markup

REL = 'rel="noopener noreferrer"'


def html(body: str) -> str:
    links = {"a.md": "2026/09/a/#x", "附件 1.docx": "/files/ab/f.docx", "b(1).md": "2026/09/b/", "<c>.md": "2026/09/c/"}
    result = render_markup("a.md", body, first_line=1, links=links, photos={}, image_hosts=("img.cn",)).html
    return result.removeprefix("<p>").removesuffix("</p>")


def bare(url: str) -> str:
    return f'<a href="{url}" {REL}>{url}</a>'


BARE_LINKS = [
    ("见https://a.cn。", f"见{bare('https://a.cn')}。"),
    ("（https://a.cn/b?c=d#e）", f"（{bare('https://a.cn/b?c=d#e')}）"),
    ("https://a.cn，https://b.cn；", f"{bare('https://a.cn')}，{bare('https://b.cn')}；"),
    ("“https://a.cn”《https://b.cn》「https://c.cn」",
     f"“{bare('https://a.cn')}”《{bare('https://b.cn')}》「{bare('https://c.cn')}」"),
    ("登录https://a.cn/b查看", f"登录{bare('https://a.cn/b')}查看"),
    ("http://a.cn.", f"{bare('http://a.cn')}."),
    ("http://a.cn/, http://b.cn/!", f"{bare('http://a.cn/')}, {bare('http://b.cn/')}!"),
    ("(https://a.cn)", f"({bare('https://a.cn')})"),
    ("https://a.cn/b_(c)", bare("https://a.cn/b_(c)")),
    ("**https://a.cn**", f"<strong>{bare('https://a.cn')}</strong>"),
    ("https://a.cn/a_b_c", bare("https://a.cn/a_b_c")),
    ("<https://a.cn/中文>", f'<a href="https://a.cn/中文" {REL}>https://a.cn/中文</a>'),
    # not linked
    ("www.a.cn", "www.a.cn"),
    ("a@b.cn", "a@b.cn"),
    ("https://", "https://"),
    ("https://。", "https://。"),
    ("`https://a.cn`", "<code>https://a.cn</code>"),
    ("ftp://a.cn", "ftp://a.cn"),
    ("[https://a.cn](https://b.cn)", f'<a href="https://b.cn" {REL}>https://a.cn</a>'),
    ('<a href="https://a.cn">https://a.cn</a>', f'<a href="https://a.cn" {REL}>https://a.cn</a>'),
    ('<a href="https://a.cn">甲</a>https://b.cn', f'<a href="https://a.cn" {REL}>甲</a>{bare("https://b.cn")}'),
]  # fmt: skip


@pytest.mark.parametrize(("body", "expected"), BARE_LINKS)
def test_bare_links(body: str, expected: str) -> None:
    assert html(body) == expected


LINKS = [
    ("[甲](https://a.cn)", f'<a href="https://a.cn" {REL}>甲</a>'),
    ('[甲](https://a.cn "题")', f'<a href="https://a.cn" title="题" {REL}>甲</a>'),
    ("[甲](https://a.cn/ b)", f'<a href="https://a.cn/%20b" {REL}>甲</a>'),
    ("[甲](a.md)", '<a href="edition:2026/09/a/#x">甲</a>'),
    ("[**甲**](a.md)", '<a href="edition:2026/09/a/#x"><strong>甲</strong></a>'),
    ("[表](附件 1.docx)", '<a href="/files/ab/f.docx">表</a>'),
    ("[表](<附件 1.docx>)", '<a href="/files/ab/f.docx">表</a>'),
    ("[表](附件%201.docx)", '<a href="/files/ab/f.docx">表</a>'),
    ("[乙](b(1).md)", '<a href="edition:2026/09/b/">乙</a>'),
    ("[甲][x]\n\n[x]: a.md", '<a href="edition:2026/09/a/#x">甲</a>'),
    ("[X][]\n\n[x]: a.md", '<a href="edition:2026/09/a/#x">X</a>'),
    ("[x]\n\n[x]: https://a.cn “题”", f'<a href="https://a.cn" title="题" {REL}>x</a>'),
    ("[写信](mailto:a@b.cn)", '<a href="mailto:a@b.cn">写信</a>'),
    ("<a@b.cn>", '<a href="mailto:a@b.cn">a@b.cn</a>'),
    ("[打电话](tel:12351)", '<a href="tel:12351">打电话</a>'),
    ("[[注]](a.md)", '<a href="edition:2026/09/a/#x">[注]</a>'),
    # no link: the text stays
    ("[甲](没有.md)", "甲"),
    ("[甲](/admin)", "甲"),
    ("[甲](//a.cn)", "甲"),
    ("[甲]()", "[甲]()"),
    ("[甲]", "[甲]"),
    ("[甲]（乙）", "[甲]（乙）"),
    ("\\[甲](a.md)", "[甲](a.md)"),
    ("[注]: 数据截至九月", "[注]: 数据截至九月"),
]


@pytest.mark.parametrize(("body", "expected"), LINKS)
def test_links(body: str, expected: str) -> None:
    assert html(body) == expected


def ruby(*pairs: tuple[str, str]) -> str:
    return "<ruby>" + "".join(f"{base}<rp>(</rp><rt>{note}</rt><rp>)</rp>" for base, note in pairs) + "</ruby>"


MARKS = [
    ("{荥|xíng}", ruby(("荥", "xíng"))),
    ("{荥阳|xíng|yáng}", ruby(("荥", "xíng"), ("阳", "yáng"))),
    ("{荥阳|xíng yáng}", ruby(("荥", "xíng"), ("阳", "yáng"))),
    ("{荥阳|Xingyang}", ruby(("荥阳", "Xingyang"))),
    ("{荥阳市|xíng|yáng}", ruby(("荥阳市", "xíng yáng"))),
    ("**{荥|xíng}阳**", f"<strong>{ruby(('荥', 'xíng'))}阳</strong>"),
    ("{重要的话|·}", '<em class="dot">重要的话</em>'),
    ("{重要的话|.}", '<em class="dot">重要的话</em>'),
    ("{**重**要|．}", '<em class="dot"><strong>重</strong>要</em>'),
    ("~~删去~~", "<del>删去</del>"),
    ("~~**删**去~~", "<del><strong>删</strong>去</del>"),
    ("[May Day]{lang=en}", '<span lang="en">May Day</span>'),
    ("[May Day]{: lang=\"en\"}", '<span lang="en">May Day</span>'),
    ("H<sub>2</sub>O", "H<sub>2</sub>O"),
    ("*May Day*{lang=en}", '<em lang="en">May Day</em>'),
    ("&copy;&#169;&amp;", "©©&amp;"),
    ("\\*甲\\*", "*甲*"),
    ("\\~~甲~~", "~~甲~~"),
    # text
    ("{甲}", "{甲}"),
    ("{附注：甲|}", "{附注：甲|}"),
    ("{a|b}", "{a|b}"),
    ("{|·}", "{|·}"),
    ("约10~20人，约30~40人", "约10~20人，约30~40人"),
    ("~~ 甲 ~~", "~~ 甲 ~~"),
    ("[甲]{乙}", "[甲]{乙}"),
    ("`{荥|xíng}`", "<code>{荥|xíng}</code>"),
    ("-{荥|xíng}-", "-{荥|xíng}-"),
    ("（见附件）{见附件}", "（见附件）{见附件}"),
]


@pytest.mark.parametrize(("body", "expected"), MARKS)
def test_marks(body: str, expected: str) -> None:
    assert html(body) == expected


ATTRIBUTES = [
    ("## 甲 {#yi}", '<h2 id="c-yi">甲</h2>'),
    ("## 甲 {#Yi .right lang=en onclick=x}",
     '<h2 id="c-甲-yi-right-lang-en-onclick">甲 {#Yi .right lang=en onclick=x}</h2>'),
    ("## 甲 {#Yi .right .evil lang=en}", '<h2 class="right" id="c-yi" lang="en">甲</h2>'),
    ("段落\n{.right}", '<p class="right">段落</p>'),
    ("段落\n{: #yi }", '<p id="c-yi">段落</p>'),
    ("段落\n{附注}", "<p>段落{附注}</p>"),
    ("## 甲 {乙}", '<h2 id="c-甲-乙">甲 {乙}</h2>'),
]  # fmt: skip


@pytest.mark.parametrize(("body", "expected"), ATTRIBUTES)
def test_attributes(body: str, expected: str) -> None:
    assert render_markup("a.md", body, first_line=1, links={}, photos={}, image_hosts=()).html == expected


def test_footnotes() -> None:
    result = html("甲[^注]乙[^2]丙[^注]\n\n[^2]: 二\n[^注]: 一\n\n    续段")
    assert result == (
        '甲<sup id="c-fnref-注"><a href="#c-fn-注" class="footnote-ref">1</a></sup>'
        '乙<sup id="c-fnref-2"><a href="#c-fn-2" class="footnote-ref">2</a></sup>'
        '丙<sup id="c-fnref2-注"><a href="#c-fn-注" class="footnote-ref">1</a></sup></p>\n'
        '<section class="footnotes"><ol><li id="c-fn-注"><p>一</p><p>续段&nbsp;'
        '<a href="#c-fnref-注" class="footnote-back" title="返回正文 1">↩</a>'
        '<a href="#c-fnref2-注" class="footnote-back" title="返回正文 1">↩</a></p></li>'
        '<li id="c-fn-2"><p>二&nbsp;<a href="#c-fnref-2" class="footnote-back" title="返回正文 2">↩</a></p></li>'
        "</ol></section>"
    )
