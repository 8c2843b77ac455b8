"""``vocabulary.toml`` -> the words from which ``benchmarks.corpus`` writes news."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

_FILE: Mapping[str, Any] = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))

UNIONS: tuple[tuple[str, str, str, str], ...] = tuple((a, b, c, d) for a, b, c, d in _FILE["unions"])
"""id, name, region, short name"""
SECTIONS: tuple[tuple[str, str], ...] = tuple((one, name) for one, name in _FILE["sections"])
SURNAMES: str = _FILE["surnames"]
GIVEN: tuple[str, ...] = tuple(_FILE["given_names"])
TAGS: tuple[str, ...] = tuple(_FILE["tags"])
HEADLINES: tuple[str, ...] = tuple(_FILE["headlines"])
SENTENCES: tuple[str, ...] = tuple(_FILE["sentences"])
CLOSINGS: tuple[str, ...] = tuple(_FILE["closings"])
KICKERS: tuple[str, ...] = tuple(_FILE["kickers"])
LINKS: tuple[tuple[str, str], ...] = tuple((text, target) for text, target in _FILE["links"])
WORDS: Mapping[str, tuple[str, ...]] = {slot: tuple(words) for slot, words in _FILE["words"].items()}
"""For each slot of a sentence what may stand there."""
