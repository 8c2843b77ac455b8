"""Photos of the bulletin -> pages, one for each size."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from hashlib import blake2b
from itertools import chain
from operator import attrgetter
from posixpath import dirname

from bulletin.model.digest import digest_of, digest_of_plain
from bulletin.model.item import Bulletin, Item, Photo
from bulletin.model.page import Group, Page
from bulletin.render.paths import file_path

_may_show = attrgetter("cover", "gallery", "photos", "variants")
_NOTHING = None, (), (), ()


def photo_groups(bulletin: Bulletin) -> Iterator[Group]:
    """By the folder of the photos: a new one leaves all other groups as they are."""
    base = bulletin.config.base
    folders: dict[str, list[Photo]] = {}
    for photo in _shown(bulletin):
        folders.setdefault(dirname(photo.path), []).append(photo)
    for photos in folders.values():
        yield Group(partial(_pages, photos, base), partial(_said, photos, base))


def photo_pages(bulletin: Bulletin) -> Iterator[Page]:
    """Every size of every photo that an item or the note of an issue shows. A withdrawn item shows none."""
    return (page for group in photo_groups(bulletin) for page in group.pages())


def _shown(bulletin: Bulletin) -> Iterable[Photo]:
    """Each once: of two with the same bytes the first."""
    items = (item for item in bulletin.items if _may_show(item) != _NOTHING)
    photos = chain(
        (photo for item in items for photo in _photos(item)),
        (photo for issue in bulletin.issues for _, photo in issue.photos),
    )
    found: dict[str, Photo] = {}
    for photo in photos:
        found.setdefault(photo.digest, photo)
    return found.values()


def _said(photos: Sequence[Photo], base: str) -> str:
    told = [(one.path, one.digest, [(v.url, v.width, v.format) for v in (*one.webp, *one.fallback)]) for one in photos]
    return digest_of_plain("photos", base, told)


def _pages(photos: Sequence[Photo], base: str) -> Iterator[Page]:
    seen: set[str] = set()
    for photo in photos:
        for variant in (*photo.webp, *photo.fallback):
            path = file_path(variant.url.removeprefix(base))
            if path not in seen:
                seen.add(path)
                size = (variant.width, variant.format)
                yield Page(path, digest_of("photo", photo.digest, size), source=photo.path, resize=size)


def is_source(page: Page, data: bytes) -> bool:
    """Whether ``data`` is what the page, of a photo or an attachment, was planned from."""
    digest = blake2b(data, digest_size=16).hexdigest()
    return page.key.startswith(digest_of("photo", digest, page.resize) if page.resize else digest_of("file", digest))


def _photos(item: Item) -> Iterator[Photo]:
    for one in (item, *(variant for _, variant in item.variants)):
        if not one.withdrawn:
            if one.cover:
                yield one.cover
            yield from one.gallery
            yield from (photo for _, photo in one.photos)
