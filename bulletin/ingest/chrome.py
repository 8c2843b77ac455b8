"""A line of a scraped page -> whether it is the site's and not the article's: navigation, buttons, footer."""

from __future__ import annotations

import re

from bulletin.ingest.labels import LABELS
from bulletin.model.late import regex

_LONGEST = 160  # characters: a longer line is text, whatever it begins with
_WORDS = (
    "首页|首頁|返回|返回首页|返回顶部|返回列表|顶部|打印|打印本页|打印本文|列印|关闭|關閉|关闭窗口|关闭本页|收藏|加入收藏|设为首页"
    "|分享|分享到|微信|微博|新浪微博|腾讯微博|QQ空间|QQ|朋友圈|扫一扫|复制链接|大|中|小|默认|字号|字體|字体|登录|注册|搜索|站内搜索"
    "|网站地图|网站导航|联系我们|关于我们|聯絡我們|繁体|簡體|繁體|简体|English|无障碍|无障碍阅读|长者模式|关怀版|适老化|纠错|我要纠错"
    "|END|The End|朗读|点赞|赞|在看|阅读原文|举报|下一页|上一页|尾页|末页"
    "|更多|more|首 页|尾 页|【大】|【中】|【小】|放大|缩小|TOP|导航|菜单"
)
# Atomic and longest first: in parts there would be 2ⁿ ways to read 返回首页返回首页…
_ALL = "|".join(sorted(_WORDS.split("|"), key=len, reverse=True))
_BETWEEN = r"[\s|｜·>»/\[\]【】「」()（）:：、,，-]*+"
_ONLY_WORDS = regex(rf"(?:{_BETWEEN}(?>{_ALL}))++{_BETWEEN}", re.IGNORECASE)
_BEGINS = regex(
    r"(?:[您你]?(?:当前|現在|现在|目前|當前|所在)?(?:的)?(?:位置|所在位置)(?:是)?[:：]|今天是|今日是"
    r"|欢迎(?:您)?(?:访问|光临|来到)"
    r"|(?:上一[篇条則则页]|下一[篇条則则页]|前一[篇条]|后一[篇条])(?:[:：]|\s|$)|相关(?:新闻|文章|链接|阅读"
    r"|信息)(?:[:：]|$)|友情链接"
    r"|相關(?:新聞|文章|閱讀)|版权所有|版權所有|copyright|©|\(c\)\s|主办(?:单位)?[:：]|主辦[:：]|承办(?:单位)?[:：]"
    r"|协办[:：]"
    r"|技术支持[:：]|網站建設[:：]|网站建设[:：]|网站标识码|网站支持|[\u4e00-\u9fff]ICP备|备案(?:序)?号"
    r"|(?:增值)?电信(?:业务)?经营许可证"
    r"|[\u4e00-\u9fff]公网安备|本站(?:访问量|累计)|您是第|建议使用|推荐使用.{0,12}(?:分辨率|浏览器)|扫描二维码|扫一扫|扫码"
    r"|长按.{0,8}二维码"
    r"|索\s*引\s*号[:：]|点击(?:上方|蓝字|下方)|关注我们|收藏本站|分享到[:：]|字号[:：]|字体[:：]|(?:【|\[)?(?:打印"
    r"|關閉|关闭)(?:此页|窗口)?(?:】|\])?$"
    r"|微信(?:扫一扫|公众号[:：])|邮编[:：]\s*\d{6}\s*$|传播.{2,10}正能量$)",
    re.IGNORECASE,
)
_HOLDS = regex(r"ICP备\s*\d{4,}|公网安备|Copyright\s*[©@]|版权所有|All Rights Reserved", re.IGNORECASE)
_DEBRIS = regex(r"[\s|｜?？\ufeff□\-_=*·•.。>»«<#~^+\\/]*")
_CRUMBS = regex(r"(?:首页|首頁|主页)\s*(?:[>»›\-—/|｜]+\s*[^\s>»›/|｜]{1,16}\s*)+(?:[>»›]\s*(?:正文|内容|详情)?)?")
_POSITION = regex(r".*(?:>|»|›)+\s*([^\s>»›|]{2,12})\s*$")
_TRAIL = regex(r"位置|(?:首[页頁]|主页).*[>»›]")
_LABEL = regex(rf"(?:{LABELS})\s*[:：]")


def is_chrome(text: str) -> bool:
    """Of one line, with whatever marks and pipes are around it."""
    bare = text.strip(" \t\u3000\xa0|｜")
    if _DEBRIS.fullmatch(bare):
        return True
    if len(bare) > _LONGEST:
        return False
    return bool(
        _BEGINS.match(bare) or _ONLY_WORDS.fullmatch(bare) or _CRUMBS.fullmatch(bare) or (_HOLDS.search(bare))
    )


def section_of(text: str) -> str:
    """The last part of a breadcrumb of one line, but for the page itself: 当前位置：首页 | >>省总动态 -> 省总动态."""
    if len(text) > _LONGEST or "\n" in text or _LABEL.match(text) or not _TRAIL.search(text):
        return ""
    parts = [part.strip(" |｜:：\xa0") for part in re.split(r"[>»›]+|\s[-—/|｜]\s", text)]
    named = [part for part in parts[1:] if part and part not in {"正文", "内容", "详情", "首页"}]
    return named[-1] if named and 2 <= len(named[-1]) <= 12 else ""
