"""Links that lead no reader anywhere: to this computer or the office's own network, and full addresses of this site
under which no article is published."""

from __future__ import annotations

import re
from collections.abc import Iterator
from ipaddress import ip_address
from urllib.parse import SplitResult, unquote, urlsplit

from bulletin.check.whole import Whole
from bulletin.model.late import regex
from bulletin.model.problem import Problem

_WEB = regex(r"(?:https?:)?//", re.IGNORECASE)
_ARTICLE = regex(r"(\d{4}/\d{2}/[^/]+)/?(?:index\.html)?")
_INNER = (".local", ".lan", ".intranet", ".internal", ".localhost", ".localdomain", ".corp")


def unreachable_links(whole: Whole) -> Iterator[Problem]:
    own = urlsplit(whole.config.url)
    known: frozenset[str] | None = None
    for path, one in ((item.path, one) for item in whole.items if item.references for one in item.references):
        address = _split(one.target) if _WEB.match(one.target) else None
        if address is None or not address.hostname:
            continue
        if _is_inner(address.hostname):
            yield Problem(path, one.line, one.column, "W468", (("target", one.target),))
        elif (address.hostname, _port(address)) == (own.hostname, _port(own)) and not one.is_image:
            if known is None:
                known = _addresses(whole)
            if not _is_there(address.path.removeprefix(whole.config.base).lstrip("/"), whole, known):
                yield Problem(path, one.line, one.column, "W469", (("target", one.target),))


def _split(target: str) -> SplitResult | None:
    try:
        address = urlsplit(target)
        _port(address)
    except ValueError:  # [ without ], a port that is none
        return None
    return address


def _port(address: SplitResult) -> int:
    return address.port or (80 if address.scheme == "http" else 443)


def _is_inner(host: str) -> bool:
    try:
        address = ip_address(host)
    except ValueError:
        return "." not in host or host.endswith(_INNER)
    return address.is_private or address.is_loopback or address.is_link_local or address.is_unspecified


def _addresses(whole: Whole) -> frozenset[str]:
    """Decoded, below the edition, without the last slash: of items, and of the pages that lead on to them."""
    urls = {unquote(item.url).rstrip("/") for item in whole.items}
    return frozenset(urls | {unquote(alias).rstrip("/") for item in whole.items for alias in item.aliases})


def _is_there(path: str, whole: Whole, known: frozenset[str]) -> bool:
    """Only of an article's address can be told that there is none: lists and files have others."""
    for edition in whole.config.editions:
        if edition.path and path.startswith(edition.path):
            path = path.removeprefix(edition.path)
            break
    match = _ARTICLE.fullmatch(unquote(path))
    return match is None or match[1] in known or f"{match[1]}/index.html" in known
