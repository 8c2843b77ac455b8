"""What the sources of the themes must not hold: unescaped output, inline code, literal Chinese, other hosts."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest
from rendered_theme import ROOT, THEMES, theme
from views_theme import HANS, maximal

from bulletin.render.anatomy import environment_for

TEMPLATES = sorted((ROOT / "themes").glob("*/templates/**/*.html"))
STYLES = sorted((ROOT / "themes").glob("*/assets/**/*.css"))
COMMENT = re.compile(r"\{#.*?#\}", re.DOTALL)
HAN = re.compile(r"[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]")
SAFE = re.compile(r"[\w.]+(?:\s*\|\s*\w+(?:\([^()]*\))?)*\s*\|\s*safe\b")
ALLOWED_SAFE = Counter(
    {
        "article.html|safe": 1,
        "article.html|without_annexes|safe": 1,  # the same, cut in two between elements
        "article.html|annexes|safe": 1,
        "article.html|enclosed(name)|safe": 1,  # the same with its ids renamed, for an issue on paper
        "article.html|without_annexes|enclosed(name)|safe": 1,
        "article.html|annexes|enclosed(name)|safe": 1,
        "issue.note_html|safe": 1,
        "page.head.json_ld|safe": 1,
    }
)
ALLOWED_HOSTS = {"https://beian.miit.gov.cn/", "https://beian.mps.gov.cn/#/query/webSearch?code=", "https://"}


def named(path: Path) -> str:
    return path.relative_to(ROOT / "themes").as_posix()


def source(path: Path) -> str:
    return COMMENT.sub("", path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", THEMES)
def test_every_template_compiles(name: str) -> None:
    environment = environment_for(theme(name))
    assert theme(name).templates
    for template, _ in theme(name).templates:
        environment.get_template(template)


def test_three_values_are_safe_and_no_other() -> None:
    found = Counter(match.replace(" ", "") for path in TEMPLATES for match in SAFE.findall(source(path)))
    assert found == ALLOWED_SAFE
    assert not any(re.search(r"autoescape|Markup|\{%\s*filter", source(path)) for path in TEMPLATES)


@pytest.mark.parametrize("path", TEMPLATES, ids=named)
def test_no_inline_code(path: Path) -> None:
    text = source(path)
    assert not re.search(r"<style|\sstyle\s*=|\son\w+\s*=|javascript:", text, re.IGNORECASE)
    for tag in re.findall(r"<script\b[^>]*>", text):
        assert " src=" in tag or 'type="application/ld+json"' in tag, tag


@pytest.mark.parametrize("path", TEMPLATES, ids=named)
def test_words_come_from_the_catalogue(path: Path) -> None:
    bare = source(path).replace('rstrip("：:")', "")
    assert not HAN.search(bare), HAN.findall(bare)


@pytest.mark.parametrize("path", TEMPLATES, ids=named)
def test_no_other_host(path: Path) -> None:
    assert set(re.findall(r"https?://[^\"'{}\s;]*", source(path))) <= ALLOWED_HOSTS


@pytest.mark.parametrize("path", STYLES, ids=named)
def test_styles_ask_no_other_host(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert not re.search(r"@import|@font-face|https?:|//[a-z]|url\(\s*[\"']?(/|data:)", text)


def test_every_page_type_has_a_view_here() -> None:
    """So that the other tests of this folder leave no template out."""
    parents = {"base.html", "article.html", "list.html", "names.html"}
    templates = {name for name, _ in theme("plain").templates if "/" not in name}
    assert {name for name, _ in maximal(HANS)} == templates - parents
