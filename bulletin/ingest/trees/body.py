"""The Markdown of another generator -> ours: photos beside the item, shortcodes of photos as Markdown."""

from __future__ import annotations

import re
from collections.abc import Callable
from posixpath import basename
from urllib.parse import unquote

from bulletin.ingest.draft import Asset, Notes
from bulletin.model.late import regex

_PHOTOS = regex(r"\.(?:jpe?g|png|gif|webp)$", re.IGNORECASE)
_FILES = regex(r"\.(?:docx?|xlsx?|pptx?|pdf|wps|et|zip|rar|csv|txt)$", re.IGNORECASE)
_FIGURE = regex(r"\{\{[<%]\s*figure\s(?P<inside>[^{}]{1,800}?)/?\s*[%>]\}\}")
_ATTRIBUTE = regex(r"(\w+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|`([^`]*)`)")
_ASSET = regex(r"\{%\s*(?:asset_img|img)\s+(?:[\w-]+\s+)??(?P<name>\S+\.\w{3,4})(?P<rest>[^%]{0,300})%\}")
_LINK = regex(
    r"(?P<bang>!?)\[(?P<text>[^\]\n]{0,300})\]\((?P<target><[^>\n]+>|[^()\s]+)(?P<title>\s+[\"'][^\"'\n]*[\"'])?\)"
)
_IMG = regex(r"<img\s[^<>]*?src\s*=\s*[\"']([^\"'<>]+)[\"'][^<>]*>", re.IGNORECASE)
_MORE = regex(r"<!--\s*more\s*-->[ \t]*\n?", re.IGNORECASE)
_SHORTCODE = regex(r"\{\{[<%]\s*/?\s*[\w-]+[^{}\n]{0,200}[%>]\}\}|\{%\s*\w+[^%\n]{0,200}%\}")
_MOST = 300
_LARGEST = 100_000_000

Beside = Callable[[str], bytes | None]


def tree_body(body: str, line: int, beside: Beside, notes: Notes) -> tuple[str, tuple[Asset, ...]]:
    """``line``: on which ``body`` begins. Photos that are not there stay as they are written, and are named."""
    assets: dict[str, Asset] = {}
    names: dict[str, str] = {}

    def local(target: str) -> str:
        """The name beside the item of what ``target`` leads to, "" where it is not ours to copy."""
        bare = unquote(target.strip("<>")).split("#")[0].split("?")[0]
        bare = re.sub(r"^[{|](?:static|attach|filename)[}|]/?", "/", bare)
        if re.match(r"[a-z][a-z0-9+.-]*:|//", bare, re.IGNORECASE) or not (_PHOTOS.search(bare) or _FILES.search(bare)):
            return ""
        if bare not in names:
            data = beside(bare) if len(assets) < _MOST else None
            if data is None or sum(len(one.data) for one in assets.values()) + len(data) > _LARGEST:
                if _PHOTOS.search(bare):
                    notes.find("W971", line, source=bare[:120])
                names[bare] = ""
            else:
                names[bare] = _free(basename(bare), assets)
                assets[names[bare].casefold()] = Asset(names[bare], data)
        return names[bare]

    def link(match: re.Match[str]) -> str:
        name = local(match["target"])
        if not name:
            return match[0]
        return f"{match['bang']}[{match['text']}]({_target(name)}{match['title'] or ''})"

    def image(match: re.Match[str]) -> str:
        name = local(match[1])
        return f"![]({_target(name)})" if name else match[0]

    text = _FIGURE.sub(_figure, _MORE.sub("", body))
    text = _ASSET.sub(lambda match: f"![{match['rest'].strip().strip(chr(34))}]({match['name']})", text)
    text = _IMG.sub(image, _LINK.sub(link, text))
    for match in list(_SHORTCODE.finditer(text))[:20]:
        notes.find("W974", line + text.count("\n", 0, match.start()), text=match[0][:60])
    return text.strip("\n"), tuple(assets.values())


def _figure(match: re.Match[str]) -> str:
    said = {one[1].lower(): one[2] or one[3] or one[4] or "" for one in _ATTRIBUTE.finditer(match["inside"])}
    if not said.get("src"):
        return match[0]
    caption = (said.get("caption") or said.get("title") or "").replace('"', "”")
    return f"![{said.get('alt', '')}](<{said['src']}>" + (f' "{caption}")' if caption else ")")


def _target(name: str) -> str:
    return f"<{name}>" if re.search(r"[\s()]", name) else name


def _free(name: str, assets: dict[str, Asset]) -> str:
    name = re.sub(r'[\\/:*?"<>|\x00-\x1f]+', " ", name).strip(" .") or "文件"
    stem, dot, suffix = name.rpartition(".")
    number = 2
    while name.casefold() in assets:
        name = f"{stem}-{number}{dot}{suffix}"
        number += 1
    return name
