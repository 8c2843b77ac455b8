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
    ftp.encoding = "latin-1"  # bytes as they are: names there may be GBK, and one of them must not stop us
    try:
        ftp.connect(server.host, server.port, timeout=_SECONDS)
        if isinstance(ftp, ftplib.FTP_TLS):
            _encrypt(ftp, server)
        ftp.login(_said(server.user), _said(server.secret))
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
            ftp.cwd(_said(server.folder))
    except BaseException as error:
        ftp.close()
        if isinstance(error, ftplib.error_perm):
            raise BulletinError("E959", path=server.place) from error
        raise _judged(error, server) from error
    return FtpConnection(ftp, _home(ftp))


def _home(ftp: ftplib.FTP) -> str:
    """"" where the server does not tell."""
    try:
        return ftp.pwd()
    except ftplib.error_perm:
        return ""
    except (ftplib.Error, OSError, EOFError) as error:
        ftp.close()
        raise Lost(_read(error)) from error


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
        return BulletinError("E944", path=server.place, reason=_read(error).replace(server.secret or "\0", "***"))
    if isinstance(error, ValueError):  # a password with a line end in it
        return BulletinError("E944", path=server.place, reason=str(error))
    if isinstance(error, (ftplib.Error, OSError, EOFError)):
        return Lost(_read(error))
    return error


class FtpConnection:
    """``home`` is the folder that we are in, as the server calls it; "" where it does not tell."""

    def __init__(self, ftp: ftplib.FTP, home: str) -> None:
        self._ftp = ftp
        self._home = home

    def entries(self, folder: str) -> dict[str, Entry]:
        """MLSD (RFC 3659) where the server has it; else NLST, SIZE and MDTM."""
        with self._told(folder):
            try:
                return {
                    _read(name.rpartition("/")[2]): _entry(facts)
                    for name, facts in self._ftp.mlsd(_said(folder) or ".")
                    if facts.get("type", "").lower() not in ("cdir", "pdir")
                }
            except ftplib.error_perm as error:
                if str(error).startswith(_NO_LISTING):
                    return self._listed(folder)
                if self._is_folder(folder):  # one that we must not look into: what lies there would be overwritten
                    raise
                return {}

    def _is_folder(self, folder: str) -> bool:
        """False as well where we would not come back from it."""
        if not self._home:
            return False
        try:
            self._ftp.cwd(_said(folder) or ".")
        except ftplib.error_perm:
            return False
        try:
            self._ftp.cwd(self._home)
        except ftplib.error_perm as error:
            raise Lost(_read(error)) from error  # a new connection begins at home
        return True

    def _listed(self, folder: str) -> dict[str, Entry]:
        try:
            names = self._ftp.nlst(_said(folder) or ".")
        except ftplib.error_perm:
            return {}  # so many old servers say of an empty folder
        found = {}
        for name in (one.rpartition("/")[2] for one in names):
            path = f"{_said(folder)}/{name}" if folder else name
            try:
                size = self._ftp.size(path)
                found[_read(name)] = Entry(f"{size} {self._ftp.voidcmd(f'MDTM {path}')[4:].strip()}", False, False)
            except ftplib.error_perm:
                found[_read(name)] = Entry("", True, False)
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
                self._ftp.retrbinary(f"RETR {_said(path)}", take, 1 << 16)
            except ftplib.error_perm as error:
                if str(error).startswith("550"):
                    return False
                raise
        return True

    def write(self, path: str, data: bytes) -> None:
        """Some servers say that all went well when their disk is full."""
        with self._told(path):
            self._ftp.storbinary(f"STOR {_said(path)}", BytesIO(data), 1 << 16)
            with suppress(ftplib.error_perm):  # an old server, which does not tell
                size = self._ftp.size(_said(path))
                if size is not None and size != len(data):
                    raise Lost(f"{size} / {len(data)}")

    def rename(self, path: str, new: str) -> None:
        """Most servers rename over what is there; for the others the old file goes aside, and comes back if need be."""
        with self._told(new):
            try:
                self._ftp.rename(_said(path), _said(new))
            except ftplib.error_perm as error:
                self._rename_in_steps(_said(path), _said(new), error)

    def _rename_in_steps(self, path: str, new: str, refusal: ftplib.error_perm) -> None:
        aside = f"{path}-old"
        with suppress(ftplib.error_perm):
            self._ftp.delete(aside)
        try:
            self._ftp.rename(new, aside)
        except ftplib.error_perm:
            raise refusal from None
        try:
            self._ftp.rename(path, new)
        except ftplib.error_perm:
            self._ftp.rename(aside, new)
            raise
        self._ftp.delete(aside)

    def remove(self, path: str) -> None:
        with self._told(path):
            try:
                self._ftp.delete(_said(path))
            except ftplib.error_perm:
                folder, _, name = path.rpartition("/")
                if name in self.entries(folder):
                    raise

    def make_folder(self, path: str) -> None:
        with self._told(path):
            try:
                self._ftp.mkd(_said(path))
            except ftplib.error_perm:
                above, _, name = path.rpartition("/")
                if not ((entry := self.entries(above).get(name)) and entry.may_hold):
                    raise

    def remove_folder(self, path: str) -> None:
        with self._told(path), suppress(ftplib.error_perm):  # it is not empty: it stays
            self._ftp.rmd(_said(path))

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
            raise TargetError(path, _read(error)) from error
        except (ftplib.Error, OSError, EOFError) as error:
            raise Lost(_read(error)) from error


def _said(name: str) -> str:
    """As ftplib shall send it: a letter for each byte of UTF-8."""
    return name.encode("utf-8", "surrogateescape").decode("latin-1")


def _read(what: str | BaseException) -> str:
    """The other way: a name, or what the server answered."""
    text = what if isinstance(what, str) else str(what) or type(what).__name__
    errors = "surrogateescape" if isinstance(what, str) else "replace"
    return text.encode("latin-1", "replace").decode("utf-8", errors)


def _entry(facts: dict[str, str]) -> Entry:
    kind = facts.get("type", "").lower()
    is_known = kind == "file" and "size" in facts and "modify" in facts
    return Entry(f"{facts['size']} {facts['modify']}" if is_known else "", kind != "file", kind == "dir")
