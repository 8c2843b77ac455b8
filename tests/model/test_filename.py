"""Names of files made of titles: kept and shown by every system, read by us, never one that hides or misleads."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bulletin.model.filename import file_name
from bulletin.read.names import is_litter, name_fault

CASES = {
    "CON": "CON_", "con.txt": "con_.txt", "COM¹": "COM¹_", "nul ": "nul_", "LPT9 .x": "LPT9_.x", "aux:": "aux_",
    "CONIN$": "CONIN$_", "console": "console", "~$x": "$x", "_x": "x", "...": "", ".x": "x", "-rf": "rf", "~": "",
    "a\u202eb": "a b", "\u2066甲\u2069": "甲", "a\u200bb": "a b", "x.": "x", "甲/乙\\丙": "甲 乙 丙",
    "a\tb\nc": "a b c",
    "\ud800": "", "字" * 99: "字" * 60, "\U00020000" * 99: "\U00020000" * 50,
}  # fmt: skip


@pytest.mark.parametrize("text", CASES, ids=ascii)
def test_names(text: str) -> None:
    assert file_name(text) == CASES[text]


@given(st.text(max_size=90))
def test_any_title(text: str) -> None:
    name = file_name(text)
    assert len(name.encode()) <= 200
    if name:
        assert name == name.strip()
        assert not is_litter(f"{name}.md")
        assert name_fault(f"{name}.md") is None
        assert not set('\\/:*?"<>|') & set(name)
        assert not name.endswith(".")
        assert file_name(unicodedata.normalize("NFC", name)) == name
