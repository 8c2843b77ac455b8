"""A site -> what publishing it would change; and its publication. Joins rooms for the page /_desk/publish/.

    build into the folder of the preview -> its manifest -\\
                         what is published -> its manifest --> Publication
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from hashlib import blake2b
from html import unescape
from pathlib import Path
from urllib.parse import unquote

from bulletin.errors import BulletinError, WriteError
from bulletin.model.desk import Change, Publication
from bulletin.model.item import Bulletin
from bulletin.model.late import regex
from bulletin.model.page import Report
from bulletin.write.lock import locked
from bulletin.write.manifest import load

Build = Callable[[Path], Report]  # into this folder, without drafts

_ITEM = regex(r"\d{4}/\d{2}/[^/]+/index\.html")
_TITLE = regex(r"<title>([^<]*)</title>")
_ARTICLE = regex(r"<article\b.*</article>", re.DOTALL)
_HEAD = 20_000  # characters of a page in which its title is looked for
_BUSY = "E801"
_LONGEST_WAIT = 60.0  # seconds for another build to end
_LOOK = 0.2
_NOTHING: Mapping[str, str] = {}


def plan(bulletin: Bulletin, build: Build, proof: Path, output: Path) -> Publication:
    """Builds into ``proof`` and compares that with ``output``. ``bulletin``, loaded before, gives the items' titles.
    Raises whatever ``build`` does."""
    report = _in_turn(build, proof)
    before, after = load(output), load(proof)
    old = before.keys if before else _NOTHING
    new = after.keys if after else _NOTHING
    places = _places(bulletin)
    titles = {item.path: item.title for item in bulletin.items}
    groups = {
        "added": {path for path in new if path not in old},
        "changed": {path for path in new if path in old and new[path] != old[path]},
        "removed": {path for path in old if path not in new},
    }
    fresh = {path for path in groups["added"] if path in places}
    edited = {path for path in groups["changed"] if path in places and _is_edited(proof / path, output / path)}
    edited = {path for path in edited if places[path] not in {places[one] for one in fresh}}
    gone = {path for path in groups["removed"] if _ITEM.fullmatch(path)}
    told = fresh | edited | gone
    suffix = f"_{bulletin.config.title}"
    return Publication(
        digest=_digest(old, new),
        added=_changes(fresh, places, titles),
        changed=_changes(edited, places, titles),
        removed=tuple(Change(_title(output / path).removesuffix(suffix), path) for path in sorted(gone)),
        pages=tuple((how, path) for how, paths in groups.items() for path in sorted(paths - told)),
        items=report.items,
        left_out=report.left_out,
        errors=sum(problem.severity == "error" for problem in report.problems),
        is_first=before is None,
    )


def publish(bulletin: Bulletin, build: Build, proof: Path, output: Path, digest: str) -> Report:
    """Raises BulletinError E993 where what would change is not what was shown, else whatever ``build`` does."""
    if plan(bulletin, build, proof, output).digest != digest:
        raise BulletinError("E993")
    # As long as a build into the proof's place can't begin, nobody else uses the cache
    with _held(proof.with_name(f".{proof.name}.releases") / "lock"):
        return build(output)


def _in_turn(build: Build, output: Path) -> Report:
    """When a build that is at work for the preview has ended."""
    end = time.monotonic() + _LONGEST_WAIT
    while True:
        try:
            return build(output)
        except WriteError as error:
            if error.code != _BUSY or time.monotonic() > end:
                raise
        time.sleep(_LOOK)


@contextmanager
def _held(lock: Path) -> Iterator[None]:
    """The lock of a folder of releases, taken as soon as it is free."""
    end = time.monotonic() + _LONGEST_WAIT
    with ExitStack() as stack:
        while True:
            try:
                stack.enter_context(locked(lock))
                break
            except WriteError:
                if time.monotonic() > end:
                    raise
            time.sleep(_LOOK)
        yield


def _places(bulletin: Bulletin) -> dict[str, str]:
    """Path below the output -> path of the item that stands there, in whatever edition."""
    return {
        unquote(edition.path + item.url) + "index.html": item.path
        for edition in bulletin.config.editions
        for item in bulletin.items
    }


def _changes(pages: Iterable[str], places: Mapping[str, str], titles: Mapping[str, str]) -> tuple[Change, ...]:
    """One for each item, by its page in the first edition that is meant."""
    first: dict[str, str] = {}
    for page in sorted(pages, key=lambda page: (not _ITEM.fullmatch(page), page)):
        first.setdefault(places[page], page)
    return tuple(Change(titles[path], page) for path, page in sorted(first.items()))


def _digest(*trees: Mapping[str, str]) -> str:
    digest = blake2b(digest_size=16)
    for keys in trees:
        for path in sorted(keys):
            digest.update(f"{path}\0{keys[path]}\n".encode("utf-8", "surrogatepass"))
        digest.update(b"\0\0")
    return digest.hexdigest()


def _is_edited(new: Path, old: Path) -> bool:
    """Whether the article itself differs, not only its neighbours and what stands around it."""
    one, other = _article(new), _article(old)
    return one != other or not one


def _article(path: Path) -> str:
    found = _ARTICLE.search(_text(path))
    return found[0] if found else ""


def _title(path: Path) -> str:
    found = _TITLE.search(_text(path)[:_HEAD])
    return unescape(found[1]).strip() if found else ""


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""
