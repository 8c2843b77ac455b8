"""Site -> all pages of one edition, in groups; Bulletin, Sites and Theme -> the pages that all editions share.

    home article list index issue form feed opensearch notice      one edition, with its templates
    photo attachment asset sitemap robots offline            once

Nothing is rendered here: a Page is a path, a key and a recipe.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import date
from functools import partial

from bulletin.model.altered import altered
from bulletin.model.article import Site
from bulletin.model.content import Theme
from bulletin.model.item import Bulletin
from bulletin.model.page import Group, Page
from bulletin.render import offline
from bulletin.render.articles import article_groups
from bulletin.render.feeds import feed_groups
from bulletin.render.files import asset_groups, attachment_groups
from bulletin.render.home import home_groups
from bulletin.render.indexes import index_pages
from bulletin.render.issues import issue_groups
from bulletin.render.lists import list_groups
from bulletin.render.notices import notice_groups
from bulletin.render.opensearch import opensearch_pages
from bulletin.render.pictures import photo_groups
from bulletin.render.search.form import form_pages
from bulletin.render.sitemap import sitemap_groups
from bulletin.render.templates import Templates

Renderer = Callable[[Site, Templates], Iterator[Page]]


def _each_time(renderer: Renderer) -> Callable[[Site, Templates], Iterator[Group]]:
    """One group, which is planned in every build: a page or a few, planned as soon as what they follow from is said."""

    def groups(site: Site, templates: Templates) -> Iterator[Group]:
        yield Group(partial(renderer, site, templates))

    return groups


RENDERERS: tuple[Callable[[Site, Templates], Iterator[Group]], ...] = (
    home_groups,
    article_groups,
    list_groups,
    _each_time(index_pages),
    issue_groups,
    _each_time(form_pages),
    feed_groups,
    _each_time(opensearch_pages),
    _each_time(offline.notice_pages),
    notice_groups,  # last: an old address never takes the place of a page
)


def site_groups(site: Site, templates: Templates) -> Iterator[Group]:
    """Their pages with the edition they belong to, whose chrome they receive."""
    edition = site.edition.path
    for renderer in RENDERERS:
        for group in renderer(site, templates):
            yield replace(group, pages=partial(_in_edition, group.pages, edition))


def _in_edition(pages: Callable[[], Iterable[Page]], edition: str) -> Iterator[Page]:
    return (page if page.edition == edition else altered(page, edition=edition) for page in pages())


def site_pages(site: Site, templates: Templates) -> Iterator[Page]:
    return pages_of(site_groups(site, templates))


def pages_of(groups: Iterable[Group]) -> Iterator[Page]:
    """All of them, planned as they are asked for."""
    return (page for group in groups for page in group.pages())


def shared_groups(bulletin: Bulletin, sites: tuple[Site, ...], theme: Theme) -> Iterator[Group]:
    yield from photo_groups(bulletin)
    yield from attachment_groups(bulletin)
    yield from asset_groups(theme)
    yield from sitemap_groups(sites)
    yield Group(partial(offline.worker_pages, sites, theme))


def shared_pages(bulletin: Bulletin, sites: tuple[Site, ...], theme: Theme) -> Iterator[Page]:
    return pages_of(shared_groups(bulletin, sites, theme))


def by_time(pages: Iterable[Page]) -> list[Page]:
    """Those of one time after each other, whatever they are: they show the same articles and cards, which a worker then
    reads and makes once (``remembering``), without touching those of all times."""
    return sorted(pages, key=_time)


def _time(page: Page) -> int:
    return -page.day.toordinal() if page.day else -date.max.toordinal()
