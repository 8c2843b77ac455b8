"""A line of labels (发布时间：… 来源：… 作者：… 浏览次数：…) -> fields of the front matter and what it says besides."""

from __future__ import annotations

import re

from bulletin.ingest.dates import find_date
from bulletin.model.late import regex
from bulletin.model.making import frozen


def _spaced(names: str) -> str:
    """电话 also as 电 话: labels are spaced to one width."""
    return "|".join(r"[ \u3000]*".join(map(re.escape, name)) for name in names.split("|"))


_FIELDS = (
    ("日期", "发布时间|發布時間|發佈時間|发布日期|發布日期|發佈日期|发表时间|发表日期"
     "|发稿时间|更新时间|更新日期|上传时间"
     "|录入时间|添加时间|加入时间|公开日期|发文日期|日期|时间|時間|刊发日期|PubDate"),
    ("来源", "信息来源|稿件来源|文章来源|新闻来源|资料来源|来源单位|发布单位|发布机构|发布单位|来源|來源|出处|出處"
     "|稿源"),
    ("作者", "本报记者|本网记者|特约记者|通讯员|通訊員|记者|記者|作者|撰稿人|撰稿|撰文|文字|文"),
    ("供稿", "供稿单位|供稿人|供稿|投稿单位|投稿人|投稿|報送單位|报送单位"),
    ("摄影", "摄影|攝影|拍摄|供图|供圖|图片|图"),
    ("编辑", "责任编辑|責任編輯|执行编辑|本期编辑|编辑|編輯|责编|責編|录入|录入人|排版|编校"),
    ("浏览次数", "浏览次数|瀏覽次數|浏览量|瀏覽量|点击次数|点击数|点击量"
     "|点击率|點擊數|阅读次数|閱讀次數|阅读量|阅读数|访问次数|访问量"
     "|人气|浏览|点击|阅读"),
    ("栏目", "所属栏目|信息分类|主题分类|栏目|欄目|所属分类|分类"),
    ("标签", "关键词|關鍵詞|关键字|标签|標籤"),
    ("摘要", "内容摘要|内容提要|摘要|提要|导读|導讀"),
    ("发文字号", "发文字号|發文字號|文件编号|文号|文號"),
    ("引题", "引题|肩题|眉题"),
    ("副标题", "副标题|副標題|副题"),
    ("标题", "标题|標題|题目|題目|名称"),
    ("", "审核人|审核|審核|校对|校對|初审|复审|終審|终审|一审|二审|三审|审签|签发|监制|統籌"
     "|统筹|策划|字号|字號|字体|索引号|分享到|分享"
     "|审稿|责任校对|发布人|有效性|体裁分类"),
)  # fmt: skip
_NAMES = {re.sub(r"\s", "", name): field for field, names in _FIELDS for name in names.split("|")}
_ALL = sorted((name for _, names in _FIELDS for name in names.split("|")), key=len, reverse=True)
LABELS = _spaced("|".join(_ALL))
_LABEL = regex(
    rf"(?:(?<=^)|(?<=[\s|｜\[\]【】（）(),，；;]))(?P<name>{LABELS})[ \u3000]*(?:[:：]|(?<=[文图])/)[ \u3000]*"
)
_SIZES = regex(r"[\s\[\]【】（）()|｜大中小默认+-]*")
_NUMBER = regex(r"\s*(\d{1,9})\s*(?:次|人次|人)?\s*")
_DEBRIS = " \t\u3000\xa0|｜[]【】,，;；"
_BUTTONS = regex(
    r"[\s|｜\[【(（]*(?:打印(?:本[页文])?|关闭(?:窗口)?|分享到?|收藏|【?字体[:：]?.*|大\s*中\s*小|我要纠错"
    r"|次)[\s|｜\]】)）]*"
)
_COMPILER = regex(r"[\u4e00-\u9fff]{2,24}(?:编|编印|编辑|主办|印发|編|編印|主辦)")  # beside a date
_LONGEST_VALUE = 60  # characters
_LONGEST_SUMMARY = 300
_SOURCE = regex(
    r"[\u4e00-\u9fffA-Za-z0-9《》“”、·（）()]{2,24}(?:总工会|總工會|工会|工會|日报|日報|晚报|工人报|时报|报|報|网|網"
    r"|社|部|办公室|中心|客户端)"
)


@frozen
class Labelled:
    """Fields in order, and parts that are no field's: (label, value)."""

    fields: tuple[tuple[str, str], ...]
    rest: tuple[tuple[str, str], ...] = ()


def read_labels(text: str) -> Labelled | None:
    """None where ``text`` is no line of labels: it must begin with one, or with a date that one follows."""
    bare = text.replace("**", "").strip(_DEBRIS)
    if not bare or len(bare) > 400:
        return None
    found = list(_LABEL.finditer(bare))
    before = bare[: found[0].start()].strip(_DEBRIS) if found else bare
    fields: list[tuple[str, str]] = []
    rest: list[tuple[str, str]] = []
    if before and not _before(before, bool(found), fields, rest):
        return None
    if not found and not fields:
        return None
    for index, match in enumerate(found):
        end = found[index + 1].start() if index + 1 < len(found) else len(bare)
        field = _NAMES[re.sub(r"\s", "", match["name"])]
        if not _value(field, match["name"], bare[match.end() : end].strip(_DEBRIS), fields, rest):
            return None
    return Labelled(tuple(fields), tuple(rest))


def _before(before: str, has_labels: bool, fields: list[tuple[str, str]], rest: list[tuple[str, str]]) -> bool:
    """What stands before the first label: a date, perhaps a source."""
    day = find_date(before)
    if day is None:
        if has_labels and _SOURCE.fullmatch(before):
            fields.append(("来源", before))
            return True
        if has_labels and _BUTTONS.fullmatch(before):
            rest.append(("", before))
            return True
        return False
    around = (before[: day[1]] + " " + before[day[2] :]).strip(_DEBRIS + ":：")
    if _COMPILER.fullmatch(around):
        rest.append(("", around))
        around = ""
    if around and not _SOURCE.fullmatch(around):
        return False
    fields.append(("日期", day[0]))
    if around:
        fields.append(("来源", around))
    return True


def _value(
    field: str, name: str, value: str, fields: list[tuple[str, str]], rest: list[tuple[str, str]]
) -> bool:
    """Whether ``value`` can be what the label promises: 时间：定于…召开会议。 is a sentence."""
    longest = _LONGEST_SUMMARY if field in {"摘要", "标题", ""} else _LONGEST_VALUE
    if len(value) > longest or ("。" in value and field not in {"摘要", ""}):
        return False
    if not field or not value or (field in {"发文字号", "浏览次数"} and _SIZES.fullmatch(value)):
        rest.append((name, value))
    elif field == "日期":
        day = find_date(value)
        if day is None or day[1] > 0:
            return False
        fields.append((field, day[0]))
        if after := value[day[2] :].strip(_DEBRIS):
            if _SOURCE.fullmatch(after):
                fields.append(("来源", after))
            elif _BUTTONS.fullmatch(after):
                rest.append(("", after))
            else:
                return False
    elif field == "浏览次数":
        number = _NUMBER.match(value)
        if number is None:
            rest.append((name, value))
        else:
            fields.append((field, number[1]))
            if after := value[number.end() :].strip(_DEBRIS):
                rest.append(("", after))
    else:
        fields.append((field, value))
    return True
