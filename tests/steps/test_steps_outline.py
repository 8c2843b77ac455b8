"""Groups of pages -> their names; a group that was there before is planned only where one of its pages is asked for."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from bulletin.cache import Cache
from bulletin.engine import made_by
from bulletin.model.page import Group, Page
from bulletin.steps.outline import Outline, keyed

PAGES = (Page("a.html", "1" * 32, data=b"a"), Page("b.html", "2" * 32, data=b"b"), Page("a.html", "3" * 32, data=b"c"))


class Planner:
    """Counts how often its pages were planned."""

    def __init__(self, said: str) -> None:
        self.times = 0
        self.group = Group(self._pages, lambda: said)

    def _pages(self) -> Iterator[Page]:
        self.times += 1
        yield from PAGES


def opened(path: Path) -> Cache:
    return Cache(path / "cache.sqlite", "engine", print)


def test_names_are_paths_and_whole_keys_in_order(tmp_path: Path) -> None:
    with opened(tmp_path) as cache:
        names = Outline([Planner("x").group, Planner("").group], cache).names
    expected = [(page.path, page.key + made_by(page)) for page in PAGES]
    assert [(name.path, name.key) for name in names] == expected * 2  # which of two takes a place is not decided here


def test_a_group_that_was_there_before_is_not_planned(tmp_path: Path) -> None:
    for times in (1, 0, 0):
        told, untold = Planner("x"), Planner("")
        with opened(tmp_path) as cache:
            outline = Outline([told.group, untold.group], cache)
        assert (told.times, untold.times) == (times, 1)
    assert outline.pages(outline.names) == keyed(PAGES) * 2
    assert (told.times, untold.times) == (1, 1)  # once, however many are asked for


def test_another_one_is(tmp_path: Path) -> None:
    for said in ("x", "y"):
        planner = Planner(said)
        with opened(tmp_path) as cache:
            Outline([planner.group], cache)
        assert planner.times == 1


def test_without_a_cache_all_is_planned_once() -> None:
    planner = Planner("x")
    with Cache(None, "", print) as cache:
        outline = Outline([planner.group], cache)
        assert outline.pages(outline.names) == keyed(PAGES)
    assert planner.times == 1


def test_a_page_stands_for_itself() -> None:
    with Cache(None, "", print) as cache:
        assert Outline([], cache).page(PAGES[0]) is PAGES[0]
