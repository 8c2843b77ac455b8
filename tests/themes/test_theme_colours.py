"""Design tokens: every text colour stands out from every ground at 4.5:1 (WCAG 2.2 SC 1.4.3) in both schemes."""

from __future__ import annotations

import re

import pytest
from rendered_theme import THEMES, theme

_BLOCK = re.compile(r"([^{}]+)\{([^{}]*)\}")
_COLOUR = re.compile(r"--([\w-]+):\s*(#[0-9a-f]{6})\b", re.IGNORECASE)
TEXT, GROUNDS = ("ink", "ink-soft", "red", "link"), ("paper", "tint")


def tokens(name: str, scheme: str) -> dict[str, str]:
    assets = dict(theme(name).assets)
    found: dict[str, str] = {}
    for sheet in ("tokens.css", "custom.css"):
        text = re.sub(r"/\*.*?\*/", "", assets[sheet].decode(), flags=re.DOTALL)
        for selector, body in _BLOCK.findall(text):
            chosen = selector.strip().splitlines()[-1].strip()
            if chosen == ":root" or chosen == f':root[data-scheme="{scheme}"]':
                found |= dict(_COLOUR.findall(body))
    return found


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def test_contrast_as_wcag_computes_it() -> None:
    assert contrast("#ffffff", "#000000") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", THEMES)
def test_text_stands_out(name: str, scheme: str) -> None:
    colours = tokens(name, scheme)
    pairs = [(text, ground) for text in TEXT for ground in GROUNDS] + [("on-red", "red"), ("ink", "mark")]
    weak = {(a, b): round(contrast(colours[a], colours[b]), 2) for a, b in pairs}
    assert not {pair: ratio for pair, ratio in weak.items() if ratio < 4.5}


@pytest.mark.parametrize("name", THEMES)
def test_dark_is_the_same_by_system_and_by_hand(name: str) -> None:
    """The two blocks are written twice, because a selector can't stand inside a media query's list."""
    for sheet in ("tokens.css", "custom.css"):
        text = dict(theme(name).assets)[sheet].decode()
        by_system = re.search(r':root:not\(\[data-scheme="light"\]\)\s*\{([^}]*)\}', text)
        by_hand = re.search(r':root\[data-scheme="dark"\]\s*\{([^}]*)\}', text)
        assert bool(by_system) == bool(by_hand)
        if by_system and by_hand:
            assert by_system[1].split() == by_hand[1].split()


@pytest.mark.parametrize("name", THEMES)
def test_browser_bar_has_the_colour_of_the_paper(name: str) -> None:
    options = dict(theme(name).options)
    assert options["paper_light"] == tokens(name, "light")["paper"]
    assert options["paper_dark"] == tokens(name, "dark")["paper"]
