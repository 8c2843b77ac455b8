"""The site in memory is the site that a build publishes, whatever is changed, and reads otherwise when it is time."""

from __future__ import annotations

import json
import shutil
import sqlite3
import threading
from collections.abc import Callable, Iterable
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from PIL import Image
from sites.make_site import item, tree_of, write_site

from bulletin.cli import serving
from bulletin.cli.main import main
from bulletin.errors import BulletinError
from bulletin.jobs.previewing import Previewer, Refreshed
from bulletin.pipeline import Options, build
from bulletin.serve.watch import Change

NOW = datetime(2026, 11, 20, 9, tzinfo=UTC)
OF_RELEASE = ("search-index/", "sitemap", "robots.txt")


@pytest.fixture
def site(tmp_path: Path) -> Path:
    site = write_site(tmp_path, 8)
    Image.new("RGB", (900, 600), (200, 90, 60)).save(site / "content" / "2026" / "item-0003-1.jpg")
    (site / "content" / "2026" / "表.csv").write_bytes("姓名,单位\n".encode())
    path = site / "content" / "2026" / "item-0003.md"
    path.write_text(path.read_text("utf-8").replace("\n---\n\n", "\n附件: 表.csv\n---\n\n", 1), "utf-8")
    return site


def preview(site: Path, **options: bool) -> Previewer:
    return Previewer(site, options.get("has_drafts", False), lambda _: None, site / "preview")


def published(site: Path, now: datetime = NOW) -> dict[str, bytes]:
    """But for what a preview leaves to a release."""
    output = site / "clean"
    shutil.rmtree(output, ignore_errors=True)
    build(Options(site, now, output=output, jobs=1), lambda *_: None, lambda _: None)
    return {path: data for path, data in tree_of(output).items() if not path.startswith(OF_RELEASE)}


def shown(previewer: Previewer, paths: Iterable[str]) -> dict[str, bytes]:
    return {path: data for path in paths if (data := previewer.find(path)) is not None}


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")


def texts(content: Path) -> None:
    edit(content / "2026" / "item-0004.md", "活动安排", "活动日程")
    edit(content / "2026" / "item-0002.md", "第2场", "第二场")
    (content / "2026" / "item-0099.md").write_text(item(5).replace("第5场", "第99场"), "utf-8")


def names(content: Path) -> None:
    (content / "2026" / "item-0001.md").rename(content / "2026" / "item-0011.md")
    (content / "2026" / "item-0006.md").unlink()
    edit(content / "2026" / "item-0005.md", "日期: 2026-09-06", "日期: 2026-09-30")


def settings(content: Path) -> None:
    edit(content / "glossary.yaml", "軟體", "軟件")
    edit(content / "unions.yaml", "东港区总工会, 网址: dg", "东港总工会, 网址: dg, 别名: [东港区总]")
    edit(content / "site.yaml", "每页: 5", "每页: 3")
    edit(content / "site.yaml", "example.org/bulletin/", "example.org/")


def test_every_page_is_the_one_that_is_published(site: Path) -> None:
    previewer = preview(site)
    previewer.refresh(NOW)
    before: set[str] = set()
    for step in (lambda _: None, texts, names, settings):
        step(site / "content")
        previewer.refresh(NOW)
        previewer.complete()
        expected = published(site)
        paths = before | expected.keys()
        assert shown(previewer, paths) == expected
        assert {path for path in paths if previewer.is_gone(path)} == before - expected.keys()
        assert {path for path in paths if previewer.has(path)} == expected.keys()
        before = paths


def test_a_page_is_planned_when_it_is_asked_for(site: Path) -> None:
    """In whatever order, before all of them are."""
    previewer = preview(site)
    previewer.refresh(NOW)
    expected = published(site)
    rotated = sorted(expected, key=lambda path: path[::-1])
    for start in range(0, len(rotated), 97):
        previewer.refresh(NOW, rotated[start : start + 1])
        paths = [*rotated[start:], *rotated[:start]]
        assert shown(previewer, paths) == expected
    assert [path for path in expected if previewer.is_gone(path)] == []
    assert not previewer.has("2026/09/nothing/index.html")


def test_addresses_that_collide_are_told_with_all_pages(site: Path) -> None:
    edit(site / "content" / "2026" / "item-0004.md", "日期:", "旧网址: archive/2026/index.html\n日期:")
    previewer = preview(site)
    first = previewer.refresh(NOW)
    complete = previewer.complete()
    report = build(Options(site, NOW, output=site / "clean", jobs=1), lambda *_: None, lambda _: None)
    assert complete.problems == report.problems
    assert set(first.problems) <= set(complete.problems)


def test_what_is_looked_at_is_made_before_anything_is_shown(site: Path) -> None:
    previewer = preview(site)
    previewer.refresh(NOW)
    before = previewer.find("2026/09/item-0004/index.html")
    theme = site / "themes" / "ours"
    (theme / "templates").mkdir(parents=True)
    (theme / "theme.yaml").write_text("extends: plain\n", "utf-8")
    (theme / "templates" / "item.html").write_text("{{ page.nothing.at.all }}", "utf-8")
    edit(site / "content" / "site.yaml", "每页: 5", "每页: 5\n主题: ours")
    with pytest.raises(BulletinError):
        previewer.refresh(NOW, ["2026/09/item-0004/index.html"])
    assert previewer.find("2026/09/item-0004/index.html") == before


def test_what_cannot_be_read_leaves_everything_as_it_was(site: Path) -> None:
    previewer = preview(site)
    previewer.refresh(NOW)
    before = previewer.find("index.html")
    (site / "content").rename(site / "aside")
    with pytest.raises(BulletinError):
        previewer.refresh(NOW)
    assert previewer.find("index.html") == before
    assert previewer.base == "/bulletin/"


def test_drafts_are_shown_where_asked(site: Path) -> None:
    edit(site / "content" / "2026" / "item-0004.md", "日期:", "草稿: 是\n日期:")
    for has_drafts in (True, False):
        previewer = preview(site, has_drafts=has_drafts)
        previewer.refresh(NOW)
        assert previewer.has("2026/09/item-0004/index.html") is has_drafts


def test_nothing_there_yet() -> None:
    previewer = Previewer(Path("none"), False, lambda _: None, Path("none"))
    assert (previewer.base, previewer.is_ready, previewer.find("index.html")) == ("/", False, None)


def test_problems_are_those_of_a_build(site: Path) -> None:
    edit(site / "content" / "2026" / "item-0005.md", "日期: 2026-09-06", "日期: 2026-09-31")
    previewer = preview(site)
    previewer.refresh(NOW)
    found = previewer.complete()
    report = build(Options(site, NOW, output=site / "clean", jobs=1), lambda *_: None, lambda _: None)
    assert found.problems == report.problems
    assert any(problem.severity == "error" for problem in found.problems)


def test_what_the_rules_say_of_the_site_comes_after_the_page(site: Path) -> None:
    """What is wrong in the text itself is told with the page, a link to nowhere after it."""
    previewer = preview(site)
    previewer.refresh(NOW)
    before = set(previewer.complete().problems)
    path, page = site / "content" / "2026" / "item-0004.md", "2026/09/item-0004/index.html"

    def codes(found: Refreshed) -> set[str]:
        return {one.code for one in set(found.problems) - before}

    edit(path, "第4项工作", "[某处](gone.md)，总书纪")
    assert codes(previewer.refresh(NOW, [page], [str(path)])) == {"W448"}
    assert "总书纪" in (previewer.find(page) or b"").decode()
    assert codes(previewer.judge()) == {"W448", "E455"}
    assert codes(previewer.complete()) == {"W448", "E455"}
    edit(path, "[某处](gone.md)", "某处")
    assert codes(previewer.refresh(NOW, [page], [str(path)])) == {"W448", "E455"}
    assert codes(previewer.judge()) == {"W448"}
    report = build(Options(site, NOW, output=site / "clean", jobs=1), lambda *_: None, lambda _: None)
    assert previewer.complete().problems == report.problems


def test_warming_changes_nothing(site: Path) -> None:
    previewer = preview(site)
    previewer.warm()
    assert not previewer.is_ready
    previewer.refresh(NOW)
    before = previewer.complete()
    previewer.warm()
    expected = published(site)
    assert shown(previewer, expected) == expected
    assert previewer.complete() == before
    (site / "content").rename(site / "aside")
    previewer.warm()


def test_a_cache_that_lost_its_bodies_is_not_asked(site: Path) -> None:
    expected = published(site)
    with closing(sqlite3.connect(site / ".bulletin" / "cache.sqlite")) as rows:
        assert rows.execute("DELETE FROM memo WHERE step = 'part'").rowcount
        rows.commit()
    previewer = preview(site)
    previewer.refresh(NOW)
    assert shown(previewer, expected) == expected


# --- the clock --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fields", "now", "expected"),
    [
        ("", "2026-11-20T09:00:00+08:00", "2026-11-21T00:00:00+08:00"),
        ("", "2026-11-20T16:30:00+00:00", "2026-11-22T00:00:00+08:00"),
        ("发布: 2026-11-20 12:00", "2026-11-20T09:00:00+08:00", "2026-11-20T12:00:00+08:00"),
        ("截止: 2026-11-20 18:00\n发布: 2026-11-20 12:00", "2026-11-20T12:00:00+08:00", "2026-11-20T18:00:00+08:00"),
        ("日期: 2026-11-20 15:00", "2026-11-20T09:00:00+08:00", "2026-11-20T15:00:00+08:00"),
        ("发布: 2026-12-24 12:00", "2026-11-20T09:00:00+08:00", "2026-11-21T00:00:00+08:00"),
        ("截止: 2026-11-19", "2026-11-20T09:00:00+08:00", "2026-11-21T00:00:00+08:00"),
    ],
    ids=["midnight", "midnight there", "appears", "then expires", "by its date", "long after", "long ago"],
)
def test_the_next_turn(site: Path, fields: str, now: str, expected: str) -> None:
    text = f"---\n标题: 甲\n{fields or '日期: 2026-11-01'}\n---\n\n正文。\n"
    (site / "content" / "turn.md").write_text(text, "utf-8")
    assert preview(site).refresh(datetime.fromisoformat(now)).turn == datetime.fromisoformat(expected)


def test_items_appear_and_expire_while_serving(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What ``bulletin serve`` does between the watch and the pages, with a clock of our own."""
    content = site / "content" / "2026"
    edit(content / "item-0004.md", "日期:", "发布: 2026-11-20 12:00\n截止: 2026-11-20 18:00\n日期:")
    clock = [datetime.fromisoformat("2026-11-20T09:00:00+08:00")]
    monkeypatch.setattr(serving, "_now", lambda: clock[0])
    desk = serving._Desk(site, False, "hans")
    seen = []
    due = desk.refresh(Change(frozenset()))
    for _ in range(3):
        assert due is not None
        seen.append((f"{clock[0]:%d %H:%M}", desk.shown.has("2026/09/item-0004/index.html")))
        clock[0] = due
        due = desk.refresh(Change(frozenset(), is_due=True))
    assert seen == [("20 09:00", False), ("20 12:00", True), ("20 18:00", False)]
    assert f"{clock[0]:%d %H:%M}" == "21 00:00"


def test_a_fault_is_looked_at_again_soon(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A disk may come back without a file having changed."""
    monkeypatch.setattr(serving, "_now", lambda: NOW)
    desk = serving._Desk(site, False, "hans")
    (site / "content").rename(site / "aside")
    due = desk.refresh(Change(frozenset({"x"})))
    assert due is not None
    assert due - NOW < timedelta(minutes=1)


def test_what_is_dropped_while_serving_is_imported_and_shown(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(serving, "_now", lambda: NOW)
    desk = serving._Desk(site, False, "hans")
    desk.refresh(Change(frozenset()))
    dropped = site / "content" / "visit.txt"
    dropped.write_text("慰问一线职工\n\n11月20日，东港区总工会到工地慰问一线职工。\n", "utf-8")
    desk.refresh(Change(frozenset({str(dropped)})))
    assert (site / "content" / "visit.md").exists()
    assert any(path.endswith("visit/index.html") for path in desk.shown._ours)
    (site / "content" / "bad.docx").write_bytes(b"PK\x03\x04" + bytes(400))
    desk.refresh(Change(frozenset({str(site / "content" / "bad.docx")})))
    told = json.loads(next(desk.live.states("x", lambda: False)).removeprefix(b"data: "))
    assert "content/bad.docx" in {note["place"] for note in told["notes"]}


@pytest.mark.parametrize(("words", "names"), [([], ["visit.txt"]), (["--import"], ["visit.md"])])
def test_build_imports_where_asked(
    site: Path, words: list[str], names: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    (site / "content" / "visit.txt").write_text("慰问一线职工\n\n东港区总工会到工地慰问一线职工。\n", "utf-8")
    assert main(["build", str(site), *words, "--quiet", "--now", NOW.isoformat(), "--lang", "zh-Hans"]) == 0
    assert [path.name for path in (site / "content").glob("visit.*")] == names
    out, said = capsys.readouterr()
    assert out == ""
    assert ("已导入 content/visit.txt → content/visit.md" in said) is bool(words)


def test_build_says_what_it_could_not_import(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (site / "content" / "bad.docx").write_bytes(b"PK\x03\x04" + bytes(400))
    assert main(["build", str(site), "--import", "--quiet", "--now", NOW.isoformat(), "--lang", "zh-Hans"]) == 1
    assert "没能导入 content/bad.docx" in capsys.readouterr().err


def test_many_readers_at_once(site: Path) -> None:
    previewer = preview(site)
    previewer.refresh(NOW)
    paths = sorted(published(site))
    expected = shown(preview_of(site), set(paths))
    faults: list[object] = []

    def read() -> None:
        try:
            faults.extend(path for path in paths if previewer.find(path) != expected.get(path))
        except Exception as error:
            faults.append(error)

    threads = [threading.Thread(target=read) for _ in range(6)]
    for thread in threads:
        thread.start()
    for _ in range(5):
        previewer.refresh(NOW)
    for thread in threads:
        thread.join(60)
    assert faults == []


def preview_of(site: Path) -> Previewer:
    previewer = preview(site)
    assert isinstance(previewer.refresh(NOW), Refreshed)
    return previewer


PLACE = "2026/09/item-0004/index.html"
FAULTS = {
    "no such date": lambda data: data.replace("日期: 2026-09-05".encode(), "日期: 2026-09-31".encode()),
    "a key twice": lambda data: data.replace("日期:".encode(), "标题: 另一个\n日期:".encode()),
    "empty": lambda _: b"",
    "spaces": lambda _: b" \r\n \n",
    "zeros, as a full disk leaves them": lambda data: bytes(len(data)),
    "a Word file under its name": lambda _: b"PK\x03\x04" + bytes(60),
    "cut within a character": lambda data: data[: data.index("标题".encode()) + 1],
}


@pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS)
def test_who_is_at_fault_is_shown_as_before_until_mended(site: Path, fault: Callable[[bytes], bytes]) -> None:
    path = site / "content" / "2026" / "item-0004.md"
    good = path.read_bytes()
    previewer = preview(site)
    previewer.refresh(NOW)
    paths = {PLACE, "hant/" + PLACE, "index.html", "sections/dongtai/index.html"}
    before = shown(previewer, paths)
    path.write_bytes(fault(good))
    for _ in range(2):
        found = previewer.refresh(NOW)
        assert found.kept == ("2026/item-0004.md",)
        assert {problem.severity for problem in found.problems if problem.path == found.kept[0]} >= {"error"}
        assert shown(previewer, paths) == before
        assert not previewer.is_gone(PLACE)
    edit(site / "content" / "2026" / "item-0002.md", "第2场", "第二场")  # another one goes on
    previewer.refresh(NOW)
    assert "第二场" in (previewer.find("2026/09/item-0002/index.html") or b"").decode()
    assert previewer.find(PLACE) is not None
    path.write_bytes(good.replace("第4场".encode(), "第四场".encode()))
    assert previewer.refresh(NOW).kept == ()
    assert "第四场" in (previewer.find(PLACE) or b"").decode()


def test_who_is_at_fault_follows_the_settings(site: Path) -> None:
    previewer = preview(site)
    previewer.refresh(NOW)
    edit(site / "content" / "2026" / "item-0004.md", "日期: 2026-09-05", "日期: 2026-09-31")
    previewer.refresh(NOW)
    settings(site / "content")
    assert previewer.refresh(NOW).kept == ("2026/item-0004.md",)
    assert previewer.find(PLACE) is not None


def test_who_is_at_fault_and_then_goes_is_gone(site: Path) -> None:
    path = site / "content" / "2026" / "item-0004.md"
    previewer = preview(site)
    previewer.refresh(NOW)
    path.write_bytes(b"")
    previewer.refresh(NOW)
    path.unlink()
    assert previewer.refresh(NOW).kept == ()
    assert previewer.find(PLACE) is None


def test_who_was_at_fault_from_the_beginning_has_no_page(site: Path) -> None:
    edit(site / "content" / "2026" / "item-0004.md", "日期: 2026-09-05", "日期: 2026-09-31")
    previewer = preview(site)
    assert previewer.refresh(NOW).kept == ()
    assert previewer.find(PLACE) is None


def test_an_issue_at_fault_is_shown_as_before(site: Path) -> None:
    (site / "content" / "issues").mkdir(exist_ok=True)
    path = site / "content" / "issues" / "2026-36.md"
    path.write_text("---\n期: 2026-36\n按语: 本期五篇。\n---\n", "utf-8")
    previewer = preview(site)
    previewer.refresh(NOW)
    before = previewer.find("issues/2026-36/index.html")
    assert before is not None
    path.write_text("---\n期: 2026-36\n期: 2026-37\n---\n", "utf-8")
    previewer.refresh(NOW)
    assert previewer.find("issues/2026-36/index.html") == before


def test_a_page_that_moves_is_followed(site: Path) -> None:
    path = site / "content" / "2026" / "item-0004.md"
    previewer = preview(site)
    previewer.refresh(NOW)
    edit(path, "日期: 2026-09-05", "日期: 2026-10-05")
    previewer.refresh(NOW)
    assert previewer.find(PLACE) is None
    assert previewer.moved(PLACE) == "2026/10/item-0004/index.html"
    assert previewer.moved("hant/" + PLACE) == "hant/2026/10/item-0004/index.html"
    edit(path, "日期: 2026-10-05", "日期:")
    previewer.refresh(NOW)
    undated = previewer.moved(PLACE)
    assert previewer.find(undated) is not None
    edit(path, "日期:", "日期: 2026-09-05")
    previewer.refresh(NOW)
    assert previewer.moved(PLACE) == ""
    assert previewer.moved(undated) == PLACE
    path.unlink()
    previewer.refresh(NOW)
    assert previewer.moved(PLACE) == ""


def own_theme(content: Path) -> None:
    theme = content.parent / "themes" / "plain"
    (theme / "templates").mkdir(parents=True)
    (theme / "theme.yaml").write_text("extends: plain\n", "utf-8")
    (theme / "templates" / "404.html").write_text("{{ page.head.title }}", "utf-8")


UNTOLD: dict[str, Callable[[Path], object]] = {
    "nothing": Path.exists,
    "another item": lambda content: edit(content / "2026" / "item-0002.md", "第2场", "第二场"),
    "a new one": lambda content: (content / "item-0099.md").write_text(item(5).replace("第5", "第99"), "utf-8"),
    "one gone": lambda content: (content / "2026" / "item-0002.md").unlink(),
    "settings": lambda content: edit(content / "site.yaml", "每页: 5", "每页: 3"),
    "a theme": own_theme,
}


@pytest.mark.parametrize("untold", UNTOLD.values(), ids=UNTOLD)
def test_what_nobody_told_is_seen_behind_the_readers_back(site: Path, untold: Callable[[Path], object]) -> None:
    previewer = preview(site)
    previewer.refresh(NOW)
    previewer.complete()
    told, page = site / "content" / "2026" / "item-0004.md", "2026/09/item-0004/index.html"
    edit(told, "活动安排", "活动日程")
    untold(site / "content")
    assert not previewer.refresh(NOW, [page], [str(told)]).is_anew
    assert "活动日程" in (previewer.find(page) or b"").decode()
    assert previewer.complete().is_anew == (untold is not Path.exists)
    expected = published(site)
    assert shown(previewer, expected) == expected
    assert not previewer.complete().is_anew


def test_only_what_was_told_is_opened(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    previewer = preview(site)
    previewer.refresh(NOW)
    previewer.complete()
    told = site / "content" / "2026" / "item-0004.md"
    edit(told, "活动安排", "活动日程")
    with monkeypatch.context() as blind:
        blind.setattr("bulletin.steps.looking.scan", None)
        blind.setattr("bulletin.steps.looking.read_settings", None)
        previewer.refresh(NOW, [], [str(told)])
        new, gone = told.with_name("item-0099.md"), told.with_name("item-0002.md")
        new.write_text(item(5).replace("第5", "第99"), "utf-8")
        gone.unlink()
        previewer.refresh(NOW, [], [str(new), str(gone)])
    assert "活动日程" in (previewer.find("2026/09/item-0004/index.html") or b"").decode()
    assert "第99" in (previewer.find("2026/09/item-0099/index.html") or b"").decode()
    assert previewer.find("2026/09/item-0002/index.html") is None
    assert not previewer.complete().is_anew


def test_what_could_not_be_shown_is_not_forgotten(site: Path) -> None:
    """The watcher tells of a change once; of settings that can't be used nothing is shown."""
    previewer = preview(site)
    previewer.refresh(NOW)
    settings, told = site / "content" / "site.yaml", site / "content" / "2026" / "item-0004.md"
    whole = settings.read_text("utf-8")
    settings.write_text("标题: [", "utf-8")
    with pytest.raises(BulletinError):
        previewer.refresh(NOW, [], [str(settings)])
    edit(told, "活动安排", "活动日程")
    with pytest.raises(BulletinError):
        previewer.refresh(NOW, [], [str(told)])
    settings.write_text(whole, "utf-8")
    previewer.refresh(NOW, [], [str(settings)])
    assert "活动日程" in (previewer.find("2026/09/item-0004/index.html") or b"").decode()
