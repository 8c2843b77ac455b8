"""A site -> its items' files in normal form, and back: ``bulletin check --fix``. Joins read, check, mend and write.

    file --parse_document--> Document --in_normal_form, mended--> text --read again: says the same?--> Fix --> disk
                                                                          old bytes --keep--> .bulletin/undo/ --undo-->
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Literal

from bulletin.check.body import PROSE
from bulletin.check.issue_file import is_issue_file
from bulletin.check.keys import ISSUE, ITEM, title_edition
from bulletin.check.opt_out import without_opted_out
from bulletin.errors import BulletinError
from bulletin.mend.damage import mend_damage
from bulletin.mend.punctuation import half_width_marks
from bulletin.mend.repair import Repair, mended
from bulletin.model.content import Document, Field
from bulletin.model.making import frozen
from bulletin.model.problem import Problem
from bulletin.read.again import opened
from bulletin.read.document import parse_document
from bulletin.read.folder import read_bytes, scan
from bulletin.read.normal import exact_text, in_normal_form, split_front, split_lines, with_values
from bulletin.read.settings import read_settings
from bulletin.read.text import clean
from bulletin.write.replacing import replace_file
from bulletin.write.undo import FOLDER, Old, digest_of, drop, keep, latest_record

Status = Literal["fixed", "skipped", "refused", "restored"]
_RULES = {"half width": "W436", "pinyin": "W433", "leftover": "W445"}  # by kind of Repair: what switches it off
_MISREAD = "W434"
_ROUNDS = 5  # a mark mended may make its neighbour one that can be


@frozen
class Wish:
    """What is to be mended; the first is the normal form."""

    form: bool
    punctuation: bool = False
    damage: bool = False


@frozen
class Fix:
    """One file. ``code`` says why it is left as it is, with ``reason``; texts are those before and after."""

    path: str
    status: Status
    encoding: str = ""  # before; afterwards it is UTF-8
    before: str = ""
    after: str = ""
    code: str = ""
    reason: str = ""


@frozen
class FixReport:
    files: tuple[Fix, ...]  # that were, or are to be, changed, or can't be; by path
    is_dry: bool
    kept: str = ""  # folder of the old bytes, below the site

    @property
    def is_whole(self) -> bool:
        return all(one.status != "refused" for one in self.files)


def fix_site(site: Path, wish: Wish, is_dry: bool, now: datetime) -> FixReport:
    """Raises ConfigError where the settings can't be used, BulletinError E938 where the old bytes can't be kept; then
    nothing was changed. A file that somebody changed meanwhile is left alone, and named."""
    read_settings(site)
    planned = [(_planned(site, path, data, wish), data) for path, data in opened(site, scan(site).documents)]
    found = [(fix, data) for fix, data in planned if fix is not None]
    changes = [(fix, data, fix.after.encode("utf-8")) for fix, data in found if fix.status == "fixed"]
    if is_dry or not changes:
        return FixReport(tuple(fix for fix, _ in found), is_dry)
    old = [Old(fix.path, before, digest_of(after)) for fix, before, after in changes]
    record = keep(site, now, old)
    written = {fix.path: _replaced(site, fix, after, before) for fix, before, after in changes}
    done = [one for one in old if written[one.path].status == "fixed"]
    kept = record if len(done) == len(old) else keep(site, now, done) if done else None
    if kept is not record:  # what was not written is not to be taken back
        drop(site, record)
    files = tuple(written.get(fix.path, fix) for fix, _ in found)
    return FixReport(files, is_dry, f"{FOLDER}/{kept.name}" if kept else "")


def undo_fix(site: Path, is_dry: bool) -> FixReport:
    """The last fix taken back, but for files that were changed since. Its record goes once all are back. Raises
    BulletinError E980 where there is nothing to take back, E981 where what was kept is damaged."""
    record = latest_record(site)
    if record is None:
        raise BulletinError("E980", path=f"{FOLDER}/")
    files = tuple(fix for old in record.files if (fix := _restored(site, old, is_dry)) is not None)
    report = FixReport(files, is_dry, f"{FOLDER}/{record.name}")
    if report.is_whole and not is_dry:
        drop(site, record)
        return replace(report, kept="")
    return report


def fixed(path: str, data: bytes, wish: Wish) -> Fix | None:
    """Pure; None where nothing is to be changed. Whatever is written reads as before, but for what was mended."""
    document = parse_document(path, data)
    errors = [problem.code for problem in document.problems if problem.severity == "error"]
    if errors:
        return Fix(path, "skipped", document.encoding, code="I980", reason=errors[0])
    before = exact_text(data, document.encoding)
    text = _formed(document, before) if wish.form else before
    if text is None:
        return Fix(path, "skipped", document.encoding, code="I981")
    front, body = split_front(text)
    after = _mended_front(document, front, wish) + _mended_body(document, body, wish)
    if not _says(document, after, wish):
        return Fix(path, "skipped", document.encoding, code="I981")
    encoding = document.encoding
    if encoding == "utf-8" and len(before.encode("utf-8")) < len(data):
        encoding = "utf-8-sig"
    if after == before and (not wish.form or encoding == "utf-8"):
        return None
    return Fix(path, "fixed", encoding, before, after)


def _planned(site: Path, path: str, data: bytes, wish: Wish) -> Fix | None:
    fix = fixed(path, data, wish)
    if fix is not None and fix.status == "fixed" and _is_link(site, path):
        return Fix(path, "skipped", fix.encoding, code="I982")
    return fix


def _is_link(site: Path, path: str) -> bool:
    place = site / "content"
    for part in path.split("/"):
        place /= part
        if place.is_symlink():
            return True
    return False


def _replaced(site: Path, fix: Fix, data: bytes, known: bytes) -> Fix:
    try:
        replace_file(site, fix.path, data, known)
    except BulletinError as error:
        return replace(fix, status="refused", code=error.code, reason=error.values.get("reason", ""))
    return fix


def _restored(site: Path, old: Old, is_dry: bool) -> Fix | None:
    """None where the file is as it was already."""
    try:
        now = read_bytes(site, old.path)
    except BulletinError as error:
        return Fix(old.path, "refused", code=error.code, reason=error.values.get("reason", ""))
    if now == old.data:
        return None
    if digest_of(now) != old.after or _is_link(site, old.path):
        return Fix(old.path, "refused", code="E932")
    document = parse_document(old.path, old.data)
    fix = Fix(old.path, "restored", document.encoding, now.decode("utf-8"), exact_text(old.data, document.encoding))
    return fix if is_dry else _replaced(site, fix, old.data, now)


def _formed(document: Document, text: str) -> str | None:
    """In normal form; with the keys as typed where their names matter to how values are read; None where even so it
    would be read otherwise."""
    renamed = _names(document)
    for rename in (renamed, _as_typed):
        formed = in_normal_form(text, rename)
        again = parse_document(document.path, formed.encode("utf-8"))
        if again.body == document.body and _same(document.fields, again.fields, rename):
            return formed
    return None


def _as_typed(key: str) -> str:
    return key


def _names(document: Document) -> Callable[[str], str]:
    """Key as typed -> as the editors' guide has it; those of two that fill one field stay as they are."""
    keys = ISSUE if is_issue_file(document) else ITEM
    known = {field.key: key.chinese for field in document.fields if (key := keys.find(field.key))}
    if keys is ITEM:
        titles = {field.key: title_edition(field.key) for field in document.fields if field.key not in known}
        known |= {key: f"标题.{tag}" for key, tag in titles.items() if tag}
    taken = list(known.values())
    once = {key: name for key, name in known.items() if taken.count(name) == 1}
    return lambda key: once.get(key, key)


def _same(old: Sequence[Field], new: Sequence[Field], rename: Callable[[str], str]) -> bool:
    return [(rename(one.key), bare(one.value)) for one in old] == [(one.key, bare(one.value)) for one in new]


def bare(value: object) -> object:
    """A Field's value without its places."""
    if isinstance(value, Field):
        return value.key, bare(value.value)
    return tuple(bare(one) for one in value) if isinstance(value, tuple) else value


def _says(document: Document, text: str, wish: Wish) -> bool:
    """Whether the file will be read with the same fields, but for prose that was mended, and with no new faults."""
    again = parse_document(document.path, text.encode("utf-8"))
    if not {one.code for one in again.problems} <= {one.code for one in document.problems}:
        return False
    if len(again.fields) != len(document.fields) or again.body != clean(split_front(text)[1])[0]:
        return False
    pairs = zip(document.fields, again.fields, strict=True)
    return all(bare(old.value) == bare(new.value) or (wish.punctuation and _is_prose(new.key)) for old, new in pairs)


def _is_prose(key: str) -> bool:
    known = ITEM.find(key)
    return bool(known and known.field in PROSE) or bool(title_edition(key))


def _mended_front(document: Document, front: str, wish: Wish) -> str:
    if not wish.punctuation or not document.fields:
        return front
    sign = Problem(document.path, 0, 0, "W436")
    if sign not in without_opted_out(document.path, document.body, document.body_line, [sign]):
        return front

    def change(key: str, value: str) -> str:
        return _until_still(value, lambda text: mended(text, half_width_marks(text))[0]) if _is_prose(key) else value

    return with_values(front, change)


def _mended_body(document: Document, body: str, wish: Wish) -> str:
    """With the line ends as they are: the repairs are looked for between LF."""
    if not (wish.damage or wish.punctuation):
        return body
    lines, ends = split_lines(body)
    text = "\n".join(lines)
    if wish.damage:
        text = _until_still(text, lambda one: _made(document.path, one, mend_damage(one)[1]))
    if wish.punctuation:
        text = _until_still(text, lambda one: _made(document.path, one, half_width_marks(one)))
    after = text.split("\n")
    if len(after) != len(lines):  # a repair took a whole line away: then the ends can't be told apart
        kinds = set(ends) - {""}
        return text.replace("\n", kinds.pop()) if len(kinds) == 1 else body
    return "".join(line + end for line, end in zip(after, ends, strict=True))


def _until_still(text: str, step: Callable[[str], str]) -> str:
    for _ in range(_ROUNDS):
        after = step(text)
        if after == text:
            break
        text = after
    return text


def _made(path: str, text: str, repairs: Sequence[Repair]) -> str:
    """``text`` with the certain repairs that its author did not switch off."""
    return mended(text, _wanted(path, text, repairs))[0]


def _wanted(path: str, text: str, repairs: Sequence[Repair]) -> Iterator[Repair]:
    signs: list[Problem] = []
    line = last = 0
    for repair in repairs:
        line += text.count("\n", last, repair.start)
        last = repair.start
        signs.append(Problem(path, line + 1, repair.start + 1, _RULES.get(repair.kind, _MISREAD)))
    kept = set(without_opted_out(path, text, 1, signs))
    return (repair for repair, sign in zip(repairs, signs, strict=True) if sign in kept)
