"""An HTML document -> the element that holds its article, and what the page says of it: meta names, title, labels.

Containers are those of the systems that Chinese sites run on (TRS, 大汉, 博达, 苏迪, WordPress, WeChat); meta names
are those of 《政府网站发展指引》 (国办发〔2017〕47号). Where none is there, the element with most text.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta, timezone

from lxml import etree

from bulletin.ingest.dates import find_date
from bulletin.model.late import regex

# Most telling first; an id or a class is compared as a whole word
_CONTAINERS = (
    "js_content", "TRS_Editor", "trs_editor_view", "TRS_UEDITOR", "UCAP-CONTENT", "vsb_content", "v_news_content",
    "wp_articlecontent", "zoom", "Zoom", "zoomcon", "ivs_content", "Custom_UnionStyle", "artibody", "article_content",
    "article-content", "articleContent", "article_body", "article-body", "news_content", "news-content", "newsContent",
    "news_con", "entry-content", "post-content", "post_content", "detail-content", "detail_content", "content-text",
    "conTxt", "content_text", "pages_content", "con_text", "zw", "zwnr", "xl_con", "text_con", "nr", "BodyLabel",
    "maincontent", "main-content", "mainText", "article", "content",
)  # fmt: skip
_META = {
    "articletitle": "标题", "pubdate": "日期", "contentsource": "来源", "author": "作者", "columnname": "栏目",
    "og:title": "og标题", "article:published_time": "og日期", "publishdate": "og日期",
    "og:article:published_time": "og日期",
    "og:article:author": "og作者", "article:author": "og作者",
}  # fmt: skip
_EMPTY = frozenset({"", "null", "undefined", "none", "无", "暂无", "-", "admin", "管理员", "本站", "本网"})
# WeChat writes the time of publication by a script; what is saved has it only there
_PUBLISHED = regex(r"\bct\s*=\s*[\"'](1\d{9})[\"']")
_CHINA = timezone(timedelta(hours=8))
_TITLES = ("activity-name", "ArticleTitle", "article-title", "article_title", "arti_title", "news_title", "news-title",
           "entry-title", "post-title", "detail-title", "xl_title", "con_title", "title", "bt", "tit")  # fmt: skip
_HAN = regex(r"[\u4e00-\u9fff]")
_SITE_PART = regex(r"\s*[-_|—–»>·]+\s*")
_FEWEST = 30  # Han characters of an article
_CERTAIN = "js_content"  # WeChat's alone: an article, be it three words and a photo
_NOISE = "header", "footer", "nav", "aside"


def container_of(root: etree._Element) -> etree._Element:
    names = _named(root)
    for name in _CONTAINERS:
        found = [one for one in names.get(name, ()) if weight(one) >= _FEWEST or name == _CERTAIN]
        if found:
            return max(found, key=weight)
    return _densest(root)


def _named(root: etree._Element) -> dict[str, list[etree._Element]]:
    """Elements by every word of their id and class."""
    names: dict[str, list[etree._Element]] = {}
    for element in root.iter("div", "td", "section", "article", "main", "span", "ucapcontent"):
        words = f"{element.get('id') or ''} {element.get('class') or ''}".split()
        if element.tag == "article":
            words.append("article")
        for word in dict.fromkeys(words):
            names.setdefault(word, []).append(element)
    return names


def weight(element: etree._Element) -> int:
    """Han characters that are not links'."""
    linked = sum(len(_HAN.findall("".join(link.itertext()))) for link in element.iter("a"))
    skipped = sum(len(_HAN.findall("".join(one.itertext()))) for one in element.iter("script", "style"))
    return len(_HAN.findall("".join(element.itertext()))) - 2 * linked - skipped


def _densest(root: etree._Element) -> etree._Element:
    """The smallest element that has nearly all text of paragraphs; the body where there are none."""
    scores: dict[etree._Element, int] = {}
    for paragraph in root.iter("p", "br", "div", "td", "section"):
        own = (paragraph.text or "") + "".join(child.tail or "" for child in paragraph)
        if paragraph.tag == "br":
            own = paragraph.tail or ""
        count = len(_HAN.findall(own))
        if count < 10:
            continue
        holder = paragraph if paragraph.tag not in {"p", "br"} else paragraph.getparent()
        share = count
        while holder is not None and holder.tag != "html" and share > 0:
            scores[holder] = scores.get(holder, 0) + share
            holder, share = holder.getparent(), share * 3 // 4
    for element in scores:
        scores[element] -= sum(len(_HAN.findall("".join(link.itertext()))) for link in element.iter("a"))
    body = root.find("body")
    start = body if body is not None else root
    return max(scores, key=lambda one: scores[one]) if scores else start


def meta_fields(root: etree._Element) -> dict[str, str]:
    """What the page's own meta names and WeChat's elements say; "null" and the like say nothing."""
    found: dict[str, str] = {}
    for meta in root.iter("meta"):
        key = _META.get((meta.get("name") or meta.get("property") or "").strip().lower())
        value = " ".join((meta.get("content") or "").split())
        if key and value.casefold() not in _EMPTY:
            found.setdefault(key, value)
    for identity, key in (("publish_time", "日期"), ("js_name", "来源"), ("js_author_name", "作者")):
        for element in root.iter("em", "a", "span", "strong", "div"):
            if element.get("id") == identity and (value := _text(element)):
                found.setdefault(key, value)
    if "日期" not in found and (moment := _published(root)):
        found["日期"] = moment
    fields = {key: value for key, value in found.items() if not key.startswith("og") or key == "og标题"}
    for key in ("日期", "作者"):
        if key not in fields and f"og{key}" in found:
            fields[key] = found[f"og{key}"]
    if "日期" in fields:
        day = find_date(fields["日期"].replace("T", " "))
        fields = {**fields, "日期": day[0]} if day else {k: v for k, v in fields.items() if k != "日期"}
    return fields


def _published(root: etree._Element) -> str:
    if not any(one.get("id") == "js_content" for one in root.iter("div")):
        return ""
    for script in root.iter("script"):
        if match := _PUBLISHED.search((script.text or "")[:500_000]):
            return datetime.fromtimestamp(int(match[1]), _CHINA).strftime("%Y-%m-%d %H:%M")
    return ""


def title_of(root: etree._Element, container: etree._Element, meta: str) -> str:
    """The meta name, else a heading that the window's title repeats, else the only <h1>; never the window's title
    alone: on half of the sites that is the name of a column."""
    if meta:
        return meta
    window = _text(root.find(".//title")) if root.find(".//title") is not None else ""
    parts = {part for part in (window, *_SITE_PART.split(window)) if part}
    candidates = [text for element in _candidates(root, container) if (text := _text(element))]
    for text in candidates:
        if text in parts or (len(text) >= 8 and text.replace(" ", "") in window.replace(" ", "")):
            return text
    return candidates[0] if candidates else ""


def _candidates(root: etree._Element, container: etree._Element) -> Iterator[etree._Element]:
    """Headings in the order of their worth, none in a page's header or navigation."""
    for name in _TITLES[:1]:
        yield from (one for one in root.iter("h1", "h2", "div", "span") if one.get("id") == name)
    headings = [one for one in root.iter("h1", "h2") if _is_content(one)]
    yield from (one for one in headings if one.tag == "h1")
    for name in _TITLES[1:]:
        for one in root.iter("h1", "h2", "h3", "div", "p", "td", "span"):
            words = f"{one.get('id') or ''} {one.get('class') or ''}".split()
            if name in words and _is_content(one) and 4 <= len(_text(one)) <= 80:
                yield one
    yield from (one for one in headings if one.tag == "h2" and one not in list(container.iter("h2")))


def _is_content(element: etree._Element) -> bool:
    return not any(one.tag in _NOISE for one in element.iterancestors()) and 4 <= len(_text(element)) <= 120


def _text(element: etree._Element) -> str:
    return " ".join("".join(element.itertext()).split())
