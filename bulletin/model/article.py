"""What ``convert`` gives: the bulletin in one edition, with its neighbours, lists and links worked out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from datetime import date as Date
from datetime import datetime
from typing import Literal

from bulletin.model.altered import altered
from bulletin.model.content import Config, Edition
from bulletin.model.item import Attachment, Correction, Kind, Photo
from bulletin.model.making import frozen
from bulletin.model.pickling import quick_to_pickle, shared
from bulletin.model.problem import Problem


@shared
@quick_to_pickle
@frozen
class Link:
    """A name with its place: a union, author, tag, section, issue, page of a list."""

    name: str
    url: str
    lang: str = ""  # "zh-Hans": of a name that is not in the script of the edition


@quick_to_pickle
@frozen
class Heading:
    level: int
    id: str
    text: str


@quick_to_pickle
@frozen
class Card:
    """What a list shows of an article."""

    path: str  # of the item, its identity across editions
    url: str  # of this edition
    title: str
    kind: Kind
    date: datetime | None
    has_time: bool
    updated: datetime | None  # last correction or date
    kicker: str = ""
    summary: str = ""
    section: Link | None = None
    sources: tuple[Link, ...] = ()
    authors: tuple[Link, ...] = ()
    region: str = ""
    cover: Photo | None = None
    pinned: bool = False
    is_withdrawn: bool = False
    lang: str = ""  # "zh-Hans": of title, kicker and summary, where they are not in the script of the edition
    digest: str = ""  # says all of it; "" of one that was changed since


@quick_to_pickle
@frozen
class Article:
    """An item in one edition: all its text converted, its body as safe HTML and as plain text."""

    card: Card
    html: str
    text: str  # plain, blocks divided by "\n"
    digest: str  # says all of it but its place (issue, previous, next); "" of one that was changed since
    headings: tuple[Heading, ...] = ()
    subtitle: str = ""
    tags: tuple[Link, ...] = ()
    addressee: str = ""
    signature: tuple[str, ...] = ()
    signed_on: Date | None = None
    document_number: str = ""
    contact: tuple[str, ...] = ()
    phone: tuple[str, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    reprint: str = ""
    contributor: tuple[str, ...] = ()
    photographer: tuple[str, ...] = ()
    editor: tuple[str, ...] = ()
    gallery: tuple[tuple[Photo, str], ...] = ()  # with its caption
    corrections: tuple[Correction, ...] = ()
    withdrawn: str = ""
    views: str = ""
    issue: Link | None = None
    previous: Link | None = None  # inside the issue
    next: Link | None = None
    length: int = 0  # Han characters and words
    kept: str = ""  # under which html and text are put away; they are empty then, until somebody needs them
    standing: str = ""  # digest of what decides where it stands: address, dates, lists; not of what it says


@frozen
class Listing:
    """A section, union, author, tag, year or month with all its cards, newest first."""

    kind: Literal["section", "union", "author", "tag", "year", "month"]
    id: str
    url: str  # of its first page
    path: str  # the same without base and edition, "unions/hz/"
    name: str
    cards: tuple[Card, ...]
    description: str = ""
    keywords: tuple[str, ...] = ()
    parent: Link | None = None
    children: tuple[Link, ...] = ()
    aliases: tuple[str, ...] = ()
    region: str = ""


@frozen
class IssueArticle:
    """An issue in one edition."""

    id: str
    url: str
    path: str  # "issues/2026-42/"
    year: int
    number: str
    total: str
    date: Date
    masthead: str
    contents: tuple[tuple[Link, tuple[Card, ...]], ...]  # by section, each with "#anchor" as URL
    title: str = ""
    note_html: str = ""
    publisher: str = ""
    compiler: str = ""
    chief_editor: str = ""
    editor: str = ""
    distribution: tuple[tuple[str, str], ...] = ()
    previous: Link | None = None
    next: Link | None = None

    @property
    def name(self) -> str:
        return issue_name(self.number)


def issue_name(number: str) -> str:
    """第42期, but 增刊1: the same characters in both scripts."""
    return f"第{number}期" if number.isdigit() else number


@frozen
class Site:
    """The whole bulletin in one edition, with its neighbours, lists and links worked out."""

    config: Config  # its texts converted
    edition: Edition
    articles: tuple[Article, ...]  # news and notices, newest first, without their places in an issue: see ``placed``
    pages: tuple[Article, ...]  # kind "page"
    listings: tuple[Listing, ...]
    issues: tuple[IssueArticle, ...]  # newest first
    aliases: tuple[tuple[str, str], ...]  # (path below the edition, URL it leads to)
    now: datetime
    problems: tuple[Problem, ...] = ()  # what the notes of issues were found fault with
    related: Mapping[str, tuple[Card, ...]] = field(default_factory=dict)  # by the path of an article's item
    issue_of: Mapping[str, IssueArticle] = field(default_factory=dict)  # by the path of an article's item: the newest
    arranged: str = ""  # digest: which articles stand in which lists, where and since when; "" of a site made otherwise

    def placed(self, article: Article) -> Article:
        """With its place in the order in which its issue shows its contents."""
        issue = self.issue_of.get(article.card.path)
        if issue is None:
            return article
        cards = [card for _, cards in issue.contents for card in cards]
        at = next(number for number, card in enumerate(cards) if card.path == article.card.path)
        before, after = cards[at - 1] if at else None, cards[at + 1] if at + 1 < len(cards) else None
        return altered(
            article,
            issue=Link(issue.name, issue.url),
            previous=before and Link(before.title, before.url, before.lang),
            next=after and Link(after.title, after.url, after.lang),
        )
