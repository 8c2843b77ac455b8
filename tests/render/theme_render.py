"""The smallest theme that has every template, so that these tests say nothing about the looks of a real one."""

from __future__ import annotations

from bulletin.model.article import Site
from bulletin.model.content import Theme
from bulletin.model.page import Page
from bulletin.render.chrome import make_chrome
from bulletin.render.produce import Producer
from bulletin.render.templates import Templates, templates_for
from bulletin.words import interface

_BASE = """<!doctype html>
<html lang="{{ chrome.edition.tag }}">
<head><title>{{ page.head.title }}</title>
{% if page.head.canonical %}<link rel="canonical" href="{{ page.head.canonical }}">{% endif %}
</head>
<body>{% block main %}{% endblock %}</body>
</html>
"""
_CARDS = '{% for card in cards %}<li><a href="{{ card.url }}">{{ card.title }}</a></li>{% endfor %}'
_ITEM = """{% extends "base.html" %}{% block main %}
<h1>{{ page.article.card.title }}</h1>
<time>{{ page.article.card.date|date_iso }}</time>
{{ page.article.withdrawn }}{{ page.article.html|safe }}
{% if page.article.card.cover %}<img src="{{ page.article.card.cover.fallback[-1].url }}">{% endif %}
{% for file in page.article.attachments %}<a href="{{ file.url }}">{{ file.name }}</a>{% endfor %}
{% for name, url in chrome.assets.items() %}<link href="{{ url }}">{% endfor %}
{% set cards = page.related %}{% include "cards.html" %}
{% endblock %}"""
_LIST = """{% extends "base.html" %}{% block main %}
<h1>{{ page.listing.name }}</h1>
{% set cards = page.cards %}{% include "cards.html" %}
{% for link in page.pager.pages %}<a class="page" href="{{ link.url }}">{{ link.name }}</a>{% endfor %}
{% endblock %}"""
_NAMES = """{% extends "base.html" %}{% block main %}
{% for name, links in page.groups %}{{ name }}
{% for link, count in links %}<a href="{{ link.url }}">{{ link.name }} {{ count }}</a>{% endfor %}{% endfor %}
{% endblock %}"""
_HOME = """{% extends "base.html" %}{% block main %}
{% if page.issue %}<a href="{{ page.issue.url }}">{{ page.issue.number }}</a>{% endif %}
{% set cards = page.latest %}{% include "cards.html" %}
{% endblock %}"""
_ISSUE = """{% extends "base.html" %}{% block main %}{{ page.issue.masthead }}
{% for section, cards in page.issue.contents %}<h2>{{ section.name }}</h2>{% include "cards.html" %}{% endfor %}
{% endblock %}"""
_ISSUES = """{% extends "base.html" %}{% block main %}
{% for year, issues in page.years %}{{ year }}{% for i in issues %}<a href="{{ i.url }}">{{ i.number }}</a>{% endfor %}
{% endfor %}{% endblock %}"""
_REDIRECT = """{% extends "base.html" %}{% block main %}<meta http-equiv="refresh" content="0; url={{ page.target }}">
<a href="{{ page.target }}">{{ page.head.title }}</a>{% endblock %}"""
_NOT_FOUND = """{% extends "base.html" %}{% block main %}
{% set cards = page.cards %}{% include "cards.html" %}{% endblock %}"""
_SEARCH = """{% extends "base.html" %}{% block main %}
<form role="search" action="{{ chrome.places.search }}" data-search-root="{{ page.root }}"><input name="q"></form>
{% for name, links in page.archives %}{{ name }}
{% for link, count in links %}<a href="{{ link.url }}">{{ link.name }} {{ count }}</a>{% endfor %}{% endfor %}
{% endblock %}"""

TEMPLATES = {
    "base.html": _BASE,
    "cards.html": _CARDS,
    "home.html": _HOME,
    "issue.html": _ISSUE,
    "issues.html": _ISSUES,
    "redirect.html": _REDIRECT,
    "search.html": _SEARCH,
    "404.html": _NOT_FOUND,
    **dict.fromkeys(("item.html", "notice.html", "page.html"), _ITEM),
    **dict.fromkeys(("section.html", "union.html", "author.html", "tag.html", "year.html", "month.html"), _LIST),
    **dict.fromkeys(("unions.html", "authors.html", "tags.html", "archive.html"), _NAMES),
}


def make_theme(assets: dict[str, bytes] | None = None, **templates: str) -> Theme:
    """``templates`` replace those of the same name, given with "_" for ".": ``item_html="…"``."""
    named = {name.replace("_html", ".html"): text for name, text in templates.items()}
    return Theme(("test",), tuple((TEMPLATES | named).items()), tuple((assets or {}).items()))


def make_templates(site: Site, theme: Theme | None = None) -> Templates:
    theme = theme or make_theme()
    words = interface("hant" if site.edition.script == "Hant" else "hans")
    return templates_for(theme, make_chrome(site, theme, words, "1.0"))


def make_producer(theme: Theme, *sites: Site) -> Producer:
    return Producer(theme, tuple(make_templates(site, theme).chrome for site in sites))


def text_of(page: Page, site: Site, theme: Theme | None = None) -> str:
    """The page as HTML."""
    return make_producer(theme or make_theme(), site).bytes_of(page).decode()
