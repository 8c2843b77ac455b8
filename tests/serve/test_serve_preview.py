"""The preview serves the site in memory and the published folder to this machine, and nothing else to anyone."""

from __future__ import annotations

import http.client
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from bulletin.errors import BulletinError
from bulletin.serve.live import MOST_LISTENERS, Live, Note, with_script
from bulletin.serve.server import serving

SCRIPT = re.compile(r'<script src="/_live.js" data-build="(\w+-\d+)" data-digest="\w{16}"></script>')


@dataclass
class Memory:
    """A site in memory of as many pages as a test puts there."""

    base: str = "/base/"
    pages: dict[str, bytes] = field(default_factory=dict)
    gone: set[str] = field(default_factory=set)
    stands: dict[str, str] = field(default_factory=dict)

    def moved(self, path: str) -> str:
        return self.stands.get(path, "")

    def find(self, path: str) -> bytes | None:
        if path == "broken/index.html":
            raise BulletinError("E511", template="x", line="1", page=path, reason="")
        return self.pages.get(path)

    def is_gone(self, path: str) -> bool:
        return path in self.gone


@pytest.fixture
def memory() -> Memory:
    return Memory()


@pytest.fixture
def live() -> Live:
    return Live()


@pytest.fixture
def address(tmp_path: Path, memory: Memory, live: Live) -> Iterator[tuple[str, int]]:
    """A preview of a small folder under /base/."""
    public = tmp_path / "public"
    (public / "a" / "空 白").mkdir(parents=True)
    (public / "index.html").write_text("home", encoding="utf-8")
    (public / "a" / "index.html").write_text("甲", encoding="utf-8")
    (public / "a" / "空 白" / "x.txt").write_text("text", encoding="utf-8")
    (public / "404.html").write_text("nothing here", encoding="utf-8")
    (public / ".bulletin.json").write_text("secret", encoding="utf-8")
    (public / "empty").mkdir()
    (public / "files" / "ab").mkdir(parents=True)
    (public / "files" / "ab" / "form.html").write_text("form", encoding="utf-8")
    (tmp_path / "outside.txt").write_text("outside", encoding="utf-8")
    (public / "link.txt").symlink_to(tmp_path / "outside.txt")
    with serving(public, "127.0.0.1", 0, memory, live) as url:
        host, port = url.removeprefix("http://").split(":")
        yield host, int(port)


def ask(
    address: tuple[str, int], path: str, host: str | None = None, method: str = "GET", **headers: str
) -> tuple[int, dict[str, str], bytes]:
    connection = http.client.HTTPConnection(*address, timeout=10)
    connection.putrequest(method, path, skip_host=True)
    connection.putheader("Host", host or f"{address[0]}:{address[1]}")
    for name, value in headers.items():
        connection.putheader(name.replace("_", "-"), value)
    connection.endheaders()
    answer = connection.getresponse()
    body = answer.read()
    connection.close()
    return answer.status, dict(answer.getheaders()), body


def get(address: tuple[str, int], path: str, host: str | None = None, method: str = "GET") -> tuple[int, str, str]:
    """Without the script that every page has."""
    status, headers, body = ask(address, path, host, method)
    return status, headers.get("Location") or headers.get("Content-Type", ""), SCRIPT.sub("", body.decode("utf-8"))


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/base/", (200, "text/html; charset=utf-8", "home")),
        ("/base/a/", (200, "text/html; charset=utf-8", "甲")),
        ("/base/a/?q=1", (200, "text/html; charset=utf-8", "甲")),
        ("/base/a", (302, "/base/a/", "")),
        ("/", (302, "/base/", "")),
        ("/base/a/%E7%A9%BA%20%E7%99%BD/x.txt", (200, "text/plain; charset=utf-8", "text")),
    ],
)
def test_serves(address: tuple[str, int], path: str, expected: tuple[int, str, str]) -> None:
    assert get(address, path) == expected


@pytest.mark.parametrize(
    "path",
    [
        "/base/nothing",
        "/base/empty/",
        "/base/.bulletin.json",
        "/base/%2ebulletin.json",
        "/base/../outside.txt",
        "/base/%2e%2e/outside.txt",
        "/base/a/%2e%2e/%2e%2e/outside.txt",
        "/base/..%5coutside.txt",
        "/base/%2e%2e%2foutside.txt",
        "/base/link.txt",
        "/base/a%00",
        "/base//etc/passwd",
    ],
)
def test_refuses(address: tuple[str, int], path: str) -> None:
    status, _, body = get(address, path)
    assert (status, body) == (404, "nothing here")


@pytest.mark.parametrize("host", ["evil.example", "evil.example:8000", "127.0.0.1.evil.example", ""])
def test_answers_to_its_own_name_only(address: tuple[str, int], host: str) -> None:
    assert get(address, "/base/", host or " ")[0] == 421


@pytest.mark.parametrize("host", ["localhost", "localhost:8000", "127.0.0.1", "[::1]:1"])
def test_answers_to_local_names(address: tuple[str, int], host: str) -> None:
    assert get(address, "/base/", host)[0] == 200


def test_head_has_no_body(address: tuple[str, int]) -> None:
    assert get(address, "/base/", method="HEAD")[::2] == (200, "")


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS"])
def test_takes_nothing(address: tuple[str, int], method: str) -> None:
    assert get(address, "/base/", method=method)[0] == (405 if method == "POST" else 501)


def test_a_port_in_use_is_an_error_with_words(address: tuple[str, int], tmp_path: Path, memory: Memory) -> None:
    with pytest.raises(BulletinError) as caught, serving(tmp_path, *address, memory, Live()):
        pass
    assert caught.value.code == "E903"


# --- what is in memory ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/base/a/", (200, "text/html; charset=utf-8", "乙")),
        ("/base/new/", (200, "text/html; charset=utf-8", "new")),
        ("/base/new", (302, "/base/new/", "")),
        ("/base/feed.xml", (200, "application/xml; charset=utf-8", "<feed/>")),
        ("/base/a/%E7%A9%BA%20%E7%99%BD/x.txt", (200, "text/plain; charset=utf-8", "text")),
        ("/base/old/", (404, "text/html; charset=utf-8", "nothing here")),
        ("/base/broken/", (500, "text/html; charset=utf-8", "")),
    ],
    ids=["memory before disk", "memory alone", "slash", "feed", "disk alone", "left over on disk", "broken template"],
)  # fmt: skip
def test_memory_before_disk(
    address: tuple[str, int], tmp_path: Path, memory: Memory, path: str, expected: tuple[int, str, str]
) -> None:
    (tmp_path / "public" / "old").mkdir()
    (tmp_path / "public" / "old" / "index.html").write_text("old", encoding="utf-8")
    memory.pages = {
        "a/index.html": "乙".encode(), "new/index.html": b"new", "feed.xml": b"<feed/>", "404.html": b"nothing here",
    }  # fmt: skip
    memory.gone = {"old/index.html"}
    status, kind, body = get(address, path)
    assert (status, kind) == expected[:2]
    assert expected[2] in body


def test_a_base_that_moves_is_followed(address: tuple[str, int], memory: Memory) -> None:
    memory.base = "/elsewhere/"
    assert get(address, "/base/")[:2] == (302, "/elsewhere/")
    assert get(address, "/elsewhere/")[0] == 200


# --- the script and the stream ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "has_script"),
    [("/base/", True), ("/base/none", True), ("/base/a/%E7%A9%BA%20%E7%99%BD/x.txt", False),
     ("/base/files/ab/form.html", False)],
    ids=["page", "nothing there", "text", "attachment"],
)  # fmt: skip
def test_pages_alone_have_the_script(address: tuple[str, int], path: str, has_script: bool) -> None:
    _, headers, body = ask(address, path)
    assert (SCRIPT.search(body.decode()) is not None) is has_script
    assert int(headers["Content-Length"]) == len(body)


def test_what_is_published_has_no_script(address: tuple[str, int], tmp_path: Path) -> None:
    ask(address, "/base/")
    assert (tmp_path / "public" / "index.html").read_text(encoding="utf-8") == "home"


@pytest.mark.parametrize(
    ("page", "before"),
    [("<body>x</body></html>", "<body>x"), ("<BODY>x</BODY>", "<BODY>x"), ("x", "x"),
     ("<body><pre></body></pre>y</body>", "<body><pre></body></pre>y")],
    ids=["body", "upper case", "no body", "the last"],
)  # fmt: skip
def test_the_script_stands_at_the_end(page: str, before: str) -> None:
    made = with_script(page.encode(), "b-1").decode()
    assert SCRIPT.sub("", made) == page
    assert made.startswith(before + "<script")


def test_equal_pages_have_equal_digests_whatever_the_build() -> None:
    one, two, other = (with_script(text, build) for text, build in ((b"x", "b-1"), (b"x", "b-2"), (b"y", "b-2")))
    assert one.replace(b"b-1", b"b-2") == two != other


def test_the_script_is_sent(address: tuple[str, int]) -> None:
    status, headers, body = ask(address, "/_live.js")
    assert (status, headers["Content-Type"]) == (200, "text/javascript; charset=utf-8")
    assert b"EventSource" in body


def first_event(address: tuple[str, int], **headers: str) -> tuple[int, str, dict[str, object]]:
    connection = http.client.HTTPConnection(*address, timeout=10)
    connection.request("GET", "/_live?page=/base/a/", headers={k.replace("_", "-"): v for k, v in headers.items()})
    answer = connection.getresponse()
    line = answer.readline() if answer.status == 200 else b"data: {}"
    connection.close()
    return answer.status, answer.headers["Content-Type"], json.loads(line.removeprefix(b"data: "))


def test_whoever_comes_is_told_the_state(address: tuple[str, int], live: Live) -> None:
    notes = [Note("warning", "W1", "", "b"), Note("error", "E1", "content/a.md:3", "a", "fix")]
    live.tell(notes, is_stale=True)
    status, kind, state = first_event(address)
    assert (status, kind) == (200, "text/event-stream; charset=utf-8")
    assert state["build"] == live.build
    assert (state["errors"], state["warnings"], state["stale"]) == (1, 1, True)
    told = state["notes"]
    assert isinstance(told, list)
    assert [note["code"] for note in told] == ["E1", "W1"], "the gravest first"
    assert told[0]["fix"] == "fix"


@pytest.mark.parametrize(
    "headers",
    [{"Origin": "https://evil.example"}, {"Origin": "null"}, {"Sec_Fetch_Site": "cross-site"},
     {"Sec_Fetch_Site": "same-site"}, {"Origin": "http://127.0.0.1:1"}],
    ids=["origin", "null", "cross-site", "same-site", "port"],
)  # fmt: skip
@pytest.mark.parametrize("path", ["/_live", "/_live.js"])
def test_pages_elsewhere_hear_nothing(address: tuple[str, int], path: str, headers: dict[str, str]) -> None:
    assert ask(address, path, **headers)[0] == 403


def test_a_foreign_name_hears_nothing(address: tuple[str, int]) -> None:
    assert ask(address, "/_live", "evil.example")[0] == 421


def test_listeners_are_as_many_as_there_are_places(live: Live) -> None:
    live.tell([])
    streams = [live.states(f"{number}/index.html", lambda: False) for number in range(MOST_LISTENERS)]
    assert all(next(stream, b"").startswith(b"data: ") for stream in streams)
    assert next(live.states("x", lambda: False), b"") == b""
    assert "3/index.html" in live.looked_at()
    for stream in streams:
        stream.close()  # type: ignore[attr-defined]  # they are generators
    assert live.looked_at() == frozenset()
    assert next(live.states("x", lambda: False), b"") != b""


def test_a_stream_ends_with_its_reader_and_with_the_server() -> None:
    live = Live()
    assert list(live.states("x", lambda: True)) == []
    stream = live.states("x", lambda: False)
    next(stream)
    live.close()
    assert list(stream) == []


def test_no_icon_is_no_fault(address: tuple[str, int], tmp_path: Path) -> None:
    """Browsers ask for it from pages such as /_review/, whatever these say."""
    assert ask(address, "/favicon.ico")[0] == 204
    (tmp_path / "public" / "favicon.ico").write_bytes(b"icon")
    assert ask(address, "/base/favicon.ico")[2] == b"icon"


def test_a_page_whose_item_has_moved_leads_there(address: tuple[str, int], memory: Memory) -> None:
    memory.stands["2026/09/x/index.html"] = "undated/推进会/index.html"
    status, headers, _ = ask(address, "/base/2026/09/x/")
    assert (status, headers["Location"]) == (302, "/base/undated/%E6%8E%A8%E8%BF%9B%E4%BC%9A/")
    memory.pages["2026/09/x/index.html"] = b"<body></body>"
    assert ask(address, "/base/2026/09/x/")[0] == 200
