"""A news item's Markdown -> safe HTML, its headings, its inline attachments, and what its author should look at.

    body --lines--> prepared lines --engine (Python-Markdown)--> HTML --sanitise (nh3)--> safe HTML
                                   --plain (prose alone)-----------------------------------^
         --originals, anchors, targets, cells, phones--> scripts, ids, links, photos, tables, telephones: ours alone

Rendering happens once, in the author's script; script conversion comes after.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import escape

from bulletin.convert.manual.forms import restore_raw, written_forms
from bulletin.convert.manual.scan import NO_MARKS, Manual
from bulletin.convert.markup import anchors, lines
from bulletin.convert.markup.cells import set_tables
from bulletin.convert.markup.draft import Prepared
from bulletin.convert.markup.limits import DEEPEST, LONGEST_RUN, Refused, refuse_shapes, shorten_runs
from bulletin.convert.markup.marks import without_forbidden
from bulletin.convert.markup.nesting import mend_nesting
from bulletin.convert.markup.originals import set_scripts
from bulletin.convert.markup.phones import set_phones
from bulletin.convert.markup.plain import plain_body, plain_prose
from bulletin.convert.markup.report import Report
from bulletin.convert.markup.sanitise import SanitiserError, sanitise
from bulletin.convert.markup.targets import Targets, set_targets
from bulletin.convert.markup.tokens import join_tokens, split_tokens
from bulletin.model.article import Heading
from bulletin.model.content import Script
from bulletin.model.item import Attachment, Photo
from bulletin.model.late import late_module, regex
from bulletin.model.making import frozen
from bulletin.model.problem import Problem

_ENGINE = late_module("bulletin.convert.markup.engine")  # with Python-Markdown: plain prose does without

_EMPTY = regex(r"<(p|figure)></\1>\n?")


@frozen
class Markup:
    """``html`` is safe. ``headings`` are h2 and h3; ``attachments`` those printed in the body, with "#id" as URL."""

    html: str
    headings: tuple[Heading, ...] = ()
    problems: tuple[Problem, ...] = ()
    first_photo: Photo | None = None
    attachments: tuple[Attachment, ...] = ()
    manual: Manual = NO_MARKS  # what the characters for author's marks in all of this mean


def render_markup(
    path: str,
    body: str,
    *,
    first_line: int,
    links: Mapping[str, str],
    photos: Mapping[str, Photo],
    image_hosts: tuple[str, ...],
    manual: Manual = NO_MARKS,
    script: Script = "Hans",
) -> Markup:
    """Never raises for any body. ``first_line`` is the line of the file on which the body begins.

    ``links`` and ``photos`` are by target as typed. A link is a root-relative URL ("/files/…"), an absolute one, or a
    path in the same edition ("2026/09/slug/#x"), which is written with ``targets.EDITION_LINK`` before it.

    ``manual`` says what the characters for author's marks in ``body`` mean; they are in the result as well, but not in
    code, addresses and ids. ``script`` is that of the body.
    """
    text, runs = shorten_runs(without_forbidden(body.replace("\r\n", "\n").replace("\r", "\n")))
    report = Report(path, text, first_line)
    told = tuple(report.problem(line, "W622", {"count": str(count), "limit": str(LONGEST_RUN)}) for line, count in runs)
    try:
        refuse_shapes(text)
        if (plain := plain_body(text)) is not None:
            return Markup(plain, problems=told, manual=manual)
        prepared = lines.prepare(text)
        if (plain := plain_prose(prepared)) is not None:
            return Markup(plain, problems=(*told, *report.faults(prepared)), manual=manual)
        html = _to_html(prepared)
        clean = sanitise(html)
    except Refused as refusal:
        return _as_text(text, manual, (*told, report.problem(refusal.line, refusal.code, refusal.values)))
    except SanitiserError as error:
        return _as_text(text, manual, (*told, report.problem(0, "E607", {"reason": str(error)})))
    tokens = split_tokens(clean)
    if prepared.stash or "<" in text:
        mend_nesting(tokens)
    if manual:
        restore_raw(tokens, manual.raws)
    if "data-no-convert" in clean:
        set_scripts(tokens, script)
    found = anchors.set_anchors(tokens, written_forms(manual, script))
    tokens = set_tables(set_phones(tokens))
    targets = Targets(links, photos, image_hosts)
    set_targets(tokens, targets)
    return Markup(
        html=_EMPTY.sub("", join_tokens(tokens)),
        headings=tuple(found.headings),
        problems=(*told, *report.all(prepared, html, tokens, found, targets)),
        first_photo=targets.first_photo,
        attachments=tuple(found.attachments),
        manual=manual,
    )


def _to_html(prepared: Prepared) -> str:
    """A fault of the library is a fault of this one body: the rest of the bulletin is published."""
    try:
        html: str = _ENGINE().to_html(prepared)
        return html
    except RecursionError as error:
        raise Refused("E602", limit=str(DEEPEST)) from error
    except Exception as error:
        raise Refused("E606", reason=type(error).__name__) from error


def _as_text(text: str, manual: Manual, problems: tuple[Problem, ...]) -> Markup:
    """What can't be rendered is shown as it was typed."""
    blocks = (block.strip() for block in re.split(r"\n\s*\n", text))
    html = "\n".join("<p>" + escape(block).replace("\n", "<br>\n") + "</p>" for block in blocks if block)
    return Markup(html=html, problems=problems, manual=manual)
