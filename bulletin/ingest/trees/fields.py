"""Front matter of another generator -> fields of ours. What has no field here is left out, and named."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime

from bulletin.ingest.dates import find_date
from bulletin.ingest.draft import Line, Notes, Value
from bulletin.model.late import regex

_KEYS = {
    "title": "标题", "date": "日期", "publishdate": "日期", "pubdate": "日期", "created": "日期", "author": "作者",
    "authors": "作者", "by": "作者", "category": "栏目", "categories": "栏目", "section": "栏目", "tags": "标签",
    "tag": "标签", "keywords": "标签", "description": "摘要", "summary": "摘要", "excerpt": "摘要",
    "subtitle": "副标题", "slug": "网址", "permalink": "旧网址", "url": "旧网址", "aliases": "旧网址",
    "alias": "旧网址", "redirect_from": "旧网址", "save_as": "旧网址", "expirydate": "截止", "source": "来源",
    "cover": "封面", "image": "封面", "thumbnail": "封面", "banner": "封面", "featured_image": "封面", "top": "置顶",
    "sticky": "置顶", "pin": "置顶", "pinned": "置顶",
}  # fmt: skip
_OURS = frozenset({
    "标题", "引题", "副标题", "类型", "日期", "来源", "栏目", "作者", "供稿", "摄影", "编辑", "转载", "标签", "摘要",
    "发文字号", "主送", "落款", "成文日期", "联系人", "电话", "浏览次数", "期", "地区", "封面", "置顶", "草稿",
    "发布", "截止", "网址", "旧网址", "撤稿", "文字", "转换",
})  # fmt: skip
_ORDER = ("副标题", "日期", "来源", "栏目", "作者", "标签", "摘要", "封面", "置顶", "草稿", "截止", "网址", "旧网址")
_LISTS = frozenset({"标签", "旧网址", "作者"})
_SLUG = regex(r"[a-z0-9](?:[a-z0-9-]{0,80}[a-z0-9])?")
_TRUE = frozenset({"true", "yes", "1", "是", "on"})
_FALSE = frozenset({"false", "no", "0", "否", "off", ""})


def tree_fields(
    values: Mapping[str, object], sections: frozenset[str], notes: Notes, name: str
) -> tuple[str, tuple[tuple[str, Value], ...]]:
    """(title, fields in order). ``name`` is the file's: 2020-01-02-hello.md of Jekyll has a date and a slug in it."""
    found: dict[str, Value] = {}
    tags: list[str] = []
    for key, value in values.items():
        field = _KEYS.get(key.lower().replace("-", "_"), key if key in _OURS else "")
        line = Line(0, f"{key}: {_shown(value)}")
        if _is_draft(key.lower(), value):
            found["草稿"] = "是"
            notes.take("草稿", "是", line)
        elif field == "栏目":
            _sections(texts_of(value), sections, found, tags)
            notes.take("栏目", _shown(value), line)
        elif field == "标签":
            tags += texts_of(value)
            notes.take("标签", _shown(value), line)
        elif field and (told := _value(field, value)):
            found.setdefault(field, told)
            notes.take(field, told if isinstance(told, str) else "、".join(told), line)
        else:
            notes.leave("key", line)
    if tags:
        found["标签"] = tuple(dict.fromkeys(tags))
    _of_name(name, found)
    title = found.pop("标题", "")
    found.setdefault("日期", "")
    ordered = [key for key in (*_ORDER, *found) if key in found]
    return str(title), tuple((key, found[key]) for key in dict.fromkeys(ordered))


def _sections(names: Sequence[str], sections: frozenset[str], found: dict[str, Value], tags: list[str]) -> None:
    """Other generators have as many categories as one likes: the first that site.yaml has, the others as tags."""
    for name in names:
        if name in sections and "栏目" not in found:
            found["栏目"] = name
        else:
            tags.append(name)


def _is_draft(key: str, value: object) -> bool:
    said = str(value).strip().lower()
    if key in {"draft", "hidden", "草稿"}:
        return said in _TRUE
    return said in {"published": {"false", "no"}, "status": {"draft", "hidden", "private"}}.get(key, ())


def _value(field: str, value: object) -> Value:
    """"" where it says nothing that the field can hold."""
    if field in {"日期", "截止"}:
        day = find_date(_shown(value).replace("T", " "))
        return day[0] if day and day[1] <= 1 else ""
    if field == "置顶":
        return "" if str(value).strip().lower() in _FALSE else "是"
    if field == "网址":
        slug = _shown(value).strip("/").lower()
        return slug if _SLUG.fullmatch(slug) else ""
    if field == "旧网址":
        return tuple(path for text in texts_of(value) if (path := _old_path(text)))
    if field == "封面":
        text = _shown(value)
        return "" if re.match(r"[a-z]+:|//", text, re.IGNORECASE) else text
    if field in _LISTS:
        return "、".join(texts_of(value))
    return " ".join(_shown(value).split())


def _old_path(text: str) -> str:
    """As 旧网址 wants it: a path on the site, without the host; a pattern (:year/:title) is none."""
    path = re.sub(r"^https?://[^/]+", "", text.strip()).strip("/")
    return path if path and not re.search(r"[:{}?#<>\s]", path) and ".." not in path else ""


def texts_of(value: object) -> list[str]:
    """A list, a text with commas, or a mapping's values (Hugo's {name: …})."""
    if isinstance(value, str):
        return [part.strip() for part in re.split(r"[,，、;；]", value) if part.strip()]
    if isinstance(value, (list, tuple)):
        return [text for one in value[:100] for text in texts_of(one)]
    if isinstance(value, dict):
        return texts_of(value["name"]) if "name" in value else []
    return [_shown(value)] if value is not None else []


def _shown(value: object) -> str:
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%d %H:%M:%S")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, (list, tuple)):
        return "、".join(_shown(one) for one in value[:50])
    return str(value)[:2000] if value is not None else ""


def _of_name(name: str, found: dict[str, Value]) -> None:
    match = re.fullmatch(r"(\d{4}-\d\d-\d\d)-(.+?)\.\w+", name)
    if match is None:
        return
    if not found.get("日期") and (day := find_date(match[1])):
        found["日期"] = day[0]
    if "网址" not in found and _SLUG.fullmatch(match[2].lower()):
        found["网址"] = match[2].lower()
