"""Every key of an item's and an issue's front matter: field -> what it is called in Chinese and English, and its kind.

Chinese and English names are equal; ``also`` holds traditional and other spellings (DESIGN section 4 and FIELD
section 3; where the two differ, DESIGN: 供稿 is a key of its own, not a name of 来源).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches

from bulletin.model.late import regex
from bulletin.model.making import frozen


@frozen
class Key:
    """One key. ``takes`` says what is to be written: text, texts, names, tags, flag, date, moment, one of a list ..."""

    field: str
    chinese: str
    english: str
    takes: str
    doc: str  # for the editors' guide
    also: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        return (self.chinese, self.english, *self.also)


ITEM_KEYS = (
    Key("title", "标题", "title", "text", "稿件的标题。", ("標題", "题目", "題目", "大标题", "主标题")),
    Key("date", "日期", "date", "moment", "2026-09-30，可以带时间。", (
        "发布时间", "發布時間", "發佈時間", "发布日期", "發布日期", "时间", "時間", "刊发日期", "published")),
    Key("source", "来源", "source", "texts", "哪家工会的稿件，全称或简称。", (
        "來源", "单位", "單位", "来源单位", "來源單位", "信息来源", "稿件来源", "供稿单位", "union", "sources")),
    Key("author", "作者", "author", "names", "可以有几位，用顿号分开。", (
        "通讯员", "通訊員", "记者", "記者", "撰稿", "撰文", "authors", "byline")),
    Key("section", "栏目", "section", "text", "site.yaml 里的一个栏目。", (
        "欄目", "分类", "分類", "版块", "板块", "sections", "category", "categories", "column")),
    Key("issue", "期", "issue", "text", "第几期；“无”就是不入刊。", ("期号", "期號", "期数", "期數", "刊期", "issues")),
    Key("tags", "标签", "tags", "texts", "几个词，用顿号或逗号分开。", (
        "標籤", "标籤", "关键词", "關鍵詞", "关键字", "關鍵字", "tag", "keywords", "keyword")),
    Key("summary", "摘要", "summary", "text", "列表里标题下面的一两句话。", (
        "提要", "概要", "导读", "導讀", "内容摘要", "內容摘要", "简介", "簡介", "description", "abstract")),
    Key("kicker", "引题", "kicker", "text", "标题上面的一行。", ("引題", "肩题", "肩題", "眉题", "眉題")),
    Key("subtitle", "副标题", "subtitle", "text", "标题下面的一行。", ("副標題", "副题", "副題")),
    Key("kind", "类型", "kind", "kind", "新闻、通知或页面。", ("類型", "文种", "文種", "type", "layout")),
    Key("addressee", "主送", "addressee", "text", "通知发给谁。", (
        "主送机关", "主送機關", "主送单位", "主送單位", "抬头", "addressees")),
    Key("signature", "落款", "signature", "signature", "发文的工会，可以有几家。", (
        "署名", "发文机关", "發文機關", "发文单位", "發文單位", "signatures")),
    Key("signed_on", "成文日期", "signed_on", "date", "通知落款的日期。", ("落款日期", "发文日期", "發文日期")),
    Key("document_number", "发文字号", "document_number", "text", "例如 临工发〔2026〕41号。", (
        "發文字號", "文号", "文號", "发文号", "發文號", "字号", "字號")),
    Key("contact", "联系人", "contact", "names", "可以有几位。", ("聯繫人", "聯絡人", "联络人", "contacts")),
    Key("phone", "电话", "phone", "texts", "可以有几个。", (
        "電話", "联系电话", "聯繫電話", "聯絡電話", "手机", "tel", "telephone", "phones")),
    Key("attachments", "附件", "attachments", "files", "文件名，或者名称和文件。", ("附件列表", "attachment", "files")),
    Key("reprint", "转载", "reprint", "text", "转自哪里，例如《工人日报》。", (
        "轉載", "转载自", "轉載自", "原载", "原載", "转自")),
    Key("contributor", "供稿", "contributor", "names", "供稿的单位或个人。", ("供稿人", "投稿", "contributors")),
    Key("photographer", "摄影", "photographer", "names", "照片是谁拍的。", (
        "攝影", "拍摄", "拍攝", "图片", "圖片", "供图", "供圖", "photo", "photographers")),
    Key("editor", "编辑", "editor", "names", "编辑，可以有几位。", (
        "編輯", "责任编辑", "責任編輯", "责编", "責編", "校对", "editors")),
    Key("region", "地区", "region", "text", "稿件说的是哪里的事。", ("地區", "区域", "區域", "地域", "area")),
    Key("cover", "封面", "cover", "file", "列表里用的照片。", (
        "封面图", "封面圖", "头图", "頭圖", "题图", "題圖", "配图", "image", "thumbnail")),
    Key("pinned", "置顶", "pinned", "flag", "是或否。", ("置頂", "推荐", "pin", "sticky", "top")),
    Key("draft", "草稿", "draft", "flag", "是或否；草稿不发布。", ("drafts",)),
    Key("publish", "发布", "publish", "moment", "到这个时间才发布。", (
        "發布", "發佈", "定时发布", "定時發布", "定时", "上线", "publish_at", "publishdate")),
    Key("expire", "截止", "expire", "moment", "过了这个时间就撤下；只写日期的，当天还在。", (
        "截止日期", "截止时间", "截止時間", "到期", "失效", "下线", "expires", "expiry", "expirydate")),
    Key("slug", "网址", "slug", "slug", "网址里的名字，定了就不要再改。", ("網址", "网址名", "permalink", "url")),
    Key("aliases", "旧网址", "aliases", "texts", "以前的地址，会转到新地址。", (
        "舊網址", "原网址", "旧地址", "alias", "redirect_from")),
    Key("corrections", "更正", "corrections", "corrections", "改了什么，哪天改的。", ("勘误", "勘誤", "correction")),
    Key("withdrawn", "撤稿", "withdrawn", "withdrawn", "撤下正文，网址上留一句说明。", (
        "撤回", "撤下", "withdraw", "retracted")),
    Key("script", "文字", "script", "script", "简体或繁体；不写就自己判断。", ("字体", "字體", "简繁", "簡繁")),
    Key("convert", "转换", "convert", "flag", "写“否”就简繁都照原文。", ("轉換", "简繁转换", "簡繁轉換")),
    Key("views", "浏览次数", "views", "text", "原来网站上的浏览次数。", (
        "瀏覽次數", "浏览量", "瀏覽量", "点击量", "點擊量", "点击数", "阅读量", "閱讀量", "hits")),
)  # fmt: skip

ISSUE_KEYS = (
    Key("number", "期", "number", "text", "第几期，例如 42 或 增刊1。", ("期号", "期號", "期数", "issue", "no")),
    Key("year", "年", "year", "text", "哪一年。", ("年份", "年度")),
    Key("total", "总期", "total", "text", "总第几期。", ("總期", "总期号", "總期號", "总期数", "總第", "总第")),
    Key("date", "日期", "date", "date", "出刊的日期。", ("出刊日期", "出版日期", "发布时间", "發布時間", "时间")),
    Key("title", "标题", "title", "text", "这一期的题目。", ("標題", "题目", "題目", "主题")),
    Key("publisher", "主办", "publisher", "text", "主办单位。", ("主辦", "主办单位", "主辦單位")),
    Key("compiler", "编印", "compiler", "text", "编印单位。", ("編印", "编印单位", "编辑部")),
    Key("chief_editor", "主编", "chief_editor", "text", "主编。", ("主編", "总编", "chief-editor")),
    Key("editor", "责任编辑", "editor", "text", "责任编辑。", ("責任編輯", "责编", "責編", "编辑", "編輯")),
    Key("report_to", "报", "report_to", "text", "报给谁。", ("報",)),
    Key("send_to", "送", "send_to", "text", "送给谁。", ("抄送",)),
    Key("distribute_to", "发", "distribute_to", "text", "发给谁。", ("發",)),
    Key("note", "按语", "note", "text", "编者按；也可以写在正文里。", (
        "按語", "编者按", "編者按", "卷首语", "editor_note")),
    Key("items", "篇目", "items", "files", "这一期的稿件，按顺序。", (
        "目录", "目錄", "要目", "稿件", "contents", "articles")),
    Key("pin", "置顶", "pin", "files", "排在前面的稿件。", ("置頂", "pinned", "头条")),
    Key("omit", "不收", "omit", "files", "这一周里不收的稿件。", ("不录", "剔除", "exclude", "without")),
)  # fmt: skip

_TITLE_OF = regex(r"(?:标题|標題|題目|题目|title)[.·_:-](zh-han[st](?:-[a-z]{2})?)", re.IGNORECASE)
_TITLE_NAMES = {"繁体标题": "zh-Hant", "繁體標題": "zh-Hant", "简体标题": "zh-Hans", "簡體標題": "zh-Hans"}
_LONGEST = 30  # characters of a key for which a similar one is looked for
_SPACE = regex(r"[\s_-]+")


def _fold(name: str) -> str:
    """As names are compared: without case, spaces, hyphens and underscores (电 话, publish-at)."""
    return _SPACE.sub("", name).casefold()


@dataclass(frozen=True, slots=True, eq=False)
class Keys:
    """All keys of one kind of document; ``table`` has every name, folded and as it is mostly typed."""

    keys: tuple[Key, ...]
    table: Mapping[str, Key]

    def find(self, typed: str) -> Key | None:
        return self.table.get(typed) or self.table.get(_fold(typed))

    def nearest(self, typed: str) -> str:
        """The known name most like ``typed``, "" where none is."""
        if len(typed) > _LONGEST:
            return ""
        names = {_fold(name): name for key in self.keys for name in key.names}
        found = get_close_matches(_fold(typed), names, n=1, cutoff=0.5)
        return names[found[0]] if found else ""


def _keys(keys: tuple[Key, ...]) -> Keys:
    return Keys(keys, {form: key for key in keys for name in key.names for form in (name, _fold(name))})


ITEM, ISSUE = _keys(ITEM_KEYS), _keys(ISSUE_KEYS)


def title_edition(typed: str) -> str:
    """The edition whose title the key fixes: 标题.zh-Hant, title.zh-Hant-HK, 繁体标题; "" for any other key."""
    if match := _TITLE_OF.fullmatch(typed):
        return edition_tag(match[1])
    return _TITLE_NAMES.get(typed, "")


def edition_tag(typed: str) -> str:
    """A tag in its usual case: zh-hant-hk -> zh-Hant-HK."""
    language, script, *region = typed.split("-")
    return "-".join((language.lower(), script.capitalize(), *(one.upper() for one in region)))
