"""Two who send to one target at once: the later one goes on, the earlier one finds that out and stops.

Who begins writes a number of his own into the record at the target, and looks at it again before each further step. A
lock instead would have to be broken by hand after each run that was killed, and no two kinds of target have one in
common. docs/decisions/0009-deploy.md.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from secrets import token_hex

from bulletin.deploy.record import Record, read, written
from bulletin.deploy.target import Target
from bulletin.errors import BulletinError


class Joined(Exception):
    """Whoever was there before us has stopped, and left files that we had not looked at: look again."""


class Turn:
    """``known`` is the record by which we have looked, ``ours`` what we are about to send. Raises Joined where another
    has come since."""

    def __init__(self, target: Target, known: Record, ours: Mapping[str, str], seen: Mapping[str, str]) -> None:
        self._target = target
        self._ours = Record({**known.files, **ours}, dict(seen), turn=token_hex(8))
        if read(target.read_record()) != known:
            raise Joined
        target.write_record(written(self._ours))

    def check(self) -> None:
        """Raises BulletinError E972 where somebody else has come since. He goes on; but what we have sent is known as
        ours, and whoever sends next looks at every file, even if he has ended already. Raises Joined where it is us who
        came later, and whoever was there has just found out."""
        now = read(self._target.read_record())
        if now == self._ours:
            return
        if now.turn.startswith(self._ours.turn):
            raise Joined
        self._target.write_record(
            written(Record({**self._ours.files, **now.files}, turn=f"{now.turn} {self._ours.turn}".strip()))
        )
        raise BulletinError("E972", path=self._target.place)

    def see(self, seen: Mapping[str, str]) -> None:
        """After files have been compared: their stamps. Raises as ``check``."""
        self.check()
        self._ours = replace(self._ours, seen=dict(seen))
        self._target.write_record(written(self._ours))

    def end(self, files: Mapping[str, str], seen: Mapping[str, str]) -> None:
        """All is there, and nothing else of ours. Raises as ``check``."""
        self.check()
        self._target.write_record(written(Record(files, seen, True)))
