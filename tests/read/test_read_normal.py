from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bulletin.model.content import Field
from bulletin.read.document import parse_document
from bulletin.read.normal import exact_text, in_normal_form, split_front, split_lines, with_values

NAMES = {"title": "标题", "题目": "标题", "发布时间": "日期", "单位": "来源", "tags": "标签"}


def named(key: str) -> str:
    return NAMES.get(key, key)


def bare(value: object) -> object:
    if isinstance(value, Field):
        return value.key, bare(value.value)
    return tuple(bare(one) for one in value) if isinstance(value, tuple) else value


CASES = [
    pytest.param("---\n标题: 甲\n---\n正文\n", "---\n标题: 甲\n---\n正文\n", id="normal already"),
    pytest.param("标题：甲\n单位:乙\n\n正文", "---\n标题: 甲\n来源: 乙\n---\n\n正文", id="no fences"),
    pytest.param("标题：甲", "---\n标题: 甲\n---\n", id="nothing but a title"),
    pytest.param("---\ntitle：甲\n\n正文", "---\n标题: 甲\n---\n\n正文", id="no second fence"),
    pytest.param("———\ntitle ：\u3000甲 \n－－－\n正文", "---\n标题: 甲\n---\n正文", id="dashes and wide spaces"),
    pytest.param("\n\n---\n标题:甲\n---", "---\n标题: 甲\n---", id="empty lines before, no line end"),
    pytest.param("---\n标题:甲\n...\n正文", "---\n标题: 甲\n---\n正文", id="dots for an end"),
    pytest.param("---\nｔｉｔｌｅ：甲\n---\n", "---\n标题: 甲\n---\n", id="full-width key"),
    pytest.param("---\n\u3000标题\u3000：甲\n---\n", "---\n标题: 甲\n---\n", id="wide spaces around a key"),
    pytest.param("---\n标题：甲\n\xa0附件：\n\xa0\u3000- a\n\u3000来源:乙\n---\n\u3000\u3000正文。\n",
                 "---\n标题: 甲\n附件:\n  - a\n来源: 乙\n---\n\u3000\u3000正文。\n",
                 id="keys to the margin, the body stays"),
    pytest.param("**标题：**甲\n**作者**：乙\n正文。", "---\n标题: 甲\n作者: 乙\n---\n正文。", id="bold keys"),
    pytest.param("======\n标题：甲\n======\n正文", "---\n标题: 甲\n---\n正文", id="another line drawn"),
    pytest.param("---\n标题:\t甲\n---\n", "---\n标题: 甲\n---\n", id="tab"),
    pytest.param("---\n标题: “甲”\n---\n", "---\n标题: “甲”\n---\n", id="smart quotes are content"),
    pytest.param("---\n标题：快讯: 甲\n---\n", '---\n标题: "快讯: 甲"\n---\n', id="colon"),
    pytest.param("---\n标题：会议 #1\n---\n", '---\n标题: "会议 #1"\n---\n', id="number sign"),
    pytest.param("---\n标题：[动态] 甲\n---\n", '---\n标题: "[动态] 甲"\n---\n', id="brackets"),
    pytest.param("---\n标题：@甲\n---\n", '---\n标题: "@甲"\n---\n', id="at"),
    pytest.param('---\n标题："一函"护航\n---\n', "---\n标题: '\"一函\"护航'\n---\n", id="quotation marks inside"),
    pytest.param("---\n标题：'a'\"b\n---\n", "---\n标题: '''a''\"b'\n---\n", id="both quotation marks"),
    pytest.param('---\n标题: "甲"\n---\n', '---\n标题: "甲"\n---\n', id="quoted already"),
    pytest.param("---\n期：042\n电话：0999-5550138\n---\n", "---\n期: 042\n电话: 0999-5550138\n---\n", id="figures"),
    pytest.param("---\n#注：留\n标题:甲 # 不是注\n\n栏木:乙\n---\n",
                 '---\n#注：留\n标题: "甲 # 不是注"\n\n栏木: 乙\n---\n', id="comments, empty lines, unknown keys"),
    pytest.param("---\n标题:甲\ntags：[a，b]\n---\n", "---\n标题: 甲\n标签: [a，b]\n---\n", id="a list in brackets"),
    pytest.param("---\n标题:甲\ntags：\n\t·a\n\t·b: c\n---\n",
                 '---\n标题: 甲\n标签:\n    - a\n    - b: c\n---\n', id="odd dashes, tabs"),
    pytest.param("---\n标题:甲\n附件：\n- 名称：表 #1\n  文件：a.docx\n---\n",
                 '---\n标题: 甲\n附件:\n- 名称: "表 #1"\n  文件: a.docx\n---\n', id="mappings in a list"),
    pytest.param("---\n标题:甲\n按语：|\n\t一：二\n\t\t三\n---\n",
                 "---\n标题: 甲\n按语: |\n    一：二\n        三\n---\n", id="block of text"),
    pytest.param("---\n标题:甲\n摘要：一\n  二：三\n---\n", "---\n标题: 甲\n摘要: 一\n  二：三\n---\n", id="folded"),
    pytest.param("---\r\n标题：甲\r\n---\r\n一\r\n", "---\r\n标题: 甲\r\n---\r\n一\r\n", id="CRLF"),
    pytest.param("---\r标题：甲\r---\r一\r", "---\r标题: 甲\r---\r一\r", id="CR"),
    pytest.param("---\r\n标题：甲\n---\n一\r\n二\n", "---\n标题: 甲\n---\n一\r\n二\n", id="mixed line ends"),
    pytest.param("---\n标题：甲\n---\r\n一\r\n二\r\n", "---\r\n标题: 甲\r\n---\r\n一\r\n二\r\n", id="of the body"),
    pytest.param("---\n标题：甲\u200b乙\n---\n一\u200b二\u2028\t三 \n",
                 "---\n标题: 甲乙\n---\n一\u200b二\u2028\t三 \n", id="invisible: gone above, kept below"),
    pytest.param("---\n标题：e\u0301\n---\ne\u0301", "---\n标题: é\n---\ne\u0301", id="NFC above"),
]  # fmt: skip


@pytest.mark.parametrize(("before", "after"), CASES)
def test_normal_form(before: str, after: str) -> None:
    assert in_normal_form(before, named) == after
    assert in_normal_form(after, named) == after
    old, new = parse_document("a.md", before.encode()), parse_document("a.md", after.encode())
    assert [(named(one.key), bare(one.value)) for one in old.fields] == [bare(one) for one in new.fields]
    assert old.body == new.body


@pytest.mark.parametrize(
    "text",
    ["", "\n", "正文\n\n第二段：有冒号", "---\n", "---\n\n---\n正文", "---\n\n标题：甲\n正文", "两\r\n行", "# 标题"],
)
def test_without_front_matter_it_stays(text: str) -> None:
    assert in_normal_form(text, named) == text
    assert with_values(text, lambda key, value: key + value) == text
    assert "".join(split_front(text)) == text


@pytest.mark.parametrize(
    ("text", "after"),
    [
        ("---\r\n标题：甲,乙 \r\n来源:丙,丁\r\n---\r\n戊,己", "---\r\n标题：甲，乙\r\n来源:丙,丁\r\n---\r\n戊,己"),
        ('---\n标题: "甲,乙"\n---\n', '---\n标题: "甲，乙"\n---\n'),
        ("---\n标题: '甲,乙'\n---\n", '---\n标题: "甲，乙"\n---\n'),
        ("---\n标题: 甲,\n  乙\n---\n", "---\n标题: 甲,\n  乙\n---\n"),
        ("---\n标题:\n  甲,乙\n---\n", "---\n标题:\n  甲,乙\n---\n"),
        ("标题：甲,乙\n\n丙,丁", "标题：甲，乙\n\n丙,丁"),
    ],
)
def test_values(text: str, after: str) -> None:
    assert with_values(text, lambda key, value: value.replace(",", "，") if key == "标题" else value) == after


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_exact_text(encoding: str) -> None:
    text = "标题：市总工会召开会议\r\n发布时间：2026年11月20日\r\n\r\n正文：十一月二十日，市总召开推进会。\x0b 完\r\n"
    data = text.encode(encoding)
    assert exact_text(data, parse_document("a.md", data).encoding) == text


LINES = st.lists(
    st.one_of(
        st.sampled_from(["---", "———", "...", "", "标题：甲", "title: a: b", "附件：", "\t-名称：甲", "  - 文件: b #c",
                         "tags：[a，b", "]", "# 注", "摘要: |", "\u3000一：二", "'甲': 乙",
                         "按语：“一”\u200b", "{a：b}"]),
        st.text(alphabet="标题日期ab:：#-·'\"[]{}|>\\ \t\u3000\u200b\x0b，,", max_size=12),
    ),
    max_size=10,
)  # fmt: skip


@given(LINES, st.sampled_from(["\n", "\r\n", "\r"]), st.booleans())
def test_any_text(lines: list[str], end: str, is_fenced: bool) -> None:
    """Never raises; the body stays to the byte."""
    text = end.join(["---", "标题：甲", *lines] if is_fenced else lines)
    formed = in_normal_form(text, named)
    front, body = split_front(text)
    assert front + body == text
    assert formed.endswith(body)
    raw, ends = split_lines(text)
    assert "".join(line + one for line, one in zip(raw, ends, strict=True)) == text
