"""A late pattern is compiled once, when it is asked for, and then answers as the pattern itself."""

from __future__ import annotations

import copy
import pickle
import re
from collections.abc import Callable
from typing import Any

import pytest

from bulletin.model.late import late, make_ready, regex


def test_it_is_compiled_when_it_is_asked_for() -> None:
    broken = late("(")
    with pytest.raises(re.error):
        broken()


def test_it_is_the_same_pattern_each_time() -> None:
    mark = late("[，。]+", re.MULTILINE)
    assert mark() is mark()
    assert (mark().pattern, mark().flags & re.MULTILINE) == ("[，。]+", re.MULTILINE)
    assert mark().sub("", "开会，散会。") == "开会散会"


ASKED: list[tuple[str, Callable[[Any], Any]]] = [
    ("search", lambda one: one.search("a，b。").span()),
    ("sub", lambda one: one.sub("", "a，b。")),
    ("groups", lambda one: (one.groups, dict(one.groupindex), one.flags, one.pattern)),
    ("finditer", lambda one: [match[0] for match in one.finditer("a，b。")]),
    ("re of a match", lambda one: one.match("，").re == re.compile("(?P<mark>[，。])+", re.MULTILINE)),
    ("copied", lambda one: copy.deepcopy(one).findall("a，b。")),
    ("sent", lambda one: pickle.loads(pickle.dumps(one)).findall("a，b。")),
    ("a method sent", lambda one: pickle.loads(pickle.dumps(one.split))("a，b")),
]


@pytest.mark.parametrize("ask", [pytest.param(ask, id=name) for name, ask in ASKED])
def test_a_stand_in_answers_as_the_pattern(ask: Callable[[Any], Any]) -> None:
    plain = re.compile("(?P<mark>[，。])+", re.MULTILINE)
    mark = regex("(?P<mark>[，。])+", re.MULTILINE)
    assert ask(mark) == ask(plain)
    assert ask(mark) == ask(plain)  # once more, of what was kept


def test_it_stands_for_bytes_too() -> None:
    assert regex(b"a+").findall(b"aab") == [b"aa"]


def test_a_pattern_is_compiled_at_its_first_use(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[str] = []
    usual = re.compile

    def compiled(text: str, flags: int = 0) -> re.Pattern[str]:
        made.append(text)
        return usual(text, flags)

    monkeypatch.setattr(re, "compile", compiled)
    one, other, callable_one = regex("a"), regex("b"), late("c")
    assert made == []
    assert one.pattern == "a"
    assert [one.match("a"), one.search("a"), one.match("a")].count(None) == 0
    assert made == ["a"]
    make_ready()
    assert made.count("b") == 1
    assert other.match("b")
    assert (made.count("a"), made.count("b"), made.count("c")) == (1, 1, 0)
    assert callable_one().match("c")


def test_what_it_lacks_the_pattern_lacks() -> None:
    with pytest.raises(AttributeError, match="nothing"):
        regex("a").nothing  # type: ignore[attr-defined]  # noqa: B018  # there is no such thing
