"""Article -> its full text as HTML that can be read anywhere: absolute URLs, one <img> a picture, all it came with.

The page shows an article through a template; a feed reader, a mail or an app has only this text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import lru_cache
from html import unescape
from urllib.parse import urljoin

from bulletin.model.altered import altered
from bulletin.model.article import Article, Link
from bulletin.model.content import Config
from bulletin.model.item import Photo, Variant
from bulletin.model.late import regex
from bulletin.render.annexes import annexes, without_annexes
from bulletin.render.articles import withdrawal_notice
from bulletin.render.xml import clean, escape, escape_attribute

WORDS = (
    "feed_withdrawn",
    "withdrawal_notice",
    "feed_correction",
    "feed_attachments",
    "feed_contact",
    "feed_phone",
    "feed_reprint",
    "feed_colon",
)
_BROADEST = 1000  # pixels of a picture in a feed reader's column
# Possessive, and no "<" outside quotes (a sanitiser leaves none): the work stays linear in any text.
_TAG = regex(r"""<(/?)([a-zA-Z][^\s/<>]*+)((?:[^"'<>]|"[^"]*"|'[^']*')*+)>""")
_TOUCHED = regex(r"<(?:/?(?:picture|source)\b|[a-z][^\s/<>]*[\s/])", re.IGNORECASE)  # what may read otherwise
_ATTRIBUTE = regex(r"""([^\s"'<>/=]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'=<>`]+)))?""")
_CANDIDATE = regex(r"([^\s,]\S*)\s+(\d+)w\s*(?:,|$)")
_ADDRESSES = frozenset({"href", "src", "cite", "poster"})
# Loading hints and sizes belong to the page's own layout; scripts and styles do not travel.
_LEFT_BEHIND = frozenset({"srcset", "sizes", "loading", "decoding", "fetchpriority", "style", "class"})


def portable(article: Article) -> Article:
    """What a feed can show of it: without neighbours, whose change is no change here; a withdrawn one without text."""
    if is_withdrawn(article):
        card = replace(article.card, summary="", kicker="", cover=None, authors=(), sources=(), section=None, digest="")
        return Article(card=card, html="", text="", digest="", withdrawn=article.withdrawn)
    return altered(article, text="", digest="", headings=(), views="", issue=None, previous=None, next=None, length=0)


def full_text(article: Article, config: Config, words: Mapping[str, str]) -> str:
    """HTML of everything the article's page shows; of a withdrawn article the notice alone."""
    if is_withdrawn(article):
        return f"<p>{escape(withdrawal_notice(article, words))}</p>"
    body, annexed = article.html, ""
    if article.card.kind == "notice":  # its annexes follow the signature, as on its page
        body, annexed = without_annexes(body), annexes(body)
    url = config.absolute(article.card.url)
    body, annexed = (outward(html, url, config.url) for html in (body, annexed))
    parts = (*_before(article, config), body, *_after(article, config, words), annexed)
    return "\n".join(part for part in parts if part)


def is_withdrawn(article: Article) -> bool:
    return article.card.is_withdrawn or bool(article.withdrawn)


def title_of(article: Article, words: Mapping[str, str]) -> str:
    return (words["feed_withdrawn"] if is_withdrawn(article) else "") + article.card.title


def named(links: Iterable[Link | None]) -> tuple[Link, ...]:
    """``links`` that still have a name once it is cleaned: formats demand one."""
    return tuple([link for link in links if link and clean(link.name).strip()])


def broadest(photo: Photo) -> Variant | None:
    """The widest size a reader's column needs, in the original format."""
    sizes = sorted(photo.fallback, key=lambda variant: variant.width)
    fitting = [variant for variant in sizes if variant.width <= _BROADEST]
    return fitting[-1] if fitting else next(iter(sizes), None)


@lru_cache(maxsize=1024)
def outward(html: str, page_url: str, site_url: str) -> str:
    """``html`` (sanitised) with every URL absolute and every ``<picture>`` one ``<img>`` without ``srcset``.

    Remembered, because an article stands in two feeds of each list that it is in.
    """

    if _TOUCHED.search(html) is None:
        return clean(html)

    def tag(match: re.Match[str]) -> str:
        end, name, attributes = match[1], match[2].lower(), match[3]
        if name in ("picture", "source"):
            return ""
        if end or not attributes.strip():
            return match[0]
        return f"<{match[2]}{''.join(_attributes(attributes, page_url, site_url))}>"

    return clean(_TAG.sub(tag, html))


def _attributes(text: str, page_url: str, site_url: str) -> Iterator[str]:
    found = [(m[1], next((v for v in m.groups()[1:] if v is not None), None)) for m in _ATTRIBUTE.finditer(text)]
    candidates = next((value for name, value in found if name.lower() == "srcset" and value), "")
    for name, value in found:
        key = name.lower()
        if key in _LEFT_BEHIND or key.startswith("on"):
            continue
        if value is None:
            yield f" {name}"
        elif key in _ADDRESSES:
            chosen = _best(candidates, value) if key == "src" else value
            yield f' {name}="{escape_attribute(_absolute(unescape(chosen), page_url, site_url))}"'
        else:
            yield f' {name}="{value.replace(chr(34), "&quot;")}"'


def _best(candidates: str, default: str) -> str:
    sizes = sorted((int(width), url) for url, width in _CANDIDATE.findall(candidates) if len(width) < 6)
    fitting = [url for width, url in sizes if width <= _BROADEST]
    return fitting[-1] if fitting else default


def _absolute(url: str, page_url: str, site_url: str) -> str:
    try:
        return urljoin(page_url if url.startswith(("#", "?")) else site_url, url)
    except ValueError:  # "http://[": no address at all
        return page_url


def _before(article: Article, config: Config) -> Iterator[str]:
    card = article.card
    shown = {photo.digest for photo, _ in article.gallery}
    if card.cover and card.cover.digest not in shown and not _is_in(card.cover, article.html):
        yield from _figure(card.cover, "", card.title, config)
    if article.subtitle:
        yield f"<p><strong>{escape(article.subtitle)}</strong></p>"
    if article.document_number:
        yield f"<p>{escape(article.document_number)}</p>"
    if article.addressee:
        yield f"<p>{escape(article.addressee)}</p>"


def _is_in(photo: Photo, html: str) -> bool:
    return any(variant.url in html for variant in photo.fallback)


def _after(article: Article, config: Config, words: Mapping[str, str]) -> Iterator[str]:
    colon = words["feed_colon"]
    for photo, caption in article.gallery:
        yield from _figure(photo, caption, caption or article.card.title, config)
    yield from (f"<p>{escape(name)}</p>" for name in article.signature)
    if article.signed_on:
        day = article.signed_on
        yield f"<p>{day.year}年{day.month}月{day.day}日</p>"
    for key, values in (("feed_contact", article.contact), ("feed_phone", article.phone)):
        if values:
            yield f"<p>{words[key]}{colon}{escape('、'.join(values))}</p>"
    if article.attachments:
        yield f"<p>{words['feed_attachments']}{colon}</p>"
        yield "<ol>" + "".join(_attachments(article, config)) + "</ol>"
    if article.reprint:
        yield f"<p>{words['feed_reprint']}{colon}{escape(article.reprint)}</p>"
    for correction in article.corrections:
        yield f"<p>{words['feed_correction']} {correction.date.isoformat()}{colon}{escape(correction.text)}</p>"


def _attachments(article: Article, config: Config) -> Iterator[str]:
    for attachment in article.attachments:
        name = escape(attachment.name)
        url = escape_attribute(config.absolute(attachment.url))
        yield f'<li><a href="{url}">{name}</a></li>' if attachment.url else f"<li>{name}</li>"


def _figure(photo: Photo, caption: str, alt: str, config: Config) -> Iterator[str]:
    size = broadest(photo)
    if size is None:
        return
    url = escape_attribute(config.absolute(size.url))
    image = f'<img src="{url}" alt="{escape_attribute(alt)}" width="{size.width}" height="{size.height}">'
    yield f"<figure>{image}<figcaption>{escape(caption)}</figcaption></figure>" if caption else f"<p>{image}</p>"
