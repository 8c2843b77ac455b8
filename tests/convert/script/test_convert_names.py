from __future__ import annotations

import pytest

from bulletin.convert.script.names import AMBIGUOUS, is_person, replace_runs, runs


@pytest.mark.parametrize("run", ["于占海", "余干", "欧阳里里", "买买提·艾力", "阿卜杜热西提·买买提", "范晓余"])
def test_people(run: str) -> None:
    assert is_person(run)


@pytest.mark.parametrize("run", ["余", "余杭区总工会", "办公室", "宣教部", "党委", "后勤", "甲乙丙丁戊", "·", "甲·"])
def test_not_people(run: str) -> None:
    assert not is_person(run)


def test_runs_and_what_is_between() -> None:
    assert runs("金某（市总）0571-8800、于占海") == ["金某", "市总", "于占海"]
    assert replace_runs("金某 0571、于", lambda run: f"<{run}>") == "<金某> 0571、<于>"


def test_ambiguous_characters_are_those_that_opencc_may_leave() -> None:
    """里 stays 里 in some words and becomes 裡 in others; 国 never stays."""
    assert {*"于占余范干后岳里云叶"} <= AMBIGUOUS
    assert not AMBIGUOUS & {*"国会职门头发"}
