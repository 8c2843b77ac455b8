"""Site -> pages that say something else is meant: 404, old addresses, and /issues/latest/."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from itertools import islice

from bulletin.model.article import Card, Site
from bulletin.model.digest import digest_of_plain
from bulletin.model.page import Group, Page
from bulletin.render.head import page_head, redirect_head
from bulletin.render.paths import alias_path
from bulletin.render.templates import Templates
from bulletin.render.views import NoticeView

LATEST = "issues/latest/"
_SUGGESTED = 5


def notice_groups(site: Site, templates: Templates) -> Iterator[Group]:
    yield Group(partial(notice_pages, site, templates), partial(_said, site, templates))


def _said(site: Site, templates: Templates) -> str:
    """The theme, the address of the latest issue, the old ones, and the cards that are suggested."""
    families = [templates.families.get(template, "") for template in ("404.html", "redirect.html")]
    latest = [issue.url for issue in site.issues[:1]]
    return digest_of_plain("notices", families, latest, site.aliases, templates.keys.cards(_suggested(site)))


def notice_pages(site: Site, templates: Templates) -> Iterator[Page]:
    yield not_found(site, templates)
    if site.issues:
        yield _redirect(site, templates, LATEST + "index.html", site.issues[0].url, "list_latest")
    for alias, url in site.aliases:
        path = alias_path(alias)
        if path is not None:  # an address that no file can answer is the author's fault, and named by `check`
            yield _redirect(site, templates, path, url, "list_moved")


def not_found(site: Site, templates: Templates) -> Page:
    """The page a server shows for an address without one, with the newest items."""
    head = page_head(site, "404.html", title=templates.chrome.words["list_not_found"], robots="noindex")
    return templates.page("404.html", "404.html", NoticeView(head, cards=_suggested(site)))


def _suggested(site: Site) -> tuple[Card, ...]:
    return tuple(islice((one.card for one in site.articles if not one.card.is_withdrawn), _SUGGESTED))


def _redirect(site: Site, templates: Templates, path: str, target: str, title: str) -> Page:
    head = redirect_head(site, target, templates.chrome.words[title])
    return templates.page(path, "redirect.html", NoticeView(head, target))
