"""Every key of the files of settings, in one table a file: what it is called, what it takes, what it is for.

Chinese and English names are equal; ``also`` holds traditional and other spellings. ``takes`` says what is to be
written, and names the function of ``bulletin.read.values`` or of the file's own module that checks it.
"""

from __future__ import annotations

from collections.abc import Mapping
from difflib import get_close_matches

from bulletin.model.making import frozen


@frozen
class Key:
    field: str  # of the dataclass in bulletin.model.content that it fills
    chinese: str
    english: str
    takes: str  # text, texts, number, url, timezone, email, hosts, editions, sections, ...
    doc: str  # for the editors' guide
    also: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        return (self.chinese, self.english, *self.also)


SITE = (
    Key("title", "标题", "title", "text", "网站的名字，必填。", ("標題", "名称", "名稱", "站名", "网站名称")),
    Key("url", "网址", "url", "url", "网站发布后的完整地址，必填，例如 https://www.example.org/ 。", ("網址",)),
    Key("tagline", "口号", "tagline", "text", "报头下的一句话。", ("口號", "标语", "標語", "副题", "副題")),
    Key("description", "说明", "description", "text", "给搜索引擎的介绍，一两句话。", ("說明", "简介", "簡介", "描述")),
    Key("keywords", "关键词", "keywords", "texts", "给搜索引擎的关键词。", ("關鍵詞", "关键字")),
    Key("editions", "版本", "editions", "editions", "简繁各版，第一版在根目录；不写就是简体和繁體两版。"),
    Key("sections", "栏目", "sections", "sections", "栏目，按导航的顺序。", ("欄目",)),
    Key("timezone", "时区", "timezone", "timezone", "日期和发布时间所在的时区，默认 Asia/Shanghai。", ("時區",)),
    Key("theme", "主题", "theme", "name", "主题文件夹的名字，默认 plain。", ("主題",)),
    Key("page_size", "每页", "page_size", "number 1 200", "列表每页多少篇，默认 20。", ("每頁", "每页篇数")),
    Key("feed_size", "订阅篇数", "feed_size", "number 1 200", "订阅源里最新多少篇，默认 30。", ("訂閱篇數", "订阅")),
    Key("issues", "期刊", "issues", "issues", "每周一期怎样编号、截止、署名。", ("期刊規則", "周刊", "週刊")),
    Key("owner", "主办单位", "owner", "text", "页脚的主办单位。", ("主辦單位", "主办", "主辦")),
    Key("builder", "网站建设", "builder", "text", "页脚的网站建设单位。", ("網站建設", "技术支持", "技術支持")),
    Key("address", "地址", "address", "text", "页脚的地址。"),
    Key("phone", "电话", "phone", "text", "页脚的电话。", ("電話",)),
    Key("email", "邮箱", "email", "email", "页脚的邮箱。", ("郵箱", "电子邮件", "電子郵件")),
    Key("copyright_from", "版权", "copyright", "number 1900 2999", "版权起始年份，例如 2014。", ("版權", "版权起始年")),
    Key("filings", "备案", "filings", "filings", "ICP 备案号和公安备案号。", ("備案",)),
    Key("site_code", "网站标识码", "site_code", "text", "网站标识码（SiteIDCode）。", ("網站標識碼",)),
    Key("image_hosts", "图片主机", "image_hosts", "hosts", "允许正文引用图片的其他网站，只写主机名。", ("圖片主機",)),
    Key("offline", "离线", "offline", "flag", "是：读者看过的页面，没有网络也能再看。", ("離線", "离线阅读")),
    Key("search", "搜索", "search", "flag", "否：不做站内搜索；不写就有。", ("搜尋", "检索", "檢索")),
)

EDITION = (
    Key("tag", "标识", "tag", "tag", "zh-Hans、zh-Hant、zh-Hant-TW 或 zh-Hant-HK。", ("標識", "语言", "語言")),
    Key("path", "路径", "path", "path", "这一版所在的目录，例如 hant/；第一版不写。", ("路徑",)),
    Key("name", "名称", "name", "text", "切换按钮上的字，例如 繁體。", ("名稱",)),
    Key("quotes", "引号", "quotes", "quotes", "弯（“”）或 直角（「」）。", ("引號",)),
    Key("style", "风格", "style", "style", "繁体字形的取法：opencc（默认）、报刊 或 公文。", ("風格", "字形")),
)

SECTION = (
    Key("name", "名称", "name", "text", "栏目的名字，必填。", ("名稱",)),
    Key("id", "网址", "id", "id", "网址里的名字，不写就用名称；定了就不要再改。", ("網址", "slug", "标识", "標識")),
    Key("description", "说明", "description", "text", "给搜索引擎的介绍。", ("說明", "描述")),
    Key("keywords", "关键词", "keywords", "texts", "给搜索引擎的关键词。", ("關鍵詞", "关键字")),
    Key("aliases", "别名", "aliases", "texts", "稿件里也可以这样写。", ("別名",)),
    Key("days", "更新期限", "update_within", "number 0 3660", "多少天以内要有新稿；0 是不查；不写就照检查指标。"),
)

ISSUES = (
    Key("name", "刊名", "name", "text", "报头上的刊名，默认是网站的名字。"),
    Key("closes", "截止", "closes", "weekday", "每期截止到星期几，例如 周五；默认星期日。", ("截稿",)),
    Key("base", "基准", "base", "base", "某一期的总期号，其余按周推算。", ("基準",)),
    Key("publisher", "主办", "publisher", "text", "报头的主办单位。", ("主辦",)),
    Key("compiler", "编印", "compiler", "text", "报头的编印单位。", ("編印",)),
    Key("chief_editor", "主编", "chief_editor", "text", "主编。", ("主編",)),
    Key("editor", "责任编辑", "editor", "text", "责任编辑。", ("責任編輯",)),
)

BASE = (
    Key("issue", "期", "issue", "week", "年和周，例如 2026-40。", ("期号", "期號")),
    Key("total", "总期", "total", "number 1 999999", "那一期的总期号，例如 1178。", ("總期", "总期号", "總期號")),
)

FILINGS = (
    Key("icp", "ICP", "icp", "text", "ICP 备案号，例如 浙ICP备12345678号-1。", ("ICP备案", "ICP備案")),
    Key("police", "公安", "police", "text", "公安备案号，例如 浙公网安备 33010000000001号。", ("公安备案", "公安備案")),
)

UNION = (
    Key("name", "名称", "name", "text", "工会的全称，必填。", ("名稱",)),
    Key("id", "网址", "id", "id", "网址里的名字，不写就用全称；定了就不要再改。", ("網址", "slug", "标识", "標識")),
    Key("aliases", "别名", "aliases", "texts", "简称和其他写法，都归到这一家。", ("別名", "简称", "簡稱")),
    Key("region", "地区", "region", "text", "所在地区。", ("地區",)),
    Key("parent", "上级", "parent", "union", "上级工会的名字、别名或网址。", ("上級",)),
    Key("names", "繁体", "names", "forms", "繁体名字，或各版的名字；不写就自动转换。", ("繁體",)),
    Key("former", "旧称", "former", "former", "改名以前的全称，检查时会提醒改用现在的名称。", ("舊稱", "曾用名")),
)

FORMER = (
    Key("name", "名称", "name", "text", "改名以前的全称。", ("名稱",)),
    Key("until", "至", "until", "date", "用到哪一天，例如 2019-03-20；在这以前的稿件不提醒。", ("到",)),
)

KNOWN_KEYS: Mapping[str, tuple[Key, ...]] = {
    "site.yaml": SITE,
    "site.yaml 版本/editions": EDITION,
    "site.yaml 栏目/sections": SECTION,
    "site.yaml 期刊/issues": ISSUES,
    "site.yaml 期刊/issues 基准/base": BASE,
    "site.yaml 备案/filings": FILINGS,
    "unions.yaml": UNION,
    "unions.yaml 旧称/former": FORMER,
}


def find_key(keys: tuple[Key, ...], typed: str) -> Key | None:
    wanted = typed.casefold()
    return next((key for key in keys if wanted in (name.casefold() for name in key.names)), None)


def nearest_key(keys: tuple[Key, ...], typed: str) -> str:
    """The known name most like ``typed``, "" where none is."""
    names = {name.casefold(): name for key in keys for name in key.names}
    found = get_close_matches(typed.casefold(), names, n=1, cutoff=0.5)
    return names[found[0]] if found else ""
