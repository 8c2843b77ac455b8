"""An article's text on its way out of the site: absolute, simple, complete."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from factory_render import make_photo, make_site
from hypothesis import given
from hypothesis import strategies as st
from validators.feeds import validate_fragment

from bulletin.model.item import Attachment, Correction, Kind
from bulletin.render.syndicate import full_text, outward
from bulletin.words import interface

PAGE = "https://union.example/b/hant/2026/09/x/"
SITE = "https://union.example/b/"
PICTURE = (
    '<picture><source type="image/webp" srcset="/b/photos/x-480.webp 480w, /b/photos/x-960.webp 960w" sizes="100vw">'
    '<img src="/b/photos/x-480.jpg" srcset="/b/photos/x-480.jpg 480w, /b/photos/x-960.jpg 960w, /b/photos/x-1600.jpg '
    '1600w" sizes="100vw" alt="a &gt; b" width="1600" height="900" loading="lazy" decoding="async"></picture>'
)


@pytest.mark.parametrize(
    ("html", "out"),
    [
        ("<p>甲 &lt; 乙 &amp; 丙</p>", "<p>甲 &lt; 乙 &amp; 丙</p>"),
        ('<a href="/b/files/%E9%80%9A.pdf">x</a>', '<a href="https://union.example/b/files/%E9%80%9A.pdf">x</a>'),
        ('<a href="#fn1">1</a>', f'<a href="{PAGE}#fn1">1</a>'),
        ('<a href="?q=1&amp;p=2">1</a>', f'<a href="{PAGE}?q=1&amp;p=2">1</a>'),
        ('<a href="https://other.example/?a=1&amp;b=2">x</a>', '<a href="https://other.example/?a=1&amp;b=2">x</a>'),
        ('<a href="//other.example/">x</a>', '<a href="https://other.example/">x</a>'),
        ('<a href="mailto:a@b.example">x</a>', '<a href="mailto:a@b.example">x</a>'),
        ('<a href="tel:+86">x</a>', '<a href="tel:+86">x</a>'),
        ('<a href="http://[">x</a>', f'<a href="{PAGE}">x</a>'),
        ("<a href='/b/'>x</a>", '<a href="https://union.example/b/">x</a>'),
        ("<a href=/b/>x</a>", '<a href="https://union.example/b/">x</a>'),
        ('<a title="1 > 0" HREF="/b/">x</a>', '<a title="1 > 0" HREF="https://union.example/b/">x</a>'),
        ('<a href="&#47;b/">x</a>', '<a href="https://union.example/b/">x</a>'),
        ('<blockquote cite="/b/x">y</blockquote>', '<blockquote cite="https://union.example/b/x">y</blockquote>'),
        ('<p class="lead" style="color:red" onclick="x()" lang="en">x</p>', '<p lang="en">x</p>'),
        ('<td colspan="2" headers="a b">x</td>', '<td colspan="2" headers="a b">x</td>'),
        ("<details open><summary>x</summary></details>", "<details open><summary>x</summary></details>"),
        (
            PICTURE,
            '<img src="https://union.example/b/photos/x-960.jpg" alt="a &gt; b" width="1600" height="900">',
        ),
        ('<img src="/b/x.gif" alt="">', '<img src="https://union.example/b/x.gif" alt="">'),
        ("<p>\x00\x0b\ud800x</p>", "<p>x</p>"),
        ("<ruby>荥<rp>(</rp><rt>xíng</rt><rp>)</rp></ruby>", "<ruby>荥<rp>(</rp><rt>xíng</rt><rp>)</rp></ruby>"),
    ],
)
def test_outward(html: str, out: str) -> None:
    assert outward(html, PAGE, SITE) == out


def test_a_whole_body_is_valid_outside() -> None:
    body = f'<h2 id="一">一、安排</h2><p><a href="#一">上</a></p><figure>{PICTURE}<figcaption>图</figcaption></figure>'
    assert validate_fragment(outward(body, PAGE, SITE)) == []


@given(st.text('<>"\'=/ ahrefsc#?&;:.[\t\n甲', max_size=60))
def test_no_markup_breaks_it(html: str) -> None:
    outward(html, PAGE, SITE)


def test_much_that_looks_like_markup_takes_no_time() -> None:
    outward('<a "' * 20_000 + "<" * 20_000 + "<a b" * 20_000, PAGE, SITE)


def test_everything_the_page_shows_comes_along() -> None:
    site = make_site(1)
    article = replace(
        site.articles[0],
        card=replace(site.articles[0].card, cover=make_photo("c.jpg")),
        html="<p>正文</p>",
        subtitle="副题",
        document_number="杭工发〔2026〕1号",
        addressee="各级工会：",
        signature=("杭州市总工会",),
        signed_on=date(2026, 9, 3),
        contact=("李明", "周芳"),
        phone=("0571-1",),
        attachments=(Attachment("表<1>.docx", "/files/x.docx", "", "docx", 1), Attachment("内附", "")),
        reprint="《工人日报》",
        gallery=((make_photo("g.jpg"), "合影"),),
        corrections=(Correction(date(2026, 11, 1), "更正了人数。"),),
    )
    text = full_text(article, site.config, interface("hans"))
    assert validate_fragment(text) == []
    order = ["-960.jpg", "副题", "杭工发〔2026〕1号", "各级工会：", "正文", "合影", "杭州市总工会", "2026年9月3日",
             "联系人：李明、周芳", "电话：0571-1", "附件：", "表&lt;1&gt;.docx", "内附", "转载：《工人日报》",
             "更正 2026-11-01：更正了人数。"]  # fmt: skip
    places = [text.find(part) for part in order]
    assert -1 not in places
    assert places == sorted(places)


@pytest.mark.parametrize(("kind", "order"), [("notice", "正文 落款 表格"), ("news", "正文 表格 落款")])
def test_annexes_of_a_notice_follow_its_signature(kind: Kind, order: str) -> None:
    site = make_site(1)
    first = site.articles[0]
    html = '<section class="attachment"><h2>表格</h2></section><p>正文</p>'
    html = html if kind == "notice" else '<p>正文</p><section class="attachment"><h2>表格</h2></section>'
    card = replace(first.card, kind=kind, cover=None)
    article = replace(first, card=card, html=html, signature=("落款",), gallery=())
    text = full_text(article, site.config, interface("hans"))
    assert sorted(order.split(), key=text.index) == order.split()
    assert text.count("表格") == 1


def test_a_cover_that_the_text_shows_is_not_shown_twice() -> None:
    site = make_site(1)
    photo = make_photo("c.jpg")
    html = f'<p><img src="{photo.fallback[0].url}" alt="x"></p>'
    article = replace(site.articles[0], card=replace(site.articles[0].card, cover=photo), html=html)
    assert full_text(article, site.config, interface("hans")).count("<img") == 1
    beside = replace(article, html="<p>x</p>", gallery=((photo, "图"),))
    assert full_text(beside, site.config, interface("hans")).count("<img") == 1
