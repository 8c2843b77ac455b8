"""The floor knows every part of its sum, leaves nothing behind, and takes shares."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path

import pytest

from benchmarks.corpus import NOW, stories
from benchmarks.floor import LIBRARIES, PARTS, Cost, Floor, main
from benchmarks.sites import write_bulletin
from bulletin.pipeline import Options, build


def test_every_part_is_measured(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_bulletin(stories(3), tmp_path, has_search=False)
    build(Options(tmp_path, datetime.fromisoformat(NOW), jobs=1), lambda *_: None, lambda _: None)
    before = sorted(tmp_path.rglob("*"))
    assert main([str(tmp_path), str(tmp_path / "public"), NOW]) == 0
    found = json.loads(capsys.readouterr().out)
    assert {"start", *found} == {*PARTS, "shared"}
    assert all(found[name]["cpu"] > 0 and found[name]["wall"] > 0 for name in LIBRARIES)
    assert sorted(tmp_path.rglob("*")) == before


@pytest.mark.parametrize(
    ("items", "pages", "expected"),
    [(1.0, 1.0, 1 + 2 * 5 + 4 * 2), (0.0, 0.0, 1), (0.5, 0.0, 1 + 5), (0.0, 0.25, 1 + 2)],
)
def test_shares(items: float, pages: float, expected: float) -> None:
    of_items = dict.fromkeys(("read", "yaml", "markdown", "nh3", "opencc"), 2)
    costs = {"start": 1, **of_items, "write": 4, "jinja": 4, "shared": 99}
    floor = Floor({name: Cost(wall=0, cpu=cpu) for name, cpu in costs.items()})
    assert floor.cpu(items, pages) == expected
