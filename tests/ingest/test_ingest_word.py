"""Word files -> drafts: what Word shows and mammoth drops is there; what could do harm is refused."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ingest.docx_file import cell, comments, docx, footnotes, level, numbering, paragraph, picture, run, table

from bulletin.ingest.draft import Draft, Reading
from bulletin.ingest.page import Wish
from bulletin.ingest.word.numbering import chinese, written
from bulletin.ingest.word.page import read_word

LEAD = "近日，临江市总工会在鹭洲区召开工会工作推进会，总结前三季度工作，部署下一阶段任务，各级工会负责同志参加。"
BODY = "会议要求，各级工会要把服务职工放在心上，落细落实送温暖、职工托管、技能提升等各项工作。"
PHOTO = b"\xff\xd8\xff\xe0" + bytes(range(256)) * 20


def read(data: bytes) -> Reading:
    return read_word("稿.docx", data, Wish())


def one(data: bytes) -> Draft:
    reading = read(data)
    assert [problem.code for problem in reading.problems if problem.code[0] == "E"] == []
    assert len(reading.drafts) == 1
    return reading.drafts[0]


def test_a_notice_as_it_is_typed() -> None:
    draft = one(
        docx(
            paragraph("关于开展困难职工", "center"),
            paragraph("核查工作的通知", "center"),
            paragraph("临工发〔2026〕38号", "center"),
            paragraph("各区（县）总工会、市级产业工会："),
            paragraph(f"　　{LEAD}现将有关事项通知如下："),
            paragraph("核查对象", number=(1, 0)),
            paragraph(BODY),
            paragraph("工作要求", number=(1, 0)),
            paragraph("加强领导。" + BODY, number=(1, 1)),
            paragraph("落实责任。" + BODY, number=(1, 1)),
            paragraph("临江市总工会", "right"),
            paragraph("2026年9月28日", "right"),
            parts={
                "numbering.xml": numbering(
                    level(0, "chineseCountingThousand", "%1、") + level(1, "chineseCounting", "（%2）")
                )
            },
        )
    )
    assert draft.title == "关于开展困难职工核查工作的通知"
    assert dict(draft.fields) == {
        "类型": "通知", "日期": "", "发文字号": "临工发〔2026〕38号", "主送": "各区（县）总工会、市级产业工会：",
        "落款": "临江市总工会", "成文日期": "2026-09-28",
    }  # fmt: skip
    assert draft.body.split("\n\n") == [
        f"{LEAD}现将有关事项通知如下：", "一、核查对象", BODY, "二、工作要求",
        f"（一）加强领导。{BODY}", f"（二）落实责任。{BODY}",
    ]  # fmt: skip


def test_a_table_with_merged_cells() -> None:
    rows = (
        cell("汇总表", 3),
        cell("甲区", merge="start") + cell("户数") + cell("12"),
        cell("", merge="more") + cell("人数") + cell("30"),
    )
    assert one(docx(paragraph(LEAD), table(*rows))).body == (
        f"{LEAD}\n\n| 汇总表 | >> | >> |\n|---|---|---|\n| 甲区 | 户数 | 12 |\n| ^^ | 人数 | 30 |"
    )


def test_photos_lie_beside_the_item() -> None:
    draft = one(
        docx(
            paragraph("市总召开推进会", "center"), paragraph(LEAD), paragraph(runs=picture(alt="会场")),
            paragraph("图为现场。"), parts={"media/image1.jpeg": PHOTO},
        )
    )  # fmt: skip
    assert draft.body == f"{LEAD}\n\n![会场](照片1.jpg)\n\n图为现场。"
    assert [(asset.name, asset.data) for asset in draft.assets] == [("照片1.jpg", PHOTO)]


def test_tracked_changes_and_comments_are_told() -> None:
    deleted = '<w:del w:id="2"><w:r><w:delText>删去的</w:delText></w:r></w:del>'
    changed = f'<w:ins w:id="1">{run("，会后参观")}</w:ins>{deleted}'
    data = docx(
        paragraph("市总召开推进会", "center"),
        paragraph(LEAD, runs=changed + run("。")),
        parts={"comments.xml": comments("这里要核对")},
    )
    reading = read(data)
    assert reading.drafts[0].body == f"{LEAD}，会后参观。"
    told = {problem.code: dict(problem.values) for problem in reading.problems}
    assert told["W972"] == {"inserted": "1", "deleted": "1"}
    assert told["W973"] == {"count": "1"}
    assert [(left.line.text, left.why) for left in reading.left_out] == [("这里要核对", "comment")]


def test_footnotes() -> None:
    data = docx(
        paragraph("市总召开推进会", "center"),
        paragraph(LEAD, runs='<w:r><w:footnoteReference w:id="2"/></w:r>'),
        paragraph(BODY),
        parts={"footnotes.xml": footnotes("统计到九月底。")},
    )
    body = one(data).body
    label = body[body.index("[^") + 2 : body.index("]")]
    assert body == f"{LEAD}[^{label}]\n\n{BODY}\n\n[^{label}]: 统计到九月底。"


def test_bold_and_bullets() -> None:
    data = docx(
        paragraph("市总召开推进会", "center"),
        paragraph(runs=run("会议", bold=True) + run("要求*落实*。")),
        paragraph("甲项", number=(1, 0)),
        paragraph("乙项", number=(1, 0)),
        parts={"numbering.xml": numbering(level(0, "bullet", "·"))},
    )
    assert one(data).body == "**会议**要求\\*落实\\*。\n\n- 甲项\n- 乙项"


def test_an_issue_in_one_file_is_split() -> None:
    data = docx(
        paragraph("工会简报", "center"), paragraph("2026年第12期", "center"),
        paragraph("甲区总工会召开推进会", "center"), paragraph(LEAD), paragraph("（张伟）", "right"),
        paragraph("乙县总工会慰问困难职工", "center"), paragraph(BODY), paragraph("（李娜）", "right"),
    )  # fmt: skip
    assert read(data).could_split == 2
    reading = read_word("稿.docx", data, Wish(is_split=True))
    assert [(one.title, one.field("作者"), one.body) for one in reading.drafts] == [
        ("甲区总工会召开推进会", "张伟", LEAD), ("乙县总工会慰问困难职工", "李娜", BODY),
    ]  # fmt: skip
    assert reading.issue == "2026-12"


def test_headers_are_left_out_and_told() -> None:
    reading = read(docx(paragraph(LEAD), parts={"header1.xml": footnotes("工会简报")}))
    assert [(left.line.text, left.why) for left in reading.left_out] == [("工会简报", "header")]


@pytest.mark.parametrize(
    ("number", "form", "text"),
    [
        (1, "chineseCounting", "一"), (10, "chineseCountingThousand", "十"), (21, "chineseCounting", "二十一"),
        (105, "japaneseCounting", "一百零五"), (110, "chineseCounting", "一百一十"),
        (12, "chineseLegalSimplified", "拾贰"),
        (3, "ideographTraditional", "丙"), (2, "ideographZodiac", "丑"), (5, "decimalEnclosedCircle", "⑤"),
        (28, "lowerLetter", "bb"), (14, "upperRoman", "XIV"), (7, "decimal", "7"), (7, "decimalZero", "07"),
        (7, "new", "7"),
    ],
)  # fmt: skip
def test_forms_of_numbers(number: int, form: str, text: str) -> None:
    assert written(number, form) == text


@given(st.integers(1, 999))
def test_chinese_numbers_can_be_read_back(number: int) -> None:
    text = chinese(number).replace("零", "")
    hundreds, _, rest = text.rpartition("百")
    tens, mark, ones = rest.rpartition("十")
    digits = "〇一二三四五六七八九"
    assert number == (
        100 * (digits.index(hundreds) if hundreds else 0)
        + 10 * ((digits.index(tens) if tens else 1) if mark else 0)
        + (digits.index(ones) if ones else 0)
    )


GOOD = docx(paragraph(LEAD))
BOMB = docx(paragraph(LEAD), parts={"media/x.bin": bytes(60_000_000)})
ENTITY = '<?xml version="1.0"?><!DOCTYPE d [<!ENTITY a "b">]><w:comments/>'


@pytest.mark.parametrize(
    ("data", "code"),
    [
        pytest.param(BOMB, "E967", id="bomb"),
        pytest.param(docx(paragraph(LEAD), parts={"comments.xml": ENTITY}), "E967", id="entity"),
        pytest.param(docx(paragraph(LEAD), parts={"comments.xml": ENTITY.encode("utf-16")}), "E967", id="entity-utf16"),
        pytest.param(GOOD[:-30], "E965", id="cut"),
        pytest.param(b"PK\x03\x04" + bytes(40), "E965", id="no-zip"),
        pytest.param(docx("<w:p>"), "E965", id="xml"),
        pytest.param(docx("<w:p>" * 3000 + "</w:p>" * 3000), "E965", id="deep"),
        pytest.param(docx(paragraph()), "E964", id="empty"),
    ],
)
def test_what_is_refused(data: bytes, code: str) -> None:
    reading = read(data)
    assert reading.drafts == ()
    assert code in [problem.code for problem in reading.problems]


@given(st.integers(0, len(GOOD) - 1), st.binary(min_size=1, max_size=4))
def test_any_damage_is_survived(at: int, noise: bytes) -> None:
    read(GOOD[:at] + noise + GOOD[at + len(noise) :])
