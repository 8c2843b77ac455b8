"""HTML of unknown origin -> HTML that can do nothing but be read. The only user of ``nh3``.

An allow-list after all Markdown is done (Hugo GHSA-q76j-gcg9-vxc6: attributes, titles, fence names are ways in). Never
svg, math, style, iframe, noscript, textarea: each advisory on the parser behind needs one of them. When the sanitiser
is not what we expect, nothing passes: ``SanitiserError``, and the body is shown as escaped text.
"""

from __future__ import annotations

from functools import cache

import nh3

from bulletin.convert.markup.marks import without_forbidden, without_hidden
from bulletin.model.late import regex

_TAGS = """
    h1 h2 h3 h4 h5 h6 p br hr ul ol li dl dt dd blockquote cite q pre code kbd em strong b i u s del ins sup sub mark
    small abbr time a img span div section table caption colgroup col thead tbody tfoot tr th td ruby rt rp figure
    figcaption details summary
"""
_CLASSES = """
    attachment contact original digest note editor-note signature gallery quote label source footnotes footnote-ref
    footnote-back dot run-in left center right small
"""
TAGS = frozenset(_TAGS.split())
CLASSES = frozenset(_CLASSES.split())
_ATTRIBUTES = {
    "*": {"lang", "dir", "title", "class", "id", "data-no-convert"},
    "a": {"href"},
    "img": {"src", "alt"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan"},
    "col": {"span"},
    "colgroup": {"span"},
    "ol": {"start"},
    "li": {"value"},
    "time": {"datetime"},
    "ins": {"datetime"},
    "del": {"datetime"},
    "details": {"open"},
}
SCHEMES = frozenset({"http", "https", "mailto", "tel"})
_DROPPED_WITH_CONTENT = {"script", "style", "iframe", "noscript", "template", "title", "textarea", "select", "object"}

_LANG = regex(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")
_LANGUAGE_CLASS = regex(r"language-[\w+#.-]{1,30}")
_DATETIME = regex(r"[0-9TZ:.+\- ]{1,40}")
_PRE = regex(r"(<pre(?: [^\s\"=<>]+=\"[^\"]*\")*>)\n+")  # each parser drops one more of these line breaks
_MOST_ROUNDS = 4

_PROBE = (
    '<p onclick="x()" style="a" class="run-in evil">甲<script>x()</script><svg><a xlink:href="x"></a></svg>'
    '<a href="javascript:x()">乙</a><a href="a b.md" id="c">丙</a><img src="x.jpg" srcset="y" onerror="x()"></p>'
    '<table><tr><td colspan="2" rowspan="999">丁</td></tr></table>'
)
_PROBED = (
    '<p class="run-in">甲<a>乙</a><a href="a b.md" id="c">丙</a><img src="x.jpg"></p>'
    '<table><tbody><tr><td colspan="2">丁</td></tr></tbody></table>'
)


class SanitiserError(Exception):
    """The sanitiser does not do what it should; nothing may pass."""


def sanitise(html: str) -> str:
    """Well-formed HTML of the allowed tags, attributes and URL schemes, which an HTML parser reads as it is written.

    Relative URLs pass and are for the caller to judge. Raises SanitiserError when nh3 fails, or when the result would
    be read differently by a second parser (the way in of mutation XSS) after some rounds.
    """
    cleaner = _cleaner()
    clean = _clean(cleaner, html)
    for _ in range(_MOST_ROUNDS):
        again = _clean(cleaner, clean)
        if again == clean:
            return clean
        clean = again
    raise SanitiserError("not stable")


@cache
def _cleaner() -> nh3.Cleaner:
    cleaner = nh3.Cleaner(
        tags=set(TAGS),
        attributes={tag: set(names) for tag, names in _ATTRIBUTES.items()},
        attribute_filter=_filter,
        url_schemes=set(SCHEMES),
        clean_content_tags=set(_DROPPED_WITH_CONTENT),
        link_rel=None,
        strip_comments=True,
    )
    if _clean(cleaner, _PROBE) != _PROBED:
        raise SanitiserError("self-test")
    return cleaner


def _clean(cleaner: nh3.Cleaner, html: str) -> str:
    try:
        clean = cleaner.clean(html)
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException as error:  # nh3 raises pyo3's PanicException, which is not an Exception
        raise SanitiserError(type(error).__name__) from error
    clean = without_hidden(without_forbidden(clean))  # a reference such as &#2; or &#x202e; made one
    return _PRE.sub(r"\1", clean) if "<pre" in clean else clean


def _filter(tag: str, name: str, value: str) -> str | None:
    if name == "class":
        is_code = tag == "code"
        names = [c for c in value.split() if c in CLASSES or (is_code and _LANGUAGE_CLASS.fullmatch(c))]
        return " ".join(names) or None
    if name == "lang":
        return value if _LANG.fullmatch(value) else None
    if name == "dir":
        return value if value in ("ltr", "rtl", "auto") else None
    if name in ("colspan", "rowspan", "span"):
        return value if value.isascii() and value.isdigit() and 1 <= int(value[:4]) <= 100 else None
    if name in ("start", "value"):
        return value if value.isascii() and value.isdigit() and len(value) <= 6 else None
    if name == "datetime":
        return value if _DATETIME.fullmatch(value) else None
    if name in ("open", "data-no-convert"):
        return ""
    if name == "id":
        return value if value.strip() and len(value) <= 200 else None
    return value
