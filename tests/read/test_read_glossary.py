"""Entries of glossary.yaml that don't go together, each with its line."""

from __future__ import annotations

import pytest

from bulletin.read.block import read_settings_text
from bulletin.read.glossary import read_glossary
from bulletin.read.values import Reader


def said(text: str) -> list[str]:
    reader = Reader("glossary.yaml")
    node, findings = read_settings_text(text)
    assert not findings
    read_glossary(reader, node)
    return [f"{one.line}:{one.column} {one.code}" for one in reader.problems]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "- 余浦\n- 云塘: 雲塘\n",
        "- 干部: 幹部\n- 老干部: 老幹部\n",
        "- 余浦\n- 余浦镇: 余浦鎮\n",
        "- 出租车: {zh-Hant-TW: 計程車}\n- 出租车站: {zh-Hant-HK: 的士站}\n",
        "- 干部: 幹部\n- 骨干: 骨幹\n",
        "- " + "长" * 60 + ": " + "長" * 60 + "\n",
    ],
    ids=range(7),
)
def test_quiet(text: str) -> None:
    assert said(text) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("# 表\n- 干部: 幹部\n- 老干部: 老乾部\n", ["3:3 I340"]),
        ("- 老干部: 老乾部\n- 干部: 幹部\n", ["1:3 I340"]),
        ("- 余浦\n- 余浦镇: 餘浦鎮\n", ["2:3 I340"]),
        ("- 里面: 裡面\n- 里面的: {zh-Hant-HK: 裏面的}\n", ["2:3 I340"]),
        ("- 计划: 計畫\n- 计画: 計畫\n", ["2:3 I341"]),
        ("- 云端: 云端\n", ["1:3 I342"]),
        ("云端: 云端\n干部: 幹部\n", ["1:1 I342"]),
    ],
)
def test_speaks(text: str, found: list[str]) -> None:
    assert said(text) == found


def test_entry_is_a_problem_for_nobody_by_its_place() -> None:
    """Lines are for messages: what is converted depends on the entries alone."""
    plain, moved = (
        read_glossary(Reader("glossary.yaml"), read_settings_text(text)[0]) for text in ("- 余浦\n", "# 表\n\n- 余浦\n")
    )
    assert plain.entries == moved.entries
    assert plain.places == ((1, 3),)
    assert moved.places == ((3, 3),)
