"""A path, and what the system says of its disks -> whether other machines write there without our being told.

Network drives and folders that a virtual machine shares send no events, or only those of this machine
(gorakhargosh/watchdog#283, samuelcolvin/watchfiles#134): there we have to look ourselves.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from bulletin.model.late import regex

_MOUNTS = Path("/proc/mounts")
_MAC = regex(r"(.*?) on (/.*) \((\w+)[,)].*")
_REMOTE = regex(
    r"nfs\d?|cifs|smb\d?|smbfs|9p|v9fs|drvfs|afs|ncpfs|ceph|davfs\d?|vboxsf|prl_fs|osxfs|fakeowner|virtiofs"
    r"|fuse\.(?:sshfs|rclone|davfs2?|s3fs|glusterfs|grpcfuse|vmhgfs-fuse|osxfs|gvfsd-fuse|portal)|fuse-vmhgfs|hgfs"
)
_ESCAPE = regex(r"\\([0-7]{3})")


def is_remote(path: Path) -> bool:
    """False where the system doesn't say."""
    name = os.path.realpath(path)
    if name.startswith("\\\\"):  # Windows: \\server\share
        return True
    try:
        return is_remote_among(name, _mounts())
    except (OSError, subprocess.SubprocessError):
        return False


def _mounts() -> str:
    if sys.platform != "darwin":
        return _MOUNTS.read_text(encoding="utf-8", errors="surrogateescape")
    ran = subprocess.run(["/sbin/mount"], capture_output=True, check=True, timeout=5)
    return from_mac(ran.stdout.decode("utf-8", "surrogateescape"))


def from_mac(told: str) -> str:
    """What ``mount`` prints there, as lines of /proc/mounts."""
    found = (_MAC.fullmatch(line) for line in told.splitlines())
    return "".join(f"x {_escaped(match[2])} {match[3]} rw 0 0\n" for match in found if match)


def _escaped(place: str) -> str:
    return place.replace("\\", "\\134").replace(" ", "\\040")


def is_remote_among(path: str, mounts: str) -> bool:
    """``mounts`` as in /proc/mounts: a line for each disk, with its place and its kind; the later hides the earlier."""
    found, kind = -1, ""
    for line in mounts.splitlines():
        words = line.split(" ")
        if len(words) < 3:
            continue
        place = _ESCAPE.sub(lambda match: chr(int(match[1], 8)), words[1]).rstrip("/")
        if (path == place or path.startswith(place + "/")) and len(place) >= found:
            found, kind = len(place), words[2]
    return _REMOTE.fullmatch(kind) is not None
