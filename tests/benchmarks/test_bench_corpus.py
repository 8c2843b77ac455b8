"""The corpus is always the same, as large as it says, free of faults, and the same for both programs."""

from __future__ import annotations

import json
from datetime import timedelta
from functools import cache
from pathlib import Path
from statistics import mean

import pytest

from benchmarks.corpus import AUTHORS, NEWEST, Story, han, stories
from benchmarks.sites import bulletin_path, bulletin_text, hugo_path, hugo_text, issue_of, write_bulletin, write_hugo
from benchmarks.vocabulary import SECTIONS, TAGS, UNIONS
from bulletin.check.item import check_document
from bulletin.read.document import parse_document
from bulletin.read.settings import Settings, read_settings

COUNT = 120


@cache
def some(count: int = COUNT) -> tuple[Story, ...]:
    return tuple(stories(count))


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    folder = tmp_path_factory.mktemp("site")
    write_bulletin([], folder)
    return read_settings(folder)


def test_the_same_every_time() -> None:
    assert tuple(stories(COUNT)) == some()
    assert [bulletin_text(one) for one in stories(COUNT)] == [bulletin_text(one) for one in some()]


def test_another_seed_is_another_corpus() -> None:
    assert not {one.body for one in stories(20, "other")} & {one.body for one in some()}


def test_the_first_item_never_changes() -> None:
    """A change of it makes every figure measured before incomparable: say so in docs/speed.md."""
    first = next(iter(stories(2000)))
    assert (first.name, first.title, first.date.isoformat()) == ("story-000000", TITLE, "2026-11-09")


TITLE = "东湖造船厂：班组之间比着干"


def test_sizes() -> None:
    lengths = [han(one.body) for one in some(400)]
    assert 950 < mean(lengths) < 1050
    assert min(lengths) > 750
    assert max(lengths) < 1350


def test_variety() -> None:
    assert (len(UNIONS), len(SECTIONS), len(set(AUTHORS)), len(set(TAGS))) == (12, 8, 60, 60)
    used = some(400)
    assert {one.union for one in used} == set(range(12))
    assert {one.section for one in used} == set(range(8))
    assert {author for one in used for author in one.authors} == set(range(60))
    assert {tag for one in used for tag in one.tags} == set(range(60))
    rich = [one for one in used if "\n| --- " in one.body or "\n- **" in one.body or "\n## " in one.body]
    assert 0.05 < len(rich) / len(used) < 0.15


@pytest.mark.parametrize("count", [1, 7, 8, 1000, 20000])
def test_dates_go_back_in_weeks_of_at_least_eight(count: int) -> None:
    dates = [one.date for number, one in zip(range(50), stories(count), strict=False)]
    assert all(NEWEST - timedelta(days=7 * 7) < day <= NEWEST for day in dates)


def test_each_has_its_own_address() -> None:
    assert len({one.url for one in some()}) == COUNT
    assert len({bulletin_path(one) for one in some()}) == COUNT


@pytest.mark.parametrize("number", range(0, COUNT, 3))
def test_nothing_for_an_editor_to_mend(number: int, settings: Settings) -> None:
    story = some()[number]
    document = parse_document(bulletin_path(story), bulletin_text(story).encode())
    checked = check_document(document, settings.config, settings.unions)
    assert checked.problems == ()
    assert checked.item is not None
    assert checked.item.title == story.title
    assert checked.item.source == (UNIONS[story.union][0],)
    assert checked.item.author == tuple(AUTHORS[one] for one in story.authors)
    assert checked.item.section == SECTIONS[story.section][0]
    assert checked.item.tags == tuple(TAGS[one] for one in story.tags)
    assert checked.item.summary == story.summary


def test_settings_without_a_problem(settings: Settings) -> None:
    assert settings.problems == ()
    assert len(settings.unions) == 12


def test_hugo_gets_the_same(tmp_path: Path) -> None:
    write_hugo(some(), tmp_path)
    for story in some():
        text = (tmp_path / "content" / "hans" / hugo_path(story)).read_text(encoding="utf-8")
        assert text == hugo_text(story)
        front, end = json.JSONDecoder().raw_decode(text)
        assert text[end:].strip() == story.body.strip()
        assert front["title"] == story.title
        assert front["issues"] == [issue_of(story.date)[0]]
        for kind in ("unions", "authors", "sections", "tags", "months", "years", "issues"):
            for term in front[kind]:
                assert (tmp_path / "content" / "hans" / kind / term / "_index.md").is_file()


@pytest.mark.parametrize(
    ("day", "issue", "friday"),
    [("2026-11-13", "2026-46", "2026-11-13"), ("2026-11-14", "2026-47", "2026-11-20"), ("2026-12-31", "2026-53", None)],
)
def test_issues_close_on_friday(day: str, issue: str, friday: str | None) -> None:
    found, closes = issue_of(NEWEST.fromisoformat(day))
    assert found == issue
    assert friday is None or closes.isoformat() == friday
