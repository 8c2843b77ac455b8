"""Paragraphs of a column without titles -> how likely each of them begins a new item.

Paragraphs of one item share names that are rare on the page; the next item has others. An item begins with a date or
with the place or union that it is about, a further paragraph with what points back (会上, 据介绍, 此次). Measured on a
column of 25 items (FIELD section 1, below 53); it proposes, a person decides.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from bulletin.model.late import regex

THRESHOLD = 1.0
_RARE = 4  # paragraphs of a page in which a word may stand and still tell which item it is
_NEAR = 30  # paragraphs of the item in which its place may be named
_SHORT = 70  # characters: a paragraph of a few words is seldom an item
_HAN = regex(r"[\u4e00-\u9fffA-Za-z0-9]+")
_DATED = regex(
    r"(?:日前|近日|近期|最近|连日来|連日來|今天|昨天|昨日|今年|本周|上周|\d{4}年|\d{1,2}月(?:\d{1,2}日|[上中下]旬|份"
    r"|初|底)|\d{1,2}日[，,上下晚])"
)
_DATED_INSIDE = regex(r"日前|近日|\d{1,2}月\d{1,2}日")
_BACKWARD = regex(
    r"(?:据了解|據了解|据悉|據悉|据介绍|據介紹|据统计|據統計|会上|會上|会议|會議|与会|與會|座谈会上|座談會上|活动中"
    r"|活動中|活动现场|活動現場|活动[期听]|活動[聽期]"
    r"|此次|此外|此活|此项|这次|這次|这一|這一|这些|這些|本次|该|該|其中|同时|同時|随后|隨後|之后|下一步|目前|截至"
    r"|截止|接下来|为此|為此|因此|另外|最后|最後|今后"
    r"|按照要求|按照|为切实|為切實|为了让|為了讓|为方便|為方便|整场|整場|整个|整個|通过|通過|作为对|作為對"
    r"|[^，。]{0,6}(?:结束|散场|散場)[后後]|[^，。]{0,6}[会會]当天"
    r"|[^，。]{0,6}[会會]當天|近年来|近年來|多年来|多年來|一是|二是|三是|首先|其次|除此|不仅如此|不僅如此|仅去年"
    r"|僅去年|现场|現場|期间|期間|[“「][^”」]{0,40}[”」][^，。]{0,12}[说說道]"
    r"|[^，。]{2,12}(?:表示|介绍|介紹|指出|强调|強調)[，：,:说說])"
)
_PLACE = regex(  # of a name: 各级工会, 为工会 and 随着 are none
    r"(?:(?![各全本该該在为為随隨把将將对對以从從通經经据據基级級与與及])[\u4e00-\u9fff]){2,12}?(?:省|市|区|區|县|縣"
    r"|镇|鎮|乡|鄉|街道|大学|大學|学院|公司|集团|集團|总工会|總工會|工会|工會|总局|分局|医院|醫院|学校|社区|社區)"
)
_QUESTION = regex(r"[^，。？！]{6,40}？")


def starts(paragraphs: Sequence[str], closed: Sequence[bool]) -> list[bool]:
    """Whether each paragraph begins an item; ``closed[i]``: what is before it has ended for certain. The first does."""
    words = [_words(text) for text in paragraphs]
    frequency = Counter(word for one in words for word in one)
    found: list[bool] = []
    current: set[str] = set()
    first = 0
    for index, text in enumerate(paragraphs):
        begins = index == 0 or closed[index]
        if not begins:
            said = "\n".join(paragraphs[max(first, index - _NEAR) : index])
            begins = _score(text, said, words[index], current, frequency) >= THRESHOLD
        first = index if begins else first
        found.append(begins)
        current = set(words[index]) if begins else current | words[index]
    return found


def has_item_lead(text: str) -> bool:
    return _DATED.match(text) is not None or bool(_place(text))


def _place(text: str) -> str:
    """The place or union with which ``text`` begins, behind its date; "" where it begins otherwise."""
    dated = _DATED.match(text)
    rest = text[dated.end() if dated else 0 :].lstrip("“「，, 晚")[:24]
    found = _PLACE.match(rest)
    return found[0] if found else ""


def is_dated(text: str) -> bool:
    return _DATED.match(text) is not None


def _score(text: str, said: str, words: set[str], current: set[str], frequency: Counter[str]) -> float:
    text = text.lstrip("▲△●◆■★※*· \u3000")
    score = 0.0
    if _DATED.match(text):
        score += 2
    elif _DATED_INSIDE.search(text[:45]):
        score += 1
    if _BACKWARD.match(text):
        score -= 2
    if place := _place(text):
        score += 1.5 if place not in said else -1
    if _QUESTION.match(text):
        score += 0.5
    if len(text) < _SHORT:
        score -= 1
    shared = sum(2 / frequency[word] for word in words & current if frequency[word] <= _RARE)
    cohesion = shared / max(1.0, len(words) ** 0.5)
    return score + (1.5 if shared == 0 else 0 if cohesion < 0.1 else -0.5 if cohesion < 0.25 else -1.5)


def _words(text: str) -> set[str]:
    """Every three characters that follow one another, within words."""
    return {run[i : i + 3] for run in _HAN.findall(text) for i in range(len(run) - 2)}
