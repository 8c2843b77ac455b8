"""Themes from disk, and their pages as text and as trees, for the tests of this folder."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, cast

import html5lib
from views_theme import HANS, HANT, bare_chrome, chrome, maximal, minimal

from bulletin.model.content import Theme
from bulletin.read.theme import read_theme
from bulletin.render.anatomy import bare, environment_for
from bulletin.render.views import Chrome

ROOT = Path(__file__).parent.parent.parent
THEMES = ("plain", "evening")


@cache
def theme(name: str) -> Theme:
    return read_theme(ROOT, name)


def full_chrome(of: Theme, edition: Any = HANS) -> Chrome:
    return chrome(edition, tuple(name for name, _ in of.assets), dict(of.options) | {"views": "yes"})


def page_text(of: Theme, around: Chrome, template: str, view: object) -> str:
    return environment_for(bare(of)).get_template(template).render(chrome=around, page=view)


@cache
def pages(name: str) -> Mapping[str, str]:
    """"hans item.html 1" -> text: the full views in both editions and the bare ones."""
    of = theme(name)
    texts: dict[str, str] = {}
    for label, around, views in (
        ("hans", full_chrome(of), maximal(HANS)),
        ("hant", full_chrome(of, HANT), maximal(HANT)),
        ("bare", bare_chrome(HANS, tuple(n for n, _ in of.assets), dict(of.options)), minimal()),
    ):
        for number, (template, view) in enumerate(views):
            texts[f"{label} {template} {number}"] = page_text(of, around, template, view)
    return texts


def every_page() -> list[tuple[str, str]]:
    return [(name, key) for name in THEMES for key in pages(name)]


def tree(text: str) -> Any:
    """The document as an HTML5 parser that forgives nothing reads it; raises html5lib.html5parser.ParseError."""
    parser = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)
    return cast(Any, parser.parse(text))
