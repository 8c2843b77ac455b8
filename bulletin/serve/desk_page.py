"""``Desk`` -> its first page: the issue in order, what waits, what is wrong; with buttons that need no JavaScript."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from itertools import groupby

from bulletin.model.desk import Arrangement, Desk, Row, Wait
from bulletin.model.problem import Problem
from bulletin.serve.desk_frame import DESK, View, button, hidden, opening, row_id

_RANK = {"error": 0, "warning": 1, "info": 2}
_MOST_PROBLEMS = 200
_MOST_ISSUES = 12


def desk_page(desk: Desk, view: View) -> str:
    """The main part of the page."""
    return (
        f'<p class="lead">{view.word("lead", site=desk.name)}</p>'
        f'<div class="columns"><div>{_issue(desk, view)}</div>'
        f"<div>{_waiting(desk, view)}{problem_list(desk.problems, view)}</div></div>"
    )


def problem_list(problems: Sequence[Problem], view: View) -> str:
    """By file, the worst first; what is only good to know is folded."""
    grave = [one for one in problems if one.severity != "info"]
    light = [one for one in problems if one.severity == "info"]
    parts = [
        f'<section id="problems" aria-labelledby="h-problems"><h2 id="h-problems">{view.word("problems")} '
        f'<span class="count">{len(grave)}</span></h2>'
    ]
    if not grave:
        parts.append(f'<p class="empty">{view.word("no_problems")}</p>')
    parts.append(_files(_worst_first(grave)[:_MOST_PROBLEMS], view))
    if light:
        shown = _files(_worst_first(light)[:_MOST_PROBLEMS], view)
        parts.append(f"<details><summary>{view.word('good_to_know', count=str(len(light)))}</summary>{shown}</details>")
    if max(len(grave), len(light)) > _MOST_PROBLEMS:
        parts.append(f"<p>{view.word('more_problems', count=str(_MOST_PROBLEMS))}</p>")
    return "".join(parts) + "</section>"


def _worst_first(problems: Sequence[Problem]) -> list[Problem]:
    """Of files with equally grave faults the one with more of them first; within a file by line."""
    worst: dict[str, tuple[int, int]] = {}
    for one in problems:
        rank, count = worst.get(one.path, (9, 0))
        here = _RANK[one.severity]
        worst[one.path] = (here, -1) if here < rank else (rank, count - (here == rank))
    return sorted(problems, key=lambda one: (worst[one.path], one.path, _RANK[one.severity], one))


def _files(problems: Sequence[Problem], view: View) -> str:
    groups = groupby(problems, key=lambda one: one.path)
    return "".join(_file(path, list(found), view) for path, found in groups)


def _file(path: str, problems: Sequence[Problem], view: View) -> str:
    items = "".join(_problem(one, view) for one in problems)
    return (
        f'<article class="file"><h3><code>content/{escape(path)}</code></h3>{opening(view, path, path)}'
        f'<ul class="problems">{items}</ul></article>'
    )


def _problem(problem: Problem, view: View) -> str:
    message, fix = view.tell(problem)
    where = ""
    if problem.line:
        values = {"line": str(problem.line), "column": str(problem.column)}
        where = view.word("place" if problem.column else "line", **values)
    place = f'<span class="where">{where}</span> ' if where else ""
    mend = f'<p class="fix">{view.word("fix", fix=fix)}</p>' if fix else ""
    return (
        f'<li class="{problem.severity}"><p><span class="badge">{view.word(problem.severity)}</span> {place}'
        f"{escape(message)} <code>{problem.code}</code></p>{mend}</li>"
    )


def _issue(desk: Desk, view: View) -> str:
    issue = desk.issue
    rows = "".join(_row(number, desk, view) for number in range(len(issue.rows)))
    title = view.word("issue", year=str(issue.year), number=issue.number)
    empty = f'<p class="empty">{view.word("no_items")}</p>' if not issue.rows else ""
    drag = (
        f'<form method="post" action="{DESK}" id="drag" hidden>{_about(issue, view)}'
        '<input type="hidden" name="do" value="move"><input type="hidden" name="path">'
        '<input type="hidden" name="before"></form>'
    )
    name = f'<p class="subtitle">{escape(issue.title)}</p>' if issue.title else ""
    return (
        f'<section aria-labelledby="h-issue"><h2 id="h-issue">{title} <span class="count">{len(issue.rows)}</span></h2>'
        f"{name}{_issues(desk, view)}{empty}"
        f'<ol class="rows" data-handle="{view.word("drag")}">{rows}</ol>{drag}{_omitted(issue, view)}'
        f'<p class="about">{view.word("written_to", path=f"content/{issue.path}")}</p>'
        f"{opening(view, issue.path, issue.path, issue=issue.id) if issue.digest else ''}</section>"
    )


def _issues(desk: Desk, view: View) -> str:
    """Links to others; of very many the latest."""
    if len(desk.issues) < 2:
        return ""
    shown = desk.issues[:_MOST_ISSUES]
    shown = shown if desk.issue.id in shown else (*shown, desk.issue.id)
    links = "".join(
        f'<li><a href="{escape(view.address(issue=one))}"{" aria-current=true" if one == desk.issue.id else ""}>'
        f"{escape(one)}</a></li>"
        for one in shown
    )
    return f'<nav class="issues" aria-label="{view.word("issues")}"><ul>{links}</ul></nav>'


def _row(number: int, desk: Desk, view: View) -> str:
    issue = desk.issue
    row, last = issue.rows[number], len(issue.rows) - 1
    pin, label = ("unpin", "unpin_what") if row.is_pinned else ("pin", "pin_what")
    buttons = (
        button("do", "up", "↑", view.word("up_what", title=row.title), "arrow", number == 0)
        + button("do", "down", "↓", view.word("down_what", title=row.title), "arrow", number == last)
        + button("do", pin, view.word(pin), view.word(label, title=row.title))
        + button("do", "omit", view.word("omit"), view.word("omit_what", title=row.title))
        + button("do", "open", view.word("open"), view.word("open_what", title=row.title))
    )
    form = f'<form method="post" action="{DESK}" class="does">{_about(issue, view)}{_path(row.path)}{buttons}</form>'
    badge = f' <span class="badge pinned">{view.word("pinned")}</span>' if row.is_pinned else ""
    return (
        f'<li id="{row_id(row.path)}" data-path="{escape(row.path)}"><div class="what">'
        f'<p class="title"><a href="{escape(row.url)}">{escape(row.title)}</a>{badge}</p>'
        f'<p class="about">{_facts(row, view)}</p></div>{form}</li>'
    )


def _facts(row: Row, view: View) -> str:
    date = f"{row.date:%m-%d}" if row.date else view.word("undated")
    compare = (
        f'<a href="{escape(view.address("compare/", path=row.path))}" '
        f'aria-label="{view.word("compare_what", title=row.title)}">{view.word("page_compare")}</a>'
    )
    facts = [escape(one) for one in (row.section, row.source) if one]
    return " · ".join([date, *facts, f'<span class="path">{escape(row.path)}</span>', compare])


def _omitted(issue: Arrangement, view: View) -> str:
    if not issue.omitted:
        return ""
    items = "".join(
        f'<li id="{row_id(row.path)}"><span>{escape(row.title)}</span><form method="post" action="{DESK}" class="does">'
        f"{_about(issue, view)}{_path(row.path)}"
        f"{button('do', 'include', view.word('include'), view.word('include_what', title=row.title))}</form></li>"
        for row in issue.omitted
    )
    return f'<h3>{view.word("omitted")}</h3><ul class="plain">{items}</ul>'


def _waiting(desk: Desk, view: View) -> str:
    items = "".join(_wait(one, view) for one in desk.waiting)
    shown = f'<ul class="plain">{items}</ul>' if items else f'<p class="empty">{view.word("none_wait")}</p>'
    more = f"<p>{view.word('more_wait', count=str(desk.held))}</p>" if desk.held > len(desk.waiting) else ""
    return (
        f'<section aria-labelledby="h-waiting"><h2 id="h-waiting">{view.word("waiting")} '
        f'<span class="count">{desk.held}</span></h2>{shown}{more}</section>'
    )


def _wait(wait: Wait, view: View) -> str:
    if wait.at is not None:
        when = f'<time datetime="{wait.at.isoformat()}">{view.word("until", time=f"{wait.at:%Y-%m-%d %H:%M}")}</time>'
    else:
        when = view.word("draft" if wait.why == "draft" else "waiting")
    return (
        f'<li><span><span class="badge {wait.why}">{when}</span> {escape(wait.title)}<br>'
        f'<span class="path">{escape(wait.path)}</span></span>{_ready(wait, view)}</li>'
    )


def _ready(wait: Wait, view: View) -> str:
    """The buttons of what waits: a draft may be ready."""
    if not wait.digest:
        return opening(view, wait.path, wait.title)
    buttons = button("do", "ready", view.word("ready"), view.word("ready_what", title=wait.title)) + button(
        "do", "open", view.word("open"), view.word("open_what", title=wait.title)
    )
    inner = hidden(view, path=wait.path, digest=wait.digest)
    return f'<form method="post" action="{DESK}" class="does">{inner}{buttons}</form>'


def _about(issue: Arrangement, view: View) -> str:
    return hidden(view, issue=issue.id, digest=issue.digest)


def _path(path: str) -> str:
    return f'<input type="hidden" name="path" value="{escape(path)}">'
