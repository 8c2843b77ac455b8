"""``SITE/deploy.toml`` -> the target that a site is to be sent to.

    [web]                                   # a name of your choice; in it one of these, and settings that go with it
    folder = "/mnt/www/news"                # a folder of this machine, or of a mounted disk
    rsync = "news@www.example.org:/var/www/news"    # port, identity, known_hosts
    sftp = "sftp://news@www.example.org/var/www/news"       # identity, known_hosts
    ftp = "ftp://news@www.example.org/news"         # with TLS; plain = true without; ca_file
    s3 = "s3://bucket/news"                         # endpoint, region, user, ca_file

No secret stands in it: a key by that kind of name, and a password in an address, are refused.
"""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from getpass import getuser
from importlib import import_module
from pathlib import Path
from types import ModuleType
from urllib.parse import SplitResult, unquote, urlsplit

from bulletin.deploy import rsync
from bulletin.deploy.credentials import secret_of, variable_of
from bulletin.deploy.folder import FolderTarget
from bulletin.deploy.stepwise import StepwiseTarget
from bulletin.deploy.target import Target
from bulletin.errors import BulletinError

FILE = "deploy.toml"
_SECRET = re.compile(r"pass|pwd|secret|token|credential|key|密码|口令|密钥|密碼|密鑰", re.I)
_RSYNC = re.compile(r"(?P<address>(?:[\w.+-]+@)?[\w.][\w.-]*):(?P<folder>[^\0\n]+)")


@dataclass(frozen=True, slots=True)
class _Table:
    """One target as written, its keys and types checked."""

    site: Path
    name: str
    values: Mapping[str, object]

    def text(self, key: str) -> str:
        return str(self.values.get(key, ""))

    def file(self, key: str) -> str:
        """Of this machine; from the site's folder where it is relative."""
        return str(self.site.resolve() / Path(self.text(key)).expanduser()) if self.text(key) else ""

    def wrong(self, key: str) -> BulletinError:
        return BulletinError("E957", name=self.name, key=key, known=" ".join(_KNOWN))


def target_of(site: Path, name: str, output: Path) -> Target:
    """The one called ``name``, or the only one where it is "".

    Raises BulletinError: E943 a secret in the file, E947 a library that is not installed, E948 no secret where one is
    needed, E955 no usable file, E956 no such target, E957 a setting that is wrong, E958 a folder that overlaps the
    output or the site.
    """
    tables = _tables(site)
    if not name and len(tables) == 1:
        name = next(iter(tables))
    if name not in tables:
        raise BulletinError("E956", name=name, known=" ".join(tables))
    kind = _kind(name, tables[name])
    table = _Table(site, name, tables[name])
    if kind == "folder":
        return _folder(table, output)
    return _MAKERS[kind](table)


def _kind(name: str, values: Mapping[str, object]) -> str:
    table = _Table(Path(), name, values)
    for key in values:
        if _SECRET.search(key):
            raise BulletinError("E943", name=name, key=key, variable=variable_of(name))
    kinds = [kind for kind in _KNOWN if kind in values]
    if len(kinds) != 1:
        raise table.wrong(kinds[1] if kinds else "folder")
    allowed = {kinds[0]: str} | _KNOWN[kinds[0]]
    for key, value in values.items():
        expected = allowed.get(key)
        if expected is None or type(value) is not expected or (isinstance(value, str) and not _is_line(value)):
            raise table.wrong(key)
    return kinds[0]


def _is_line(text: str) -> bool:
    return bool(text.strip()) and text.isprintable()


def _folder(table: _Table, output: Path) -> Target:
    folder = (table.site / table.text("folder")).resolve()
    releases = output.with_name(f".{output.name}.releases")
    names = ("content", "themes", ".bulletin", ".git", FILE)
    own = [place.resolve() for place in (output, releases, *(table.site / name for name in names))]
    if any(folder.is_relative_to(place) or place.is_relative_to(folder) for place in own):
        raise BulletinError("E958", path=str(folder))
    return FolderTarget(folder)


def _rsync(table: _Table) -> Target:
    match = _RSYNC.fullmatch(table.text("rsync"))
    if match is None or match["folder"].startswith((":", "//")):  # rsync's own protocol is not encrypted
        raise table.wrong("rsync")
    port = table.values.get("port", 22)
    if not isinstance(port, int) or not 0 < port < 65536:
        raise table.wrong("port")
    files = table.file("identity"), table.file("known_hosts")
    if any(mark in file for file in files for mark in "'\""):  # they pass through the words of a command
        raise table.wrong("identity")
    return rsync.RsyncTarget(rsync.Server(match["address"], match["folder"].removeprefix("~/") or ".", port, *files))


def _sftp(table: _Table) -> Target:
    address = _address(table, "sftp", "sftp")
    sftp = _extra("bulletin.deploy.sftp", "sftp", "paramiko")
    secret = secret_of(table.name)
    server = sftp.Server(
        address.hostname, address.port or 22, _user(address) or getuser(), _path(address),
        table.file("identity"), table.file("known_hosts"), secret,
    )  # fmt: skip
    return StepwiseTarget(server.place, partial(sftp.connect, server), secret)


def _ftp(table: _Table) -> Target:
    address = _address(table, "ftp", "ftp")
    ftp = import_module("bulletin.deploy.ftp")
    secret = secret_of(table.name)
    if not _user(address):
        raise table.wrong("ftp")
    if not secret:
        raise _no_secret(table)
    server = ftp.Server(
        address.hostname, address.port or 21, _user(address), _path(address),
        table.values.get("plain") is True, table.file("ca_file"), secret,
    )  # fmt: skip
    return StepwiseTarget(server.place, partial(ftp.connect, server), secret)


def _s3(table: _Table) -> Target:
    address = _address(table, "s3", "s3")
    if address.netloc.lower() != address.hostname:
        raise table.wrong("s3")  # a user or port: there is none
    endpoint = table.text("endpoint")
    if endpoint and (not endpoint.startswith(("https://", "http://127.0.0.1:")) or "@" in endpoint):
        raise table.wrong("endpoint")
    s3 = _extra("bulletin.deploy.s3", "s3", "boto3")
    user, secret = table.text("user"), secret_of(table.name)
    key = s3.Key(user, secret)
    if not (user and secret):
        names = ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN")
        key = s3.Key(*(os.environ.get(name, "") for name in names))
    if not (key.user and key.secret):
        raise _no_secret(table)
    prefix = unquote(address.path).strip("/")
    target: Target = s3.S3Target(
        address.netloc, f"{prefix}/" if prefix else "", key, endpoint, table.text("region"), table.file("ca_file")
    )
    return target


def _address(table: _Table, key: str, scheme: str) -> SplitResult:
    try:
        address = urlsplit(table.text(key))
        has_port = address.port is None or address.port > 0
    except ValueError as error:
        raise table.wrong(key) from error
    if address.password is not None:
        raise BulletinError("E943", name=table.name, key=key, variable=variable_of(table.name))
    if address.scheme != scheme or not address.hostname or address.query or address.fragment or not has_port:
        raise table.wrong(key)
    if not f"{_user(address)}{unquote(address.path)}".isprintable():  # a line end, percent-encoded
        raise table.wrong(key)
    return address


def _user(address: SplitResult) -> str:
    return unquote(address.username or "")


def _path(address: SplitResult) -> str:
    """``/~/news``: below the folder that the server puts us in."""
    path = unquote(address.path)
    return path.removeprefix("/~/") if path.startswith("/~/") else path


def _no_secret(table: _Table) -> BulletinError:
    return BulletinError("E948", name=table.name, variable=variable_of(table.name))


def _extra(module: str, extra: str, package: str) -> ModuleType:
    try:
        return import_module(module)
    except ImportError as error:
        raise BulletinError("E947", package=package, extra=extra) from error


def _tables(site: Path) -> dict[str, dict[str, object]]:
    try:
        if (site / FILE).exists() and not (site / FILE).is_file():  # a pipe would never end
            raise OSError(0, "not a file")
        data = tomllib.loads((site / FILE).read_text("utf-8"))
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", "") or str(error)
        raise BulletinError("E955", path=str(site / FILE), reason=reason) from error
    tables = {name: table for name, table in data.items() if isinstance(table, dict)}
    if not tables or len(tables) < len(data):
        raise BulletinError("E955", path=str(site / FILE), reason="[web]")
    return tables


_KNOWN: Mapping[str, dict[str, type]] = {
    "folder": {},
    "rsync": {"port": int, "identity": str, "known_hosts": str},
    "sftp": {"identity": str, "known_hosts": str},
    "ftp": {"plain": bool, "ca_file": str},
    "s3": {"endpoint": str, "region": str, "user": str, "ca_file": str},
}
_MAKERS: Mapping[str, Callable[[_Table], Target]] = {"rsync": _rsync, "sftp": _sftp, "ftp": _ftp, "s3": _s3}
