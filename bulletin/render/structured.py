"""Site, article, issue or list -> schema.org data as JSON-LD text that is safe inside ``<script>``."""

from __future__ import annotations

import json
from typing import Any

from bulletin.model.article import Article, IssueArticle, Link, Listing, Site
from bulletin.model.content import Config
from bulletin.model.item import Photo
from bulletin.render.addresses import absolute
from bulletin.render.syndicate import named
from bulletin.render.timestamp import rfc3339, stated, updated
from bulletin.render.xml import clean

Thing = dict[str, Any]
_ENCODER = json.JSONEncoder(ensure_ascii=False, check_circular=False, separators=(",", ":"))
_EMPTY: tuple[Any, ...] = ("", [], {})
_ESCAPES = (("<", "\\u003c"), (">", "\\u003e"), ("&", "\\u0026"), ("\u2028", "\\u2028"), ("\u2029", "\\u2029"))


def json_ld(*things: Thing) -> str:
    """One JSON text; "" for nothing. Empty values are left out, at any depth."""
    if not things:
        return ""
    text = _encoded([_pruned(thing) for thing in things])
    if "\\" in text or not text.isprintable():  # else cleaning would leave each text as it is
        text = _encoded([_pruned(_cleaned(thing)) for thing in things])
    for character, written in _ESCAPES:
        text = text.replace(character, written)
    return text


def _encoded(graph: list[Thing]) -> str:
    return _ENCODER.encode({"@context": "https://schema.org", "@graph": graph})


def website(site: Site) -> Thing:
    """The site, with its search where it has one, https://schema.org/SearchAction."""
    config, edition = site.config, site.edition
    home = absolute(config, edition, "")
    return {
        "@type": "WebSite",
        "@id": home,
        "url": home,
        "name": config.title,
        "alternateName": config.tagline,
        "description": config.description,
        "keywords": list(config.keywords),
        "inLanguage": edition.tag,
        "publisher": publisher(site),
        "potentialAction": _search_action(site) if config.search else "",
    }


def _search_action(site: Site) -> Thing:
    return {
        "@type": "SearchAction",
        "target": {
            "@type": "EntryPoint",
            "urlTemplate": absolute(site.config, site.edition, "search/") + "?q={search_term_string}",
        },
        "query-input": "required name=search_term_string",
    }


def publisher(site: Site) -> Thing:
    config = site.config
    contact = {"@type": "ContactPoint", "telephone": config.phone, "email": config.email}
    return {
        "@type": "Organization",
        "name": config.owner or config.title,
        "url": absolute(config, site.edition, ""),
        "address": config.address,
        "contactPoint": contact if config.phone or config.email else "",
    }


def news_article(site: Site, article: Article, url: str, description: str) -> Thing:
    """https://schema.org/NewsArticle; ``url`` is absolute."""
    card, config = article.card, site.config
    sources = [_party("Organization", link, config) for link in named(card.sources)]
    people = [_party("Person", link, config) for link in named(card.authors)]
    return {
        "@type": "NewsArticle",
        "@id": url,
        "url": url,
        "mainEntityOfPage": {"@type": "WebPage", "@id": url},
        "headline": card.title,
        "alternativeHeadline": article.subtitle,
        "description": description,
        "datePublished": stated(card.date, card.has_time, config) if card.date else "",
        "dateModified": _modified(article, config),
        "author": people or sources or [publisher(site)],
        "sourceOrganization": sources,
        "contributor": [_person(name) for name in (*article.contributor, *article.photographer)],
        "editor": [_person(name) for name in article.editor],
        "publisher": publisher(site),
        "image": [_image(photo, config) for photo in _photos(article)],
        "inLanguage": site.edition.tag,
        "articleSection": card.section.name if card.section else "",
        "keywords": [tag.name for tag in article.tags],
        "contentLocation": {"@type": "Place", "name": card.region} if card.region else "",
        "isAccessibleForFree": True,
        "isPartOf": _part_of(article, config),
        "correction": [_correction(c.text, c.date.isoformat(), url) for c in article.corrections],
    }


def web_page(site: Site, name: str, url: str, description: str = "", kind: str = "WebPage") -> Thing:
    """A page that is neither news nor an issue; ``kind`` is a type below https://schema.org/WebPage."""
    return {
        "@type": kind,
        "@id": url,
        "url": url,
        "name": name,
        "description": description,
        "inLanguage": site.edition.tag,
        "isPartOf": {"@id": absolute(site.config, site.edition, "")},
    }


def collection(site: Site, listing: Listing, url: str) -> Thing:
    page = web_page(site, listing.name, url, listing.description, "CollectionPage")
    return page | {"keywords": list(listing.keywords)}


def publication_issue(site: Site, issue: IssueArticle, name: str, url: str) -> Thing:
    """https://schema.org/PublicationIssue with its articles, as part of the weekly."""
    config = site.config
    articles = [card for _, cards in issue.contents for card in cards if not card.is_withdrawn]
    return {
        "@type": "PublicationIssue",
        "@id": url,
        "url": url,
        "name": name,
        "issueNumber": issue.number,
        "datePublished": issue.date.isoformat(),
        "inLanguage": site.edition.tag,
        "editor": [_person(person) for person in (issue.chief_editor, issue.editor) if person],
        "publisher": {"@type": "Organization", "name": issue.publisher} if issue.publisher else publisher(site),
        "isPartOf": {
            "@type": "Periodical",
            "name": issue.masthead or config.title,
            "url": absolute(config, site.edition, "issues/"),
        },
        "hasPart": [
            {"@type": "NewsArticle", "headline": card.title, "url": config.absolute(card.url)} for card in articles
        ],
    }


def breadcrumbs(config: Config, trail: tuple[Link, ...]) -> Thing:
    """https://schema.org/BreadcrumbList of the steps from the home page to this one."""
    steps = [
        {"@type": "ListItem", "position": place, "name": link.name, "item": config.absolute(link.url)}
        for place, link in enumerate(named(trail), 1)
    ]
    return {"@type": "BreadcrumbList", "itemListElement": steps}


def _modified(article: Article, config: Config) -> str:
    card = article.card
    if card.date is None and card.updated is None:
        return ""
    if card.updated in (None, card.date):
        return stated(card.date or updated(card, config), card.has_time, config)
    return rfc3339(updated(card, config), config)


def _photos(article: Article) -> tuple[Photo, ...]:
    cover = (article.card.cover,) if article.card.cover else ()
    return (*cover, *(photo for photo, _ in article.gallery))


def _image(photo: Photo, config: Config) -> Thing | str:
    if not photo.fallback:
        return ""
    widest = max(photo.fallback, key=lambda variant: variant.width)
    url = config.absolute(widest.url)
    return {"@type": "ImageObject", "url": url, "width": widest.width, "height": widest.height}


def _part_of(article: Article, config: Config) -> Thing | str:
    if article.issue is None:
        return ""
    return {"@type": "PublicationIssue", "name": article.issue.name, "url": config.absolute(article.issue.url)}


def _correction(text: str, day: str, url: str) -> Thing:
    return {"@type": "CorrectionComment", "text": text, "datePublished": day, "parentItem": {"@id": url}}


def _party(kind: str, link: Link, config: Config) -> Thing:
    return {"@type": kind, "name": link.name, "url": config.absolute(link.url) if link.url else ""}


def _person(name: str) -> Thing | str:
    return {"@type": "Person", "name": name} if clean(name) else ""


def _pruned(value: Any) -> Any:
    """``value`` without empty texts, lists and things."""
    if type(value) is list:
        return [kept for item in value if (kept := _pruned(item)) or kept not in _EMPTY]
    if type(value) is dict:
        pruned = {}
        for key, item in value.items():
            kept = item if type(item) is str else _pruned(item)  # most are texts
            if kept or kept not in _EMPTY:
                pruned[key] = kept
        return pruned
    return value


def _cleaned(value: Any) -> Any:
    """``value`` with what no text may hold taken out of its texts."""
    if type(value) is str:
        return clean(value)
    if type(value) is list:
        return [_cleaned(item) for item in value]
    return {key: _cleaned(item) for key, item in value.items()} if type(value) is dict else value
