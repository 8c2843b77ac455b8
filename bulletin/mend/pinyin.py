"""A text -> the characters behind which a broken site has put their own pinyin: 工會系統(tǒng) -> 工會系統.

Which letters are a reading of which character says ``readings.txt``. An editor's own gloss is of a rare character or of
an unusual reading, and stands once: 荥(xíng)阳, 六安(lù ān). A machine's is of common ones, and stands everywhere.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from bulletin.mend.code import without_code
from bulletin.mend.repair import Repair
from bulletin.model.late import late, regex
from bulletin.model.making import frozen

MOST = 20_000  # of a text; beyond that it is no item
_REPEATED = 3  # as often nobody glosses one character
# Common, and yet told how to read in names and puns: 长(zhǎng)子县, 六(lù)安, 会(kuài)计
_POLYPHONES = frozenset(
    "长長率重行乐樂单單六洞朝盛会會角调調都参參传傳弹彈给給还還见見降觉覺强強省说說宿相应應中种種转轉少为為正番尉解任仇查曾盖蓋"
    "华華纪紀宁寧石召祭员員台校便薄卜藏差称稱乘处處当當倒得地的分干更观觀冠号號好和横橫划間间将將教结結劲勁禁卷空累量落没沒蒙模"
    "难難曲丧喪散色舍什似属屬系兴興血要与與载載占涨漲只着著钻鑽作大打度恶惡佛否服脯父莞亳浚泊堡蚌汤湯铅鉛尾歙黟牟渑"
)
_LETTERS = "a-zA-ZɑɡāáǎàōóǒòēéěèīíǐìūúǔùüǖǘǚǜńňǹḿêĀÁǍÀŌÓǑÒĒÉĚÈ\u0300\u0301\u0304\u0308\u030c"
_INSERTED = late(
    rf"(?<=[\u3400-\u9fff^])[ ]?[(（][ \u3000]?([{_LETTERS}]{{1,12}}:?[{_LETTERS}]{{0,8}}[1-5]?)[ \u3000]?[)）]"
)
_SIGN = regex(rf"[(（][ \u3000]?[{_LETTERS}]{{1,12}}:?[{_LETTERS}]{{0,8}}[1-5]?[ \u3000]?[)）]")
_TONES = {"\u0304": "1", "\u0301": "2", "\u030c": "3", "\u0300": "4"}
_ODD_LETTERS = str.maketrans({"v": "ü", "ɑ": "a", "ɡ": "g"})


@frozen
class Reading:
    """One syllable; ``tone`` is "" where none is given."""

    letters: str
    tone: str


@frozen
class _Found:
    match: re.Match[str]
    char: str
    reading: Reading
    grade: int


def pinyin_insertions(text: str) -> tuple[Repair, ...]:
    """In order; each takes away a parenthesis. Linear in the length of ``text``; code is passed over."""
    if not ("(" in text or "（" in text) or _SIGN.search(text) is None:
        return ()
    found: list[_Found] = []
    for match in _INSERTED().finditer(without_code(text)):
        char = match.string[match.start() - 1]
        reading = read_syllable(match[1])
        if reading is not None and (grade := how_read(char, reading)):
            found.append(_Found(match, char, reading, grade))
        if len(found) >= MOST:
            break
    times = Counter(one.char for one in found)
    return tuple(_repair(one, times[one.char]) for one in _sure(found))


def _sure(found: list[_Found]) -> list[_Found]:
    """Those that no editor wrote. Once two are sure, the text went through such a machine and all are its work."""
    times = Counter((one.char, one.reading) for one in found)
    toned = [one for one in found if one.reading.tone]
    sure = [one for one in toned if _is_sure(one, times[one.char, one.reading])]
    if len(sure) >= 2:
        return found
    if not toned and len({one.char for one in found}) >= _REPEATED:
        plain = [one for one in found if one.grade == 2 and is_common(one.char)]
        return found if len(plain) * 2 > len(found) else []
    return [one for one in sure if one.char != "^"]


def _is_sure(one: _Found, times: int) -> bool:
    if times >= _REPEATED:
        return True
    return is_common(one.char) and (times > 1 or (one.grade == 2 and one.char not in _POLYPHONES))


def _repair(one: _Found, times: int) -> Repair:
    """Of a rare character that stands once even a damaged text may have a gloss of its editor's."""
    is_certain = one.char == "^" or times > 1 or is_common(one.char)
    return Repair(one.match.start(), one.match.end(), "pinyin", one.match[0], "", is_certain)


def read_syllable(typed: str) -> Reading | None:
    """``tǒng``, ``TONG3``, ``lv4``, ``lu:4`` -> letters and tone; None for what has two tones."""
    letters, tone = "", ""
    for char in unicodedata.normalize("NFD", typed.lower().translate(_ODD_LETTERS).replace("u:", "ü")):
        if char in _TONES or char.isdigit():
            if tone:
                return None
            tone = _TONES.get(char, char)
        else:
            letters += char
    return Reading(unicodedata.normalize("NFC", letters), tone)


def how_read(char: str, reading: Reading) -> int:
    """2: the first reading of ``char``; 1: a further one; 0: none. ``^`` is what a misread character may end in."""
    if char == "^":
        return int(bool(reading.tone) and bool(_table().get(reading.letters + reading.tone)))
    best = 0
    for tone in reading.tone or "12345":
        first, further = _table().get(reading.letters + tone, ("", ""))
        best = max(best, 2 if char in first else 1 if char in further else 0)
    return best


def read_as(reading: Reading) -> str:
    """All characters with that reading, those of the first kind before the others."""
    first, further = _table().get(reading.letters + (reading.tone or "5"), ("", ""))
    return first + further


def is_common(char: str) -> bool:
    """Whether it is one of about 2,700 of which nobody tells the reading."""
    return char in _common()


@cache
def _common() -> frozenset[str]:
    return frozenset(_lines()[0])


@cache
def _table() -> Mapping[str, tuple[str, str]]:
    """Syllable with tone -> characters of which it is the first reading, and a further one."""
    table: dict[str, tuple[str, str]] = {}
    for line in _lines()[1:]:
        syllable, first, further = line.split("\t")
        table[syllable] = (first, further)
    return table


@cache
def _lines() -> tuple[str, ...]:
    text = files("bulletin.mend").joinpath("readings.txt").read_text(encoding="utf-8")
    return tuple(line for line in text.split("\n") if line and not line.startswith("#"))


def sound_alike(one: str, other: str) -> bool:
    """Whether two characters share a reading, tones aside; not of the same character."""
    return one != other and bool(_syllables(one) & _syllables(other))


@cache
def _by_character() -> Mapping[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for syllable, (first, further) in _table().items():
        for char in first + further:
            found.setdefault(char, set()).add(syllable[:-1])
    return {char: frozenset(one) for char, one in found.items()}


def _syllables(char: str) -> frozenset[str]:
    return _by_character().get(char, frozenset())
