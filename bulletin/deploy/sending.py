"""A published folder and a target -> the same files there, in an order that readers need not know of.

Killed at any moment, it goes on where it was: what lies at the target is looked at, not remembered. What we did not
send is never overwritten or deleted.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from bulletin.deploy.folder import RECORD, FolderTarget, digest_of_file
from bulletin.deploy.plan import Plan, make_plan
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


def send(source: Path, target: FolderTarget, is_dry: bool, told: Told) -> Sent:
    """Raises BulletinError: E950 nothing to send, E951 the target refuses, E952 a file of somebody else is in the way,
    E953 what arrived is not what was sent, E954 the source changed meanwhile."""
    ours = published(source)
    try:
        plan, known = _planned(ours, target)
        if not is_dry and (plan.send or plan.delete or known.keys() != ours.keys()):
            _carry_out(source, ours, plan, known, target, told)
    except OSError as error:
        reason = error.strerror or str(error)
        raise BulletinError("E951", path=str(error.filename or target.folder), reason=reason) from error
    return Sent(str(target.folder), plan.send, plan.delete, plan.same, not is_dry)


def published(source: Path) -> dict[str, str]:
    """Path -> digest of every file of the output; links and our own record are left out."""
    found = {}
    for folder, _, names in os.walk(source):
        for name in names:
            place = Path(folder, name)
            if name not in _NOT_SENT and place.is_file() and not place.is_symlink():
                found[place.relative_to(source).as_posix()] = digest_of_file(place)
    if "index.html" not in found:
        raise BulletinError("E950", path=str(source))
    return found


def _planned(ours: dict[str, str], target: FolderTarget) -> tuple[Plan, dict[str, str]]:
    known = target.known()
    theirs = target.digests({*ours, *known})
    foreign = sorted(path for path in theirs if path in ours and path not in known and theirs[path] != ours[path])
    if foreign:
        raise BulletinError("E952", path=foreign[0], count=str(len(foreign)))
    return make_plan(ours, theirs, known), known


def _carry_out(
    source: Path, ours: dict[str, str], plan: Plan, known: dict[str, str], target: FolderTarget, told: Told
) -> None:
    target.record(known | ours)  # first: else a killed run would not know its own files again
    steps = len(plan.send) + len(plan.delete)
    for number, path in enumerate(plan.send, 1):
        data = (source / path).read_bytes()
        if sha256(data).hexdigest() != ours[path]:
            raise BulletinError("E954", path=path)
        target.send(path, data)
        told("send", path, number, steps)
    arrived = target.digests(plan.send)
    for path in plan.send:
        if arrived.get(path) != ours[path]:
            raise BulletinError("E953", path=path)
    for number, path in enumerate(plan.delete, len(plan.send) + 1):
        target.delete(path)
        told("delete", path, number, steps)
    target.record(ours)
