"""``版本:`` of site.yaml -> Editions, and the names by which people know the scripts."""

from __future__ import annotations

from typing import Literal

from bulletin.model.content import Edition
from bulletin.model.late import regex
from bulletin.read.keys import EDITION
from bulletin.read.nodes import Entry, Mapping, Node, Text
from bulletin.read.values import Reader

# Defaults of each edition where it is not the first; 臺 in the name of Taiwan's because that edition writes so
KNOWN = (
    Edition("zh-Hans", "hans/", "简体", "curly"),
    Edition("zh-Hant", "hant/", "繁體", "corner"),
    Edition("zh-Hant-TW", "hant-tw/", "繁體（臺灣）", "corner"),
    Edition("zh-Hant-HK", "hant-hk/", "繁體（香港）", "corner"),
)
DEFAULT = (Edition("zh-Hans", "", "简体", "curly"), KNOWN[1])

_BY_TAG = {edition.tag.lower(): edition for edition in KNOWN}
_TAGS = {
    **{edition.tag.lower(): edition.tag for edition in KNOWN},
    **dict.fromkeys(("hans", "zh-cn", "zh-hans-cn", "简体", "簡體", "简", "简体中文"), "zh-Hans"),
    **dict.fromkeys(("hant", "繁体", "繁體", "繁", "繁体中文", "繁體中文"), "zh-Hant"),
    **dict.fromkeys(("zh-tw", "tw", "台湾", "台灣", "臺灣"), "zh-Hant-TW"),
    **dict.fromkeys(("zh-hk", "hk", "香港"), "zh-Hant-HK"),
}
_QUOTES: dict[str, Literal["curly", "corner"]] = {
    **dict.fromkeys(("curly", "弯", "彎", "弯引号", "“”"), "curly"),
    **dict.fromkeys(("corner", "直角", "直角引号", "直角引號", "「」"), "corner"),
}
_STYLES: dict[str, str] = {
    **dict.fromkeys(("opencc",), "opencc"),
    **dict.fromkeys(("press", "报刊", "報刊"), "press"),
    **dict.fromkeys(("government", "公文", "官方"), "government"),
}
_PATH = regex(r"[a-z0-9][a-z0-9_-]*(?:/[a-z0-9][a-z0-9_-]*)*/")
# First parts of the paths at which pages and files of all editions are published (docs/architecture.md)
_TAKEN = frozenset(
    {"sections", "unions", "tags", "authors", "archive", "issues", "search", "photos", "files", "assets"}
    | {"search-index", "page"}
)


def tag_of(text: str) -> str:
    """The tag that ``text`` means, "" for none that Bulletin can make."""
    return _TAGS.get(text.strip().lower().replace("_", "-"), "")


def read_editions(reader: Reader, entry: Entry | None) -> tuple[Edition, ...]:
    if entry is None:
        return DEFAULT
    editions: list[Edition] = []
    for node in reader.items(entry):
        edition = _read_edition(reader, node, is_first=not editions)
        if edition is None:
            continue
        if any(edition.tag == other.tag or edition.path == other.path for other in editions):
            reader.find("E321", node, tag=edition.tag, path=edition.path or "/")
        else:
            editions.append(edition)
    return tuple(editions) or DEFAULT


def _read_edition(reader: Reader, node: Node, is_first: bool) -> Edition | None:
    found: dict[str, Entry] = {}
    if isinstance(node, Mapping):
        found = dict(reader.entries(node, EDITION))
        typed = reader.text(found.get("tag"))
    else:
        typed = node.text if isinstance(node, Text) else ""
    tag = tag_of(typed)
    if not tag:
        reader.find("E306", node, value=typed, known="、".join(edition.tag for edition in KNOWN))
        return None
    known = _BY_TAG[tag.lower()]
    return Edition(
        tag=tag,
        path=_path(reader, found.get("path"), is_first, known.path),
        name=reader.text(found.get("name"), known.name),
        quotes=_quotes(reader, found.get("quotes"), known.quotes),
        style=_style(reader, found.get("style"), known.style),
    )


def _path(reader: Reader, entry: Entry | None, is_first: bool, default: str) -> str:
    """The first edition is published at the root: a reader who types the address must find something there."""
    given = reader.text(entry).strip("/")
    path = given + "/" if given else ""
    if is_first:
        if entry is not None and path:
            reader.find("E325", entry.value, path=path)
        return ""
    if entry is None or not path:
        return default
    if not _PATH.fullmatch(path) or path.split("/")[0] in _TAKEN or path[:4].isdigit():
        reader.find("E307", entry.value, path=path, default=default)
        return default
    return path


def _style(reader: Reader, entry: Entry | None, default: str) -> str:
    text = reader.text(entry)
    if entry is None or not text:
        return default
    if text.lower() not in _STYLES:
        reader.find("E324", entry.value, value=text)
    return _STYLES.get(text.lower(), default)


def _quotes(
    reader: Reader, entry: Entry | None, default: Literal["curly", "corner"]
) -> Literal["curly", "corner"]:
    text = reader.text(entry)
    if entry is None or not text:
        return default
    if text.lower() not in _QUOTES:
        reader.find("E308", entry.value, value=text)
    return _QUOTES.get(text.lower(), default)
