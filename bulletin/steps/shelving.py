"""All sizes of a photo <-> one file at the store that machines share: asked for before a photo is decoded.

Its name follows from the photo, its sizes and what makes them. What comes back is looked at: a picture of the format
and width that was asked for, or it is made anew. A store that does not answer costs time, nothing else.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress

from bulletin.engine import photo_digest
from bulletin.errors import BulletinError
from bulletin.model.digest import digest_of
from bulletin.model.late import late_module
from bulletin.model.page import Page
from bulletin.packs import PackDamage, digest_of_pack, pack, unpack
from bulletin.store import Store, Unreadable

_PHOTOS = late_module("bulletin.render.photos")
_LARGEST = 64_000_000  # bytes of all sizes of a photo
_MARK = 32  # characters of the digest that a file begins with


def photo_of(store: Store, pages: Sequence[Page]) -> list[bytes] | None:
    """The bytes of each of ``pages``, of one photo; None where they are not there as they should be."""
    try:
        data = store.read(_place(pages), _LARGEST)
        sizes = [value for _, _, value in unpack(data[_MARK:], data[:_MARK].decode("ascii", "replace"))]
    except (BulletinError, Unreadable, PackDamage):
        return None
    wanted = [page.resize for page in pages if page.resize]
    is_whole = len(sizes) == len(wanted) and all(map(_PHOTOS().is_size, sizes, wanted))
    return sizes if is_whole else None


def keep_photo(store: Store, pages: Sequence[Page], sizes: Sequence[bytes]) -> None:
    data = pack([("", "", size) for size in sizes])
    with suppress(BulletinError):
        store.write(_place(pages), digest_of_pack(data).encode() + data)


def _place(pages: Sequence[Page]) -> str:
    key = digest_of(photo_digest(), [(page.key, page.resize) for page in pages])
    return f"photos/{key[:2]}/{key}"
