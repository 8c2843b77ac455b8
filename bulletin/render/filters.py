"""Jinja filters: pure functions from a value of the model to text. Theme authors write against their names.

    {{ card.date|date_long }}            2026年9月30日          {{ card.date|date_time }}     2026年9月30日 09:05
    {{ card.date|date_iso }}             2026-09-30T09:05:00+08:00
    {{ card.date|date_iso(false) }}      2026-09-30           {{ card.date|date_gov }}      2026-09-30 09:05
    {{ card.date|date_short }}           2026-09-30           {{ card.date|month_day }}     9月30日
    {{ card.date|month_name }}           9月                  {{ card.date|weekday }}       星期三
    {{ file.size|filesize }}             183 KB               {{ count|number }}            12,345
    {{ phone|tel }}                      tel:057187654321     {{ photo.webp|srcset }}       /a-480.webp 480w, …
    {{ title|title_parts }}              ["引题", "主题"]       {{ text|paragraphs }}         ["…", "…"]
    {{ words.page|fill(number=3) }}      第3页                 {{ article|opening_photo }}   a Photo or None
    {{ title|phrases }}                  [("关于", False), ("“暖冬”", True)]
    {{ article.html|enclosed(name) }}    inside another page: ids begin with the name, h2 is h4
    {{ article.html|without_annexes }}   the body of a notice     {{ article.html|annexes }}   what it encloses

Where there is no date, a date filter gives "".
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date as Date
from datetime import datetime
from typing import Any
from unicodedata import normalize

from bulletin.model.article import Article
from bulletin.model.item import Photo, Variant
from bulletin.model.late import late, regex
from bulletin.render.annexes import annexes, without_annexes
from bulletin.render.enclosed import enclosed

_WEEKDAYS = "一二三四五六日"
_WIDE = "\u2e80-\u303f\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef“”‘’—…\U00020000-\U0003ffff"
_PART = late(rf"(?<=[{_WIDE}])[ \t\u00a0\u3000]+(?=[{_WIDE}])|\u3000+")
_TERM = regex(r"[“‘「『《〈（][^“”‘’「」『』《》〈〉（）]{1,8}[”’」』》〉）]")  # ten characters fit on any phone
_SLOT = regex(r"\{(\w+)\}")
_EXTENSION = regex(r"(?:转|轉|ext\.?|x|#)\s*(\d{1,6})\s*$", re.IGNORECASE)
_NUMBER = regex(r"\+?\d[\d\s().-]*\d|\d")


def date_long(value: Date | None) -> str:
    """As official documents write it (GB/T 9704): Arabic figures without leading zeros."""
    return f"{value.year}年{value.month}月{value.day}日" if value else ""


def date_time(value: datetime | None) -> str:
    return f"{date_long(value)} {value:%H:%M}" if value else ""


def date_short(value: Date | None) -> str:
    return f"{value.year:04}-{value.month:02}-{value.day:02}" if value else ""


def date_iso(value: Date | None, has_time: bool = True) -> str:
    """For ``datetime=``: with its offset from UTC where it is a moment, else the day alone."""
    if isinstance(value, datetime) and has_time:
        return value.isoformat(timespec="seconds")
    return date_short(value)


def date_gov(value: datetime | None) -> str:
    """PubDate as 《政府网站发展指引》 writes it: 2025-07-14 01:59."""
    return f"{date_short(value)} {value:%H:%M}" if value else ""


def month_day(value: Date | None) -> str:
    return f"{value.month}月{value.day}日" if value else ""


def month_name(value: Date | int | None) -> str:
    if not value:
        return ""
    return f"{value if isinstance(value, int) else value.month}月"


def weekday(value: Date | None) -> str:
    return f"星期{_WEEKDAYS[value.weekday()]}" if value else ""


def filesize(size: int) -> str:
    """Bytes -> KB or MB of 1,024, rounded up to a whole KB: no file has 0 KB."""
    if size < 1024 * 1024:
        return f"{-(-size // 1024)} KB"
    return f"{size / 1024 / 1024:.1f} MB"


def number(value: int) -> str:
    return f"{value:,}"


def tel(phone: str) -> str:
    """A telephone number as typed -> its URI (RFC 3966): "(0571) 8765-4321转802" -> "tel:057187654321;ext=802".

    Of several numbers the first. "" where there is none.
    """
    plain = normalize("NFKC", phone).replace("—", "-").replace("－", "-").replace("–", "-")
    extension = _EXTENSION.search(plain)
    found = _NUMBER.search(plain[: extension.start()] if extension else plain)
    if not found:
        return ""
    digits = re.sub(r"[^\d+]", "", found[0])
    return f"tel:{digits};ext={extension[1]}" if extension else f"tel:{digits}"


def title_parts(title: str) -> list[str]:
    """A title's parts as its author divided them, by a space between Chinese characters or marks.

    Lines may break between parts and should not break inside; a space beside Latin letters or figures divides nothing.
    """
    if " " not in title and title.isprintable():  # as other blanks are not
        return [title]
    return [part for part in (piece.strip() for piece in _PART().split(title)) if part] or [title]


def srcset(variants: Iterable[Variant]) -> str:
    return ", ".join(f"{variant.url} {variant.width}w" for variant in variants)


def paragraphs(text: str) -> list[str]:
    """Plain text -> its lines that are not blank."""
    return [line.strip() for line in text.splitlines() if line.strip()]


def fill(text: str, **values: object) -> str:
    """A word of the catalogue with its ``{slots}`` filled in; one without a value stays visible."""
    return _SLOT.sub(lambda m: str(values.get(m[1], m[0])), text)


def phrases(title: str) -> list[tuple[str, bool]]:
    """A title's text, and whether each piece of it should stay on one line: a short term in quotes or book marks.

    GB/T 9704-2012, 7.3.1: where a title breaks, words stay whole. So far as marks tell, without a dictionary.
    """
    found: list[tuple[str, bool]] = []
    at = 0
    for match in _TERM.finditer(title):
        found += [(title[at : match.start()], False), (match[0], True)]
        at = match.end()
    return [piece for piece in (*found, (title[at:], False)) if piece[0]]


def opening_photo(article: Article) -> Photo | None:
    """The cover, where neither the body nor the gallery shows it already."""
    cover = article.card.cover
    if cover is None or any(cover.digest == photo.digest for photo, _ in article.gallery):
        return None
    return None if any(variant.url in article.html for variant in cover.fallback) else cover


FILTERS: Mapping[str, Callable[..., Any]] = {
    function.__name__: function
    for function in (
        date_long,
        date_time,
        date_short,
        date_iso,
        date_gov,
        month_day,
        month_name,
        weekday,
        filesize,
        number,
        tel,
        title_parts,
        srcset,
        paragraphs,
        fill,
        phrases,
        opening_photo,
        annexes,
        enclosed,
        without_annexes,
    )
}
