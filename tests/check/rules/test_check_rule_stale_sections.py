from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from check.factory_check import CONFIG, NOW, bulletin, text

from bulletin.model.content import Config, Section

CODES = ("W465", "W466", "W467")
SECTIONS = (
    Section("news", "要闻"),
    Section("grassroots", "基层动态"),
    Section("notices", "通知公告"),
    Section("culture", "文体活动"),
)


def config(**days: int) -> Config:
    """``days``: section id -> its 更新期限."""
    sections = tuple(replace(one, days=days[one.id]) if one.id in days else one for one in SECTIONS)
    return replace(CONFIG, sections=sections)


def said(ages: dict[str, int], config: Config = CONFIG) -> list[str]:
    """``ages``: section -> days since its newest item. Answers ``code section``."""
    items = {f"{name}.md": text(name, f"日期: {(NOW - timedelta(days=age)):%Y-%m-%d}\n栏目: {name}")
             for name, age in ages.items()}  # fmt: skip
    found = bulletin(items, config=config).problems
    return [f"{one.code} {dict(one.values).get('section', '')}".strip() for one in found if one.code in CODES]


ALL = {"要闻": 3, "基层动态": 3, "通知公告": 3, "文体活动": 30}
QUIET = [
    pytest.param(ALL, config(), id="fresh"),
    pytest.param(ALL | {"要闻": 14, "基层动态": 0, "通知公告": 183}, config(), id="on the last day"),
    pytest.param(ALL | {"文体活动": 900}, config(), id="no limit for such a section"),
    pytest.param(ALL | {"要闻": 20}, config(news=30), id="a longer limit of the site's own"),
    pytest.param({"要闻": 3}, config(), id="a new site has empty sections"),
    pytest.param({"文体活动": 400}, config(news=0, grassroots=0, notices=0), id="not looked at"),
]
SPEAKS = [
    pytest.param(ALL | {"要闻": 15}, config(), ["W466 要闻"], id="news"),
    pytest.param(ALL | {"通知公告": 184}, config(), ["W466 通知公告"], id="notices"),
    pytest.param(ALL | {"文体活动": 60}, config(culture=31), ["W466 文体活动"], id="a limit of the site's own"),
    pytest.param(dict.fromkeys(ALL, 20), config(), ["W465"], id="home, and with it all news"),
    pytest.param(dict.fromkeys(ALL, 300), config(), ["W465", "W466 通知公告"], id="home and notices"),
    pytest.param({"要闻": 1, "基层动态": 1, "文体活动": 30}, config(), ["W467 通知公告"], id="empty"),
]


@pytest.mark.parametrize(("ages", "site"), QUIET)
def test_quiet(ages: dict[str, int], site: Config) -> None:
    assert said(ages, site) == []


@pytest.mark.parametrize(("ages", "site", "expected"), SPEAKS)
def test_speaks(ages: dict[str, int], site: Config, expected: list[str]) -> None:
    assert said(ages, site) == expected


def test_values() -> None:
    items = {f"{name}.md": text(name, f"日期: 2026-11-0{age}\n栏目: {name}")
             for name, age in {"要闻": 1, "基层动态": 9}.items()}  # fmt: skip
    items["文体活动.md"] = text("旧", "日期: 2026-10-01\n栏目: 通知公告")
    found = [one for one in bulletin(items, config=config(culture=0)).problems if one.code == "W466"]
    assert [(one.path, dict(one.values)) for one in found] == [
        ("site.yaml", {"section": "要闻", "date": "2026-11-01", "days": "19", "limit": "14"})
    ]


def test_what_is_not_published_counts_for_nothing() -> None:
    items = {f"{name}.md": text(name, f"日期: 2026-10-01\n栏目: {name}") for name in ALL}
    items["later.md"] = text("后", "日期: 2026-12-01\n栏目: 要闻")
    items["gone.md"] = text("撤", "日期: 2026-11-19\n撤稿: 是")
    assert "W465" in [one.code for one in bulletin(items, config=config()).problems]
