"""Stale pages -> their bytes, shared out: pages of templates one by one, photos one by one with all their sizes.

A worker reads the photos that it makes smaller, from our disk or from the store that content lies at; one that is
elsewhere is sent those of our disk. What is only copied is read here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial

from bulletin.errors import BulletinError
from bulletin.model.page import Page
from bulletin.parallel import Workers
from bulletin.render.pages import by_time
from bulletin.render.photos import is_source, resize_all
from bulletin.render.produce import Producer
from bulletin.steps.elsewhere import AtAddress, Read
from bulletin.steps.shelving import keep_photo, photo_of
from bulletin.store import Store

Sizes = tuple[Page, ...]  # of one photo
_WORTH = 40  # pages of a template: what one photo in all its sizes costs, at the least. So a chunk is one photo


def made(
    workers: Workers, read: Read, producer: Producer, stale: Sequence[Page], shelf: Store | None = None
) -> Iterator[tuple[Page, bytes]]:
    """Each page with its bytes, in any order. ``shelf``: where machines share photos' sizes. Raises ThemeError,
    PhotoError, BulletinError."""
    written = by_time(page for page in stale if page.template)
    producer.prepare(written)
    yield from zip(written, workers.stream("render", partial(_write, producer), written), strict=True)
    photos = _by_photo(stale)
    develop = partial(_develop, read, shelf)
    sent = None if isinstance(read, AtAddress) else partial(_with_photos, read, shelf)
    for pages, sizes in zip(photos, workers.stream("photos", develop, photos, sent, _WORTH), strict=True):
        yield from zip(pages, sizes, strict=True)
    for page in stale:  # at last: a library for stores starts threads, and from then on nothing is forked
        if not page.template and not page.resize:
            yield page, producer.bytes_of(page, _source(read, page) if page.source else None)


def _by_photo(stale: Sequence[Page]) -> list[Sizes]:
    found: dict[str, list[Page]] = {}
    for page in stale:
        if page.resize:
            found.setdefault(page.source, []).append(page)
    return [tuple(pages) for pages in found.values()]


# --- run in worker processes ------------------------------------------------------------------------------------------


def _write(producer: Producer, pages: Sequence[Page]) -> list[bytes]:
    return [producer.bytes_of(page) for page in pages]


def _develop(read: Read, shelf: Store | None, photos: Sequence[Sizes]) -> list[list[bytes]]:
    return [(shelf and photo_of(shelf, pages)) or _developed(read, shelf, pages) for pages in photos]


def _developed(read: Read, shelf: Store | None, pages: Sizes) -> list[bytes]:
    wanted = [page.resize for page in pages if page.resize]
    sizes = resize_all(_source(read, pages[0]), wanted, pages[0].source)
    if shelf:
        keep_photo(shelf, pages, sizes)
    return sizes


def _source(read: Read, page: Page) -> bytes:
    """What a store gives now need not be what it gave when the page was planned, and was named by."""
    data = read(page.source)
    if isinstance(read, AtAddress) and not is_source(page, data):
        raise BulletinError("E215", path=page.source, reason="changed while the build ran")
    return data


def _with_photos(
    read: Read, shelf: Store | None, photos: Sequence[Sizes]
) -> Callable[[Sequence[Sizes]], list[list[bytes]]]:
    """``_develop`` for these photos, holding their bytes."""
    found = {pages[0].source: read(pages[0].source) for pages in photos}
    return partial(_develop, found.__getitem__, shelf)
