"""A small bulletin made up in memory: numbers in, a ``Site`` as ``convert`` would give it out. No disk is read."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date, datetime, timedelta, timezone
from hashlib import blake2b
from urllib.parse import quote

from bulletin.convert.related import RelatedCards, names_of, related
from bulletin.model.article import Article, Card, Heading, IssueArticle, Link, Listing, Site
from bulletin.model.content import Config, Edition, File, Glossary, Section
from bulletin.model.item import Attachment, Bulletin, Correction, Item, Kind, Photo, Variant

CHINA = timezone(timedelta(hours=8))
NOW = datetime(2026, 11, 20, 9, 30, tzinfo=CHINA)
HANS = Edition("zh-Hans", "", "简体", "curly")
HANT = Edition("zh-Hant", "hant/", "繁體", "corner")
SECTIONS = (
    Section("news", "工会动态", "各级工会的最新动态", ("工会", "动态")),
    Section("rights", "权益维护", "劳动争议调解与法律援助"),
    Section("notices", "通知公告"),
)
UNIONS = (("hz", "杭州市总工会", "杭州"), ("tonglu", "桐庐县总工会", "杭州"), ("wenzhou", "温州市总工会", "温州"))
AUTHORS = (("li-ming", "李明"), ("zhou-fang", "周芳"))
TAGS = (("qiye", "企业"), ("peixun", "培训"), ("guanhuai", "送温暖"), ("anquan", "安全生产"))


def make_config(url: str = "https://union.example/", **changes: object) -> Config:
    """Two editions, three sections, every filing filled in; ``changes`` are fields of Config."""
    config = Config(
        title="工会周报",
        url=url,
        editions=(HANS, HANT),
        sections=SECTIONS,
        tagline="一周工会新闻",
        description="全市各级工会的新闻",
        keywords=("工会", "职工"),
        page_size=5,
        feed_size=10,
        owner="杭州市总工会",
        builder="信息中心",
        address="文三路1号",
        phone="0571-12345678",
        email="news@union.example",
        copyright_from=2014,
        icp="浙ICP备00000000号-1",
        police="浙公网安备 33010202000000号",
        site_code="3300000000",
    )
    return replace(config, **changes)  # type: ignore[arg-type]  # a test names real fields or fails at once


def make_photo(name: str = "照片1.jpg", width: int = 1200, height: int = 800, base: str = "/") -> Photo:
    """A photo in the widths 480 and 960, as WebP and as JPEG."""
    digest = _digest(name)

    def variant(wide: int, suffix: str, form: str) -> Variant:
        return Variant(f"{base}photos/{digest[:16]}-{wide}.{suffix}", wide, round(height * wide / width), form)

    widths = [w for w in (480, 960) if w < width] or [width]
    return Photo(
        name,
        digest,
        width,
        height,
        tuple(variant(w, "webp", "WEBP") for w in widths),
        tuple(variant(w, "jpg", "JPEG") for w in widths),
    )


def make_card(number: int, config: Config, edition: Edition, kind: Kind = "news") -> Card:
    """Card ``number``: a higher number is newer by 30 hours. Section, union, author follow from the number."""
    root = config.base + edition.path
    moment = datetime(2026, 9, 1, 8, 0, tzinfo=CHINA) + timedelta(hours=30 * number)
    section = config.sections[number % len(config.sections)]
    union, author = UNIONS[number % len(UNIONS)], AUTHORS[number % len(AUTHORS)]
    has_photo = number % 3 == 1
    return Card(
        path=f"2026/第{number}条.md",
        url=f"{root}{moment:%Y/%m}/item-{number}/",
        title=f"第{number}条新闻 工会在行动",
        kind=kind,
        date=moment,
        has_time=True,
        updated=moment,
        summary=f"第{number}条新闻的摘要。",
        section=Link(section.name, f"{root}sections/{section.id}/"),
        sources=(Link(union[1], f"{root}unions/{union[0]}/"),),
        authors=(Link(author[1], f"{root}authors/{author[0]}/"),),
        region=union[2],
        cover=make_photo(f"2026/照片{number}.jpg", base=config.base) if has_photo else None,
    )


def make_article(number: int, config: Config, edition: Edition, kind: Kind = "news") -> Article:
    """Article ``number`` with a body, headings, tags and one attachment on every fourth."""
    card = make_card(number, config, edition, kind)
    root = config.base + edition.path
    tags = {TAGS[number % len(TAGS)], TAGS[(number // 2) % len(TAGS)]}
    path = "2026/报名表.docx"
    url = f"{config.base}files/{_digest(path)}/{quote('报名表.docx')}"
    files = (Attachment("报名表.docx", url, path, "docx", 20480),)
    text = f"第{number}条新闻的正文。\n工会组织职工参加活动。"
    return Article(
        card=card,
        html=f'<p>第{number}条新闻的正文。</p>\n<h2 id="h">一、安排</h2>\n<p>工会组织职工参加活动。</p>',
        text=text,
        digest="",  # tests change one field of it after the other
        headings=(Heading(2, "h", "一、安排"),),
        tags=tuple(Link(name, f"{root}tags/{slug}/") for slug, name in sorted(tags)),
        attachments=files if number % 4 == 0 else (),
        corrections=(Correction(date(2026, 11, 1), "更正了人数。"),) if number % 7 == 3 else (),
        length=len(text),
    )


def make_page(slug: str, title: str, config: Config, edition: Edition) -> Article:
    """A page such as "about", in no list."""
    url = f"{config.base}{edition.path}{slug}/"
    card = Card(f"{slug}.md", url, title, "page", None, False, None)
    return Article(card, f"<p>{title}</p>", title, "")


def make_site(
    count: int = 12,
    *,
    edition: Edition = HANS,
    config: Config | None = None,
    change: Callable[[Article], Article] = lambda article: article,
) -> Site:
    """A whole Site of ``count`` articles, an issue for every five of them, every list and one alias.

    ``change`` may alter each article before lists and issues are made of them.
    """
    config = config or make_config()
    articles = tuple(change(make_article(n, config, edition)) for n in reversed(range(count)))
    issues = _issues(articles, config, edition)
    root = config.base + edition.path
    return Site(
        config=config,
        edition=edition,
        articles=articles,
        pages=(make_page("about", "关于我们", config, edition),),
        listings=_listings(articles, config, edition),
        issues=issues,
        aliases=(("old/news.html", articles[-1].card.url),) if articles else (("old/news.html", root),),
        now=NOW,
        related=RelatedCards(articles, related(names_of(articles, root))),
        issue_of={card.path: issue for issue in issues for _, cards in issue.contents for card in cards},
    )


def make_sites(count: int = 12, config: Config | None = None) -> tuple[Site, ...]:
    """The same bulletin in every edition of ``config`` (two by default)."""
    config = config or make_config()
    return tuple(make_site(count, edition=e, config=config) for e in config.editions)


def make_bulletin(sites: tuple[Site, ...]) -> Bulletin:
    """The Bulletin that ``sites`` could have come from: items with their photos, and the files they attach."""
    site = sites[0]
    items = tuple(_item(article) for article in (*site.articles, *site.pages))
    paths = sorted({a.path for item in items for a in item.attachments if a.path})
    files = tuple(File(p, 20480, _digest(p), "docx") for p in paths)
    return Bulletin(site.config, (), Glossary(), items, (), files, (), (), (), (), (), site.now, site.now)


def _digest(text: str) -> str:
    return blake2b(text.encode(), digest_size=16).hexdigest()


def _item(article: Article) -> Item:
    card = article.card
    return Item(
        card.path,
        card.kind,
        card.title,
        article.text,
        1,
        article.digest,
        date=card.date,
        cover=card.cover,
        gallery=tuple(photo for photo, _ in article.gallery),
        attachments=article.attachments,
        withdrawn=article.withdrawn,
    )


def _issues(articles: tuple[Article, ...], config: Config, edition: Edition) -> tuple[IssueArticle, ...]:
    oldest_first = articles[::-1]
    made: list[IssueArticle] = []
    for index, start in enumerate(range(0, len(oldest_first), 5)):
        cards = tuple(a.card for a in oldest_first[start : start + 5])
        sections = sorted({c.section.name for c in cards if c.section})
        contents = tuple(
            (Link(name, f"#s{i}"), tuple(c for c in cards if c.section and c.section.name == name))
            for i, name in enumerate(sections)
        )
        path = f"issues/2026-{36 + index}/"
        day = cards[-1].date
        made.append(
            IssueArticle(
                id=f"2026-{36 + index}",
                url=config.base + edition.path + path,
                path=path,
                year=2026,
                number=str(36 + index),
                total=str(1100 + index),
                date=day.date() if day else date(2026, 1, 1),
                masthead=config.title,
                contents=contents,
                note_html="<p>本期按语。</p>",
                publisher=config.owner,
            )
        )
    return tuple(reversed(made))


def _listings(articles: Iterable[Article], config: Config, edition: Edition) -> tuple[Listing, ...]:
    cards = tuple(a.card for a in articles)
    root = config.base + edition.path
    tagged: dict[Link, list[Card]] = {}
    for article in articles:
        for link in article.tags:
            tagged.setdefault(link, []).append(article.card)

    def listing(kind: str, path: str, name: str, chosen: Iterable[Card], **more: object) -> Listing:
        identity = path.rstrip("/").split("/", 1)[1]
        return Listing(kind, identity, root + path, path, name, tuple(chosen), **more)  # type: ignore[arg-type]

    def sourced(path: str) -> tuple[Card, ...]:
        return tuple(c for c in cards if any(link.url == root + path for link in (*c.sources, *c.authors)))

    made = [
        listing("section", f"sections/{s.id}/", s.name, (c for c in cards if c.section and c.section.name == s.name),
                description=s.description, keywords=s.keywords)
        for s in config.sections
    ]
    made += [listing("union", f"unions/{i}/", name, sourced(f"unions/{i}/"), region=place) for i, name, place in UNIONS]
    made += [listing("author", f"authors/{i}/", name, sourced(f"authors/{i}/")) for i, name in AUTHORS]
    made += [listing("tag", tag.url.removeprefix(root), tag.name, tagged[tag]) for tag in sorted(tagged, key=str)]
    months = sorted({(c.date.year, c.date.month) for c in cards if c.date}, reverse=True)
    for year in sorted({y for y, _ in months}, reverse=True):
        children = tuple(Link(f"{m}月", f"{root}archive/{y}/{m:02}/") for y, m in months if y == year)
        chosen = (c for c in cards if c.date and c.date.year == year)
        made.append(listing("year", f"archive/{year}/", f"{year}年", chosen, children=children))
    for year, month in months:
        chosen = (c for c in cards if c.date and (c.date.year, c.date.month) == (year, month))
        made.append(listing("month", f"archive/{year}/{month:02}/", f"{year}年{month}月", chosen,
                            parent=Link(f"{year}年", f"{root}archive/{year}/")))
    return tuple(made)
