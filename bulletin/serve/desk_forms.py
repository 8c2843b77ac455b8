"""What the desk knows -> its other pages: a new item, doubtful conversions, two editions side by side, publishing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from urllib.parse import quote

from bulletin.model.desk import Change, Desk, Publication, Twin
from bulletin.model.review import Review
from bulletin.serve.desk_frame import DESK, View, button, hidden, opening
from bulletin.serve.review_page import View as ReviewView
from bulletin.serve.review_page import doubt_list

LONGEST_TITLE = 200
_MOST_CHANGES = 500


def new_page(desk: Desk, typed: Mapping[str, str], view: View) -> str:
    """The form, with what was ``typed`` where that could not be taken."""
    made = typed.get("made", "")
    opens = opening(view, made, made, made=made) if made else ""
    chosen = typed.get("section", "")
    sections = "".join(
        f"<option{' selected' if name == chosen else ''}>{escape(name)}</option>" for name in desk.sections
    )
    unions = "".join(f'<option value="{escape(name)}"></option>' for name in desk.unions)
    date = typed.get("date") or f"{desk.now:%Y-%m-%d}"
    fields = (
        _field(view, "title", f'maxlength="{LONGEST_TITLE}" required', typed.get("title", ""))
        + f'<p><label for="section">{view.word("new_section")}</label>'
        f'<select id="section" name="section"><option value="">{view.word("new_no_section")}</option>'
        f"{sections}</select></p>"
        + _field(view, "source", 'list="unions" maxlength="200"', typed.get("source", ""))
        + f'<datalist id="unions">{unions}</datalist>'
        + _field(view, "date", 'type="date" required', date)
    )
    return (
        f'{opens}<p class="lead">{view.word("new_lead")}</p>'
        f'<form method="post" action="{DESK}new/" class="sheet">{hidden(view)}{fields}'
        f"<p>{button('do', 'create', view.word('create'), kind='main')}</p></form>"
    )


def doubts_page(review: Review, limit: int, view: View) -> str:
    """The list of the review itself; its forms come here."""
    counts = {"characters": str(review.characters), "found": str(review.found), "shown": str(len(review.doubts))}
    inner = ReviewView(view.language, view.say, view.token, view.home, limit, action=f"{DESK}doubts/")
    editions = [tag for tag in review.editions if "Hant" in tag]
    links = "".join(
        f'<li><a href="{escape(view.address("doubts/", edition=tag))}"'
        f'{" aria-current=true" if tag == review.edition else ""} lang="{escape(tag)}">{escape(tag)}</a></li>'
        for tag in editions
    )
    choice = f'<nav class="issues" aria-label="{view.word("editions")}"><ul>{links}</ul></nav>' if links[1:] else ""
    more = ""
    if review.found > len(review.doubts):
        url = view.address("doubts/", edition=review.edition, limit=str(limit * 2)) + f"#d{len(review.doubts) + 1}"
        more = f'<p><a href="{escape(url)}">{escape(view.say("Review_more", {}))}</a></p>'
    told = escape(view.say("Review_count" if review.doubts else "Review_none", counts))
    return (
        f'<p class="lead">{escape(view.say("Review_lead", {}))}</p>{choice if len(editions) > 1 else ""}'
        f"<p>{told}</p>{doubt_list(review, inner)}{more}"
    )


def compare_page(twin: Twin, chosen: str, view: View) -> str:
    """The first edition and ``chosen`` (a tag; the first other one where there is none such)."""
    first, *others = twin.editions
    second = next((one for one in others if one[0] == chosen), others[0] if others else None)
    links = "".join(
        f'<li><a href="{escape(view.address("compare/", path=twin.path, edition=tag))}"'
        f"{' aria-current=true' if second and tag == second[0] else ''} lang=\"{escape(tag)}\">{escape(name)}</a></li>"
        for tag, name, _ in others
    )
    choice = f'<nav class="issues" aria-label="{view.word("editions")}"><ul>{links}</ul></nav>'
    frames = "".join(_frame(*one, twin.title, view) for one in (first, second) if one)
    return (
        f'<p class="lead">{escape(twin.title)}<br><span class="path">content/{escape(twin.path)}</span></p>'
        f"{choice if len(others) > 1 else ''}{opening(view, twin.path, twin.title)}"
        f'<div class="twins">{frames}</div>'
    )


def publish_page(publication: Publication, has_target: bool, view: View) -> str:
    """What would change, and the button. ``has_target``: the site is sent elsewhere afterwards."""
    if publication.is_empty:
        return f'<p class="lead">{view.word("nothing_to_publish")}</p>{_after(has_target, view)}'
    groups = "".join(
        _changes(name, changes, view)
        for name, changes in (
            ("added", publication.added), ("changed", publication.changed), ("removed", publication.removed),
        )
    )  # fmt: skip
    warned = ""
    if publication.errors or publication.left_out:
        values = {"errors": str(publication.errors), "left_out": str(len(publication.left_out))}
        link = f'<a href="{escape(view.address())}#problems">{view.word("see_problems")}</a>'
        warned = f'<p class="notice">{view.word("publish_faulty", **values)} {link}</p>'
    lead = view.word("publish_first" if publication.is_first else "publish_lead", items=str(publication.items))
    return (
        f'<p class="lead">{lead}</p>{warned}{groups}{_pages(publication, view)}'
        f'<form method="post" action="{DESK}publish/" class="sheet">{hidden(view, digest=publication.digest)}'
        f"<p>{button('do', 'publish', view.word('publish'), kind='main')}</p>"
        f'<p class="about">{view.word("publish_about")}</p></form>{_after(has_target, view)}'
    )


def _after(has_target: bool, view: View) -> str:
    return f'<p class="about">{view.word("publish_deploy")}</p>' if has_target else ""


def _changes(name: str, changes: Sequence[Change], view: View) -> str:
    if not changes:
        return ""
    items = "".join(
        f'<li><span class="badge {name}">{view.word(name)}</span> <span>{escape(one.title or one.path)}</span> '
        f'<span class="path">{_shown(one.path)}</span></li>'
        for one in changes[:_MOST_CHANGES]
    )
    left = len(changes) - _MOST_CHANGES
    more = f"<p>{view.word('more', count=str(left))}</p>" if left > 0 else ""
    count = f'<span class="count">{len(changes)}</span>'
    return (
        f'<section aria-labelledby="h-{name}"><h2 id="h-{name}">{view.word(f"items_{name}")} {count}</h2>'
        f'<ul class="plain">{items}</ul>{more}</section>'
    )


def _pages(publication: Publication, view: View) -> str:
    """Lists, feeds, neighbours: too many to be read, and there for whoever wants to."""
    if not publication.pages:
        return ""
    items = "".join(
        f'<li><span class="badge {how}">{view.word(how)}</span> <span class="path">{_shown(path)}</span></li>'
        for how, path in publication.pages[:_MOST_CHANGES]
    )
    left = len(publication.pages) - _MOST_CHANGES
    more = f"<p>{view.word('more', count=str(left))}</p>" if left > 0 else ""
    summary = view.word("other_pages", count=str(len(publication.pages)))
    return f'<details><summary>{summary}</summary><ul class="plain">{items}</ul>{more}</details>'


def _shown(path: str) -> str:
    return "/" + escape(path.removesuffix("index.html"))


def _frame(tag: str, name: str, url: str, title: str, view: View) -> str:
    """Without scripts and with no origin of its own: an article must not reach the desk around it."""
    label = view.word("edition_of", name=name, title=title)
    return (
        f'<section><h2 lang="{escape(tag)}">{escape(name)}</h2>'
        f'<iframe src="{escape(quote(url, safe="/%"))}" title="{label}" sandbox="" tabindex="0"></iframe></section>'
    )


def _field(view: View, name: str, more: str, value: str) -> str:
    kind = "" if "type=" in more else ' type="text"'
    return (
        f'<p><label for="{name}">{view.word(f"new_{name}")}</label>'
        f'<input id="{name}" name="{name}"{kind} {more} value="{escape(value)}"></p>'
    )
