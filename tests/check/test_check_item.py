from __future__ import annotations

import pickle
from dataclasses import fields, replace
from datetime import date, datetime

import pytest
from check.factory_check import CONFIG, UNIONS, ZONE, codes, document, item, text_document

from bulletin.check.item import check_document
from bulletin.model.content import Document
from bulletin.model.item import Attachment, Correction, Item
from bulletin.words import message


def at(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=ZONE)  # type: ignore[arg-type,misc]  # year, month, day and so on


# field, front matter, value
VALUES = [
    ("title", "标题: [工会动态] 快讯: “一函两书”#1", "[工会动态] 快讯: “一函两书”#1"),
    ("date", "日期: 2026年9月30日", at(2026, 9, 30)),
    ("date", "date: 2026-11-04T14:30:00+08:00", at(2026, 11, 4, 14, 30)),
    ("has_time", "日期: 2026-09-30 9时5分", True),
    ("has_time", "日期: 2026-09-30", False),
    ("kicker", "引题: 引", "引"),
    ("subtitle", "subtitle: 副", "副"),
    ("source", "来源: 市总", ("lj",)),
    ("source", "来源: 臨江市總工會、鹭洲区总工会", ("lj", "lz")),
    ("source", "source: [市总, 临江市总工会]", ("lj",)),
    ("author", "作者: 余雁秋、闵青", ("余雁秋", "闵青")),
    ("author", "作者: 余雁秋 闵青", ("余雁秋", "闵青")),
    ("author", "作者: [余雁秋, Lena Hoffmann]", ("余雁秋", "Lena Hoffmann")),
    ("author", "作者: Lena Hoffmann、余雁秋", ("Lena Hoffmann", "余雁秋")),
    ("author", "作者: 张 三", ("张三",)),
    ("author", "作者: 本报记者 余雁秋 通讯员 闵青", ("余雁秋", "闵青")),
    ("author", "作者: 阿卜杜拉·克里木", ("阿卜杜拉·克里木",)),
    ("section", "栏目: 通知", "notices"),
    ("section", "section: news", "news"),
    ("issue", "期: 42", "2026-42"),
    ("issue", "期: 042", "2026-42"),
    ("issue", "期: 第42期", "2026-42"),
    ("issue", "期: 第四十二期", "2026-42"),
    ("issue", "期: 2025-7", "2025-07"),
    ("issue", "期: 2026年第42期", "2026-42"),
    ("issue", "期: 增刊1", "2026-s1"),
    ("issue", "期: 不入刊", "-"),
    ("issue", "期: 无", "-"),
    ("tags", "标签: 安全生产、技能竞赛", ("安全生产", "技能竞赛")),
    ("tags", "tags: [a, b, a]", ("a", "b")),
    ("tags", "标签: 工会，维权；#法援#", ("工会", "维权", "法援")),
    ("summary", "摘要: 一句话。", "一句话。"),
    ("kind", "类型: 通知", "notice"),
    ("kind", "kind: page", "page"),
    ("kind", "类型: 新聞", "news"),
    ("addressee", "主送: 各区（县）总工会，各市级产业工会：", "各区（县）总工会，各市级产业工会："),
    ("signature", "落款: [临江市总工会, 临江市技能人才服务中心]", ("临江市总工会", "临江市技能人才服务中心")),
    ("signature", "落款:\n  单位: 临江市总工会\n  日期: 2026-10-13", ("临江市总工会",)),
    ("signed_on", "落款:\n  单位: 临江市总工会\n  日期: 2026-10-13", date(2026, 10, 13)),
    ("signed_on", "成文日期: 二〇二六年十月十三日", date(2026, 10, 13)),
    ("document_number", "发文字号: 临工发〔2026〕41号", "临工发〔2026〕41号"),
    ("contact", "联系人: 郎一舟 丁岳", ("郎一舟", "丁岳")),
    ("phone", "电话: 64650989", ("64650989",)),
    ("phone", "电 话: 0999-5550117、0999-5550126", ("0999-5550117", "0999-5550126")),
    ("phone", "电话: [012, 034]", ("012", "034")),
    ("attachments", "附件: 报名表.docx", (Attachment("报名表", "", "报名表.docx"),)),
    (
        "attachments",
        "附件: 1.报名表.docx、2.名单.xlsx",
        (Attachment("报名表", "", "1.报名表.docx"), Attachment("名单", "", "2.名单.xlsx")),
    ),
    (
        "attachments",
        "附件:\n  - 名称: 表\n    文件: a b.docx\n  - 说明",
        (Attachment("表", "", "a b.docx"), Attachment("说明", "")),
    ),
    ("attachments", "附件:\n  - name: 表\n    file: 表.docx", (Attachment("表", "", "表.docx"),)),
    ("reprint", "转载: 《工人日报》", "《工人日报》"),
    ("contributor", "供稿: 桐庐县总工会", ("桐庐县总工会",)),
    ("photographer", "摄影: 孟小楼", ("孟小楼",)),
    ("editor", "责任编辑: 钟秋里", ("钟秋里",)),
    ("region", "地区: 余浦县", "余浦县"),
    ("pinned", "置顶: 是", True),
    ("pinned", "置顶: on", True),
    ("pinned", "置顶: 否", False),
    ("draft", "草稿: true", True),
    ("draft", "草稿: 0", False),
    ("publish", "发布: 2099-05-01 08:00", at(2099, 5, 1, 8)),
    ("expire", "截止: 2026-12-31", at(2027, 1, 1)),
    ("expire", "截止: 2026-10-09 18:00", at(2026, 10, 9, 18)),
    ("slug", "网址: visitors-from-afar", "visitors-from-afar"),
    ("url", "网址: visitors-from-afar", "2026/10/visitors-from-afar/"),
    ("url", "网址: 工会", "2026/10/%E5%B7%A5%E4%BC%9A/"),
    ("url", "网址: about\n类型: 页面", "about/"),
    ("aliases", "旧网址: [/old/1.html, https://example.org/b/x/y/]", ("old/1.html", "x/y/")),
    ("corrections", "更正: 2026-10-16：原文有误。", (Correction(date(2026, 10, 16), "原文有误。"),)),
    (
        "corrections",
        "更正:\n  - 日期: 2026-10-16\n    内容: 原文有误。",
        (Correction(date(2026, 10, 16), "原文有误。"),),
    ),
    ("corrections", "更正: 原文有误。", (Correction(date(2026, 10, 14), "原文有误。"),)),
    ("withdrawn", "撤稿: 未征得本人同意，已撤下。", "未征得本人同意，已撤下。"),
    ("withdrawn", "撤稿: 是", "是"),
    ("withdrawn", "撤稿: yes", "是"),
    ("withdrawn", "撤稿: 否", ""),
    ("script", "文字: 繁体", "Hant"),
    ("script", "文字: zh-Hans", "Hans"),
    ("convert", "转换: 否", False),
    ("convert", "", True),
    ("views", "浏览次数: 555", "555"),
]


@pytest.mark.parametrize(("field", "front", "value"), VALUES)
def test_values(field: str, front: str, value: object) -> None:
    checked = document(front)
    assert checked.item is not None
    assert getattr(checked.item, field) == value
    assert [code for code in codes(checked) if code != "W436"] == []  # one title has a half-width colon


def test_every_field_of_front_matter_is_in_the_table() -> None:
    later = {
        "path",
        "body",
        "body_line",
        "digest",
        "cover",
        "gallery",
        "titles",
        "references",
        "links",
        "photos",
        "variants",
        "lines",
        "kept",
    }
    assert {name for name, _, _ in VALUES} >= {one.name for one in fields(Item)} - later


@pytest.mark.parametrize(
    ("front", "code", "line"),
    [
        ("标题: 甲\n日期: 2026年9月31日", "E402", 3),
        ("标题: 甲\n日期: 日前", "E407", 3),
        ("标题: 甲\n日期: 9月30日", "E407", 3),
        ("标题: 甲\n日期:\n  - 2026-09-30", "E401", 4),
        ("标题: 甲\n发布: 明天", "E407", 3),
        ("标题: 甲\n截止: 2026-13-01", "E403", 3),
        ("标题: 甲\n撤稿: [a, b]", "E401", 3),
        ("标题: 甲\n网址: Hello World", "E425", 3),
        ("标题: 甲\n网址: ../x", "E425", 3),
        ("标题: 甲\n网址: a/b", "E425", 3),
        ("标题: 甲\n网址: sections\n类型: 页面", "E426", 3),
        ("标题: 甲\n网址: 2026\n类型: 页面", "E426", 3),
        ("标题: 甲\n网址: hant\n类型: 页面", "E426", 3),
        ("标题:\n  一: 二", "E401", 3),
    ],
)
def test_faults_that_leave_it_out(front: str, code: str, line: int) -> None:
    checked = document(front)
    assert checked.item is None
    assert [(p.code, p.line) for p in checked.problems if p.severity == "error"] == [(code, line)]


@pytest.mark.parametrize(
    ("front", "code", "field", "value"),
    [
        ("置顶: 也许", "E406", "pinned", False),
        ("草稿: 也许", "E406", "draft", True),  # a draft published by mistake can't be taken back
        ("成文日期: 2026-02-30", "E402", "signed_on", None),
        ("类型: 小说", "E408", "kind", "news"),
        ("文字: 火星文", "E408", "script", ""),
        ("期: 四百", "E409", "issue", ""),
        ("期: 总第1180期", "E409", "issue", ""),
        ("摘要:\n  a: b", "E401", "summary", ""),
        ("标签:\n  a: b", "E401", "tags", ()),
        ("旧网址: ../../etc/passwd", "E411", "aliases", ()),
        ("旧网址: a.asp?id=3", "E411", "aliases", ()),
        ("旧网址: https://elsewhere.example/a", "E411", "aliases", ()),
        ("附件:\n  - 大小: 3\n    页数: 4", "E412", "attachments", ()),
        ("更正:\n  - 日期: 2026-10-16", "E413", "corrections", ()),
        ("更正:\n  - 日期: 2026-10-36\n    内容: x", "E402", "corrections", ()),
        ("栏目: 要文", "W430", "section", ""),
        ("栏目: 完全不同", "W430", "section", ""),
        ("来源: 临江总工会", "W431", "source", ("临江总工会",)),
        ("来源: 某某公司", "W432", "source", ("某某公司",)),
    ],
)
def test_faults_that_drop_a_field(front: str, code: str, field: str, value: object) -> None:
    checked = document(f"标题: 甲\n{front}")
    assert codes(checked) == [code]
    assert checked.item is not None
    assert getattr(checked.item, field) == value


def test_a_section_where_the_site_has_none_is_told_in_whole_sentences() -> None:
    bare = replace(CONFIG, sections=())
    found = text_document("---\n标题: 甲\n日期: 2026-09-30\n栏目: 要闻\n---\n正文。", config=bare)
    assert [message(problem, "hans") for problem in found.problems] == [
        "2026/a.md:4:5 [W430] 没有栏目“要闻”，这篇不在任何栏目里。 → "
        "照 site.yaml 里的栏目写（—）；新栏目要先写进 site.yaml，别的写法可以在那里加成别名"
    ]


def test_all_faults_at_once() -> None:
    checked = document("标题: 甲\n日期: 2026-09-31\n置顶: 也许\n栏木: 要闻\n期: x\n网址: A B")
    assert codes(checked) == ["E402", "E406", "W427", "E409", "E425"]


# --- title, date and body -------------------------------------------------------------------------------------------

# text, path -> title, body, its line, codes
OPENINGS = [
    ("标题一\n\n正文。", "2026/20261014x.md", "标题一", "正文。", 3, ["I415", "W417"]),
    ("# 标题一\n\n正文。", "20261014x.md", "标题一", "正文。", 3, ["I415", "W417"]),
    ("标题一\n=====\n正文。", "20261014x.md", "标题一", "正文。", 3, ["I415", "W417"]),
    ("**标题一**\n正文。", "20261014x.md", "标题一", "正文。", 2, ["I415", "W417"]),
    ("标题一\n发布时间：2026年10月14日\n正文。", "x.md", "标题一", "正文。", 3, ["W417", "I414"]),
    ("2026-10-14\n标题一\n正文。", "x.md", "标题一", "正文。", 3, ["I414", "W417"]),
    ("| 2026-10-14\n\n标题一\n\n正文。", "x.md", "标题一", "正文。", 5, ["I414", "W417"]),
    ("标题一\n发布时间：2026-10-14 来源：市总\n正文。", "x.md", "标题一", "来源：市总\n正文。", 2, ["W417", "I414"]),
    ("正文。只有一段，没有标题。", "2026-10-14-推进会.md", "推进会", "正文。只有一段，没有标题。", 1, ["I415", "W418"]),
    ("（一）加强组织。\n正文", "2026-10-14 推进会.md", "推进会", "（一）加强组织。\n正文", 1, ["I415", "W418"]),
    ("![图](a.jpg)\n正文", "20261014推进会.md", "推进会", "![图](a.jpg)\n正文", 1, ["I415", "W418"]),
    ("标题一\n\n本报讯（记者 甲）2026年8月6日，市总召开会议。", "x.md", "标题一",
     "本报讯（记者 甲）2026年8月6日，市总召开会议。", 3, ["W417", "W400"]),
    ("---\n标题: 甲\n---\n新华社北京2026年8月6日电 正文。", "20260810.md", "甲",
     "新华社北京2026年8月6日电 正文。", 4, ["W400"]),
    ("---\n标题: 甲\n---\n本报讯 2026年8月6日，正文。", "20260810.md", "甲",
     "本报讯 2026年8月6日，正文。", 4, ["I415"]),
    ("---\n标题: 甲\n类型: 页面\n---\n新华社北京2026年8月6日电", "关于.md", "甲", "新华社北京2026年8月6日电", 5, []),
    ("只有一行", "推进会/index.md", "推进会", "只有一行", 1, ["W416", "W418"]),
    ("---\n标题: 甲\n---\n\n\n正文。\n\n", "x.md", "甲", "正文。", 6, ["W416"]),
    (
        "---\n标题: 甲\n---\n会议时间：2026年10月14日\n正文。",
        "x.md",
        "甲",
        "会议时间：2026年10月14日\n正文。",
        4,
        ["W416"],
    ),
    ("---\n标题: 甲\n---\n64650989\n正文。", "x.md", "甲", "64650989\n正文。", 4, ["W416"]),
    ("---\n标题: 甲\n日期: 2026-10-14\n---\n2026-10-15\n正文。", "x.md", "甲", "2026-10-15\n正文。", 5, []),
    ("---\n标题: 甲\n类型: 页面\n---\n正文。", "关于.md", "甲", "正文。", 5, []),
    ("---\n标题: 甲\n草稿: 是\n---\n正文。", "x.md", "甲", "正文。", 5, []),
    ("---\n标题: 甲\n日期:\n---\n正文。", "20261399.md", "甲", "正文。", 5, ["W416"]),
    ("---\n标题: 甲\n---\n", "20261014.md", "甲", "", 4, ["I415"]),
]


def test_of_a_variant_no_date_is_guessed_since_the_other_text_says_when() -> None:
    checked = text_document("---\n标题: 甲\n---\n新華社北京2026年8月6日電 正文。", "甲.zh-Hant.md")
    assert (codes(checked), checked.item and checked.item.date) == ([], None)


@pytest.mark.parametrize(("text", "path", "title", "body", "line", "found"), OPENINGS)
def test_what_front_matter_leaves_unsaid(
    text: str, path: str, title: str, body: str, line: int, found: list[str]
) -> None:
    checked = text_document(text, path)
    assert checked.item is not None
    assert (checked.item.title, checked.item.body, checked.item.body_line) == (title, body, line)
    assert sorted(codes(checked)) == sorted(found)
    dated = "W416" not in found and checked.item.kind != "page" and not checked.item.draft
    assert (checked.item.date is not None) == dated


@pytest.mark.parametrize("text", ["", "\n\n", "---\n---\n", "---\n标题:\n---\n\n", "\u3000\u3000\n"])
def test_nothing_at_all_is_one_fault(text: str) -> None:
    checked = text_document(text, "x.md")
    assert checked.item is None
    assert [p.code for p in checked.problems if p.severity == "error"] == ["E419"]


def test_an_impossible_date_line_leaves_it_out() -> None:
    checked = text_document("标题一\n发布时间：2026年9月31日\n正文。", "x.md")
    assert checked.item is None
    assert [(p.code, p.line) for p in checked.problems if p.severity == "error"] == [("E402", 2)]


def test_what_read_found_unusable_is_left_out_and_said_once() -> None:
    checked = text_document("---\n标题: 甲\n标题: 乙\n---\n", "x.md")
    assert checked.item is None
    assert codes(checked) == ["E105"]


def test_a_body_that_would_hang_is_left_out() -> None:
    checked = document(body="[" * 5000)
    assert checked.item is None
    assert codes(checked) == ["E423"]


def test_references_are_in_lines_of_the_file() -> None:
    checked = item(body="一\n\n[二](b.md)")
    assert [(one.target, one.line, one.column) for one in checked.references] == [("b.md", 8, 5)]


@pytest.mark.parametrize(
    ("front", "date", "issue"),
    [
        ("期: 1", "2026-12-31", "2027-01"),
        ("期: 53", "2027-01-05", "2026-53"),
        ("期: 52", "2026-12-24", "2026-52"),
        ("期: 1", "2026-01-05", "2026-01"),
        ("期: 30", "2026-12-31", "2026-30"),
    ],
)
def test_the_year_of_an_issue_at_the_turn_of_the_year(front: str, date: str, issue: str) -> None:
    assert item(f"{front}\n日期: {date}").issue == issue


def test_an_issue_without_year_and_date() -> None:
    checked = text_document("---\n标题: 甲\n期: 42\n---\n正文", "x.md")
    assert codes(checked) == ["W416", "E410"]


def test_pickles_and_repeats() -> None:
    one, other = document("作者: 余雁秋"), document("作者: 余雁秋")
    assert one == other
    assert pickle.loads(pickle.dumps(one)) == one


def test_a_document_is_only_looked_at() -> None:
    nothing = Document("x.md", (), "", 1, "utf-8")
    assert check_document(nothing, CONFIG, UNIONS) == check_document(nothing, CONFIG, UNIONS)


@pytest.mark.parametrize(
    ("front", "field", "limit"),
    [
        pytest.param("标题: {}", "title", 200, id="标题"),
        pytest.param("引题: {}", "kicker", 200, id="引题"),
        pytest.param("副标题: {}", "subtitle", 200, id="副标题"),
        pytest.param("摘要: {}", "summary", 1000, id="摘要"),
        pytest.param("主送: {}", "addressee", 1000, id="主送"),
    ],
)
def test_a_line_longer_than_any_real_one_is_cut_and_named(front: str, field: str, limit: int) -> None:
    fits, too_long = (document(front.format("工" * count)) for count in (limit, limit + 1))
    assert fits.item is not None
    assert too_long.item is not None
    assert getattr(fits.item, field) == "工" * limit
    assert getattr(too_long.item, field) == "工" * (limit - 1) + "…"
    assert codes(fits) == []
    assert [problem.code for problem in too_long.problems] == ["W498"]
    assert too_long.problems[0].line == (2 if field == "title" else 3)


@pytest.mark.parametrize("front", ["标签: {}", "作者: {}", "来源: {}", "标题.zh-Hant: {}", "摄影: [甲, {}]"])
def test_no_name_is_longer_than_a_title(front: str) -> None:
    checked = document(front.format("工" * 6_000))
    assert checked.item is not None
    assert "W498" in codes(checked)
    found = [*checked.item.tags, *checked.item.author, *checked.item.source, *checked.item.photographer]
    assert all(len(one) <= 200 for one in (*found, *(title for _, title in checked.item.titles)))


def test_a_heading_too_long_for_a_title_stays_text() -> None:
    checked = text_document("# " + "工" * 201 + "\n\n正文\n", "2026/2026-10-16-座谈会.md")
    assert checked.item is not None
    assert checked.item.title == "座谈会"
    assert checked.item.body.startswith("# 工")


def test_the_digest_says_all_that_was_read() -> None:
    digests = [item.digest for body in ("甲。", "甲。", "乙。") if (item := text_document(body).item) is not None]
    assert digests[0] == digests[1] != digests[2]
    assert len(digests[0]) == 32
