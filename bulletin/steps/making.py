"""Stale pages -> their bytes, put where they belong; shared out: pages of templates one by one, photos one by one with
all their sizes.

A worker reads the photos that it makes smaller, from our disk or from the store that content lies at; one that is
elsewhere is sent those of our disk. What is only copied is read here.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator, Sequence
from functools import partial
from itertools import chain
from typing import TypeVar

from bulletin.errors import BulletinError
from bulletin.model.altered import altered
from bulletin.model.late import late_module
from bulletin.model.page import Page
from bulletin.parallel import LARGEST_CHUNK, Workers
from bulletin.render.bodies import Fill, as_they_are, read_ahead, with_bodies
from bulletin.render.pages import by_time
from bulletin.render.pictures import is_source
from bulletin.render.produce import Producer
from bulletin.steps.elsewhere import AtAddress, Read
from bulletin.steps.shelving import keep_photo, photo_of
from bulletin.store import Store

_PHOTOS = late_module("bulletin.render.photos")

Pages = tuple[Page, ...]  # one of a template, or all sizes of a photo
Work = Callable[[Sequence[Pages]], list[list[bytes]]]
Kept = TypeVar("Kept")
_WORTH = 40  # pages of a template: what one photo in all its sizes costs, at the least. So a chunk is one photo


def made(
    workers: Workers,
    read: Read,
    producer: Producer,
    stale: Sequence[Page],
    put: Callable[[str, bytes], Kept],
    fill: Fill,
    shelf: Store | None = None,
) -> Generator[tuple[Page, Kept]]:
    """Each page with what ``put`` gives for its path and its bytes, in any order. ``put`` is called where the bytes are
    made, if that is on this machine, and so is ``fill``, for the articles' bodies. ``shelf``: where machines share
    photos' sizes. Raises ThemeError, PhotoError, BulletinError, and what ``put`` and ``fill`` do."""
    written = _in_turns(by_time(page for page in stale if page.template))
    producer.prepare(written)
    if not workers.are_ours:
        written, fill = [_whole(fill, page) for page in written], as_they_are
    yield from _worked(workers, put, "render", partial(_write, producer, fill), [(page,) for page in written])
    develop = partial(_develop, read, shelf)
    sent = None if isinstance(read, AtAddress) else partial(_with_photos, read, shelf)
    yield from _worked(workers, put, "photos", develop, _by_photo(stale), sent, _WORTH)
    for page in stale:  # at last: a library for stores starts threads, and from then on nothing is forked
        if not page.template and not page.resize:
            yield page, put(page.path, producer.bytes_of(page, _source(read, page) if page.source else None))


def _in_turns(pages: Sequence[Page]) -> list[Page]:
    """Editions by turns, a chunk of each: of two processes each comes to make mostly one edition, and so what it keeps
    (cards, entries of feeds) is not made in both."""
    editions: dict[str, list[Page]] = {}
    for page in pages:
        editions.setdefault(page.edition, []).append(page)
    longest = max(map(len, editions.values()), default=0)
    turns = range(0, longest, LARGEST_CHUNK)
    return [page for begin in turns for some in editions.values() for page in some[begin : begin + LARGEST_CHUNK]]


def _worked(
    workers: Workers,
    put: Callable[[str, bytes], Kept],
    stage: str,
    work: Work,
    values: Sequence[Pages],
    sent: Callable[[Sequence[Pages]], Work] | None = None,
    worth: int = 1,
) -> Iterator[tuple[Page, Kept]]:
    """Forked workers put what they made, others send it."""
    if workers.are_ours:
        results = workers.stream(stage, partial(_put, put, work), values, None, worth)
        for pages, kept in zip(values, results, strict=True):
            yield from zip(pages, kept, strict=True)
    else:
        for pages, found in zip(values, workers.stream(stage, work, values, sent, worth), strict=True):
            yield from ((page, put(page.path, data)) for page, data in zip(pages, found, strict=True))


def _by_photo(stale: Sequence[Page]) -> list[Pages]:
    found: dict[str, list[Page]] = {}
    for page in stale:
        if page.resize:
            found.setdefault(page.source, []).append(page)
    return [tuple(pages) for pages in found.values()]


# --- run in worker processes ------------------------------------------------------------------------------------------


def _put(put: Callable[[str, bytes], Kept], work: Work, values: Sequence[Pages]) -> list[list[Kept]]:
    return [
        [put(page.path, data) for page, data in zip(pages, found, strict=True)]
        for pages, found in zip(values, work(values), strict=True)
    ]


def _write(producer: Producer, fill: Fill, values: Sequence[Pages]) -> list[list[bytes]]:
    views = [[page.view for page in pages] for pages in values]
    read_ahead(chain.from_iterable(views), fill)
    return [
        [producer.bytes_of(altered(page, context=view), None, fill) for page, view in zip(pages, shown, strict=True)]
        for pages, shown in zip(values, views, strict=True)
    ]


def _whole(fill: Fill, page: Page) -> Page:
    return altered(page, context=with_bodies(page.view, fill))


def _develop(read: Read, shelf: Store | None, photos: Sequence[Pages]) -> list[list[bytes]]:
    return [(shelf and photo_of(shelf, pages)) or _developed(read, shelf, pages) for pages in photos]


def _developed(read: Read, shelf: Store | None, pages: Pages) -> list[bytes]:
    wanted = [page.resize for page in pages if page.resize]
    sizes: list[bytes] = _PHOTOS().resize_all(_source(read, pages[0]), wanted, pages[0].source)
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
    read: Read, shelf: Store | None, photos: Sequence[Pages]
) -> Callable[[Sequence[Pages]], list[list[bytes]]]:
    """``_develop`` for these photos, holding their bytes."""
    found = {pages[0].source: read(pages[0].source) for pages in photos}
    return partial(_develop, found.__getitem__, shelf)
