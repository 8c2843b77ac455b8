"""A union's name that is one character off: 市总工全, 鹭州区总工会 where ``unions.yaml`` has 鹭洲区总工会.

A wrong character in 总工会 is one that is typed or read for the right one; a wrong one in the place's name only counts
where it sounds like the right one, for another place may well have a union of its own.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache

from bulletin.check.passage import Passage, around
from bulletin.check.same import Same
from bulletin.mend.code import prose
from bulletin.mend.pinyin import sound_alike
from bulletin.model.late import regex
from bulletin.model.making import frozen
from bulletin.model.problem import Problem

_TAIL = 3  # 总工会
_ENDING = regex(r"[总總]工[会會]$")
# What follows the first character, which is looked for alone: that takes a tenth of the time
_WRONG = r"(?<=[总總])(?:工[全合回汇匯惠慧]|[公功共供宫宮攻弓土士][会會])|(?<=[综綜宗忠纵縱])工[会會]"
_NAMES = regex(rf"[总總综綜宗忠纵縱](?:(?P<wrong>{_WRONG})|(?<=[总總])工[会會])")
_PLACE = "省市县縣区區州盟旗国國"
_SHORTEST_HEAD = 3  # characters of a place's name in which a wrong one can be told
_LONGEST_HEAD = 12


def union_names(passage: Passage) -> Iterator[Problem]:
    found: list[tuple[int, str, dict[str, str]]] = []
    if _NAMES.search(passage.text):
        known = _known(Same(passage.unions))
        text = prose(passage.text)
        for match in _NAMES.finditer(text):
            start, right = (_wrong_tail if match["wrong"] else _wrong_head)(text, match.start(), known)
            if right:
                typed = text[start : match.end()]
                found.append((start, "W475", {"text": around(text, start, match.end()), "typed": typed, "name": right}))
    return passage.problems(found)


@frozen
class _Known:
    names: Mapping[str, str]  # what stands before 总工会 -> the whole name
    masked: Mapping[str, str]  # that with one character masked -> that as it is
    lengths: tuple[int, ...]  # of those in which a wrong character can be told, longest first


def _wrong_tail(text: str, at: int, known: _Known) -> tuple[int, str]:
    """Where the name begins, and the right one; "" where it may be something else."""
    for length in range(min(_LONGEST_HEAD, at), 0, -1):
        if text[at - length : at] in known.names:
            return at - length, known.names[text[at - length : at]]
    if at and text[at - 1] in _PLACE:
        return at - 1, text[at - 1] + ("總工會" if set(text[at : at + _TAIL]) & set("總會綜縱") else "总工会")
    return at, ""


def _wrong_head(text: str, at: int, known: _Known) -> tuple[int, str]:
    if any(text[max(0, at - length) : at] in known.names for length in known.lengths):
        return at, ""
    for length in known.lengths:
        typed = text[max(0, at - length) : at]
        for place, char in enumerate(typed):
            right = known.masked.get(f"{typed[:place]}\0{typed[place + 1 :]}", "")
            if right and right[place] not in _PLACE and sound_alike(char, right[place]):
                return at - length, known.names[right]
    return at, ""


@lru_cache(maxsize=4)
def _known(unions: Same) -> _Known:
    names: dict[str, str] = {}
    for union in unions.value:
        for name in (union.name, *union.aliases, *(name for _, name in union.names)):
            if _ENDING.search(name):
                names[name[:-_TAIL]] = name
    heads = [head for head in names if len(head) >= _SHORTEST_HEAD]
    masked = {f"{head[:place]}\0{head[place + 1 :]}": head for head in heads for place in range(len(head))}
    return _Known(names, masked, tuple(sorted({len(head) for head in heads}, reverse=True)))
