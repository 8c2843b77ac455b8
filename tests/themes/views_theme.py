"""Every page type with everything a view can hold, and with as little as it may: (template, view) pairs for themes."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta, timezone
from typing import Literal, get_args

from texts_theme import BODY, LISTS, NOTICE_BODY, TITLES, UNIONS

from bulletin.model.article import Article, Card, IssueArticle, Link, Listing
from bulletin.model.content import Config, Edition, Section
from bulletin.model.item import Attachment, Correction, Kind, Photo, Variant
from bulletin.render.views import (
    Alternate,
    ArticleView,
    Chrome,
    Head,
    HomeView,
    IndexView,
    IssuesView,
    IssueView,
    ListView,
    NoticeView,
    Pager,
    SearchView,
)
from bulletin.words import interface

CHINA = timezone(timedelta(hours=8))
NOW = datetime(2026, 11, 20, 9, 30, tzinfo=CHINA)
HANS = Edition("zh-Hans", "", "简体", "curly")
HANT = Edition("zh-Hant", "hant/", "繁體", "corner")
ORIGIN = "https://union.example/"
Pages = tuple[tuple[str, object], ...]
ListingKind = Literal["section", "union", "author", "tag", "year", "month"]
_KINDS: tuple[ListingKind, ...] = get_args(ListingKind)

CONFIG = Config(
    title="南浦工会周报",
    url=ORIGIN,
    editions=(HANS, HANT),
    sections=(),
    tagline="听职工说话 替职工办事",
    owner="南浦市总工会",
    builder="南浦市职工信息中心",
    address="南浦市江滨东路18号",
    phone="0579-55501234转802",
    email="news@union.example",
    copyright_from=2014,
    icp="浙ICP备00000000号-1",
    police="浙公网安备 33010202000000号",
    site_code="3300000000",
    image_hosts=("photos.union.example",),
)
SECTIONS = (
    Section("news", "工会动态"), Section("rights", "权益维护"), Section("models", "劳模工匠"),
    Section("care", "职工服务"), Section("culture", "职工文化"), Section("notices", "通知公告"),
)  # fmt: skip


def photo(name: str, width: int = 1600, height: int = 1067) -> Photo:
    widths = [w for w in (480, 960, 1600) if w <= width]

    def sizes(suffix: str, form: str) -> tuple[Variant, ...]:
        return tuple(Variant(f"/photos/{name}-{w}.{suffix}", w, height * w // width, form) for w in widths)

    return Photo(f"2026/47/{name}.jpg", name * 32, width, height, sizes("webp", "WEBP"), sizes("jpg", "JPEG"))


def chrome(edition: Edition, assets: tuple[str, ...], options: dict[str, str], config: Config = CONFIG) -> Chrome:
    """Chrome of a full bulletin; ``assets`` are the names below the theme's assets/."""
    home = config.base + edition.path
    return Chrome(
        config=config,
        edition=edition,
        editions=config.editions,
        words=interface("hant" if edition.script == "Hant" else "hans"),
        home=home,
        sections=tuple(Link(s.name, f"{home}sections/{s.id}/") for s in SECTIONS),
        places={name: f"{home}{name}/" for name in ("unions", "authors", "tags", "archive", "issues", "search")}
        | {"feed": f"{home}feed.xml", "json_feed": f"{home}feed.json", "latest": f"{home}issues/latest/"},
        assets={name: f"/assets/{name}" for name in assets},
        options=options,
        year=2026,
        version="1.0",
        pages=(Link("关于本站", f"{home}about/"),),
    )


def bare_chrome(edition: Edition, assets: tuple[str, ...], options: dict[str, str]) -> Chrome:
    """Chrome of a site with nothing but a title, in one edition."""
    config = Config(title="周报", url=ORIGIN, editions=(edition,), sections=())
    full = chrome(edition, assets, options, config)
    return replace(full, sections=(), pages=(), places={"search": "/search/", "feed": "/feed.xml"})


def head(edition: Edition, path: str, title: str, **more: object) -> Head:
    def url(one: Edition) -> str:
        return f"/{one.path}{path}"

    alternates = tuple(
        Alternate(one.tag, one.name, ORIGIN + url(one)[1:], url(one), one == edition) for one in (HANS, HANT)
    )
    full = Head(
        title=title,
        description=f"{title}的说明“&<>\"”",
        canonical=ORIGIN + url(edition)[1:],
        alternates=(*alternates, replace(alternates[0], tag="x-default", is_current=False)),
        feeds=(
            ("application/atom+xml", "南浦工会周报", f"/{edition.path}feed.xml"),
            ("application/feed+json", "南浦工会周报", f"/{edition.path}feed.json"),
        ),
        metas=(("SiteName", "南浦工会周报"), ("SiteDomain", "union.example")),
        properties=(("og:title", title), ("og:type", "article")),
        json_ld='{"@context":"https://schema.org","name":"\\u003cb\\u003e"}',
    )
    return replace(full, **more)  # type: ignore[arg-type]  # a test names real fields or fails at once


def bare_head(title: str) -> Head:
    return Head(title=title, description="", canonical="", alternates=())


def card(number: int, edition: Edition, kind: Kind = "news", **more: object) -> Card:
    home = f"/{edition.path}"
    section = SECTIONS[number % len(SECTIONS)]
    day = datetime(2026, 11, 19, 16, 5, tzinfo=CHINA) - timedelta(hours=17 * number)
    full = Card(
        path=f"2026/47/{number}.md",
        url=f"{home}{day:%Y/%m}/item-{number}/",
        title=TITLES[number % len(TITLES)],
        kind=kind,
        date=day,
        has_time=number % 2 == 0,
        updated=day,
        kicker="新就业形态劳动者服务" if number % 4 == 0 else "",
        summary="城北第十二个骑手驿站启用，开放到次日凌晨两点。热水、充电、急救箱全部免费，账目每月公开，"
        "由港务集团工会和街道志愿者轮流值守。",
        section=Link(section.name, f"{home}sections/{section.id}/"),
        sources=(Link(UNIONS[number % len(UNIONS)], f"{home}unions/u{number % len(UNIONS)}/"),),
        authors=(Link("陈小禾", f"{home}authors/chen-xiao-he/"), Link("特约通讯员", "")),
        region="南浦",
        cover=photo("abcd"[number % 4]) if number % 3 == 0 else None,
    )
    return replace(full, **more)  # type: ignore[arg-type]  # as above


def bare_card(title: str = "无题", kind: Kind = "news") -> Card:
    return Card("a.md", "/a/", title, kind, None, False, None)


def bare_article(kind: Kind) -> Article:
    return Article(bare_card(kind=kind), "", "", "0" * 32)


def article(number: int, edition: Edition, kind: Kind = "news", **more: object) -> Article:
    home = f"/{edition.path}"
    full = Article(
        card=card(number, edition, kind, kicker="新就业形态劳动者服务"),
        html=BODY,
        text="",
        digest="0" * 32,
        subtitle="——城北第十二个驿站启用第一夜见闻",
        tags=(Link("新就业形态", f"{home}tags/xin-jiu-ye/"), Link("驿站", f"{home}tags/yi-zhan/")),
        attachments=(
            Attachment("2026年骑手驿站分布表.xlsx", "/files/ab12/form.xlsx", "2026/47/form.xlsx", "xlsx", 48211),
            Attachment("驿站值守登记表（样式）", "", "", "", 0),
            Attachment("驿站管理办法.pdf", "/files/cd34/rules.pdf", "2026/47/rules.pdf", "pdf", 2318221),
        ),
        reprint="《南浦日报》",
        contributor=("港务集团工会",),
        photographer=("林一帆", "周末"),
        editor=("何田",),
        gallery=((photo("b"), "志愿者在整理充电柜。"), (photo("c", 1067, 1600), "")),
        corrections=(Correction(date(2026, 11, 20), "第二段“80位”应为“86位”。"),),
        views="555",
        issue=Link("2026年第47期", f"{home}issues/2026-47/"),
        previous=Link(TITLES[2], f"{home}2026/11/item-2/"),
        next=Link(TITLES[4], f"{home}2026/11/item-4/"),
        length=1286,
    )
    return replace(full, **more)  # type: ignore[arg-type]  # as above


def notice(edition: Edition) -> Article:
    title = "南浦市总工会关于开展2026年“暖冬行动”的通知"
    full = article(5, edition, "notice", html=NOTICE_BODY, subtitle="", corrections=(), gallery=(), reprint="")
    return replace(
        full,
        card=replace(full.card, title=title, kicker="", cover=None),
        addressee="各县（区）总工会，市直属各基层工会：",
        signature=("南浦市总工会",),
        signed_on=date(2026, 11, 9),
        document_number="南工发〔2026〕31号",
        contact=("金禾", "罗平"),
        phone=("0579-55501235", "办公时间拨打总机"),
    )


def issue(number: int, edition: Edition, **more: object) -> IssueArticle:
    home = f"/{edition.path}"
    cards = [card(n, edition) for n in range(9)]
    named = {s.id: tuple(c for c in cards if c.section and c.section.name == s.name) for s in SECTIONS}
    unnamed = (Link("", "#s-"), (card(9, edition, url=f"{home}2026/11/nowhere/", section=None),))
    full = IssueArticle(
        id=f"2026-{number}",
        url=f"{home}issues/2026-{number}/",
        path=f"issues/2026-{number}/",
        year=2026,
        number=str(number),
        total=str(1138 + number),
        date=date(2026, 11, 20) - timedelta(weeks=47 - number),
        masthead="南浦工会周报",
        contents=(*((Link(s.name, f"#s-{s.id}"), named[s.id]) for s in SECTIONS if named[s.id]), unnamed),
        note_html="<p>入冬以来，各级工会把服务送到一线。本期集中刊发五篇见闻，供各地参考。</p>",
        publisher="南浦市总工会",
        compiler="市总工会办公室",
        chief_editor="何田",
        editor="陈小禾",
        distribution=(
            ("报", "市委办公室、市政府办公室，省总工会"),
            ("送", "市总工会领导，各部室"),
            ("发", "各县（区）总工会，市直属各基层工会"),
        ),
        previous=Link("2026年第46期", f"{home}issues/2026-46/"),
        next=Link("2026年第48期", f"{home}issues/2026-48/"),
    )
    return replace(full, **more)  # type: ignore[arg-type]  # as above


def path_of(kind: ListingKind) -> str:
    return "sections/rights/" if kind == "section" else f"{kind}s/x/"


def listing(kind: ListingKind, edition: Edition, name: str) -> Listing:
    path = path_of(kind)
    return Listing(
        kind,
        path.split("/")[1],
        f"/{edition.path}{path}",
        path,
        name,
        (),
        description="各级工会每周的新闻。",
        parent=Link("南浦市总工会", f"/{edition.path}unions/nanpu/"),
        children=(Link("城北街道总工会", f"/{edition.path}unions/cb/"), Link("江滨街道总工会", "")),
        aliases=("县总工会", "县总"),
        region="南浦",
    )


def in_full(of: IssueArticle, edition: Edition) -> tuple[tuple[Article, ...], ...]:
    """The articles of an issue, the last of each section a notice."""
    return tuple(
        (
            *(replace(article(0, edition), card=one) for one in cards[:-1]),
            *(replace(notice(edition), card=replace(one, kind="notice")) for one in cards[-1:]),
        )
        for _, cards in of.contents
    )


def maximal(edition: Edition) -> Pages:
    """Every template with a view in which every field is filled."""
    home = f"/{edition.path}"
    cards = tuple(card(n, edition) for n in range(12))
    this_issue = issue(47, edition, title="冬日暖流特刊")
    extra = replace(issue(52, edition), number="增刊1")
    nowhere = head(edition, "404.html", "找不到这个页面", canonical="", alternates=())
    sections = tuple((Link(s.name, f"{home}sections/{s.id}/"), cards[i : i + 6]) for i, s in enumerate(SECTIONS))
    pager = Pager(
        3, 4, Link("4", f"{home}x/"), Link("2", f"{home}x/page/2/"),
        tuple(Link(str(n), f"{home}x/page/{n}/") for n in (4, 3, 2, 1)),
    )  # fmt: skip
    groups = (
        ("南浦", tuple((Link(name, f"{home}unions/{i}/"), 1200 - i) for i, name in enumerate(UNIONS))),
        ("", ((Link("其他", f"{home}unions/other/"), 1),)),
    )
    own = (
        ("application/atom+xml", "本栏目", f"{home}x/feed.xml"),
        ("application/feed+json", "本栏目", f"{home}x/feed.json"),
    )
    shared = head(edition, "", "x").feeds
    pinned = tuple(replace(c, pinned=True) for c in cards[4:7])
    withdrawn = article(6, edition, html="", withdrawn="本文有关数据未经核实，予以撤回，向读者致歉。", corrections=())
    lists: Pages = tuple(
        (
            f"{kind}.html",
            ListView(
                head(edition, path_of(kind), name, feeds=(*shared, *own)),
                listing(kind, edition, name),
                (replace(cards[0], is_withdrawn=True), *pinned, *cards[7:], card(13, edition, "notice")),
                pager,
                tuple((Link(f"{m}月", f"{home}archive/2026/{m:02}/"), 12 + m) for m in range(11, 0, -1)),
                1234,
            ),
        )
        for kind, name in zip(_KINDS, LISTS, strict=True)
    )
    names: Pages = tuple(
        (f"{name}.html", IndexView(head(edition, f"{name}/", title), groups))
        for name, title in (("unions", "各级工会"), ("authors", "作者"), ("tags", "标签"), ("archive", "按时间浏览"))
    )
    return (
        (
            "home.html",
            HomeView(
                head(edition, "", ""), this_issue, pinned, cards[0], cards[1:], sections,
                tuple(Link(name, f"{home}unions/{i}/") for i, name in enumerate(UNIONS * 3)),
            ),
        ),
        ("item.html", ArticleView(head(edition, "2026/11/item-0/", TITLES[0]), article(0, edition), cards[:5])),
        ("item.html", ArticleView(head(edition, "2026/11/item-6/", TITLES[6]), withdrawn, ())),
        ("notice.html", ArticleView(head(edition, "2026/11/item-5/", "通知"), notice(edition), cards[:2])),
        ("page.html", ArticleView(head(edition, "about/", "关于本站"), article(1, edition, "page"), ())),
        *lists,
        *names,
        (
            "issue.html",
            IssueView(head(edition, "issues/2026-47/", "2026年第47期"), this_issue, in_full(this_issue, edition)),
        ),
        (
            "issues.html",
            IssuesView(
                head(edition, "issues/", "历期周报"),
                ((2026, tuple(issue(n, edition) for n in range(47, 40, -1))), (2025, (extra,))),
            ),
        ),
        ("search.html", SearchView(head(edition, "search/", "搜索"), "/search-index/", groups)),
        ("404.html", NoticeView(nowhere, cards=cards[:5])),
        ("offline.html", NoticeView(head(edition, "offline/", "现在没有网络"))),
        ("redirect.html", NoticeView(head(edition, "issues/latest/", "最新一期"), f"{home}issues/2026-47/")),
    )  # fmt: skip


def minimal() -> Pages:
    """Every template with the least that its view may hold."""
    empty = Pager(0, 1)
    path = "issues/2026-1/"
    bare_issue = IssueArticle("2026-1", f"/{path}", path, 2026, "1", "", date(2026, 1, 2), "周报", ())
    lists: Pages = tuple(
        (f"{kind}.html", ListView(bare_head("名"), Listing(kind, "x", "/x/", "x/", "名", ()), (), empty))
        for kind in _KINDS
    )
    names: Pages = tuple(
        (f"{name}.html", IndexView(bare_head("名"), ())) for name in ("unions", "authors", "tags", "archive")
    )
    kinds: tuple[Kind, ...] = ("news", "notice", "page")
    return (
        ("home.html", HomeView(bare_head(""), None, (), None, (), (), ())),
        ("home.html", HomeView(bare_head(""), bare_issue, (bare_card(),), bare_card(), (bare_card(),), (), ())),
        *(
            (name, ArticleView(bare_head("无题"), bare_article(kind)))
            for name, kind in zip(("item.html", "notice.html", "page.html"), kinds, strict=True)
        ),
        *lists,
        *names,
        ("issue.html", IssueView(bare_head("周报"), bare_issue)),
        ("issues.html", IssuesView(bare_head("历期"), ())),
        ("search.html", SearchView(bare_head("搜索"), "/search-index/", ())),
        ("404.html", NoticeView(bare_head("找不到"))),
        ("offline.html", NoticeView(bare_head("现在没有网络"))),
        ("redirect.html", NoticeView(bare_head("已迁移"), "/new/")),
    )
