"""Tokens -> links that lead where they may, and photos as ``<picture>``.

What a target means was worked out before: ``links`` and ``photos`` say it for targets as typed. Any other relative
target is not linked. A link to another page of the same edition is written ``edition:2026/09/slug/``, for
``at_home`` to put ``Config.base`` and ``Edition.path`` before it; the scheme is not among those that content
may use, so only this module can have written it.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from html import escape
from urllib.parse import quote, unquote, urlsplit

from bulletin.convert.markup.tokens import Tag, Token, end_of
from bulletin.model.item import Photo, Variant
from bulletin.model.late import regex

EDITION_LINK = "edition:"
SIZES = "(min-width: 46rem) 42rem, 100vw"

_SCHEME = regex(r"[A-Za-z][A-Za-z0-9+.-]*:")
_EDITION_HREF = regex(rf'(<a\s[^<]*?href="){EDITION_LINK}')
_UNSAFE = regex(r"[\x00-\x20\x7f-\xa0\u2028\u2029\u3000]")


@dataclass(slots=True)
class Targets:
    links: Mapping[str, str]
    photos: Mapping[str, Photo]
    image_hosts: tuple[str, ...]
    first_photo: Photo | None = None
    remote_images: list[str] = field(default_factory=list)


def at_home(html: str, root: str) -> str:
    """Links to other pages of the bulletin lead to those of the edition whose home page is at ``root``."""
    return _EDITION_HREF.sub(lambda link: link[1] + root, html) if EDITION_LINK in html else html


def set_targets(tokens: list[Token], targets: Targets) -> None:
    """Changes the tokens in place."""
    link_until = -1
    for index, token in enumerate(tokens):
        if not isinstance(token, Tag) or token.is_end:
            continue
        if token.name == "a":
            end = end_of(tokens, index)
            if index > link_until and _set_link(token, targets.links):  # through a table one link can hold another
                link_until = end
            else:
                _unlink(tokens, index, end)
        elif token.name == "img":
            tokens[index] = _image(token, targets, is_linked=index < link_until)


def _unlink(tokens: list[Token], start: int, end: int) -> None:
    """The text stays; an anchor stays as a span."""
    opening = tokens[start]
    assert isinstance(opening, Tag)
    has_anchor = "id" in opening.attributes and end > start
    tokens[start] = Tag("span", attributes={"id": opening.attributes["id"]}) if has_anchor else ""
    if end > start:
        tokens[end] = Tag("span", is_end=True) if has_anchor else ""


def _set_link(tag: Tag, links: Mapping[str, str]) -> bool:
    """Whether the tag is still a link."""
    url = resolve(tag.attributes.pop("href", ""), links)
    if not url:
        return False
    tag.attributes = {"href": url, **tag.attributes}
    if url.startswith(("http://", "https://")):
        tag.attributes["rel"] = "noopener noreferrer"
    return True


def resolve(typed: str, links: Mapping[str, str]) -> str:
    """The URL to write for a target as typed; "" for one that may not be linked."""
    known = next((links[name] for name in _spellings(typed) if name in links), "")
    if known:
        is_complete = known.startswith(("/", "#")) or _SCHEME.match(known)
        return known if is_complete else EDITION_LINK + known
    if typed.startswith("#"):
        return typed
    scheme = _SCHEME.match(typed)
    if scheme is None or scheme[0].lower() not in ("http:", "https:", "mailto:", "tel:"):
        return ""
    return _UNSAFE.sub(lambda m: quote(m[0]), typed) if _leads_somewhere(typed) else ""


def _leads_somewhere(url: str) -> bool:
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return bool(parts.hostname if parts.scheme in ("http", "https") else parts.path)


def _spellings(typed: str) -> tuple[str, ...]:
    return (typed, typed.strip(), unquote(typed), unicodedata.normalize("NFC", unquote(typed.strip())))


# -- photos ----------------------------------------------------------------------------------------------------


def _image(tag: Tag, targets: Targets, *, is_linked: bool) -> Token:
    source = tag.attributes.get("src", "")
    alt = tag.attributes.get("alt", "")
    photo = next((targets.photos[name] for name in _spellings(source) if name in targets.photos), None)
    if photo is not None and photo.fallback:
        is_first = targets.first_photo is None
        targets.first_photo = targets.first_photo or photo
        return picture(photo, alt, tag.attributes.get("title", ""), is_first=is_first)
    if source.lower().startswith(("https://", "http://")):
        return _remote_image(source, alt, tag, targets, is_linked=is_linked)
    return f'<em class="missing">{escape(alt)}</em>' if alt else ""


def _remote_image(source: str, alt: str, tag: Tag, targets: Targets, *, is_linked: bool) -> Token:
    """Shown from the hosts of ``image_hosts`` alone: a reader's browser asks nobody else (privacy)."""
    url = resolve(source, {})
    if url and _host(url) in targets.image_hosts and source.lower().startswith("https:"):
        title = {"title": tag.attributes["title"]} if tag.attributes.get("title") else {}
        return Tag("img", attributes={"src": url, "alt": alt, **title, "loading": "lazy", "decoding": "async"})
    targets.remote_images.append(source)
    if not url or is_linked:
        return escape(alt)
    return f'<a href="{escape(url)}" rel="noopener noreferrer">{escape(alt or url)}</a>'


def _host(url: str) -> str:
    parts = urlsplit(url)
    return parts.netloc.lower() if "@" not in parts.netloc else ""


def picture(photo: Photo, alt: str, title: str, *, is_first: bool) -> str:
    """``<picture>`` with all sizes; the first of an article is loaded at once, the others when they come near."""
    middle = photo.fallback[len(photo.fallback) // 2]
    when = 'loading="eager" fetchpriority="high"' if is_first else 'loading="lazy"'
    named = f' title="{escape(title)}"' if title else ""
    webp = f'<source type="image/webp" srcset="{_sources(photo.webp)}" sizes="{SIZES}">' if photo.webp else ""
    return (
        f'<picture>{webp}<img src="{escape(middle.url)}" srcset="{_sources(photo.fallback)}" sizes="{SIZES}" '
        f'width="{photo.width}" height="{photo.height}" alt="{escape(alt)}"{named} {when} decoding="async"></picture>'
    )


def _sources(variants: tuple[Variant, ...]) -> str:
    return ", ".join(f"{escape(v.url)} {v.width}w" for v in variants)
