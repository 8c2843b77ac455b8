from __future__ import annotations

import re
from pathlib import Path

import pytest

import bulletin.render
from bulletin.words import catalogue

ROOM = Path(bulletin.render.__path__[0])
CODES = sorted({code for path in ROOM.glob("*.py") for code in re.findall(r'"([EWI]\d{3})"', path.read_text("utf-8"))})


@pytest.mark.parametrize("code", CODES)
def test_every_code_of_the_room_has_its_words(code: str) -> None:
    entry = catalogue()[code]
    slots = [sorted(set(re.findall(r"\{(\w+)\}", entry[language]))) for language in ("hans", "hant", "en")]
    assert slots[0] == slots[1] == slots[2]
