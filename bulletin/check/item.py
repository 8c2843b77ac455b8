"""``Document`` -> ``Item`` or ``IssueFile`` with its Problems: pure, one document at a time.

A fault in the title, a date that decides whether it is published, the withdrawal or the slug leaves the document out;
a fault in a lesser field drops that field. All faults are named at once.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields as fields_of
from datetime import datetime, tzinfo
from operator import attrgetter

from bulletin.check import fields
from bulletin.check.address import is_taken, leading_date, slug_of, stem_of, url_of, variant_of
from bulletin.check.body import PROSE, check_text
from bulletin.check.checked import Checked
from bulletin.check.dateline import Dateline, find_dateline
from bulletin.check.dates import NoSuchDate, end_of_day, read_moment, zone_of
from bulletin.check.facts import with_facts
from bulletin.check.issue_file import is_issue_file, read_issue_file
from bulletin.check.keys import ITEM
from bulletin.check.opening import find_date_line, find_title, trim, without
from bulletin.check.references import find_references
from bulletin.check.shapes import shape_fault
from bulletin.check.values import Values, shown
from bulletin.check.words import of_glossary
from bulletin.model.altered import altered
from bulletin.model.content import Config, Document, Field, Glossary, Union
from bulletin.model.digest import digest_of_plain
from bulletin.model.item import WITHOUT_NOTICE, Item, Kind
from bulletin.model.making import frozen
from bulletin.model.problem import Problem, in_order
from bulletin.model.slug import slugify

_KINDS: dict[str, str] = {
    "新闻": "news", "通知": "notice", "页面": "page",
    **dict.fromkeys(("新聞", "消息", "动态", "动態", "news", "article", "post"), "news"),
    **dict.fromkeys(("公告", "通告", "公示", "启事", "通報", "通报", "notice"), "notice"),
    **dict.fromkeys(("頁面", "单页", "單頁", "page"), "page"),
}  # fmt: skip
_SCRIPTS = {
    "简体": "Hans", "繁体": "Hant",
    **dict.fromkeys(("簡體", "简", "簡", "简体中文", "hans", "zh-hans", "zh-cn", "simplified"), "Hans"),
    **dict.fromkeys(("繁體", "正体", "正體", "繁", "繁体中文", "繁體中文", "hant", "traditional"), "Hant"),
    **dict.fromkeys(("逐字繁体", "逐字繁體", "remade"), "Remade"),
    **dict.fromkeys(("zh-hant", "zh-hant-tw", "zh-hant-hk", "zh-tw", "zh-hk"), "Hant"),
}  # fmt: skip
_NO_WORDS = Glossary()
_said = attrgetter(*(one.name for one in fields_of(Item) if one.name not in ("date", "body", "digest")))
# Whose place in the file the rules for the whole bulletin want to name
_PLACED = ("title", "date", "publish", "issue", "slug", "aliases", "cover", "attachments", "signed_on")


def check_document(
    document: Document, config: Config, unions: tuple[Union, ...], glossary: Glossary = _NO_WORDS
) -> Checked:
    """Never raises. Of the item, ``attachments`` are as typed, and ``cover``, ``gallery``, ``links``, ``photos`` and
    ``variants`` are empty: what they mean only ``check_bulletin`` can know."""
    if is_issue_file(document):
        issue, problems = read_issue_file(document)
        words = of_glossary(issue, glossary) if issue else ()
        return Checked(document.path, None, issue, _sorted(document, problems), words=words)
    values = Values(document, ITEM)
    if any(problem.severity == "error" for problem in document.problems):
        return Checked(document.path, None, None, _sorted(document, values.problems))
    if fault := shape_fault(document.body):
        values.find(fault[0], document.body_line, **fault[1])
        return Checked(document.path, None, None, _sorted(document, values.problems))
    item = _read_item(document, values, config, unions)
    places = tuple((name, *_place(values, name)) for name in _PLACED if name in values.fields)
    places += tuple((f"attachments {name}", line, at) for name, line, at in fields.attachment_places(values))
    cover = values.text("cover") if item else ""
    prose = [values.fields[name] for name in PROSE if name in values.fields]
    found = check_text(document.path, document.body, document.body_line, prose, unions)
    problems = [*values.problems, *found]
    if item is None:
        return Checked(document.path, None, None, _sorted(document, problems), cover, places)
    return with_facts(item, _sorted(document, problems), cover, places, (config, unions, glossary))


def _sorted(document: Document, problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """With those that were found when it was read."""
    return in_order((*document.problems, *problems))


def _place(values: Values, name: str) -> tuple[int, int]:
    field = values.fields[name]
    return field.line, field.column


def _read_item(document: Document, values: Values, config: Config, unions: tuple[Union, ...]) -> Item | None:
    """None for a document that has to be left out."""
    zone = zone_of(config.timezone)
    kind = _kind(values)
    before = len(values.problems)
    opened = _opened(document, values, kind, zone)
    date = opened.date
    slug = _slug(document.path, values, kind, config)
    publish, expire = values.moment("publish", zone), values.moment("expire", zone)
    withdrawn = _withdrawn(values)
    is_faulty = any(problem.severity == "error" for problem in values.problems[before:])
    names = fields.names_of(config.sections, unions)
    item = Item(
        path=document.path,
        kind=kind,
        title=opened.title,
        body="",
        body_line=opened.body_line,
        digest="",
        url=url_of(kind, slug, date),
        slug=slug,
        date=date,
        has_time=opened.has_time,
        kicker=values.text("kicker"),
        subtitle=values.text("subtitle"),
        source=fields.sources(values, unions, names, date),
        author=values.names("author"),
        section=fields.section(values, config, names),
        issue=fields.issue(values, date, config.issues.closes),
        tags=fields.tags(values),
        summary=values.text("summary"),
        addressee=values.text("addressee"),
        signature=fields.signature(values),
        signed_on=values.date("signed_on"),
        document_number=values.text("document_number"),
        contact=values.names("contact"),
        phone=values.texts("phone"),
        attachments=fields.attachments(values),
        reprint=values.text("reprint"),
        contributor=values.names("contributor"),
        photographer=values.names("photographer"),
        editor=values.names("editor"),
        region=values.text("region"),
        pinned=values.flag("pinned") or False,
        draft=_draft(values),
        publish=publish.at if publish else None,
        expire=end_of_day(expire, zone) if expire else None,
        aliases=fields.aliases(values, config),
        corrections=fields.corrections(values, date, zone),
        withdrawn=withdrawn,
        script=values.one_of("script", _SCRIPTS),
        convert=values.flag("convert") is not False,
        titles=tuple(sorted((tag, text) for tag, field in values.titles.items() if (text := values.text_of(field)))),
        views=values.text("views"),
        references=find_references(opened.body, opened.body_line),
        lines=tuple((name, field.line) for name, field in values.fields.items() if _has_mark(field)),
    )
    return None if is_faulty else altered(item, body=opened.body, digest=_digest(item, opened.body))


def _digest(item: Item, body: str) -> str:
    """Of all that an item says. The text is encoded apart: of one that is written out as it is Python keeps the bytes
    beside it while it lives."""
    date = item.date.isoformat() if item.date else None
    return digest_of_plain(date, body.encode("utf-16-le", "surrogatepass"), *_said(item))


def _has_mark(field: Field) -> bool:
    return "-{" in str(field.value)


@frozen
class _Opened:
    title: str
    date: datetime | None
    has_time: bool
    body: str
    body_line: int


def _opened(document: Document, values: Values, kind: Kind, zone: tzinfo) -> _Opened:
    """Title, date and body: what front matter leaves unsaid may stand in the first lines, or in the
    file's name. The clock of the file is never asked: copying a folder would change every date."""
    lines = document.body.split("\n")
    date, has_time = _date(document, values, kind, zone, lines)
    title = _title(document, values, lines)
    body, body_line = trim(lines, document.body_line)
    return _Opened(title, date, has_time, body, body_line)


def _date(
    document: Document, values: Values, kind: Kind, zone: tzinfo, lines: list[str]
) -> tuple[datetime | None, bool]:
    """Takes a date line out of ``lines``."""
    if "date" in values.fields:
        found = values.moment("date", zone)
        return (found.at, found.has_time) if found else (None, False)
    if (opening := find_date_line(lines, zone)) is not None:
        line = document.body_line + opening.index
        lines[:] = without(lines, opening)
        if opening.fault:
            values.find(opening.fault.code, line, **opening.fault.values)
        if opening.moment:
            values.find("I414", line, value=shown(opening.text))
            return opening.moment.at, opening.moment.has_time
        return None, False
    is_told = kind == "page" or bool(variant_of(document.path)[0])  # elsewhere, or not at all
    dateline = None if is_told else find_dateline(lines, zone)
    if dateline is not None and dateline.is_sent:
        return _guessed(document, values, dateline)
    try:
        named = read_moment(leading_date(document.path)[0], zone)
    except NoSuchDate:
        named = None  # 20249999.md: a number, not a date
    if named is not None:
        values.find("I415", None, value=f"{named.at:%Y-%m-%d}")
        return named.at, False
    if dateline is not None:
        return _guessed(document, values, dateline)
    if not is_told and values.flag("draft") is not True:
        values.find("W416")
    return None, False


def _guessed(document: Document, values: Values, dateline: Dateline) -> tuple[datetime, bool]:
    day = dateline.moment.at
    line = document.body_line + dateline.index
    values.find("W400", line, value=shown(dateline.text), date=f"{day:%Y-%m-%d}")
    return day, dateline.moment.has_time


def _title(document: Document, values: Values, lines: list[str]) -> str:
    """Takes a title out of ``lines``."""
    if "title" in values.fields:
        before = len(values.problems)
        title = values.text("title")
        if title or len(values.problems) > before:
            return title
    if (opening := find_title(lines)) is not None:
        lines[:] = without(lines, opening)
        values.find("W417", document.body_line + opening.index, title=shown(opening.text))
        return opening.text
    if any(line.strip() for line in lines):
        name = leading_date(document.path)[1].strip("-_. ") or stem_of(document.path).strip() or slug_of(document.path)
        values.find("W418", None, title=shown(name))
        return name
    values.find("E419")
    return ""


def _kind(values: Values) -> Kind:
    found = values.one_of("kind", _KINDS)
    return "notice" if found == "notice" else "page" if found == "page" else "news"


def _slug(path: str, values: Values, kind: Kind, config: Config) -> str:
    typed = values.text("slug").strip("/")
    slug = typed or slug_of(path)
    if typed and slugify(typed) != typed:
        values.find("E425", values.fields["slug"], value=shown(typed), slug=slugify(typed))
    elif kind == "page" and is_taken(slug, config):
        values.find("E426", values.fields.get("slug"), value=slug)
    return slug


def _withdrawn(values: Values) -> str:
    """The notice to show; WITHOUT_NOTICE where the author gives none, "" for an item that stands."""
    text = values.text("withdrawn")
    if len(text) <= 5:  # the words for yes and no are short; anything longer is a notice
        said = text.strip("。.").casefold()
        if said in {"否", "不", "无", "無", "no", "n", "false", "off", "0", "-"}:
            return ""
        if said in {"是", "yes", "y", "true", "on", "1"}:
            return WITHOUT_NOTICE
    return text


def _draft(values: Values) -> bool:
    """What is no clear no counts as yes: a draft published by mistake can't be taken back."""
    said = values.flag("draft")
    return "draft" in values.fields if said is None else said
