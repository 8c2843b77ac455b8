"""A site -> what the editors' desk shows of it, and new items in it. Joins rooms, as the pipeline does, for /_desk/.

    load, convert -> Bulletin, Problems -> Opened -> Desk (an issue, what waits, what is wrong), Twin (two editions)
    a wish -> the file of an issue (``desk_issue``); a Draft -> a new file (``scaffold``)
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, time
from functools import partial
from pathlib import Path
from posixpath import basename
from urllib.parse import unquote

from bulletin.cache import Cache
from bulletin.check.item import check_document
from bulletin.check.numbers import week_id, week_of
from bulletin.convert.settings import in_both_scripts
from bulletin.desk.issue import Listed, read_lists, write_wish
from bulletin.desk.item import digest_of_item
from bulletin.engine import engine_digest
from bulletin.errors import BulletinError
from bulletin.jobs.scaffold import new_item
from bulletin.model.desk import Arrangement, Desk, Draft, Row, Twin, Wait
from bulletin.model.item import Bulletin, Issue, Item
from bulletin.model.making import frozen
from bulletin.model.options import Options
from bulletin.model.problem import Problem
from bulletin.parallel import open_workers
from bulletin.pipeline import convert, load, look, problems_of, sites_of
from bulletin.read.document import parse_document
from bulletin.read.folder import LARGEST_DOCUMENT, read_bytes
from bulletin.read.names import SETTINGS, is_document
from bulletin.steps.bodies import over
from bulletin.stopwatch import Stopwatch

_MOST_WAITING = 300
_STORE = "desk.sqlite"


@frozen
class Opened:
    """A site as it is now, without its drafts: as it would be published."""

    site: Path
    bulletin: Bulletin
    problems: tuple[Problem, ...]


def open_site(site: Path, now: datetime) -> Opened:
    """Raises ConfigError where its settings can't be used. Remembers in a file of its own: a build forgets whatever it
    did not need itself."""
    return over(site / ".bulletin" / _STORE, partial(_opened, site, now))


def _opened(site: Path, now: datetime, store: Path | None) -> Opened:
    with Cache(store, engine_digest(), _ignore) as cache, open_workers(1, "", _ignore) as workers:
        options, watch = Options(site, now), Stopwatch()
        bulletin = load(options, *look(options, watch), cache, workers, watch)
        converted = convert(bulletin, cache, workers, watch)
        sites = sites_of(bulletin, converted, cache, watch)
    return Opened(site, bulletin, problems_of(bulletin, converted, sites))


def desk_of(opened: Opened, issue: str = "") -> Desk:
    """``issue`` is the id of one that there is; this week's otherwise. Raises BulletinError E215 where the file of the
    issue can't be read."""
    bulletin = opened.bulletin
    config = bulletin.config
    current = week_id(*week_of(bulletin.now.date(), config.issues.closes))
    issues = sorted({current, *(one.id for one in bulletin.issues)}, reverse=True)
    return Desk(
        name=config.title,
        home=config.base,
        now=bulletin.now,
        issue=_arrangement(opened, issue if issue in issues else current),
        issues=tuple(issues),
        waiting=_waiting(opened),
        held=len(bulletin.waiting) + len(bulletin.drafts),
        problems=opened.problems,
        sections=tuple(section.name for section in config.sections),
        unions=tuple(union.name for union in bulletin.unions),
    )


def arrange(opened: Opened, issue: str, digest: str, wish: str, path: str, before: str = "") -> bool:
    """Writes a wish into the file of an issue; whether there was anything to do. ``digest`` is that of the file as it
    was shown. Raises BulletinError E932 where it is another by now, E991, E992 and E938 as ``write_wish``."""
    found = _issue(opened, issue)
    listed = _listed(opened, issue, found)
    if listed.digest != digest:
        raise BulletinError("E932", path=f"content/{listed.path}")
    return write_wish(opened.site, listed, found.items if found else (), wish, path, before)


def create(site: Path, draft: Draft) -> str:
    """A new item's path below content/. Raises BulletinError E905 for a title of nothing, E938."""
    moment = datetime.combine(draft.date, time())
    try:
        made = new_item(site, draft.title, draft.section, "", moment, draft.source)
    except OSError as error:
        raise BulletinError("E938", path=str(error.filename or site), reason=error.strerror or str(error)) from error
    return made.relative_to(site / "content").as_posix()


def twin(opened: Opened, path: str, is_shown: Callable[[str], bool]) -> Twin:
    """An item in the editions in which the preview shows it (``is_shown``: whether it has a page at this path below the
    output). Raises BulletinError E994 where in none."""
    item = _item(opened, path) if is_document(path) else None
    config = opened.bulletin.config
    editions = tuple(
        (edition.tag, edition.name, config.base + edition.path + item.url)
        for edition in config.editions
        if item is not None and item.url and is_shown(unquote(edition.path + item.url) + "index.html")
    )
    if item is None or not editions:
        raise BulletinError("E994", path=path)
    return Twin(path, item.title, editions)


def place_of_file(site: Path, path: str) -> Path:
    """Where a text of content/ lies. Raises BulletinError E990 for any other file, for one outside, and for what is
    reached through a link to there: an editor's program is about to open it."""
    if not (is_document(path) or path in SETTINGS):
        raise BulletinError("E990", path=path)
    try:
        read_bytes(site, path, LARGEST_DOCUMENT)
        return (site / "content" / path).resolve(strict=True)
    except (BulletinError, OSError, ValueError, RuntimeError) as error:
        raise BulletinError("E990", path=path) from error


def _issue(opened: Opened, issue: str) -> Issue | None:
    return next((one for one in opened.bulletin.issues if one.id == issue), None)


def _listed(opened: Opened, issue: str, found: Issue | None) -> Listed:
    path = found.path if found and found.path else f"issues/{issue}.md"
    return read_lists(opened.site, issue, path, {item.path: item.title for item in opened.bulletin.items})


def _arrangement(opened: Opened, issue: str) -> Arrangement:
    found = _issue(opened, issue)
    listed = _listed(opened, issue, found)
    items = {item.path: item for item in opened.bulletin.items}
    pinned = {path for _, path in listed.lists.pinned}
    omitted = dict.fromkeys(path for _, path in listed.lists.omitted if path)
    year, _, key = issue.partition("-")
    return Arrangement(
        id=issue,
        number=found.number if found else key.lstrip("0"),
        year=found.year if found else int(year),
        path=listed.path,
        digest=listed.digest,
        rows=tuple(_row(opened, items[path], path in pinned) for path in (found.items if found else ())),
        omitted=tuple(_row(opened, items[path], False) for path in omitted),
        title=found.title if found else "",
    )


def _row(opened: Opened, item: Item, is_pinned: bool) -> Row:
    config = opened.bulletin.config
    section = next((one.name for one in config.sections if one.id == item.section), "")
    names = {union.id: union.name for union in opened.bulletin.unions}
    source = "、".join(names.get(one, one) for one in item.source)
    url = config.base + config.editions[0].path + item.url
    return Row(item.path, item.title, item.date, section, source, url, is_pinned)


def _waiting(opened: Opened) -> tuple[Wait, ...]:
    """The soonest first, drafts last. Of very many only some: each is a file that is read anew."""
    bulletin = opened.bulletin
    found = []
    for path in (*bulletin.waiting, *bulletin.drafts)[:_MOST_WAITING]:
        item = _item(opened, path)
        title = item.title if item else basename(path)
        if path in bulletin.drafts:
            found.append(Wait(path, title, "draft", digest=digest_of_item(opened.site, path) if item else ""))
        else:
            times = [one for one in (item.publish, item.date) if one and one > bulletin.now] if item else []
            found.append(Wait(path, title, "waiting", max(times, default=None)))
    return tuple(sorted(found, key=lambda one: (one.at is None, one.at or bulletin.now, one.path)))


def _item(opened: Opened, path: str) -> Item | None:
    try:
        data = read_bytes(opened.site, path, LARGEST_DOCUMENT)
    except (BulletinError, ValueError):  # gone since, or no path at all
        return None
    known = in_both_scripts(opened.bulletin.config, opened.bulletin.unions)
    return check_document(parse_document(path, data), *known).item


def _ignore(stage: str, done: int = 0, total: int = 0) -> None:
    """Nobody is told how far it is, nor that a cache was dropped."""
