"""The search page of an edition, its words, and the files of the index beside all other pages."""

from __future__ import annotations

import json
import re
import tomllib
from dataclasses import replace
from pathlib import Path

from factory_render import make_config, make_site
from library_search import index, search_pages, sites
from theme_render import make_templates, make_theme, text_of

from bulletin.model.page import Page
from bulletin.render.pages import site_pages
from bulletin.render.search.facets import KINDS
from bulletin.render.search.form import form_pages
from bulletin.render.views import SearchView

ROOT = Path(__file__).parent.parent.parent.parent


def page_of(number: int) -> Page:
    site = sites()[number]
    (page,) = form_pages(site, make_templates(site))
    return page


def view_of(page: Page) -> SearchView:
    assert isinstance(page.view, SearchView)
    return page.view


def test_one_page_for_each_edition() -> None:
    assert [page_of(number).path for number in (0, 1)] == ["search/index.html", "hant/search/index.html"]
    assert [view_of(page_of(number)).head.title for number in (0, 1)] == ["搜索", "搜尋"]


def test_it_is_among_the_pages_of_the_site() -> None:
    site = sites()[1]
    paths = [page.path for page in site_pages(site, make_templates(site))]
    assert paths.count("hant/search/index.html") == 1


def test_one_index_for_all_editions() -> None:
    assert {view_of(page_of(number)).root for number in (0, 1)} == {"/search-index/"}


def test_below_another_base() -> None:
    site = make_site(3, config=make_config("https://union.example/deep/bulletin/"))
    (page,) = form_pages(site, make_templates(site))
    assert view_of(page).root == "/deep/bulletin/search-index/"
    made = search_pages([site], [(article,) for article in site.articles])
    root = next(page for page in made if page.path == "search-index/root.json")
    assert b'"editions":{"zh-Hans":"/deep/bulletin/"}' in (root.data or b"")


def test_robots_follow_and_do_not_keep() -> None:
    assert view_of(page_of(0)).head.robots == "noindex, follow"


def test_archives_name_what_has_items() -> None:
    archives = dict(view_of(page_of(0)).archives)
    assert list(archives) == ["栏目", "各级工会", "按时间浏览"]
    assert [link.name for link, _ in archives["按时间浏览"]] == ["2026年"]
    assert sum(count for _, count in archives["各级工会"]) == 60
    assert "/sections/news/" in text_of(page_of(0), sites()[0], make_theme())


def test_no_archives_of_nothing() -> None:
    site = replace(sites()[0], articles=(), listings=(), issues=())
    (page,) = form_pages(site, make_templates(site))
    assert view_of(page).archives == ()


def test_files_of_the_index() -> None:
    names = set(index())
    assert {"root.json", "articles/0.json", *(f"facets/{kind}.json" for kind in KINDS)} < names
    rest = names - {"root.json", "articles/0.json", "texts/0.bin"}
    shard = r"shards/([hw][0-9a-f]+|[0-9a-f]+(-[0-9a-f]+)?)\.bin"
    assert all(re.fullmatch(shard + r"|facets/[a-z]+\.json", name) for name in rest)


def test_every_word_has_its_place_in_a_template() -> None:
    words = tomllib.loads((ROOT / "bulletin/catalogue/search.toml").read_text(encoding="utf-8"))
    templates = "".join(
        path.read_text(encoding="utf-8") for path in (ROOT / "themes/plain/templates").rglob("*.html")
    )
    named = set(re.findall(r"\w+", templates))
    assert words
    for word in words:  # by its whole name, or "search_" joined to the rest of it
        beginning, _, rest = word.partition("_")
        assert word in named or {f"{beginning}_", rest} <= named or beginning == "offline", word


def test_every_word_of_the_script_is_given_by_the_template() -> None:
    template = (ROOT / "themes/plain/templates/search.html").read_text(encoding="utf-8")
    assets = ROOT / "themes/plain/assets"
    script = "".join((assets / name).read_text(encoding="utf-8") for name in ("search.js", "search-list.js"))
    named = set(re.findall(r"\bwords\.(\w+)", script)) | set(re.findall(r'how: "(\w+)"', script))
    assert len(named) > 4
    assert [name for name in named if f'"{name}"' not in template and f"data-{name}=" not in template] == []


def test_facets_say_what_to_show() -> None:
    root = json.loads(index()["root.json"])
    facets = {kind: json.loads(index()[f"facets/{kind}.json"]) for kind in root["kinds"]}
    assert set(facets) == set(KINDS)
    for kind, found in facets.items():
        for _, names, runs, shown, above in found:
            assert len(shown) == len(root["editions"])
            assert set(filter(None, shown)) <= set(names)
            assert not above or kind == "month" or (kind == "union" and above in {one[0] for one in found})
            assert sum(runs[1::2]) <= root["count"]
    assert facets["kind"][0][:2] == ["news", ["新闻", "news"]]
    assert sum(sum(one[2][1::2]) for one in facets["kind"]) == root["count"]
