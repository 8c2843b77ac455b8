"""Saved web pages and WeChat articles -> drafts."""

from __future__ import annotations

import base64
from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bulletin.ingest.draft import Reading
from bulletin.ingest.page import Wish
from bulletin.ingest.web.page import read_web

LEAD = (
    "近日，临江市总工会在鹭洲区召开工会工作推进会，总结前三季度工作，部署下一阶段任务，"
    "各区县总工会的负责同志参加。"
)
BODY = "会议要求，各级工会要把服务职工放在心上，落细落实送温暖、职工托管、技能提升等各项工作。"
PHOTO = b"\xff\xd8\xff\xe0" + bytes(3000)


def read(html: str, files: Mapping[str, bytes] | None = None, is_split: bool = False) -> Reading:
    found = files or {}
    return read_web("page.html", html, Wish(is_split, frozenset({"要闻"})), found.get)


def one(html: str, files: Mapping[str, bytes] | None = None) -> tuple[str, dict[str, object], str]:
    drafts = read(html, files).drafts
    assert len(drafts) == 1
    return drafts[0].title, dict(drafts[0].fields), drafts[0].body


def page(container: str, meta: str = "", head: str = "<h1>临江市总工会召开推进会</h1>") -> str:
    return f"""<html><head><title>工会新闻_临江市总工会</title>{meta}</head><body>
    <div class="nav"><ul><li><a href="/">首页</a></li><li><a href="/a">工会概况与领导介绍</a></li></ul></div>
    <div>您的位置：<a href="/">首页</a> &gt; <a href="/y">要闻</a> &gt; 正文</div>{head}
    <div class="info"><span>发布时间：2026-09-30 09:05</span> <span>来源：鹭洲区总工会</span>
    作者：丁砚秋 阅读次数：31</div>
    {container}
    <ul><li>上一篇：<a href="/1">关于举办技能大赛的通知</a></li></ul>
    <div id="footer">主办单位：临江市总工会 浙ICP备11032011号-1</div></body></html>"""


TEXT = f"<p>　　{LEAD}</p><p>&nbsp;&nbsp;{BODY}</p>"


@pytest.mark.parametrize(
    "container",
    [
        f'<div class="TRS_Editor">{TEXT}</div>',
        f'<div class="view TRS_UEDITOR trs_paper_default">{TEXT}</div>',
        f'<div id="zoom">{TEXT}</div>',
        f'<div id="vsb_content"><div class="v_news_content">{TEXT}</div></div>',
        f'<div class="wp_articlecontent">{TEXT}</div>',
        f'<div class="entry-content">{TEXT}</div>',
        f"<article>{TEXT}</article>",
        f'<table><tr><td class="zw">{TEXT}</td></tr></table>',
        f'<div class="x81">{TEXT}</div>',
        f'<div class="x81"><div><font size="4">{LEAD}<br><br>{BODY}</font></div></div>',
    ],
    ids=["TRS", "TRS-UE", "zoom", "vsb", "sudy", "wordpress", "article", "zw", "unknown", "breaks"],
)
def test_containers(container: str) -> None:
    title, fields, body = one(page(container))
    assert title == "临江市总工会召开推进会"
    assert fields == {
        "日期": "2026-09-30 09:05", "来源": "鹭洲区总工会", "栏目": "要闻", "作者": "丁砚秋", "浏览次数": "31",
    }  # fmt: skip
    assert body == f"{LEAD}\n\n{BODY}"


def test_meta_names_win_and_empty_ones_say_nothing() -> None:
    meta = """<meta name="ArticleTitle" content="鹭洲区召开推进会"><meta name="PubDate" content="2026-10-01 08:00:00">
    <meta name="ContentSource" content="null"><meta name="Author" content="">"""
    title, fields, _ = one(page(f'<div class="TRS_Editor">{TEXT}</div>', meta, ""))
    assert (title, fields["日期"], fields["来源"]) == ("鹭洲区召开推进会", "2026-10-01 08:00", "鹭洲区总工会")


def test_a_page_in_frames_of_tables() -> None:
    html = f"""<html><head><title>桐溪县总工会</title></head><body><table><tr><td>今天是:</td></tr><tr><td><table>
    <tr><td>当前位置：<a href="/">首页</a>&gt;&gt;<a>要闻</a></td></tr>
    <tr><td align="center"><b><font size="5">桐溪县总工会开展“送清凉”活动</font></b></td></tr>
    <tr><td>发布时间:2026年09月30日</td></tr><tr><td>{TEXT}<p>(桐溪县总工会供稿)</p></td></tr>
    <tr><td>浏览次数:<span>555</span>&nbsp;<a>打印</a></td></tr></table></td></tr></table></body></html>"""
    title, fields, body = one(html)
    assert (title, body) == ("桐溪县总工会开展“送清凉”活动", f"{LEAD}\n\n{BODY}")
    assert fields == {"日期": "2026-09-30", "栏目": "要闻", "供稿": "桐溪县总工会", "浏览次数": "555"}


def test_the_title_of_the_window_alone_is_no_title() -> None:
    assert one(page(f'<div class="TRS_Editor">{TEXT}</div>', "", ""))[0] == ""


WECHAT = f"""<html><head><meta property="og:title" content="暖心驿站上新了"></head><body>
<h1 id="activity-name"> 暖心驿站上新了 </h1><a id="js_name"> 临江工会 </a>
<em id="publish_time">2026年9月30日 17:20</em>
<div id="js_content" style="visibility: visible">
<section><section style="x"><span>{LEAD}</span></section>
<section><img data-src="暖心_files/640.jpg" src="data:image/svg+xml,x"></section>
<p><span>{BODY}</span>\u200b</p></section>
<p>编辑：余雁秋　审核：范长屿</p></div><div id="js_pc_qr_code">微信扫一扫</div>
<script>var a = "近日";</script></body></html>"""


def test_a_wechat_article_with_its_photo() -> None:
    reading = read(WECHAT, {"暖心_files/640.jpg": PHOTO})
    draft = reading.drafts[0]
    assert (draft.title, dict(draft.fields)) == (
        "暖心驿站上新了", {"日期": "2026-09-30 17:20", "来源": "临江工会", "编辑": "余雁秋"},
    )  # fmt: skip
    assert draft.body == f"{LEAD}\n\n![](照片1.jpg)\n\n{BODY}"
    assert [(asset.name, asset.data) for asset in draft.assets] == [("照片1.jpg", PHOTO)]
    missing = read(WECHAT)
    assert "![" not in missing.drafts[0].body
    assert [problem.code for problem in missing.problems] == ["W971"]


@pytest.mark.parametrize("style", ["visibility: hidden; opacity: 0;", "display:none"])
def test_a_wechat_article_as_it_is_sent_before_its_script_has_run(style: str) -> None:
    draft = read(WECHAT.replace("visibility: visible", style), {"暖心_files/640.jpg": PHOTO}).drafts[0]
    assert draft.body == f"{LEAD}\n\n![](照片1.jpg)\n\n{BODY}"
    assert draft.field("来源") == "临江工会"


def test_a_wechat_article_of_few_words() -> None:
    html = WECHAT.replace(LEAD, "送清凉活动今天开始。").replace(BODY, "")
    html = html.replace("<p>编辑：余雁秋　审核：范长屿</p>", "")
    draft = read(html, {"暖心_files/640.jpg": PHOTO}).drafts[0]
    assert draft.body == "送清凉活动今天开始。\n\n![](照片1.jpg)"
    assert draft.field("来源") == "临江工会"


def test_what_is_hidden_inside_an_article_stays_so() -> None:
    html = WECHAT.replace("<p>编辑：", '<p style="display: none">看不见的一段话。</p><p>编辑：')
    assert "看不见" not in read(html).drafts[0].body


def test_a_wechat_article_as_a_browser_saves_it() -> None:
    html = WECHAT.replace("2026年9月30日 17:20", "").replace("var a", 'var ct = "1790760000"; var a')
    html = html.replace('data-src="暖心_files/640.jpg" src="data:image/svg+xml,x"',
                        'data-src="https://mmbiz.example/640" src="./暖心_files/640"')  # fmt: skip
    html = html.replace('<h1 id="activity-name"> 暖心驿站上新了 </h1>', "")
    draft = read(html, {"./暖心_files/640": PHOTO}).drafts[0]
    assert (draft.title, draft.field("日期")) == ("暖心驿站上新了", "2026-09-30 17:20")
    assert [asset.data for asset in draft.assets] == [PHOTO]


@pytest.mark.parametrize(
    ("html", "markdown"),
    [
        ("<p>5*3 是 [15]，<b>加粗</b>。</p>", "5\\*3 是 \\[15\\]，**加粗**。"),
        ("<p>见<a href='https://a.example/b'>网站</a>和<a href='javascript:x()'>按钮</a>。</p>",
         "见[网站](https://a.example/b)和按钮。"),
        ("<ul><li>甲项</li><li>乙项</li></ul>", "- 甲项\n- 乙项"),
        ("<h2>一、要求</h2><p>从严。</p>", "## 一、要求\n\n从严。"),
        ("<p>1. 甲</p>", "1\\. 甲"),
        ("<p># 甲</p>", "\\# 甲"),
        ("<p>&lt;script&gt;</p>", "&lt;script>"),
        ("<blockquote><p>引文。</p></blockquote>", "> 引文。"),
        ("<table><tr><th>单位</th><th>人数</th></tr><tr><td>甲|乙</td><td>3</td></tr></table>",
         "| 单位 | 人数 |\n|---|---|\n| 甲\\|乙 | 3 |"),
        ("<table><tr><td colspan=2>表</td></tr><tr><td rowspan=2>甲</td><td>1</td></tr><tr><td>2</td></tr></table>",
         "| 表 | >> |\n|---|---|\n| 甲 | 1 |\n| ^^ | 2 |"),
        ("<table><tr><td rowspan=2>甲</td><td>1</td></tr><tr><td>2</td></tr></table>",
         '<table>\n<tr><td rowspan="2">甲</td><td>1</td></tr>\n<tr><td>2</td></tr>\n</table>'),
        ("<table><tr><td><table><tr><td>框里的字。</td></tr></table></td></tr></table>", "框里的字。"),
        ("<p>甲<script>x()</script><style>y</style>乙<span style='display:none'>丙</span>丁。</p>", "甲乙丁。"),
        ("<p>甲。<br>乙。</p>", "甲。\n\n乙。"),
    ],
)  # fmt: skip
def test_what_becomes_of_elements(html: str, markdown: str) -> None:
    assert one(page(f'<div class="TRS_Editor"><p>{LEAD}</p>{html}</div>'))[2] == f"{LEAD}\n\n{markdown}"


def test_a_photo_in_the_page_itself_and_a_file_beside_it() -> None:
    source = "data:image/jpeg;base64," + base64.b64encode(PHOTO).decode()
    html = page(f'<div id="zoom">{TEXT}<p><img src="{source}" alt="会场"></p><a href="a/b.docx">登记表.docx</a></div>')
    draft = read(html, {"a/b.docx": b"PK"}).drafts[0]
    assert [asset.name for asset in draft.assets] == ["照片1.jpg", "登记表.docx"]
    assert draft.body.endswith("![会场](照片1.jpg)\n\n[登记表.docx](<登记表.docx>)")


@pytest.mark.parametrize("depth", [300, 3000])
def test_deep_nesting_is_no_trouble(depth: int) -> None:
    reading = read(f"<html><body>{'<section>' * depth}<p>{LEAD}</p>{'</section>' * depth}<p>{BODY}</p></body></html>")
    assert BODY in reading.drafts[0].body or any(BODY in left.line.text for left in reading.left_out)
    assert any(LEAD in draft.body for draft in reading.drafts) or any(LEAD in one.line.text for one in reading.left_out)


PIECES = st.sampled_from(
    [
        "<p>", "</p>", "</div>", "<table>", "<tr>", "</td>", "</tr>", "</table>", "<b>", "</b>", "</a>", "<li>", "<ul>",
        "</ul>", "<br>", "<h1>", "</h1>", "&amp;", "<", "&#0;", "<!--", "-->", "<script>", "</script>", "<blockquote>",
        "来源：甲会", "字", "<div id='zoom'>", "<td rowspan='9'>", "<a href='x'>", "<img src='a'>", LEAD,
    ]
)  # fmt: skip


@given(st.lists(PIECES, max_size=25))
def test_any_markup_is_read(pieces: list[str]) -> None:
    read("".join(pieces))
