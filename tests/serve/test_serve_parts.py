"""Parts of files, as RFC 9110 has them: of what lies on disk and of what is in memory."""

from __future__ import annotations

import http.client
from collections.abc import Iterator
from http import HTTPStatus

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bulletin.serve.live import Live
from bulletin.serve.parts import announced, part_of
from bulletin.serve.server import serving

DATA = bytes(range(256)) * 300


@pytest.mark.parametrize(
    ("said", "size", "part"),
    [
        ("bytes=0-9", 100, range(10)),
        ("bytes=90-", 100, range(90, 100)),
        ("bytes=90-999", 100, range(90, 100)),
        ("bytes=-10", 100, range(90, 100)),
        ("bytes=-999", 100, range(100)),
        ("Bytes= 5-5 ", 100, range(5, 6)),
        ("bytes=100-", 100, range(0)),
        ("bytes=0-0", 0, range(0)),
        ("bytes=-0", 100, range(0)),
        ("bytes=9-5", 100, None),
        ("bytes=-", 100, None),
        ("bytes=0-1,5-6", 100, None),
        ("items=0-1", 100, None),
        ("bytes=0-٩", 100, None),
        ("bytes=" + "9" * 5000 + "-", 100, None),
        ("0-9", 100, None),
        ("", 100, None),
    ],
)
def test_part_of(said: str, size: int, part: range | None) -> None:
    found = part_of(said, size)
    assert (found is None) == (part is None)
    assert list(found or ()) == list(part or ())


@given(st.text(max_size=30) | st.from_regex(r"bytes=[0-9]{0,5}-[0-9]{0,5}", fullmatch=True), st.integers(0, 300))
def test_never_more_than_there_is(said: str, size: int) -> None:
    status, part, headers = announced(HTTPStatus.OK, said, size)
    assert set(part) <= set(range(size))
    assert (status == HTTPStatus.OK) == ("Accept-Ranges" in headers)
    assert len(part) > 0 or size == 0 or status == HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE


@pytest.mark.parametrize("status", [HTTPStatus.NOT_FOUND, HTTPStatus.FOUND])
def test_only_of_what_is_there(status: HTTPStatus) -> None:
    assert announced(status, "bytes=0-1", 9) == (status, range(9), {})


class Memory:
    base = "/"

    def find(self, path: str) -> bytes | None:
        return DATA if path == "memory.bin" else None

    def moved(self, path: str) -> str:
        return path[:0]

    def is_gone(self, path: str) -> bool:
        return not path


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, int]]:
    public = tmp_path_factory.mktemp("public")
    (public / "disk.bin").write_bytes(DATA)
    with serving(public, "127.0.0.1", 0, Memory(), Live()) as url:
        host, port = url.removeprefix("http://").split(":")
        yield host, int(port)


def ask(address: tuple[str, int], path: str, method: str = "GET", **said: str) -> tuple[int, dict[str, str], bytes]:
    connection = http.client.HTTPConnection(*address, timeout=10)
    connection.request(method, path, headers={name.replace("_", "-"): value for name, value in said.items()})
    answer = connection.getresponse()
    found = answer.status, dict(answer.getheaders()), answer.read()
    connection.close()
    return found


@pytest.mark.parametrize("name", ["disk.bin", "memory.bin"])
def test_a_part_is_sent(address: tuple[str, int], name: str) -> None:
    status, headers, body = ask(address, f"/{name}", Range="bytes=70000-70099")
    assert (status, body) == (206, DATA[70000:70100])
    assert headers["Content-Range"] == f"bytes 70000-70099/{len(DATA)}"
    assert headers["Content-Length"] == "100"
    status, headers, body = ask(address, f"/{name}", Range=f"bytes={len(DATA)}-")
    assert (status, headers["Content-Range"], body) == (416, f"bytes */{len(DATA)}", b"")
    status, headers, body = ask(address, f"/{name}")
    assert (status, headers["Accept-Ranges"], body) == (200, "bytes", DATA)
    assert ask(address, f"/{name}", Range="bytes=0-1,4-5")[::2] == (200, DATA)
    assert ask(address, f"/{name}", Range="bytes=0-1", If_Range='"x"')[::2] == (200, DATA)


def test_head_and_what_is_lost(address: tuple[str, int]) -> None:
    status, headers, body = ask(address, "/disk.bin", "HEAD", Range="bytes=0-1")
    assert (status, headers["Content-Length"], body) == (200, str(len(DATA)), b"")
    assert ask(address, "/lost.bin", Range="bytes=0-1")[0] == 404
