"""The text of a saved web page or WeChat article -> Reading. Photos come from the folder that was saved with it.

    HTML --lxml--> tree --container_of--> article --blocks_of--> Blocks --assembled--> Reading
            \\--meta_fields, labels--> fields ----------------------------/
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from html import unescape
from urllib.parse import SplitResult, unquote, urljoin, urlsplit

from lxml import etree, html

from bulletin.ingest.blocks import tidied
from bulletin.ingest.chrome import is_chrome, section_of
from bulletin.ingest.credits import SURNAMES, read_names
from bulletin.ingest.dates import find_date
from bulletin.ingest.draft import Asset, Block, Draft, Line, Notes, Reading, Value
from bulletin.ingest.labels import read_labels
from bulletin.ingest.opening import is_title, plain_title
from bulletin.ingest.page import Wish, assembled, mended_blocks, read_text
from bulletin.ingest.web.container import container_of, meta_fields, title_of
from bulletin.ingest.web.walk import Way, blocks_of, plain
from bulletin.model.late import regex

Beside = Callable[[str], bytes | None]  # path beside the page -> bytes of the file, None where there is none

_FORMATS = ((b"\xff\xd8\xff", "jpg"), (b"\x89PNG", "png"), (b"GIF8", "gif"))
_FILES = regex(r"\.(docx?|xlsx?|pptx?|pdf|wps|et|ofd|zip|rar)$", re.IGNORECASE)
_DATA = regex(r"data:image/[\w.+-]+;base64,", re.IGNORECASE)
_SAVED_FROM = regex(r"<!--\s*saved from url=\(\d+\)(https?://\S+)", re.IGNORECASE)
_DECLARATION = regex(r"\A\s*<\?xml[^>]*\?>")
_NAMES = 40  # characters of a line of date and names
_SMALLEST = 1500  # bytes: what is smaller is an icon
_LARGEST = 30_000_000  # bytes of all photos of a page
_MOST = 200
_LINES = 40  # of the page around the article that may be labels


@dataclass(slots=True)
class Gallery:
    """Photos and files of one page, under the names they get beside the item."""

    beside: Beside
    notes: Notes
    base: str = ""
    has_addresses: bool = False  # ``beside`` knows photos by the path of their address too
    assets: list[Asset] = field(default_factory=list)
    size: int = 0
    names: dict[str, str] = field(default_factory=dict)

    def picture(self, sources: tuple[str, ...], alt: str) -> str:
        """The first of ``sources`` that is there and a photo."""
        if not sources:
            return ""
        name = self.names.get(sources[-1]) or self._photo(sources)
        self.names[sources[-1]] = name
        return f"![{alt.replace(']', '').replace('[', '')}]({name})" if name else ""

    def _photo(self, sources: tuple[str, ...]) -> str:
        found = [(source, data) for source in sources if (data := self._bytes(source)) is not None]
        source, data = next((one for one in found if picture_format(one[1])), found[0] if found else ("", None))
        remote = next((one for one in sources if not one.startswith("data:")), "")
        if data is None or (remote and not picture_format(data)):
            self.notes.find("W971", source=(remote or sources[0])[:120])
            return ""
        suffix = picture_format(data)
        if not suffix or len(data) < _SMALLEST or len(self.assets) >= _MOST or self.size + len(data) > _LARGEST:
            self.notes.leave("picture", Line(0, source[:200]))
            return ""
        self.size += len(data)
        name = f"照片{sum(asset.name.startswith('照片') for asset in self.assets) + 1}.{suffix}"
        self.assets.append(Asset(name, data))
        return name

    def _bytes(self, source: str) -> bytes | None:
        if match := _DATA.match(source):
            try:
                return base64.b64decode(source[match.end() : match.end() + _LARGEST], validate=False)
            except (binascii.Error, ValueError):
                return None
        parts = address_of(source) if "[" not in source else None
        if parts is None or (not self.has_addresses and (parts.scheme not in {"", "file"} or parts.netloc)):
            return None
        found = self.beside(f"{unquote(parts.path)}?{parts.query}") if parts.query and self.has_addresses else None
        return self.beside(unquote(parts.path)) if found is None else found

    def link(self, href: str, text: str) -> str:
        """To a file that was saved with the page, or to the web; anything else is only its text."""
        href = href.strip()
        if not href or "[" in href or address_of(href) is None or href.startswith(("#", "javascript:", "data:")):
            return text
        if _FILES.search(href) and (name := self._file(href, text)):
            return f"[{text}](<{name}>)"
        target = urljoin(self.base, href) if self.base and address_of(self.base) else href
        if re.match(r"https?://[^\s<>()]+\Z|mailto:[^\s<>()]+\Z", target):
            return f"[{text}]({target})"
        return text

    def _file(self, href: str, text: str) -> str:
        parts = urlsplit(href)
        if parts.scheme or parts.netloc:
            return ""
        data = self.beside(unquote(parts.path))
        if data is None or self.size + len(data) > _LARGEST:
            return ""
        self.size += len(data)
        suffix = unquote(parts.path).rpartition(".")[2].lower()
        stem = re.sub(r'[\\/:*?"<>|#%\[\]()\x00-\x1f]+', " ", plain(text)).strip()[:60] or "附件"
        name = stem if stem.lower().endswith(f".{suffix}") else f"{stem}.{suffix}"
        if all(asset.name != name for asset in self.assets):
            self.assets.append(Asset(name, data))
        return name


def address_of(typed: str) -> SplitResult | None:
    """None for what only looks like an address: brackets that hold no host, marks that fold to those of an address."""
    try:
        return urlsplit(typed)
    except ValueError:
        return None


def picture_format(data: bytes) -> str:
    """The suffix of a photo that a site can show, "" for anything else."""
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "webp"
    return next((suffix for mark, suffix in _FORMATS if data.startswith(mark)), "")


def read_web(path: str, text: str, wish: Wish, beside: Beside, has_addresses: bool = False) -> Reading:
    """``text`` is decoded. ``has_addresses``: ``beside`` knows photos by the path of their address, too. Never raises
    for what it holds."""
    notes = Notes(path)
    root = parsed(text)
    if root is None or _is_cut(root, text):
        return replace(read_text(path, _stripped(text), wish), kind="web")
    saved = _SAVED_FROM.search(text[:2000])
    gallery = Gallery(beside, notes, saved[1] if saved else _base_of(root), has_addresses)
    container = container_of(root)
    given = meta_fields(root)
    for key, value in given.items():
        if key != "og标题":
            notes.take(key, value, Line(0, value))
    og_title = given.pop("og标题", "")
    if title := title_of(root, container, given.pop("标题", "")) or og_title:
        given["标题"] = title
        notes.take("标题", title, Line(0, title))
    around = blocks_of(root, Way(lambda *_: "", lambda _, words: words), container)
    _around(around, given, notes)
    container.attrib.pop("style", None)  # WeChat hides an article until its script has run
    inside = blocks_of(container, Way(gallery.picture, gallery.link))
    return read_html_blocks(Reading("web"), inside, given, wish, notes, gallery.assets)


def _is_cut(root: etree._Element, text: str) -> bool:
    """Whether the parser gave up: it follows elements 2,000 deep."""
    return sum(map(len, root.itertext())) * 2 < len(_stripped(text).replace("\n", ""))


def _stripped(text: str) -> str:
    """What is no tag, a line for each block."""
    text = re.sub(r"<(script|style)\b.*?(?:</\1\s*>|\Z)", "", text, flags=re.IGNORECASE | re.DOTALL)
    text = re.sub(r"</?(?:p|div|br|tr|li|h[1-6]|section|table|title)\b[^<>]*>", "\n", text, flags=re.IGNORECASE)
    return unescape(re.sub(r"<[^<>]*>", "", text)).replace("\r", "")


def parsed(text: str) -> etree._Element | None:
    """None for a text without any element. No network, no entities of its own, in whatever state the markup is."""
    parser = html.HTMLParser(no_network=True, remove_comments=True, remove_pis=True, huge_tree=True)
    try:
        return html.document_fromstring(_DECLARATION.sub("", text), parser=parser)
    except (etree.LxmlError, ValueError):
        return None


def read_html_blocks(
    reading: Reading, blocks: Sequence[Block], given: dict[str, str], wish: Wish, notes: Notes, assets: Sequence[Asset]
) -> Reading:
    """Mended, without chrome, assembled; the first heading is no heading where it is the title."""
    mended, places, marks = mended_blocks(blocks)
    title = given.get("标题", "")
    kept: list[Block] = []
    for block in mended:
        if title and plain(block.text).strip("# ") == title and not any(len(one.text) > 60 for one in kept):
            notes.take("标题", title, *block.lines)
        elif len(kept) < 2 and (names := _under_title(block, given)):
            notes.take("日期", given["日期"], *block.lines)
            notes.take("作者", given.setdefault("作者", names), *block.lines)
        else:
            kept.append(block)
    notes.tables += [_size(block.text) for block in kept if block.kind == "table"]
    done = replace(reading, mended=tuple(places), punctuation=marks)
    done = assembled(done, tidied(kept, notes), given, wish, notes, tuple(assets))
    return replace(done, drafts=tuple(_plain_fields(draft) for draft in done.drafts))


def _under_title(block: Block, given: Mapping[str, str]) -> str:
    """Of a line that repeats the page's own date the names behind it, 2026年10月12日陈思; "" for any other."""
    found = find_date(block.text) if given.get("日期") and len(block.text) <= _NAMES else None
    if found is None or found[1] or found[0][:10] != given["日期"][:10]:
        return ""
    names = read_names(block.text[found[2] :].strip(" |·,，"))
    return names if names[:1] in SURNAMES else ""


def _plain_fields(draft: Draft) -> Draft:
    """Fields are no Markdown."""
    def told(value: Value) -> Value:
        return plain(value) if isinstance(value, str) else tuple(map(plain, value))

    fields = tuple((key, told(value)) for key, value in draft.fields)
    return replace(draft, title=plain(draft.title), fields=fields)


def _size(table: str) -> str:
    lines = table.split("\n")
    if table.startswith("<table"):
        return f"{len(lines) - 2}x?"
    return f"{len(lines) - 1}x{lines[1].count('|') - 1}"


def _around(blocks: Sequence[Block], given: dict[str, str], notes: Notes) -> None:
    """Labels and the breadcrumb around the article are fields, and so is a title right above the labels; everything
    else there is the site's."""
    told = 0
    above = Block("rule", "", ())
    for block in blocks:
        text = plain(block.text).strip()
        labelled = read_labels(text) if told < _LINES and len(text) < 200 else None
        if labelled is not None and any(key not in {"标题", "摘要"} for key, _ in labelled.fields):
            told += 1
            if "标题" not in given and is_title(above) and not is_chrome(plain(above.text)):
                given["标题"] = plain_title(plain(above.text))
                notes.take("标题", given["标题"], *above.lines)
            for key, value in labelled.fields:
                if key not in {"标题", "摘要"} and given.setdefault(key, value) == value:
                    notes.take(key, value, Line(block.number, text))
            for name, value in labelled.rest:
                notes.leave("label", Line(block.number, f"{name}：{value}" if name else value))
            continue
        above = block
        if "栏目" not in given and (section := section_of(text)):
            given["栏目"] = section
        if text != given.get("标题"):
            notes.leave("outside", *(Line(line.number, line.text) for line in block.lines))


def _base_of(root: etree._Element) -> str:
    for link in root.iter("base", "link"):
        href = (link.get("href") or "").strip()
        if (link.tag == "base" or (link.get("rel") or "").lower() == "canonical") and href.startswith("http"):
            return href
    return ""
