"""Whole builds: the same bytes however they are made, one bad item left out, nothing touched where the house fails."""

from __future__ import annotations

import errno
import os
import shutil
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sites.make_site import item, tree_of, write_site

from bulletin.cache import Cache
from bulletin.convert.article import digest_of_article, digest_of_card
from bulletin.convert.markup.text import plain_text
from bulletin.errors import ConfigError, StrictError, ThemeError, WriteError
from bulletin.model.page import Report
from bulletin.parallel import open_workers
from bulletin.pipeline import Options, build, convert, load, look, sites_of
from bulletin.spool import Spool
from bulletin.steps.bodies import Bodies
from bulletin.stopwatch import Stopwatch

NOW = datetime(2026, 11, 20, 9, tzinfo=UTC)
ROOT = Path(__file__).parent.parent


def built(site: Path, **options: object) -> Report:
    stated: dict[str, object] = {"site": site, "now": NOW, "jobs": 1} | options
    return build(Options(**stated), lambda *_: None, lambda _: None)  # type: ignore[arg-type]  # as the caller names them


def clean(site: Path, folder: Path) -> dict[str, bytes]:
    """What a first build of the same content gives."""
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(site / "content", folder / "content", symlinks=True)
    built(folder)
    return tree_of(folder / "public")


def choose_theme(site: Path, name: str) -> None:
    with open(site / "content" / "site.yaml", "a", encoding="utf-8") as file:
        file.write(f"主题: {name}\n")


@pytest.fixture
def site(tmp_path: Path) -> Path:
    return write_site(tmp_path / "site")


def test_every_edition_has_the_same_pages(site: Path) -> None:
    report = built(site)
    assert report.editions == ("zh-Hans", "zh-Hant", "zh-Hant-HK")
    assert (report.items, report.left_out, report.problems) == (13, (), ())
    paths = {path for path in tree_of(site / "public") if path.endswith((".html", "feed.xml", "feed.json"))}
    first = {path for path in paths if not path.startswith("hant")}
    for edition in ("hant/", "hant-hk/"):
        assert {edition + path for path in first} == {path for path in paths if path.startswith(edition)}


@pytest.mark.parametrize("options", [{"jobs": 2}, {"has_cache": False}, {"jobs": 2, "has_cache": False}])
def test_same_bytes_for_any_workers_and_cache(tmp_path: Path, options: dict[str, object]) -> None:
    one, other = write_site(tmp_path / "one", 80), write_site(tmp_path / "other", 80)
    built(one)
    built(other, **options)
    assert tree_of(one / "public") == tree_of(other / "public")


@pytest.mark.parametrize(
    "environment",
    [{"TZ": "America/New_York"}, {"LC_ALL": "C", "LANG": "C"}, {"PYTHONHASHSEED": "1"}, {"PYTHONHASHSEED": "2"}],
    ids=str,
)
def test_same_bytes_for_any_machine(site: Path, tmp_path: Path, environment: dict[str, str]) -> None:
    built(site)
    other = tmp_path / "elsewhere" / "deep"
    shutil.copytree(site / "content", other / "content")
    command = [sys.executable, "-m", "bulletin", "build", str(other), "--now", NOW.isoformat(), "--quiet"]
    subprocess.run(command, check=True, env={**os.environ, "PYTHONPATH": str(ROOT), **environment})
    assert tree_of(other / "public") == tree_of(site / "public")


def test_same_bytes_where_documents_are_many(site: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    held = clean(site, tmp_path / "held")
    monkeypatch.setattr("bulletin.read.folder._HELD", 0)
    for jobs in (1, 2):
        built(site, jobs=jobs, has_cache=False)
        assert tree_of(site / "public") == held


def test_digests_of_articles_say_all_but_their_place(site: Path) -> None:
    """Keys of pages rely on it."""
    options, watch = Options(site, NOW, jobs=1), Stopwatch()
    with Cache(None, "", print) as cache, open_workers(1, "", lambda *_: None) as workers:
        bulletin = load(options, *look(options, watch), cache, workers, watch)
        sites = sites_of(bulletin, convert(bulletin, cache, workers, watch), cache, watch)
        fill = Bodies(cache.parts())
    for article in [article for one in sites for article in fill((*one.articles, *one.pages))]:
        assert article.digest == digest_of_article(article)
        assert article.card.digest == digest_of_card(article.card)
        assert article.text == plain_text(article.html)
    assert not any(article.issue for one in sites for article in one.articles)
    assert any(one.placed(article).issue for one in sites for article in one.articles)


def test_nothing_changed_nothing_made(site: Path) -> None:
    built(site)
    before = os.stat(site / "public").st_ino
    assert built(site).rendered == 0
    assert os.stat(site / "public").st_ino == before


def test_the_cache_can_be_deleted(site: Path) -> None:
    built(site)
    before = tree_of(site / "public")
    shutil.rmtree(site / ".bulletin")
    assert built(site).rendered == 0
    assert tree_of(site / "public") == before


BAD = {
    "a date that does not exist": "---\n标题: 甲\n日期: 2026-09-31\n---\n\n正文。\n",
    "an attribute of a wrong kind": "---\n标题: 甲\n日期:\n  - 2026-09-30\n---\n\n正文。\n",
    "nothing at all": "",
}


@pytest.mark.parametrize("text", BAD.values(), ids=BAD)
def test_one_bad_item_is_named_and_the_rest_is_published(site: Path, text: str) -> None:
    (site / "content" / "2026" / "bad.md").write_text(text, encoding="utf-8")
    report = built(site)
    assert report.published
    assert report.items == 13
    assert report.left_out == ("2026/bad.md",)
    assert [problem.path for problem in report.problems if problem.severity == "error"] == ["2026/bad.md"]
    assert report.has_faults


def test_strict_publishes_nothing(site: Path) -> None:
    built(site)
    before = tree_of(site / "public")
    (site / "content" / "2026" / "bad.md").write_text(BAD["a date that does not exist"], encoding="utf-8")
    with pytest.raises(StrictError) as caught:
        built(site, is_strict=True)
    assert [problem.path for problem in caught.value.problems] == ["2026/bad.md"]
    assert tree_of(site / "public") == before


FAULTS = {
    "no settings": ConfigError,
    "broken settings": ConfigError,
    "no theme": ThemeError,
    "no content": ConfigError,
    "emptied": WriteError,
    "broken theme": ThemeError,
}


@pytest.mark.parametrize("jobs", [1, 2])
def test_no_room_for_the_index_touches_nothing(site: Path, jobs: int, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(Spool, "__setitem__", full)
    with pytest.raises(WriteError) as error:
        built(site, jobs=jobs)
    assert error.value.code == "E804"
    assert not (site / "public").exists()


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_of_the_house_touches_nothing(site: Path, fault: str) -> None:
    built(site)
    before = tree_of(site / "public")
    content = site / "content"
    if fault == "no settings":
        (content / "site.yaml").unlink()
    elif fault == "broken settings":
        (content / "site.yaml").write_text("标题: [", encoding="utf-8")
    elif fault == "no theme":
        choose_theme(site, "none")
    elif fault == "no content":
        shutil.rmtree(content)
    elif fault == "emptied":
        shutil.rmtree(content / "2026")
    else:
        (site / "themes" / "mine" / "templates").mkdir(parents=True)
        (site / "themes" / "mine" / "theme.yaml").write_text("name: mine\nextends: plain\n", "utf-8")
        (site / "themes" / "mine" / "templates" / "item.html").write_text("{% if %}", "utf-8")
        choose_theme(site, "mine")
    with pytest.raises(FAULTS[fault]):
        built(site)
    assert tree_of(site / "public") == before


@pytest.mark.parametrize(
    ("name", "text", "place"),
    [
        pytest.param("nobody.html", "\n{% if %}", ("E501", "mine/nobody.html", "2"), id="made by no page"),
        pytest.param("nobody.html", '{% include "none.html" %}', ("E503", "mine/nobody.html", ""), id="names nothing"),
        pytest.param("item.html", "\n\n{{ 1|none }}", ("E501", "item.html", "3"), id="a filter that is none"),
    ],
)
def test_what_is_known_of_a_theme_hides_no_fault(site: Path, name: str, text: str, place: tuple[str, ...]) -> None:
    folder = site / "themes" / "mine" / "templates"
    folder.mkdir(parents=True)
    (site / "themes" / "mine" / "theme.yaml").write_text("name: mine\nextends: plain\n", "utf-8")
    sound = {name: '{% extends "plain/item.html" %}', "nobody.html": "<p>"}
    choose_theme(site, "mine")
    for one, source in sound.items():
        (folder / one).write_text(source, "utf-8")
    built(site)
    before = tree_of(site / "public")
    (folder / name).write_text(text, "utf-8")
    for _ in range(2):
        with pytest.raises(ThemeError) as caught:
            built(site)
        values = caught.value.values
        assert (caught.value.code, values["template"], values.get("line", "")) == place
    (folder / name).write_text(sound[name], "utf-8")
    built(site)
    assert tree_of(site / "public") == before


def test_one_template_overridden(site: Path) -> None:
    folder = site / "themes" / "mine" / "templates"
    folder.mkdir(parents=True)
    (site / "themes" / "mine" / "theme.yaml").write_text("name: mine\nextends: plain\n", "utf-8")
    (folder / "404.html").write_text("<!doctype html><title>没有</title>{{ chrome.config.title }}", "utf-8")
    choose_theme(site, "mine")
    built(site)
    assert (site / "public" / "404.html").read_text("utf-8") == "<!doctype html><title>没有</title>滨江工会"
    assert (site / "public" / "index.html").stat().st_size > 2000


EDITS = st.lists(
    st.tuples(
        st.sampled_from(["edit", "add", "delete", "rename", "swap", "glossary", "settings", "touch", "bad", "theme"]),
        st.integers(0, 11),
        st.integers(0, 30),
    ),
    min_size=1,
    max_size=4,
)


def change(site: Path, what: str, place: int, value: int) -> None:
    items = sorted((site / "content" / "2026").glob("*.md"))
    target = items[place % len(items)]
    settings_file = site / "content" / "site.yaml"
    if what == "edit":
        target.write_text(item(value, f"改过的正文，第{value}次。"), encoding="utf-8")
    elif what == "add":
        (site / "content" / "2026" / f"new-{value}.md").write_text(item(value), encoding="utf-8")
    elif what == "delete" and len(items) > 9:
        target.unlink()
    elif what == "rename":
        target.rename(target.with_name(f"renamed-{value}.md"))
    elif what == "swap":
        other = items[value % len(items)]
        one, two = target.read_bytes(), other.read_bytes()
        state = target.stat()
        target.write_bytes(two)
        other.write_bytes(one)
        os.utime(target, ns=(state.st_atime_ns, state.st_mtime_ns))
    elif what == "glossary":
        (site / "content" / "glossary.yaml").write_text(f"软件: {{zh-Hant: 軟體{value}}}\n", encoding="utf-8")
    elif what == "settings":
        text = settings_file.read_text("utf-8").splitlines()
        text[0] = f"标题: 滨江工会{value}"
        settings_file.write_text("\n".join(text) + "\n", encoding="utf-8")
    elif what == "touch":
        os.utime(target, (value, value))
    elif what == "bad":
        target.write_text("---\n标题: 坏\n日期: 2026-02-30\n---\n", encoding="utf-8")
    elif what == "theme":
        css = site / "themes" / "plain" / "assets"
        css.mkdir(parents=True, exist_ok=True)
        (css.parent / "theme.yaml").write_text("name: plain\nextends: plain\n", encoding="utf-8")
        (css / "custom.css").write_text(f"body {{ margin: {value}px }}\n", encoding="utf-8")


@given(EDITS)
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_incremental_equals_clean(tmp_path: Path, edits: list[tuple[str, int, int]]) -> None:
    site = tmp_path / "site"
    shutil.rmtree(site, ignore_errors=True)
    write_site(site)
    built(site)
    for what, place, value in edits:
        change(site, what, place, value)
        built(site, may_shrink=True)
    fresh = tmp_path / "fresh"
    shutil.rmtree(fresh, ignore_errors=True)
    shutil.copytree(site, fresh, ignore=shutil.ignore_patterns("public", ".*"))
    built(fresh)
    assert tree_of(site / "public") == tree_of(fresh / "public")
