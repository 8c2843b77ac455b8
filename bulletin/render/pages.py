"""Site -> all pages of one edition; Bulletin, Sites and Theme -> the pages that all editions share.

    home article list index issue form feed opensearch notice      one edition, with its templates
    photo attachment asset sitemap robots offline            once

Nothing is rendered here: a Page is a path, a key and a recipe.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from bulletin.model.altered import altered
from bulletin.model.article import Site
from bulletin.model.content import Theme
from bulletin.model.item import Bulletin
from bulletin.model.page import Page
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
from bulletin.render.photos import photo_pages
from bulletin.render.search.form import form_pages
from bulletin.render.sitemap import sitemap_pages
from bulletin.render.templates import Templates
from bulletin.render.views import ListView

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


def planned_pages(site: Site, templates: Templates) -> Iterator[Page]:
    """Each with the edition it belongs to, whose chrome it receives; planned as they are asked for."""
    edition = site.edition.path
    pages = (page for renderer in RENDERERS for page in renderer(site, templates))
    return (page if page.edition == edition else altered(page, edition=edition) for page in pages)


def site_pages(site: Site, templates: Templates) -> tuple[Page, ...]:
    return tuple(planned_pages(site, templates))


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
