"""A published folder and a target -> the same files there, in an order that readers need not know of.

    published() -> what we have      _look() -> what lies there      make_plan() -> groups to send, files to delete
    for each group: send; after some: read back, compare, write down; at the end delete, write down that all is whole

Killed at any moment, it goes on where it was: what lies at the target is looked at, not remembered. What we did not
send is never overwritten or deleted.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from bulletin.deploy.output import Output, published
from bulletin.deploy.plan import Plan, groups, make_plan, twins
from bulletin.deploy.record import Record, read
from bulletin.deploy.target import Source, Target, TargetError
from bulletin.deploy.turn import Joined, Turn
from bulletin.errors import BulletinError

_LOOKS = 3  # at a target that somebody else sends to as well
Told = Callable[[str, str, int, int], None]  # "send" or "delete", path, done, all


@dataclass(frozen=True, slots=True)
class Sent:
    target: str
    sent: tuple[str, ...]
    deleted: tuple[str, ...]
    same: int
    is_done: bool  # False: a dry run
    left_out: tuple[str, ...] = ()  # files of the output that are never sent: links, names not every target can say


@dataclass(frozen=True, slots=True)
class _Looked:
    record: Record
    theirs: dict[str, str]  # path -> digest, of what is ours or in the way
    stamps: dict[str, str]


def send(source: Path, target: Target, is_dry: bool, told: Told, is_thorough: bool = False) -> Sent:
    """``is_thorough``: compare the bytes of every file, though its size and time are as they were.

    Raises BulletinError: E950 nothing to send, E951 the target refuses or the source can't be read, E952 a file of
    somebody else is in the way, E953 what arrived is not what was sent, E954 the source changed meanwhile, E972
    somebody else sends to the same target, E973 the source is not whole, and what ``Target.open`` raises.
    """
    try:
        output = published(source)
        target.open()
        plan = _sent(output, target, is_dry, is_thorough, told)
    except TargetError as error:
        raise BulletinError("E951", path=error.path or target.place, reason=target.hidden(error.reason)) from error
    except OSError as error:
        reason = target.hidden(error.strerror or str(error))
        raise BulletinError("E951", path=str(error.filename or target.place), reason=reason) from error
    finally:
        target.close()
    return Sent(target.place, plan.send, plan.delete, plan.same, not is_dry, output.left_out)


def _sent(output: Output, target: Target, is_dry: bool, is_thorough: bool, told: Told) -> Plan:
    """What was done, or would be."""
    plan, sent, deleted = Plan((), (), 0), dict[str, None](), dict[str, None]()
    for _ in range(_LOOKS):
        looked = _look(output.source, target, is_thorough)
        plan = make_plan(output.source.digests, looked.theirs, looked.record.files)
        sent |= dict.fromkeys(plan.send)
        deleted |= dict.fromkeys(plan.delete)
        if is_dry or not _is_due(output.source, plan, looked):
            break
        with suppress(Joined):
            _carry_out(output, plan, looked, target, told)
            break
    else:
        raise BulletinError("E972", path=target.place)
    return Plan((*sent,), (*deleted,), plan.same)


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


def _carry_out(output: Output, plan: Plan, looked: _Looked, target: Target, told: Told) -> None:
    ours = output.source
    step = _counted(told, len(plan.send) + len(plan.delete))
    seen = dict(looked.stamps)
    # Before anything is sent: else a killed run would not know its own files again
    turn = Turn(target, looked.record, ours.digests, seen)
    pending: list[str] = []
    for number, part in enumerate(groups(plan.send, target.batch)):
        if number:
            turn.check()
        target.send(part, ours, step("send"))
        pending += part
        if len(pending) >= target.batch:
            seen |= _compared(pending, ours, target)
            turn.see(seen)
            pending.clear()
    seen |= _compared(pending, ours, target)
    if looked.record.turn:
        _check_unmoved(ours, looked, seen, target)
    output.check()
    turn.check()
    target.delete(plan.delete, step("delete"))
    seen |= _restored(twins(ours.digests, plan.delete), ours, target)
    turn.end(ours.digests, seen)


def _counted(told: Told, steps: int) -> Callable[[str], Callable[[str], None]]:
    count = itertools.count(1)
    return lambda action: lambda path: told(action, path, next(count), steps)


def _check_unmoved(ours: Source, looked: _Looked, seen: Mapping[str, str], target: Target) -> None:
    """Whoever sent before us did not end. If he is at work still, he may have changed what we had looked at already."""
    now = target.stamps({*ours.digests, *looked.record.files})
    is_moved = any(path not in now or now[path] != seen.get(path, now[path]) for path in ours.digests)
    if is_moved or any(path not in ours.digests and path not in looked.theirs for path in now):
        raise Joined


def _restored(paths: list[str], ours: Source, target: Target) -> dict[str, str]:
    """Those that went with a file whose name differs from theirs by case alone: sent again."""
    if not paths:
        return {}
    there = target.digests(paths, ours)
    gone = [path for path in paths if there.get(path) != ours.digests[path]]
    target.send(gone, ours, lambda _: None)
    return _compared(gone, ours, target)


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
