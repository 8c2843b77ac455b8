"""The review without a socket: who may write, what is asked of whom, and that nothing typed becomes markup."""

from __future__ import annotations

import http.client
import re
import threading
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import partial
from http.server import ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlencode

import pytest

from bulletin.errors import BulletinError
from bulletin.model.review import Doubt, Option, Place, Review
from bulletin.serve.preview import Handler
from bulletin.serve.review_page import LANGUAGES, PATH
from bulletin.serve.review_room import ReviewRoom
from bulletin.serve.rooms import Request

HOST = "127.0.0.1:8000"
PLACE = Place("a/甲.md", 3, 5, "参与", "厂。", "參與", "廠。")
EVIL = '"><script>alert(1)</script>'


def doubt(word: str, form: str, *others: str, count: int = 1) -> Doubt:
    options = tuple(Option(one, (("zh-Hant", one),)) for one in (form, *others))
    return Doubt("word", word, form, options, 5, count, (PLACE,) * min(count, 8))


def review(*doubts: Doubt, found: int = 0) -> Review:
    tags = ("zh-Hans", "zh-Hant-TW", "zh-Hant-HK")
    return Review("zh-Hant-TW", tags, 1000, doubts, found or len(doubts), "abc")


class Desk:
    """What a room is told to do, written down."""

    def __init__(self, found: Review) -> None:
        self.found = found
        self.looked: list[tuple[str, int]] = []
        self.written: list[tuple[str, str, str, str]] = []
        self.fault: BulletinError | None = None
        self.room = ReviewRoom(self.look, self.accept, {key: partial(say, key) for key in LANGUAGES}, "hans", "/base/")

    def look(self, tag: str, limit: int) -> Review:
        self.looked.append((tag, limit))
        if self.fault:
            raise self.fault
        return self.found

    def accept(self, word: str, form: str, tag: str, digest: str) -> object:
        self.written.append((word, form, tag, digest))
        if self.fault:
            raise self.fault
        return None

    def get(self, query: str = "") -> tuple[int, str]:
        answer = self.room(Request("GET", PATH + query, HOST))
        return int(answer.status), answer.body.decode()

    def token(self) -> str:
        found = re.search(r'name="token" value="([^"]+)"', self.get()[1])
        assert found
        return found[1]

    def post(self, fields: Mapping[str, str], **about: str) -> tuple[int, str, str]:
        body = urlencode(fields).encode()
        request = Request("POST", PATH, HOST, f"http://{HOST}", "same-origin", body, "127.0.0.1")
        answer = self.room(replace(request, **about))  # type: ignore[arg-type]  # as the caller names them
        return int(answer.status), dict(answer.headers).get("Location", ""), answer.body.decode()


def say(language: str, name: str, values: Mapping[str, str]) -> str:
    return f"{language}:{name}:{' '.join(values.values())}"


@pytest.fixture
def desk() -> Desk:
    return Desk(review(doubt("制造", "製造", "制造", count=9), doubt("里", "裡", "里"), found=60))


def test_page(desk: Desk) -> None:
    status, html = desk.get()
    assert status == 200
    assert "content/a/甲.md:3:5" in html
    assert '<dd lang="zh-Hans">参与<mark>制造</mark>厂。</dd>' in html
    assert '<dd lang="zh-Hant-TW">參與<mark>製造</mark>廠。</dd>' in html
    assert html.count("content/a/甲.md") == 5 + 1, "no more than five places of a word"
    assert re.findall(r'<button name="form" value="(.+?)">', html) == ["製造", "制造"], "none for a single character"
    assert f"{PATH}?edition=zh-Hant-TW&amp;in=hans&amp;limit=80#d3" in html
    assert 'href="/base/"' in html


def test_remembers_until_told_to_forget(desk: Desk) -> None:
    for query in ("", "", "?limit=40", "?edition=zh-Hant-HK"):
        desk.get(query)
    assert desk.looked == [("", 40), ("zh-Hant-HK", 40)]
    desk.room.forget()
    desk.get()
    assert desk.looked[2:] == [("", 40)]


@pytest.mark.parametrize(
    ("query", "language"),
    [("", "zh-Hans"), ("?in=hant", "zh-Hant"), ("?in=en", "en"), ("?in=xx", "zh-Hans"), ("?in=" + EVIL, "zh-Hans")],
)
def test_language(desk: Desk, query: str, language: str) -> None:
    assert f'<html lang="{language}">' in desk.get(query)[1]


@pytest.mark.parametrize("limit", ["0", "-1", "99999999", "²", "x"])
def test_odd_limits(desk: Desk, limit: str) -> None:
    desk.get("?" + urlencode({"limit": limit}))
    assert desk.looked == [("", 40)]


def test_writes_for_a_page_of_its_own(desk: Desk) -> None:
    chosen = {"word": "制造", "form": "製造", "edition": "zh-Hant-TW"}
    fields = {"token": desk.token(), "glossary": "abc", "in": "hant", **chosen}
    status, location, _ = desk.post(fields)
    assert (status, location) == (303, f"{PATH}?edition=zh-Hant-TW&in=hant&saved=%E5%88%B6%E9%80%A0")
    assert desk.written == [("制造", "製造", "zh-Hant-TW", "abc")]
    assert "Review_saved:制造" in desk.get(location.removeprefix(PATH))[1]
    assert len(desk.looked) == 2, "what was remembered before the word was written is not shown again"


@pytest.mark.parametrize(
    "about",
    [
        {"origin": "http://evil.example"},
        {"origin": "null"},
        {"origin": ""},
        {"origin": "https://127.0.0.1:8000"},
        {"origin": "http://127.0.0.1:8001"},
        {"fetch_site": "cross-site"},
        {"fetch_site": "same-site"},
        {"host": "evil.example:8000", "origin": "http://evil.example:8000"},
        {"host": "", "origin": "http://"},
        {"peer": "192.168.1.7"},
        {"peer": ""},
    ],
    ids=str,
)
def test_refuses_what_comes_from_elsewhere(desk: Desk, about: dict[str, str]) -> None:
    """The last but one is a name that was bound to this machine after its page was loaded."""
    status, _, html = desk.post({"token": desk.token(), "word": "制造", "form": "製造"}, **about)
    assert status == 403
    assert "Review_refused" in html
    assert not desk.written


@pytest.mark.parametrize("token", ["", "x", "é" * 43], ids=range(3))
def test_refuses_without_the_token(desk: Desk, token: str) -> None:
    assert desk.post({"token": token, "word": "制造", "form": "製造"})[0] == 403
    assert desk.post({"word": "制造", "form": "製造"})[0] == 403
    assert not desk.written


@pytest.mark.parametrize("host", ["127.0.0.1:8000", "localhost:8000", "[::1]:8000", "192.168.1.2"])
def test_own_addresses(desk: Desk, host: str) -> None:
    fields = {"token": desk.token(), "word": "制造", "form": "製造"}
    assert desk.post(fields, host=host, origin=f"http://{host}", fetch_site="")[0] == 303


def test_faults_are_told(desk: Desk) -> None:
    token = desk.token()
    assert desk.post({"token": token, "word": " ", "form": "製造"})[0] == 409
    desk.fault = BulletinError("E932", path="content/glossary.yaml")
    status, _, html = desk.post({"token": token, "word": "制造", "form": "製造"})
    assert status == 409
    assert "hans:E932:content/glossary.yaml" in html
    assert desk.get()[0] == 500
    desk.fault = BulletinError("E937", tag="zh-Hant-XX", known="zh-Hant")
    assert desk.get("?edition=zh-Hant-XX")[0] == 404


def test_nothing_typed_becomes_markup() -> None:
    place = Place(EVIL, 1, 1, EVIL, EVIL, EVIL, EVIL)
    option = Option(EVIL, (("zh-Hant", EVIL),))
    desk = Desk(review(Doubt("name", EVIL, EVIL, (option, option), 0, 1, (place,)), found=99))
    html = desk.get("?" + urlencode({"saved": EVIL, "edition": EVIL, "limit": EVIL}))[1]
    assert "<script" not in html
    assert "&lt;script&gt;" in html


@pytest.fixture
def address(desk: Desk, tmp_path: Path) -> Iterator[tuple[str, int]]:
    (tmp_path / "index.html").write_text("home", encoding="utf-8")
    handler = partial(Handler, tmp_path, "/base/", "127.0.0.1", rooms={PATH: desk.room})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield "127.0.0.1", server.server_address[1]
    server.shutdown()
    server.server_close()


def ask(address: tuple[str, int], method: str, path: str, body: str = "", **headers: str) -> http.client.HTTPResponse:
    connection = http.client.HTTPConnection(*address, timeout=10)
    connection.request(method, path, body or None, headers)
    answer = connection.getresponse()
    answer.read()
    connection.close()
    return answer


def test_over_http(address: tuple[str, int], desk: Desk) -> None:
    answer = ask(address, "GET", PATH)
    assert answer.status == 200
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    assert answer.headers.get_all("Referrer-Policy") == ["same-origin"]
    assert ask(address, "HEAD", PATH).status == 200
    fields = urlencode({"token": desk.token(), "word": "制造", "form": "製造"})
    host = f"{address[0]}:{address[1]}"
    assert ask(address, "POST", PATH, fields, Origin=f"http://{host}").status == 303
    assert ask(address, "POST", PATH, fields, Origin="http://evil.example").status == 403
    assert ask(address, "POST", PATH, fields, Origin="http://evil.example", Host="evil.example").status == 400
    assert ask(address, "GET", PATH, Host="evil.example").status == 421
    assert ask(address, "POST", PATH, "x" * 100_000).status == 400
    assert ask(address, "POST", "/base/", "x").status == 405
    assert len(desk.written) == 1
