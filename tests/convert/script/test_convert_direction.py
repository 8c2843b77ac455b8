from __future__ import annotations

import random
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bulletin.convert.script import direction
from bulletin.convert.script.direction import detect, scripts_shown
from bulletin.convert.script.engine import to_simplified, to_traditional
from bulletin.convert.script.names import AMBIGUOUS
from bulletin.model.content import Script


@pytest.mark.parametrize(
    ("text", "script"),
    [
        ("工会组织职工参加劳动竞赛", "Hans"),
        ("工會組織職工參加勞動競賽", "Hant"),
        ("皇后在里弄", "Hans"),  # neither script shows
        ("", "Hans"),
        ("union news 2026", "Hans"),
        ("工会编印《勞動者》", "Hans"),
        ("工會編印會訊《劳动》", "Hant"),
        ("a" * 500 + "工會組織職工", "Hant"),
    ],
)
def test_detect(text: str, script: Script) -> None:
    assert detect(text) == script


def test_default_where_nothing_shows() -> None:
    assert detect("皇后在里弄", "Hant") == "Hant"
    assert detect("工会", "Hant") == "Hans"


def test_a_doubtful_beginning_does_not_decide() -> None:
    assert detect("發展" * 100 + "发展" * 100 + "职工" * 300) == "Hans"


def test_work_is_bounded() -> None:
    assert detect("国" * 15_000 + "國" * 1_000_000) == "Hans"


@pytest.mark.parametrize("size", [1, 7, 20_992])
def test_a_character_is_the_same_in_whatever_company(size: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """OpenCC is asked of many at once, and what it said is remembered."""
    every = [chr(code) for code in range(0x4E00, 0xA000, 1 if size > 1 else 97)]
    random.Random(size).shuffle(every)
    monkeypatch.setattr(direction, "_OWN", dict.fromkeys(range(128)))
    for start in range(0, len(every), size):
        scripts_shown("".join(every[start : start + size]))
    shown = {script: {char for char in every if scripts_shown(char) == script} for script in "st"}
    assert shown["s"] == {char for char in every if _is_own(char, to_traditional, to_simplified)} - AMBIGUOUS
    assert shown["t"] == {char for char in every if _is_own(char, to_simplified, to_traditional)}


def _is_own(char: str, there: Callable[[str], str], back: Callable[[str], str]) -> bool:
    return there(char) != char and back(char) == char


def test_only_han_characters_count() -> None:
    assert scripts_shown("stST sthans，。𠀀🚩" * 2) == ""
    assert scripts_shown("国s國t国") == "sts"


def test_what_gb_2312_has_of_traditional_text_is_known() -> None:
    encoded = [char for char in map(chr, range(0x4E00, 0xA000)) if direction._is_in_gb_2312(char)]
    shown = {char: scripts_shown(char) for char in encoded}
    assert {char for char in encoded if shown[char] == "t"} == set(direction._TRADITIONAL_IN_GB_2312)
    assert {scripts_shown(char) for char in direction._COMMON_SIMPLIFIED} == {"s"}


@given(st.lists(st.sampled_from(["工会组织职工", "这个", "著名", *"問乾台體—·aé"]), max_size=40))
def test_a_clear_answer_is_that_of_all_characters(words: list[str]) -> None:
    text = "".join(words)
    found = detect(text)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(direction, "_is_clearly_simplified", lambda _: False)
        assert detect(text) == found
    if direction._is_clearly_simplified(text):
        shown = scripts_shown(text)
        assert (shown.count("s") >= 20, shown.count("t")) == (True, 0)
