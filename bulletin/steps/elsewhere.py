"""Content at an address (``--content s3://…``) -> what ``read`` gives of a folder; and a file of it -> its bytes.

What is listed is judged by the rules of ``read``. Texts are fetched once for each stamp that the store gives them, and
remembered; photos and attachments are fetched by whoever measures, copies or makes them, straight from the store.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from operator import attrgetter
from pathlib import Path

from bulletin.cache import Cache
from bulletin.errors import BulletinError, ConfigError
from bulletin.model.content import File
from bulletin.model.late import late_module
from bulletin.model.making import frozen
from bulletin.model.problem import Problem
from bulletin.parallel import Workers
from bulletin.read.folder import LARGEST_DOCUMENT, LARGEST_FILE, Folder, Found, problem_of, read_bytes, text_of
from bulletin.read.listing import Sorted, sort_out
from bulletin.read.settings import LONGEST, Settings, settings_of
from bulletin.stopwatch import Stopwatch
from bulletin.store import Entry, Store, Unreadable

Read = Callable[[str], bytes]  # path in the bulletin -> bytes. Raises BulletinError
Measured = tuple[File | None, tuple[Problem, ...]]
_FETCHED = 64  # ordinary values: what a file is worth that must be fetched. The process that forks fetches none
_STEP = "fetched"
_FILES = late_module("bulletin.read.files")


@frozen
class AtAddress:
    """The bytes of a file by its path in the bulletin: for who measures, copies or makes it, on any machine."""

    store: Store
    names: tuple[tuple[str, str], ...]  # path -> path in the store, where they differ: NFC or not

    def __call__(self, path: str) -> bytes:
        """Raises BulletinError E215 where it is gone, E920."""
        try:
            return self.store.read(dict(self.names).get(path, path), LARGEST_FILE)
        except Unreadable as error:
            raise BulletinError("E215", path=path, reason=str(error)) from error


def look_at(
    store: Store, cache: Cache, workers: Workers, watch: Stopwatch
) -> tuple[Settings, Folder, AtAddress]:
    """All that a build looks at; of photos and attachments only their stamps. Raises BulletinError E919, E920, and
    ConfigError as for a folder: a store that does not answer must not become an empty site.

    The store is talked to in a process of its own where there can be one: libraries for stores start threads, and from
    then on nothing could be forked here.
    """
    with watch("read"):
        with workers.beside(store.entries) as listed:
            found = sort_out(listed())
        fetched = _fetched(store, cache, workers, {**found.settings, **found.documents})
        settings = settings_of(store.place, partial(_setting, fetched))
        return settings, _folder(store, found, fetched), AtAddress(store, _names(found))


def on_disk(site: Path) -> Read:
    return partial(read_bytes, site)


def measure_all(
    site: Path, read: AtAddress | None, files: Sequence[Found], cache: Cache, workers: Workers
) -> list[Measured]:
    """Photos and attachments, of the site's folder or of the store."""
    here = partial(workers.run, "read", partial(_measure, on_disk(site)), needs_disk=True)
    there = partial(workers.stream, "read", partial(_measure, read), worth=_FETCHED) if read else None
    return cache.remember("file", files, lambda file: file.stamp, there or here)


def _measure(read: Read, files: Sequence[Found]) -> list[Measured]:
    return [_FILES().measure(file.path, read(file.path)) for file in files]


def _folder(store: Store, found: Sorted[Entry], fetched: Mapping[str, bytes | Unreadable]) -> Folder:
    documents, problems = [], list(found.problems)
    for path in found.documents:
        data = fetched[path]
        if isinstance(data, Unreadable):
            problems.append(problem_of(path, "E213", reason=str(data)))
        else:
            documents.append(text_of(path, data))
    problems.sort()
    if not documents:
        raise ConfigError("E312", tuple(problems), folder=store.place)
    files = tuple(Found(path, one.stamp) for path, one in sorted(found.files.items()))
    return Folder(tuple(sorted(documents, key=attrgetter("path"))), files, tuple(problems))


def _names(found: Sorted[Entry]) -> tuple[tuple[str, str], ...]:
    return tuple((path, one.path) for path, one in sorted(found.files.items()) if path != one.path)


def _fetched(
    store: Store, cache: Cache, workers: Workers, texts: Mapping[str, Entry]
) -> dict[str, bytes | Unreadable]:
    known = cache.recall_all(_STEP, [one.stamp for one in texts.values()])
    kept = ((path, known.get(one.stamp)) for path, one in texts.items())
    found: dict[str, bytes | Unreadable] = {path: data for path, data in kept if isinstance(data, bytes)}
    missing = [path for path in texts if path not in found]
    if missing:
        with workers.beside(partial(store.read_all, [texts[path] for path in missing], LARGEST_DOCUMENT)) as fetch:
            for path, data in zip(missing, fetch(), strict=True):
                found[path] = data
                if isinstance(data, bytes) and texts[path].is_sure:
                    cache.put(_STEP, texts[path].stamp, data)
    return found


def _setting(fetched: Mapping[str, bytes | Unreadable], name: str) -> bytes | None:
    data = fetched.get(name)
    if isinstance(data, Unreadable) or (data is not None and len(data) > LONGEST):
        raise BulletinError("E215", path=name, reason=str(data) if isinstance(data, Unreadable) else f"> {LONGEST}")
    return data
