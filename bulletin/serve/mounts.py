"""A path, and what the system says of its disks -> whether other machines write there without our being told.

Network drives and folders that a virtual machine shares send no events, or only those of this machine
(gorakhargosh/watchdog#283, samuelcolvin/watchfiles#134): there we have to look ourselves.
"""

from __future__ import annotations

import os
import re
from pathlib import Path

_MOUNTS = Path("/proc/mounts")
_REMOTE = re.compile(
    r"nfs\d?|cifs|smb\d?|smbfs|9p|v9fs|drvfs|afs|ncpfs|ceph|davfs\d?|vboxsf|prl_fs|osxfs|fakeowner|virtiofs"
    r"|fuse\.(?:sshfs|rclone|davfs2?|s3fs|glusterfs|grpcfuse|vmhgfs-fuse|osxfs|gvfsd-fuse|portal)|fuse-vmhgfs|hgfs"
)
_ESCAPE = re.compile(r"\\([0-7]{3})")


def is_remote(path: Path) -> bool:
    """False where the system doesn't say."""
    name = os.path.realpath(path)
    if name.startswith("\\\\"):  # Windows: \\server\share
        return True
    try:
        return is_remote_among(name, _MOUNTS.read_text(encoding="utf-8", errors="surrogateescape"))
    except OSError:
        return False


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
