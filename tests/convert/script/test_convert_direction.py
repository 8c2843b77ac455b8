from __future__ import annotations

import pytest

from bulletin.convert.script.direction import detect
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
