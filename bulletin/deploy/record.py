"""``.bulletin-deployed.json`` at a target <-> Record: which files there are ours, how each looked when it was right."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field

RECORD = ".bulletin-deployed.json"


@dataclass(frozen=True, slots=True)
class Record:
    files: Mapping[str, str] = field(default_factory=dict)
    """Path -> SHA-256 of what we sent, or were about to send."""
    seen: Mapping[str, str] = field(default_factory=dict)
    """Path -> the stamp (size and time, or ETag) that the target gave it when its bytes had been compared."""
    is_whole: bool = False
    """False while files are on their way: after a kill, every file is looked at."""
    turn: str = ""
    """Of whoever sends at the moment, or was killed while he did: drawn by lot. It says nothing to readers."""


def read(data: bytes | None) -> Record:
    """Nothing where there is none that can be read: what lies there is then somebody else's, and left alone."""
    try:
        table = json.loads(data or b"")
        files = {str(path): str(digest) for path, digest in table["files"].items() if is_inside(str(path))}
        seen = {str(path): str(stamp) for path, stamp in table.get("seen", {}).items() if str(path) in files}
        return Record(files, seen, table.get("whole") is True, str(table.get("turn", "")))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return Record()


def written(record: Record) -> bytes:
    table = {"files": dict(sorted(record.files.items())), "seen": dict(sorted(record.seen.items()))}
    turn = {"turn": record.turn} if record.turn else {}
    return json.dumps(table | {"whole": record.is_whole} | turn, ensure_ascii=False).encode("utf-8")


def is_inside(path: str) -> bool:
    """A record that somebody tampered with must not lead a deletion out of the target; and each kind of target can say
    the name: no line ends, no bytes that are not UTF-8."""
    return (
        bool(path)
        and not path.startswith("/")
        and "\\" not in path
        and not any(part in ("", ".", "..") for part in path.split("/"))
        and not any(ord(letter) < 32 or letter == "\x7f" or "\ud800" <= letter <= "\udfff" for letter in path)
    )
