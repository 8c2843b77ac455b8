"""What one walk through a template finds is what Jinja's own walks find."""

from __future__ import annotations

from pathlib import Path

import pytest
from jinja2 import Environment, meta, nodes

from bulletin.render.constant import _ANYWHERE
from bulletin.render.filters import FILTERS
from bulletin.render.walking import walked

THEMES = Path(__file__).parent.parent.parent / "themes"
BUNDLED = sorted(THEMES.rglob("*.html"))
ENVIRONMENT = Environment(extensions=["jinja2.ext.loopcontrols"])
ENVIRONMENT.filters.update(FILTERS)
TAKES = (nodes.Include, nodes.Import, nodes.FromImport)


@pytest.mark.parametrize("path", BUNDLED, ids=lambda path: path.relative_to(THEMES).as_posix())
def test_of_the_themes_that_come_with_it(path: Path) -> None:
    tree = ENVIRONMENT.parse(path.read_text(encoding="utf-8"))
    found = walked(tree)
    assert sorted(map(str, found.references)) == sorted(map(str, meta.find_referenced_templates(tree)))
    assert {id(one) for one in found.takes} == {id(one) for one in tree.find_all(TAKES)}
    assert found.read == {one.name for one in tree.find_all(nodes.Name) if one.ctx == "load"}
    assert meta.find_undeclared_variables(tree) >= found.read - found.given - _ANYWHERE


@pytest.mark.parametrize(
    ("source", "references"),
    [
        ('{% extends "a.html" %}', ["a.html"]),
        ('{% include ["a.html", "b.html"] %}', ["a.html", "b.html"]),
        ("{% include page.template %}", [None]),
        ('{% block b %}{% for y in z %}{% from "c.html" import d %}{% endfor %}{% endblock %}', ["c.html"]),
        ("{{ 'a.html' }}", []),
    ],
)  # fmt: skip
def test_references(source: str, references: list[str | None]) -> None:
    assert list(walked(ENVIRONMENT.parse(source)).references) == references


@pytest.mark.parametrize(
    ("source", "given"),
    [
        ("{% set a = 1 %}", {"a"}),
        ("{% for a, b in c %}{% endfor %}", {"a", "b"}),
        ("{% macro a(b, c=1) %}{% endmacro %}", {"a", "b", "c"}),
        ("{% call(a) b() %}{% endcall %}", {"a"}),
        ("{% import 'x' as a %}", {"a"}),
        ("{% from 'x' import a, b as c %}", {"a", "c"}),
        ("{% with a = b %}{% endwith %}", {"a"}),
        ("{{ a }}", set()),
    ],
)
def test_what_gets_a_meaning(source: str, given: set[str]) -> None:
    assert walked(ENVIRONMENT.parse(source)).given == given
