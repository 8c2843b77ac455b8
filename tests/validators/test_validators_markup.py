"""The validator of one HTML page: quiet about good markup, and a word for each way to break it."""

from __future__ import annotations

import pytest

from validators.markup import validate_html


def html(body: str, head: str = "") -> bytes:
    return (
        '<!doctype html>\n<html lang="zh-Hans"><head><meta charset="utf-8"><title>题</title>'
        f'<link rel="canonical" href="https://union.example/b/">{head}</head><body><main>{body}</main></body></html>'
    ).encode()


@pytest.mark.parametrize(
    "body",
    [
        "<p>甲<br>乙</p>",
        '<picture><source srcset="/x.webp 480w"><img src="/x.jpg" alt="" width="1" height="1"></picture>',
        "<ul><li>甲<ul><li>乙</li></ul></li></ul>",
        "<dl><div><dt>甲</dt><dd><p>乙</p></dd></div></dl>",
        '<table><caption>表</caption><tbody><tr><th scope="row" rowspan="2">甲</th><td>乙</td></tr></tbody></table>',
        '<time datetime="2026-09-01T08:00:00+08:00">一日</time><time datetime="2026-09">九月</time>',
        "<ruby>荥<rp>(</rp><rt>xíng</rt><rp>)</rp></ruby>",
        "<details><summary><h2>甲</h2></summary><p>乙</p></details>",
        '<p lang="en" id="a">x</p><p aria-describedby="a">y</p>',
        '<a href="/x/"><div>块</div></a>',
    ],
)
def test_good_markup_is_quiet(body: str) -> None:
    assert validate_html(html(body)) == []


@pytest.mark.parametrize(
    ("body", "says"),
    [
        ("<p>甲</div>", "end-tag-too-early"),
        ("<p><div>甲</div></p>", "unexpected-end-tag"),
        ('<p title="a" title="b">甲</p>', "duplicate-attribute"),
        ("<p>\x01</p>", "invalid-codepoint"),
        ("<span><div>甲</div></span>", "<div> inside <span>"),
        ("<ul><p>甲</p></ul>", "<p> inside <ul>"),
        ("<li>甲</li>", "<li> inside <main>"),
        ('<a href="/"><button>甲</button></a>', "<button> inside <a>"),
        ("<center>甲</center>", "obsolete"),
        ('<img src="/x.png" width="1" height="1">', "without alt"),
        ('<img src="/x.png" alt="x">', "without width and height"),
        ('<p style="color:red">甲</p>', "style="),
        ('<p onclick="x()">甲</p>', "onclick="),
        ("<script>x()</script>", "inline <script>"),
        ("<style>p{}</style>", "<style>"),
        ('<label for="none">甲</label>', "names nothing"),
        ('<p id="a b">甲</p>', "has a space"),
        ('<p lang="chinese">甲</p>', "lang='chinese'"),
        ('<time datetime="2026年">甲</time>', "datetime"),
        ('<img src="/x.png" alt="" width="1" height="1" srcset="/x.png big">', "srcset"),
        ('<script type="application/ld+json">{"a":1}</script>', "JSON-LD"),
        ("<main>甲</main>", "2 <main>"),
    ],
)
def test_bad_markup_is_named(body: str, says: str) -> None:
    assert [fault for fault in validate_html(html(body)) if says in fault], validate_html(html(body))


@pytest.mark.parametrize(
    ("head", "says"),
    [
        ('<meta name="description" content="a"><meta name="Description" content="b">', "2 times"),
        ('<meta name="Author" content="null">', "says 'null'"),
        ('<link rel="canonical" href="https://union.example/b/">', "two canonical"),
        ("<title>二</title>", "2 titles"),
    ],
)
def test_bad_heads_are_named(head: str, says: str) -> None:
    assert [fault for fault in validate_html(html("", head)) if says in fault]
