"""Sites and Theme -> offline.js: the service worker that keeps what was read, or the one that clears it away again.

A worker governs the pages below the folder it lies in, so it lies at the root. It is there in either case, at the same
address: a browser that once took the worker looks there for a newer one, and finds the one that takes itself out.
"""

from __future__ import annotations

import json
from collections.abc import Iterator

from bulletin.model.article import Site
from bulletin.model.content import Theme
from bulletin.model.digest import digest_of
from bulletin.model.page import Page
from bulletin.render.files import asset_names
from bulletin.render.head import page_head
from bulletin.render.paths import file_path
from bulletin.render.search.form import SEARCH
from bulletin.render.search.index import FOLDER
from bulletin.render.templates import Templates
from bulletin.render.views import NoticeView

WORKER = "offline.js"  # of the theme, and at the root
_ENDING = "offline-end.js"  # of the theme: published in its place while the option is off
_NOTICE = "offline/"
_SHELL = (".css", ".js", ".svg")


def notice_pages(site: Site, templates: Templates) -> Iterator[Page]:
    """What a reader without a network sees in place of a page that was never kept; none while the option is off."""
    if site.config.offline:
        title = templates.chrome.words["offline_title"]
        head = page_head(site, _NOTICE, title=title, robots="noindex")
        yield templates.page(file_path(_NOTICE), "offline.html", NoticeView(head))


def worker_pages(sites: tuple[Site, ...], theme: Theme) -> Iterator[Page]:
    """One, or none where the theme has no worker. Its version tells releases apart."""
    source = dict(theme.assets).get(WORKER if sites[0].config.offline else _ENDING)
    if source is not None:
        told = json.dumps(_told(sites, theme), ensure_ascii=False, separators=(",", ":"))
        data = f"self.SITE = {told};\n".encode() + source
        yield Page(WORKER, digest_of("worker", data), data=data)


def _told(sites: tuple[Site, ...], theme: Theme) -> dict[str, object]:
    base = sites[0].config.base
    if not sites[0].config.offline:
        return {"base": base}
    names = asset_names(theme)
    shell = [base + names[name] for name in sorted(names) if name.endswith(_SHELL) and name not in {WORKER, _ENDING}]
    roots = [base + site.edition.path for site in sites]
    articles = [article.digest for site in sites for article in (*site.articles, *site.pages)]
    is_searched = sites[0].config.search
    kept = ("", SEARCH, _NOTICE) if is_searched else ("", _NOTICE)
    return {
        "base": base,
        "version": digest_of(shell, articles)[:12],
        "shell": shell,
        "pages": [root + path for root in roots for path in kept],
        "notices": {root: root + _NOTICE for root in sorted(roots, key=len, reverse=True)},
        "index": base + FOLDER if is_searched else "",
    }
