"""Content trees of other generators -> drafts."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bulletin.ingest.draft import Draft, Reading
from bulletin.ingest.page import Wish
from bulletin.ingest.trees.front import split_front
from bulletin.ingest.trees.item import read_tree_file
from bulletin.ingest.trees.wordpress import read_wordpress
from bulletin.jobs.importing import import_files

BODY = "近日，市总召开推进会。\n\n![会场](photo.jpg)\n"
PHOTO = b"\xff\xd8\xff\xe0" + bytes(3000)

HUGO_TOML = f"""+++
title = "市总召开推进会"
date = 2026-09-30T10:20:00+08:00
draft = false
categories = ["要闻", "动态"]
tags = ["集体协商"]
slug = "forum"
aliases = ["/old/a.html"]
weight = 3
+++
{BODY}"""
HUGO_JSON = f'{{"title": "市总召开推进会", "date": "2026-09-30T10:20:00+08:00", "categories": ["要闻", "动态"], ' \
    f'"tags": ["集体协商"], "slug": "forum", "aliases": ["/old/a.html"], "weight": 3}}\n{BODY}'  # fmt: skip
HEXO = f"""---
title: 市总召开推进会
date: 2026-09-30 10:20:00
categories:
  - 要闻
  - 动态
tags: [集体协商]
slug: forum
permalink: /old/a.html
weight: 3
---
{BODY}"""
PELICAN = f"""Title: 市总召开推进会
Date: 2026-09-30 10:20
Category: 要闻
Tags: 动态, 集体协商
Slug: forum
Save_as: old/a.html
Weight: 3

{BODY}"""


@pytest.fixture
def site(tmp_path: Path) -> Path:
    (tmp_path / "site/content").mkdir(parents=True)
    settings = "标题: 甲\n网址: https://a.example/\n栏目:\n  - {名称: 要闻, 网址: news}\n"
    (tmp_path / "site/content/site.yaml").write_text(settings, encoding="utf-8")
    return tmp_path / "site"


def written(site: Path, source: Path) -> dict[str, str]:
    report = import_files(site, [source], False, False)
    assert [problem.code for one in report.sources for problem in one.reading.problems if problem.code[0] == "E"] == []
    return {path: (site / "content" / path).read_text(encoding="utf-8") for one in report.sources for path in one.items}


@pytest.mark.parametrize(
    "text",
    [HUGO_TOML, HUGO_JSON, HEXO, HEXO.removeprefix("---\n"), HEXO.replace("\n", "\r\n"), PELICAN],
    ids=["hugo-toml", "hugo-json", "hexo", "hexo-open", "crlf", "pelican"],
)
def test_front_matter_of_others(site: Path, tmp_path: Path, text: str) -> None:
    folder = tmp_path / "blog/posts"
    folder.mkdir(parents=True)
    (folder / "photo.jpg").write_bytes(PHOTO)
    (folder / "a.md").write_bytes(text.encode())
    assert list(written(site, tmp_path / "blog").values()) == [
        "---\n标题: 市总召开推进会\n日期: 2026-09-30 10:20\n栏目: 要闻\n标签:\n  - 动态\n  - 集体协商\n网址: forum\n"
        "旧网址:\n  - old/a.html\n---\n\n近日，市总召开推进会。\n\n![会场](photo.jpg)\n"
    ]
    assert (site / "content/2026/40/市总召开推进会/photo.jpg").read_bytes() == PHOTO


@pytest.mark.parametrize(
    ("front", "fields"),
    [
        ("title: 甲\ndraft: true", {"日期": "", "草稿": "是"}),
        ("title: 甲\npublished: false", {"日期": "", "草稿": "是"}),
        ("title: 甲\nstatus: published\ndate: 2026/09/30", {"日期": "2026-09-30"}),
        ("title: 甲\nauthor: [丁砚秋, 郎一舟]", {"日期": "", "作者": "丁砚秋、郎一舟"}),
        ("title: 甲\ncategories: 随笔", {"日期": "", "标签": ("随笔",)}),
        ("title: 甲\nslug: 中文", {"日期": ""}),
        ("title: 甲\npermalink: /:year/:title/", {"日期": ""}),
        ("title: 甲\npermalink: https://a.example/x/y.html", {"日期": "", "旧网址": ("x/y.html",)}),
        ("title: 甲\nsticky: 1", {"日期": "", "置顶": "是"}),
        ("title: 甲\ncover: https://a.example/b.jpg", {"日期": ""}),
        ("标题: 甲\n日期: 2026年9月30日\n主送: 各工会：", {"日期": "2026-09-30", "主送": "各工会："}),
    ],
)
def test_keys(front: str, fields: Mapping[str, object]) -> None:
    values = dict[str, object]()
    for line in front.split("\n"):
        key, _, value = line.partition(": ")
        values[key] = value.strip("[]").split(", ") if value.startswith("[") else value
    draft = read_tree_file("a.md", values, "正文。", 3, Wish(), lambda _: None).drafts[0]
    assert (draft.title, dict(draft.fields)) == ("甲", fields)


def test_the_name_of_a_jekyll_post(site: Path, tmp_path: Path) -> None:
    path = tmp_path / "2026-09-30-hello.md"
    path.write_text("---\nlayout: post\ntitle: 甲\n---\n正文。\n", encoding="utf-8")
    (text,) = written(site, path).values()
    assert text == "---\n标题: 甲\n日期: 2026-09-30\n网址: hello\n---\n\n正文。\n"


def body(text: str, files: Mapping[str, bytes]) -> tuple[Draft, Reading]:
    reading = read_tree_file("a.md", {"title": "甲"}, text, 3, Wish(), files.get)
    return reading.drafts[0], reading


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("![会场](/images/a.jpg)", "![会场](a.jpg)"),
        ('![会场](/images/a.jpg "图为会场")', '![会场](a.jpg "图为会场")'),
        ("![](</images/b c.jpg>)", "![](<b c.jpg>)"),
        ("![](/images/b%20c.jpg)", "![](<b c.jpg>)"),
        ("![]({static}/images/a.jpg)", "![](a.jpg)"),
        ('{{< figure src="/images/a.jpg" title="图为会场" >}}', '![](a.jpg "图为会场")'),
        ("{% asset_img a.jpg 会场 %}", "![会场](a.jpg)"),
        ('<img src="/images/a.jpg" width="3">', "![](a.jpg)"),
        ("甲<!-- more -->\n乙", "甲乙"),
        ("![](https://a.example/x.jpg)", "![](https://a.example/x.jpg)"),
        ("[甲](b.md)", "[甲](b.md)"),
    ],
)
def test_photos_of_others(typed: str, written: str) -> None:
    draft, _ = body(typed, {"/images/a.jpg": PHOTO, "/images/b c.jpg": PHOTO, "a.jpg": PHOTO})
    assert draft.body == written


def test_what_is_missing_or_unknown_is_named() -> None:
    draft, reading = body("![](x.jpg)\n\n{{< youtube abc >}}\n", {})
    assert draft.body == "![](x.jpg)\n\n{{< youtube abc >}}"
    assert [(one.code, one.line) for one in reading.problems] == [("W962", 3), ("W971", 3), ("W974", 5)]


def item(kind: str, status: str, title: str, html: str, more: str = "") -> str:
    return f"""<item><title>{title}</title><link>https://a.example/?p=1</link><dc:creator>丁砚秋</dc:creator>
<content:encoded><![CDATA[{html}]]></content:encoded><wp:post_date>2026-09-30 10:20:00</wp:post_date>
<wp:post_name>forum</wp:post_name><wp:status>{status}</wp:status><wp:post_type>{kind}</wp:post_type>{more}</item>"""


def wxr(*items: str, head: str = "") -> bytes:
    return f"""<?xml version="1.0" encoding="UTF-8"?>{head}<rss version="2.0"
 xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:wp="http://wordpress.org/export/1.2/"><channel>{"".join(items)}</channel></rss>""".encode()


def test_a_wordpress_export(site: Path, tmp_path: Path) -> None:
    source = tmp_path / "wp.xml"
    uploads = tmp_path / "wp-content/uploads/2026"
    uploads.mkdir(parents=True)
    (uploads / "a.jpg").write_bytes(PHOTO)
    term = '<category domain="category" nicename="x">要闻</category><category domain="post_tag">女职工</category>'
    image = '<img src="https://a.example/wp-content/uploads/2026/a.jpg" />'
    html = f'甲段。\n\n<b>乙</b>段。[caption id="1"]{image}图为会场。[/caption]'
    source.write_bytes(
        wxr(
            item("post", "publish", "市总召开推进会", html, term),
            item("page", "publish", "关于", "<p>本刊。</p>"),
            item("post", "draft", "没写完", "<!-- wp:paragraph --><p>草。</p><!-- /wp:paragraph -->"),
            item("attachment", "inherit", "a", ""),
        )
    )
    texts = written(site, source)
    assert list(texts.values()) == [
        "---\n标题: 市总召开推进会\n日期: 2026-09-30 10:20\n栏目: 要闻\n作者: 丁砚秋\n标签:\n  - 女职工\n"
        "网址: forum\n---\n\n甲段。\n\n**乙**段。\n\n![](照片1.jpg)\n\n图为会场。\n",
        "---\n标题: 关于\n类型: 页面\n日期: 2026-09-30 10:20\n作者: 丁砚秋\n网址: forum\n---\n\n本刊。\n",
        "---\n标题: 没写完\n日期: 2026-09-30 10:20\n作者: 丁砚秋\n草稿: 是\n网址: forum\n---\n\n草。\n",
    ]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        pytest.param(wxr(head="<!DOCTYPE r [<!ENTITY a 'b'>]>"), "E970", id="entity"),
        pytest.param(wxr(), "E964", id="empty"),
        pytest.param(b"<rss", "E964", id="cut"),
    ],
)
def test_exports_that_are_none(data: bytes, code: str) -> None:
    assert code in [problem.code for problem in read_wordpress("wp.xml", data, Wish(), lambda _: None).problems]


@given(st.text("+-{}[]:=;\"'\n title date甲#", max_size=80))
def test_any_text_has_front_matter_or_not(text: str) -> None:
    front = split_front(text)
    assert front.form or front.body == text
