"""A published folder and a target -> the same files there, in an order that readers need not know of.

    published() -> what we have      _look() -> what lies there      make_plan() -> groups to send, files to delete
    for each group: send; after some: read back, compare, write down; at the end delete, write down that all is whole

Killed at any moment, it goes on where it was: what lies at the target is looked at, not remembered. What we did not
send is never overwritten or deleted.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from bulletin.deploy.folder import digest_of_file
from bulletin.deploy.plan import Plan, groups, make_plan
from bulletin.deploy.record import RECORD, Record, is_inside, read, written
from bulletin.deploy.target import Source, Target, TargetError
from bulletin.errors import BulletinError

_NOT_SENT = {".bulletin.json", RECORD}
Told = Callable[[str, str, int, int], None]  # "send" or "delete", path, done, all


@dataclass(frozen=True, slots=True)
class Sent:
    target: str
    sent: tuple[str, ...]
    deleted: tuple[str, ...]
    same: int
    is_done: bool  # False: a dry run


@dataclass(frozen=True, slots=True)
class _Looked:
    record: Record
    theirs: dict[str, str]  # path -> digest, of what is ours or in the way
    stamps: dict[str, str]


def send(source: Path, target: Target, is_dry: bool, told: Told, is_thorough: bool = False) -> Sent:
    """``is_thorough``: compare the bytes of every file, though its size and time are as they were.

    Raises BulletinError: E950 nothing to send, E951 the target refuses, E952 a file of somebody else is in the way,
    E953 what arrived is not what was sent, E954 the source changed meanwhile, and what ``Target.open`` raises.
    """
    ours = Source(source, published(source))
    try:
        target.open()
        looked = _look(ours, target, is_thorough)
        plan = make_plan(ours.digests, looked.theirs, looked.record.files)
        if not is_dry and _is_due(ours, plan, looked):
            _carry_out(ours, plan, looked, target, told)
    except TargetError as error:
        raise BulletinError("E951", path=error.path or target.place, reason=target.hidden(error.reason)) from error
    except OSError as error:
        reason = target.hidden(error.strerror or str(error))
        raise BulletinError("E951", path=str(error.filename or target.place), reason=reason) from error
    finally:
        target.close()
    return Sent(target.place, plan.send, plan.delete, plan.same, not is_dry)


def published(source: Path) -> dict[str, str]:
    """Path -> digest of every file of the output; links, our own records and names that we never make are left out."""
    found = {}
    for folder, _, names in os.walk(source):
        for name in names:
            place = Path(folder, name)
            path = place.relative_to(source).as_posix()
            if name not in _NOT_SENT and is_inside(path) and place.is_file() and not place.is_symlink():
                found[path] = digest_of_file(place)
    if "index.html" not in found:
        raise BulletinError("E950", path=str(source))
    return found


def _look(ours: Source, target: Target, is_thorough: bool) -> _Looked:
    """A file whose stamp is the one that it had when it was compared has not changed; any other is read."""
    record = read(target.read_record())
    paths = {*ours.digests, *record.files}
    theirs = {}
    if record.is_whole and not target.sees_all and not is_thorough:
        theirs = {path: digest for path, digest in record.files.items() if ours.digests.get(path) == digest}
        paths -= theirs.keys()
    stamps = target.stamps(paths)
    if not is_thorough:
        unchanged = (path for path, stamp in stamps.items() if stamp and record.seen.get(path) == stamp)
        theirs |= {path: record.files[path] for path in unchanged}
    theirs |= target.digests(stamps.keys() - theirs.keys(), ours)
    foreign = sorted(path for path in theirs if path in ours.digests and path not in record.files)
    foreign = [path for path in foreign if theirs[path] != ours.digests[path]]
    if foreign:
        raise BulletinError("E952", path=foreign[0], count=str(len(foreign)))
    return _Looked(record, theirs, {**_right(record.seen, theirs, ours), **_right(stamps, theirs, ours)})


def _right(stamps: Mapping[str, str], theirs: dict[str, str], ours: Source) -> dict[str, str]:
    """Of files that are as they shall be."""
    return {path: stamp for path, stamp in stamps.items() if stamp and theirs.get(path) == ours.digests.get(path, "")}


def _is_due(ours: Source, plan: Plan, looked: _Looked) -> bool:
    whole = Record(ours.digests, looked.stamps, True)
    return bool(plan.send or plan.delete) or looked.record != whole


def _carry_out(ours: Source, plan: Plan, looked: _Looked, target: Target, told: Told) -> None:
    claimed = {**looked.record.files, **ours.digests}
    seen = dict(looked.stamps)
    steps = len(plan.send) + len(plan.delete)
    done = 0

    def step(action: str) -> Callable[[str], None]:
        def tell(path: str) -> None:
            nonlocal done
            done += 1
            told(action, path, done, steps)

        return tell

    if steps:
        # Before anything is sent: else a killed run would not know its own files again
        target.write_record(written(Record(claimed, seen)))
    pending: list[str] = []
    for part in groups(plan.send, target.batch):
        target.send(part, ours, step("send"))
        pending += part
        if len(pending) >= target.batch:
            seen |= _compared(pending, ours, target)
            target.write_record(written(Record(claimed, seen)))
            pending.clear()
    seen |= _compared(pending, ours, target)
    target.delete(plan.delete, step("delete"))
    target.write_record(written(Record(ours.digests, seen, True)))


def _compared(paths: list[str], ours: Source, target: Target) -> dict[str, str]:
    """The stamps first: one that is older than the bytes compared is found out the next time, a younger one is not."""
    if not paths:
        return {}
    stamps = target.stamps(paths)
    arrived = target.digests(paths, ours)
    for path in paths:
        if arrived.get(path) != ours.digests[path]:
            raise BulletinError("E953", path=path)
    return {path: stamp for path, stamp in stamps.items() if stamp}
