"""A whole body: anchors, links, photos, problems; the same bytes whatever came before; golden pages to look at."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Any

import html5lib
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bulletin.convert.markup.render import Markup, render_markup
from bulletin.convert.markup.targets import EDITION_LINK, SIZES
from bulletin.convert.markup.text import plain_text
from bulletin.model.item import Photo, Variant
from bulletin.words import message

GOLDEN = Path(__file__).parents[2] / "golden" / "markup"


def photo(name: str, *, webp: bool = True) -> Photo:
    def variants(format: str, suffix: str) -> tuple[Variant, ...]:
        return tuple(Variant(f"/photos/{name}-{w}.{suffix}", w, w * 3 // 4, format) for w in (480, 960, 1600))

    return Photo(f"{name}.jpg", name, 1600, 1200, variants("WEBP", "webp") if webp else (), variants("JPEG", "jpg"))


PHOTOS = {"照片 1.jpg": photo("aa"), "照片1.jpg": photo("bb"), "图/现场.jpg": photo("cc", webp=False)}
LINKS = {"报名表.docx": "/files/ab/%E8%A1%A8.docx", "a.md": "2026/09/a/", "b.md#x": "2026/09/b/#c-x"}


def render(body: str) -> Markup:
    return render_markup(
        "2026/a.md", body, first_line=4, links=LINKS, photos=PHOTOS, image_hosts=("img.cn", "img.cn:8443")
    )


def html(body: str) -> str:
    return render(body).html


def parse(text: str) -> Any:
    page = f"<!DOCTYPE html><html lang=zh-Hans><head><title>x</title></head><body>{text}</body></html>"
    return html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(page)


# -- photos ----------------------------------------------------------------------------------------------------


def picture(name: str, alt: str, when: str, *, webp: bool = True, title: str = "") -> str:
    def sources(suffix: str) -> str:
        return ", ".join(f"/photos/{name}-{w}.{suffix} {w}w" for w in (480, 960, 1600))

    source = f'<source type="image/webp" srcset="{sources("webp")}" sizes="{SIZES}">' if webp else ""
    return (
        f'<picture>{source}<img src="/photos/{name}-960.jpg" srcset="{sources("jpg")}" sizes="{SIZES}" width="1600" '
        f'height="1200" alt="{alt}"{title} {when} decoding="async"></picture>'
    )


TITLE = ' title="丙"'
EAGER, LAZY = 'loading="eager" fetchpriority="high"', 'loading="lazy"'

IMAGES = [
    ("![现场](照片 1.jpg)", f"<figure>{picture('aa', '现场', EAGER)}</figure>"),
    ("![现场](<照片 1.jpg>)", f"<figure>{picture('aa', '现场', EAGER)}</figure>"),
    ("![现场](照片%201.jpg)", f"<figure>{picture('aa', '现场', EAGER)}</figure>"),
    ("![[照片1.jpg|现场]]", f"<figure>{picture('bb', '现场', EAGER)}</figure>"),
    ("![[照片1.jpg]]", f"<figure>{picture('bb', '', EAGER)}</figure>"),
    ("![现场][图]\n\n[图]: 照片1.jpg", f"<figure>{picture('bb', '现场', EAGER)}</figure>"),
    ("![甲](图/现场.jpg)", f"<figure>{picture('cc', '甲', EAGER, webp=False)}</figure>"),
    ('甲![乙](照片1.jpg "丙")', f"<p>甲{picture('bb', '乙', EAGER, title=TITLE)}</p>"),
    ('<img src="照片1.jpg" alt="甲" onerror=x width=9>', f"<p>{picture('bb', '甲', EAGER)}</p>"),
    ("![甲](照片1.jpg)\n\n![乙](照片 1.jpg)",
     f"<figure>{picture('bb', '甲', EAGER)}</figure><figure>{picture('aa', '乙', LAZY)}</figure>"),
    ("![甲 **乙**](照片1.jpg)", f"<figure>{picture('bb', '甲 **乙**', EAGER)}</figure>"),
    ("![甲](没有.jpg)", '<figure><em class="missing">甲</em></figure>'),
    ("![](没有.jpg)", ""),
    ("正文![](没有.jpg)", "<p>正文</p>"),
    ("![甲](https://img.cn/x.jpg)",
     '<figure><img src="https://img.cn/x.jpg" alt="甲" loading="lazy" decoding="async"></figure>'),
    ("![甲](https://img.cn:8443/x.jpg)",
     '<figure><img src="https://img.cn:8443/x.jpg" alt="甲" loading="lazy" decoding="async"></figure>'),
    ("甲![乙](https://evil.cn/x.jpg)", '<p>甲<a href="https://evil.cn/x.jpg" rel="noopener noreferrer">乙</a></p>'),
    ("甲![乙](http://img.cn/x.jpg)", '<p>甲<a href="http://img.cn/x.jpg" rel="noopener noreferrer">乙</a></p>'),
    ("[![乙](https://evil.cn/x.jpg)](https://a.cn) 甲",
     '<p><a href="https://a.cn" rel="noopener noreferrer">乙</a> 甲</p>'),
]  # fmt: skip


@pytest.mark.parametrize(("body", "expected"), IMAGES)
def test_images(body: str, expected: str) -> None:
    assert html(body).replace("\n", "") == expected


def test_the_first_photo_is_told() -> None:
    assert render("![甲](没有.jpg)\n\n![乙](照片1.jpg)\n\n![丙](照片 1.jpg)").first_photo == PHOTOS["照片1.jpg"]
    assert render("正文").first_photo is None


# -- anchors ---------------------------------------------------------------------------------------------------

ANCHORS = [
    ("一、指导思想", ["c-一-指导思想"]),
    ("## 一、指导思想", ["c-一-指导思想"]),
    ("## 甲\n## 甲\n## 甲", ["c-甲", "c-甲-2", "c-甲-3"]),
    ("## 甲-2\n## 甲\n## 甲", ["c-甲-2", "c-甲", "c-甲-3"]),
    ("（一）广泛宣传。后文\n\n（一）广泛宣传。后文", ["c-一-广泛宣传", "c-一-广泛宣传-2"]),
    ("## 甲 {#yi}\n## yi", ["c-yi", "c-yi-2"]),
    ("## yi\n## 甲 {#yi}", ["c-yi-2", "c-yi"]),
    ("<p id=x>甲</p>\n<p id=x>乙</p>", ["c-x", "c-x-2"]),
    ("## 2026 May Day", ["c-2026-may-day"]),
    ("## {荥|xíng}阳", ["c-荥阳"]),
    ("## " + "长" * 50, ["c-" + "长" * 30]),
]


@pytest.mark.parametrize(("body", "ids"), ANCHORS)
def test_anchors(body: str, ids: list[str]) -> None:
    assert re.findall(r' id="([^"]*)"', html(body)) == ids


def test_an_anchor_of_marks_alone_is_stable() -> None:
    (anchor,) = re.findall(r' id="([^"]*)"', html("## ！！"))
    assert anchor.startswith("c-x")
    assert html("正文\n\n## ！！").endswith(f'<h2 id="{anchor}">！！</h2>')


@pytest.mark.parametrize("target", ["一、指导思想", "c-一-指导思想", "一-指导思想", "%E4%B8%80-x"])
def test_links_to_anchors(target: str) -> None:
    result = html(f"## 一、指导思想\n\n[见]( #{target})")
    assert ('<a href="#c-一-指导思想">见</a>' in result) is (not target.startswith("%"))


def test_links_of_the_same_edition_carry_the_marker() -> None:
    assert html("[甲](a.md)[乙](b.md#x)") == (
        f'<p><a href="{EDITION_LINK}2026/09/a/">甲</a><a href="{EDITION_LINK}2026/09/b/#c-x">乙</a></p>'
    )
    assert EDITION_LINK not in html(f"[甲]({EDITION_LINK}2026/09/a/) <a href='{EDITION_LINK}x'>乙</a>")


# -- problems --------------------------------------------------------------------------------------------------


def test_every_problem_has_words_and_a_line() -> None:
    markup = render(
        "正文\n\n::: 附近\n[甲](javascript:x)[乙](#丙)![丁](https://a.cn/b.jpg)<font>[^9]\n\n```\n甲\n\n[^1]: 乙"
    )
    codes = {p.code: p for p in markup.problems}
    assert set(codes) == {"W610", "W613", "W616", "W617", "W618", "W619", "W620"}
    assert {c: p.line for c, p in codes.items()} == {
        "W610": 6, "W613": 9, "W616": 7, "W617": 7, "W618": 7, "W619": 7, "W620": 7
    }  # fmt: skip
    for problem in markup.problems:
        for language in ("hans", "hant", "en"):
            text = message(problem, language)
            assert text.startswith("2026/a.md:")
            assert "→" in text
            assert not re.search(r"\{\w+\}", text)


@pytest.mark.parametrize(("fault", "code"), [(RecursionError(), "E602"), (KeyError("x"), "E606")])
def test_a_fault_of_the_library_is_a_problem_of_one_item(
    fault: Exception, code: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    body = "- 甲\n  - **乙**"
    before = render(body)

    def fail(_self: object, _root: object) -> None:
        raise fault

    with monkeypatch.context() as patch:
        patch.setattr("bulletin.convert.markup.blocks.BlockProcessor.run", fail)
        markup = render(body)
    assert [p.code for p in markup.problems] == [code]
    assert markup.html == "<p>- 甲<br>\n  - **乙**</p>"
    assert render(body) == before


# -- properties ------------------------------------------------------------------------------------------------

FRAGMENTS = st.sampled_from(
    [
        "\n", "\n\n", "  ", "    ", "\u3000\u3000", "- ", "1. ", "> ", "# ", "## ", "::: 附件 甲\n", ":::\n", "```\n",
        "| a | b |\n|---|---|\n", "| ^^ | >> |\n", "表：甲\n", "**", "*", "~~", "`", "``", "{荥|xíng}", "{甲|·}",
        "{#a}", "{.right}", "[", "]", "(", ")", "![", "](", "照片 1.jpg", "https://a.cn/b。", "[^1]", "[^1]: ",
        "[x]: a.md\n",
        "<", ">", "</", "<b>", "</b>", "<div>", "<table>", "<td>", "<a href=x>", "&", "&amp;", "\\", "一、指导思想",
        "（一）宣传。", "1.加强。", "图为现场", "- [x] ", "---\n", "\t", "\x02", "\x04", "\ud800",
        "\u202e", "é", "😀", "工会", "A",
        "-{", "}-", "<!--", "-->", "!", "\r\n", "===\n", "|", ":", "《》", "“", "”", "'", '"',
    ]
)  # fmt: skip
BODIES = st.one_of(st.text(max_size=80), st.lists(FRAGMENTS, max_size=25).map("".join))


@settings(max_examples=300, deadline=None)
@given(BODIES)
@example("<pre>" + "\n" * 20 + "x</pre>")
@example("<ruby><b><rt>x")
@example("<h2><a><h2>")
@example("[^]:")
@example("[^0]:[^]:")
@example("- [^]:")
@example("::: 甲 [^]:")
@example("[^0]:")
@example("甲[^0]\n\n[^0]:\n\n    乙")
@example("[^a\nb]: c")
def test_any_text_becomes_valid_html_with_unique_ids(body: str) -> None:
    markup = render(body)
    tree = parse(markup.html)
    ids = [element.get("id") for element in tree.iter() if element.get("id") is not None]
    assert len(set(ids)) == len(ids)
    assert {h.id for h in markup.headings} <= set(ids)
    assert {a.url[1:] for a in markup.attachments} <= set(ids)
    targets = [e.get("href") for e in tree.iter("a") if e.get("href", "").startswith("#")]
    assert {t[1:] for t in targets} <= set(ids)
    assert not {"E602", "E606", "E607"} & {p.code for p in markup.problems}
    assert all(4 <= p.line <= 4 + body.count("\n") + body.count("\r") for p in markup.problems if p.line)
    plain_text(markup.html)


@settings(max_examples=60, deadline=None)
@given(BODIES, BODIES)
def test_the_same_body_gives_the_same_bytes_whatever_came_before(one: str, other: str) -> None:
    first = render(one)
    render(other)
    assert render(one) == first


@settings(max_examples=100, deadline=None)
@given(st.text(alphabet=st.characters(categories=["Lo", "Nd"]), min_size=1, max_size=40))
def test_plain_words_come_through_unchanged(words: str) -> None:
    assert plain_text(html("正文" + words)) == "正文" + words


# -- golden pages ----------------------------------------------------------------------------------------------

PAGE = """<!DOCTYPE html>
<html lang="zh-Hans">
<meta charset="utf-8">
<title>{title}</title>
<style>
body {{ max-width: 42rem; margin: 2rem auto; padding: 0 1rem; font: 1.05rem/1.8 serif }}
table {{ border-collapse: collapse }} td, th {{ border: 1px solid; padding: .2em .6em }}
.dot {{ font-style: normal; text-emphasis: filled dot; text-emphasis-position: under right }}
section, .note, .original {{ border-left: 3px solid #b00; padding-left: 1em }}
</style>
<main>
{body}
</main>
"""


@pytest.mark.parametrize("source", sorted(GOLDEN.glob("*.md")), ids=lambda path: path.stem)
def test_golden_pages(source: Path) -> None:
    """Open tests/golden/markup/*.html in a browser to see the preset."""
    markup = render(source.read_text(encoding="utf-8"))
    page = PAGE.format(title=source.stem, body=markup.html)
    golden = source.with_suffix(".html")
    if os.environ.get("BULLETIN_RENEW"):
        golden.write_text(page, encoding="utf-8")
    assert golden.is_file(), "BULLETIN_RENEW=1 pytest tests/convert/markup makes it"
    assert page == golden.read_text(encoding="utf-8"), "if this is meant: BULLETIN_RENEW=1 pytest tests/convert/markup"
    assert markup.problems == ()


def test_there_are_golden_pages() -> None:
    assert len(list(GOLDEN.glob("*.md"))) >= 2
