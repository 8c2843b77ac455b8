"""Site, article, issue or list -> schema.org data as JSON-LD text that is safe inside ``<script>``.

What is said of a thing is written as JSON where it is said. Empty values are left out, at any depth: "" stands for
them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from json.encoder import encode_basestring

from bulletin.model.article import Article, IssueArticle, Link, Listing, Site
from bulletin.model.content import Config, Edition
from bulletin.model.item import Photo
from bulletin.render.addresses import absolute
from bulletin.render.remembering import kept
from bulletin.render.syndicate import named
from bulletin.render.timestamp import rfc3339, stated, updated
from bulletin.render.xml import clean, escaped

Json = str  # "" for what is left out
_QUOTED: Callable[[str], Json] = encode_basestring
_KEPT = 1024  # steps, parties and names
_ESCAPES = (("<", "\\u003c"), (">", "\\u003e"), ("&", "\\u0026"), ("\u2028", "\\u2028"), ("\u2029", "\\u2029"))


def json_ld(*things: Json) -> str:
    """One JSON text; "" for nothing."""
    if not things:
        return ""
    return f'{{"@context":"https://schema.org","@graph":[{",".join(things)}]}}'


def thing(kind: str, parts: Mapping[str, Json]) -> Json:
    """``parts`` by the names of the properties, of which none needs to be escaped."""
    told = "".join([f',"{name}":{value}' for name, value in parts.items() if value])
    return f'{{"@type":"{kind}"{told}}}'


def said(text: str) -> Json:
    """``text`` without what no text may hold."""
    if text.isprintable() and escaped(text) == text:  # nothing to clean or to escape, as in most
        return _QUOTED(text) if text else ""
    if not (cleaned := clean(text)):
        return ""
    told = _QUOTED(cleaned)
    for character, written in _ESCAPES:
        told = told.replace(character, written)
    return told


_known = lru_cache(maxsize=_KEPT)(said)  # for names, which stand on many pages


def _all(values: Iterable[Json]) -> Json:
    found = ",".join(filter(None, values))
    return f"[{found}]" if found else ""


def website(site: Site) -> Json:
    """The site, with its search where it has one, https://schema.org/SearchAction."""
    config, edition = site.config, site.edition
    home = said(absolute(config, edition, ""))
    parts = {
        "@id": home,
        "url": home,
        "name": said(config.title),
        "alternateName": said(config.tagline),
        "description": said(config.description),
        "keywords": _all(map(said, config.keywords)),
        "inLanguage": said(edition.tag),
        "publisher": publisher(config, edition),
        "potentialAction": _search_action(site) if config.search else "",
    }
    return thing("WebSite", parts)


def _search_action(site: Site) -> Json:
    url = absolute(site.config, site.edition, "search/") + "?q={search_term_string}"
    target = thing("EntryPoint", {"urlTemplate": said(url)})
    return thing("SearchAction", {"target": target, "query-input": said("required name=search_term_string")})


@kept(8)
def publisher(config: Config, edition: Edition) -> Json:
    contact = thing("ContactPoint", {"telephone": said(config.phone), "email": said(config.email)})
    parts = {
        "name": said(config.owner or config.title),
        "url": said(absolute(config, edition, "")),
        "address": said(config.address),
        "contactPoint": contact if config.phone or config.email else "",
    }
    return thing("Organization", parts)


def news_article(site: Site, article: Article, url: str, description: str) -> Json:
    """https://schema.org/NewsArticle; ``url`` is absolute."""
    card, config, here = article.card, site.config, said(url)
    sources = _all([_party("Organization", link, config) for link in named(card.sources)])
    people = _all([_party("Person", link, config) for link in named(card.authors)])
    house = publisher(config, site.edition)
    published = said(stated(card.date, card.has_time, config)) if card.date else ""
    is_changed = card.updated is not None and card.updated != card.date
    parts = {
        "@id": here,
        "url": here,
        "mainEntityOfPage": thing("WebPage", {"@id": here}),
        "headline": said(card.title),
        "alternativeHeadline": said(article.subtitle),
        "description": said(description),
        "datePublished": published,
        "dateModified": said(rfc3339(updated(card, config), config)) if is_changed else published,
        "author": people or sources or _all([house]),
        "sourceOrganization": sources,
        "contributor": _all(map(_person, (*article.contributor, *article.photographer))),
        "editor": _all(map(_person, article.editor)),
        "publisher": house,
        "image": _all(_image(photo, config) for photo in _photos(article)),
        "inLanguage": _known(site.edition.tag),
        "articleSection": _known(card.section.name) if card.section else "",
        "keywords": _all([_known(tag.name) for tag in article.tags]),
        "contentLocation": thing("Place", {"name": said(card.region)}) if card.region else "",
        "isAccessibleForFree": "true",
        "isPartOf": _part_of(article, config),
        "correction": _all(_correction(one.text, one.date.isoformat(), here) for one in article.corrections),
    }
    return thing("NewsArticle", parts)


def web_page(
    site: Site, name: str, url: str, description: str = "", kind: str = "WebPage", keywords: Iterable[str] = ()
) -> Json:
    """A page that is neither news nor an issue; ``kind`` is a type below https://schema.org/WebPage."""
    here = said(url)
    parts = {
        "@id": here,
        "url": here,
        "name": said(name),
        "description": said(description),
        "inLanguage": said(site.edition.tag),
        "isPartOf": f'{{"@id":{said(absolute(site.config, site.edition, ""))}}}',
        "keywords": _all(map(said, keywords)),
    }
    return thing(kind, parts)


def collection(site: Site, listing: Listing, url: str) -> Json:
    return web_page(site, listing.name, url, listing.description, "CollectionPage", listing.keywords)


def publication_issue(site: Site, issue: IssueArticle, name: str, url: str) -> Json:
    """https://schema.org/PublicationIssue with its articles, as part of the weekly."""
    config, here = site.config, said(url)
    articles = [card for _, cards in issue.contents for card in cards if not card.is_withdrawn]
    weekly = {
        "name": said(issue.masthead or config.title),
        "url": said(absolute(config, site.edition, "issues/")),
    }
    own = thing("Organization", {"name": said(issue.publisher)}) if issue.publisher else ""
    parts = {
        "@id": here,
        "url": here,
        "name": said(name),
        "issueNumber": said(issue.number),
        "datePublished": said(issue.date.isoformat()),
        "inLanguage": said(site.edition.tag),
        "editor": _all(map(_person, (issue.chief_editor, issue.editor))),
        "publisher": own or publisher(config, site.edition),
        "isPartOf": thing("Periodical", weekly),
        "hasPart": _all(
            thing("NewsArticle", {"headline": said(card.title), "url": said(config.absolute(card.url))})
            for card in articles
        ),
    }
    return thing("PublicationIssue", parts)


def breadcrumbs(config: Config, trail: tuple[Link, ...]) -> Json:
    """https://schema.org/BreadcrumbList of the steps from the home page to this one."""
    steps = [_step(place, link.name, config.absolute(link.url)) for place, link in enumerate(named(trail), 1)]
    return thing("BreadcrumbList", {"itemListElement": _all(steps)})


@lru_cache(maxsize=_KEPT)
def _step(place: int, name: str, url: str) -> Json:
    return thing("ListItem", {"position": str(place), "name": said(name), "item": said(url)})


def _photos(article: Article) -> tuple[Photo, ...]:
    cover = (article.card.cover,) if article.card.cover else ()
    return (*cover, *(photo for photo, _ in article.gallery))


def _image(photo: Photo, config: Config) -> Json:
    if not photo.fallback:
        return ""
    widest = max(photo.fallback, key=lambda variant: variant.width)
    sizes = {"width": str(widest.width), "height": str(widest.height)}
    return thing("ImageObject", {"url": said(config.absolute(widest.url)), **sizes})


def _part_of(article: Article, config: Config) -> Json:
    if article.issue is None:
        return ""
    return _named("PublicationIssue", article.issue.name, config.absolute(article.issue.url))


def _correction(text: str, day: str, here: Json) -> Json:
    parts = {"text": said(text), "datePublished": said(day), "parentItem": f'{{"@id":{here}}}'}
    return thing("CorrectionComment", parts)


def _party(kind: str, link: Link, config: Config) -> Json:
    return _named(kind, link.name, config.absolute(link.url) if link.url else "")


@lru_cache(maxsize=_KEPT)
def _named(kind: str, name: str, url: str) -> Json:
    return thing(kind, {"name": said(name), "url": said(url)})


def _person(name: str) -> Json:
    return thing("Person", {"name": told}) if (told := said(name)) else ""
