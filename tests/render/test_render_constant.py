"""Parts that are made once for an edition: which they are, and that no page can tell."""

from __future__ import annotations

from dataclasses import replace

import pytest
from factory_render import make_site
from jinja2 import Environment
from theme_render import make_templates, make_theme, text_of

from bulletin.model.content import Theme
from bulletin.render.articles import article_groups
from bulletin.render.constant import constant_parts
from bulletin.render.pages import pages_of
from bulletin.render.produce import Producer
from bulletin.render.templates import edition_theme

SITE = make_site(3)
PAGE = '{% include "part.html" %}{% import "macros.html" as macros with context %}{{ macros.show(page) }}'


def constant(**templates: str) -> frozenset[str]:
    sources = {f"{name}.html": source for name, source in templates.items()}
    environment = Environment(autoescape=True)
    return constant_parts({name: environment.parse(source) for name, source in sources.items()})


@pytest.mark.parametrize(
    "part",
    [
        "",
        "<footer>",
        "{{ chrome.year }}",
        "{% for link in chrome.sections %}{{ loop.index }}{{ link.name }}{% endfor %}",
        '{% import "deep.html" as deep with context %}{{ deep.show(chrome) }}',
        '{% include "deep.html" %}',
        "{% macro show(page) %}{{ page.title }}{% set x = 1 %}{% endmacro %}",
    ],
)
def test_what_reads_the_chrome_alone_is_constant(part: str) -> None:
    found = constant(page='{% include "part.html" %}{{ page }}', part=part, deep="{{ chrome.year }}")
    assert "part.html" in found


@pytest.mark.parametrize(
    "part",
    [
        "{{ page.head.title }}",
        "{{ front|default(false) }}",
        "{% macro show() %}{{ page }}{% endmacro %}",
        '{% include "pages.html" %}',
        '{% import "pages.html" as pages %}',
        "{% include chrome.options.footer %}",
        '{% include "nowhere.html" ignore missing %}',
        "{% set seen = namespace(count=0) %}{% macro show() %}{% set seen.count = seen.count + 1 %}{% endmacro %}",
        "{% set seen = [] %}{% macro show() %}{{ seen.append(1) }}{% endmacro %}",
        "{% macro show(seen=namespace(n=0)) %}{% set seen.n = seen.n + 1 %}{% endmacro %}",
    ],
)
def test_what_may_differ_from_page_to_page_is_not(part: str) -> None:
    assert "part.html" not in constant(page='{% include "part.html" %}', part=part, pages="{{ page }}")


@pytest.mark.parametrize(
    "page",
    [
        "{% set chrome = page %}",
        "{% for chrome in page %}{% endfor %}",
        "{% macro show(chrome) %}{% endmacro %}",
        '{% import "part.html" as chrome %}',
        '{% from "part.html" import show as chrome %}',
        "{% with chrome = page %}{% endwith %}",
    ],
)
def test_nothing_is_where_chrome_means_something_else(page: str) -> None:
    assert not constant(page=page + '{% include "part.html" %}', part="{{ chrome.year }}")


def test_a_page_of_its_own_is_no_part() -> None:
    assert constant(page="{{ chrome.year }}", other="{% extends 'page.html' %}") == frozenset()


def test_each_page_still_shows_its_own() -> None:
    parts = (
        ("part.html", "<i>{{ chrome.year }} {{ chrome.edition.tag }}</i>"),
        ("macros.html", "{% macro show(page) %}<b>{{ page.article.card.title }}</b>{% endmacro %}"),
    )
    theme = make_theme()
    rest = tuple(one for one in theme.templates if one[0] not in {"item.html", "part.html", "macros.html"})
    theme = replace(theme, templates=(*rest, ("item.html", PAGE), *parts))
    chrome = make_templates(SITE, theme).chrome
    assert edition_theme(theme, chrome).constant >= {"part.html", "macros.html"}
    planned = pages_of(article_groups(SITE, make_templates(SITE, theme)))
    pages = [page for page in planned if page.template == "item.html"]
    part = f"<i>{chrome.year} {chrome.edition.tag}</i>"
    expected = [f"{part}<b>{article.card.title}</b>" for article in SITE.articles]
    assert [text_of(page, SITE, theme) for page in pages] == expected


def test_editions_do_not_share_what_was_made() -> None:
    theme = Theme(("t",), (("item.html", '{% include "part.html" %}'), ("part.html", "{{ chrome.year }}")), ())
    page = next(pages_of(article_groups(SITE, make_templates(SITE))))
    chrome = make_templates(SITE).chrome
    years = [Producer(theme, (replace(chrome, year=year),)).bytes_of(page) for year in (2026, 2027, 2026)]
    assert years == [b"2026", b"2027", b"2026"]
