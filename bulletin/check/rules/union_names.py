"""A union's name that is one character off: 市总工全, 鹭州区总工会 where ``unions.yaml`` has 鹭洲区总工会.

A wrong character in 总工会 is one that is typed or read for the right one; a wrong one in the place's name only counts
where it sounds like the right one, for another place may well have a union of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache

from bulletin.check.passage import Passage, around
from bulletin.check.same import Same
from bulletin.mend.code import prose
from bulletin.mend.pinyin import sound_alike
from bulletin.model.problem import Problem

_TAIL = 3  # 总工会
_ENDING = re.compile(r"[总總]工[会會]$")
_WRONG = r"[总總]工[全合回汇匯惠慧]|[总總][公功共供宫宮攻弓土士][会會]|[综綜宗忠纵縱]工[会會]"
_NAMES = re.compile(rf"(?P<wrong>{_WRONG})|[总總]工[会會]")
_PLACE = "省市县縣区區州盟旗国國"
_SHORTEST_HEAD = 3  # characters of a place's name in which a wrong one can be told
_LONGEST_HEAD = 12


def union_names(passage: Passage) -> Iterator[Problem]:
    found: list[tuple[int, str, dict[str, str]]] = []
    if _NAMES.search(passage.text):
        heads, masked = _heads(Same(passage.unions))
        text = prose(passage.text)
        for match in _NAMES.finditer(text):
            at = match.start()
            start, right = _wrong_tail(text, at, heads) if match["wrong"] else _wrong_head(text, at, heads, masked)
            if right:
                typed = text[start : match.end()]
                found.append((start, "W475", {"text": around(text, start, match.end()), "typed": typed, "name": right}))
    return passage.problems(found)


def _wrong_tail(text: str, at: int, heads: Mapping[str, str]) -> tuple[int, str]:
    """Where the name begins, and the right one; "" where it may be something else."""
    for length in range(min(_LONGEST_HEAD, at), 0, -1):
        if text[at - length : at] in heads:
            return at - length, heads[text[at - length : at]]
    if at and text[at - 1] in _PLACE:
        return at - 1, text[at - 1] + ("總工會" if set(text[at : at + _TAIL]) & set("總會綜縱") else "总工会")
    return at, ""


def _wrong_head(text: str, at: int, heads: Mapping[str, str], masked: Mapping[str, str]) -> tuple[int, str]:
    for length in range(min(_LONGEST_HEAD, at), _SHORTEST_HEAD - 1, -1):
        typed = text[at - length : at]
        if typed in heads:
            break
        for place, char in enumerate(typed):
            right = masked.get(f"{typed[:place]}\0{typed[place + 1 :]}", "")
            if right and right[place] not in _PLACE and sound_alike(char, right[place]):
                return at - length, heads[right]
    return at, ""


@lru_cache(maxsize=4)
def _heads(unions: Same) -> tuple[Mapping[str, str], Mapping[str, str]]:
    """What stands before 总工会 -> the whole name; the same with one character masked -> what stands there."""
    heads: dict[str, str] = {}
    for union in unions.value:
        for name in (union.name, *union.aliases, *(name for _, name in union.names)):
            if _ENDING.search(name):
                heads[name[:-_TAIL]] = name
    masked = {
        f"{head[:place]}\0{head[place + 1 :]}": head
        for head in heads
        if len(head) >= _SHORTEST_HEAD
        for place in range(len(head))
    }
    return heads, masked
