from __future__ import annotations

from datetime import date

import pytest
from check.factory_check import CONFIG, bulletin, text, with_issues

from bulletin.model.content import Config
from bulletin.model.item import Issue


def only(documents: dict[str, str], config: Config = CONFIG) -> Issue:
    issues = bulletin(documents, config=config).issues
    assert len(issues) == 1, issues
    return issues[0]


@pytest.mark.parametrize(
    ("day", "closes", "issue", "closed"),
    [
        ("2026-10-16", 5, "2026-42", date(2026, 10, 16)),
        ("2026-10-17", 5, "2026-43", date(2026, 10, 23)),
        ("2026-10-18 23:59", 7, "2026-42", date(2026, 10, 18)),
        ("2026-10-17T18:30:00Z", 7, "2026-42", date(2026, 10, 18)),  # the 18th in Shanghai
        ("2026-01-01", 7, "2026-01", date(2026, 1, 4)),
        ("2021-01-01", 7, "2020-53", date(2021, 1, 3)),
    ],
)
def test_collected_by_week(day: str, closes: int, issue: str, closed: date) -> None:
    found = only({"a.md": text("甲", f"日期: {day}")}, config=with_issues(closes=closes))
    assert (found.id, found.date, found.items) == (issue, closed, ("a.md",))


@pytest.mark.parametrize(
    ("base", "total"),
    [((2026, 40, 1178), "1180"), ((2026, 42, 1), "1"), ((2025, 52, 100), "142"), ((2026, 50, 3), ""), (None, "")],
)
def test_running_number_is_counted_in_weeks(base: tuple[int, int, int] | None, total: str) -> None:
    found = only({"a.md": text("甲")}, config=with_issues(base=base))
    assert (found.number, found.total) == ("42", total)


def test_a_file_orders_pins_and_leaves_out() -> None:
    documents = {name: text(name, "栏目: 要闻\n" if name in "ace" else "") for name in "abcdefg"}
    documents["g"] = text("g", "置顶: 是\n栏目: 文体活动")
    paths = {f"2026/{name}.md": one for name, one in documents.items()}
    paths["issues/2026-42.md"] = (
        "---\n篇目: [2026/d.md, 2026/b]\n置顶: [../2026/f.md]\n不收: [a]\n日期: 2026-10-15\n---\n\n按语"
    )
    found = only(paths)
    assert [path[5] for path in found.items] == ["d", "b", "f", "g", "c", "e"]
    assert (found.date, found.note, found.path) == (date(2026, 10, 15), "按语", "issues/2026-42.md")


def test_without_a_file_by_section_then_newest_first() -> None:
    days = {"a": "13", "b": "14", "c": "15", "d": "16"}
    sections = {"a": "文体活动", "b": "要闻", "c": "要闻", "d": ""}
    documents = {f"{n}.md": text(n, f"日期: 2026-10-{days[n]}\n栏目: {sections[n]}") for n in "abcd"}
    assert only(documents).items == ("c.md", "b.md", "a.md", "d.md")


def test_the_items_own_number_decides() -> None:
    documents = {
        "a.md": text("甲", "期: 43"),
        "b.md": text("乙", "期: 无"),
        "c.md": text("丙", "类型: 页面"),
        "d.md": text("丁"),
        "issues/2026-42.md": "---\n篇目: [a.md, b.md, c.md, d.md]\n---\n",
    }
    found = bulletin(documents)
    assert {issue.id: issue.items for issue in found.issues} == {"2026-43": ("a.md",), "2026-42": ("d.md",)}


def test_an_item_of_another_week_may_be_listed() -> None:
    documents = {
        "a.md": text("甲", "日期: 2026-10-01"),
        "b.md": "---\n标题: 乙\n---\n\n没有日期",
        "issues/2026-42.md": "---\n篇目: [甲, 乙]\n---\n",
    }
    assert only(documents).items == ("a.md", "b.md")


def test_an_own_number_beside_the_week() -> None:
    documents = {"a.md": text("甲", "期: 12"), "issues/2026-42.md": "---\n期: 12\n---\n"}
    found = only(documents)
    assert (found.id, found.number, found.items) == ("2026-42", "12", ("a.md",))


def test_a_supplement() -> None:
    found = bulletin({"a.md": text("甲", "期: 增刊1"), "b.md": text("乙")}).issues
    assert [(one.id, one.number, one.total, one.date) for one in found] == [
        ("2026-42", "42", "1180", date(2026, 10, 16)),
        ("2026-s1", "增刊1", "", date(2026, 10, 14)),
    ]


@pytest.mark.parametrize(
    ("file", "is_published"),
    [
        ("---\n标题: 空\n---\n", False),
        ("---\n标题: 空\n---\n\n按语", True),
        ("---\n日期: 2026-12-31\n---\n\n按语", False),
    ],
)
def test_an_issue_without_items(file: str, is_published: bool) -> None:
    found = bulletin({"a.md": text("甲"), "issues/2026-45.md": file})
    assert ("2026-45" in [issue.id for issue in found.issues]) == is_published


def test_newest_first() -> None:
    found = bulletin({f"{day}.md": text(str(day), f"日期: 2026-10-{day}") for day in (7, 14, 21, 28)})
    assert [issue.id for issue in found.issues] == ["2026-44", "2026-43", "2026-42", "2026-41"]
