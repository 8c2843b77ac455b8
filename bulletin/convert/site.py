"""``Bulletin`` and the articles of one edition -> ``Site``: lists, issues and neighbours, each worked out once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import repeat
from types import MappingProxyType

from bulletin.convert.context import Context, prepare
from bulletin.convert.issues import Note, make_issues
from bulletin.convert.listings import make_listings
from bulletin.convert.related import Related, RelatedCards
from bulletin.convert.settings import convert_config
from bulletin.convert.standing import Arrangement
from bulletin.model.article import Article, IssueArticle, Site
from bulletin.model.content import Edition
from bulletin.model.item import Bulletin


def listed(articles: Iterable[Article]) -> tuple[Article, ...]:
    """All that stand in lists: not the plain pages."""
    return tuple([article for article in articles if article.card.kind != "page"])


def assemble(
    bulletin: Bulletin,
    edition: Edition,
    articles: tuple[Article, ...],
    arranged: Arrangement,
    numbers: Related,
    notes: Mapping[str, Note] = MappingProxyType({}),
    standing: str = "",
) -> Site:
    """``articles`` are those of ``edition``, in the order of ``bulletin.items``: newest first; ``arranged`` is where
    those that are ``listed`` stand, and ``standing`` a digest of what that follows from; ``numbers`` relate them to one
    another; ``notes`` are those of issues, by their ids."""
    context = Context(bulletin.config, bulletin.unions, bulletin.glossary)
    number = bulletin.config.editions.index(edition)
    names = prepare(context)[number]
    config = convert_config(bulletin.config, edition, bulletin.unions, bulletin.glossary)
    shown = listed(articles)
    cards = {article.card.path: article.card for article in shown}
    html = {issue: note.html[number] for issue, note in notes.items()}
    issues = make_issues(bulletin.issues, html, cards, names, config)
    return Site(
        config=config,
        edition=edition,
        articles=shown,
        pages=tuple([article for article in articles if article.card.kind == "page"]),
        listings=make_listings(shown, arranged, names, bulletin.unions),
        issues=issues,
        aliases=tuple(_aliases(bulletin, articles)),
        now=bulletin.now,
        related=RelatedCards(shown, numbers),
        problems=tuple(dict.fromkeys(problem for note in notes.values() for problem in note.problems)),
        issue_of=_issue_of(issues),
        arranged=standing,
    )


def _issue_of(issues: Sequence[IssueArticle]) -> Mapping[str, IssueArticle]:
    """The newest issue counts."""
    found: dict[str, IssueArticle] = {}
    for issue in reversed(issues):
        found.update(zip([card.path for _, cards in issue.contents for card in cards], repeat(issue), strict=False))
    return found


def _aliases(bulletin: Bulletin, articles: tuple[Article, ...]) -> Iterator[tuple[str, str]]:
    """Old path below the edition -> where it leads; the first item that claims a path has it."""
    taken: set[str] = set()
    named = [(item.aliases, number) for number, item in enumerate(bulletin.items) if item.aliases]
    for aliases, number in named:
        for path in aliases:
            if path not in taken:
                taken.add(path)
                yield path, articles[number].card.url
