"""The desk without a socket and without a site: who may do what, what is asked of whom, that nothing becomes markup."""

from __future__ import annotations

import http.client
import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from datetime import date as Date
from email.message import Message
from functools import partial
from html import unescape
from pathlib import Path
from urllib.parse import parse_qs, urlencode, urlsplit

import html5lib
import pytest

from bulletin.errors import BulletinError, ConfigError
from bulletin.model.desk import Arrangement, Change, Desk, Draft, Publication, Row, Twin, Wait
from bulletin.model.page import Report
from bulletin.model.problem import Problem
from bulletin.model.review import Doubt, Option, Place, Review
from bulletin.serve.desk_frame import DESK, Tell
from bulletin.serve.desk_room import Deeds, DeskRoom
from bulletin.serve.live import Live
from bulletin.serve.review_page import LANGUAGES, Say
from bulletin.serve.rooms import Answer, Request
from bulletin.serve.server import serving

HOST = "127.0.0.1:8000"
NOW = datetime(2026, 11, 20, 9, tzinfo=UTC)
EVIL = "\"'><script>alert(1)</script><img src=x onerror=alert(2)>&lt;"
HERE = {"origin": f"http://{HOST}", "fetch_site": "same-origin", "peer": "127.0.0.1"}


def desk_with(text: str = "甲", path: str = "a/甲.md") -> Desk:
    rows = tuple(Row(f"{number}{path}", text, NOW, text, text, "/2026/11/a/", number == 0) for number in range(3))
    issue = Arrangement("2026-47", "47", 2026, "issues/2026-47.md", "d1", rows, (Row("x" + path, text),), text)
    waiting = (Wait("w" + path, text, "waiting", NOW), Wait("v" + path, text, "draft", None, "d2"))
    said = (("value", text),)
    problems = (Problem(path, 3, 5, "E402", said), Problem(path, 4, 0, "W427"), Problem(text, 0, 0, "I201"))
    return Desk(text, "/base/", NOW, issue, ("2026-47", "2026-46"), waiting, 9, problems, (text,), (text,))


def review_with(text: str) -> Review:
    place = Place(text, 1, 1, text, text, text, text)
    doubt = Doubt("name", text, text, (Option(text, ()), Option(text + "2", ())), 0, 1, (place,))
    return Review("zh-Hant", ("zh-Hans", "zh-Hant", "zh-Hant-HK"), 10, (doubt,), 99, "g1")


class Told:
    """What a room is told to do, written down."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.done: list[tuple[object, ...]] = []
        self.fault: BulletinError | None = None
        self.looked = self.forgotten = 0
        self.can_open = True
        self._token = ""
        editions = (("zh-Hans", "简体", "/2026/11/甲/"), ("zh-Hant", "繁體", "/hant/2026/11/甲/"))
        self.twin = Twin("a/甲.md", "甲", editions)
        self.publication = Publication("p1", (Change("新", "2026/11/a/index.html"),), (), (), (), 3, (), 0, False)
        self.review = review_with("丁岳")
        words: dict[str, tuple[Say, Tell]] = {key: (partial(say, key), tell) for key in LANGUAGES}
        self.room = DeskRoom(self.deeds(), words, "hans", self.forget)

    def deeds(self) -> Deeds:
        return Deeds(
            look=self.look,
            arrange=lambda *about: self.note("arrange", *about),
            create=self.create,
            make_ready=lambda *about: self.note("ready", *about),
            twin=lambda path: (self.note("twin", path), self.twin)[1],
            place=self.place,
            launch=self.launch,
            plan=lambda: (self.note("plan"), self.publication)[1],
            publish=self.publish,
            has_target=lambda: True,
            review=lambda tag, limit: (self.note("review", tag, limit), self.review)[1],
            accept=lambda *about: self.note("accept", *about),
        )

    def note(self, *what: object) -> bool:
        self.done.append(what)
        if self.fault:
            raise self.fault
        return True

    def look(self, _: str) -> Desk:
        self.looked += 1
        if self.fault and not self.done:
            raise self.fault
        return self.desk

    def create(self, draft: Draft) -> str:
        self.note("create", draft)
        return "2026/47/新.md"

    def place(self, path: str) -> Path:
        if ".." in path:
            raise BulletinError("E990", path=path)
        return Path("/site/content") / path

    def launch(self, place: Path) -> bool:
        self.note("launch", place)
        return self.can_open

    def publish(self, digest: str) -> Report:
        self.note("publish", digest)
        return Report("", True, (), 0, 0, 0, 0, 0, (), (), (), (), (), (), ())

    def forget(self) -> None:
        self.forgotten += 1

    def ask(self, page: str = "", **about: str) -> Answer:
        request = Request("GET", DESK + page, HOST, peer="127.0.0.1")
        return self.room(replace(request, **about))  # type: ignore[arg-type]  # as the caller names them

    def get(self, page: str = "") -> str:
        return self.ask(page).body.decode()

    def token(self) -> str:
        if not self._token:
            found = re.search(r'name="token" value="([^"]+)"', self.get("new/"))
            assert found
            self._token = found[1]
        return self._token

    def post(self, page: str, fields: Mapping[str, str], **about: str) -> Answer:
        request = Request("POST", DESK + page, HOST, body=urlencode({"token": self.token(), **fields}).encode())
        return self.room(replace(request, **{**HERE, **about}))  # type: ignore[arg-type]  # as the caller names them


def say(language: str, name: str, values: Mapping[str, str]) -> str:
    return f"{language}:{name}:{' '.join(values.values())}"


def tell(problem: Problem) -> tuple[str, str]:
    return f"{problem.code} {dict(problem.values)}", "改成 <b>"


def location(answer: Answer) -> tuple[str, dict[str, str], str]:
    found = urlsplit(dict(answer.headers)["Location"])
    return found.path, {name: values[0] for name, values in parse_qs(found.query).items()}, found.fragment


@pytest.fixture
def told() -> Told:
    return Told(desk_with())


PAGES = ["", "new/", "doubts/", "compare/?path=a", "publish/"]
WISH = {"do": "up", "issue": "2026-47", "digest": "d1", "path": "1a/甲.md"}


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_pages(told: Told, page: str, language: str) -> None:
    answer = told.ask(page + ("&" if "?" in page else "?") + f"in={language}")
    html = answer.body.decode()
    assert answer.status == 200
    assert f'<html lang="{LANGUAGES[language][0]}">' in html
    html5lib.HTMLParser(strict=True).parse(html)
    words = set(re.findall(r"\b(hans|hant|en):(?:Desk|Review)_", html))
    assert words == {language}


def test_issue_page(told: Told) -> None:
    html = told.get()
    assert re.findall(r'<button name="do" value="(up|down)"[^>]*?( disabled)?>', html) == [
        ("up", " disabled"), ("down", ""), ("up", ""), ("down", ""), ("up", ""), ("down", " disabled"),
    ]  # fmt: skip
    found = re.findall(r'value="(pin|unpin|omit|include)"', html)
    assert found == ["unpin", "omit", "pin", "omit", "pin", "omit", "include"]
    assert html.count('name="digest" value="d1"') == 5, "each row, the one that is left out, dragging"
    assert 'datetime="2026-11-20T09:00:00+00:00"' in html
    assert "hans:Desk_more_wait:9" in html
    assert html.index("E402") < html.index("W427") < html.index("I201")
    assert "content/a/甲.md" in html
    assert "改成 &lt;b&gt;" in html
    assert 'href="/base/"' in html


def test_worst_file_first(told: Told) -> None:
    problems = [
        Problem("b.md", 1, 0, "W427"), Problem("a.md", 2, 0, "W427"), Problem("c.md", 9, 0, "E402"),
        Problem("d.md", 1, 0, "E402"), Problem("d.md", 2, 0, "W427"), Problem("d.md", 3, 0, "E402"),
        Problem("a.md", 1, 0, "W427"),
    ]  # fmt: skip
    told.desk = replace(told.desk, problems=tuple(sorted(problems)))
    assert re.findall(r"<h3><code>content/(\w)\.md</code>", told.get()) == ["d", "c", "a", "b"]


def test_very_many_problems(told: Told) -> None:
    told.desk = replace(told.desk, problems=tuple(Problem(f"{n:04}.md", 1, 0, "W427") for n in range(1000)))
    html = told.get()
    assert html.count("<article") == 200
    assert "hans:Desk_more_problems:200" in html
    assert '<span class="count">1000</span>' in html


# --- who may do what --------------------------------------------------------------------------------------------------


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
        {"peer": "192.168.1.7"},
        {"peer": ""},
    ],
    ids=str,
)
@pytest.mark.parametrize(
    ("page", "fields"),
    [
        ("", WISH),
        ("", {"do": "open", "path": "a/甲.md"}),
        ("", {"do": "ready", "path": "a/甲.md", "digest": "d2"}),
        ("new/", {"do": "create", "title": "新", "date": "2026-11-20"}),
        ("doubts/", {"word": "丁岳", "form": "丁岳"}),
        ("publish/", {"do": "publish", "digest": "p1"}),
    ],
    ids=["arrange", "open", "ready", "create", "accept", "publish"],
)
def test_refuses_what_comes_from_elsewhere(
    told: Told, page: str, fields: dict[str, str], about: dict[str, str]
) -> None:
    assert told.post(page, fields, **about).status == 403
    assert not told.done


@pytest.mark.parametrize("token", ["", "x", "é" * 43], ids=range(3))
def test_refuses_without_the_token(told: Told, token: str) -> None:
    assert told.post("", {**WISH, "token": token}).status == 403
    assert told.post("publish/", {"do": "publish", "digest": "p1", "token": token}).status == 403
    assert not told.done


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("peer", ["10.0.0.9", "fe80::1", "::ffff:10.0.0.9", "", "unix"])
def test_other_machines_see_nothing(told: Told, page: str, peer: str) -> None:
    answer = told.ask(page, peer=peer)
    assert answer.status == 403
    assert b"token" not in answer.body
    assert (told.looked, told.done) == (0, [])


@pytest.mark.parametrize("peer", ["127.0.0.1", "127.8.8.8", "::1", "::ffff:127.0.0.1"])
def test_this_machine(told: Told, peer: str) -> None:
    assert told.ask(peer=peer).status == 200


@pytest.mark.parametrize("page", PAGES)
def test_policy(told: Told, page: str) -> None:
    first, second = (told.ask(page) for _ in range(2))
    headers = dict(first.headers)
    policy = headers["Content-Security-Policy"]
    nonces = set(re.findall(r"'nonce-([\w-]+)'", policy))
    assert len(nonces) == 1
    assert set(re.findall(r'nonce="([\w-]+)"', first.body.decode())) == nonces
    assert policy != dict(second.headers)["Content-Security-Policy"], "a nonce is used once"
    for part in ("default-src 'none'", "base-uri 'none'", "frame-ancestors 'none'", "form-action 'self'"):
        assert part in policy
    assert ("frame-src 'self'" in policy) == page.startswith("compare")
    assert "unsafe" not in policy
    assert headers["Referrer-Policy"] == "same-origin"
    html = first.body.decode()
    assert not re.search(r"<style|\sstyle=|\son\w+=|<script(?![^>]* src=)", html)


# --- deeds ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("wish", ["up", "down", "move", "pin", "unpin", "omit", "include"])
def test_arranging(told: Told, wish: str) -> None:
    answer = told.post("", {**WISH, "do": wish, "before": "2a/甲.md", "in": "hant"})
    path, query, fragment = location(answer)
    assert (int(answer.status), path) == (303, DESK)
    assert query == {"in": "hant", "issue": "2026-47", "done": "arrange", "did": wish}
    assert told.done == [("arrange", "2026-47", "d1", wish, "1a/甲.md", "2a/甲.md")]
    assert told.forgotten
    html = told.get("?" + urlencode(query))
    assert "hant:Desk_done_arrange" in html
    assert f'<li id="{fragment}" data-path="1a/甲.md">' in html


def test_new_item(told: Told) -> None:
    typed = {"do": "create", "title": "新的", "section": "甲", "source": "总工会", "date": "2026-11-20"}
    path, query, _ = location(told.post("new/", typed))
    assert told.done == [("create", Draft("新的", Date(2026, 11, 20), "甲", "总工会"))]
    assert (path, query["made"]) == (DESK + "new/", "2026/47/新.md")
    html = told.get("new/?" + urlencode(query))
    assert "hans:Desk_done_create:content/2026/47/新.md" in html
    assert 'name="path" value="2026/47/新.md"' in html


@pytest.mark.parametrize("date", ["", "2026-11-31", "昨天", "2026-11-20T10:00", "9" * 999])
def test_new_item_with_a_date_that_is_none(told: Told, date: str) -> None:
    answer = told.post("new/", {"do": "create", "title": EVIL, "section": "甲", "date": date})
    html = answer.body.decode()
    assert answer.status == 400
    assert "hans:E995" in html
    assert EVIL in unescape(html), "what was typed is not lost"
    assert "<option selected>甲</option>" in html
    assert not told.done


def test_new_item_that_cannot_be(told: Told) -> None:
    told.token()
    told.fault = BulletinError("E905", title=" ")
    answer = told.post("new/", {"do": "create", "title": " ", "source": "总工会", "date": "2026-11-20"})
    assert answer.status == 400
    assert "hans:E905" in answer.body.decode()
    assert 'value="总工会"' in answer.body.decode()


@pytest.mark.parametrize("can_open", [True, False])
@pytest.mark.parametrize("page", ["", "new/"])
def test_opening(told: Told, page: str, can_open: bool) -> None:
    told.can_open = can_open
    answer = told.post(page, {"do": "open", "path": "a/甲.md", "issue": "2026-46"})
    path, query, _ = location(answer)
    assert told.done == [("launch", Path("/site/content/a/甲.md"))]
    assert (path, query["issue"]) == (DESK + page, "2026-46")
    html = told.get(page + "?" + urlencode(query))
    assert ("hans:Desk_done_open:content/a/甲.md" if can_open else "hans:Desk_done_place:/site/content/a/甲.md") in html


def test_opening_what_may_not_be_opened(told: Told) -> None:
    answer = told.post("", {"do": "open", "path": "../x.md"})
    assert answer.status == 409
    assert "hans:E990:../x.md" in answer.body.decode()
    assert not told.done
    assert "place" not in told.get("?done=place&path=../x.md").split("<main", 1)[1][:200]


def test_ready(told: Told) -> None:
    assert told.get().count('value="ready"') == 1
    answer = told.post("", {"do": "ready", "path": "va/甲.md", "digest": "d2"})
    assert told.done == [("ready", "va/甲.md", "d2")]
    assert location(answer)[1] == {"in": "hans", "done": "ready", "path": "va/甲.md"}
    assert told.post("new/", {"do": "ready", "path": "va/甲.md"}).status == 400


def test_doubts(told: Told) -> None:
    html = told.get("doubts/?edition=zh-Hant-HK&limit=7")
    assert told.done == [("review", "zh-Hant-HK", 7)]
    assert html.count(f'<form method="post" action="{DESK}doubts/">') == 2
    assert "edition=zh-Hant&amp;limit=14#d2" in html
    answer = told.post("doubts/", {"word": "丁岳", "form": " 丁嶽 ", "edition": "zh-Hant", "glossary": "g1"})
    assert told.done[1:] == [("accept", "丁岳", "丁嶽", "zh-Hant", "g1")]
    assert location(answer)[1]["done"] == "accept"
    assert told.post("doubts/", {"word": "丁岳", "form": " "}).status == 409


def test_twins_have_no_scripts_and_no_origin(told: Told) -> None:
    html = told.get("compare/?path=a/甲.md")
    assert re.findall(r'<iframe src="([^"]+)" title="[^"]+" sandbox=""', html) == [
        "/2026/11/%E7%94%B2/", "/hant/2026/11/%E7%94%B2/",
    ]  # fmt: skip
    assert told.done == [("twin", "a/甲.md")]


def test_publishing(told: Told) -> None:
    html = told.get("publish/")
    assert "hans:Desk_items_added" in html
    assert "hans:Desk_publish_deploy" in html
    assert 'name="digest" value="p1"' in html
    answer = told.post("publish/", {"do": "publish", "digest": "p1"})
    assert told.done == [("plan",), ("publish", "p1")]
    assert location(answer)[:2] == (DESK + "publish/", {"in": "hans", "done": "publish"})


def test_nothing_to_publish(told: Told) -> None:
    told.publication = replace(told.publication, added=())
    html = told.get("publish/")
    assert "hans:Desk_nothing_to_publish" in html
    assert 'value="publish"' not in html


@pytest.mark.parametrize(
    ("page", "fields"),
    [("", {"do": "publish"}), ("", {"do": "drop"}), ("", {}), ("new/", WISH), ("compare/", WISH), ("publish/", WISH)],
)
def test_a_page_does_only_what_it_shows(told: Told, page: str, fields: dict[str, str]) -> None:
    assert told.post(page, fields).status == 400
    assert not told.done


def test_faults_are_told(told: Told) -> None:
    told.post("", WISH)
    told.fault = BulletinError("E932", path="content/issues/2026-47.md")
    answer = told.post("", WISH)
    assert answer.status == 409
    assert 'role="alert"' in answer.body.decode()
    assert "hans:E932:content/issues/2026-47.md" in answer.body.decode()


def test_settings_that_cannot_be_used(told: Told) -> None:
    told.fault = ConfigError("E301", (Problem("site.yaml", 3, 1, "E302"),))
    answer = told.ask()
    html = answer.body.decode()
    assert answer.status == 500
    assert "hans:E301" in html
    assert "content/site.yaml" in html
    assert 'value="open"' in html, "the file can be opened, and mended"


@pytest.mark.parametrize("page", PAGES)
def test_nothing_typed_becomes_markup(page: str) -> None:
    told = Told(desk_with(EVIL, EVIL + ".md"))
    told.review = review_with(EVIL)
    editions = ((EVIL, EVIL, "/" + EVIL), ("zh-Hant", EVIL, "javascript:alert(1)"), (EVIL + "x", EVIL, EVIL))
    told.twin = Twin(EVIL, EVIL, editions)
    changes = (Change(EVIL, EVIL), Change("", EVIL))
    told.publication = Publication(EVIL, changes, changes, changes, (("added", EVIL),), 1, (EVIL,), 1, False)
    names = ("issue", "edition", "limit", "made", "word", "path", "title", "date", "section", "source", "in")
    query = dict.fromkeys(names, EVIL)
    for done in ("arrange", "create", "accept", "open", "place", EVIL):
        url = page.partition("?")[0] + "?" + urlencode({**query, "done": done})
        html = told.get(url)
        parser = html5lib.HTMLParser(namespaceHTMLElements=False)
        tree = parser.parse(html)
        assert [one.get("src") for one in tree.iter("script")] == [f"{DESK}desk.js"]
        assert not list(tree.iter("img"))
        attributes = [name for one in tree.iter() for name in one.attrib]
        assert not [name for name in attributes if name.startswith("on")]
        assert all(one.get("src", "").startswith(("/", "javascript%3A")) for one in tree.iter("iframe"))


@pytest.mark.parametrize(("name", "kind"), [("desk.css", "text/css"), ("desk.js", "text/javascript")])
def test_assets(told: Told, name: str, kind: str) -> None:
    answer = told.ask(name)
    assert answer.status == 200
    assert answer.kind.startswith(kind)
    assert len(answer.body) > 1000


def test_paths() -> None:
    assert {"/_desk/", "/_desk/new/", "/_desk/desk.css"} < set(DeskRoom.paths)


class Memory:
    """A site of one page."""

    base = "/"

    def find(self, path: str) -> bytes | None:
        return b"<!doctype html><title>x</title>" if path == "index.html" else None

    def is_gone(self, _: str) -> bool:
        return False

    def moved(self, _: str) -> str:
        return ""


def test_over_http(told: Told, tmp_path: Path) -> None:
    rooms = dict.fromkeys(told.room.paths, told.room)
    with serving(tmp_path, "127.0.0.1", 0, Memory(), Live(), rooms) as url:
        host = urlsplit(url).netloc

        def ask(method: str, path: str, body: str = "", **headers: str) -> tuple[int, str, Message]:
            connection = http.client.HTTPConnection(host, timeout=10)
            connection.request(method, path, body or None, headers)
            answer = connection.getresponse()
            text = answer.read().decode()
            connection.close()
            return answer.status, text, answer.headers

        assert ask("GET", DESK)[0] == 200
        assert ask("HEAD", DESK)[:2] == (200, "")
        assert ask("GET", DESK + "desk.css")[2].get_all("Content-Type") == ["text/css; charset=utf-8"]
        assert ask("GET", "/")[2].get_all("Content-Security-Policy") == ["frame-ancestors 'self'"]
        assert ask("GET", DESK, Host="evil.example")[0] == 421
        fields = urlencode({"token": told.token(), **WISH})
        assert ask("POST", DESK, fields, Origin="http://evil.example")[0] == 403
        assert ask("POST", DESK, fields, Origin=f"http://{host}", Host="evil.example")[0] == 400
        assert ask("POST", DESK, "x" * 100_000, Origin=f"http://{host}")[0] == 400
        assert not told.done
        assert ask("POST", DESK, fields, Origin=f"http://{host}")[0] == 303
        assert len(told.done) == 1
