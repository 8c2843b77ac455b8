"""The benchmarks of script conversion: arithmetic of review lists, that speed is measured at all, tables left out."""

from __future__ import annotations

import math

import pytest

from benchmarks import script_eval, script_review, script_speed
from benchmarks.script_review import Review
from bulletin.convert.script.choices import load


def test_errors_have_places() -> None:
    right, written = ["國會", "製造佔領裡"], ["國會", "制造占領里"]
    found = [(error.line, error.position, error.kind) for error in script_eval.errors(right, written, "tw")]
    assert found == [(1, 0, "hard"), (1, 2, "free"), (1, 4, "hard")]


@pytest.mark.parametrize(
    ("ranks", "unnamed", "per_ten_thousand", "found", "needed"),
    [
        ((0, 1, 2, 3), 0, 2, 0.5, 4),
        ((0, 9), 0, 5, 0.5, 10),
        ((0, 1, 2), 1, 9, 0.75, math.inf),
        ((), 0, 5, 1.0, 0),
        ((), 3, 5, 0.0, math.inf),
    ],
)
def test_review(
    ranks: tuple[int, ...], unnamed: int, per_ten_thousand: float, found: float, needed: float
) -> None:
    result = Review(10_000, ranks, unnamed)
    assert result.found(per_ten_thousand) == found
    assert result.needed(0.85) == needed


def test_most_errors_are_among_the_most_doubtful() -> None:
    result = script_review.review(*script_eval.pairs("tw_labour_law_dev"), "tw")
    assert result.found(40) >= 0.85
    assert result.found(40) > 2 * result.found(5)


def test_all_neighbours_give_what_few_give() -> None:
    """The benchmark decides each place by all of its neighbours; the converter looks at no more than it must."""
    for region in ("tw", "hk"):
        text = "\n".join(script_eval.pairs("tw_sentences_cc0")[0])
        assert script_eval.convert_with(load())(text, region) == script_eval.convert(text, region)


@pytest.mark.parametrize("job", script_speed.JOBS)
def test_every_converter_is_measured(job: str) -> None:
    assert script_speed.run(job, ["职工参与制造", ""]) > 0


def test_articles_are_the_whole_text() -> None:
    text = "甲" * 1_000 + "乙" * 10
    assert script_speed.articles(text) == ["甲" * 1_000, "乙" * 10]
