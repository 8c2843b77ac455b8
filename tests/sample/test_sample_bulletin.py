"""The sample site as it is checked: weekly issues from many unions, every state an item can be in, nothing faulty."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from functools import cache
from pathlib import Path

import pytest

from bulletin.cache import Cache
from bulletin.check.keys import ITEM, ITEM_KEYS, Key
from bulletin.model.item import Bulletin, Issue, Item
from bulletin.parallel import open_workers
from bulletin.pipeline import Options, load, look
from bulletin.read.document import parse_document
from bulletin.stopwatch import Stopwatch

ROOT = Path(__file__).parents[2]
NOW = datetime(2026, 11, 21, 9)


@pytest.fixture(scope="module")
def bulletin() -> Iterator[Bulletin]:
    with (
        Cache(None, "sample", lambda _: None) as cache,
        open_workers(1, "", lambda *_: None) as workers,
    ):
        options = Options(site=ROOT, now=NOW)
        yield load(options, *look(options, watch := Stopwatch()), cache, workers, watch)


def the_item(bulletin: Bulletin, name: str) -> Item:
    return next(item for item in bulletin.items if item.path == f"2026/{name}")


def the_issue(bulletin: Bulletin, week: int) -> Issue:
    return next(issue for issue in bulletin.issues if issue.id == f"2026-{week}")


# What is remarked on, and why it is meant to be there: an old Notepad's encoding, a text whose title and date are its
# first lines, photos as phones take them.
MEANT = {
    ("2026/44/厂区夜校.md", "I201"),
    ("2026/45/消防站的早晨.txt", "W417"),
    ("2026/45/消防站的早晨.txt", "I414"),
    ("drafts/时间胶囊.md", "I493"),  # waits for 2099
    ("2026/40/照片 大桥.jpg", "I230"),
    ("2026/42/滨江运动会/照片1.jpg", "I230"),
}


def test_nothing_is_wrong(bulletin: Bulletin) -> None:
    assert {(problem.path, problem.code) for problem in bulletin.problems} == MEANT
    assert bulletin.left_out == ()


def test_there_is_enough_to_read(bulletin: Bulletin) -> None:
    news = [item for item in bulletin.items if item.kind != "page"]
    assert len(news) >= 64
    assert len({union for item in news for union in item.source} & {union.id for union in bulletin.unions}) >= 12
    assert len({author for item in news for author in item.author}) >= 40
    assert {item.section for item in news} - {""} == {section.id for section in bulletin.config.sections}
    assert Counter(item.kind for item in bulletin.items).keys() == {"news", "notice", "page"}


def test_every_union_is_known(bulletin: Bulletin) -> None:
    """However its name is written: short, full, or in the other script."""
    known = {union.id for union in bulletin.unions}
    assert {union for item in bulletin.items for union in item.source} <= known
    assert the_item(bulletin, "44/香港工友来信.md").source == ("luzhou",)
    assert the_item(bulletin, "42/q3-meeting.md").source == ("lj",)


def test_unions_have_parents_regions_and_fixed_names(bulletin: Bulletin) -> None:
    assert sum(bool(union.parent) for union in bulletin.unions) >= 10
    assert sum(bool(union.region) for union in bulletin.unions) >= 6
    assert sum(bool(union.names) for union in bulletin.unions) == 2


def test_eight_weekly_issues_in_a_row(bulletin: Bulletin) -> None:
    issues = list(reversed(bulletin.issues))
    assert [issue.id for issue in issues] == [f"2026-{week}" for week in range(40, 48)]
    assert [issue.total for issue in issues] == [str(total) for total in range(1178, 1186)]
    assert {issue.date.isoweekday() for issue in issues} == {5}
    assert min(len(issue.items) for issue in issues) == len(the_issue(bulletin, 41).items) == 5


def test_an_item_stands_in_one_issue(bulletin: Bulletin) -> None:
    times = Counter(path for issue in bulletin.issues for path in issue.items)
    assert set(times.values()) == {1}


def test_an_issue_arranged_by_hand(bulletin: Bulletin) -> None:
    issue = the_issue(bulletin, 46)
    assert issue.items[:3] == ("2026/46/集中服务月.md", "2026/46/娘家人.md", "2026/46/木棉花开.md")
    assert "2026/46/会费公示.md" not in issue.items
    assert (issue.title, issue.editor) == ("集中服务月特刊", "余雁秋")
    assert [name for name, _ in issue.distribution] == ["报", "送", "发"]
    assert issue.note
    assert the_issue(bulletin, 47).note


STATES: Mapping[str, Callable[[Item], object]] = {
    "pinned": lambda item: item.pinned,
    "withdrawn": lambda item: item.withdrawn,
    "corrected": lambda item: item.corrections,
    "with old addresses": lambda item: len(item.aliases) == 2,
    "with an address of its own": lambda item: item.slug == "riverside-games-2026",
    "with a gallery": lambda item: len(item.gallery) == 2,
    "with a cover": lambda item: item.cover,
    "with two attachments": lambda item: len(item.attachments) == 2,
    "with an expiry to come": lambda item: item.expire,
    "with a time of publication": lambda item: item.publish,
    "with a time of day": lambda item: item.has_time,
    "signed by two": lambda item: len(item.signature) == 2,
    "signed on another day": lambda item: item.signed_on and item.date and item.signed_on != item.date.date(),
    "with a document number": lambda item: item.document_number,
    "with an addressee": lambda item: item.addressee,
    "with a contact": lambda item: item.contact and item.phone,
    "reprinted": lambda item: item.reprint == "《滨江工友报》",
    "contributed": lambda item: len(item.contributor) == 2,
    "with a photographer": lambda item: item.photographer,
    "with an editor": lambda item: item.editor,
    "with a kicker": lambda item: item.kicker,
    "with a subtitle": lambda item: item.subtitle,
    "with a title in two parts": lambda item: " " in item.title,
    "with a summary": lambda item: item.summary,
    "with a region": lambda item: item.region == "余浦县",
    "with views": lambda item: item.views == "555",
    "in an issue by name": lambda item: item.issue == "2026-47",
    "in no issue": lambda item: item.issue == "-",
    "not to be converted": lambda item: not item.convert,
    "in a stated script": lambda item: item.script == "Hant",
    "with a traditional title": lambda item: dict(item.titles).get("zh-Hant") == "雨巷裡的一盞燈",
    "written twice": lambda item: dict(item.variants).keys() == {"zh-Hant"},
    "linked to another": lambda item: any(url.startswith("2026/") for _, url in item.links),
    "linked to a file": lambda item: any("/files/" in url for _, url in item.links),
    "by somebody with a foreign name": lambda item: "Lena Hoffmann" in item.author,
}


@pytest.mark.parametrize("state", STATES)
def test_there_is_an_item(bulletin: Bulletin, state: str) -> None:
    assert any(STATES[state](item) for item in bulletin.items)


def test_items_that_are_not_shown(bulletin: Bulletin) -> None:
    assert bulletin.drafts == ("drafts/年度盘点.md",)
    assert bulletin.waiting == ("drafts/时间胶囊.md",)
    assert bulletin.expired == ("drafts/观影报名.md",)


def test_a_title_without_front_matter(bulletin: Bulletin) -> None:
    item = the_item(bulletin, "45/消防站的早晨.txt")
    assert item.title == "鹭洲码头消防队：被“骂”出来的冠军"
    assert item.date is not None
    assert item.date.date().isoformat() == "2026-11-03"


@pytest.mark.parametrize(
    ("name", "date"),
    [
        ("40/jieri-fuwu.md", "2026-09-28"),  # 2026年9月28日
        ("40/驿站.md", "2026-09-29"),  # 2026/9/29
        ("40/背篓课堂.md", "2026-09-30"),  # 二〇二六年九月三十日
        ("40/窗边读书会.md", "2026-09-30"),  # 2026.9.30
        ("41/小课堂一.md", "2026-10-09"),  # ２０２６．１０．９
        ("41/护理比武.md", "2026-10-09"),  # 20261009
        ("45/visitors.md", "2026-11-04"),  # 2026-11-04T14:30:00+08:00
    ],
)
def test_dates_however_written(bulletin: Bulletin, name: str, date: str) -> None:
    found = the_item(bulletin, name).date
    assert found is not None
    assert found.date().isoformat() == date


@pytest.mark.parametrize("key", ITEM_KEYS, ids=lambda key: key.english)
def test_every_key_is_shown_once(key: Key) -> None:
    assert key in {ITEM.find(typed) for typed in _typed_keys()}


def test_keys_are_written_in_chinese_english_and_traditional() -> None:
    assert _typed_keys() >= {"标题", "title", "標題", "标题.zh-Hant", "section", "欄目", "关键词"}


@cache
def _typed_keys() -> frozenset[str]:
    documents = (parse_document(path.name, path.read_bytes()) for path in (ROOT / "content").rglob("*.md"))
    return frozenset(field.key for document in documents for field in document.fields)
