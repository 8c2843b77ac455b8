"""Checked issues and the articles of an edition -> the issues of that edition; notes of issues in all editions."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import cache

from bulletin.convert.context import Context, EditionNames, prepare
from bulletin.convert.facets import facet_path
from bulletin.convert.manual.forms import fill_html, words
from bulletin.convert.markup.render import Markup, render_markup
from bulletin.convert.markup.targets import at_home
from bulletin.convert.script.converter import Converter
from bulletin.convert.script.direction import detect
from bulletin.convert.source import convert_marked, forms_of, mark_body, mark_problems
from bulletin.model.article import Card, IssueArticle, Link, issue_name
from bulletin.model.content import Config, Script
from bulletin.model.digest import digest_of
from bulletin.model.item import Issue
from bulletin.model.making import frozen
from bulletin.model.problem import Problem

Contents = tuple[tuple[Link, tuple[Card, ...]], ...]


@frozen
class Note:
    """The note of an issue, as safe HTML for each edition, in their order; and what was found fault with."""

    html: tuple[str, ...]
    problems: tuple[Problem, ...]


def key_of_note(context: str, issue: Issue) -> str:
    """Says all that it depends on; ``context`` is that of ``Context.digest``."""
    return digest_of(context, issue.path, issue.note, issue.note_line, issue.links, issue.photos, _said(issue))


def render_note(issue: Issue, context: Context) -> Note:
    """Of an issue that has one."""
    markup = _markup(issue, context.config.image_hosts)
    script = _script(issue, context.config)
    editions = ((names, names.converters[script]) for names in prepare(context))
    html = tuple(at_home(_html(markup, converter, names), names.root) for names, converter in editions)
    return Note(html, markup.problems)


def make_issues(
    issues: tuple[Issue, ...],
    notes: Mapping[str, str],
    cards: Mapping[str, Card],
    names: EditionNames,
    config: Config,
) -> tuple[IssueArticle, ...]:
    """Newest first, as given. ``notes``, as HTML of the edition, are by the id of their issue, ``cards`` by the path of
    their item; ``config`` is in the edition's script."""
    scripts = [_script(issue, config) for issue in issues]
    numbers = _numbers(issues, scripts, names)
    named = [(number, names.root + _path(issue)) for issue, (number, _) in zip(issues, numbers, strict=True)]
    links = [None, *(Link(issue_name(number), url) for number, url in named), None]
    texts = {script: _texts(names.converters[script], names) for script in set(scripts)}
    contents = _contents_by(cards, names)
    return tuple(
        _issue(issue, texts[scripts[at]], config, notes, numbers[at], contents(issue), names.root, links[at : at + 3])
        for at, issue in enumerate(issues)
    )


def _issue(
    issue: Issue,
    texts: tuple[Callable[[str], str], Callable[[str], str]],
    config: Config,
    notes: Mapping[str, str],
    numbers: tuple[str, str],
    contents: Contents,
    root: str,
    beside: Sequence[Link | None],
) -> IssueArticle:
    text, name = texts
    rules = config.issues
    return IssueArticle(
        id=issue.id,
        url=root + _path(issue),
        path=_path(issue),
        year=issue.year,
        number=numbers[0],
        total=numbers[1],
        date=issue.date,
        masthead=rules.name or config.title,
        contents=contents,
        title=text(issue.title),
        note_html=notes.get(issue.id, ""),
        publisher=name(issue.publisher) or rules.publisher or config.owner,
        compiler=name(issue.compiler) or rules.compiler,
        chief_editor=name(issue.chief_editor) or rules.chief_editor,
        editor=name(issue.editor) or rules.editor,
        distribution=tuple((text(kind), name(whom)) for kind, whom in issue.distribution),
        previous=beside[2],
        next=beside[0],
    )


def _path(issue: Issue) -> str:
    return f"issues/{issue.id}/"


def _said(issue: Issue) -> str:
    return "\n".join((issue.title, issue.note, issue.publisher, *(name for _, name in issue.distribution)))


def _script(issue: Issue, config: Config) -> Script:
    """Of its texts; most issues have none, and are what the first edition is."""
    said, default = _said(issue), config.editions[0].script
    return detect(said, default) if said.strip() else default


def _numbers(issues: Sequence[Issue], scripts: Sequence[Script], names: EditionNames) -> list[tuple[str, str]]:
    """Number and running number of each, all of one script converted in one go."""
    found: list[tuple[str, str]] = [("", "")] * len(issues)
    for script in set(scripts):
        places = [at for at, one in enumerate(scripts) if one == script]
        written = [text for at in places for text in (issues[at].number, issues[at].total)]
        texts = iter(names.converters[script].texts(written))
        for at, number, total in zip(places, texts, texts, strict=True):
            found[at] = number, total
    return found


def _texts(converter: Converter, names: EditionNames) -> tuple[Callable[[str], str], Callable[[str], str]]:
    """What converts a text and what a name: most issues name the same people."""

    def text(value: str) -> str:
        return convert_marked(value, converter, names) if "-{" in value else converter.text(value)

    def name(value: str) -> str:
        return convert_marked(value, converter, names) if "-{" in value else converter.name(value)

    return cache(text), cache(name)


def _markup(issue: Issue, image_hosts: tuple[str, ...]) -> Markup:
    """In the script it was written in."""
    note, manual = mark_body(issue.note, issue.note_line)
    markup = render_markup(
        issue.path,
        note,
        first_line=issue.note_line,
        links={target: url for target, url in issue.links if not url.startswith("@")},
        photos=dict(issue.photos),
        image_hosts=image_hosts,
        manual=manual,
        script=detect(note),
    )
    return replace(markup, problems=(*markup.problems, *mark_problems(issue.path, manual)))


def _html(markup: Markup, converter: Converter, names: EditionNames) -> str:
    converter = converter.ruled(words(markup.manual, names.edition.tag)) if markup.manual else converter
    html = converter.html(markup.html)
    return fill_html(html, forms_of(markup.manual, names)) if markup.manual else html


def _contents_by(cards: Mapping[str, Card], names: EditionNames) -> Callable[[Issue], Contents]:
    """What gives the contents of an issue by section, in the order in which it first names one; what is in no section
    last, under no name."""
    named = {names.root + facet_path("sections", one): (one, section.name) for one, section in names.sections.items()}
    links = {url: Link(name, f"#s-{one}") for url, (one, name) in (named | {"": ("", "")}).items()}

    def contents(issue: Issue) -> Contents:
        groups: dict[str, list[Card]] = {}
        for card in filter(None, map(cards.get, dict.fromkeys(issue.items))):
            url = card.section.url if card.section else ""
            if url in groups:
                groups[url].append(card)
            else:
                groups[url] = [card]
        if "" in groups:
            groups[""] = groups.pop("")
        return tuple((links[url], tuple(found)) for url, found in groups.items())

    return contents
