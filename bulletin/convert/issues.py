"""Checked issues and the articles of an edition -> the issues of that edition, and each article's place in one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from bulletin.convert.context import EditionNames
from bulletin.convert.facets import facet_path
from bulletin.convert.manual.forms import fill_html, words
from bulletin.convert.markup.render import Markup, render_markup
from bulletin.convert.markup.targets import at_home
from bulletin.convert.script.converter import Converter
from bulletin.convert.script.direction import detect
from bulletin.convert.source import convert_marked, forms_of, mark_body, mark_problems
from bulletin.model.article import Card, IssueArticle, Link
from bulletin.model.content import Config, Script
from bulletin.model.item import Issue
from bulletin.model.making import frozen


@frozen
class Place:
    """Where an article stands in its issue."""

    issue: Link
    previous: Link | None
    next: Link | None


def make_issues(
    issues: tuple[Issue, ...],
    notes: Mapping[str, Markup],
    cards: Mapping[str, Card],
    names: EditionNames,
    config: Config,
) -> tuple[IssueArticle, ...]:
    """Newest first, as given. ``notes`` are by the id of their issue, ``cards`` by the path of their item; ``config``
    is in the edition's script."""
    made = [_issue(issue, notes.get(issue.id), cards, names, config) for issue in issues]
    links = [Link(issue_name(issue.number), issue.url) for issue in made]
    return tuple(
        replace(
            issue,
            previous=links[index + 1] if index + 1 < len(links) else None,
            next=links[index - 1] if index else None,
        )
        for index, issue in enumerate(made)
    )


def render_notes(issues: Iterable[Issue], image_hosts: tuple[str, ...]) -> dict[str, Markup]:
    """The notes of those issues that have one, in the script they were written in."""
    return {issue.id: _note(issue, image_hosts) for issue in issues if issue.note.strip()}


def _note(issue: Issue, image_hosts: tuple[str, ...]) -> Markup:
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


def places(issues: Iterable[IssueArticle]) -> dict[str, Place]:
    """Path of an item -> its place, in the order in which the issue shows its contents; the newest issue counts."""
    found: dict[str, Place] = {}
    for issue in issues:
        link = Link(issue_name(issue.number), issue.url)
        cards = [card for _, group in issue.contents for card in group]
        stops = [None, *(Link(card.title, card.url, card.lang) for card in cards), None]
        for index, card in enumerate(cards):
            found.setdefault(card.path, Place(link, stops[index], stops[index + 2]))
    return found


def issue_name(number: str) -> str:
    """第42期, but 增刊1: the same characters in both scripts."""
    return f"第{number}期" if number.isdigit() else number


def _issue(
    issue: Issue, note: Markup | None, cards: Mapping[str, Card], names: EditionNames, config: Config
) -> IssueArticle:
    said = "\n".join((issue.title, issue.note, issue.publisher, *(name for _, name in issue.distribution)))
    default: Script = config.editions[0].script
    converter = names.converters[detect(said, default)]
    rules = config.issues
    path = f"issues/{issue.id}/"
    number, total = converter.texts((issue.number, issue.total))
    return IssueArticle(
        id=issue.id,
        url=names.root + path,
        path=path,
        year=issue.year,
        number=number,
        total=total,
        date=issue.date,
        masthead=rules.name or config.title,
        contents=_contents(issue, cards, names),
        title=_text(issue.title, converter, names),
        note_html=at_home(_note_html(note, converter, names), names.root) if note else "",
        publisher=_name(issue.publisher, converter, names) or rules.publisher or config.owner,
        compiler=_name(issue.compiler, converter, names) or rules.compiler,
        chief_editor=_name(issue.chief_editor, converter, names) or rules.chief_editor,
        editor=_name(issue.editor, converter, names) or rules.editor,
        distribution=tuple((converter.text(kind), _name(whom, converter, names)) for kind, whom in issue.distribution),
    )


def _text(text: str, converter: Converter, names: EditionNames) -> str:
    return convert_marked(text, converter, names) if "-{" in text else converter.text(text)


def _name(name: str, converter: Converter, names: EditionNames) -> str:
    return convert_marked(name, converter, names) if "-{" in name else converter.name(name)


def _note_html(note: Markup, converter: Converter, names: EditionNames) -> str:
    converter = converter.ruled(words(note.manual, names.edition.tag)) if note.manual else converter
    html = converter.html(note.html)
    return fill_html(html, forms_of(note.manual, names)) if note.manual else html


def _contents(
    issue: Issue, cards: Mapping[str, Card], names: EditionNames
) -> tuple[tuple[Link, tuple[Card, ...]], ...]:
    """By section, in the order in which the issue first names one; what is in no section last, under no name."""
    ids = {names.root + facet_path("sections", one): one for one in names.sections}
    groups: dict[str, list[Card]] = {}
    for path in dict.fromkeys(issue.items):
        if card := cards.get(path):
            groups.setdefault(ids[card.section.url] if card.section else "", []).append(card)
    ordered = sorted(groups, key=lambda section: section == "")
    return tuple(
        (Link(names.sections[one].name if one else "", f"#s-{one}"), tuple(groups[one])) for one in ordered
    )
