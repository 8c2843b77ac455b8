"""What ``read`` gives: files as they lie on disk, settings as they were written.

Every type of ``bulletin.model`` is frozen, slotted and picklable. Text is NFC. Paths are POSIX paths relative to
``content/`` (``Page.path``: relative to the output folder). URLs are root-relative and percent-encoded, and include
the base path of ``Config.url``; ``Config.absolute`` makes them absolute.
"""

from __future__ import annotations

from dataclasses import field
from functools import lru_cache
from typing import Literal
from urllib.parse import urljoin, urlsplit

from bulletin.model.late import regex
from bulletin.model.making import frozen
from bulletin.model.pickling import quick_to_pickle
from bulletin.model.problem import Problem

Script = Literal["Hans", "Hant"]

# A root-relative URL with nothing in it that joining would change
_PLAIN = regex(r"/(?:(?![/.])[A-Za-z0-9_%~/-]+)?(?:(?<!/)\.[a-z0-9]+)?")


@quick_to_pickle
@frozen
class Field:
    """One front-matter entry as typed. ``value`` is text, a tuple of values, or a tuple of Fields (a mapping)."""

    key: str  # as typed, stripped and NFKC
    value: str | tuple[str, ...] | tuple[Field, ...] | tuple[tuple[Field, ...], ...]
    line: int
    column: int  # of the value


@frozen
class Document:
    """One text file of ``content/`` as read."""

    path: str
    fields: tuple[Field, ...]
    body: str  # LF line ends, no BOM
    body_line: int  # line of the file on which the body begins
    encoding: str  # what it was decoded from, "utf-8" normally
    problems: tuple[Problem, ...] = ()


@quick_to_pickle
@frozen
class File:
    """A photo or attachment below ``content/``; width and height are 0 unless it is a photo we can show."""

    path: str
    size: int
    digest: str  # 32 hex digits of the bytes
    format: str  # "JPEG", "PNG", "WEBP", "GIF" by content for photos; else the lower-case suffix without the dot
    width: int = 0  # pixels, orientation applied
    height: int = 0
    has_gps: bool = False


@frozen
class Section:
    id: str  # in URLs
    name: str
    description: str = ""
    keywords: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    days: int | None = None  # within which something new is expected; 0 = never, None = as inspectors count


@frozen
class Edition:
    """The bulletin in one script."""

    tag: str  # BCP 47: zh-Hans, zh-Hant, zh-Hant-TW, zh-Hant-HK
    path: str  # "" for the first, else "hant/": what stands before every page's path
    name: str  # 简体, 繁體, 繁體（香港）: for the switch
    quotes: Literal["curly", "corner"]
    style: str = "opencc"

    @property
    def script(self) -> Script:
        return "Hant" if "Hant" in self.tag else "Hans"

    @property
    def region(self) -> str:
        """"TW", "HK" or "" """
        return self.tag.split("-")[2] if self.tag.count("-") == 2 else ""

    @property
    def feed_language(self) -> str:
        return {"Hans": "zh-CN", "HK": "zh-HK"}.get(self.region or self.script, "zh-TW")


@frozen
class IssueRules:
    """How weekly issues are collected and numbered."""

    name: str = ""  # masthead; the site's title when empty
    closes: int = 7  # ISO weekday on which a week's issue closes: 5 = Friday
    base: tuple[int, int, int] | None = None  # (year, week, total): that week's issue has that running number
    publisher: str = ""  # 主办
    compiler: str = ""  # 编印
    chief_editor: str = ""  # 主编
    editor: str = ""  # 责任编辑


@frozen
class Config:
    """``content/site.yaml``, checked."""

    title: str
    url: str  # absolute, ends with "/"
    editions: tuple[Edition, ...]
    sections: tuple[Section, ...]
    timezone: str = "Asia/Shanghai"
    tagline: str = ""
    description: str = ""
    keywords: tuple[str, ...] = ()
    theme: str = "plain"
    page_size: int = 20
    feed_size: int = 30
    issues: IssueRules = field(default_factory=IssueRules)
    owner: str = ""  # 主办单位
    builder: str = ""  # 网站建设
    address: str = ""
    phone: str = ""
    email: str = ""
    copyright_from: int = 0  # first year; 0 = the build's year alone
    icp: str = ""  # 浙ICP备11032011号-1
    police: str = ""  # 浙公网安备 33010202000228号
    site_code: str = ""  # 网站标识码, SiteIDCode
    image_hosts: tuple[str, ...] = ()  # hosts from which articles may show pictures
    offline: bool = False  # whether readers' browsers keep what was read, for when there is no network
    search: bool = True  # whether there is a search page, with its index and a search field on every page

    @property
    def base(self) -> str:
        """Path of the site's root on its host, "/" or "/bulletin/"."""
        return _base(self.url)

    def absolute(self, url: str) -> str:
        return _absolute(self.url, url)


@lru_cache(maxsize=1024)  # those of authors, tags and lists stand on most pages
def _absolute(site: str, url: str) -> str:
    origin = _origin(site)
    path = url.removeprefix(origin)  # of one that is absolute already
    return origin + path if _PLAIN.fullmatch(path) else urljoin(site, url)


@lru_cache(maxsize=16)
def _base(url: str) -> str:
    return urlsplit(url).path or "/"


@lru_cache(maxsize=16)
def _origin(url: str) -> str:
    """Scheme and host, to which a root-relative URL is added."""
    return urljoin(url, "/").removesuffix("/")


@frozen
class Union:
    """One union of ``content/unions.yaml``; all its names are one facet."""

    id: str  # in URLs
    name: str
    aliases: tuple[str, ...] = ()
    region: str = ""
    parent: str = ""  # id
    names: tuple[tuple[str, str], ...] = ()  # (edition tag, name) where the editor fixed it
    former: tuple[tuple[str, str], ...] = ()  # (name it had, ISO day until which; "" where that is not known)


@frozen
class Glossary:
    """``content/glossary.yaml``: (word as written, ((edition tag, word there), ...)); protected words have no pairs."""

    entries: tuple[tuple[str, tuple[tuple[str, str], ...]], ...] = ()
    places: tuple[tuple[int, int], ...] = ()  # line and column of each: what is converted depends on the entries alone


@frozen
class Content:
    """Everything that ``read`` found in ``content/`` besides the documents, which are checked one by one."""

    config: Config
    unions: tuple[Union, ...]
    glossary: Glossary
    files: tuple[File, ...]  # by path
    problems: tuple[Problem, ...]


@frozen
class Theme:
    """A theme with those it extends, nearest first."""

    names: tuple[str, ...]  # ("mine", "plain")
    templates: tuple[tuple[str, str], ...]  # name -> source; "item.html" is the nearest, "plain/item.html" exact
    assets: tuple[tuple[str, bytes], ...]  # path below assets/ -> bytes, nearest wins
    options: tuple[tuple[str, str], ...] = ()  # of theme.yaml, nearest wins
