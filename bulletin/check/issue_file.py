"""A document of issues/ -> ``IssueFile``: what an editor says of one issue (FIELD section 4)."""

from __future__ import annotations

from datetime import date as Date
from posixpath import basename, dirname, splitext

from bulletin.check.keys import ISSUE
from bulletin.check.numbers import NOT_IN_ISSUE, Number, read_number, read_total
from bulletin.check.opening import trim
from bulletin.check.references import find_references
from bulletin.check.shapes import shape_fault
from bulletin.check.values import Values, part, parts_of, shown
from bulletin.model.content import Document, Field
from bulletin.model.item import Reference
from bulletin.model.late import regex
from bulletin.model.making import frozen
from bulletin.model.problem import Problem

_FOLDER = "issues"
_YEAR = regex(r"(\d{4})年?")
_FILE, _NAME = ("文件", "檔案", "file", "路径", "path"), ("标题", "標題", "title", "名称", "name")
_DISTRIBUTION = (("report_to", "报"), ("send_to", "送"), ("distribute_to", "发"))


@frozen
class Entry:
    """An item as an issue's file names it: by path or by title."""

    name: str
    line: int


@frozen
class IssueFile:
    """What is "" or empty was not said."""

    path: str
    id: str  # "2026-42"
    year: int
    number: str  # "42", "增刊1"
    line: int  # of the number
    total: str = ""
    date: Date | None = None
    title: str = ""
    publisher: str = ""
    compiler: str = ""
    chief_editor: str = ""
    editor: str = ""
    distribution: tuple[tuple[str, str], ...] = ()
    note: str = ""
    note_line: int = 1
    references: tuple[Reference, ...] = ()  # of the note
    items: tuple[Entry, ...] = ()
    pinned: tuple[Entry, ...] = ()
    omitted: tuple[Entry, ...] = ()


def is_issue_file(document: Document) -> bool:
    """Lies in issues/ itself, and is named after an issue or says which it is."""
    if dirname(document.path) != _FOLDER:
        return False
    named = read_number(_stem(document.path))
    return bool(named and named.year) or any(_is_number(field) for field in document.fields)


def _is_number(field: Field) -> bool:
    key = ISSUE.find(field.key)
    return key is not None and key.field == "number"


def read_issue_file(document: Document) -> tuple[IssueFile | None, list[Problem]]:
    """None where it can't be said which issue is meant, or the document can't be read."""
    values = Values(document, ISSUE)
    if any(problem.severity == "error" for problem in document.problems):
        return None, values.problems
    if fault := shape_fault(document.body):
        values.find(fault[0], document.body_line, **fault[1])
        return None, values.problems
    number = _number(document.path, values)
    if number is None:
        return None, values.problems
    field = values.fields.get("number")
    note, note_line = _note(values, *trim(document.body.split("\n"), document.body_line))
    date = values.date("date")
    return IssueFile(
        path=document.path,
        id=number.id_in(0),
        year=number.year,
        number=number.text,
        line=field.line if field else 0,
        total=_total(values),
        date=date,
        title=values.text("title"),
        publisher=values.text("publisher"),
        compiler=values.text("compiler"),
        chief_editor=_people(values, "chief_editor"),
        editor=_people(values, "editor"),
        distribution=tuple((name, said) for key, name in _DISTRIBUTION if (said := _people(values, key))),
        note=note,
        note_line=note_line,
        references=find_references(note, note_line),
        items=_entries(values, "items"),
        pinned=_entries(values, "pin"),
        omitted=_entries(values, "omit"),
    ), values.problems


def _stem(path: str) -> str:
    return splitext(basename(path))[0]


def _number(path: str, values: Values) -> Number | None:
    """The id is that of the file's name, if it is one; 期 alone may then give another number (增刊1, 12)."""
    named = read_number(_stem(path))
    named = named if named and named.year else None
    typed = values.text("number")
    said = read_number(typed) if typed else None
    if typed and (said is None or said.text == NOT_IN_ISSUE):
        values.find("E409", values.fields["number"], value=shown(typed))
        said = None
    year = _year(values) or (said.year if said else 0)
    if named is None:
        if said is None or not year:
            values.find("E440", values.fields.get("number"))
            return None
        return Number(year, said.text, said.key)
    if year and year != named.year:
        values.find("W441", values.fields.get("number"), said=str(year), name=_stem(path))
    return Number(named.year, said.text if said else named.text, named.key)


def _year(values: Values) -> int:
    typed = values.text("year")
    match = _YEAR.fullmatch(typed)
    if typed and match is None:
        values.find("E442", values.fields["year"], value=shown(typed))
    return int(match[1]) if match else 0


def _total(values: Values) -> str:
    typed = values.text("total")
    total = read_total(typed)
    if typed and not total:
        values.find("E443", values.fields["total"], value=shown(typed))
    return total


def _people(values: Values, name: str) -> str:
    """One line as typed; a list joined as Chinese lists are."""
    field = values.fields.get(name)
    return "、".join(values.texts(name)) if field and not isinstance(field.value, str) else values.text(name)


def _note(values: Values, body: str, body_line: int) -> tuple[str, int]:
    """按语 as Markdown, its paragraphs kept, and the body below it, with as many lines between as in the file."""
    field: Field | None = values.fields.get("note")
    if field is None:
        return body, body_line
    if not isinstance(field.value, str):
        values.wrong_kind(field)
        return body, body_line
    note = field.value.strip()
    if not (note and body):
        return (note, field.line) if note else (body, body_line)
    between = body_line - field.line - note.count("\n")
    return note + "\n" * max(2, between) + body, field.line


def _entries(values: Values, name: str) -> tuple[Entry, ...]:
    """A list of paths or titles, or one line divided by 、 or commas; also mappings {文件} or {标题}."""
    field = values.fields.get(name)
    if field is None:
        return ()
    if isinstance(field.value, str):
        return tuple(Entry(text, field.line) for text in values.texts_of(field))
    parts = parts_of(field)
    if parts is None:
        values.wrong_kind(field)
        return ()
    found = [(part(one, "", *_FILE, *_NAME), next(iter(one.values()), field).line) for one in parts]
    return tuple(Entry(text, line) for text, line in dict(found).items() if text)
