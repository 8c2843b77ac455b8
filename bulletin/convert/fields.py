"""``Item`` -> the same item with the text of its fields in the script of an edition; the body is left alone."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import PurePosixPath
from typing import Any

from bulletin.convert.script.converter import Converter
from bulletin.convert.script.lexicon import fallback
from bulletin.model.altered import altered
from bulletin.model.item import Item, Photo
from bulletin.model.late import regex

_TEXTS = (
    *("title", "kicker", "subtitle", "summary", "addressee", "document_number", "reprint", "region", "withdrawn"),
)
_NAMES = ("author", "signature", "contact", "contributor", "photographer", "editor")
# What a hand-written variant says in its own words; all else (address, dates, lists it is in) is the item's.
_OF_VARIANT = (*_TEXTS, *_NAMES, "attachments", "gallery", "cover", "corrections", "phone", "body")
_NO_CAPTION = regex(
    r"(?:照片|照|图片|圖片|图|圖|配图|微信图片|微信圖片|截图|未命名|photo|image|img|pic|picture|dsc[nf]?|dji|pxl|mmexport|"
    r"wechatimg|screenshot|p)?[\s_()（）.\-\d]*",
    re.IGNORECASE,
)


def name_fields(item: Item) -> Iterator[str]:
    """Every value of the fields that hold names of people and bodies."""
    for key in _NAMES:
        yield from getattr(item, key)


def all_texts(item: Item) -> Iterator[str]:
    """Every text that ``change_texts`` reaches."""
    for key in _TEXTS:
        yield getattr(item, key)
    for key in (*_NAMES, "tags", "source"):
        yield from getattr(item, key)
    yield from (file.name for file in item.attachments)
    yield from (one.text for one in item.corrections)
    yield from (text for _, text in item.titles)


def change_texts(item: Item, change: Callable[[str, str], str]) -> Item:
    """All texts of the front matter, as ``change(name of the field, text)`` gives them; body and addresses stay."""
    changed: dict[str, Any] = {key: change(key, getattr(item, key)) for key in _TEXTS}
    for key in (*_NAMES, "tags", "source"):
        changed[key] = tuple(change(key, text) for text in getattr(item, key))
    changed["attachments"] = tuple(replace(one, name=change("attachments", one.name)) for one in item.attachments)
    changed["corrections"] = tuple(replace(one, text=change("corrections", one.text)) for one in item.corrections)
    changed["titles"] = tuple((tag, change("titles", text)) for tag, text in item.titles)
    return replace(item, **changed)


def convert_fields(item: Item, converter: Converter) -> Item:
    """Texts as texts, names as names, both with the names of the item protected: one call of OpenCC for all."""
    if converter.changes_nothing:
        return item
    texts = [getattr(item, key) for key in _TEXTS]
    texts += [*item.tags, *(file.name for file in item.attachments), *(one.text for one in item.corrections)]
    converted = iter(converter.texts(texts))
    changed: dict[str, Any] = {key: next(converted) for key in _TEXTS}
    changed["tags"] = tuple(next(converted) for _ in item.tags)
    changed["attachments"] = tuple(altered(file, name=next(converted)) for file in item.attachments)
    changed["corrections"] = tuple(replace(one, text=next(converted)) for one in item.corrections)
    changed |= {key: tuple(map(converter.name, getattr(item, key))) for key in _NAMES}
    return altered(item, **changed)


def with_variant(item: Item, variant: Item) -> Item:
    """The item in the words of a hand-written variant; what the variant leaves empty stays the item's, converted."""
    said = {key: value for key in _OF_VARIANT if (value := getattr(variant, key))}
    return replace(item, **said)


def with_title(item: Item, tag: str) -> Item:
    """With the title that the author fixed for the edition ``tag`` or a more general one."""
    title = fallback(dict(item.titles), tag)
    return item if title is None else replace(item, title=title)


def captions(item: Item, converter: Converter) -> tuple[tuple[Photo, str], ...]:
    """Each photo beside the item with what its file's name says; 照片1, IMG_2034 and the like say nothing."""
    stems = [PurePosixPath(photo.path).stem for photo in item.gallery]
    said = ["" if _NO_CAPTION.fullmatch(stem) else stem for stem in stems]
    return tuple(zip(item.gallery, converter.texts(said), strict=True))
