"""Moment -> the ways machines write it, in the site's time zone."""

from __future__ import annotations

from datetime import UTC, datetime, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from bulletin.model.article import Card
from bulletin.model.content import Config

# What a feed without a single article says of its age: feeds must state one, and the clock is no input of a page.
NEVER = datetime(1970, 1, 1, tzinfo=UTC)


def aware(moment: datetime, config: Config) -> datetime:
    """``moment`` with an offset of whole minutes: RFC 3339 knows no others, local time before 1901 has them."""
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=_zone(config.timezone))
    offset = moment.utcoffset()
    if offset is not None and not offset.total_seconds() % 60:
        return moment
    try:
        return moment.astimezone(UTC)
    except OverflowError:
        return moment.replace(tzinfo=UTC)


def rfc3339(moment: datetime, config: Config) -> str:
    """2026-09-30T09:05:00+08:00"""
    return aware(moment, config).isoformat(timespec="seconds")


def stated(moment: datetime, has_time: bool, config: Config) -> str:
    """ISO 8601; the date alone where the author gave no time, so that no midnight is made up."""
    return rfc3339(moment, config) if has_time else moment.date().isoformat()


def published(card: Card, config: Config) -> datetime:
    return aware(card.date or card.updated or NEVER, config)


def updated(card: Card, config: Config) -> datetime:
    """The last correction or the date, whichever is later."""
    if card.updated is None or card.updated is card.date:  # as of nearly all
        return published(card, config)
    return max(published(card, config), aware(card.updated, config))


def _zone(name: str) -> tzinfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return UTC
