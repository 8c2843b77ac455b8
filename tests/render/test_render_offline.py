"""The service worker's page: on, off, and what tells one release from another."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from factory_render import make_config, make_site
from theme_render import make_templates, make_theme

from bulletin.model.article import Site
from bulletin.model.content import Config
from bulletin.render.files import asset_names
from bulletin.render.offline import notice_pages, worker_pages

THEME = make_theme(
    {"a.css": b"a{}", "b.js": b"b()", "c.png": b"png", "offline.js": b"work()", "offline-end.js": b"end()"},
    offline_html='{% extends "base.html" %}',
)


def sites_of(config: Config) -> tuple[Site, ...]:
    return tuple(make_site(3, edition=edition, config=config) for edition in config.editions)


def told(sites: tuple[Site, ...]) -> tuple[dict[str, Any], bytes]:
    (page,) = worker_pages(sites, THEME)
    assert page.path == "offline.js"
    assert page.data is not None
    line, source = page.data.split(b"\n", 1)
    return json.loads(line.removeprefix(b"self.SITE = ").removesuffix(b";")), source


@pytest.mark.parametrize("base", ["/", "/union/"])
def test_on(base: str) -> None:
    sites = sites_of(make_config(f"https://union.example{base}", offline=True))
    site, source = told(sites)
    names = asset_names(THEME)
    assert source == b"work()"
    assert site["base"] == base
    assert site["index"] == f"{base}search-index/"
    assert {base + names[name] for name in ("a.css", "b.js")} <= set(site["shell"])
    assert not [path for path in site["shell"] if "offline" in path or "png" in path]
    assert site["pages"] == [
        base + path for path in ("", "search/", "offline/", "hant/", "hant/search/", "hant/offline/")
    ]
    assert site["notices"] == {f"{base}hant/": f"{base}hant/offline/", base: f"{base}offline/"}
    assert next(iter(site["notices"])) == f"{base}hant/"  # the longest first


def test_off() -> None:
    sites = sites_of(make_config())
    assert told(sites) == ({"base": "/"}, b"end()")
    assert not list(notice_pages(sites[0], make_templates(sites[0], THEME)))


def test_a_theme_without_it() -> None:
    assert not list(worker_pages(sites_of(make_config(offline=True)), make_theme({"a.css": b""})))


def test_the_version_follows_what_is_published() -> None:
    sites = sites_of(make_config(offline=True))
    version = told(sites)[0]["version"]
    assert told(sites_of(make_config(offline=True)))[0]["version"] == version
    first, *rest = sites[0].articles
    changed = replace(sites[0], articles=(replace(first, digest="other"), *rest))
    assert told((changed, *sites[1:]))[0]["version"] != version


def test_the_page_in_place_of_one_that_was_not_kept() -> None:
    sites = sites_of(make_config(offline=True))
    pages = [page for site in sites for page in notice_pages(site, make_templates(site, THEME))]
    assert [page.path for page in pages] == ["offline/index.html", "hant/offline/index.html"]
    assert {page.template for page in pages} == {"offline.html"}
