"""Site -> pages that say something else is meant: 404, old addresses, and /issues/latest/."""

from __future__ import annotations

from collections.abc import Iterator

from bulletin.model.article import Site
from bulletin.model.page import Page
from bulletin.render.head import page_head, redirect_head
from bulletin.render.paths import alias_path
from bulletin.render.templates import Templates
from bulletin.render.views import NoticeView

LATEST = "issues/latest/"
_SUGGESTED = 5


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
    newest = tuple(article.card for article in site.articles if not article.card.is_withdrawn)[:_SUGGESTED]
    return templates.page("404.html", "404.html", NoticeView(head, cards=newest))


def _redirect(site: Site, templates: Templates, path: str, target: str, title: str) -> Page:
    head = redirect_head(site, target, templates.chrome.words[title])
    return templates.page(path, "redirect.html", NoticeView(head, target))
