"""The order of the results does not get worse: the questions of the sample site, judged by hand."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.corpus import stories
from benchmarks.ranking import judged, mean, ndcg, sample_scores
from benchmarks.search_queries import queries

ENOUGH = 0.925  # 0.933 when it was set


def test_the_order_is_good(tmp_path: Path) -> None:
    scores = sample_scores(tmp_path)
    assert len(scores) >= 60
    assert mean(scores.values()) >= ENOUGH, sorted(scores.items(), key=lambda pair: pair[1])[:10]


def test_questions_in_both_scripts() -> None:
    questions = [one.question for one in judged()]
    assert len(set(questions)) == len(questions)
    assert sum(any(c in "勞講費麼體檔難經盧謙類統" for c in one) for one in questions) >= 6


@pytest.mark.parametrize(
    ("ranked", "grades", "expected"),
    [
        ([1, 2], {1: 3, 2: 1}, 1.0), ([], {1: 3}, 0.0), ([5, 1], {1: 3}, 0.6309), ([2, 1], {1: 3, 2: 1}, 0.7098),
        ([*range(10, 20), 1], {1: 3}, 0.0),
    ],
)  # fmt: skip
def test_ndcg(ranked: list[int], grades: dict[int, int], expected: float) -> None:
    assert ndcg(ranked, grades) == pytest.approx(expected, abs=1e-4)


def test_questions_of_the_corpus_are_always_the_same_and_stand_in_it() -> None:
    made = tuple(stories(40))
    asked = queries(made, 30)
    assert asked == queries(made, 30)
    for place, (text, number) in enumerate(asked):
        story = made[number]
        if place % 3 != 2:  # the others are in traditional characters
            assert all(word in story.title + story.body for word in text.split())
