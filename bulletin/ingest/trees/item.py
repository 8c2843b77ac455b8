"""One file of a content tree, its front matter read -> Reading of one draft. Its text is its author's, and stays."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from posixpath import basename

from bulletin.ingest.draft import Asset, Draft, Line, Notes, Reading, Value, finished
from bulletin.ingest.page import Wish
from bulletin.ingest.trees.body import tree_body
from bulletin.ingest.trees.fields import tree_fields
from bulletin.model.late import regex

Fields = tuple[tuple[str, Value], ...]
_HEADING = regex(r"\s*#[ \t]+(\S[^\n]{0,200}?)[ \t]*#*[ \t]*(?:\n|\Z)")


def read_tree_file(
    path: str, values: Mapping[str, object], body: str, line: int, wish: Wish, beside: Callable[[str], bytes | None]
) -> Reading:
    """``line``: of the file, on which ``body`` begins."""
    notes = Notes(path)
    title, fields = tree_fields(values, wish.sections, notes, basename(path.replace("\\", "/")))
    if not title and (heading := _HEADING.match(body)):
        title, body = heading[1], body[heading.end() :]
        notes.take("标题", title, Line(line, title))
    text, assets = tree_body(body, line, beside, notes)
    fields, assets = _covered(fields, assets, beside, notes)
    if not title:
        notes.find("W961", line)
    if dict(fields).get("日期") == "":
        notes.find("W962", line, title=title)
    return finished(Reading("tree", drafts=(Draft(title, fields, text, line, assets),)), notes)


def _covered(
    fields: Fields, assets: tuple[Asset, ...], beside: Callable[[str], bytes | None], notes: Notes
) -> tuple[Fields, tuple[Asset, ...]]:
    """A cover that is there comes along; one that is not would be an error of the item."""
    cover = dict(fields).get("封面")
    if not isinstance(cover, str):
        return fields, assets
    name = basename(cover)
    if any(asset.name == name for asset in assets):
        return tuple((key, name if key == "封面" else value) for key, value in fields), assets
    data = beside(cover)
    if data is None:
        notes.find("W971", source=cover[:120])
        return tuple(pair for pair in fields if pair[0] != "封面"), assets
    return tuple((key, name if key == "封面" else value) for key, value in fields), (*assets, Asset(name, data))
