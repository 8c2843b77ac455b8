"""Files of others -> Markdown items in a site's content/, and a report of every one. Joins ``read`` and ``ingest``.

    path --read_source--> bytes --decode--> text --ingest--> Reading --planned--> files --write_files--> content/
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Literal

from bulletin.errors import BulletinError
from bulletin.ingest.draft import Reading
from bulletin.ingest.page import Wish, read_text
from bulletin.ingest.store import (
    Known,
    beside,
    digest_of,
    files_below,
    holds,
    is_taken,
    read_ledger,
    read_source,
    still_there,
    write_files,
    write_ledger,
)
from bulletin.ingest.trees.front import split_front
from bulletin.ingest.trees.item import read_tree_file
from bulletin.ingest.writing import Plan, planned
from bulletin.model.content import Field
from bulletin.model.making import frozen
from bulletin.model.problem import Problem
from bulletin.read.front_matter import parse_front_matter
from bulletin.read.settings import read_settings
from bulletin.read.signatures import content_kind
from bulletin.read.text import decode

Status = Literal["imported", "known", "failed"]
_OLD = {"OLE": "E961", "OLE encrypted": "E969", "RTF": "E961"}
_LONGEST = 2_000_000  # bytes of a text
_LONGEST_BODY = 200_000  # characters, as convert takes them


@frozen
class Imported:
    """One source. ``items`` are paths below content/, written or, of a dry run, to be written."""

    source: str
    status: Status
    reading: Reading
    items: tuple[str, ...] = ()
    index: str = ""
    files: tuple[str, ...] = ()  # all that are written, photos too


@frozen
class ImportReport:
    site: str
    is_dry: bool
    sources: tuple[Imported, ...]
    passed_over: tuple[str, ...] = ()  # files of folders that are no articles: photos may have come with one

    @property
    def failed(self) -> int:
        return sum(one.status == "failed" for one in self.sources)


def import_files(site: Path, paths: Sequence[Path], is_split: bool, is_dry: bool) -> ImportReport:
    """Never raises for what a file holds. Raises BulletinError E904 where the site has no content/, E968 where it can't
    be written; what was imported before that is complete."""
    content = site / "content"
    if not content.is_dir():
        raise BulletinError("E904", path=str(content))
    wish = Wish(is_split, section_names(site))
    ledger = read_ledger(content)
    reserved: set[str] = set()
    done = tuple(
        _imported(source, content, ledger, wish, is_dry, reserved) for path in paths for source in _sources(path)
    )
    others = (str(one) for path in paths if path.is_dir() for one in files_below(path) if not _is_article(one))
    return ImportReport(str(site), is_dry, done, tuple(others))


def section_names(site: Path) -> frozenset[str]:
    """Names that an item may give as its column; none where the settings can't be read: importing goes on."""
    try:
        config = read_settings(site).config
    except BulletinError:
        return frozenset()
    return frozenset(name for section in config.sections for name in (section.name, section.id, *section.aliases))


def _sources(path: Path) -> Iterator[Path]:
    """A file itself, of a folder all that can be an article."""
    if not path.is_dir():
        yield path
        return
    yield from filter(_is_article, files_below(path))


def _is_article(path: Path) -> bool:
    return path.suffix.lower() in _ARTICLES


def _imported(
    path: Path, content: Path, ledger: dict[str, Known], wish: Wish, is_dry: bool, reserved: set[str]
) -> Imported:
    if _is_item(path, content):
        return Imported(str(path), "failed", failed_reading(path, "E971"))
    try:
        data = read_source(path)
    except BulletinError as error:
        return Imported(str(path), "failed", failed_reading(path, error.code, **error.values))
    digest = digest_of(data)
    if (known := ledger.get(digest)) is not None and still_there(content, known):
        reading = failed_reading(path, "I960", items="  ".join(known.items[:3]), count=str(len(known.items)))
        return Imported(str(path), "known", reading, known.items)
    reading = reading_of(path, data, wish)
    if not reading.drafts or any(problem.severity == "error" for problem in reading.problems):
        return Imported(str(path), "failed", reading)

    def taken(one: str) -> bool:
        return one.casefold() in reserved or is_taken(content, one)

    def left(one: str, data: bytes) -> bool:
        return one.casefold() not in reserved and holds(content, one, data)

    plan = planned(reading, path.name, taken, left)
    ledger[digest] = Known(path.name, plan.items)
    if is_dry:
        reserved |= {one.path.casefold() for one in plan.files}
    else:
        write_files(content, plan.files)
        write_ledger(content, ledger)
    return imported_as(path, reading, plan)


def _is_item(path: Path, content: Path) -> bool:
    """A text in content/ itself would be imported over and over."""
    try:
        return path.suffix.lower() in _ITEMS and path.resolve().is_relative_to(content.resolve())
    except OSError:
        return False


def reading_of(path: Path, data: bytes, wish: Wish) -> Reading:
    """Never raises. What check would leave out is not written."""
    reading = _read(path, data, wish)
    longest = max((len(draft.body) for draft in reading.drafts), default=0)
    if longest <= _LONGEST_BODY:
        return reading
    fault = failed_reading(path, "E966", length=str(longest), limit=str(_LONGEST_BODY))
    return replace(reading, problems=(*fault.problems, *reading.problems))


def imported_as(path: Path, reading: Reading, plan: Plan) -> Imported:
    return Imported(str(path), "imported", reading, plan.items, plan.index, tuple(one.path for one in plan.files))


def _read(path: Path, data: bytes, wish: Wish) -> Reading:
    suffix = path.suffix.lower().removeprefix(".")
    kind = content_kind(data, "txt" if suffix in {"md", "markdown"} else suffix)
    if code := _OLD.get(kind):
        return failed_reading(path, code)
    reader = _READERS.get(kind)
    if reader is None:
        return failed_reading(path, "E962", kind=kind or suffix or "?")
    return reader(path, data, wish)


def _text(path: Path, data: bytes, wish: Wish) -> Reading:
    if len(data) > _LONGEST:
        return failed_reading(path, "E960", path=str(path), reason=f"> {_LONGEST // 1_000_000} MB")
    decoded = decode(data)
    found = tuple(Problem(str(path), one.line, one.column, one.code, one.values) for one in decoded.codes)
    if any(problem.severity == "error" and problem.code != "E205" for problem in found):
        return Reading("text", problems=found)
    # Bytes that are lost stand as □ in the text: named, and no reason to leave the rest out
    found = tuple(replace(one, code="W970") if one.code == "E205" else one for one in found)
    reading = _tree(path, decoded.text, wish) or read_text(str(path), decoded.text, wish)
    return replace(reading, problems=(*found, *reading.problems))


def failed_reading(source: Path, code: str, **values: str) -> Reading:
    return Reading("", problems=(Problem(str(source), 0, 0, code, tuple(sorted(values.items()))),))


def _tree(path: Path, text: str, wish: Wish) -> Reading | None:
    """A file of Hugo, Hexo, Jekyll or Pelican, or one of ours; None for a text without front matter."""
    front = split_front(text)
    values, body, line = front.values, front.body, front.body_line
    if front.form == "yaml":
        fields, body, line, _ = parse_front_matter(str(path), front.text)
        values = {field.key: _plain(field.value) for field in fields}
        line -= front.text.count("\n") - text.count("\n")
    if not values:
        return None
    return read_tree_file(str(path), values, body, line, wish, _near(path))


def _plain(value: object) -> object:
    """A Field's value as JSON would have it."""
    if isinstance(value, tuple):
        if value and isinstance(value[0], Field):
            return {one.key: _plain(one.value) for one in value}
        return [_plain(one) for one in value]
    return value


def _near(path: Path) -> Callable[[str], bytes | None]:
    """Files that a content tree names: beside the item, in its own folder, or below the folder of static files."""
    tops = [top for top in path.parents if any((top / name).is_dir() for name in _STATIC)][:1]
    roots = [path.parent, path.with_suffix(""), *tops, *(top / name for top in tops for name in _STATIC)]
    readers = [beside(root) for root in roots if root.is_dir()]

    def read(name: str) -> bytes | None:
        return next((data for reader in readers if (data := reader(name.lstrip("/"))) is not None), None)

    return read


def _xml(path: Path, data: bytes, wish: Wish) -> Reading:
    try:
        from bulletin.ingest.trees.wordpress import is_wordpress, read_wordpress
    except ImportError:
        return failed_reading(path, "E963", kind="WordPress", package="lxml", extra="web")
    if not is_wordpress(data):
        return _web(path, data, wish) if b"<html" in data[:2000].lower() else failed_reading(path, "E962", kind="XML")
    return read_wordpress(str(path), data, wish, beside(path.parent))


def _web(path: Path, data: bytes, wish: Wish) -> Reading:
    """Photos come from below the page's own folder, and from nowhere else."""
    try:
        from bulletin.ingest.web.page import read_web
    except ImportError:
        return failed_reading(path, "E963", kind="HTML", package="lxml", extra="web")
    decoded = decode(data)
    if not decoded.text:
        return Reading("web", problems=tuple(Problem(str(path), 0, 0, one.code, one.values) for one in decoded.codes))
    return read_web(str(path), decoded.text, wish, beside(path.parent))


def _archive(path: Path, data: bytes, wish: Wish) -> Reading:
    """A page and its photos in one file."""
    try:
        from bulletin.ingest.web.archive import unpacked
        from bulletin.ingest.web.page import read_web
    except ImportError:
        return failed_reading(path, "E963", kind="HTML", package="lxml", extra="web")
    archive = unpacked(data)
    decoded = decode(archive.html) if archive else None
    if archive is None or decoded is None or not decoded.text:
        return failed_reading(path, "E962", kind="MHTML")
    return read_web(str(path), decoded.text, wish, archive.parts, has_addresses=True)


def _word(path: Path, data: bytes, wish: Wish) -> Reading:
    try:
        from bulletin.ingest.word.page import read_word
    except ImportError:
        return failed_reading(path, "E963", kind=".docx", package="mammoth", extra="docx")
    return read_word(str(path), data, wish)


_READERS: Mapping[str, Callable[[Path, bytes, Wish], Reading]] = {
    "text": _text,
    "HTML": _web,
    "MHTML": _archive,
    "DOCX": _word,
    "XML": _xml,
    "": _text,
}
_STATIC = ("static", "source", "images", "assets", "public")
_ITEMS = frozenset({".txt", ".md", ".markdown"})
_ARTICLES = _ITEMS | frozenset({".html", ".htm", ".xhtml", ".mht", ".mhtml", ".docx", ".doc", ".wps", ".xml"})
