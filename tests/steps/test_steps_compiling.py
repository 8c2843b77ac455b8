"""Templates that are compiled beside: those that were needed before; whatever else is needed is compiled then."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from bulletin.cache import Cache
from bulletin.model.content import Theme
from bulletin.model.page import Page
from bulletin.parallel import open_workers
from bulletin.render.anatomy import Anatomy, Told
from bulletin.steps import compiling as step
from bulletin.steps.compiling import compiling, known_anatomy

THEME = Theme(("plain",), (("item.html", "{{ page }}"), ("list.html", "{{ page }}")), ())
OTHER = Theme(("plain",), (("item.html", "{{ page.head }}"),), ())


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[tuple[bool, set[str]]]:
    """Of each build, whether the theme was known, and the names of the templates that were to be compiled."""
    found: list[tuple[bool, set[str]]] = []

    def prepare(theme: Theme, process: int, anatomy: Anatomy | None, names: frozenset[str]) -> Told:
        assert theme.templates
        assert process
        found.append((anatomy is not None, set(names)))
        return anatomy, {}

    monkeypatch.setattr(step, "prepare_all", prepare)
    return found


def build(place: Path, theme: Theme, *templates: str) -> None:
    pages = [Page(f"{number}", "key", template=template) for number, template in enumerate(templates)]
    with (
        Cache(place, "engine", pytest.fail) as cache,
        open_workers(1, "", lambda *_: None) as workers,
        compiling(theme, cache, workers) as compiled,
    ):
        assert dict(known_anatomy(theme, cache).families).keys() == dict(theme.templates).keys()
        assert list(compiled(pages)) == pages


def test_those_that_were_needed_before(tmp_path: Path, asked: list[Any]) -> None:
    place = tmp_path / "cache.sqlite"
    build(place, THEME, *["item.html", "list.html"] * 300)
    build(place, THEME, "item.html", "item.html")
    build(place, THEME, "list.html")
    build(place, THEME)
    build(place, OTHER, "item.html")
    build(place, OTHER, "item.html")
    assert asked == [
        (False, set()),
        (True, set()),  # a build of many pages says nothing of one of few
        (True, {"item.html"}),
        (True, {"item.html", "list.html"}),
        (False, set()),  # nothing is known of another theme
        (True, {"item.html", "list.html"}),
    ]
