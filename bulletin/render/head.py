"""Site and one of its pages -> what ``<head>`` tells machines.

``Head.metas`` leaves out the guideline's Description and robots, which themes print from ``Head.description`` and
``Head.robots``: HTML compares names without regard to case, so that "Description" would say it twice.
Names: 《政府网站发展指引》 (国办发〔2017〕47号), Open Graph (https://ogp.me/).
"""

from __future__ import annotations

from functools import lru_cache
from urllib.parse import urlsplit

from bulletin.model.article import Article, IssueArticle, Link, Listing, Site
from bulletin.render import structured
from bulletin.render.addresses import absolute, alternates, below, local, quoted
from bulletin.render.opengraph import WEBSITE, Pairs, article_properties, page_properties, shared_image
from bulletin.render.structured import Json, breadcrumbs, json_ld
from bulletin.render.timestamp import aware
from bulletin.render.views import Head
from bulletin.render.xml import clean, clean_pairs

ATOM = "application/atom+xml"
JSON_FEED = "application/feed+json"
NOT_FOUND = "404.html"
LISTS_WITH_FEED = ("section", "union", "tag")
_DESCRIPTION_LENGTH = 120  # characters; search engines show about 80 Han characters


def page_head(
    site: Site,
    path: str,
    *,
    title: str,
    description: str = "",
    robots: str = "",
    feeds: tuple[tuple[str, str], ...] = (),
    in_editions: tuple[str, ...] | None = None,
) -> Head:
    """Head of any page; ``path`` is below the edition, "" the home page.

    ``feeds`` are (title, path of the list below the edition). The 404 page answers for every address, so it has no
    canonical one and no robots may keep it.
    """
    config = site.config
    description = description or ("" if path else config.description or config.tagline)
    url = absolute(config, site.edition, path)
    things: tuple[Json, ...] = ()
    if not path:
        things = (structured.website(site),)
    elif "noindex" not in robots and path != NOT_FOUND:
        things = structured.web_page(site, title, url, description), _trail(site, Link(title, url))
    return _head(
        site,
        path,
        title=title,
        description=description,
        robots=robots or ("noindex" if path == NOT_FOUND else ""),
        feeds=feeds,
        in_editions=in_editions,
        metas=(("Keywords", ",".join(config.keywords)),) if not path else (),
        things=things,
    )


def redirect_head(site: Site, target: str, title: str) -> Head:
    """Head of a page that only leads on: the root-relative URL ``target`` is the canonical address."""
    path = below(site.config, site.edition, target)
    return _head(site, path, title=title, description="", robots="noindex, follow")


def article_head(site: Site, article: Article) -> Head:
    """Head of an item. A withdrawn one says nothing but its title, and no robot may keep it."""
    card, config = article.card, site.config
    path = below(config, site.edition, card.url)
    if card.is_withdrawn or article.withdrawn:
        return _head(site, path, title=card.title, description="", robots="noindex")
    url = absolute(config, site.edition, path)
    description = _description(article)
    if card.kind == "page":
        about = structured.web_page(site, card.title, url, description)
    else:
        about = structured.news_article(site, article, url, description)
    steps = (card.section,) if card.section else ()
    return _head(
        site,
        path,
        title=card.title,
        description=description,
        metas=_article_metas(site, article, url),
        properties=article_properties(site, article),
        things=(about, _trail(site, *steps, Link(card.title, url))),
    )


def issue_head(site: Site, issue: IssueArticle) -> Head:
    """Head of a weekly issue."""
    path = below(site.config, site.edition, issue.url)
    url = absolute(site.config, site.edition, path)
    title = issue_title(issue)
    contents = [card.title for _, cards in issue.contents for card in cards if not card.is_withdrawn]
    return _head(
        site,
        path,
        title=title,
        description=_cut("；".join(contents)),
        metas=(("ColumnName", issue.masthead or site.config.title), ("ColumnType", issue.masthead)),
        things=(structured.publication_issue(site, issue, title, url), _trail(site, Link(title, url))),
    )


def listing_head(site: Site, listing: Listing, page: int = 0) -> Head:
    """Head of a list; ``page`` 0 is its first page, whose name is the list's."""
    config = site.config
    title = f"{listing.name}（{page}）" if page else listing.name
    start = below(config, site.edition, listing.url)
    path = f"{start}page/{page}/" if page else start
    url = absolute(config, site.edition, path)
    steps = (listing.parent,) if listing.parent else ()
    metas = (
        ("ColumnName", listing.name),
        ("ColumnDescription", listing.description),
        ("ColumnKeywords", ",".join(listing.keywords)),
        ("ColumnType", listing.parent.name if listing.parent else listing.name),
        ("Keywords", ",".join(listing.keywords)),
    )
    return _head(
        site,
        path,
        title=title,
        description=listing.description,
        feeds=((listing.name, start),) if listing.kind in LISTS_WITH_FEED else (),
        metas=metas,
        things=(structured.collection(site, listing, url), _trail(site, *steps, Link(title, url))),
    )


def issue_title(issue: IssueArticle) -> str:
    """工运周报 2026年第42期: these words are the same in both scripts."""
    number = f"第{issue.number}期" if issue.number.isdecimal() else issue.number
    return issue.title or f"{issue.masthead} {issue.year}年{number}".strip()


@lru_cache(maxsize=64)
def feed_links(title: str, root: str, feeds: tuple[tuple[str, str], ...]) -> tuple[tuple[str, str, str], ...]:
    """The site's feeds, then those of the lists, each as Atom and as JSON. ``root`` is the URL of the edition."""
    named = ((title, ""), *((f"{title} · {name}", path) for name, path in feeds))
    return tuple(
        (media, clean(name), root + quoted(path + file))
        for name, path in named
        for media, file in ((ATOM, "feed.xml"), (JSON_FEED, "feed.json"))
    )


def _head(
    site: Site,
    path: str,
    *,
    title: str,
    description: str,
    robots: str = "",
    feeds: tuple[tuple[str, str], ...] = (),
    in_editions: tuple[str, ...] | None = None,
    metas: Pairs = (),
    properties: Pairs = WEBSITE,
    things: tuple[Json, ...] = (),
) -> Head:
    config, edition = site.config, site.edition
    canonical = "" if path == NOT_FOUND else absolute(config, edition, path)
    graph = page_properties(site, title or config.title, canonical, description)
    told = *_site_metas(site), *metas
    return Head(
        title=clean(title),
        description=clean(description),
        canonical=canonical,
        alternates=alternates(config, edition, path, in_editions),
        robots=robots,
        feeds=feed_links(config.title, config.base + edition.path, feeds),
        metas=tuple([pair for name, value in clean_pairs(told) if (pair := (name, value.strip()))[1]]),
        properties=tuple(clean_pairs((*graph, *properties))),
        json_ld=json_ld(*things),
    )


def _site_metas(site: Site) -> Pairs:
    config = site.config
    return (
        ("SiteName", config.title),
        ("SiteDomain", _domain(config.url)),
        ("SiteIDCode", config.site_code),
    )


@lru_cache(maxsize=8)
def _domain(url: str) -> str:
    return urlsplit(url).netloc.rpartition("@")[2]


def _article_metas(site: Site, article: Article, url: str) -> Pairs:
    card, config = article.card, site.config
    keywords = ("Keywords", ",".join(tag.name for tag in article.tags))
    if card.kind == "page":
        return (keywords,)
    source = "、".join(link.name for link in card.sources) or article.reprint
    image = shared_image(article)
    return (
        ("ArticleTitle", card.title),
        ("PubDate", aware(card.date, config).isoformat(" ", "minutes")[:16] if card.date else ""),
        ("ContentSource", source or config.owner or config.title),
        keywords,
        ("Author", "、".join(link.name for link in card.authors)),
        ("Image", config.absolute(image.url) if image else ""),
        ("Url", url),
    )


def _trail(site: Site, *steps: Link) -> Json:
    home = Link(site.config.title, local(site.config, site.edition, ""))
    return breadcrumbs(site.config, (home, *steps))


def _description(article: Article) -> str:
    return article.card.summary or _cut(" ".join(article.text.split()))


def _cut(text: str) -> str:
    return text if len(text) <= _DESCRIPTION_LENGTH else text[: _DESCRIPTION_LENGTH - 1] + "…"
