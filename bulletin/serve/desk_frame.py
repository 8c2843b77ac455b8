"""What all pages of the desk share: how they are looked at, their frame, their buttons, what they may load."""

from __future__ import annotations

import secrets
from base64 import b32encode
from collections.abc import Callable, Sequence
from dataclasses import field
from hashlib import blake2b
from html import escape
from http import HTTPStatus
from importlib.resources import files
from urllib.parse import urlencode

from bulletin.model.making import frozen
from bulletin.model.problem import Problem
from bulletin.serve.review_page import LANGUAGES, Say
from bulletin.serve.rooms import Answer

Tell = Callable[[Problem], tuple[str, str]]  # what is wrong, and what to type instead

DESK = "/_desk/"
PAGES = ("", "new/", "doubts/", "compare/", "publish/")
ASSETS = {"desk.css": "text/css; charset=utf-8", "desk.js": "text/javascript; charset=utf-8"}
_IN_NAVIGATION = ("", "new/", "doubts/", "publish/")
_OPENABLE = (".md", ".markdown", ".txt")
_SETTINGS = ("site.yaml", "unions.yaml", "glossary.yaml")


@frozen
class View:
    """How a page is looked at; ``page`` is one of ``PAGES``."""

    language: str  # of ``LANGUAGES``
    say: Say
    tell: Tell
    token: str  # goes into every form
    page: str = ""
    home: str = "/"  # URL of the site
    done: str = ""  # what was just done, to be told
    fault: str = ""  # what could not be
    nonce: str = field(default_factory=lambda: secrets.token_urlsafe(16))

    def word(self, entry: str, **values: str) -> str:
        """An entry of the catalogue, ready for HTML."""
        return escape(self.say(f"Desk_{entry}", values))

    def address(self, page: str = "", **query: str) -> str:
        """Of a page of the desk, in the same language."""
        return DESK + page + "?" + urlencode({"in": self.language, **query})


def asset(name: str) -> Answer:
    body = files("bulletin.serve").joinpath(name).read_bytes()
    return Answer(HTTPStatus.OK, body, ASSETS[name])


def framed(status: HTTPStatus, view: View, main: str, has_frames: bool = False) -> Answer:
    """The page whose main part is ``main``. Nothing on it may come from elsewhere, be written into it, or frame it."""
    may_frame = "frame-src 'self'; " if has_frames else ""
    policy = (
        f"default-src 'none'; style-src 'nonce-{view.nonce}'; script-src 'nonce-{view.nonce}'; {may_frame}"
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    )
    # With "no-referrer" a browser would send "Origin: null" with our own forms
    headers = (("Content-Security-Policy", policy), ("Referrer-Policy", "same-origin"), ("X-Frame-Options", "DENY"))
    return Answer(status, _document(view, main).encode("utf-8", "replace"), headers=headers)


def title_of(view: View) -> str:
    return view.word(f"page_{view.page.strip('/') or 'issue'}")


def button(name: str, value: str, text: str, label: str = "", kind: str = "", is_off: bool = False) -> str:
    """``label``, where the text alone does not say what it is about; texts come ready for HTML."""
    about = f' aria-label="{label}" title="{label}"' if label else ""
    return (
        f'<button name="{name}" value="{escape(value)}"{about}{f" class={kind}" if kind else ""}'
        f"{' disabled' if is_off else ''}>{text}</button>"
    )


def hidden(view: View, **values: str) -> str:
    """The fields that every form has, and more."""
    every = {"token": view.token, "in": view.language, **values}
    return "".join(f'<input type="hidden" name="{name}" value="{escape(value)}">' for name, value in every.items())


def opening(view: View, path: str, title: str, **values: str) -> str:
    """A form that opens a file in the system's editor; "" for a file that is no text of ours."""
    if not (path.lower().endswith(_OPENABLE) or path in _SETTINGS):
        return ""
    label = view.word("open_what", title=title)
    inner = hidden(view, path=path, **values) + button("do", "open", view.word("open"), label)
    return f'<form method="post" action="{DESK}{view.page}" class="does">{inner}</form>'


def row_id(path: str) -> str:
    """An id for what is shown of a file: the same at each look."""
    digest = blake2b(path.encode("utf-8", "surrogatepass"), digest_size=5).digest()
    return "i" + b32encode(digest).decode().lower()


def _document(view: View, main: str) -> str:
    notices = [("status", view.done)] if view.done else []
    notices += [("alert", view.fault)] if view.fault else []
    told = "".join(f'<p role="{role}" class="notice">{escape(text)}</p>' for role, text in notices)
    title = title_of(view)
    return (
        f'<!doctype html>\n<html lang="{LANGUAGES[view.language][0]}">\n<head>\n<meta charset="utf-8">\n'
        f"<title>{title} · {view.word('title')}</title>\n"
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="color-scheme" content="light dark">\n'
        f'<link rel="stylesheet" href="{DESK}desk.css" nonce="{view.nonce}">\n'
        f'<script src="{DESK}desk.js" defer nonce="{view.nonce}"></script>\n</head>\n<body class="{view.page[:-1]}">\n'
        f'<a class="skip" href="#main">{view.word("skip")}</a>\n{_header(view)}\n'
        f'<main id="main" tabindex="-1">\n<h1>{title}</h1>\n{told}{main}\n</main>\n</body>\n</html>\n'
    )


def _header(view: View) -> str:
    pages = [
        (view.address(page), view.word(f"page_{page.strip('/') or 'issue'}"), page == view.page, "")
        for page in _IN_NAVIGATION
    ]
    site = f'<li class="away"><a href="{escape(view.home)}">{view.word("home")}</a></li>'
    languages = [
        (f"{DESK}{view.page if view.page in _IN_NAVIGATION else ''}?in={key}", name, key == view.language, tag)
        for key, (tag, name) in LANGUAGES.items()
    ]
    return (
        f'<header><p class="name">{view.word("title")}</p>'
        f'<nav aria-label="{view.word("pages")}"><ul>{_links(pages)}{site}</ul></nav>'
        f'<nav aria-label="{view.word("languages")}" class="languages"><ul>{_links(languages)}</ul></nav></header>'
    )


def _links(links: Sequence[tuple[str, str, bool, str]]) -> str:
    return "".join(
        f'<li><a href="{escape(url)}"{" aria-current=page" if is_here else ""}{f" lang={tag}" if tag else ""}>'
        f"{text}</a></li>"
        for url, text, is_here, tag in links
    )

