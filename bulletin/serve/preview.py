"""The published folder -> pages over HTTP on this machine, built again whenever content or themes change."""

from __future__ import annotations

import io
import mimetypes
import os
import socket
import threading
from collections.abc import Callable, Mapping
from functools import partial
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler
from ipaddress import ip_address
from pathlib import Path
from typing import BinaryIO
from urllib.parse import unquote, urlsplit

from bulletin.errors import BulletinError
from bulletin.serve.limits import LONGEST_REQUEST, Reader, Server
from bulletin.serve.rooms import LARGEST_FORM, Answer, Request, Room, host_name
from bulletin.serve.watch import watch

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
_ATTACHMENT = (("Content-Security-Policy", "sandbox; default-src 'none'; frame-ancestors 'none'"),)


def preview(
    site: Path,
    host: str,
    port: int,
    is_polling: bool,
    rebuild: Callable[[], tuple[Path, str]],
    ready: Callable[[str], None],
    rooms: Mapping[str, Room] | None = None,
) -> None:
    """``rebuild`` builds and answers the folder to serve and the base path of its URLs; ``ready`` is told the address.
    ``rooms`` answer what is asked of their own paths, such as "/_review/". Returns on Ctrl+C. Raises BulletinError E903
    where the port is taken."""
    folder, base = rebuild()
    try:
        server = Server((host, port), partial(_Handler, folder, base, host, rooms=rooms or {}))
    except (OSError, OverflowError) as error:
        reason = getattr(error, "strerror", "") or str(error)
        raise BulletinError("E903", host=host, port=str(port), reason=reason) from error
    stop = threading.Event()
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        shown = f"[{host}]" if ":" in host else host
        ready(f"http://{shown}:{server.server_address[1]}{base}")
        watch([site / "content", site / "themes"], is_polling, rebuild, stop)
    except KeyboardInterrupt:
        pass
    finally:
        stop.set()
        server.shutdown()
        server.server_close()


class _Handler(BaseHTTPRequestHandler):
    """GET and HEAD of files below one folder; no listing, no dot file, no link out, no other host's name. And the
    rooms, which may be posted to."""

    timeout = 30
    protocol_version = "HTTP/1.1"
    server_version = "Bulletin"
    sys_version = ""

    def __init__(
        self, folder: Path, base: str, host: str, *arguments: object, rooms: Mapping[str, Room] | None = None
    ) -> None:
        self._rooms = rooms or {}
        self._folder = folder
        self._base = base
        self._host = host
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
            self._send(status, "text/plain; charset=utf-8", status.phrase.encode(), True)
            return
        self._show(room(self._request(self.rfile.read(int(size)))), has_body=True)

    def _room(self) -> Room | None:
        return self._rooms.get(urlsplit(self.path).path)

    def _request(self, body: bytes = b"") -> Request:
        said = {name: self.headers.get(name, "") for name in ("Host", "Origin", "Sec-Fetch-Site")}
        return Request(self.command, self.path, said["Host"], said["Origin"], said["Sec-Fetch-Site"], body)

    def _show(self, answer: Answer, *, has_body: bool) -> None:
        self._send(answer.status, answer.kind, answer.body, has_body, answer.headers)

    def _answer(self, *, has_body: bool) -> None:
        if not self._is_for_us():
            self._send(HTTPStatus.MISDIRECTED_REQUEST, "text/plain; charset=utf-8", b"unknown host", has_body)
            return
        if room := self._room():
            self._show(room(self._request()), has_body=has_body)
            return
        path = urlsplit(self.path).path
        if not path.startswith(self._base):
            self._redirect(self._base)
            return
        found = self._find(unquote(path[len(self._base) :]))
        if found is not None and found.name == "index.html" and not path.endswith("/"):
            self._redirect(path + "/")
            return
        status = HTTPStatus.OK if found else HTTPStatus.NOT_FOUND
        file = _opened(found or self._find("404.html"))
        if file is None:
            self._send(HTTPStatus.NOT_FOUND, "text/plain; charset=utf-8", b"404", has_body)
            return
        with file:
            self._send_file(status, file, path[len(self._base) :].startswith("files/"), has_body)

    def _is_for_us(self) -> bool:
        """A page elsewhere that rebinds its name to this machine sends its own name as Host (CVE-2021-40978). Where we
        listen to everybody, numbers and the names of this machine are ours: no name server is asked for these."""
        said = self.headers.get_all("Host", [])
        name = host_name(said[0]) if len(said) == 1 else ""
        if name in _LOCAL_NAMES or (name and name == self._host.lower()):
            return True
        here = socket.gethostname().lower()
        return self._host in _ANY and (_is_number(name) or name in {here, f"{here}.local"} - {"", ".local"})

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
        self._send(status, kind, b"", False, _ATTACHMENT if is_attachment else (), size)
        if has_body:
            self.close_connection |= _copy(file, self.wfile, size) < size

    def _send(
        self, status: HTTPStatus, kind: str, data: bytes, has_body: bool, more: tuple[tuple[str, str], ...] = (),
        size: int | None = None,
    ) -> None:  # fmt: skip
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(data) if size is None else size))
        self.send_header("X-Content-Type-Options", "nosniff")
        self.send_header("Cache-Control", "no-store")
        for name, value in {"Referrer-Policy": "no-referrer", **dict(more)}.items():
            self.send_header(name, value)
        self.end_headers()
        if has_body:
            self.wfile.write(data)

    def log_message(self, format: str, *arguments: object) -> None:
        """Silent: only the command line prints."""


def _opened(path: Path | None) -> BinaryIO | None:
    """A build may take the file away between finding and opening it."""
    try:
        return open(path, "rb") if path else None  # whoever is given it closes it
    except OSError:
        return None


def _copy(source: BinaryIO, target: io.BufferedIOBase, size: int) -> int:
    done = 0
    while done < size and (piece := source.read(min(1 << 16, size - done))):
        target.write(piece)
        done += len(piece)
    return done


def _is_number(name: str) -> bool:
    try:
        ip_address(name)
    except ValueError:
        return False
    return True
