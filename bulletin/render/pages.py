"""Site -> all pages of one edition; Bulletin, Sites and Theme -> the pages that all editions share.

    home article list index issue form feed opensearch notice      one edition, with its templates
    photo attachment asset sitemap robots offline            once

Nothing is rendered here: a Page is a path, a key and a recipe.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from unicodedata import normalize

from bulletin.model.article import Site
from bulletin.model.content import Theme
from bulletin.model.item import Bulletin
from bulletin.model.page import Page
from bulletin.model.problem import Problem
from bulletin.render import offline
from bulletin.render.articles import article_pages
from bulletin.render.feeds import feed_pages
from bulletin.render.files import asset_pages, attachment_pages
from bulletin.render.home import home_pages
from bulletin.render.indexes import index_pages
from bulletin.render.issues import issue_pages
from bulletin.render.lists import list_pages
from bulletin.render.notices import notice_pages
from bulletin.render.opensearch import opensearch_pages
from bulletin.render.paths import is_contained
from bulletin.render.photos import photo_pages
from bulletin.render.search.form import form_pages
from bulletin.render.sitemap import sitemap_pages
from bulletin.render.templates import Templates
from bulletin.render.views import ArticleView, ListView

RENDERERS: tuple[Callable[[Site, Templates], Iterator[Page]], ...] = (
    home_pages,
    article_pages,
    list_pages,
    index_pages,
    issue_pages,
    form_pages,
    feed_pages,
    opensearch_pages,
    offline.notice_pages,
    notice_pages,  # last: an old address never takes the place of a page
)


def site_pages(site: Site, templates: Templates) -> tuple[Page, ...]:
    """Each with the edition it belongs to, whose chrome it receives."""
    edition = site.edition.path
    pages = (page for renderer in RENDERERS for page in renderer(site, templates))
    return tuple(page if page.edition == edition else replace(page, edition=edition) for page in pages)


def shared_pages(bulletin: Bulletin, sites: tuple[Site, ...], theme: Theme) -> tuple[Page, ...]:
    return (
        *photo_pages(bulletin),
        *attachment_pages(bulletin),
        *asset_pages(theme),
        *sitemap_pages(sites),
        *offline.worker_pages(sites, theme),
    )


def by_time(pages: Iterable[Page]) -> list[Page]:
    """Lists of one time after each other, whatever they are of: they show the same cards, which a worker then makes
    once (``remembering``) without keeping those of all times."""
    return sorted(pages, key=_time)


def _time(page: Page) -> tuple[bool, float]:
    view = page.context
    date = view.cards[0].date if isinstance(view, ListView) and view.cards else None
    return date is not None, -date.timestamp() if date else 0


def distinct(pages: Iterable[Page]) -> tuple[Page, ...]:
    """The pages that can be written: of those that would fall on one file the first, and none outside the folder."""
    return tuple(page for page, other in _judged(pages) if other is None)


def collisions(pages: Iterable[Page]) -> tuple[Problem, ...]:
    """What ``distinct`` leaves out, each with the page that it would have overwritten; once for all editions."""
    problems = []
    for page, other in _judged(pages):
        if other is page:
            problems.append(Problem(origin(page), 0, 0, "E516", (("path", _below(page)),)))
        elif other is not None:
            values = (("path", _below(page)), ("other", origin(other)))
            problems.append(Problem(origin(page), 0, 0, "E515", values))
    return tuple(dict.fromkeys(problems))


def origin(page: Page) -> str:
    """The file of ``content/`` that a page comes from, or its path below its edition where it comes from many."""
    if isinstance(page.context, ArticleView):
        return page.context.article.card.path
    return page.source or _below(page)


def _below(page: Page) -> str:
    return page.path.removeprefix(page.edition)


def _judged(pages: Iterable[Page]) -> Iterator[tuple[Page, Page | None]]:
    """Each page, with the one it falls on (itself where its path leads out of the folder), or None.

    A file where another page needs a folder counts as well. Names are compared as careless disks do: without regard to
    case and to how accents are composed.
    """
    files: dict[str, Page] = {}
    folders: dict[str, Page] = {}
    for page in pages:
        path = page.path
        name = path.lower() if path.isascii() else normalize("NFC", normalize("NFC", path).casefold())
        above = tuple(_folders(name))
        other = files.get(name) or folders.get(name) or next((files[one] for one in above if one in files), None)
        if not is_contained(page.path):
            other = page
        if other is None:
            files[name] = page
            for folder in above:
                folders.setdefault(folder, page)
        yield page, other


def _folders(name: str) -> Iterator[str]:
    cut = name.rfind("/")
    while cut > 0:
        yield name[:cut]
        cut = name.rfind("/", 0, cut)
