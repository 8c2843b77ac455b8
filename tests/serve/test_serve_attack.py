"""The preview as an attacker meets it: names that are not ours, paths out, writes without a token, slow and large
requests. Over real sockets, with the real review room of a real site behind it."""

from __future__ import annotations

import re
import socket
import threading
from collections.abc import Iterator
from contextlib import closing, suppress
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from urllib.parse import urlencode

import pytest
from sites.make_site import tree_of, write_site

from bulletin.cli.desk import review_room
from bulletin.serve import limits
from bulletin.serve import preview as module
from bulletin.serve.limits import MOST_CONNECTIONS, Reader, Server
from bulletin.serve.preview import Handler
from bulletin.serve.review_page import PATH

NOW = datetime(2026, 11, 20, 9, tzinfo=UTC)
SECRET = "outside-secret"
Address = tuple[str, int]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("attack")
    site = write_site(folder / "site", 3)
    public = site / "public"
    (public / "files" / "ab").mkdir(parents=True)
    (public / "files" / "ab" / "page.html").write_text("<script>alert(1)</script>", "utf-8")
    (public / "index.html").write_text("home", "utf-8")
    (public / "404.html").write_text("nothing here", "utf-8")
    (public / ".htpasswd").write_text(SECRET, "utf-8")
    (public / ".git").mkdir()
    (public / ".git" / "config").write_text(SECRET, "utf-8")
    (public / "up").symlink_to("..")
    (site / "secret.txt").write_text(SECRET, "utf-8")
    (folder / "site.yaml").write_text(SECRET, "utf-8")
    return site


def served(site: Path, host: str) -> Server:
    rooms = {PATH: review_room(site, lambda: NOW, "hans")}
    server = Server(("127.0.0.1", 0), partial(Handler, site / "public", "/", host, rooms=rooms))
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    return server


@pytest.fixture
def address(site: Path) -> Iterator[Address]:
    server = served(site, "127.0.0.1")
    yield "127.0.0.1", server.server_address[1]
    server.shutdown()
    server.server_close()


def send(address: Address, data: bytes) -> bytes:
    """Everything that comes back until the server closes."""
    with closing(socket.create_connection(address, 20)) as link:
        link.sendall(data)
        found = b""
        while piece := link.recv(65536):
            found += piece
        return found


def ask(address: Address, line: str, headers: dict[str, str] | None = None, body: bytes = b"") -> bytes:
    said = {"Host": f"{address[0]}:{address[1]}", "Connection": "close"} | (headers or {})
    head = "".join(f"{name}: {value}\r\n" for name, value in said.items() if value)
    return send(address, f"{line} HTTP/1.1\r\n{head}\r\n".encode("latin-1") + body)


def status(answer: bytes) -> int:
    return int(answer.split(b" ", 2)[1]) if answer.startswith(b"HTTP/1") else 0


UP = ("..", "%2e%2e", "%2E.", ".%2e", "%252e%252e", "%c0%ae%c0%ae", "%u002e%u002e", "..%00", "..;", "..%09",
      "%2e%2e%2f..", "\u2025".encode().decode("latin-1"), "up", "up/..", "up%2f..")  # fmt: skip
SLASHES = ("/", "%2f", "%5c", "\\", "//", "/./", "%2f%2f", "%252f", "%c0%af", "/%2e/")


@pytest.mark.parametrize("slash", SLASHES)
@pytest.mark.parametrize("up", UP)
def test_no_way_out(address: Address, up: str, slash: str) -> None:
    for path in (f"/{up}{slash}secret.txt", f"/files/ab/{(up + slash) * 4}site.yaml", f"/{(up + slash) * 9}etc/passwd"):
        answer = ask(address, f"GET {path}")
        assert status(answer) in {400, 404}, path
        assert SECRET.encode() not in answer
        assert b"root:" not in answer


@pytest.mark.parametrize(
    "path",
    ["/.htpasswd", "/%2ehtpasswd", "/.git/config", "/%2egit%2fconfig", "/files/../.git/config", "/./.htpasswd", "/up/",
     "/up/secret.txt", "//../secret.txt", "/C:/Windows/win.ini", "/c%3a%5cwindows%5cwin.ini", "/file:///etc/passwd",
     "/etc/passwd", "//etc/passwd", "/proc/self/environ", "/%00", "/index.html%00.txt", "/" + "a" * 3000,
     "/" + "a/" * 3000, "/" + "%e5%b7%a5" * 1000, "/nothing?" + "x=1&" * 2000, "/con", "/aux.html",
     "/index.html/x"],
)  # fmt: skip
def test_nothing_there(address: Address, path: str) -> None:
    answer = ask(address, f"GET {path}")
    assert status(answer) == 404
    assert SECRET.encode() not in answer
    assert answer.endswith(b"nothing here")


@pytest.mark.parametrize(
    "host",
    ["evil.example", "evil.example:8000", "127.0.0.1.evil.example", "localhost.evil.example", "evil.example:127.0.0.1",
     "127.0.0.1@evil.example", "evil.example#127.0.0.1", "evil.example/127.0.0.1", "[::1].evil.example", "[::1", "",
     "0x7f000001", "2130706433", "localhost\t.evil.example", "127.0.0.1 evil.example"],
)  # fmt: skip
def test_other_names(address: Address, host: str) -> None:
    answer = ask(address, "GET /", {"Host": host})
    assert status(answer) in {400, 421}
    assert b"home" not in answer


def test_two_names(address: Address) -> None:
    line = f"GET / HTTP/1.1\r\nHost: {address[0]}\r\nHost: evil.example\r\nConnection: close\r\n\r\n"
    assert status(send(address, line.encode())) == 421


@pytest.mark.parametrize(
    ("host", "code"),
    [("evil.example", 421), ("192.168.1.7:8000", 200), ("10.0.0.1.nip.io", 421), (socket.gethostname(), 200),
     ("[fe80::1]:8000", 200), ("", 421)],
    ids=["elsewhere", "number", "number in a name", "this machine", "ipv6", "none"],
)  # fmt: skip
def test_other_names_where_everybody_may_listen(site: Path, host: str, code: int) -> None:
    """--host 0.0.0.0: a name that is bound to us meanwhile is still not ours."""
    server = served(site, "0.0.0.0")
    answer = ask(("127.0.0.1", server.server_address[1]), "GET /", {"Host": host})
    server.shutdown()
    server.server_close()
    assert status(answer) == code


def form(**fields: str) -> bytes:
    return urlencode({"word": "软件", "form": "軟件", "edition": "zh-Hant", **fields}).encode()


def token_of(address: Address) -> tuple[str, str]:
    page = ask(address, f"GET {PATH}").decode()
    token = re.search(r'name="token" value="([^"]+)"', page)
    glossary = re.search(r'name="glossary" value="(\w*)"', page)
    assert token, page[:300]
    return token[1], glossary[1] if glossary else ""


OUTSIDE: dict[str, dict[str, str]] = {
    "no origin": {"Origin": ""},
    "null origin": {"Origin": "null"},
    "another site": {"Origin": "https://evil.example"},
    "another port": {"Origin": "http://127.0.0.1:1"},
    "another name of ours": {"Origin": "http://localhost:HERE"},
    "a longer name": {"Origin": "http://127.0.0.1:HERE.evil.example"},
    "https": {"Origin": "https://127.0.0.1:HERE"},
    "cross-site": {"Sec-Fetch-Site": "cross-site"},
    "same-site": {"Sec-Fetch-Site": "same-site"},
    "by hand": {"Sec-Fetch-Site": "none"},
    "rebound name": {"Host": "evil.example:HERE", "Origin": "http://evil.example:HERE"},
    "chunked": {"Transfer-Encoding": "chunked"},
    "no length": {"Content-Length": ""},
    "a negative length": {"Content-Length": "-1"},
    "a long length": {"Content-Length": "99999999999999999999"},
    "too large": {"Content-Length": "64001"},
    "a length with a plus": {"Content-Length": "+10"},
    "a length in other digits": {"Content-Length": "\u00b2"},
}


@pytest.mark.parametrize("name", OUTSIDE)
def test_no_write_for_others_even_with_the_token(site: Path, address: Address, name: str) -> None:
    before = tree_of(site / "content")
    token, glossary = token_of(address)
    body = form(token=token, glossary=glossary)
    here = {"Origin": f"http://127.0.0.1:{address[1]}", "Content-Length": str(len(body))}
    headers = here | {key: value.replace("HERE", str(address[1])) for key, value in OUTSIDE[name].items()}
    assert status(ask(address, f"POST {PATH}", headers, body)) in {400, 403, 421}
    assert tree_of(site / "content") == before


@pytest.mark.parametrize(
    ("line", "has_token"),
    [(f"POST {PATH}", False), (f"POST {PATH}?token=TOKEN", False), (f"GET {PATH}?BODY", True), (f"PUT {PATH}", True),
     (f"DELETE {PATH}", True), (f"PATCH {PATH}", True), (f"HEAD {PATH}?BODY", True), ("POST /", True),
     ("POST /_review", True), (f"POST {PATH}x", True), ("POST /%5freview/", True), (f"POST /.{PATH}", True),
     ("OPTIONS *", True), (f"TRACE {PATH}", True), ("CONNECT 127.0.0.1:1", True)],
)  # fmt: skip
def test_no_write_in_another_way(site: Path, address: Address, line: str, has_token: bool) -> None:
    before = tree_of(site / "content")
    token, glossary = token_of(address)
    body = form(token=token if has_token else "x" * 43, glossary=glossary)
    line = line.replace("TOKEN", token).replace("BODY", body.decode())
    headers = {"Origin": f"http://127.0.0.1:{address[1]}", "Content-Length": str(len(body))}
    ask(address, line, headers, b"" if line.startswith(("GET", "HEAD")) else body)
    assert tree_of(site / "content") == before


EVIL = ("甲: {a: b}\n乙", "&a *a", "!!python/object/apply:os.system [id]", "'\"<script>alert(1)</script>",
        "甲\r\n\r\n乙: 丙", "# 甲", "- 甲", "{{ 7*7 }}", "\u202e甲", "甲\x00乙", "工" * 3000, "../../x")  # fmt: skip


@pytest.mark.parametrize("word", EVIL, ids=range(len(EVIL)))
def test_what_is_written_is_one_entry_whatever_is_typed(site: Path, address: Address, word: str) -> None:
    """With the token: an editor who pastes anything at all. The glossary is still one, and no page of ours runs it."""
    glossary_file = site / "content" / "glossary.yaml"
    before = glossary_file.read_bytes()
    token, glossary = token_of(address)
    body = form(token=token, glossary=glossary, word=word, form=word + "甲")
    headers = {"Origin": f"http://127.0.0.1:{address[1]}", "Content-Length": str(len(body))}
    answer = ask(address, f"POST {PATH}", headers, body)
    assert status(answer) in {303, 409}
    assert b"<script>" not in answer
    assert sorted(path.name for path in (site / "content").iterdir()) == sorted(
        {"2026", "about.md", "glossary.yaml", "site.yaml", "unions.yaml"}
    )
    page = ask(address, f"GET {PATH}")
    assert status(page) == 200, "the glossary can still be read"
    assert b"<script>" not in page
    assert len(glossary_file.read_bytes()) < len(before) + 20_000
    glossary_file.write_bytes(before)


def test_the_page_that_writes_can_not_be_framed_or_read(address: Address) -> None:
    head = ask(address, f"GET {PATH}", {"Origin": "https://evil.example"}).split(b"\r\n\r\n")[0].lower()
    assert b"frame-ancestors 'none'" in head
    assert b"x-frame-options: deny" in head
    assert b"access-control" not in head
    assert b"no-store" in head
    assert b"script-src" not in head, "default-src 'none' holds for scripts"


def test_attachments_are_opened_in_a_sandbox(address: Address) -> None:
    head = ask(address, "GET /files/ab/page.html").split(b"\r\n\r\n")[0]
    assert b"Content-Security-Policy: sandbox" in head
    assert b"nosniff" in head


@pytest.mark.parametrize(
    "data",
    [b"\x00" * 500 + b"\r\n\r\n", b"GET\r\n\r\n", b"GET / HTTP/9.9\r\n\r\n", b"GET / HTTP/1.1\r\nHost\r\n\r\n",
     b"GET /" + b"a" * 70_000 + b" HTTP/1.1\r\n\r\n", b"GET / HTTP/1.1\r\n" + b"X: y\r\n" * 5000 + b"\r\n",
     b"GET / HTTP/1.1\r\nX: " + b"y" * 70_000 + b"\r\n\r\n", b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n",
     b"GET / HTTP/1.1\r\nHost: \xff\xfe\r\nConnection: close\r\n\r\n", b"GET \xff\xfe HTTP/1.1\r\n\r\n"],
    ids=["zeros", "no-path", "version", "no-colon", "long-line", "many-headers", "long-header", "tls", "host", "path"],
)  # fmt: skip
def test_what_is_no_request_is_refused(
    address: Address, data: bytes, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "LONGEST_REQUEST", 0.5)
    answer = send(address, data)
    assert status(answer) in {0, 400, 414, 421, 431, 505}
    assert b"home" not in answer
    assert status(ask(address, "GET /")) == 200, "others are served"
    assert capfd.readouterr().err == ""


@pytest.mark.parametrize("start", [b"", b"GET / HTTP/1.1\r\n", b"POST /_review/ HTTP/1.1\r\nHost: x\r\n"])
def test_slow_requests_end(address: Address, start: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    """A byte now and then keeps no thread for long."""
    monkeypatch.setattr(module, "LONGEST_REQUEST", 0.4)
    monkeypatch.setattr(limits, "LONGEST_REQUEST", 0.4)
    with closing(socket.create_connection(address, 20)) as link:
        link.sendall(start)
        link.settimeout(0.05)
        for _ in range(400):
            try:
                link.sendall(b"X")
                if link.recv(1) == b"":
                    return
            except TimeoutError:
                continue
            except OSError:
                return
    pytest.fail("still open")


def test_a_slow_body_ends(address: Address, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "LONGEST_REQUEST", 0.4)
    head = f"POST {PATH} HTTP/1.1\r\nHost: 127.0.0.1:{address[1]}\r\nContent-Length: 60000\r\n\r\nx"
    assert status(send(address, head.encode())) == 0


def test_so_many_connections_and_no_more(address: Address) -> None:
    links = [socket.create_connection(address, 20) for _ in range(MOST_CONNECTIONS)]
    for link in links:  # each has its thread now
        link.sendall(b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
        assert link.recv(12) == b"HTTP/1.1 200"
    with closing(socket.create_connection(address, 20)) as one, suppress(ConnectionError):
        assert one.recv(1) == b""
    for link in links:
        link.close()
    for _ in range(100):
        try:
            if status(ask(address, "GET /")) == 200:
                return
        except ConnectionError:
            continue
    pytest.fail("nobody is served any more")


def test_a_reader_that_goes_away_leaves_no_traceback(address: Address, capfd: pytest.CaptureFixture[str]) -> None:
    for _ in range(5):
        link = socket.create_connection(address, 20)
        link.sendall(b"GET /files/ab/page.html HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n" * 50)
        link.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
        link.close()
    assert status(ask(address, "GET /")) == 200
    assert capfd.readouterr().err == ""


def test_a_deadline_holds_for_all_reads_together() -> None:
    one, other = socket.socketpair()
    with one, other:
        reader = Reader(one)
        reader.start(0)
        other.sendall(b"x")
        with pytest.raises(TimeoutError):
            reader.readinto(bytearray(1))
        reader.start(10)
        assert reader.readinto(bytearray(1)) == 1
