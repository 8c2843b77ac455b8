"""The preview serves the published folder to this machine, and nothing else to anyone."""

from __future__ import annotations

import http.client
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from bulletin.errors import BulletinError
from bulletin.serve import preview as module
from bulletin.serve.preview import preview


@pytest.fixture
def address(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[str, int]]:
    """A preview of a small folder under /base/, without the watching."""
    public = tmp_path / "public"
    (public / "a" / "空 白").mkdir(parents=True)
    (public / "index.html").write_text("home", encoding="utf-8")
    (public / "a" / "index.html").write_text("甲", encoding="utf-8")
    (public / "a" / "空 白" / "x.txt").write_text("text", encoding="utf-8")
    (public / "404.html").write_text("nothing here", encoding="utf-8")
    (public / ".bulletin.json").write_text("secret", encoding="utf-8")
    (public / "empty").mkdir()
    (tmp_path / "outside.txt").write_text("outside", encoding="utf-8")
    (public / "link.txt").symlink_to(tmp_path / "outside.txt")
    is_ready, is_over = threading.Event(), threading.Event()
    urls: list[str] = []

    def ready(url: str) -> None:
        urls.append(url)
        is_ready.set()

    monkeypatch.setattr(module, "watch", lambda *_: is_over.wait(20))
    thread = threading.Thread(
        target=preview, args=(tmp_path, "127.0.0.1", 0, False, lambda: (public, "/base/"), ready), daemon=True
    )
    thread.start()
    assert is_ready.wait(10)
    host, port = urls[0].removeprefix("http://").split("/")[0].split(":")
    yield host, int(port)
    is_over.set()
    thread.join(10)


def get(address: tuple[str, int], path: str, host: str | None = None, method: str = "GET") -> tuple[int, str, str]:
    connection = http.client.HTTPConnection(*address, timeout=10)
    connection.putrequest(method, path, skip_host=True)
    connection.putheader("Host", host or f"{address[0]}:{address[1]}")
    connection.endheaders()
    answer = connection.getresponse()
    body = answer.read().decode("utf-8")
    connection.close()
    return answer.status, answer.getheader("Location") or answer.getheader("Content-Type") or "", body


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


def test_a_port_in_use_is_an_error_with_words(address: tuple[str, int], tmp_path: Path) -> None:
    with pytest.raises(BulletinError) as caught:
        preview(tmp_path, *address, False, lambda: (tmp_path, "/"), lambda _: None)
    assert caught.value.code == "E903"
