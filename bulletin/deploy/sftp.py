"""A folder of a server over SFTP, by paramiko: the server must be one of known_hosts; nothing is ever added there."""

from __future__ import annotations

import logging
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

import paramiko
import paramiko.hostkeys

from bulletin.deploy.stepwise import Connection, Entry, Lost
from bulletin.deploy.target import TargetError
from bulletin.errors import BulletinError

_SECONDS = 30.0
logging.getLogger("paramiko").addHandler(logging.NullHandler())  # else it writes its tracebacks into our messages


@dataclass(frozen=True, slots=True)
class Server:
    host: str
    port: int
    user: str
    folder: str  # absolute, or below the one that the server puts us in
    identity: str = ""  # a file with a key; "": the usual ones, and those of an agent
    known_hosts: str = ""
    secret: str = field(default="", repr=False)  # password, or passphrase of the key

    @property
    def place(self) -> str:
        return f"sftp://{self.user}@{self.host}:{self.port}/{self.folder.lstrip('/')}"


class _Sftp(paramiko.SFTPClient):  # type: ignore[misc]  # paramiko ships no types
    """Names there that are no UTF-8 (GBK, often) are read as they are: the library gives up at the first."""

    def _request(self, kind: object, *words: object) -> tuple[object, paramiko.Message]:
        answer, message = super()._request(kind, *words)
        message.get_text = lambda: message.get_string().decode("utf-8", "surrogateescape")
        return answer, message


def connect(server: Server) -> Connection:
    """Raises Lost; BulletinError E944 (refused), E945 (not the server that we know), E959 (no such folder)."""
    client = paramiko.SSHClient()
    client.set_missing_host_key_policy(paramiko.RejectPolicy())
    try:
        _know_hosts(client, server.known_hosts)
        client.connect(
            server.host, server.port, server.user, password=server.secret or None, passphrase=server.secret or None,
            key_filename=server.identity or None, look_for_keys=not server.identity,
            timeout=_SECONDS, banner_timeout=_SECONDS, auth_timeout=_SECONDS, channel_timeout=_SECONDS,
        )  # fmt: skip
        sftp = _Sftp.from_transport(client.get_transport())
    except BaseException as error:
        client.close()
        raise _judged(error, server) from error
    channel = sftp.get_channel()
    if channel is not None:
        channel.settimeout(_SECONDS)
    return SftpConnection(client, sftp, server)


def _know_hosts(client: paramiko.SSHClient, stated: str) -> None:
    """Those of the file ``stated``, which must be there, or of the user's own. Lines with a mark are more than the
    library understands: a revoked key is as unknown as if nobody had named it, and what an authority signed as well."""
    path = Path(stated or "~/.ssh/known_hosts").expanduser()
    if not stated and not path.is_file():
        return
    lines = path.read_text("utf-8", "replace").splitlines()
    revoked = {word for line in lines if line.startswith("@revoked") for word in line.split()[3:4]}
    with TemporaryDirectory(prefix="bulletin-") as place:
        known = Path(place, "known_hosts")
        known.write_text("\n".join(line for line in lines if _is_key(line) and not revoked & {*line.split()}), "utf-8")
        client.load_system_host_keys(str(known))


def _is_key(line: str) -> bool:
    try:
        return not line.startswith("@") and paramiko.hostkeys.HostKeyEntry.from_line(line) is not None
    except (paramiko.hostkeys.InvalidHostKey, paramiko.SSHException, ValueError, IndexError):
        return False


def _judged(error: BaseException, server: Server) -> BaseException:
    if isinstance(error, paramiko.BadHostKeyException):
        return BulletinError("E945", host=server.host, port=str(server.port), reason="changed")
    if isinstance(error, (paramiko.AuthenticationException, paramiko.PasswordRequiredException)):
        return BulletinError("E944", path=server.place, reason=str(error))
    if isinstance(error, paramiko.SSHException) and "No authentication methods" in str(error):
        return BulletinError("E944", path=server.place, reason=str(error))
    if isinstance(error, paramiko.SSHException) and "not found in known_hosts" in str(error):
        return BulletinError("E945", host=server.host, port=str(server.port), reason="unknown")
    if isinstance(error, FileNotFoundError):  # the file of known hosts or the key
        return TargetError(str(error.filename or ""), error.strerror or str(error))
    if isinstance(error, ValueError):  # a password or a name that can't be said, a key that is none
        return BulletinError("E944", path=server.place, reason=type(error).__name__)
    if isinstance(error, (paramiko.SSHException, OSError, EOFError)):
        return Lost(str(error) or type(error).__name__)
    return error


class SftpConnection:
    def __init__(self, client: paramiko.SSHClient, sftp: paramiko.SFTPClient, server: Server) -> None:
        self._client = client
        self._sftp = sftp
        with self._told(""):
            try:
                sftp.chdir(server.folder or ".")
            except (FileNotFoundError, paramiko.SFTPError) as error:
                self.close()
                raise BulletinError("E959", path=server.place) from error

    def entries(self, folder: str) -> dict[str, Entry]:
        with self._told(folder):
            try:
                return {one.filename: _entry(one) for one in self._sftp.listdir_attr(folder or ".")}
            except FileNotFoundError:
                return {}

    def read(self, path: str) -> bytes | None:
        with self._told(path):
            try:
                with self._sftp.open(path, "rb") as file:
                    file.prefetch()
                    return bytes(file.read())
            except FileNotFoundError:
                return None

    def digest(self, path: str) -> str | None:
        data = self.read(path)
        return None if data is None else sha256(data).hexdigest()

    def write(self, path: str, data: bytes) -> None:
        with self._told(path):
            self._sftp.putfo(BytesIO(data), path, len(data))  # looks at the size: a full disk says nothing else

    def rename(self, path: str, new: str) -> None:
        """OpenSSH's rename goes over what is there; where a server has only the old one, the old file goes aside, and
        comes back if need be."""
        with self._told(new):
            try:
                self._sftp.posix_rename(path, new)
            except OSError as error:
                if "unsupported" not in str(error).lower():
                    raise
                self._rename_in_steps(path, new)

    def _rename_in_steps(self, path: str, new: str) -> None:
        aside = f"{path}-old"
        with suppress(FileNotFoundError):
            self._sftp.remove(aside)
        try:
            self._sftp.rename(new, aside)
        except FileNotFoundError:
            aside = ""
        try:
            self._sftp.rename(path, new)
        except OSError:
            if aside:
                self._sftp.rename(aside, new)
            raise
        if aside:
            self._sftp.remove(aside)

    def remove(self, path: str) -> None:
        with self._told(path), suppress(FileNotFoundError):
            self._sftp.remove(path)

    def make_folder(self, path: str) -> None:
        with self._told(path):
            try:
                self._sftp.mkdir(path)
            except OSError as error:
                try:
                    attributes = self._sftp.stat(path)
                except OSError:
                    raise error from None
                if not stat.S_ISDIR(attributes.st_mode or 0):
                    raise

    def remove_folder(self, path: str) -> None:
        with self._told(path), suppress(OSError):  # it is not empty, or is a link: it stays
            self._sftp.rmdir(path)

    def close(self) -> None:
        self._client.close()

    @contextmanager
    def _told(self, path: str) -> Iterator[None]:
        """What the server says of a file is final; what happens to the connection is worth another try."""
        try:
            yield
        except (paramiko.SSHException, EOFError, TimeoutError, ConnectionError) as error:
            raise Lost(str(error) or type(error).__name__) from error
        except OSError as error:
            if self._is_closed():
                raise Lost(str(error)) from error
            raise TargetError(path, error.strerror or str(error)) from error

    def _is_closed(self) -> bool:
        transport = self._client.get_transport()
        return transport is None or not transport.is_active()


def _entry(one: paramiko.SFTPAttributes) -> Entry:
    mode = one.st_mode or 0
    is_known = stat.S_ISREG(mode) and one.st_size is not None and one.st_mtime is not None
    stamp = f"{one.st_size} {one.st_mtime}" if is_known else ""
    return Entry(stamp, stat.S_ISDIR(mode) or stat.S_ISLNK(mode), stat.S_ISDIR(mode))
