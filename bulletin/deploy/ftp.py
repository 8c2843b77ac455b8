"""A folder of a server over FTP with TLS (RFC 4217), by ftplib: certificate checked, data encrypted; plain if told."""

from __future__ import annotations

import ftplib
import hashlib
import socket
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from io import BytesIO

from bulletin.deploy.stepwise import Connection, Entry, Lost
from bulletin.deploy.target import TargetError
from bulletin.errors import BulletinError

_SECONDS = 30.0
_NO_LISTING = ("500", "501", "502", "504")


@dataclass(frozen=True, slots=True)
class Server:
    host: str
    port: int
    user: str
    folder: str
    is_plain: bool = False
    ca_file: str = ""
    secret: str = field(default="", repr=False)

    @property
    def place(self) -> str:
        return f"ftp://{self.user}@{self.host}:{self.port}/{self.folder.lstrip('/')}"


class _Tls(ftplib.FTP_TLS):
    """Data goes by the session of the control connection: many servers refuse any other (a thief of the data port)."""

    def ntransfercmd(self, cmd: str, rest: int | str | None = None) -> tuple[socket.socket, int | None]:
        data, size = ftplib.FTP.ntransfercmd(self, cmd, rest)
        if self._prot_p:  # type: ignore[attr-defined]  # FTP_TLS sets it; its annotations don't name it
            session = self.sock.session if isinstance(self.sock, ssl.SSLSocket) else None
            data = self.context.wrap_socket(data, server_hostname=self.host, session=session)
        return data, size


def connect(server: Server) -> Connection:
    """Raises Lost; BulletinError E944 (refused), E945 (a certificate that proves nothing), E949 (no TLS),
    E959 (no such folder)."""
    ftp = ftplib.FTP() if server.is_plain else _Tls(context=ssl.create_default_context(cafile=server.ca_file or None))
    ftp.encoding = "utf-8"
    try:
        ftp.connect(server.host, server.port, timeout=_SECONDS)
        if isinstance(ftp, ftplib.FTP_TLS):
            _encrypt(ftp, server)
        ftp.login(server.user, server.secret)
        if isinstance(ftp, ftplib.FTP_TLS):
            ftp.prot_p()
        with suppress(ftplib.error_perm):
            ftp.sendcmd("OPTS UTF8 ON")
        ftp.voidcmd("TYPE I")
    except BaseException as error:
        ftp.close()
        raise _judged(error, server) from error
    try:
        if server.folder:
            ftp.cwd(server.folder)
    except ftplib.error_perm as error:
        ftp.close()
        raise BulletinError("E959", path=server.place) from error
    return FtpConnection(ftp)


def _encrypt(ftp: ftplib.FTP_TLS, server: Server) -> None:
    """Before the password is said. E949 where the server can't."""
    try:
        ftp.auth()
    except ftplib.error_perm as error:
        raise BulletinError("E949", host=server.host) from error


def _judged(error: BaseException, server: Server) -> BaseException:
    if isinstance(error, ssl.SSLCertVerificationError):
        return BulletinError("E945", host=server.host, port=str(server.port), reason=error.verify_message)
    if isinstance(error, ftplib.error_perm):
        return BulletinError("E944", path=server.place, reason=str(error).replace(server.secret or "\0", "***"))
    if isinstance(error, (ftplib.Error, OSError, EOFError)):
        return Lost(str(error) or type(error).__name__)
    return error


class FtpConnection:
    def __init__(self, ftp: ftplib.FTP) -> None:
        self._ftp = ftp

    def entries(self, folder: str) -> dict[str, Entry]:
        """MLSD (RFC 3659) where the server has it; else NLST, SIZE and MDTM."""
        with self._told(folder):
            try:
                return {
                    name.rpartition("/")[2]: _entry(facts)
                    for name, facts in self._ftp.mlsd(folder or ".")
                    if facts.get("type", "").lower() not in ("cdir", "pdir")
                }
            except ftplib.error_perm as error:
                if str(error).startswith(_NO_LISTING):
                    return self._listed(folder)
                return {}  # 550: no such folder

    def _listed(self, folder: str) -> dict[str, Entry]:
        try:
            names = self._ftp.nlst(folder or ".")
        except ftplib.error_perm:
            return {}
        found = {}
        for name in (one.rpartition("/")[2] for one in names):
            path = f"{folder}/{name}" if folder else name
            try:
                size = self._ftp.size(path)
                found[name] = Entry(f"{size} {self._ftp.voidcmd(f'MDTM {path}')[4:].strip()}", False, False)
            except ftplib.error_perm:
                found[name] = Entry("", True, False)
        return found

    def read(self, path: str) -> bytes | None:
        pieces: list[bytes] = []
        return b"".join(pieces) if self._fetch(path, pieces.append) else None

    def digest(self, path: str) -> str | None:
        digest = hashlib.sha256()
        return digest.hexdigest() if self._fetch(path, digest.update) else None

    def _fetch(self, path: str, take: Callable[[bytes], object]) -> bool:
        with self._told(path):
            try:
                self._ftp.retrbinary(f"RETR {path}", take, 1 << 16)
            except ftplib.error_perm as error:
                if str(error).startswith("550"):
                    return False
                raise
        return True

    def write(self, path: str, data: bytes) -> None:
        with self._told(path):
            self._ftp.storbinary(f"STOR {path}", BytesIO(data), 1 << 16)

    def rename(self, path: str, new: str) -> None:
        """Most servers rename over what is there; for the others the old file goes first."""
        with self._told(new):
            try:
                self._ftp.rename(path, new)
            except ftplib.error_perm:
                self._ftp.delete(new)
                self._ftp.rename(path, new)

    def remove(self, path: str) -> None:
        with self._told(path):
            try:
                self._ftp.delete(path)
            except ftplib.error_perm:
                folder, _, name = path.rpartition("/")
                if name in self.entries(folder):
                    raise

    def make_folder(self, path: str) -> None:
        with self._told(path):
            try:
                self._ftp.mkd(path)
            except ftplib.error_perm:
                above, _, name = path.rpartition("/")
                if not ((entry := self.entries(above).get(name)) and entry.may_hold):
                    raise

    def remove_folder(self, path: str) -> None:
        with self._told(path), suppress(ftplib.error_perm):  # it is not empty: it stays
            self._ftp.rmd(path)

    def close(self) -> None:
        try:
            self._ftp.quit()
        finally:
            self._ftp.close()

    @contextmanager
    def _told(self, path: str) -> Iterator[None]:
        """A 5xx answer is final; 4xx, a strange one and a broken connection are worth another try."""
        try:
            yield
        except ftplib.error_perm as error:
            raise TargetError(path, str(error)) from error
        except (ftplib.Error, OSError, EOFError) as error:
            raise Lost(str(error) or type(error).__name__) from error


def _entry(facts: dict[str, str]) -> Entry:
    kind = facts.get("type", "").lower()
    is_known = kind == "file" and "size" in facts and "modify" in facts
    return Entry(f"{facts['size']} {facts['modify']}" if is_known else "", kind != "file", kind == "dir")
