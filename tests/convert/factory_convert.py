"""A configuration, items and a bulletin made up in memory."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta, timezone

from bulletin.cache import Cache
from bulletin.convert.article import Context, convert_item
from bulletin.model.article import Article, Site
from bulletin.model.content import Config, Edition, Glossary, IssueRules, Section, Union
from bulletin.model.item import Bulletin, Issue, Item, Photo, Variant
from bulletin.steps.assembling import assembling

CHINA = timezone(timedelta(hours=8))
NOW = datetime(2026, 11, 20, 9, 30, tzinfo=CHINA)
HANS = Edition("zh-Hans", "", "简体", "curly")
HANT = Edition("zh-Hant", "hant/", "繁體", "corner")
TAIWAN = Edition("zh-Hant-TW", "tw/", "繁體（臺灣）", "corner")
HONG_KONG = Edition("zh-Hant-HK", "hk/", "繁體（香港）", "corner")
SECTIONS = (
    Section("news", "工会动态", "各级工会的新闻", ("工会", "动态")),
    Section("rights", "权益维护"),
    Section("empty", "空栏目"),
)
UNIONS = (
    Union("city", "某某市总工会", ("市总工会", "市总"), region="东湖县", names=(("zh-Hant", "某某市總工會（本會）"),)),
    Union("east", "东区总工会", parent="city"),
    Union("plant", "制造厂工会", parent="east"),
    Union("idle", "闲置工会", parent="city"),
)


def make_config(*editions: Edition, **changes: object) -> Config:
    """Simplified at "/bulletin/" and traditional below it, if no editions are named."""
    config = Config(
        title="工会周报",
        url="https://union.example/bulletin/",
        editions=editions or (HANS, HANT),
        sections=SECTIONS,
        tagline="“一周”新闻",
        description="某某市总工会的新闻",
        keywords=("工会", "职工"),
        owner="某某市总工会",
        builder="于占海",
        address="里弄发展路1号",
        phone="0571-12345678",
        email="国@union.example",
        icp="浙ICP备00000000号-1",
        police="浙公网安备 33010202000000号",
        issues=IssueRules(name="里面周报", chief_editor="余干"),
    )
    return replace(config, **changes)  # type: ignore[arg-type]  # a test names real fields or fails at once


def make_context(*editions: Edition, glossary: Glossary | None = None, **changes: object) -> Context:
    return Context(make_config(*editions, **changes), UNIONS, glossary or Glossary())


def make_item(number: int = 1, **changes: object) -> Item:
    """Item ``number``: a higher number is older by a day."""
    moment = datetime(2026, 11, 2, 8, 0, tzinfo=CHINA) - timedelta(days=number)
    item = Item(
        path=f"2026/第{number}条.md",
        kind="news",
        title=f"第{number}条新闻",
        body="工会干部走进车间。\n",
        body_line=5,
        digest="d",
        url=f"2026/{moment:%m}/item-{number}/",
        date=moment,
    )
    return replace(item, **changes)  # type: ignore[arg-type]  # a test names real fields or fails at once


def make_photo(path: str) -> Photo:
    variant = Variant(f"/bulletin/photos/{len(path)}.jpg", 480, 320, "JPEG")
    return Photo(path, "0" * 32, 480, 320, (), (variant,))


def convert(item: Item, context: Context | None = None) -> tuple[Article, ...]:
    return convert_item(item, context or make_context()).articles


def make_bulletin(
    items: tuple[Item, ...], issues: tuple[Issue, ...] = (), unions: tuple[Union, ...] = UNIONS
) -> Bulletin:
    return Bulletin(make_config(), unions, Glossary(), items, issues, (), (), (), (), (), (), NOW, NOW)


def make_sites(
    items: tuple[Item, ...], issues: tuple[Issue, ...] = (), unions: tuple[Union, ...] = UNIONS
) -> tuple[Site, ...]:
    """The whole way from items to the Site of every edition."""
    bulletin = make_bulletin(items, issues, unions)
    context = Context(bulletin.config, bulletin.unions, bulletin.glossary)
    converted = [convert_item(item, context) for item in items]
    with Cache(None, "", print) as cache:
        return tuple(map(assembling(bulletin, converted, cache), range(len(bulletin.config.editions))))
