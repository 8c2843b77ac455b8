"""Code that is written with fewer calls: the same text as Jinja's own, or the same error at the same place."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from factory_render import make_site
from markupsafe import Markup
from theme_render import make_templates

from bulletin.errors import ThemeError
from bulletin.model.content import Theme
from bulletin.model.page import Page
from bulletin.render.anatomy import environment_for
from bulletin.render.templates import edition_environment, edition_theme, render

CHROME = replace(
    make_templates(make_site(1)).chrome,
    options={"items": "项", "text": "<b>", "yes": "yes"},
    words={"colon": "：", "get": "取", "source": "来源 & <b>"},
)
PARTS = {
    "constant.html": "{% macro card(one, level=2, what='<全>') %}"
    "<h{{ level }}>{{ one }}{{ what }}{{ mark(one) }}</h{{ level }}>"
    "{% endmacro %}{% macro mark(one) %}[{{ one }}{{ chrome.words.colon }}]{% endmacro %}"
    "{% macro rest(one) %}{{ one }}{{ varargs|join('+') }}{{ kwargs.get('k', '-') }}{% endmacro %}"
    "{% macro out(x) %}{% macro own(y) %}{{ x }}{{ y }}{% endmacro %}{{ own(1) }}{% set x = 3 %}{{ own(1) }}"
    "{% endmacro %}"
    "{% macro own(class, __made__=1) %}{{ class }}{{ __made__ }}{% endmacro %}"
    "{% macro around(one) %}<i>{{ one }}{{ caller() if caller else '' }}</i>{% endmacro %}",
    "footer.html": "<footer>{{ chrome.year }}{{ chrome.words.source }}</footer>",
    "page.html": "{{ page.name }}-{{ front|default('无') }}{% for one in page.list %}{{ one }},{% endfor %}",
    "base.html": "<{% block kind %}基{% endblock %}>{% include 'page.html' %}{% block main %}{% endblock %}"
    "{{ chrome.year }}",
}


class View:
    name = "甲 & <乙>"
    safe = Markup("<b>粗</b>")
    number = 42
    none = None
    day = date(2026, 9, 28)
    list = ("一", Markup("<二>"), 3)
    items = "项"
    dict = {"items": "词", "key": "<值>"}  # noqa: RUF012 - what a template sees, never changed

    def method(self, one: str = "") -> str:
        return f"<{one}>"


TEMPLATES = [
    "",
    "只有字",
    "{{ page.name }}",
    "<p>{{ page.name }}{{ page.safe }}{{ page.number }}{{ page.none }}{{ page.day }}</p>",
    "{{ page.name|safe }}{{ page.name|upper }}{{ page.safe|safe }}{{ page.method('x') }}{{ page.method() }}",
    "{{ page.dict.key }}{{ page.dict['items'] }}{{ page.items }}{{ page.dict.items is callable }}",
    "{{ chrome.words.source }}{{ chrome.words.get }}{{ chrome.words['colon'] }}{{ chrome.edition.tag }}",
    "{{ chrome.options.text }}{{ chrome.options.items is callable }}{{ chrome.options.text|safe }}",
    "{{ chrome.config.absolute('/x/') }}{{ chrome.options.get('none', 5) }}{{ chrome.words.colon ~ page.name }}",
    "{% if chrome.options.yes == 'yes' %}是{% else %}否{% endif %}{{ 'a' if chrome.words.source else 'b' }}",
    "{% for one in page.list %}{{ loop.index }}{{ one }}{% if not loop.last %}、{% endif %}{% else %}无{% endfor %}",
    "{% for one in page.list if one != 3 %}{{ one }}{% endfor %}{% for one in [] %}{% else %}无{% endfor %}",
    "{% set x = page.name %}{{ x }}{% set y %}<i>{{ x }}</i>{% endset %}{{ y }}",
    "{% filter upper %}a{{ page.name }}b{% endfilter %}",
    "{% include 'page.html' %}{% include 'footer.html' %}",
    "{% set front = '前' %}{% include 'page.html' %}{% for front in page.list %}{% include 'page.html' %}{% endfor %}",
    "{% include 'nowhere.html' ignore missing %}{% include ['nowhere.html', 'page.html'] %}",
    "{% extends 'base.html' %}{% block kind %}{{ super() }}子{% endblock %}{% block main %}<主>{% endblock %}",
    "{% extends 'base.html' %}外{% set front = '前' %}{% block main %}{{ front }}{{ self.kind() }}{% endblock %}",
    *(
        "{% import 'constant.html' as parts with context %}{% from 'constant.html' import card with context %}" + rest
        for rest in (
            "{{ card(page.name) }}{{ card(page.safe, 3) }}{{ card(page.name, what='x') }}{{ card(one=1, level=4) }}",
            "{{ parts.card(page.name, 2, 'x') }}{{ parts.card(page.name, 2, 'x') }}{{ card('<') is string }}",
            "{{ parts.rest(1) }}{{ parts.rest(1, 2, page.name) }}{{ parts.rest(1, k=page.name) }}",
            "{% call parts.around(page.name) %}里{{ page.name }}{% endcall %}",
            "{{ parts.mark(page.name)|length }}{{ parts.mark(page.name) ~ page.name }}",
            "{{ parts.own(2) }}{{ parts.own(class='<') }}{{ parts.own(2, __made__=page.name) }}",
            "{{ parts.out(2) }}{{ parts.out(2) }}{{ parts.out(page.name) }}{{ parts.out.name }}{{ parts.out.caller }}",
            "{{ parts.out.arguments|join('、') }}{{ parts.out.catch_kwargs }}{{ parts.rest.catch_varargs }}",
            "{% macro own(one, two=page.name) %}{{ one }}{{ two }}{% endmacro %}{{ own(1) }}{{ own(1, two='<') }}",
        )
    ),
]
FAULTS = [
    "a\n{{ page.nothing }}",
    "a\n<p>{{ page.name }}\n{{ page.number }}\n{{ page.nothing.more }}\n</p>",
    "{{ chrome.nothing }}",
    "a\n{{ chrome.words.nothing }}\n",
    "{{ page.name }}\n{{ chrome.words.nothing.more }}",
    "{% if chrome.options.nothing %}{% endif %}",
    "a\n{% for one in page.list %}\n{{ one }}\n{{ 1 / (one == '一')|int }}\n{% endfor %}",
    "{{ page.none.name }}",
    "{{ page.number() }}",
    "\n{% from 'constant.html' import card with context %}\n{{ card() }}",
    "{% from 'constant.html' import nothing with context %}\n{{ nothing(1) }}",
    "{% include 'page.html' %}\n{{ page.name }}{{ nothing }}",
]
WORDED_OTHERWISE = [  # of what a macro takes Python tells, as of a function
    "{% from 'constant.html' import card with context %}\n{{ card(1, 2, 3, 4) }}",
    "{% from 'constant.html' import card with context %}\n{{ card(1, other=2) }}",
    "{% from 'constant.html' import card with context %}\n{{ card(1, one=2) }}",
]


def both(source: str) -> tuple[Any, Any]:
    """What Jinja's own environment and ours make of the page."""
    theme = Theme(("t",), tuple({**PARTS, "item.html": "{# #}" + source}.items()), ())
    page = Page("x/", "", template="item.html")
    edition = edition_theme(theme, CHROME)
    assert edition.constant, "of a theme without such parts nothing is known beforehand"
    found: list[Any] = []
    for environment in (environment_for(theme), edition_environment(edition)):
        for _ in range(2):  # the second time with what is remembered
            try:
                found.append(render(environment, page, View(), CHROME))
            except ThemeError as error:
                found.append((error.code, sorted(error.values.items())))
    assert found[0] == found[1]
    assert found[2] == found[3]
    return found[0], found[2]


@pytest.mark.parametrize("source", TEMPLATES)
def test_the_same_text(source: str) -> None:
    plain, ours = both(source + "{% if false %}{% include 'footer.html' %}{% endif %}")
    assert isinstance(plain, str)
    assert ours == plain


@pytest.mark.parametrize("source", FAULTS)
def test_the_same_fault(source: str) -> None:
    plain, ours = both(source + "{% if false %}{% include 'footer.html' %}{% endif %}")
    assert isinstance(plain, tuple)
    assert ours == plain


@pytest.mark.parametrize("source", WORDED_OTHERWISE)
def test_the_same_fault_in_other_words(source: str) -> None:
    (code, plain), (same, ours) = both(source + "{% if false %}{% include 'footer.html' %}{% endif %}")
    assert (code, same) == ("E511", "E511")
    assert all(dict(values)["reason"].startswith("TypeError: ") for values in (plain, ours))
    assert "card() " in dict(ours)["reason"]
    assert [one for one in ours if one[0] != "reason"] == [one for one in plain if one[0] != "reason"]
