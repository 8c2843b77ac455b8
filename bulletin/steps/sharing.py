"""``--cache URL``: what machines worked out, shared at a store: rows of the remembered steps, and sizes of photos.

    rows/<engine>/<file>-<day>-<digest>.pack    rows that one build had worked out, in one file (see ``packs``)
    photos/<xx>/<key>                           all sizes of one photo (see ``shelving``)

Before a build packs that are new are taken into the local files; after it, its own new rows make another pack. No file
is ever changed, so builds at the same time don't meet. Nothing here is needed: whatever is missing, damaged or from
another release is worked out again, and a store that does not answer is told of, once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

from bulletin.cache import Cache, Row
from bulletin.engine import engine_digest
from bulletin.errors import BulletinError
from bulletin.model.options import Options
from bulletin.packs import LARGEST, Name, PackDamage, digest_of_pack, name_from, pack, shares, unpack
from bulletin.parallel import Workers
from bulletin.store import Store, Unreadable

_ROWS = "rows"
_AT_HOME = ("build", "glance", "known", "documents", "articles")  # steps whose rows are of use here alone
_SMALL = 2_000_000  # bytes of a pack
_MOST = 16  # small packs of a file, before all are joined
_ENOUGH = 1_000_000_000  # bytes of packs that are taken in at once: of 100,000 items there are half as many
_KEPT = timedelta(days=30)  # packs of another engine: a machine that was not upgraded yet may build still


@contextmanager
def sharing(
    store: Store | None, options: Options, cache: Cache, workers: Workers, warn: Callable[[str], None]
) -> Iterator[Store | None]:
    """Around a build that remembers in ``cache``, and for its index in a file that is closed. Gives the store, None
    where there is none or it does not answer. As in ``elsewhere``, the store is talked to in a process of its own as
    long as something may be forked here."""
    _, index = options.remembered
    if store is None or index is None:
        yield None
        return
    with workers.beside(partial(_fetched, store, cache.packs() | _packs_of(index))) as fetching:
        found, reason = fetching()
    if found is None:
        warn(f"unreadable store: {reason}")
        yield None
        return
    _take_in(found, "cache", cache, warn)
    with Cache(index, engine_digest(), lambda _: None) as other:
        other.keep_all()
        _take_in(found, "index", other, warn)
    del found
    taken = cache.packs() | _packs_of(index)
    yield store
    left_out = _AT_HOME if options.content else (*_AT_HOME, "file")  # keyed by dates and numbers of this machine's disk
    try:
        cache.forget_unused()
        _hand_on(store, "cache", cache, taken, left_out)
        with Cache(index, engine_digest(), lambda _: None) as other:
            other.keep_all()
            _hand_on(store, "index", other, taken, left_out)
    except BulletinError as error:
        warn(f"unwritable store: {error.values.get('reason', '')}")


def _packs_of(file: Path) -> set[str]:
    with Cache(file, engine_digest(), lambda _: None) as cache:
        cache.keep_all()
        return cache.packs()


def _fetched(store: Store, known: set[str]) -> tuple[list[tuple[Name, bytes]] | None, str]:
    """Packs that are not known, the newest first, None where the store does not answer; and why it does not."""
    found: list[tuple[Name, bytes]] = []
    try:
        for name, _ in sorted(_listed(store), key=lambda one: one[0].day, reverse=True):
            if sum(len(data) for _, data in found) > _ENOUGH:
                break
            if name.engine == engine_digest() and str(name) not in known:
                with suppress(Unreadable):  # joined with others a moment ago
                    found.append((name, store.read(f"{_ROWS}/{name}", LARGEST)))
    except BulletinError as error:
        return None, str(error.values.get("reason", ""))
    return found, ""


def _take_in(found: Sequence[tuple[Name, bytes]], file: str, cache: Cache, warn: Callable[[str], None]) -> None:
    for name, data in found:
        if name.file == file:
            try:
                cache.take_in(str(name), unpack(data, name.digest))
            except PackDamage:
                warn(f"damaged store: {name}")


def _hand_on(store: Store, file: str, cache: Cache, taken: set[str], left_out: Sequence[str]) -> None:
    lost = {name for name in map(name_from, taken) if name and name.file == file and str(name) not in cache.packs()}
    if _written(store, file, cache, cache.rows(True, left_out)):
        store.delete([f"{_ROWS}/{name}" for name in lost])  # for what one of them held the file was dropped
        _tidy(store, file, cache, left_out)


def _written(store: Store, file: str, cache: Cache, new: Iterable[Row]) -> set[str]:
    """Names of the packs that hold the rows now."""
    made: dict[str, list[Row]] = {}
    for share in shares(new):
        data = pack(share)
        name = Name(engine_digest(), file, f"{_today():%Y%m%d}", digest_of_pack(data))
        store.write(f"{_ROWS}/{name}", data)
        made[str(name)] = [(step, key, b"") for step, key, _ in share]
    for name_, rows in made.items():
        cache.take_in(name_, rows, has_values=False)
    return set(made)


def _tidy(store: Store, file: str, cache: Cache, left_out: Sequence[str]) -> None:
    """Joins packs of this engine, if they are many; what they replace, what nobody could read since yesterday and what
    another engine left a month ago is deleted."""
    found = _listed(store)
    mine = [(name, size) for name, size in found if _is_for(name, file)]
    long_ago = f"{_today() - _KEPT:%Y%m%d}"
    gone = [name for name, _ in found if name.engine != engine_digest() and name.day < long_ago]
    if sum(size < _SMALL for _, size in mine) > _MOST:
        known, now = cache.packs(), _written(store, file, cache, cache.rows(False, left_out))
        yesterday = f"{_today() - timedelta(days=1):%Y%m%d}"
        gone += [name for name, _ in mine if str(name) in known - now or name.day < yesterday]
        gone = [name for name in gone if str(name) not in now]
    store.delete([f"{_ROWS}/{name}" for name in gone])


def _listed(store: Store) -> list[tuple[Name, int]]:
    """Packs and their sizes in bytes; whatever else lies there is none of our business."""
    entries = ((name_from(one.path.removeprefix(f"{_ROWS}/")), one.size) for one in store.entries(_ROWS))
    return sorted(((name, size) for name, size in entries if name), key=lambda one: str(one[0]))


def _is_for(name: Name, file: str) -> bool:
    return (name.engine, name.file) == (engine_digest(), file)


def _today() -> datetime:
    return datetime.now(UTC)
