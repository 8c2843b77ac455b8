"""Interface words: every one that a template asks for is in the catalogue, and none is there for nobody."""

from __future__ import annotations

import re
import tomllib
from dataclasses import replace

import pytest
from rendered_theme import ROOT, THEMES, full_chrome, page_text, theme
from views_theme import HANS, bare_chrome, maximal, minimal

from bulletin.words import catalogue, interface

WORDS = tomllib.loads((ROOT / "bulletin/catalogue/theme.toml").read_text(encoding="utf-8"))


class Spy(dict[str, str]):
    """Words that remember which of them were asked for."""

    def __init__(self, words: dict[str, str]) -> None:
        super().__init__(words)
        self.asked: set[str] = set()

    def __getitem__(self, key: str) -> str:
        self.asked.add(key)
        return super().__getitem__(key)


def asked_for() -> set[str]:
    spy = Spy(dict(interface("hans")))
    for name in THEMES:
        of = theme(name)
        around = replace(full_chrome(of), words=spy)
        bare = replace(bare_chrome(HANS, tuple(n for n, _ in of.assets), dict(of.options)), words=spy)
        for chrome, views in ((around, maximal(HANS)), (bare, minimal())):
            for template, view in views:
                page_text(of, chrome, template, view)
    return spy.asked


def test_no_word_for_nobody() -> None:
    assert set(WORDS) - asked_for() == set()


def test_every_word_named_in_a_template_exists() -> None:
    named = {
        word
        for path in (ROOT / "themes").glob("*/templates/**/*.html")
        for word in re.findall(r"chrome\.words\.(\w+)", path.read_text(encoding="utf-8"))
    }
    assert named
    assert named <= catalogue().keys()


@pytest.mark.parametrize("name", sorted(WORDS))
def test_a_word_can_be_reached_by_its_name(name: str) -> None:
    """In a template ``chrome.words.items`` would be the method of dict, not the word."""
    assert not hasattr(dict, name)
    assert re.fullmatch(r"[a-z][a-z_]*", name)


@pytest.mark.parametrize("name", sorted(WORDS))
def test_quotes_of_the_script(name: str) -> None:
    assert not set("「」") & set(WORDS[name]["hans"])
    assert not set("“”‘’") & set(WORDS[name]["hant"])
