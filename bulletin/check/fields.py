"""The fields of an item that are lists, names or addresses -> values of ``Item``; their faults -> Problems."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime, tzinfo
from functools import lru_cache
from posixpath import basename, splitext
from unicodedata import normalize

from bulletin.check.address import contained_alias
from bulletin.check.dates import NoSuchDate, leading_moment, read_date
from bulletin.check.numbers import NOT_IN_ISSUE, read_number, year_for
from bulletin.check.same import Same
from bulletin.check.values import MOST_GUESSES, Values, nearest, part, parts_of, shown
from bulletin.model.content import Config, Field, Section, Union
from bulletin.model.item import Attachment, Correction
from bulletin.model.late import regex
from bulletin.model.making import frozen

_SUFFIX = regex(r"\.[A-Za-z0-9]{2,5}$")
_FILES = regex(r"(?<=[A-Za-z0-9])\s*[、,，;；]\s*")
_NUMBERED = regex(r"^(?:附件\s*\d{0,2}\s*[:：.、]\s*|\d{1,2}\s*[.、]\s*)")
_NAME, _FILE = ("名称", "名稱", "name", "标题", "title"), ("文件", "檔案", "file", "路径", "path", "url")
_DATE, _TEXT = ("日期", "date", "时间", "時間"), ("内容", "內容", "text", "说明", "說明", "description")
_UNION = ("单位", "單位", "union", "署名", "名称", "name")


@frozen
class Names:
    """What may be named in front matter -> its id."""

    sections: Mapping[str, str]
    unions: Mapping[str, str]
    former: Mapping[str, tuple[str, str]]  # name that a union had -> its present name, ISO day until which


def names_of(sections: tuple[Section, ...], unions: tuple[Union, ...]) -> Names:
    return _names(Same(sections), Same(unions))


@lru_cache(maxsize=8)
def _names(sections: Same, unions: Same) -> Names:
    by_section: dict[str, str] = {}
    by_union: dict[str, str] = {}
    for section in sections.value:
        for name in (section.name, section.id, *section.aliases):
            by_section.setdefault(_fold(name), section.id)
    for union in unions.value:
        for name in (union.name, union.id, *union.aliases, *(name for _, name in union.names)):
            by_union.setdefault(_fold(name), union.id)
    former = {_fold(name): (union, until) for union in unions.value for name, until in union.former}
    for name, (union, _) in former.items():
        by_union.setdefault(name, union.id)
    return Names(by_section, by_union, {name: (union.name, until) for name, (union, until) in former.items()})


@lru_cache(maxsize=1024)
def _like(typed: str, listed: Same, cutoff: float) -> str:
    """The name or alias most like ``typed``: looked for once, for an unlisted union has many items."""
    return nearest(typed, (name for one in listed.value for name in (one.name, *one.aliases)), cutoff)


def section(values: Values, config: Config, names: Names) -> str:
    """Id of the section; "" for none, or one that is not known."""
    typed = values.text("section")
    if not typed:
        return ""
    if found := names.sections.get(_fold(typed)):
        return found
    known = _like(typed, Same(config.sections), 0.5) or "、".join(one.name for one in config.sections[:12])
    values.find("W430", values.fields["section"], value=shown(typed), nearest=known or "—")
    return ""


def sources(values: Values, unions: tuple[Union, ...], names: Names, date: datetime | None) -> tuple[str, ...]:
    """Ids of unions, or the name itself of one that is not in unions.yaml. ``date`` is that of the item: a name that
    the union then had is right."""
    field = values.fields.get("source")
    if field is None:
        return ()
    if isinstance(field.value, str) and (whole := names.unions.get(_fold(field.value))):
        _find_former(values, field, names, field.value, date)
        return (whole,)
    found: list[str] = []
    for typed in values.texts("source"):
        union = names.unions.get(_fold(typed))
        _find_former(values, field, names, typed, date)
        if union is None and unions:
            if like := _like(typed, Same(unions), 0.6) if len(values.problems) < MOST_GUESSES else "":
                values.find("W431", field, value=shown(typed), nearest=like)
            else:
                values.find("W432", field, value=shown(typed))
        found.append(union or typed)
    return tuple(dict.fromkeys(found))


def _find_former(values: Values, field: Field, names: Names, typed: str, date: datetime | None) -> None:
    present, until = names.former.get(_fold(typed), ("", ""))
    if present and not (until and date and date.date().isoformat() <= until):
        values.find("W476", field, typed=typed.strip(), name=present)


def issue(values: Values, date: datetime | None, closes: int) -> str:
    """"2026-42", "-" for no issue, "" for the issue of its week."""
    typed = values.text("issue")
    if not typed:
        return ""
    field = values.fields["issue"]
    number = read_number(typed)
    if number is None:
        values.find("E409", field, value=shown(typed))
        return ""
    if number.text == NOT_IN_ISSUE:
        return NOT_IN_ISSUE
    if not number.year and date is None:
        values.find("E410", field, value=shown(typed))
        return ""
    return number.id_in(year_for(number, date.date(), closes) if date else number.year)


def aliases(values: Values, config: Config) -> tuple[str, ...]:
    found: list[str] = []
    for typed in values.texts("aliases"):
        if path := contained_alias(typed, config):
            found.append(path)
        else:
            values.find("E411", values.fields["aliases"], value=shown(typed))
    return tuple(dict.fromkeys(found))


def _parts(values: Values, name: str) -> list[dict[str, Field]]:
    """Each entry of a list of texts and mappings; nothing where the field is not given or, named, of another kind."""
    field = values.fields.get(name)
    if field is None:
        return []
    parts = parts_of(field)
    if parts is None:
        values.wrong_kind(field)
    return parts or []


def attachments(values: Values) -> tuple[Attachment, ...]:
    """As typed: ``path`` is the file's name from where the document lies; "" for one printed in the body."""
    found: list[Attachment] = []
    for one in _parts(values, "attachments"):
        field = values.fields["attachments"]
        if text := part(one, ""):
            names = _FILES.split(text) if isinstance(field.value, str) else [text]
            found += [_attachment(name, "") for name in names]
            continue
        name, file = part(one, *_NAME), part(one, *_FILE)
        if name or file:
            found.append(_attachment(name, file))
        elif len(one) == 1 and (single := next(iter(one.values()))) and isinstance(single.value, str):
            found.append(_attachment(single.key, single.value.strip()))  # 报名表: 报名表.docx
        else:
            values.find("E412", field)
    return tuple(dict.fromkeys(found))


def attachment_places(values: Values) -> Iterator[tuple[str, int, int]]:
    """File as typed, line and column, for each of 附件 that is given as a mapping; a text has its list's place."""
    field = values.fields.get("attachments")
    for one in parts_of(field) or () if field else ():
        named = next((one[name] for name in (*_FILE, *_NAME) if name in one), next(iter(one.values()), field))
        if named is not None and named.key and isinstance(named.value, str):
            yield " ".join(named.value.split()), named.line, named.column


def _attachment(name: str, file: str) -> Attachment:
    if not file and _SUFFIX.search(name):
        name, file = "", name
    return Attachment(name=name or _NUMBERED.sub("", splitext(basename(file))[0]) or file, url="", path=file)


def corrections(values: Values, date: datetime | None, zone: tzinfo) -> tuple[Correction, ...]:
    """Each with its day: its 日期, or a date with which its text begins, or the day of the item."""
    found: list[Correction] = []
    for one in _parts(values, "corrections"):
        field = values.fields["corrections"]
        try:
            correction = _correction(one, date, zone)
        except NoSuchDate as fault:
            values.find(fault.code, field, **fault.values)
            continue
        if correction is None:
            values.find("E413", field)
        else:
            found.append(correction)
    return tuple(found)


def _correction(parts: Mapping[str, Field], date: datetime | None, zone: tzinfo) -> Correction | None:
    text = part(parts, "", *_TEXT)
    stated = part(parts, *_DATE)
    if stated:
        day = read_date(stated)
    elif leading := leading_moment(text, zone):
        day = leading[0].at.date()
        text = leading[1].lstrip(" :：,，、；;)）") or text
    else:
        day = date.date() if date else None
    return Correction(day, text) if day and text else None


def signature(values: Values) -> tuple[str, ...]:
    """落款: one or several bodies; or {单位, 日期}, whose date ``signed_on`` then takes."""
    field = values.fields.get("signature")
    if field is None:
        return ()
    if isinstance(field.value, str) or all(isinstance(one, str) for one in field.value):
        return values.texts("signature")
    found: list[str] = []
    for one in parts_of(field) or []:
        bodies = next((one[name] for name in ("", *_UNION) if name in one), None)
        day = next((one[name] for name in _DATE if name in one), None)
        if bodies is None:
            values.wrong_kind(field)
            continue
        found += values.texts_of(bodies)
        if day is not None:
            values.fields.setdefault("signed_on", day)
    return tuple(dict.fromkeys(found))


def tags(values: Values) -> tuple[str, ...]:
    return tuple(dict.fromkeys(bare for tag in values.texts("tags") if (bare := tag.strip("#＃ "))))


def _fold(name: str) -> str:
    return "".join(normalize("NFKC", name).split()).casefold()
