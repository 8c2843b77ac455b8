"""What templates receive: ``chrome`` (the same on every page of an edition) and ``page`` (one of the views below).

A template receives nothing else, no globals and no clock, so that a page's key can say all that its bytes depend on.
This is the contract that theme authors write against: names are only ever added.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from bulletin.model.article import Article, Card, IssueArticle, Link, Listing
from bulletin.model.content import Config, Edition
from bulletin.model.making import frozen


@frozen
class Alternate:
    """This page in one edition; ``tag`` is "x-default" for the last."""

    tag: str
    name: str
    url: str  # absolute
    path: str  # root-relative, for the switch
    is_current: bool


@frozen
class Head:
    """What ``<head>`` says of a page."""

    title: str  # of the page alone, "" on the home page
    description: str
    canonical: str  # absolute; "" where the page has none (404)
    alternates: tuple[Alternate, ...]
    robots: str = ""  # "noindex", "noindex, follow"
    feeds: tuple[tuple[str, str, str], ...] = ()  # (media type, title, URL)
    metas: tuple[tuple[str, str], ...] = ()  # <meta name content>: the names of 《政府网站发展指引》
    properties: tuple[tuple[str, str], ...] = ()  # <meta property content>: Open Graph
    json_ld: str = ""  # one JSON text with < > & U+2028 U+2029 escaped: safe inside <script>


# In place of the head of an article, a list or an issue until its page is rendered: it follows from the rest of the
# view and from the chrome, and a page that is not rendered again needs none.
LATER = Head("", "", "", ())


@frozen
class Chrome:
    """The edition around every page."""

    config: Config  # in the edition's script
    edition: Edition
    editions: tuple[Edition, ...]
    words: Mapping[str, str]  # interface words of the catalogue
    home: str  # URL of this edition's home page, ends with "/"
    sections: tuple[Link, ...]
    places: Mapping[str, str]  # feed, json_feed -> URL; also, where the bulletin has such a page: search,
    # unions, authors, tags, archive, issues, latest, about
    assets: Mapping[str, str]  # "style.css" -> "/assets/style.3f2a9c1b.css"
    options: Mapping[str, str]  # of theme.yaml
    year: int  # of the build
    version: str
    pages: tuple[Link, ...] = ()  # the plain pages (kind 页面), in the order of their paths


@frozen
class Pager:
    """Pages of a list. Page 1 is the oldest: a full page never changes again; the index shows the newest."""

    number: int  # 0 = the index page
    count: int  # all pages on the index; on a numbered page, which must stay as it is, only up to the next newer one
    newer: Link | None = None
    older: Link | None = None
    pages: tuple[Link, ...] = ()  # this one, its nearest neighbours and page 1, newest first, named by number


@frozen
class HomeView:
    head: Head
    issue: IssueArticle | None  # the latest
    pinned: tuple[Card, ...]
    lead: Card | None  # the article with a photo that opens the page
    latest: tuple[Card, ...]
    sections: tuple[tuple[Link, tuple[Card, ...]], ...]
    unions: tuple[Link, ...]  # most active first


@frozen
class ArticleView:
    """Templates item.html, notice.html, page.html."""

    head: Head
    article: Article
    related: tuple[Card, ...] = ()


@frozen
class ListView:
    """Templates section.html, union.html, author.html, tag.html, year.html, month.html."""

    head: Head
    listing: Listing  # its ``cards`` are left empty: no page shows them all
    cards: tuple[Card, ...]  # those of this page
    pager: Pager
    groups: tuple[tuple[Link, int], ...] = ()  # a year's months, with counts, on its index page
    total: int = 0  # cards on all pages, said on the index page


@frozen
class IndexView:
    """Templates unions.html, authors.html, tags.html, archive.html: names with counts, grouped."""

    head: Head
    groups: tuple[tuple[str, tuple[tuple[Link, int], ...]], ...]


@frozen
class IssueView:
    """Template issue.html."""

    head: Head
    issue: IssueArticle
    # In full, for paper: by section, each in the place that its card has in ``issue.contents``
    articles: tuple[tuple[Article, ...], ...] = ()


@frozen
class IssuesView:
    """Template issues.html: all issues by year, newest first."""

    head: Head
    years: tuple[tuple[int, tuple[IssueArticle, ...]], ...]


@frozen
class SearchView:
    """Template search.html."""

    head: Head
    root: str  # URL of the index's folder
    archives: tuple[tuple[str, tuple[tuple[Link, int], ...]], ...]  # for readers without JavaScript


@frozen
class NoticeView:
    """Templates 404.html and redirect.html (``target`` is where to go)."""

    head: Head
    target: str = ""
    cards: tuple[Card, ...] = ()


@frozen
class FeedView:
    """Both feeds of a list, full text."""

    title: str
    url: str  # absolute, of the page the feed belongs to
    feed_url: str  # absolute, of the feed itself
    updated: datetime
    articles: tuple[Article, ...]
    description: str = ""
