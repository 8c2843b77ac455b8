"""A site in memory, and what was published of it -> answers over HTTP, to this machine alone."""

from __future__ import annotations

import io
import mimetypes
import os
import socket
from collections.abc import Mapping
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import BinaryIO, Protocol
from urllib.parse import quote, unquote, urlsplit

from bulletin.errors import BulletinError
from bulletin.serve.limits import LONGEST_REQUEST, Reader
from bulletin.serve.live import SCRIPT, STREAM, Live, is_closed, page_of, script, with_script
from bulletin.serve.parts import announced, copied
from bulletin.serve.rooms import LARGEST_FORM, Answer, Request, Room, host_name, is_address

_TYPES = {
    ".html": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json; charset=utf-8",
    ".xml": "application/xml; charset=utf-8",
    ".txt": "text/plain; charset=utf-8",
    ".webp": "image/webp",
    ".bin": "application/octet-stream",
}
_LOCAL_NAMES = {"localhost", "127.0.0.1", "::1"}
_LONGEST_PATH = 4096
_ANY = {"0.0.0.0", "::", ""}  # listens to everybody
_LARGEST_PAGE = 100_000_000  # bytes
_ICON = "/favicon.ico"
_PLAIN = "text/plain; charset=utf-8"
# Where there is no page to be shown: the script in it tells why
_EMPTY = '<!DOCTYPE html><html lang="zh-Hans"><meta charset="utf-8"><title>…</title><body></body></html>'.encode()
_PAGE = (("Content-Security-Policy", "frame-ancestors 'self'"),)  # the desk shows two editions side by side
_ATTACHMENT = (("Content-Security-Policy", "sandbox; default-src 'none'; frame-ancestors 'none'"),)


class Shown(Protocol):
    """The site as it is in memory."""

    @property
    def base(self) -> str:
        """Path of its root."""

    def find(self, path: str) -> bytes | None:
        """The bytes of a file of the site; None: look on disk. Raises BulletinError."""

    def is_gone(self, path: str) -> bool:
        """Whether what lies on disk there is no more part of the site."""

    def moved(self, path: str) -> str:
        """The file that stands for one that there was; "" for none."""


class Handler(BaseHTTPRequestHandler):
    """GET and HEAD of files below one folder; no listing, no dot file, no link out, no other host's name. And the
    rooms, which may be posted to."""

    timeout = 30
    protocol_version = "HTTP/1.1"
    server_version = "Bulletin"
    sys_version = ""

    def __init__(
        self, folder: Path, base: str, host: str, *arguments: object, rooms: Mapping[str, Room] | None = None,
        shown: Shown | None = None, live: Live | None = None,
    ) -> None:  # fmt: skip
        self._rooms = rooms or {}
        self._folder = folder
        self._base = base
        self._host = host
        self._shown = shown
        self._live = live
        super().__init__(*arguments)  # type: ignore[arg-type]  # socketserver hands them over as it made them

    def setup(self) -> None:
        super().setup()
        self._reader = Reader(self.connection)
        self.rfile = io.BufferedReader(self._reader)

    def handle_one_request(self) -> None:
        self._reader.start(LONGEST_REQUEST)
        super().handle_one_request()

    def do_GET(self) -> None:
        self._answer(has_body=True)

    def do_HEAD(self) -> None:
        self._answer(has_body=False)

    def do_POST(self) -> None:
        size = self.headers.get("Content-Length", "")
        room = self._room()
        is_plain = "Transfer-Encoding" not in self.headers and len(self.headers.get_all("Content-Length", [])) == 1
        is_small = is_plain and size.isascii() and size.isdigit() and len(size) < 9 and int(size) <= LARGEST_FORM
        if room is None or not is_small or not self._is_for_us():
            self.close_connection = True  # what was sent stays unread
            status = HTTPStatus.METHOD_NOT_ALLOWED if room is None else HTTPStatus.BAD_REQUEST
            self._send(status, _PLAIN, status.phrase.encode(), True)
            return
        self._show(room(self._request(self.rfile.read(int(size)))), has_body=True)

    def _room(self) -> Room | None:
        return self._rooms.get(urlsplit(self.path).path)

    def _request(self, body: bytes = b"") -> Request:
        said = {name: self.headers.get(name, "") for name in ("Host", "Origin", "Sec-Fetch-Site")}
        peer = str(self.client_address[0])
        return Request(self.command, self.path, said["Host"], said["Origin"], said["Sec-Fetch-Site"], body, peer)

    def _show(self, answer: Answer, *, has_body: bool) -> None:
        self._send(answer.status, answer.kind, answer.body, has_body, answer.headers)

    def _answer(self, *, has_body: bool) -> None:
        self._build = self._live.build if self._live else ""  # not a later one than what is sent
        if not self._is_for_us():
            self._send(HTTPStatus.MISDIRECTED_REQUEST, _PLAIN, b"unknown host", has_body)
            return
        if room := self._room():
            self._show(room(self._request()), has_body=has_body)
            return
        path = urlsplit(self.path).path
        self._base = self._shown.base if self._shown else self._base  # an address that a change of site.yaml moves
        if self._live is not None and path in (STREAM, SCRIPT):
            self._answer_live(self._live, path, has_body)
        elif path == _ICON and self._find("favicon.ico") is None:
            self._send(HTTPStatus.NO_CONTENT, "image/x-icon", b"", False)  # browsers ask for one whatever pages say
        elif self._shown is not None and path.startswith(self._base):
            self._answer_shown(self._shown, path, has_body)
        else:
            self._answer_disk(path, has_body)

    def _answer_live(self, live: Live, path: str, has_body: bool) -> None:
        """Pages elsewhere could not read the stream, and shall not even hold it open."""
        here = f"http://{self.headers.get('Host', '')}"
        is_ours = self.headers.get("Sec-Fetch-Site", "") in ("", "same-origin", "none")
        if not is_ours or self.headers.get("Origin", here) != here:
            self._send(HTTPStatus.FORBIDDEN, _PLAIN, b"another site", has_body)
        elif path == SCRIPT:
            self._send(HTTPStatus.OK, _TYPES[".js"], script(), has_body)
        else:
            self._stream(live)

    def _stream(self, live: Live) -> None:
        self.close_connection = True
        page = unquote(page_of(self.path))
        page = page[len(self._base) :] if page.startswith(self._base) else page.lstrip("/")
        events = live.states(page + "index.html" if not page or page.endswith("/") else page, self._is_left)
        first = next(events, b"")
        self.send_response(HTTPStatus.OK if first else HTTPStatus.SERVICE_UNAVAILABLE)
        self.send_header("Content-Type", "text/event-stream; charset=utf-8")
        self.send_header("Cache-Control", "no-store")
        self.send_header("X-Content-Type-Options", "nosniff")
        self.send_header("Connection", "close")
        self.end_headers()
        if self.command == "GET":
            self.wfile.write(first)
            for event in events:
                self.wfile.write(event)

    def _is_left(self) -> bool:
        return is_closed(self.connection)

    def _answer_shown(self, shown: Shown, path: str, has_body: bool) -> None:
        """From memory; what it doesn't have, from the published folder."""
        below = unquote(path[len(self._base) :])
        name = below + "index.html" if not below or below.endswith("/") else below
        try:
            data = shown.find(name)
            if data is None and shown.find(name + "/index.html") is not None:
                self._redirect(path + "/")
            elif data is not None:
                self._send_page(HTTPStatus.OK, name, data, has_body)
            elif moved := shown.moved(name):
                self._redirect(self._base + quote(moved.removesuffix("index.html")))
            elif shown.is_gone(name) or self._find(below) is None:
                self._send_page(HTTPStatus.NOT_FOUND, "404.html", shown.find("404.html") or self._lost(), has_body)
            else:
                self._answer_disk(path, has_body)
        except BulletinError:  # of a template; whoever builds the site tells which
            self._send_page(HTTPStatus.INTERNAL_SERVER_ERROR, "500.html", _EMPTY, has_body)

    def _lost(self) -> bytes:
        """The page that says so, as it was published."""
        file = _opened(self._find("404.html"))
        if file is None:
            return _EMPTY
        with file:
            return file.read(_LARGEST_PAGE)

    def _send_page(self, status: HTTPStatus, name: str, data: bytes, has_body: bool) -> None:
        suffix = Path(name).suffix.lower()
        is_file = name.startswith("files/")
        if suffix == ".html" and self._live is not None and not is_file:
            data = with_script(data, self._build)
        kind = _TYPES.get(suffix) or mimetypes.guess_type(name)[0] or _TYPES[".bin"]
        self._send(status, kind, data, has_body, _ATTACHMENT if is_file else _PAGE)

    def _answer_disk(self, path: str, has_body: bool) -> None:
        if not path.startswith(self._base):
            return self._redirect(self._base)
        found = self._find(unquote(path[len(self._base) :]))
        if found is not None and found.name == "index.html" and not path.endswith("/"):
            return self._redirect(path + "/")
        status = HTTPStatus.OK if found else HTTPStatus.NOT_FOUND
        file = _opened(found or self._find("404.html"))
        if file is None:
            if self._live is None:
                self._send(HTTPStatus.NOT_FOUND, _PLAIN, b"404", has_body)
            else:
                self._send_page(HTTPStatus.NOT_FOUND, "404.html", _EMPTY, has_body)
            return
        with file:
            is_file = path[len(self._base) :].startswith("files/")
            if self._live is not None and not is_file and file.name.endswith(".html"):
                self._send_page(status, Path(file.name).name, file.read(_LARGEST_PAGE), has_body)
            else:
                self._send_file(status, file, is_file, has_body)

    def _is_for_us(self) -> bool:
        """A page elsewhere that rebinds its name to this machine sends its own name as Host (CVE-2021-40978). Where we
        listen to everybody, numbers and the names of this machine are ours: no name server is asked for these."""
        said = self.headers.get_all("Host", [])
        name = host_name(said[0]) if len(said) == 1 else ""
        if name in _LOCAL_NAMES or (name and name == self._host.lower()):
            return True
        here = socket.gethostname().lower()
        return self._host in _ANY and (is_address(name) or name in {here, f"{here}.local"} - {"", ".local"})

    def _find(self, path: str) -> Path | None:
        parts = [part for part in path.split("/") if part]
        if len(path) > _LONGEST_PATH or any(part.startswith(".") or "\\" in part or "\0" in part for part in parts):
            return None
        try:
            place = Path(os.path.realpath(self._folder.joinpath(*parts)))
            if place.is_dir():
                place = Path(os.path.realpath(place / "index.html"))
            inside = place.is_relative_to(os.path.realpath(self._folder))
            return place if inside and place.is_file() else None
        except (OSError, ValueError):  # a name that no disk can hold
            return None

    def _redirect(self, to: str) -> None:
        self.send_response(HTTPStatus.FOUND)
        self.send_header("Location", "/" + to.lstrip("/"))
        self.send_header("Content-Length", "0")
        self.end_headers()

    def _send_file(self, status: HTTPStatus, file: BinaryIO, is_attachment: bool, has_body: bool) -> None:
        """In pieces: an attachment may be larger than the memory. No byte more than was announced: it may grow."""
        name = Path(file.name)
        kind = _TYPES.get(name.suffix) or mimetypes.guess_type(name.name)[0] or _TYPES[".bin"]
        size = os.fstat(file.fileno()).st_size
        part = self._send(status, kind, None, has_body, _ATTACHMENT if is_attachment else _PAGE, size)
        if has_body and part:
            file.seek(part.start)
            self.close_connection |= copied(file, self.wfile, len(part)) < len(part)

    def _send(
        self, status: HTTPStatus, kind: str, data: bytes | None, has_body: bool,
        more: tuple[tuple[str, str], ...] = (), size: int = 0,
    ) -> range:  # fmt: skip
        """``data``: None where the body, of ``size`` bytes, is sent by others. Gives the part that is announced."""
        said = self.headers.get("Range", "") if self.command == "GET" and "If-Range" not in self.headers else ""
        status, part, told = announced(status, said, size if data is None else len(data))
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(part)))
        self.send_header("X-Content-Type-Options", "nosniff")
        self.send_header("Cache-Control", "no-store")
        for name, value in {"Referrer-Policy": "no-referrer", **told, **dict(more)}.items():
            self.send_header(name, value)
        self.end_headers()
        if has_body and data is not None:
            self.wfile.write(data[part.start : part.stop])
        return part

    def log_message(self, format: str, *arguments: object) -> None:
        """Silent: only the command line prints."""


def _opened(path: Path | None) -> BinaryIO | None:
    """A build may take the file away between finding and opening it."""
    try:
        return open(path, "rb") if path else None  # whoever is given it closes it
    except OSError:
        return None
