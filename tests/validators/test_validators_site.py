"""The validators themselves: quiet about a good site, and a word for each way to break it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from validators.feeds import validate_atom, validate_fragment, validate_json_feed
from validators.linked_data import validate_json_ld
from validators.maps import validate_opensearch, validate_robots, validate_sitemap
from validators.site_validators import validate_site

URL = "https://union.example/b/"
EDITIONS = (("zh-Hans", ""), ("zh-Hant", "hant/"))


def page(path: str, tag: str, body: str = "", head: str = "") -> str:
    prefix = dict(EDITIONS)[tag]
    address = path.removesuffix("index.html")
    links = "".join(f'<link rel="alternate" hreflang="{t}" href="{URL}{p}{address}">' for t, p in EDITIONS)
    return (
        f'<!doctype html>\n<html lang="{tag}"><head><meta charset="utf-8"><title>题</title>'
        f'<link rel="canonical" href="{URL}{prefix}{address}">{links}'
        f'<link rel="alternate" hreflang="x-default" href="{URL}{address}">{head}</head>'
        f'<body><main id="top"><h1>题</h1>{body}</main></body></html>'
    )


ATOM = """<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="zh-Hans"><title>报</title><id>{url}feed.xml</id>
<updated>2026-09-01T08:00:00+08:00</updated><author><name>会</name></author>
<link rel="self" type="application/atom+xml" href="{url}feed.xml"/><link rel="alternate" href="{url}"/>
<entry><title>题</title><id>{url}a/</id><updated>2026-09-01T08:00:00+08:00</updated>
<published>2026-09-01T08:00:00+08:00</published><link rel="alternate" type="text/html" href="{url}a/"/>
<content type="html">&lt;p&gt;文&lt;/p&gt;</content></entry></feed>"""
JSON_FEED = (
    '{"version":"https://jsonfeed.org/version/1.1","title":"报","home_page_url":"%s","feed_url":"%sfeed.json",'
    '"language":"zh-CN","items":[{"id":"1","url":"%sa/","title":"题","content_html":"<p>文</p>",'
    '"date_published":"2026-09-01T08:00:00+08:00"}]}'
)
MAP = (
    '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml">'
    "{urls}</urlset>"
)
ROBOTS = f"User-agent: *\nDisallow:\n\nSitemap: {URL}sitemap.xml\n"


def entry(path: str, changed: str = "2026-09-01") -> str:
    links = "".join(
        f'<xhtml:link rel="alternate" hreflang="{tag}" href="{URL}{prefix}{path}"/>'
        for tag, prefix in (*EDITIONS, ("x-default", ""))
    )
    return "".join(
        f"<url><loc>{URL}{prefix}{path}</loc><lastmod>{changed}</lastmod>{links}</url>" for _, prefix in EDITIONS
    )


def good_site() -> dict[str, str]:
    files = {"robots.txt": ROBOTS, "sitemap.xml": MAP.format(urls=entry("") + entry("a/"))}
    files["assets/a.css"] = "body{background:url(a.css)}"
    for tag, prefix in EDITIONS:
        url = URL + prefix
        feeds = '<link rel="stylesheet" href="/b/assets/a.css">'
        files[f"{prefix}index.html"] = page("index.html", tag, f'<p><a href="/b/{prefix}a/#top">文</a></p>', feeds)
        files[f"{prefix}a/index.html"] = page("a/index.html", tag, '<p id="一"><a href="#%E4%B8%80">一</a></p>')
        files[f"{prefix}feed.xml"] = ATOM.format(url=url)
        files[f"{prefix}feed.json"] = JSON_FEED % (url, url, url)
        files[f"{prefix}404.html"] = (
            f'<!doctype html><html lang="{tag}"><head><meta charset="utf-8"><title>无</title>'
            '<meta name="robots" content="noindex"></head><body><p><a href="/b/">首页</a></p></body></html>'
        )
    return files


def write(folder: Path, files: dict[str, str]) -> Path:
    for path, text in files.items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")
    return folder


@pytest.mark.parametrize("workers", [1, 2])
def test_a_good_site_is_quiet(tmp_path: Path, workers: int) -> None:
    assert validate_site(write(tmp_path, good_site()), workers) == []


Change = Callable[[dict[str, str]], None]


def swap(path: str, old: str, new: str) -> Change:
    def change(files: dict[str, str]) -> None:
        assert old in files[path], old
        files[path] = files[path].replace(old, new)

    return change


def drop(path: str) -> Change:
    def change(files: dict[str, str]) -> None:
        del files[path]

    return change


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (drop("hant/a/index.html"), "hant/a/"),
        (drop("a/index.html"), "leads nowhere"),
        (drop("assets/a.css"), "leads nowhere"),
        (drop("sitemap.xml"), "sitemap.xml or robots.txt: missing"),
        (drop("hant/feed.json"), "feed.json: not in both"),
        (swap("a/index.html", 'lang="zh-Hans"', 'lang="zh-Hant"'), "lang is 'zh-Hant'"),
        (swap("hant/a/index.html", f'"canonical" href="{URL}hant/', f'"canonical" href="{URL}'), "canonical is"),
        (swap("a/index.html", f'hreflang="zh-Hant" href="{URL}hant/a/"', f'hreflang="zh-Hant" href="{URL}hant/"'),
         "names other alternates"),
        (swap("a/index.html", f'<link rel="alternate" hreflang="x-default" href="{URL}a/">', ""), "no x-default"),
        (swap("a/index.html", f'hreflang="zh-Hant" href="{URL}hant', 'hreflang="zh-Hant" href="/b/hant'),
         "is not absolute"),
        (swap("index.html", "/b/a/#top", "/b/a/#none"), "no such id"),
        (swap("index.html", "/b/a/#top", "/a/"), "leads out of the site's folder"),
        (swap("index.html", "/b/a/#top", "/b/文/"), "not percent-encoded"),
        (swap("index.html", "/b/a/#top", "javascript:x"), "javascript:x"),
        (swap("index.html", "/b/assets/a.css", "https://cdn.example/a.css"), "loads from elsewhere"),
        (swap("assets/a.css", "url(a.css)", "url(b.png)"), "url(b.png) leads nowhere"),
        (swap("404.html", "/b/", "a/"), "relative, on a page shown at any address"),
        (swap("404.html", "noindex", "index"), "not indexed"),
        (swap("sitemap.xml", entry("a/"), ""), "not in the sitemap"),
        (swap("sitemap.xml", "hant/a/</loc>", "hant/b/</loc>"), "leads nowhere"),
        (swap("feed.xml", f'"text/html" href="{URL}a/"', f'"text/html" href="{URL}c/"'), "c/ leads nowhere"),
        (swap("feed.json", f'"{URL}a/"', f'"{URL}c/"'), "c/ leads nowhere"),
        (swap("robots.txt", "Disallow:", "Disalow:"), "Disalow"),
        (swap("a/index.html", 'id="一"', 'id="top"'), "id 'top' 2 times"),
    ],
)  # fmt: skip
def test_a_broken_site_is_named(tmp_path: Path, change: Change, says: str) -> None:
    files = good_site()
    change(files)
    found = validate_site(write(tmp_path, files))
    assert [fault for fault in found if says in fault], found


GOOD_ATOM = ATOM.format(url=URL)
GOOD_JSON = JSON_FEED % (URL, URL, URL)


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("</feed>", "", "not well-formed"),
        ("<title>报</title>", "", "0 × title"),
        (f"<id>{URL}a/</id>", "<id>a/</id>", "not absolute"),
        ("<author><name>会</name></author>", "", "no author"),
        ("<name>会</name>", "<name/>", "author without one name"),
        ("<updated>2026-09-01T08:00:00+08:00</updated><author>", "<updated>2026-09-01</updated><author>", "RFC 3339"),
        ("<updated>2026-09-01T08:00:00+08:00</updated><author>", "<updated>2027-01-01T00:00:00Z</updated><author>",
         "not that of its newest entry"),
        ("<published>2026-09-01T08", "<published>2026-09-31T08", "RFC 3339"),
        ('xml:lang="zh-Hans"', 'xml:lang="chinese"', "xml:lang"),
        ('rel="self"', 'rel="via"', "0 links rel=self"),
        ("&lt;p&gt;文&lt;/p&gt;", "&lt;img src=&quot;/x.png&quot;&gt;", "is not absolute"),
        ("&lt;p&gt;文&lt;/p&gt;", "&lt;script&gt;", "<script>"),
        ("</entry>", '<link rel="alternate" type="text/html" href="https://x.example/"/></entry>', "2 alternate links"),
        ("</entry>", "<foo/></entry>", "unknown element foo"),
        ("</feed>", "<entry><title/></entry></feed>", "entry 2"),
    ],
)  # fmt: skip
def test_bad_atom_is_named(old: str, new: str, says: str) -> None:
    assert old in GOOD_ATOM
    found = validate_atom(GOOD_ATOM.replace(old, new, 1).encode())
    assert [fault for fault in found if says in fault], found


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("}]}", "}]", "not JSON"),
        ("1.1", "1.2", "version"),
        ('"title":"报",', "", "'title' is a required"),
        ('"id":"1"', '"id":1', "is not of type 'string'"),
        ("08:00:00+08:00", "08:00:00", "date_published"),
        (f'"{URL}a/"', '"/a/"', "url"),
        ("zh-CN", "chinese", "language"),
        ('"title":"题"', '"title":"题","Tags":[]', "'Tags' does not match"),
        ("<p>文</p>", "<a href='/x'>文</a>", "is not absolute"),
    ],
)
def test_bad_json_feeds_are_named(old: str, new: str, says: str) -> None:
    assert old in GOOD_JSON
    found = validate_json_feed(GOOD_JSON.replace(old, new, 1).encode())
    assert [fault for fault in found if says in fault], found


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("{", "not JSON"),
        ('{"@context":"https://schema.org","@graph":[{"@type":"Foo"}]}', "unknown type"),
        ('{"@context":"https://schema.org","@graph":[{"@type":"Person"}]}', "no name"),
        ('{"@context":"https://schema.org","@graph":[{"@type":"Person","name":"a","url":"/a"}]}', "not absolute"),
        ('{"@context":"https://schema.org","@graph":[{"@type":"Person","name":"a","age":1}]}', "unknown property"),
        ('{"@context":"https://schema.org","@graph":[{"@type":"NewsArticle","headline":"a"}]}', "no datePublished"),
        ('{"@context":"https://schema.org","@graph":[{"@type":"Person","name":"</script>"}]}', "unescaped"),
        ('{"@graph":[]}', "no @context"),
    ],
)
def test_bad_json_ld_is_named(text: str, says: str) -> None:
    assert [fault for fault in validate_json_ld(text) if says in fault]


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("<lastmod>2026-09-01<", "<lastmod>gestern<", "lastmod"),
        (f"<loc>{URL}a/<", "<loc>/b/a/<", "loc"),
        ('hreflang="x-default"', 'hreflang="default"', "no x-default"),
        (f'hreflang="zh-Hant" href="{URL}hant/a/"', f'hreflang="zh-Hant" href="{URL}hant/c/"', "missing"),
        ("</urlset>", entry("a/") + "</urlset>", "twice"),
        ("<lastmod>", "<modified>1</modified><lastmod>", "unknown element"),
    ],
)
def test_bad_sitemaps_are_named(old: str, new: str, says: str) -> None:
    good = MAP.format(urls=entry("a/"))
    assert validate_sitemap(good.encode()) == []
    assert old in good
    found = validate_sitemap(good.replace(old, new, 1).encode())
    assert [fault for fault in found if says in fault], found


def test_other_formats() -> None:
    assert validate_robots(ROBOTS.encode()) == []
    assert validate_robots(b"Disallow: /\n")
    assert validate_opensearch(b"<OpenSearchDescription/>")
    assert validate_fragment("<p>x</p>") == []
    assert validate_fragment('<p onclick="x">x</p>')
