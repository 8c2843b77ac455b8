from __future__ import annotations

from dataclasses import replace

import pytest
from factory_render import HANS, HANT, make_config, make_page, make_site
from theme_render import make_theme

from bulletin.model.article import Link, Site
from bulletin.render.chrome import make_chrome
from bulletin.render.views import Chrome


def chrome(site: Site) -> Chrome:
    theme = replace(make_theme({"style.css": b"a{}"}), options=(("logo", "no"),))
    return make_chrome(site, theme, {"b": "2", "a": "1"}, "1.2.3")


def test_chrome() -> None:
    config = make_config("https://union.example/bulletin/")
    made = chrome(make_site(6, edition=HANT, config=config))
    assert made.home == "/bulletin/hant/"
    assert made.edition is HANT
    assert made.assets["style.css"].startswith("/bulletin/assets/style.")
    assert made.sections[0] == Link("工会动态", "/bulletin/hant/sections/news/")
    assert made.options == {"logo": "no"}
    assert list(made.words) == ["a", "b"]
    assert (made.year, made.version) == (2026, "1.2.3")
    assert made.pages == (Link("关于我们", "/bulletin/hant/about/"),)


def test_places() -> None:
    assert chrome(make_site(6)).places == {
        "unions": "/unions/",
        "authors": "/authors/",
        "tags": "/tags/",
        "archive": "/archive/",
        "issues": "/issues/",
        "latest": "/issues/latest/",
        "search": "/search/",
        "about": "/about/",
        "feed": "/feed.xml",
        "json_feed": "/feed.json",
    }


def test_places_that_are_not_there_are_not_named() -> None:
    site = replace(make_site(0), listings=(), pages=())
    assert set(chrome(site).places) == {"search", "feed", "json_feed"}


def test_sections_with_items_and_all_of_them_in_an_empty_bulletin() -> None:
    assert [link.name for link in chrome(make_site(2)).sections] == ["工会动态", "权益维护"]
    assert [link.name for link in chrome(make_site(0)).sections] == ["工会动态", "权益维护", "通知公告"]


@pytest.mark.parametrize(
    ("pages", "about"),
    [
        ((("about", "本会简介"),), "/about/"),
        ((("rules", "章程"), ("guanyu", "关于本刊")), "/guanyu/"),
        ((("guanyu", "關於本刊"), ("about", "本会简介")), "/about/"),
        ((("rules", "章程"),), None),
    ],
)
def test_about(pages: tuple[tuple[str, str], ...], about: str | None) -> None:
    config = make_config()
    site = replace(make_site(0), pages=tuple(make_page(slug, title, config, HANS) for slug, title in pages))
    assert chrome(site).places.get("about") == about
