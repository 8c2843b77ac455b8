"""Site -> the home page: latest issue, pinned, lead, latest, each section's newest, the most active unions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta
from functools import partial

from bulletin.model.article import Card, Link, Listing, Site
from bulletin.model.digest import digest_of_plain
from bulletin.model.page import Group, Page
from bulletin.render.head import page_head
from bulletin.render.templates import Templates
from bulletin.render.views import HomeView

PINNED = 5
LATEST = 12
IN_SECTION = 6
UNIONS = 24
_LEAD_AMONG = 20  # a lead older than this many items would be no news
_ACTIVE = timedelta(days=90)


def home_groups(site: Site, templates: Templates) -> Iterator[Group]:
    yield Group(partial(home_pages, site, templates), partial(_said, site, templates))


def _said(site: Site, templates: Templates) -> str:
    """The theme, the latest issue, all cards, and the lists of sections and unions."""
    keys = templates.keys
    issues = [keys.issue(issue) for issue in site.issues[:1]]
    lists = [keys.listing(listing) for listing in site.listings if listing.kind in ("section", "union")]
    cards = keys.cards([article.card for article in site.articles])
    return digest_of_plain("home", templates.families.get("home.html", ""), issues, lists, cards)


def home_pages(site: Site, templates: Templates) -> Iterator[Page]:
    cards = [article.card for article in site.articles if not article.card.is_withdrawn]
    pinned = tuple(card for card in cards if card.pinned)[:PINNED]
    rest = [card for card in cards if card not in pinned]
    lead = next((card for card in rest[:_LEAD_AMONG] if card.cover), None)
    view = HomeView(
        head=page_head(site, "", title="", description=site.config.description or site.config.tagline),
        issue=site.issues[0] if site.issues else None,
        pinned=pinned,
        lead=lead,
        latest=tuple(card for card in rest if card is not lead)[:LATEST],
        sections=tuple(_sections(site)),
        unions=most_active(site.listings),
    )
    yield templates.page("index.html", "home.html", view)


def _sections(site: Site) -> Iterator[tuple[Link, tuple[Card, ...]]]:
    for listing in site.listings:
        if listing.kind == "section":
            shown = tuple(card for card in listing.cards if not card.is_withdrawn)[:IN_SECTION]
            if shown:
                yield Link(listing.name, listing.url), shown


def most_active(listings: Sequence[Listing]) -> tuple[Link, ...]:
    """Unions by how many items they had in the 90 days before the newest item of all, then by all they ever had.

    Counted from the newest item and not from today, so that the page changes with its content alone.
    """
    unions = [listing for listing in listings if listing.kind == "union" and listing.cards]
    dates = [listing.cards[0].date for listing in unions]
    newest = max((date for date in dates if date), default=None)

    def rank(listing: Listing) -> tuple[int, int, str]:
        recent = sum(1 for card in listing.cards if newest and card.date and newest - card.date <= _ACTIVE)
        return -recent, -len(listing.cards), listing.id

    return tuple(Link(listing.name, listing.url) for listing in sorted(unions, key=rank)[:UNIONS])
