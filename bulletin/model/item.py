"""What ``check`` gives: what the authors meant, still in the script they wrote."""

from __future__ import annotations

from datetime import date as Date
from datetime import datetime
from typing import Literal

from bulletin.model.content import Config, File, Glossary, Union
from bulletin.model.making import frozen
from bulletin.model.pickling import quick_to_pickle
from bulletin.model.problem import Problem

Kind = Literal["news", "notice", "page"]
WITHOUT_NOTICE = "是"


@quick_to_pickle
@frozen
class Variant:
    """One size of a photo."""

    url: str
    width: int
    height: int
    format: str  # "WEBP", "JPEG", "PNG"


@quick_to_pickle
@frozen
class Photo:
    """A photo as pages show it: the same sizes as WebP and in the original format, narrowest first."""

    path: str
    digest: str
    width: int
    height: int
    webp: tuple[Variant, ...]
    fallback: tuple[Variant, ...]


@quick_to_pickle
@frozen
class Attachment:
    name: str  # as shown
    url: str  # "" for an attachment printed in the body
    path: str = ""
    format: str = ""  # "docx"
    size: int = 0  # bytes


@quick_to_pickle
@frozen
class Reference:
    """A link or picture target in a body, as typed."""

    target: str
    is_image: bool
    line: int
    column: int


@frozen
class Correction:
    date: Date
    text: str


@quick_to_pickle
@frozen
class Item:
    """One checked item, still in the script its author wrote.

    ``url`` is without the edition: Edition.path goes between ``Config.base`` and it. ``source`` holds Union ids or,
    for a union not in unions.yaml, the name itself. ``links`` and ``photos`` resolve what the body names.
    """

    path: str
    kind: Kind
    title: str
    body: str
    body_line: int
    digest: str  # says all of it as it was read, before ``WORKED_OUT`` was
    url: str = ""  # "2026/09/some-slug/", percent-encoded
    slug: str = ""
    date: datetime | None = None
    has_time: bool = False
    kicker: str = ""
    subtitle: str = ""
    source: tuple[str, ...] = ()
    author: tuple[str, ...] = ()
    section: str = ""  # Section id
    issue: str = ""  # "2026-42"; "" = by date, "-" = in no issue
    tags: tuple[str, ...] = ()
    summary: str = ""
    addressee: str = ""
    signature: tuple[str, ...] = ()  # 落款: issuing unions
    signed_on: Date | None = None  # 成文日期
    document_number: str = ""  # 发文字号
    contact: tuple[str, ...] = ()
    phone: tuple[str, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    reprint: str = ""
    contributor: tuple[str, ...] = ()
    photographer: tuple[str, ...] = ()
    editor: tuple[str, ...] = ()
    region: str = ""
    cover: Photo | None = None
    gallery: tuple[Photo, ...] = ()  # 照片1.jpg … beside the item that the body does not show
    pinned: bool = False
    draft: bool = False
    publish: datetime | None = None
    expire: datetime | None = None
    aliases: tuple[str, ...] = ()  # old paths, "old/page.html"
    corrections: tuple[Correction, ...] = ()
    withdrawn: str = ""  # the notice shown in its place; WITHOUT_NOTICE where the author gives none
    script: str = ""  # "", "Hans" or "Hant": as stated by the author; "Remade": traditional, to be converted anew
    convert: bool = True
    titles: tuple[tuple[str, str], ...] = ()  # (edition tag, title) fixed by the author
    views: str = ""  # 浏览次数, as imported
    references: tuple[Reference, ...] = ()
    links: tuple[tuple[str, str], ...] = ()  # (target as typed, URL or "@item path" of another item)
    photos: tuple[tuple[str, Photo], ...] = ()
    variants: tuple[tuple[str, Item], ...] = ()  # (edition tag, hand-written variant)
    lines: tuple[tuple[str, int], ...] = ()  # (field, line of the file) of those whose text may hold a mark -{ … }-
    kept: str = ""  # under which the body is put away; it is empty then, until somebody needs it


WORKED_OUT = ("aliases", "attachments", "cover", "gallery", "links", "photos", "variants")  # by ``check_bulletin``


@frozen
class Issue:
    """One numbered weekly issue; items are paths, in the order of its table of contents."""

    id: str  # "2026-42", in URLs
    year: int
    number: str  # "42", "增刊1"
    total: str  # "1180" or ""
    date: Date
    items: tuple[str, ...]
    title: str = ""
    note: str = ""  # 按语, Markdown
    publisher: str = ""
    compiler: str = ""
    chief_editor: str = ""
    editor: str = ""
    distribution: tuple[tuple[str, str], ...] = ()  # (报, ...), (送, ...), (发, ...)
    path: str = ""  # of its issues/….md, "" when collected by week
    note_line: int = 1  # line of the file on which ``note`` begins
    links: tuple[tuple[str, str], ...] = ()  # of the note, as those of an Item
    photos: tuple[tuple[str, Photo], ...] = ()


@frozen
class Bulletin:
    """All checked content that is to be published at ``now``."""

    config: Config
    unions: tuple[Union, ...]
    glossary: Glossary
    items: tuple[Item, ...]  # newest first
    issues: tuple[Issue, ...]  # newest first
    files: tuple[File, ...]  # the attachments that are published
    waiting: tuple[str, ...]  # paths whose time has not come
    expired: tuple[str, ...]
    drafts: tuple[str, ...]
    left_out: tuple[str, ...]
    problems: tuple[Problem, ...]
    now: datetime
    turn: datetime  # the next moment at which it would read otherwise, or sooner
