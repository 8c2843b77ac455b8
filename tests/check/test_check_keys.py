from __future__ import annotations

import pytest
from check.factory_check import document, item

from bulletin.check.keys import ISSUE, ITEM, Keys
from bulletin.model.item import Item


@pytest.mark.parametrize("keys", [ITEM, ISSUE], ids=["item", "issue"])
def test_no_name_means_two_keys(keys: Keys) -> None:
    names = [name.casefold() for key in keys.keys for name in key.names]
    assert len(names) == len(set(names)), sorted(name for name in names if names.count(name) > 1)


def test_every_key_fills_a_field_of_the_item() -> None:
    assert {key.field for key in ITEM.keys} <= set(Item.__dataclass_fields__)


# DESIGN section 4, and what the item has besides
PAIRS = """
    标题/title 日期/date 来源/source 作者/author 栏目/section 期/issue
    标签/tags 摘要/summary 引题/kicker 副标题/subtitle 类型/kind 主送/addressee
    落款/signature 联系人/contact 电话/phone 附件/attachments 转载/reprint 供稿/contributor
    摄影/photographer 编辑/editor 封面/cover 置顶/pinned 草稿/draft 发布/publish
    截止/expire 网址/slug 旧网址/aliases 更正/corrections 撤稿/withdrawn 文字/script
    发文字号/document_number 成文日期/signed_on 地区/region 浏览次数/views 转换/convert
"""


@pytest.mark.parametrize("pair", PAIRS.split())
def test_chinese_and_english_are_equal(pair: str) -> None:
    chinese, english = pair.split("/")
    key = ITEM.find(chinese)
    assert key is not None
    assert key is ITEM.find(english)
    assert key.field == english


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ("题目", "title"),
        ("發布時間", "date"),
        ("时间", "date"),
        ("發布", "publish"),
        ("供稿", "contributor"),
        ("通讯员", "author"),
        ("電話", "phone"),
        ("电 话", "phone"),
        ("关键词", "tags"),
        ("期号", "issue"),
        ("TITLE", "title"),
        ("Publish-At", "publish"),
        ("责任编辑", "editor"),
        ("document number", "document_number"),
        ("单位", "source"),
    ],
)
def test_other_names(typed: str, field: str) -> None:
    found = ITEM.find(typed)
    assert found is not None
    assert found.field == field


@pytest.mark.parametrize(
    ("typed", "nearest"),
    [("栏木", "栏目"), ("标体", "标题"), ("atuhor", "author"), ("发布世间", "发布时间"), ("xyzzy", "")],
)
def test_unknown_key_is_named_with_the_nearest(typed: str, nearest: str) -> None:
    checked = document(f"标题: 甲\n{typed}: 乙")
    problem = checked.problems[0]
    assert checked.item is not None
    assert (problem.code, problem.line) == ("W427" if nearest else "W428", 3)
    assert dict(problem.values).get("nearest", "") == nearest


@pytest.mark.parametrize(
    ("key", "tag"),
    [
        ("标题.zh-Hant", "zh-Hant"),
        ("title.zh-Hant-HK", "zh-Hant-HK"),
        ("標題.zh-hant-tw", "zh-Hant-TW"),
        ("繁体标题", "zh-Hant"),
        ("繁體標題", "zh-Hant"),
        ("标题.zh-Hans", "zh-Hans"),
    ],
)
def test_titles_fixed_for_an_edition(key: str, tag: str) -> None:
    assert item(f"标题: 甲\n{key}: 雨巷裡的一盞燈").titles == ((tag, "雨巷裡的一盞燈"),)


def test_one_key_under_two_names() -> None:
    checked = document("标题: 甲\n题目: 乙")
    assert [(p.code, p.line) for p in checked.problems] == [("W429", 3)]
    assert checked.item is not None
    assert checked.item.title == "甲"


def test_tags_and_keywords_are_joined() -> None:
    assert item("标签: 工会、基层\n关键词: 基层、维权").tags == ("工会", "基层", "维权")


def test_a_file_that_is_something_else_does_not_bury_the_faults_of_others() -> None:
    problems = document("\n".join(f"k{number}: v" for number in range(300))).problems
    assert 10 <= len(problems) <= 30
