"""``Review`` -> its page: the doubtful places in both editions, with buttons that need no JavaScript."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable, Mapping
from hashlib import sha256
from html import escape
from urllib.parse import urlencode

from bulletin.model.making import frozen
from bulletin.model.review import Doubt, Place, Review

Say = Callable[[str, Mapping[str, str]], str]

PATH = "/_review/"
LANGUAGES = {"hans": ("zh-Hans", "简体"), "hant": ("zh-Hant", "繁體"), "en": ("en", "English")}
_PLACES = 5  # of one word that are shown
_STYLE = """
:root { color-scheme: light dark; --ink: #1d1d1b; --paper: #fff; --soft: #595955; --line: #c9c9c2; --mark: #fbe9a8;
  --accent: #a3200f; }
@media (prefers-color-scheme: dark) { :root { --ink: #ecebe6; --paper: #1a1a18; --soft: #b3b2aa; --line: #4b4b46;
  --mark: #5c4a10; --accent: #ff9d8c; } }
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 1rem; max-width: 60rem; color: var(--ink); background: var(--paper);
  font: 1rem/1.7 system-ui, "PingFang SC", "Noto Sans CJK SC", "Microsoft YaHei", sans-serif; overflow-wrap: anywhere; }
:lang(zh-Hant) { font-family: system-ui, "PingFang TC", "Noto Sans CJK TC", "Microsoft JhengHei", sans-serif; }
a { color: var(--accent); }
h1 { font-size: 1.5rem; } h2 { font-size: 1.2rem; margin: 0; }
nav ul { display: flex; flex-wrap: wrap; gap: 1rem; list-style: none; padding: 0; margin: .3rem 0; }
.doubts, .places { list-style: none; padding: 0; }
.doubts > li { border-top: 1px solid var(--line); padding: 1rem 0; }
.about, .where, dt { color: var(--soft); font-size: .9rem; }
.pair { display: grid; grid-template-columns: repeat(auto-fit, minmax(16rem, 1fr)); gap: .2rem 2rem;
  margin: 0 0 .6rem; }
dd { margin: 0; }
mark { background: var(--mark); color: inherit; font-weight: bold; }
form { display: flex; flex-wrap: wrap; gap: .5rem; align-items: end; margin: .3rem 0; }
button, input { font: inherit; color: inherit; background: var(--paper); border: 1px solid var(--soft);
  border-radius: .3rem; padding: .3rem .8rem; min-height: 2.5rem; max-width: 100%; }
button { cursor: pointer; }
summary { cursor: pointer; padding: .4rem 0; }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
[role=status], [role=alert] { border: 2px solid var(--accent); border-radius: .3rem; padding: .4rem .8rem; }
"""
POLICY = (
    f"default-src 'none'; style-src 'sha256-{b64encode(sha256(_STYLE.encode()).digest()).decode()}'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)


@frozen
class View:
    """How the page is looked at."""

    language: str  # of ``LANGUAGES``
    say: Say
    token: str  # goes into every form
    home: str  # URL of the site
    limit: int
    saved: str = ""  # the word that was just written
    fault: str = ""  # why one was not
    action: str = PATH  # where its forms go


def review_page(review: Review, view: View) -> str:
    """The whole page."""
    counts = {"characters": str(review.characters), "found": str(review.found), "shown": str(len(review.doubts))}
    parts = [
        _header(review, view),
        "<main>",
        *([_notice("status", view.say("Review_saved", {"word": view.saved}))] if view.saved else []),
        *([_notice("alert", view.fault)] if view.fault else []),
        f"<p>{escape(view.say('Review_count' if review.doubts else 'Review_none', counts))}</p>",
        doubt_list(review, view),
        _more(review, view),
        "</main>",
    ]
    return _document(view, "\n".join(parts))


def fault_page(view: View) -> str:
    """In place of the review: what went wrong, and the way back."""
    back = escape(view.say("Review_back", {}))
    main = f"<main><h1>{escape(view.say('Review_title', {}))}</h1>{_notice('alert', view.fault)}"
    return _document(view, f'{main}<p><a href="{PATH}">{back}</a></p></main>')


def doubt_list(review: Review, view: View) -> str:
    """The list alone, for whatever page it is to stand in."""
    items = (_doubt(number, doubt, review, view) for number, doubt in enumerate(review.doubts, 1))
    return f'<ol class="doubts">{"".join(items)}</ol>' if review.doubts else ""


def address(edition: str, view: View, **more: str) -> str:
    return PATH + "?" + urlencode({"edition": edition, "in": view.language, **more})


def _document(view: View, body: str) -> str:
    return (
        f'<!doctype html>\n<html lang="{LANGUAGES[view.language][0]}">\n<head>\n<meta charset="utf-8">\n'
        f"<title>{escape(view.say('Review_title', {}))}</title>\n"
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<style>{_STYLE}</style>\n</head>\n<body>\n{body}\n</body>\n</html>\n"
    )


def _header(review: Review, view: View) -> str:
    editions = [(tag, address(tag, view), tag == review.edition, tag) for tag in review.editions if "Hant" in tag]
    languages = [
        (name, PATH + "?" + urlencode({"edition": review.edition, "in": key}), key == view.language, tag)
        for key, (tag, name) in LANGUAGES.items()
    ]
    return (
        f"<header><h1>{escape(view.say('Review_title', {}))}</h1>"
        f"<p>{escape(view.say('Review_lead', {}))}</p>"
        f'<p><a href="{escape(view.home)}">{escape(view.say("Review_home", {}))}</a></p>'
        f"{_choices(view.say('Review_editions', {}), editions) if len(editions) > 1 else ''}"
        f"{_choices(view.say('Review_languages', {}), languages)}</header>"
    )


def _choices(name: str, links: list[tuple[str, str, bool, str]]) -> str:
    items = (
        f'<li><a href="{escape(url)}"{" aria-current=page" if is_here else ""} lang="{tag}">{escape(text)}</a></li>'
        for text, url, is_here, tag in links
    )
    return f'<nav aria-label="{escape(name)}"><ul>{"".join(items)}</ul></nav>'


def _doubt(number: int, doubt: Doubt, review: Review, view: View) -> str:
    about = [view.say("Review_name", {})] if doubt.kind == "name" else []
    about.append(view.say("Review_places", {"count": str(doubt.count)}))
    form = f'<span lang="{review.edition}">{escape(doubt.form)}</span>'
    title = f'<span lang="zh-Hans">{escape(doubt.word)}</span> → {form}'
    places = "".join(_place(place, doubt, review, view) for place in doubt.places[:_PLACES])
    return (
        f'<li id="d{number}"><h2>{title}</h2><p class="about">{escape(" · ".join(about))}</p>'
        f'<ul class="places">{places}</ul>{_buttons(doubt, review, view)}{_own_form(number, doubt, review, view)}</li>'
    )


def _place(place: Place, doubt: Doubt, review: Review, view: View) -> str:
    where = f"content/{place.path}" + (f":{place.line}:{place.column}" if place.line else "")
    source = f"{escape(place.before)}<mark>{escape(doubt.word)}</mark>{escape(place.after)}"
    shown = f"{escape(place.shown_before)}<mark>{escape(doubt.form)}</mark>{escape(place.shown_after)}"
    return (
        f'<li><span class="where">{escape(where)}</span><dl class="pair">'
        f'<div><dt>{escape(view.say("Review_source", {}))}</dt><dd lang="zh-Hans">{source}</dd></div>'
        f"<div><dt>{escape(view.say('Review_shown', {'edition': review.edition}))}</dt>"
        f'<dd lang="{review.edition}">{shown}</dd></div></dl></li>'
    )


def _buttons(doubt: Doubt, review: Review, view: View) -> str:
    """None for a single character: fixed, it would change every word that holds it."""
    if len(doubt.word) < 2:
        return ""
    buttons = []
    for option in doubt.options:
        text = view.say("Review_always", {"word": doubt.word, "form": option.form})
        now = view.say("Review_now", {}) if option.form == doubt.form else ""
        buttons.append(f'<button name="form" value="{escape(option.form)}">{escape(text + now)}</button>')
    word = f'<input type="hidden" name="word" value="{escape(doubt.word)}">'
    return f'<form method="post" action="{view.action}">{_hidden(review, view)}{word}{"".join(buttons)}</form>'


def _own_form(number: int, doubt: Doubt, review: Review, view: View) -> str:
    def field(name: str, label: str, value: str) -> str:
        return (
            f'<div><label for="{name}{number}">{escape(view.say(label, {}))}</label><br>'
            f'<input id="{name}{number}" name="{name}" value="{escape(value)}" required></div>'
        )

    return (
        f"<details><summary>{escape(view.say('Review_other', {}))}</summary>"
        f'<form method="post" action="{view.action}">{_hidden(review, view)}{field("word", "Review_word", doubt.word)}'
        f"{field('form', 'Review_form', doubt.form)}"
        f"<button>{escape(view.say('Review_accept', {}))}</button></form></details>"
    )


def _hidden(review: Review, view: View) -> str:
    values = {"token": view.token, "glossary": review.glossary, "edition": review.edition, "in": view.language}
    return "".join(f'<input type="hidden" name="{name}" value="{escape(value)}">' for name, value in values.items())


def _more(review: Review, view: View) -> str:
    if review.found <= len(review.doubts):
        return ""
    url = address(review.edition, view, limit=str(view.limit * 2)) + f"#d{len(review.doubts) + 1}"
    return f'<p><a href="{escape(url)}">{escape(view.say("Review_more", {}))}</a></p>'


def _notice(role: str, text: str) -> str:
    return f'<p role="{role}">{escape(text)}</p>'
