from __future__ import annotations

import pytest
from check.factory_check import bulletin, text

OTHER = text("乙", "网址: other\n旧网址: 2019/03/old")


def said(body: str) -> list[str]:
    found = bulletin({"a.md": text("甲", body=body), "2026/b.md": OTHER}).problems
    return [f"{one.line}:{one.column} {one.code}" for one in found if one.code in ("W468", "W469")]


QUIET = [
    "[甲](https://www.example.com/2026/10/nothing/)",
    "[甲](https://example.org/b/2026/10/other/)",
    "[甲](https://example.org/b/2026/10/other)",
    "[甲](https://example.org/b/hant/2026/10/other/#x)",
    "[甲](https://example.org/b/2019/03/old/)",
    "[甲](https://example.org/b/sections/news/)",
    "[甲](https://example.org/b/)",
    "[甲](http://8.8.8.8/)",
    "[甲](mailto:a@localhost)",
    "[甲](https://[坏/)",
    "[甲](https://example.com:port/)",
    "`[甲](http://localhost/)`",
]
SPEAKS = [
    ("[甲](http://localhost:8000/2026/)", "7:5 W468"),
    ("见[甲](http://127.0.0.1/)", "7:6 W468"),
    ("[甲](http://192.168.1.20/oa/1.docx)", "7:5 W468"),
    ("[甲](http://10.0.0.8/)", "7:5 W468"),
    ("[甲](http://oa/notice)", "7:5 W468"),
    ("[甲](http://[::1]/)", "7:5 W468"),
    ("[甲](https://nas.local/a)", "7:5 W468"),
    ("![甲](http://172.16.3.4/a.jpg)", "7:6 W468"),
    ("[甲](https://example.org/b/2026/10/no-such/)", "7:5 W469"),
    ("[甲](https://example.org/b/hant/2026/11/other/)", "7:5 W469"),
    ("[甲](//example.org/b/2020/01/x/)", "7:5 W469"),
]


@pytest.mark.parametrize("body", QUIET)
def test_quiet(body: str) -> None:
    assert said(body) == []


@pytest.mark.parametrize(("body", "expected"), SPEAKS)
def test_speaks(body: str, expected: str) -> None:
    assert said(body) == [expected]


def test_can_be_switched_off() -> None:
    assert said("[甲](http://oa/x) <!-- bulletin: off W468 -->") == []
    assert said("[甲](http://oa/x)\n\n<!-- bulletin: off W469 -->") == ["7:5 W468"]
