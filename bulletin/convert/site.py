"""``Bulletin`` and the articles of one edition -> ``Site``: lists, issues and neighbours, each worked out once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from bulletin.convert.context import Context, prepare
from bulletin.convert.issues import Place, make_issues, places, render_notes
from bulletin.convert.listings import make_listings
from bulletin.convert.related import Related, related_cards
from bulletin.convert.settings import convert_config
from bulletin.model.altered import altered
from bulletin.model.article import Article, Site
from bulletin.model.content import Edition
from bulletin.model.item import Bulletin


def listed(articles: Iterable[Article]) -> tuple[Article, ...]:
    """All that stand in lists: not the plain pages."""
    return tuple(article for article in articles if article.card.kind != "page")


def assemble(bulletin: Bulletin, edition: Edition, articles: tuple[Article, ...], numbers: Related) -> Site:
    """``articles`` are those of ``edition``, in the order of ``bulletin.items``: newest first; ``numbers`` relate those
    that are ``listed`` to one another."""
    context = Context(bulletin.config, bulletin.unions, bulletin.glossary)
    names = next(one for one in prepare(context) if one.edition == edition)
    config = convert_config(bulletin.config, edition, bulletin.unions, bulletin.glossary)
    shown = listed(articles)
    cards = {article.card.path: article.card for article in shown}
    notes = render_notes(bulletin.issues, bulletin.config.image_hosts)
    issues = make_issues(bulletin.issues, notes, cards, names, config)
    stands = places(issues)
    return Site(
        config=config,
        edition=edition,
        articles=tuple(_placed(article, stands.get(article.card.path)) for article in shown),
        pages=tuple(article for article in articles if article.card.kind == "page"),
        listings=make_listings(shown, names, bulletin.unions),
        issues=issues,
        aliases=tuple(_aliases(bulletin, articles)),
        now=bulletin.now,
        related=related_cards(shown, numbers),
        problems=tuple(dict.fromkeys(problem for note in notes.values() for problem in note.problems)),
    )


def _placed(article: Article, place: Place | None) -> Article:
    if place is None:
        return article
    return altered(article, issue=place.issue, previous=place.previous, next=place.next)


def _aliases(bulletin: Bulletin, articles: tuple[Article, ...]) -> Iterator[tuple[str, str]]:
    """Old path below the edition -> where it leads; the first item that claims a path has it."""
    taken: set[str] = set()
    for item, article in zip(bulletin.items, articles, strict=True):
        for path in item.aliases:
            if path not in taken:
                taken.add(path)
                yield path, article.card.url
