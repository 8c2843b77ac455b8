"""Stale pages -> their bytes, shared out: pages of templates one by one, photos one by one with all their sizes.

What is only copied is read here. A worker reads the photos that it makes smaller; one that is elsewhere is sent them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path

from bulletin.model.page import Page
from bulletin.parallel import Workers
from bulletin.read.folder import read_bytes
from bulletin.render.pages import by_time
from bulletin.render.photos import resize_all
from bulletin.render.produce import Producer

Sizes = tuple[Page, ...]  # of one photo
_WORTH = 40  # pages of a template: what one photo in all its sizes costs, at the least. So a chunk is one photo


def made(workers: Workers, site: Path, producer: Producer, stale: Sequence[Page]) -> Iterator[tuple[Page, bytes]]:
    """Each page with its bytes, in any order. Raises ThemeError, PhotoError, BulletinError."""
    for page in stale:
        if not page.template and not page.resize:
            yield page, producer.bytes_of(page, read_bytes(site, page.source) if page.source else None)
    written = by_time(page for page in stale if page.template)
    producer.prepare(written)
    yield from zip(written, workers.stream("render", partial(_write, producer), written), strict=True)
    photos = _by_photo(stale)
    develop = partial(_develop, partial(read_bytes, site))
    sent = partial(_with_photos, site)
    for pages, sizes in zip(photos, workers.stream("photos", develop, photos, sent, _WORTH), strict=True):
        yield from zip(pages, sizes, strict=True)


def _by_photo(stale: Sequence[Page]) -> list[Sizes]:
    found: dict[str, list[Page]] = {}
    for page in stale:
        if page.resize:
            found.setdefault(page.source, []).append(page)
    return [tuple(pages) for pages in found.values()]


# --- run in worker processes ------------------------------------------------------------------------------------------


def _write(producer: Producer, pages: Sequence[Page]) -> list[bytes]:
    return [producer.bytes_of(page) for page in pages]


def _develop(read: Callable[[str], bytes], photos: Sequence[Sizes]) -> list[list[bytes]]:
    return [
        resize_all(read(pages[0].source), [page.resize for page in pages if page.resize], pages[0].source)
        for pages in photos
    ]


def _with_photos(site: Path, photos: Sequence[Sizes]) -> Callable[[Sequence[Sizes]], list[list[bytes]]]:
    """``_develop`` for these photos, holding their bytes."""
    found = {pages[0].source: read_bytes(site, pages[0].source) for pages in photos}
    return partial(_develop, found.__getitem__)
