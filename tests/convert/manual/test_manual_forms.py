"""Author's marks in an item: what each edition reads, and what stays as it was typed."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

import pytest
from convert.factory_convert import (
    HANS,
    HANT,
    HONG_KONG,
    TAIWAN,
    convert,
    make_context,
    make_item,
    make_photo,
    make_sites,
)
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bulletin.convert.article import convert_item
from bulletin.model.content import Glossary
from bulletin.model.item import Attachment, Correction, Issue

PRIVATE = re.compile("[\U000f0000-\U0010ffff]")
ALL = (HANS, HANT, TAIWAN, HONG_KONG)


def _texts(body: str) -> list[str]:
    return [article.text for article in convert(make_item(body=body), make_context(*ALL))]


@pytest.mark.parametrize(
    ("body", "texts"),
    [
        ("-{里}-面", ["里面", "里面", "里面", "里面"]),
        ("头-{}-发", ["头-{}-发", "頭-{}-發", "頭-{}-發", "頭-{}-發"]),
        ("\\-{里}-", ["-{里}-", "-{裡}-", "-{裡}-", "-{裏}-"]),
        ("-{zh-hans:甲;zh-hant:乙}-", ["甲", "乙", "乙", "乙"]),
        ("-{zh-hans:甲;zh-hant:乙;zh-hant-hk:丙}-", ["甲", "乙", "乙", "丙"]),
        ("-{zh-cn:软件;zh-tw:軟體;zh-hk:軟件}-", ["软件", "軟體", "軟體", "軟件"]),
        ("-{zh-hant-hk:丙;zh-hans:甲}-", ["甲", "丙", "丙", "丙"]),
        ("-{zh-hans:里面}-", ["里面", "裡面", "裡面", "裏面"]),
        ("-{zh-hant:裡面}-", ["里面", "裡面", "裡面", "裡面"]),
        ("-{zh:里面;zh-hk:裏邊}-", ["里面", "裏邊", "裏邊", "裏邊"]),
        ("-{里=>zh-hk:裏}-", ["里", "裡", "裡", "裏"]),
        ("-{zh-hans:;zh-hant:（臺灣）}-完", ["完", "（臺灣）完", "（臺灣）完", "（臺灣）完"]),
        ("“-{里}-”", ["“里”", "「里」", "「里」", "「里」"]),
        ("-{“里”}-", ["“里”", "“里”", "“里”", "“里”"]),
        ("甲\n-{里}-\n乙", ["甲里乙"] * 4),
        ("-{**里**面，[发](x.md)}-", ["里面，发"] * 4),
        ("-{R|**里**}-", ["**里**"] * 4),
        ("-{里|面}-", ["里|面"] * 4),
        ("{-{里}-|lǐ}", ["里"] * 4),
    ],
)
def test_what_each_edition_reads(body: str, texts: list[str]) -> None:
    assert _texts(body) == texts


@pytest.mark.parametrize(
    ("body", "texts"),
    [
        ("网络\n\n-{H|网络=>zh-hant-tw:網路}-", ["网络", "網路", "網路", "網絡"]),
        ("博客-{H|zh-hans:博客;zh-hant:部落格}-", ["博客", "部落格", "部落格", "部落格"]),
        ("部落格这里-{H|zh-hans:博客;zh-hant:部落格}-", ["博客这里", "部落格這裡", "部落格這裡", "部落格這裏"]),
        ("里弄-{H|里弄}-", ["里弄"] * 4),
        ("博客：-{A|zh-hans:博客;zh-hk:網誌}-", ["博客：博客", "博客：網誌", "博客：網誌", "網誌：網誌"]),
        ("**网**络-{H|zh-hans:网络;zh-hant:網路}-", ["网络", "網路", "網路", "網路"]),
        ("`网络`-{H|zh-hans:网络;zh-hant:網路}-", ["网络"] * 4),
    ],
)
def test_rules_hold_for_the_whole_page(body: str, texts: list[str]) -> None:
    assert _texts(body) == texts


def test_rules_reach_title_and_fields_and_win_over_the_glossary() -> None:
    glossary = Glossary((("网络", (("zh-Hant", "網絡"),)),))
    item = make_item(title="网络", summary="网络", body="-{H|zh-hans:网络;zh-hant:網路}-正文")
    hans, hant = convert(item, make_context(HANS, HANT, glossary=glossary))
    assert (hans.card.title, hant.card.title, hant.card.summary) == ("网络", "網路", "網路")
    assert convert(make_item(title="网络"), make_context(HANS, HANT, glossary=glossary))[1].card.title == "網絡"


def test_title_rule() -> None:
    item = make_item(body="-{T|zh-hant:新題;zh-hk:港題}-\n\n正文。")
    titles = [one.card.title for one in convert(item, make_context(*ALL))]
    assert titles == ["第1条新闻", "新題", "新題", "港題"]
    item = make_item(body="-{T|新题}-", titles=(("zh-Hant", "欄題"),))
    assert [one.card.title for one in convert(item)] == ["新题", "欄題"]


@pytest.mark.parametrize(
    ("title", "titles"),
    [
        ("-{zh-hans:;zh-hant:乙}-", ("第1条", "乙")),
        ("-{zh-hans:甲;zh-hant:}-", ("甲", "甲")),
        ("-{H|甲}-", ("第1条", "第1条")),
        ("", ("", "")),
    ],
)
def test_no_edition_is_without_a_title(title: str, titles: tuple[str, str]) -> None:
    assert tuple(one.card.title for one in convert(make_item(title=title, body="-{里}-"))) == titles


def test_a_paragraph_of_rules_leaves_nothing() -> None:
    for article in convert(make_item(body="-{H|里弄}-\n\n正文。\n\n-{T|题}-\n")):
        assert article.html.strip() == "<p>正文。</p>"


def test_every_place_of_an_item() -> None:
    mark = "-{zh-hans:甲;zh-hant:乙}-"
    photo = make_photo("2026/-{甲}-.jpg")
    body = (
        f'![{mark}](-{{甲}}-.jpg "图为{mark}")\n\n## {mark}一\n\n| {mark} | 丙 |\n|---|---|\n| 丁 | {mark} |\n\n'
        f"脚[^1]\n\n- {mark}\n\n> {mark}\n\n[{mark}](-{{甲}}-.md)\n\n::: 附件 {mark}表\n\n表\n\n:::\n\n"
        f'<span title="{mark}">戊</span>\n\n[^1]: {mark}\n'
    )
    item = make_item(
        body=body,
        title=f"题{mark}",
        kicker=mark,
        subtitle=mark,
        summary=mark,
        addressee=mark,
        reprint=mark,
        region=mark,
        tags=(mark,),
        author=(mark,),
        contact=(mark,),
        source=(mark,),
        attachments=(Attachment(mark, "/files/a.pdf", "a.pdf", "pdf", 9),),
        corrections=(Correction(date(2026, 11, 3), mark),),
        photos=(("-{甲}-.jpg", photo),),
        links=(("-{甲}-.md", "2026/x/"),),
    )
    hans, hant = convert(item)
    assert "-{" not in repr((hans, hant)).replace(photo.path, "")
    assert not PRIVATE.search(repr((hans, hant)))
    assert "乙" not in repr(hans)
    assert "甲" not in re.sub(r"c-甲[^\s\"'#]*|2026/-\{甲", "", repr(hant))
    assert (hant.card.title, hant.card.kicker, hant.card.summary) == ("題乙", "乙", "乙")
    assert 'alt="乙"' in hant.html
    assert "<figcaption>圖為乙</figcaption>" in hant.html
    assert 'title="乙"' in hant.html
    assert 'href="/bulletin/hant/2026/x/"' in hant.html
    assert [one.text for one in hant.headings] == ["乙一", "乙表"]
    assert [one.id for one in hant.headings] == [one.id for one in hans.headings] == ["c-甲一", hans.headings[1].id]
    assert [link.name for link in hant.tags] == ["乙"]
    assert [link.url.removeprefix("/bulletin/hant/") for link in hant.tags] == [
        link.url.removeprefix("/bulletin/") for link in hans.tags
    ]


def test_code_addresses_and_ids_stay() -> None:
    body = (
        "`-{里}-`\n\n```\n-{里}-\n```\n\n<code>-{里}-</code>\n\n[甲](https://a.cn/?q=-{x}-)\n\n<https://a.cn/-{y}->\n\n"
        '<a id="-{b}-">乙</a>\n'
    )
    for article in convert(make_item(body=body)):
        assert article.html.count("<code>-{里}-") == 3
        assert 'href="https://a.cn/?q=-{x}-"' in article.html
        assert 'id="c-b"' in article.html


@pytest.mark.parametrize(
    "inside",
    ["<script>x()</script>", "zh-hans:<img src=x onerror=x()>;zh-hant:\"><b>", "&lt;b&gt;", "zh:&lt;b&gt;", "R|<b>"],
)
def test_nothing_in_a_mark_becomes_a_tag(inside: str) -> None:
    body = f'-{{{inside}}}-\n\n![-{{{inside}}}-](a.jpg)\n\n<span title="-{{{inside}}}-">x</span>'
    for article in convert(make_item(body=body, photos=(("a.jpg", make_photo("a.jpg")),))):
        tags = set(re.findall(r"<([a-z0-9]+)", article.html))
        assert tags <= {"p", "figure", "picture", "img", "span", "source", "figcaption"}
        assert not re.search(r"<[^>]*\son", re.sub(r'"[^"]*"', '""', article.html))


@pytest.mark.parametrize("target", ["java-{script:x()}-", "-{javascript:x()}-", "-{zh-hans:javascript:x()}-"])
def test_no_mark_makes_an_address(target: str) -> None:
    for article in convert(make_item(body=f"[甲]({target})")):
        assert "href" not in article.html


def test_faults_are_told_with_their_lines() -> None:
    item = make_item(body="甲\n\n-{乙", title="-{}-", lines=(("title", 2),))
    converted = convert_item(item, make_context())
    assert [(p.line, p.code) for p in converted.problems] == [(2, "W721"), (7, "W720")]
    assert converted.articles[0].card.title == "-{}-"
    assert converted.articles[1].text == "甲\n-{乙"


def test_marks_do_not_tell_the_script() -> None:
    body = "-{zh-hant:這個國家發展說話}-工会干部这里"
    assert convert(make_item(title="-{T|zh-hant:這個國家}-", body=body))[1].text == "這個國家發展說話工會幹部這裡"


def test_not_converted_items_and_variants_have_marks_too() -> None:
    hans, hant = convert(make_item(body="-{zh-hans:甲;zh-hant:乙}-里", convert=False))
    assert (hans.text, hant.text) == ("甲里", "乙里")
    variant = make_item(path="x.zh-Hant.md", title="手寫-{里}-", body="手寫-{zh-hk:丙;zh-tw:乙}-")
    _, taiwan, hong_kong = convert(make_item(variants=(("zh-Hant", variant),)), make_context(HANS, TAIWAN, HONG_KONG))
    assert (taiwan.text, hong_kong.text, taiwan.card.title) == ("手寫乙", "手寫丙", "手寫里")


def test_in_the_note_and_title_of_an_issue() -> None:
    item = make_item()
    note = "按-{zh-hans:甲;zh-hant:乙}-网络-{H|网络=>zh-hant:網路}-，-{坏"
    titled = Issue("2026-44", 2026, "44", "", date(2026, 11, 1), (item.path,), title="题-{里}-", note=note)
    issue = replace(titled, publisher="-{余}-会")
    hans, hant = (site.issues[0] for site in make_sites((item,), (issue,)))
    assert (hans.title, hans.note_html) == ("题里", "<p>按甲网络，-{坏</p>")
    assert (hans.publisher, hant.publisher) == ("余会", "余會")
    assert (hant.title, hant.note_html) == ("題里", "<p>按乙網路，-{壞</p>")


_PARTS = st.sampled_from(
    (
        *("-{", "}-", "-{里}-", "-{zh-hans:甲;zh-hant:乙}-", "-{H|里=>zh-hant:丙}-", "-{T|题}-", "\\", "`", "**"),
        *("\n\n", "\n", "里面", "头发", "|", "[甲](乙.md)", "# ", "- ", "> ", '<b title="', '">', "</b>", "“", "”"),
        *("\U000f0000", "&#xF0000;"),
    )
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(body=st.lists(_PARTS, max_size=12).map("".join), title=st.lists(_PARTS, max_size=4).map("".join))
def test_any_mixture(body: str, title: str) -> None:
    item = make_item(body=body, title=title)
    converted = convert_item(item, make_context(*ALL))
    assert converted == convert_item(replace(item), make_context(*ALL))
    if "\U000f0000" not in body + title and "&#xF0000;" not in body:
        assert not PRIVATE.search(repr(converted.articles))
    if not converted.problems and "-{" in body and "`" not in body + title and "\\" not in body + title:
        assert all("-{" not in article.text for article in converted.articles)
