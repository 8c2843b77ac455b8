"""Real servers for the tests, each a process of its own on a free port: sshd, an FTP server with TLS, S3 by moto."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from write.trees import Tree

from bulletin.deploy.record import RECORD
from bulletin.deploy.target import Target
from bulletin.deploy.targets import target_of

HERE = Path(__file__).parent
PASSWORD = "七-horse&battery"


@dataclass(frozen=True)
class Place:
    """A fresh folder at a server, as a test sees it: by its disk or by another client, never by the code under test."""

    kind: str
    site: Path  # holds deploy.toml
    found_all: Callable[[], Tree] = field(repr=False)
    put: Callable[[str, bytes], None] = field(repr=False)
    remove: Callable[[str], None] = field(repr=False)
    folder: Path = Path()  # of the server's disk, where it has one

    def target(self) -> Target:
        return target_of(self.site, "", self.site / "public")

    def found(self) -> Tree:
        return {path: data for path, data in self.found_all().items() if path != RECORD}


@dataclass(frozen=True)
class Sshd:
    folder: Path  # of its keys
    port: int
    user: str
    process: subprocess.Popen[bytes]

    @property
    def identity(self) -> Path:
        return self.folder / "user"

    @property
    def known_hosts(self) -> Path:
        return self.folder / "known_hosts"


def write_settings(site: Path, kind: str, address: str, **settings: object) -> Path:
    lines = [f"[web]\n{kind} = '{address}'"]
    for key, value in settings.items():
        lines.append(f"{key} = {str(value).lower() if isinstance(value, (bool, int)) else repr(str(value))}")
    site.mkdir(parents=True, exist_ok=True)
    (site / "deploy.toml").write_text("\n".join(lines) + "\n", "utf-8")
    return site


def on_disk(kind: str, site: Path, folder: Path) -> Place:
    def found() -> Tree:
        files = sorted(path for path in folder.rglob("*") if path.is_file())
        return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}

    def put(path: str, data: bytes) -> None:
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(data)

    return Place(kind, site, found, put, lambda path: (folder / path).unlink(), folder)


def in_bucket(site: Path, client: Any, prefix: str) -> Place:
    def keys() -> list[str]:
        return [one["Key"] for one in client.list_objects_v2(Bucket="news", Prefix=prefix).get("Contents", ())]

    def found() -> Tree:
        return {key.removeprefix(prefix): client.get_object(Bucket="news", Key=key)["Body"].read() for key in keys()}

    def put(path: str, data: bytes) -> None:
        client.put_object(Bucket="news", Key=prefix + path, Body=data)

    return Place("s3", site, found, put, lambda path: client.delete_object(Bucket="news", Key=prefix + path))


@contextmanager
def sshd(folder: Path) -> Iterator[Sshd]:
    """As the user who runs the tests, with keys made for this one run."""
    program = shutil.which("sshd", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin")
    needs(program is not None and shutil.which("rsync") is not None, "sshd and rsync")
    for name in ("host", "user"):
        subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(folder / name)], check=True)
    (folder / "authorized").write_text((folder / "user.pub").read_text())
    (folder / "authorized").chmod(0o600)
    if os.getuid() == 0:
        Path("/run/sshd").mkdir(mode=0o755, exist_ok=True)  # where a privileged sshd locks itself in
    port = free_port()
    (folder / "config").write_text(
        f"Port {port}\nListenAddress 127.0.0.1\nHostKey {folder}/host\nAuthorizedKeysFile {folder}/authorized\n"
        f"PidFile none\nUsePAM no\nStrictModes no\nPasswordAuthentication no\nPermitRootLogin prohibit-password\n"
        "Subsystem sftp internal-sftp\nMaxStartups 100\n"
    )
    host = " ".join((folder / "host.pub").read_text().split()[:2])
    (folder / "known_hosts").write_text(f"[127.0.0.1]:{port} {host}\n")
    user = subprocess.run(["id", "-un"], capture_output=True, text=True, check=True).stdout.strip()
    with running([str(program), "-D", "-e", "-f", str(folder / "config")], port, folder / "log") as process:
        yield Sshd(folder, port, user, process)


@contextmanager
def ftpd(folder: Path, **settings: str) -> Iterator[int]:
    port = free_port()
    words = [sys.executable, str(HERE / "ftp_server.py"), str(port), str(folder)]
    environment = {"FTP_PASSWORD": PASSWORD} | {f"FTP_{name.upper()}": value for name, value in settings.items()}
    log = folder.with_name(f"{folder.name}.log")
    with running(words, port, log, environment):
        yield port


@contextmanager
def moto(folder: Path) -> Iterator[int]:
    port = free_port()
    words = [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port)]
    with running(words, port, folder / "log"):
        yield port


@contextmanager
def running(
    words: list[str], port: int, log: Path, environment: dict[str, str] | None = None
) -> Iterator[subprocess.Popen[bytes]]:
    with open(log, "wb") as file:
        process = subprocess.Popen(words, stdout=file, stderr=file, env=os.environ | (environment or {}))
    try:
        for _ in range(600):
            if process.poll() is not None:
                pytest.fail(f"{words[0]} ended: {log.read_text()[-2000:]}")
            try:
                socket.create_connection(("127.0.0.1", port), 1).close()
                break
            except OSError:
                time.sleep(0.05)
        else:
            pytest.fail(f"{words[0]} does not answer: {log.read_text()[-2000:]}")
        yield process
    finally:
        process.kill()
        process.wait()


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port: int = one.getsockname()[1]
        return port


def needs(is_there: bool, what: str) -> None:
    if not is_there and os.environ.get("BULLETIN_SERVERS") == "required":
        pytest.fail(f"not on this machine: {what}, and BULLETIN_SERVERS=required")
    if not is_there:
        pytest.skip(f"not on this machine: {what}")
