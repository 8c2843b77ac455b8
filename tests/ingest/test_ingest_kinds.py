"""Pages as offices send them: documents with a red head, bulletins of short items, archives, and more."""

from __future__ import annotations

import base64
import quopri
from pathlib import Path
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ingest.docx_file import docx, paragraph

from bulletin.ingest.draft import Reading
from bulletin.ingest.page import Wish, read_text
from bulletin.ingest.web.archive import unpacked
from bulletin.ingest.web.page import read_web
from bulletin.ingest.word.page import read_word
from bulletin.jobs.importing import reading_of

DOCUMENT = """临江市总工会文件
临工发〔2026〕41号
关于做好冬季送温暖工作的通知
各区县总工会，市直机关工会：
　　现就做好冬季送温暖工作通知如下。
　　一、提高认识
　　各级工会要高度重视。
　　附件：1．送温暖登记表
　　　　　2．汇总表
　　　　　　　　　　　　临江市总工会
　　　　　　　　　　　　2026年10月15日
　　（联系人：周宁，联系电话：5550103）
抄送：市委办公室。
临江市总工会办公室　　2026年10月15日印发
"""
BULLETIN = """工会简报
2026年第44期（总第1201期）
临江市总工会办公室编　　2026年11月1日

【要闻】
市总工会召开季度推进会
本报讯 10月28日，市总工会召开三季度推进会，通报各项工作。
会议强调，要把职工的事放在心上。
（张海燕）

东港区总开展安全宣传
10月27日，东港区总工会走进码头，向装卸工人
宣传安全知识，发放手册300册。
（东港区总工会供稿）

【基层动态】
港务集团工会办起读书会
每周三晚上，港务集团工会的读书会准时开始，目前已办12场。
（李国强 王丽）

报：省总工会
送：市委办、市人大办
"""


def text(page: str, is_split: bool = False) -> Reading:
    return read_text("page.txt", page, Wish(is_split, frozenset({"要闻", "基层动态"})))


def left(reading: Reading) -> list[str]:
    return [one.line.text.strip() for one in reading.left_out]


def test_a_document_with_a_red_head() -> None:
    reading = text(DOCUMENT)
    (draft,) = reading.drafts
    assert draft.title == "关于做好冬季送温暖工作的通知"
    assert dict(draft.fields) == {
        "类型": "通知", "日期": "", "发文字号": "临工发〔2026〕41号", "主送": "各区县总工会，市直机关工会：",
        "落款": "临江市总工会", "成文日期": "2026-10-15", "联系人": "周宁", "电话": "5550103",
    }  # fmt: skip
    assert left(reading) == ["临江市总工会文件", "抄送：市委办公室。", "临江市总工会办公室　　2026年10月15日印发"]
    assert "联系电话" not in draft.body
    assert "印发" not in draft.body


def test_a_word_document_with_a_red_head() -> None:
    reading = read_word(
        "文.docx",
        docx(
            paragraph("临江市总工会文件", "center"), paragraph("临工发〔2026〕52号", "center"),
            paragraph("关于开展职工技能竞赛的", "center"), paragraph("通　知", "center"),
            paragraph("各区县总工会："), paragraph("　　现将有关事项通知如下。"), paragraph("请按时报名。"),
        ),
        Wish(),
    )  # fmt: skip
    assert reading.drafts[0].title == "关于开展职工技能竞赛的通知"
    assert dict(reading.drafts[0].fields)["发文字号"] == "临工发〔2026〕52号"
    assert left(reading) == ["临江市总工会文件"]


def test_a_file_is_no_red_head_without_its_number() -> None:
    (draft,) = text("关于学习贯彻重要文件\n\n各级工会要认真学习文件精神，结合实际抓好落实，推动工作。\n").drafts
    assert draft.title == "关于学习贯彻重要文件"


def test_a_bulletin_of_short_items_under_columns() -> None:
    reading = text(BULLETIN, is_split=True)
    assert [(draft.title, dict(draft.fields).get("作者", "")) for draft in reading.drafts] == [
        ("市总工会召开季度推进会", "张海燕"),
        ("东港区总开展安全宣传", ""),
        ("港务集团工会办起读书会", "李国强、王丽"),
    ]
    assert [dict(draft.fields).get("栏目", "") for draft in reading.drafts] == ["要闻", "要闻", "基层动态"]
    assert dict(reading.drafts[1].fields)["供稿"] == "东港区总工会"
    assert reading.issue == "2026-44"
    assert "报：省总工会" in left(reading)
    fields = "".join(f"{draft.title}{draft.fields}" for draft in reading.drafts)
    whole = "".join(draft.body for draft in reading.drafts)
    for line in BULLETIN.split("\n"):
        is_told = line.strip("【】（） 供稿").replace(" ", "、") in fields
        assert is_told or line.strip() in whole or line.strip() in (*left(reading), reading.issue_title), line


def test_a_table_between_two_marks_each() -> None:
    table = "|| 单位 || 人数 || 备注 ||\n|| 东港区 || 120 || ||\n|| 滨江区 || 96 || 含新业态 ||\n"
    (draft,) = text(f"各区职工培训人数\n\n{table}").drafts
    assert draft.body == "| 单位 | 人数 | 备注 |\n|---|---|---|\n| 东港区 | 120 |  |\n| 滨江区 | 96 | 含新业态 |"


def web(html: str) -> Reading:
    return read_web("page.html", html, Wish(), lambda _: None)


def test_a_line_that_word_broke_is_whole() -> None:
    (draft,) = web("<title>x</title><h1>职工书屋添了新书</h1><p>书屋添了\n新书\r\n  二百册，有 2\n本好看。</p>").drafts
    assert draft.body == "书屋添了新书二百册，有 2 本好看。"


def test_date_and_author_under_the_title_of_a_blog() -> None:
    reading = web(
        '<head><meta property="article:published_time" content="2026-10-12T08:00:00+08:00"></head>'
        "<article><h1>工会食堂的账本</h1>"
        "<p><time>2026年10月12日</time><span>陈思</span></p><p>食堂的账本每月公布一次，人人看得懂。</p></article>"
    )
    assert dict(reading.drafts[0].fields)["作者"] == "陈思"
    assert reading.drafts[0].body == "食堂的账本每月公布一次，人人看得懂。"


def test_a_second_source_is_told() -> None:
    reading = web(
        '<div id="js_content"><p>驿站的伞借出去了三十把，还回来三十一把。</p><p>来源：临江市总工会</p></div>'
        '<a id="js_name">临江工会</a><h1 id="activity-name">工会的伞</h1>'
    )
    assert dict(reading.drafts[0].fields)["来源"] == "临江工会"
    assert "来源：临江市总工会" in left(reading)


# --- a page in one file -----------------------------------------------------------------------------------------------

PHOTO = b"\xff\xd8\xff\xe0" + bytes(range(256)) * 20
PAGE = (
    '<html><head><meta charset="utf-8"><title>驿站的灯_临江工会网</title></head><body><h1>驿站的灯</h1>'
    '<div>来源：滨江区总工会 发布时间：2026-10-30</div><div class="content"><p>夜里十一点，驿站的灯还亮着。</p>'
    '<img src="https://x.example/图/a.jpg"><img src="cid:b@x"><p>骑手们在这里歇一歇，喝口热水。</p></div></body></html>'
)


def archive(begin: bytes, page: bytes) -> bytes:
    head = b"MIME-Version: 1.0\r\nContent-Type: multipart/related; type=\"text/html\"; boundary=\"--B\"\r\n\r\n"
    photo = base64.encodebytes(PHOTO).replace(b"\n", b"\r\n")
    return b"".join((
        begin, head,
        b"----B\r\nContent-Type: text/html\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n",
        quopri.encodestring(page), b"\r\n",
        b"----B\r\nContent-Type: image/jpeg\r\nContent-Transfer-Encoding: base64\r\n"
        b"Content-Location: https://x.example/%E5%9B%BE/a.jpg\r\n\r\n", photo, b"\r\n",
        b"----B\r\nContent-Type: image/jpeg\r\nContent-Transfer-Encoding: base64\r\nContent-ID: <b@x>\r\n\r\n",
        photo, b"\r\n----B--\r\n",
    ))  # fmt: skip


@pytest.mark.parametrize("begin", [b"From: <Saved by Blink>\r\nSubject: x\r\n", b""], ids=["Chromium", "others"])
@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_an_archive(begin: bytes, encoding: str) -> None:
    reading = reading_of(Path("page.mht"), archive(begin, PAGE.encode(encoding)), Wish())
    (draft,) = reading.drafts
    fields = dict(draft.fields)
    assert (draft.title, fields["日期"], fields["来源"]) == ("驿站的灯", "2026-10-30", "滨江区总工会")
    assert [(asset.name, asset.data) for asset in draft.assets] == [("照片1.jpg", PHOTO), ("照片2.jpg", PHOTO)]
    assert draft.body.index("还亮着") < draft.body.index("照片1.jpg") < draft.body.index("歇一歇")


def part(kind: str, place: str, data: bytes) -> bytes:
    head = f"--B\r\nContent-Type: {kind}\r\nContent-Location: {quote(place, safe=':/?=')}\r\n\r\n"
    return head.encode() + data + b"\r\n"


@pytest.mark.parametrize(
    ("page", "photos", "sources"),
    [
        ("https://x.example/a/", ["https://x.example/p?id=1", "https://x.example/p?id=2"],
         ["https://x.example/p?id=2", "https://x.example/p?id=1"]),
        ("file:///C:/新闻.htm", ["file:///C:/新闻.files/1.jpg", "file:///C:/新闻.files/2.jpg"],
         ["新闻.files/2.jpg", "新闻.files/1.jpg"]),
        ("", ["1.jpg", "2.jpg"], ["2.jpg", "1.jpg"]),
    ],
    ids=["addresses that differ by a number", "as Word saves it", "names alone"],
)  # fmt: skip
def test_each_photo_of_an_archive_stands_where_it_stood(page: str, photos: list[str], sources: list[str]) -> None:
    one, two = PHOTO + b"1", PHOTO + b"2"
    text = "".join(f"<p>夜里十一点，驿站的灯还亮着，骑手们在这里歇一歇。</p><img src='{source}'>" for source in sources)
    parts = [part("text/html", page, f"<meta charset=utf-8><h1>驿站的灯</h1>{text}".encode())]
    parts += [part("image/jpeg", place, b"\r\n".join(base64.encodebytes(data).split(b"\n"))) for place, data in (
        (photos[0], one), (photos[1], two))]  # fmt: skip
    parts = [one.replace(b"image/jpeg\r\n", b"image/jpeg\r\nContent-Transfer-Encoding: base64\r\n") for one in parts]
    head = b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=B\r\n\r\n"
    (draft,) = reading_of(Path("page.mht"), head + b"".join(parts) + b"--B--\r\n", Wish()).drafts
    assert [asset.data for asset in draft.assets] == [two, one]


@pytest.mark.parametrize(
    "data",
    [
        b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=B\r\n\r\n--B\r\n\r\nx\r\n--B--",
        b"From: <Saved by Blink>\r\nContent-Type: multipart/related;\r\n\r\n",
        b"MIME-Version: 1.0\r\nContent-Type: text/html\r\nContent-Transfer-Encoding: base64\r\n\r\n!!!",
    ],
    ids=["no page", "cut off", "no base64"],
)
def test_archives_without_a_page(data: bytes) -> None:
    reading = reading_of(Path("page.mht"), data, Wish())
    assert reading.drafts == () or reading.drafts[0].body


@given(st.binary(max_size=300))
def test_any_bytes_behind_the_head_of_an_archive(data: bytes) -> None:
    unpacked(b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=B\r\n\r\n--B\r\n" + data)
    unpacked(b"MIME-Version: 1.0\r\n" + data)
