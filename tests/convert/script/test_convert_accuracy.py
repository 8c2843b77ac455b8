"""Figures of docs/conversion.md on text that people wrote in traditional script; the benchmark's own arithmetic."""

from __future__ import annotations

import pytest

from benchmarks.script_eval import convert, convert_with_opencc, main, pairs, score

# Hard errors per 10,000 characters that must not be exceeded, whatever the table is trained on next.
CEILINGS = {"tw_gov_press_cc0": 1.2, "tw_labour_law_dev": 2.9, "tw_sentences_cc0": 2.0}


@pytest.mark.parametrize("region", ["tw", "hk"])
@pytest.mark.parametrize("name", CEILINGS)
def test_never_worse_than_opencc_and_never_worse_than_before(name: str, region: str) -> None:
    simplified, right = pairs(name)
    ours = score(right, convert("\n".join(simplified), region).split("\n"), region).rates()
    theirs = score(right, convert_with_opencc("\n".join(simplified), region).split("\n"), region).rates()
    assert all(one < other for one, other in zip(ours, theirs, strict=True))
    assert ours[2] <= CEILINGS[name]


@pytest.mark.parametrize(
    ("right", "written", "region", "rates"),
    [
        ("製造製造製造製造製造", "製造製造製造製造製造", "tw", (0, 0, 0)),
        ("製造製造製造製造製造", "制造製造製造製造製造", "tw", (1000, 1000, 1000)),
        ("裡製造製造製造製造造", "裏製造製造製造製造造", "tw", (1000, 0, 0)),
        ("佔製造製造製造製造造", "占製造製造製造製造造", "tw", (1000, 1000, 0)),
        ("了解製造製造製造製造", "瞭解製造製造製造製造", "tw", (1000, 1000, 0)),
        ("了事製造製造製造製造", "瞭事製造製造製造製造", "tw", (1000, 1000, 1000)),
        ("答覆製造製造製造製造", "答復製造製造製造製造", "tw", (1000, 1000, 0)),
        ("佢係製造製造製造製造", "佢系製造製造製造製造", "hk", (1000, 1000, 0)),
        ("佢係製造製造製造製造", "佢系製造製造製造製造", "tw", (1000, 1000, 1000)),
        ("“製造製造製造製造製造”", "「製造製造製造製造製造」", "tw", (0, 0, 0)),
        ("製造製造製造製造製造", "製造製造製造製造製", "tw", (1000, 1000, 1000)),
    ],
)
def test_score(right: str, written: str, region: str, rates: tuple[float, float, float]) -> None:
    assert score([right], [written], region).rates() == pytest.approx(rates)


def test_the_table_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    main(["--confusions", "2"])
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 1 + 2 * len(CEILINGS) + 2
    assert {line.split(".")[0] for line in lines[1:7]} == set(CEILINGS)
