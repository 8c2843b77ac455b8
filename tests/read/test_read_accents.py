from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bulletin.read.accents import MOST, cut_accents
from bulletin.read.text import decode

ACUTE, DOT = "\u0301", "\u0323"


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("", id="nothing"),
        pytest.param("工会" * 50, id="Chinese"),
        pytest.param("！？……——“”《》" * 50, id="Chinese marks"),
        pytest.param("★" * 500, id="symbols"),
        pytest.param("e" + ACUTE * MOST, id="as many as may be"),
        pytest.param(("e" + ACUTE + DOT) * 500, id="few on each of many"),
        pytest.param("葛\U000e0100" * 500, id="variants of characters"),
        pytest.param("☺\ufe0f" * 500, id="variants of symbols"),
        pytest.param("กี่กี้" * 200, id="Thai"),
    ],
)
def test_quiet(text: str) -> None:
    assert cut_accents(text) == (text, ())


@pytest.mark.parametrize(
    ("text", "kept", "runs"),
    [
        pytest.param("会" + ACUTE * 9, "会" + ACUTE * MOST, ((1, 9),), id="one too many"),
        pytest.param("！" + (ACUTE + DOT) * 20 + "甲", "！" + (ACUTE + DOT) * 4 + "甲", ((1, 40),), id="of two kinds"),
        pytest.param(
            "a" + ACUTE * 9 + "★" + DOT * 10, "a" + ACUTE * MOST + "★" + DOT * MOST, ((1, 9), (11, 10)), id="two runs"
        ),
        pytest.param("甲" + "\u0488" * 9, "甲" + "\u0488" * MOST, ((1, 9),), id="enclosing"),
    ],
)
def test_long_runs_are_cut(text: str, kept: str, runs: tuple[tuple[int, int], ...]) -> None:
    assert cut_accents(text) == (kept, runs)


def test_a_file_is_cut_and_says_where() -> None:
    decoded = decode(f"标题\n\n工会{ACUTE * 100_000}动态\n".encode())
    assert decoded.text == f"标题\n\n工会{ACUTE * MOST}动态\n"
    [finding] = decoded.codes
    assert (finding.code, finding.line, finding.column) == ("W231", 3, 3)
    assert dict(finding.values) == {"count": "100000", "limit": "8"}


@given(st.text(alphabet=["甲", "e", "★", ACUTE, DOT, "\u0488", "\n"], max_size=60))
def test_no_long_run_is_left_and_nothing_else_goes(text: str) -> None:
    kept, runs = cut_accents(text)
    assert cut_accents(kept) == (kept, ())
    assert bool(runs) == (kept != text)

    def bare(one: str) -> str:
        return one.translate({ord(mark): None for mark in (ACUTE, DOT, "\u0488")})

    assert bare(kept) == bare(text)
