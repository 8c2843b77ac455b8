"""Where articles stand and what relates them is worked out once, and again only where that has changed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from convert.factory_convert import make_bulletin, make_item

from bulletin.cache import Cache
from bulletin.convert.article import Context, convert_item
from bulletin.model.article import Site
from bulletin.model.item import Issue, Item
from bulletin.steps import assembling as step

ITEMS = tuple(make_item(number, section="news", tags=(f"标签{number % 7}",)) for number in range(1, 150))
SLOW = ("arrange", "nearest", "render_note")


class Watched:
    """Counts how often each of the steps is asked for, instead of remembered."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        self.times = dict.fromkeys(SLOW, 0)
        for name in SLOW:
            patch.setattr(step, name, self._counting(name, getattr(step, name)))

    def _counting(self, name: str, function: object) -> object:
        def counted(*given: object) -> object:
            self.times[name] += 1
            return function(*given)  # type: ignore[operator]  # one of the functions above

        return counted

    def asked(self) -> dict[str, int]:
        times, self.times = self.times, dict.fromkeys(SLOW, 0)
        return times


@pytest.fixture
def watched(monkeypatch: pytest.MonkeyPatch) -> Watched:
    return Watched(monkeypatch)


def sites(items: tuple[Item, ...], path: Path | None, note: str = "按语。") -> list[Site]:
    issue = Issue("2026-44", 2026, "44", "", date(2026, 11, 6), (items[0].path,), note=note, path="issues/2026-44.md")
    bulletin = make_bulletin(items, (issue,))
    context = Context(bulletin.config, bulletin.unions, bulletin.glossary)
    converted = [convert_item(item, context) for item in items]
    with Cache(path / "cache.sqlite" if path else None, "engine", print) as cache:
        return list(map(step.assembling(bulletin, converted, cache), range(2)))


def test_other_words_at_the_same_places(tmp_path: Path, watched: Watched) -> None:
    sites(ITEMS, tmp_path)
    assert watched.asked() == {"arrange": 1, "nearest": 3, "render_note": 1}  # both editions share it
    changed = (*ITEMS[:70], replace(ITEMS[70], title="另一个标题", body="另一段。\n"), *ITEMS[71:])
    found = sites(changed, tmp_path)
    assert watched.asked() == dict.fromkeys(SLOW, 0)
    assert found == sites(changed, None)


def test_a_new_item_and_one_that_goes(tmp_path: Path, watched: Watched) -> None:
    sites(ITEMS[1:], tmp_path)
    sites(ITEMS[1:], tmp_path)  # what nobody asked for then is not forgotten
    watched.asked()
    found = sites(ITEMS, tmp_path)
    times = watched.asked()
    assert times == {"arrange": 1, "nearest": 2, "render_note": 0}  # of three blocks
    assert found == sites(ITEMS, None)
    without = (*ITEMS[:30], *ITEMS[31:])
    assert sites(without, tmp_path) == sites(without, None)


def test_another_date_tag_or_note(tmp_path: Path, watched: Watched) -> None:
    sites(ITEMS, tmp_path)
    watched.asked()
    for changed in (replace(ITEMS[3], date=ITEMS[4].date), replace(ITEMS[3], tags=("新标签",))):
        items = (*ITEMS[:3], changed, *ITEMS[4:])
        found = sites(items, tmp_path)
        assert watched.asked()["arrange"] == 1
        assert found == sites(items, None)
        watched.asked()
    found = sites(ITEMS, tmp_path, note="另一句按语。")
    assert watched.asked()["render_note"] == 1
    assert "另一句" in found[0].issues[0].note_html
