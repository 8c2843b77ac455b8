"""Every page type with everything a view can hold, and with as little as it may: (template, view) pairs for themes."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta, timezone

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
UNIONS = ("南浦市总工会", "青溪县总工会", "港务集团工会", "市教育工会", "临港新区总工会", "云岭县总工会")
TITLES = (
    "骑手驿站亮灯到凌晨 跑单人歇脚有热水",
    "百名巧匠同台竞技 港口吊装“穿针引线”见真功",
    "一份工资协商的六轮谈判",
    "爱心托管班开到车间旁",
    "劳动争议“一站式”调解中心揭牌 平均七天结案",
    "退休焊工的十二本笔记",
    "职工书屋夜读会坚持第五年",
    "给高空作业者系牢第二根安全绳",
    "女职工专项集体合同覆盖山区小微企业",
    "冬送温暖清单提前晒出来",
    "技能夜校新增无人机班 报名当天满额",
    "县级工会法律援助律师走进工地板房",
)
BODY = """<p>11月18日傍晚，气温降到4℃，南浦市总工会在城北新建的第十二个骑手驿站第一次亮灯。热水、充电柜、\
微波炉一字排开，墙上的值班表写着三位志愿者的名字。到晚上9时，已有<strong>86位</strong>骑手进门歇脚。</p>
<p class="run-in-paragraph"><strong class="run-in">（一）灯要亮到最后一单。</strong>“以前在银行门口蹲着吃饭，现在有桌子了。”\
骑手陈亮说，他每天跑40单左右，最盼的是<em class="dot">坐下来喝口热的</em>。驿站由港务集团工会提供场地，开放到次日凌晨2时。</p>
<h2 id="账算到每一度电">账算到每一度电</h2>
<p>驿站的运行账目每月公开，详见<a href="/about/">关于本站</a>与<a href="https://example.org/very/long/path?with=query">\
https://example.org/very/long/path?with=query</a>。云<ruby>岭<rp>(</rp><rt>lǐng</rt><rp>)</rp></ruby>县总工会也派人来学习\
<sup id="fnref-1"><a class="footnote-ref" href="#fn-1">1</a></sup>。</p>
<ul><li>热水和充电：全部免费</li><li>急救箱：每周检查一次</li></ul>
<blockquote><p>“驿站不大，心意要足。”</p></blockquote>
<div class="table" role="region" tabindex="0" aria-label="驿站开放情况"><table>
<thead><tr><th scope="col">驿站</th><th scope="col">开放时间</th><th scope="col">日均人次</th></tr></thead>
<tbody><tr><td>城北</td><td rowspan="2">8:00—次日2:00</td><td>86</td></tr><tr><td>江滨</td><td>112</td></tr></tbody>
</table></div>
<figure><img src="/photos/a-960.jpg" alt="两位骑手在驿站里喝热水" width="960" height="640" loading="lazy">
<figcaption>图为骑手在城北驿站休息。</figcaption></figure>
<p lang="en">Open from 8 a.m. to 2 a.m.</p>
<div class="footnotes"><hr><ol><li id="fn-1"><p>云岭县计划明年建成五个驿站。</p></li></ol></div>"""
NOTICE_BODY = """<p>为做好2026年冬季困难职工帮扶工作，经研究，决定在全市开展“暖冬行动”。现将有关事项通知如下：</p>
<h2 id="一-帮扶对象">一、帮扶对象</h2>
<p>在档困难职工、患重病职工、受灾职工以及一线环卫、快递、外卖从业人员。</p>
<h2 id="二-工作安排">二、工作安排</h2>
<p><strong class="run-in">（一）摸底登记。</strong>各级工会于2026年12月5日前完成入户走访，填写登记表。</p>
<p><strong class="run-in">（二）集中走访。</strong>2027年元旦、春节前各走访一次，慰问品须在当地采购。</p>
<p>请于2026年12月10日前将登记表报送市总工会权益保障部。</p>"""


def photo(name: str, width: int = 1600, height: int = 1067) -> Photo:
    def sizes(suffix: str, form: str) -> tuple[Variant, ...]:
        return tuple(
            Variant(f"/photos/{name}-{w}.{suffix}", w, height * w // width, form) for w in (480, 960, 1600) if w <= width
        )

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
    named = {section.id: tuple(c for c in cards if c.section and c.section.name == section.name) for section in SECTIONS}
    full = IssueArticle(
        id=f"2026-{number}",
        url=f"{home}issues/2026-{number}/",
        path=f"issues/2026-{number}/",
        year=2026,
        number=str(number),
        total=str(1138 + number),
        date=date(2026, 11, 20) - timedelta(weeks=47 - number),
        masthead="南浦工会周报",
        contents=tuple((Link(s.name, f"#{s.id}"), named[s.id]) for s in SECTIONS if named[s.id]),
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


def listing(kind: str, edition: Edition, name: str) -> Listing:
    path = f"{kind}s/x/"
    return Listing(
        kind,  # type: ignore[arg-type]  # the six kinds are looped over
        "x",
        f"/{edition.path}{path}",
        path,
        name,
        (),
        description="各级工会每周的新闻。",
        parent=Link("南浦市总工会", f"/{edition.path}unions/nanpu/"),
        children=(Link("城北街道总工会", f"/{edition.path}unions/cb/"), Link("江滨街道总工会", f"/{edition.path}unions/jb/")),
        aliases=("县总工会", "县总"),
        region="南浦",
    )


def maximal(edition: Edition) -> Pages:
    """Every template with a view in which every field is filled."""
    home = f"/{edition.path}"
    cards = tuple(card(n, edition) for n in range(12))
    sections = tuple((Link(s.name, f"{home}sections/{s.id}/"), cards[i : i + 6]) for i, s in enumerate(SECTIONS))
    pager = Pager(
        3, 4, Link("4", f"{home}x/"), Link("2", f"{home}x/page/2/"),
        tuple(Link(str(n), f"{home}x/page/{n}/") for n in (4, 3, 2, 1)),
    )  # fmt: skip
    groups = (
        ("南浦", tuple((Link(name, f"{home}unions/{i}/"), 1200 - i) for i, name in enumerate(UNIONS))),
        ("", ((Link("其他", f"{home}unions/other/"), 1),)),
    )
    own = (("application/atom+xml", "本栏目", f"{home}x/feed.xml"), ("application/feed+json", "本栏目", f"{home}x/feed.json"))
    shared = head(edition, "", "x").feeds
    pinned = tuple(replace(c, pinned=True) for c in cards[4:7])
    withdrawn = article(6, edition, html="", withdrawn="本文有关数据未经核实，予以撤回，向读者致歉。", corrections=())
    lists: Pages = tuple(
        (
            f"{kind}.html",
            ListView(
                head(edition, f"{kind}s/x/", name, feeds=(*shared, *own)),
                listing(kind, edition, name),
                (replace(cards[0], is_withdrawn=True), *pinned, *cards[7:], card(13, edition, "notice")),
                pager,
                tuple((Link(f"{m}月", f"{home}archive/2026/{m:02}/"), 12 + m) for m in range(11, 0, -1)),
                1234,
            ),
        )
        for kind, name in (
            ("section", "权益维护"), ("union", "青溪县总工会"), ("author", "陈小禾"), ("tag", "驿站"),
            ("year", "2026年"), ("month", "2026年11月"),
        )
    )  # fmt: skip
    names: Pages = tuple(
        (f"{name}.html", IndexView(head(edition, f"{name}/", title), groups))
        for name, title in (("unions", "各级工会"), ("authors", "作者"), ("tags", "标签"), ("archive", "按时间浏览"))
    )
    return (
        (
            "home.html",
            HomeView(
                head(edition, "", ""), issue(47, edition, title="冬日暖流特刊"), pinned, cards[0], cards[1:], sections,
                tuple(Link(name, f"{home}unions/{i}/") for i, name in enumerate(UNIONS * 3)),
            ),
        ),
        ("item.html", ArticleView(head(edition, "2026/11/item-0/", TITLES[0]), article(0, edition), cards[:5])),
        ("item.html", ArticleView(head(edition, "2026/11/item-6/", TITLES[6]), withdrawn, ())),
        ("notice.html", ArticleView(head(edition, "2026/11/item-5/", "通知"), notice(edition), cards[:2])),
        ("page.html", ArticleView(head(edition, "about/", "关于本站"), article(1, edition, "page"), ())),
        *lists,
        *names,
        ("issue.html", IssueView(head(edition, "issues/2026-47/", "2026年第47期"), issue(47, edition, title="冬日暖流特刊"))),
        (
            "issues.html",
            IssuesView(
                head(edition, "issues/", "历期目录"),
                ((2026, tuple(issue(n, edition) for n in range(47, 40, -1))), (2025, (replace(issue(52, edition), number="增刊1"),))),
            ),
        ),
        ("search.html", SearchView(head(edition, "search/", "搜索"), "/search-index/", groups)),
        ("404.html", NoticeView(head(edition, "404.html", "找不到这个页面", canonical="", alternates=()), cards=cards[:5])),
        ("redirect.html", NoticeView(head(edition, "issues/latest/", "最新一期", alternates=()), f"{home}issues/2026-47/")),
    )  # fmt: skip


def minimal(edition: Edition) -> Pages:
    """Every template with the least that its view may hold."""
    empty = Pager(0, 1)
    bare_issue = IssueArticle("2026-1", "/issues/2026-1/", "issues/2026-1/", 2026, "1", "", date(2026, 1, 2), "周报", ())
    lists: Pages = tuple(
        (f"{kind}.html", ListView(bare_head("名"), Listing(kind, "x", "/x/", "x/", "名", ()), (), empty))  # type: ignore[arg-type]  # as above
        for kind in ("section", "union", "author", "tag", "year", "month")
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
        ("redirect.html", NoticeView(bare_head("已迁移"), "/new/")),
    )
