"""Body of an article -> the same inside a longer page: no id meets that of another article, and headings are lower.

An issue on paper holds all its articles in full, each under a title of level 3.
"""

from __future__ import annotations

import re
from urllib.parse import quote

from bulletin.model.late import regex

# A heading, or a tag with attributes: others stay as they are.
_TAG = regex(r"<(/?)(h[2-5](?![a-z0-9])|[a-z][a-z0-9]*(?=[^a-z0-9>]))((?:[^\"<>]|\"[^\"]*\")*)>")
_NAMED = regex(r' (id|aria-labelledby|aria-describedby|headers|href)="([^"]*)"')
_TOUCHED = regex(r"</?h[2-5]|<[a-z][a-z0-9]*[^a-z0-9>]")  # what may read otherwise then
_AT_ONCE = ' loading="eager" fetchpriority="high"'  # of the first photo of an article: not the first of this page
_LOWER = {"h2": "h4", "h3": "h5", "h4": "h6", "h5": "h6"}


def enclosed(html: str, name: str) -> str:
    """``html`` as the sanitiser wrote it; ``name`` stands before each of its ids, and where its links and labels say
    one."""

    if _TOUCHED.search(html) is None:  # as most are: paragraphs and nothing else
        return html

    def attribute(match: re.Match[str]) -> str:
        key, value = match.groups()
        if key == "href":
            return f' href="#{quote(name)}-{value[1:]}"' if value.startswith("#") else match[0]
        return f' {key}="{" ".join(f"{name}-{one}" for one in value.split())}"'

    def tag(match: re.Match[str]) -> str:
        attributes = match[3]
        if attributes:
            attributes = _NAMED.sub(attribute, attributes).replace(_AT_ONCE, ' loading="lazy"')
        return f"<{match[1]}{_LOWER.get(match[2], match[2])}{attributes}>"

    return _TAG.sub(tag, html)
