"""A straight line through the two largest points, whatever the order."""

from __future__ import annotations

import pytest

from benchmarks.scale import Point, line

POINTS = (Point(1000, 9.0, 0.0, 300.0), Point(10_000, 45.0, 0.0, 1180.0), Point(2000, 13.0, 0.0, 400.0))


@pytest.mark.parametrize("points", [POINTS, POINTS[::-1]], ids=["as written", "reversed"])
def test_line(points: tuple[Point, ...]) -> None:
    through = line(points)
    assert (through.cpu, through.memory) == (4.0, 1024 * 780 / 8000)
    far = through.at(100_000)
    assert (far.items, far.cpu) == (100_000, 405.0)
    assert far.memory == pytest.approx(1180 + 90_000 * 780 / 8000)


def test_it_goes_through_its_points() -> None:
    through = line(POINTS)
    assert through.at(2000).cpu == pytest.approx(13.0)
    assert through.at(10_000).memory == pytest.approx(1180.0)
