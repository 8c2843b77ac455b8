"""A folder of a server by the system's rsync over ssh: groups of files appear together, rsync compares the sums.

One run of the program for each step. No setting of a run deletes what it was not told by name, and ssh asks nothing:
it knows the server from known_hosts, and us by a key.
"""

from __future__ import annotations

import os
import re
import subprocess
import time
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from pathlib import Path
from shutil import which
from tempfile import TemporaryDirectory, TemporaryFile

from bulletin.deploy.credentials import without_secrets
from bulletin.deploy.folder import digest_of_file
from bulletin.deploy.record import RECORD
from bulletin.deploy.target import Source, TargetError, Told
from bulletin.errors import BulletinError

TRIES = 4
_PART = ".bulletin-part"  # a folder of ours in each folder that files are sent to, gone when they are in their places
_PASSING = {10, 12, 30, 35, 255}  # socket, protocol stream, time-outs, ssh itself
_ABSENT = re.compile(r"No such file or directory|change_dir .* failed")
_LISTED = re.compile(
    r"(?P<kind>[-dlcbps])\S{9,10} +(?P<size>[\d,.]+) (?P<time>\d{4}/\d\d/\d\d \d\d:\d\d:\d\d) (?P<path>.+)"
)
_OCTAL = re.compile(rb"\\#(\d{3})")


@dataclass(frozen=True, slots=True)
class Server:
    address: str  # user@host
    folder: str
    port: int = 22
    identity: str = ""
    known_hosts: str = ""

    @property
    def place(self) -> str:
        return f"{self.address}:{self.folder}"


class RsyncTarget:
    """``rsync.place`` is what one types after the program's name."""

    batch = 1_000_000
    sees_all = True

    def __init__(self, server: Server, wait: Callable[[float], None] = time.sleep) -> None:
        self.place = server.place
        self._server = server
        self._there = f"{server.place.rstrip('/')}/"
        self._wait = wait
        self._listed_files: dict[str, str] | None = None  # None: not since we changed something
        self._sockets: TemporaryDirectory[str] | None = None

    def open(self) -> None:
        if which("rsync") is None or which("ssh") is None:
            raise BulletinError("E946", program="rsync, ssh")
        self._sockets = TemporaryDirectory(prefix="bulletin-")
        try:
            self._files()
        except TargetError as error:
            if _ABSENT.search(error.reason):
                raise BulletinError("E959", path=self.place) from error
            raise

    def close(self) -> None:
        if self._sockets is not None:
            self._sockets.cleanup()  # the connection ends by itself some seconds after the last step

    def read_record(self) -> bytes | None:
        with TemporaryDirectory(prefix="bulletin-") as place:
            try:
                self._run("--ignore-times", "--", self._there + RECORD, f"{place}/")
            except TargetError as error:
                if _ABSENT.search(error.reason):
                    return None
                raise
            return Path(place, RECORD).read_bytes()

    def write_record(self, data: bytes) -> None:
        with TemporaryDirectory(prefix="bulletin-") as place:
            Path(place, RECORD).write_bytes(data)
            self._listed_files = None
            self._run("--ignore-times", _MODES, "--", f"{place}/{RECORD}", self._there)

    def stamps(self, paths: Collection[str]) -> dict[str, str]:
        files = self._files()
        return {path: files[path] for path in paths if path in files}

    def digests(self, paths: Collection[str], source: Source) -> dict[str, str]:
        """rsync compares its sums of both ends, and brings only files that are not as ours: those are hashed here."""
        files = self._files()
        there = sorted(path for path in paths if path in files)
        if not there:
            return {}
        with TemporaryDirectory(prefix="bulletin-") as place:
            compared = f"--compare-dest={source.folder.resolve()}/"
            self._run(
                "--checksum", "--copy-links", compared, *_NAMED, "--", self._there, f"{place}/", names=there
            )  # fmt: skip
            return {path: self._digest(Path(place, path), path, source) for path in there}

    def send(self, paths: Sequence[str], source: Source, told: Told) -> None:
        place = f"{source.folder.resolve()}/"
        self._listed_files = None
        late = ("--delay-updates", f"--partial-dir={_PART}")
        self._run("--ignore-times", "--times", _MODES, *late, *_NAMED, "--", place, self._there, names=paths)
        for path in paths:
            source.read(path)  # E954 where a build came in between
            told(path)

    def delete(self, paths: Sequence[str], told: Told) -> None:
        """Their names are sent with nothing behind them; then those of folders of which nothing is left. A folder that
        is a link there is somebody's: it stays. What a killed run was about to put in its place goes as well."""
        left = [path for path in self._files() if f"/{_PART}/" in f"/{path}"]
        if not paths and not left:
            return
        self._listed_files = None
        self._remove([*paths, *left])
        files, folders = self._listed(follows=False)
        for names in _folders_by_depth([*paths, *left]):
            self._remove([name for name in names if name in folders])
        for path in paths:
            if path in files:
                raise TargetError(path, "rsync --delete-missing-args")
            told(path)

    def _remove(self, paths: Sequence[str]) -> None:
        if not paths:
            return
        with TemporaryDirectory(prefix="bulletin-") as place:
            for path in paths:
                Path(place, path).parent.mkdir(parents=True, exist_ok=True)
            self._run("--delete-missing-args", *_NAMED, "--", f"{place}/", self._there, names=paths)

    def hidden(self, text: str) -> str:
        return text

    def _digest(self, brought: Path, path: str, source: Source) -> str:
        return digest_of_file(brought) if brought.is_file() else source.digests.get(path, "")

    def _files(self) -> dict[str, str]:
        if self._listed_files is None:
            self._listed_files, _ = self._listed()
        return self._listed_files

    def _listed(self, *, follows: bool = True) -> tuple[dict[str, str], set[str]]:
        """Files, each with size and time, or "" for a link, which is read; and folders, with those that are links."""
        links = ("--copy-dirlinks",) if follows else ()
        result = self._run("--recursive", "--list-only", "--8-bit-output", *links, "--", self._there)
        files, folders = {}, set()
        for line in result.split(b"\n"):
            match = _LISTED.fullmatch(line.decode("utf-8", "surrogateescape"))
            if match and match["kind"] == "-":
                files[_unescaped(match["path"])] = f"{match['size']} {match['time']}"
            elif match and match["kind"] == "l":
                files[_unescaped(match["path"].partition(" -> ")[0])] = ""
            elif match and match["kind"] == "d":
                folders.add(_unescaped(match["path"]))
        return files, folders

    def _run(self, *words: str, names: Sequence[str] = ()) -> bytes:
        shell = _ssh(self._server, self._sockets.name if self._sockets else "")
        command = ["rsync", "--protect-args", "--timeout=60", f"--rsh={shell}", *words]
        sent = "\0".join(f"./{name}" for name in names).encode("utf-8", "surrogateescape")  # "#x" would be a remark
        environment = without_secrets() | {"LC_ALL": "C.UTF-8", "TZ": "UTC"}
        for number in range(TRIES):
            with TemporaryFile() as out, TemporaryFile() as err:  # no pipes: the ssh that stays would hold them open
                run = subprocess.run(command, input=sent, stdout=out, stderr=err, env=environment, check=False)
                out.seek(0)
                err.seek(0)
                said = err.read().decode("utf-8", "replace").strip()
                if run.returncode == 0:
                    return out.read()
            self._judge(run.returncode, said)
            if number < TRIES - 1:
                self._wait(2.0**number)
        raise TargetError("", said)

    def _judge(self, code: int, said: str) -> None:
        """Returns where another try is worth while."""
        server = self._server
        if "Host key verification failed" in said or "IDENTIFICATION HAS CHANGED" in said:
            host = server.address.rpartition("@")[2]
            reason = "changed" if "CHANGED" in said else "unknown"
            raise BulletinError("E945", host=host, port=str(server.port), reason=reason)
        if "Permission denied (" in said:
            raise BulletinError("E944", path=server.place, reason=said.splitlines()[0])
        if code not in _PASSING:
            raise TargetError("", said)


_NAMED = ("--from0", "--files-from=-", "--no-implied-dirs")
_MODES = "--chmod=D755,F644"  # a web server reads them, whatever umask they were made under here
_SOCKETS = re.compile(r"[\w./-]{1,80}", re.ASCII)  # ssh refuses longer ones, and reads % as its own mark


def _ssh(server: Server, sockets: str) -> str:
    """rsync cuts it at spaces and knows quotation marks. All steps go through one connection."""
    words = ["ssh", "-p", str(server.port), "-o", "BatchMode=yes", "-o", "StrictHostKeyChecking=yes",
             "-o", "UpdateHostKeys=no", "-o", "ConnectTimeout=20", "-o", "ServerAliveInterval=20"]  # fmt: skip
    if server.identity:
        words += ["-i", f"'{server.identity}'", "-o", "IdentitiesOnly=yes"]
    if _SOCKETS.fullmatch(sockets) and os.name == "posix":
        words += ["-o", "ControlMaster=auto", "-o", f"'ControlPath={sockets}/s'", "-o", "ControlPersist=20"]
    if server.known_hosts:
        words += ["-o", f"'UserKnownHostsFile=\"{server.known_hosts}\"'"]
    return " ".join(words)


def _folders_by_depth(paths: Sequence[str]) -> list[list[str]]:
    """The folders that the paths lie in, deepest first; rsync takes away those that are empty."""
    cut = [path.split("/") for path in paths]
    folders = {"/".join(parts[:count]) for parts in cut for count in range(1, len(parts))}
    by_depth: dict[int, list[str]] = {}
    for folder in sorted(folders):
        by_depth.setdefault(folder.count("/"), []).append(folder)
    return [by_depth[depth] for depth in sorted(by_depth, reverse=True)]


def _unescaped(path: str) -> str:
    data = path.encode("utf-8", "surrogateescape")
    return _OCTAL.sub(lambda match: bytes([int(match[1], 8)]), data).decode("utf-8", "surrogateescape")
