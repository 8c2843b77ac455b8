from __future__ import annotations

import pytest
from check.factory_check import CONFIG
from hypothesis import given
from hypothesis import strategies as st

from bulletin.check.address import contained_alias, leading_date, slug_of, stem_of, url_of, variant_of
from bulletin.model.slug import slugify


@pytest.mark.parametrize(
    ("path", "slug"),
    [
        ("2026/42/q3-meeting.md", "q3-meeting"),
        ("2026-11-18-tuijinhui.md", "tuijinhui"),
        ("20261118_Tui Jin.md", "tui-jin"),
        ("2026/tuijinhui/index.md", "tuijinhui"),
        ("readme.md", "readme"),
        ("visitors.txt", "visitors"),
    ],
)
def test_an_ascii_name_is_the_slug(path: str, slug: str) -> None:
    assert slug_of(path) == slug


@pytest.mark.parametrize("path", ["2026/42/重阳.md", "119演练.md", "2026-11-18.md", "2026-11-18-推进会.md", "---.md"])
def test_any_other_name_gives_a_short_id(path: str) -> None:
    slug = slug_of(path)
    assert len(slug) == 8
    assert set(slug) <= set("abcdefghijklmnopqrstuvwxyz234567")
    assert slug == slug_of(path.removesuffix(".md") + ".txt")
    assert slug != slug_of("x/" + path)


@given(st.text(min_size=1).filter(lambda text: "/" not in text))
def test_every_slug_is_one(name: str) -> None:
    slug = slug_of(f"2026/{name}.md")
    assert slug == slugify(slug)


@pytest.mark.parametrize(
    ("path", "date", "rest"),
    [
        ("2026-11-18-x.md", "2026-11-18", "x"),
        ("a/20261118x.md", "20261118", "x"),
        ("2026.11.18 推进会.md", "2026.11.18", "推进会"),
        ("2026_11_18_x.md", "2026-11-18", "x"),
        ("202611181.md", "", "202611181"),
        ("119演练.md", "", "119演练"),
        ("2026-11-18/index.md", "2026-11-18", ""),
    ],
)
def test_leading_date(path: str, date: str, rest: str) -> None:
    assert leading_date(path) == (date, rest)


def test_variants_and_stems() -> None:
    assert variant_of("a/雨巷.zh-Hant.md") == ("a/雨巷", "zh-Hant")
    assert variant_of("a/x.zh-hant-hk.txt") == ("a/x", "zh-hant-hk")
    assert variant_of("a/x.en.md") == ("", "")
    assert stem_of("推进会/index.md") == "推进会"
    assert url_of("news", "x", None) == "undated/x/"


@pytest.mark.parametrize(
    ("typed", "path"),
    [
        ("old/page.html", "old/page.html"),
        ("/old/", "old/"),
        ("旧 网址/工会.html", "旧 网址/工会.html"),
        ("https://example.org/b/old", "old"),
        ("../x", ""),
        ("a/../x", ""),
        ("a/./x", ""),
        ("a//x", ""),
        ("//evil/x", ""),
        ("\\x", ""),
        ("a\x00b", ""),
        ("javascript:alert(1)", ""),
        ("a?b", ""),
        ("a#b", ""),
        ("", ""),
        ("/", ""),
        ("...", ""),
        ("%2e%2e/x", ""),
        ("a%2Fb", ""),
        ("x" * 500, ""),
        ("a/ /b", ""),
        ("https://elsewhere.example/x", ""),
        (".htaccess", ""),
        ("old/.user.ini", ""),
        ("%2ehtaccess", ""),
        ("old/Web.config", ""),
        ("_headers", ""),
        ("_worker.js", ""),
        ("CNAME", ""),
        ("old/vercel.json", ""),
        ("CON/x.html", ""),
        ("old/aux.htm", ""),
        ("lpt1", ""),
        ("x./y", ""),
        ("old/x.html.", ""),
        ("old/x%20/y", ""),
        ("console/auxiliary.html", "console/auxiliary.html"),
        ("old/a.b.html", "old/a.b.html"),
    ],
)
def test_old_addresses_stay_inside(typed: str, path: str) -> None:
    assert contained_alias(typed, CONFIG) == path
