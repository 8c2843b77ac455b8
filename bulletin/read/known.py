"""The names of fields by which a line of text is known for front matter where nothing marks it off from the body.

``标题：甲`` and ``时间：2026年9月30日`` are fields, ``市总主席说：大家好。`` is a sentence: without lines of ``---``
only the name tells. All names of ``bulletin.check.keys``, which a test holds beside them.
"""

from __future__ import annotations

import unicodedata

from bulletin.model.late import regex

_NAMES = (
    "标题 title 標題 题目 題目 大标题 主标题 日期 date 发布时间 發布時間 發佈時間 发布日期 發布日期 时间 時間 "
    "刊发日期 published 来源 source 來源 单位 單位 来源单位 來源單位 信息来源 稿件来源 供稿单位 union sources "
    "作者 author 通讯员 通訊員 记者 記者 撰稿 撰文 authors byline 栏目 section 欄目 分类 分類 版块 板块 sections "
    "category categories column 期 issue 期号 期號 期数 期數 刊期 issues 标签 tags 標籤 标籤 关键词 關鍵詞 "
    "关键字 關鍵字 tag keywords keyword 摘要 summary 提要 概要 导读 導讀 内容摘要 內容摘要 简介 簡介 description "
    "abstract 引题 kicker 引題 肩题 肩題 眉题 眉題 副标题 subtitle 副標題 副题 副題 类型 kind 類型 文种 文種 "
    "type layout 主送 addressee 主送机关 主送機關 主送单位 主送單位 抬头 addressees 落款 signature 署名 发文机关 "
    "發文機關 发文单位 發文單位 signatures 成文日期 signedon 落款日期 发文日期 發文日期 发文字号 documentnumber "
    "發文字號 文号 文號 发文号 發文號 字号 字號 联系人 contact 聯繫人 聯絡人 联络人 contacts 电话 phone 電話 "
    "联系电话 聯繫電話 聯絡電話 手机 tel telephone phones 附件 attachments 附件列表 attachment files 转载 "
    "reprint 轉載 转载自 轉載自 原载 原載 转自 供稿 contributor 供稿人 投稿 contributors 摄影 photographer 攝影 "
    "拍摄 拍攝 图片 圖片 供图 供圖 photo photographers 编辑 editor 編輯 责任编辑 責任編輯 责编 責編 校对 editors "
    "地区 region 地區 区域 區域 地域 area 封面 cover 封面图 封面圖 头图 頭圖 题图 題圖 配图 image thumbnail 置顶 "
    "pinned 置頂 推荐 pin sticky top 草稿 draft drafts 发布 publish 發布 發佈 定时发布 定時發布 定时 上线 "
    "publishat publishdate 截止 expire 截止日期 截止时间 截止時間 到期 失效 下线 expires expiry expirydate 网址 "
    "slug 網址 网址名 permalink url 旧网址 aliases 舊網址 原网址 旧地址 alias redirectfrom 更正 corrections 勘误 "
    "勘誤 correction 撤稿 withdrawn 撤回 撤下 withdraw retracted 文字 script 字体 字體 简繁 簡繁 转换 convert "
    "轉換 简繁转换 簡繁轉換 浏览次数 views 瀏覽次數 浏览量 瀏覽量 点击量 點擊量 点击数 阅读量 閱讀量 hits number "
    "no 年 year 年份 年度 总期 total 總期 总期号 總期號 总期数 總第 总第 出刊日期 出版日期 主题 主办 publisher "
    "主辦 主办单位 主辦單位 编印 compiler 編印 编印单位 编辑部 主编 chiefeditor 主編 总编 报 reportto 報 送 "
    "sendto 抄送 发 distributeto 發 按语 note 按語 编者按 編者按 卷首语 editornote 篇目 items 目录 目錄 要目 "
    "稿件 contents articles 头条 不收 omit 不录 剔除 exclude without 繁体标题 繁體標題 简体标题 簡體標題"
)
KNOWN = frozenset(_NAMES.split())
TITLES = frozenset({"标题", "標題", "题目", "題目", "大标题", "主标题", "title"})
_SPACE = regex(r"[\s_-]+")


def folded(key: str) -> str:
    """A key as typed -> as it stands in KNOWN: without case, spaces, hyphens, full-width letters."""
    return _SPACE.sub("", unicodedata.normalize("NFKC", key)).casefold()


def is_known(key: str) -> bool:
    """``标题.zh-Hant`` is known as well."""
    return folded(key).partition(".")[0] in KNOWN
