"""Files of the index that are cut, damaged or none: an error that can be caught, soon, in Python as in JavaScript."""

from __future__ import annotations

import json
import shutil
import subprocess
from base64 import b64encode
from pathlib import Path
from random import Random

import pytest
from library_search import index, put_scripts

from bulletin.render.search.codes import FAR, varint
from bulletin.render.search.engine import Engine
from bulletin.render.search.question import ask

NODE = shutil.which("node")
QUERY = "工会 合同"
SHARD = f"shards/{Engine(index().__getitem__).parts.shard('工会')}.bin"
TERM = "工会".encode()


def shard(head: bytes) -> bytes:
    return varint(len(head)) + head


def holding(holders: bytes) -> bytes:
    """A shard of one term, which all these bytes say the holders of."""
    line = varint(1) + varint(0) + varint(len(TERM)) + TERM + varint(len(holders) << 2) + varint(0)
    return shard(line + holders)


def several(count: int, bits: str) -> bytes:
    bits += "0" * (-len(bits) % 8)
    return varint(1) + varint(count - 2) + int(bits, 2).to_bytes(len(bits) // 8, "big")


MADE = {
    "nothing": b"",
    "a page": b"<!doctype html><title>404</title>" * 40,
    "shares more than there is": shard(varint(1) + varint(1 << 45) + varint(len(TERM)) + TERM + bytes(8)),
    "a number that never ends": shard(varint(1) + varint(0) + b"\x80" * 200 + b"\0" + TERM + bytes(80)),
    "more places than there can be": holding(several(1 << 40, "1" * 4000)),
    "many chunks of many places": holding(several(1 << 23, ("1" * FAR + format(1 << 23, "032b"))) * 400),
    "an article of four thousand million places": holding(several(800, "1" * (FAR + 32))),
}


def cases() -> list[bytes]:
    """Those, and the shard with one to five other bytes, a third of them with its end cut off."""
    dice = Random(5)
    out = list(MADE.values())
    for number in range(90):
        data = bytearray(index()[SHARD])
        if number % 3 == 0:
            del data[int(dice.random() * len(data)) :]
        for _ in range(1 + number % 5):
            at = min(int(dice.random() * len(data)), max(len(data) - 1, 0))
            data[at : at + 1] = bytes([int(dice.random() * 256)])
        out.append(bytes(data))
    return out


def in_python(data: bytes) -> list[int] | None:
    """None for an error that ``bulletin search`` knows."""
    try:
        return Engine({**index(), SHARD: data}.__getitem__).search(ask(QUERY))
    except (ValueError, IndexError, KeyError):
        return None


def test_bytes_that_are_others_do_no_harm() -> None:
    found = list(map(in_python, cases()))
    assert found[: len(MADE)] == [None] * len(MADE)
    assert None in found[len(MADE) :]


@pytest.mark.skipif(NODE is None, reason="no Node on this machine")
def test_a_browser_neither_hangs_nor_breaks_down(tmp_path: Path) -> None:
    assert NODE is not None
    asked = {
        "index": {name: b64encode(data).decode() for name, data in index().items()},
        "shard": SHARD,
        "cases": [b64encode(data).decode() for data in cases()],
        "query": QUERY,
    }
    (tmp_path / "asked.json").write_text(json.dumps(asked))
    script = Path(__file__).with_name("damaged.mjs")
    command = [NODE, "--max-old-space-size=512", str(script), str(put_scripts(tmp_path / "scripts"))]
    done = subprocess.run(
        [*command, str(tmp_path / "asked.json")], capture_output=True, text=True, check=False, timeout=120
    )
    assert done.returncode == 0, done.stderr[-400:]
    found = json.loads(done.stdout)
    assert found[: len(MADE)] == ["RangeError"] * len(MADE)
    for one, other in zip(found, map(in_python, cases()), strict=True):
        assert other is None or one == other or isinstance(one, str)
