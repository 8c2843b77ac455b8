"""A text -> the places where bytes were read in the wrong encoding or lost, and what stood there where it can be known.

    wrong    UTF-8 read as Windows-1252 (ç»„ç»‡) or as GBK (宸ヤ細): read back, which proves itself
    shifted  GBK read one byte off (；顒訌 from 。活動): the lost first byte is "□", the rest is read back
    lost     U+FFFD, 锟斤拷, 烫烫烫, 屯屯屯, ``濱??h``, a line that is only "?", private and C1 characters
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import product

from bulletin.mend.code import without_code
from bulletin.mend.pinyin import is_common, read_as, read_syllable
from bulletin.mend.repair import Repair
from bulletin.model.late import late, regex

UNKNOWN = "□"
_MARKS = "，。、；：？！“”‘’《》〈〉（）—…·【】〔〕 \u3000"
_ASKING = "吗嗎么麼呢吧啊呀嘛哇谁誰何哪几幾多少否不没沒了的"
_FOLDED = str.maketrans("!;:,", "！；：，")  # what a shifted run begins with, after a later folding of marks
_LONGEST = 400  # characters of a run that is read back at once

_LOST = late(
    r"\ufffd+(?:\?+|[^\x00-\x7f]?\ufffd+)*|(?:[锟錕][斤拷]|斤拷|锟斤|錕斤)(?:[锟錕斤拷\ufffd?])*|[锟錕]斤"
    r"|烫{3,}|燙{3,}|屯{3,}|[\x80-\x84\x86-\x9f\ue000-\uf8ff]+"
    rf"|(?<=[\u4e00-\u9fff])(?<![{_ASKING}])\?{{2,}}[A-Za-z^~|]?(?=[\u4e00-\u9fff])"
    r"|^[ \u3000]*\?[ \u3000]*$",
    re.MULTILINE,
)
# The first byte of UTF-8 as Windows-1252 shows it, and one more at least
_WESTERN = late(r"[\u00c2-\u00f4][\u0080-\u00bf\u0152-\u0192\u02c6\u02dc\u2013-\u2122][^\x00-\x7f\u3000-\uffff]*")
_SHIFTED = regex(r"\?(?:(?P<pinyin>[a-zāáǎàōóǒòēéěèīíǐìūúǔùü]{1,6})\))?(?P<run>[!;:,]?[^\x00-\x7f]{2,60}[@-~]?)")
_END_TAG = regex(r"\?[！!]\?/(?:p|div|td|span|strong|li)>")


def mojibake(text: str) -> tuple[Repair, ...]:
    """In order, none inside another. Kinds as in the module's docstring. Linear in the length of ``text``."""
    if "?" not in text and _FIRST_SIGN.search(text) is None:
        return ()
    if not any(sign().search(text) for sign in _SIGNS if sign is not _QUESTION or "?" in text):
        return ()
    plain = without_code(text)
    found: list[Repair] = []
    for repair in sorted((*_shifted(plain), *_western(plain), *_chinese(plain), *_lost(plain)), key=_first_and_longest):
        if not found or repair.start >= found[-1].end:
            found.append(repair)
    return tuple(found)


def _first_and_longest(repair: Repair) -> tuple[int, int]:
    return repair.start, -repair.end


def _lost(text: str) -> Iterator[Repair]:
    for match in _LOST().finditer(text):
        yield Repair(match.start(), match.end(), "lost", match[0], "", is_certain=False)


def _western(text: str) -> Iterator[Repair]:
    for match in _WESTERN().finditer(text):
        end = min(match.end(), match.start() + _LONGEST)
        data = b"".join(_western_byte(char) for char in text[match.start() : end])
        read = _valid_start(data)
        if sum(map(_is_han, read)) >= 1 or (read and all(char in _MARKS + "\xa0" for char in read)):
            length = len(read.encode())
            typed = text[match.start() : match.start() + length]
            yield Repair(match.start(), match.start() + length, "wrong", typed, read.replace("\xa0", " "))


def _western_byte(char: str) -> bytes:
    try:
        return char.encode("cp1252")
    except UnicodeEncodeError:
        return bytes([ord(char)]) if ord(char) < 256 else b"?"


def _chinese(text: str) -> Iterator[Repair]:
    """UTF-8 as GBK shows it: the bytes are valid UTF-8, the characters they stand for common, their looks rare."""
    at = 0
    while match := _READ_AS_GBK().search(text, at):
        run = _RUN.match(text, match.start())
        typed = run[0] if run else ""
        read = _valid_start(_gbk(typed))
        while len(read.encode()) % 2:
            read = read[:-1]  # the second byte of its last GBK character belongs to what follows
        length = len(read.encode()) // 2 if read else 0
        typed = typed[:length]
        at = match.start() + max(1, length)
        rare = sum(not is_common(char) for char in typed)
        if sum(map(_is_han, read)) >= 2 and all(is_common(c) or c in _MARKS for c in read) and rare * 2 >= len(typed):
            yield Repair(match.start(), match.start() + length, "wrong", typed, read)


def _shifted(text: str) -> Iterator[Repair]:
    for match in _END_TAG.finditer(text):
        yield Repair(match.start(), match.end(), "shifted", match[0], "。”")
    for match in _SHIFTED.finditer(text):
        run = match["run"]
        data = _gbk(run.translate(_FOLDED))
        read, used = _read_shifted(data)
        if sum(map(_is_han, read)) < 2:
            continue
        end = match.start("run") + used
        typed = text[match.start() : end]
        rare = sum(not is_common(char) for char in run[:used] if _is_han(char) or char > "\u0400")
        if rare * 3 >= used:
            first = _first_of(match["pinyin"], data[0])
            rest = ""
            if (tail := _LOST_END.match(text, end)) is not None:
                end, rest, typed = tail.end(), UNKNOWN, text[match.start() : tail.end()]
            read = first + read + rest
            yield Repair(match.start(), end, "shifted", typed, read, is_certain=UNKNOWN not in read)


def _read_shifted(data: bytes) -> tuple[str, int]:
    """GBK from the second byte on, as far as it makes common characters -> (these, characters of the run used up)."""
    read = ""
    at = 1
    while at + 1 < len(data):
        try:
            char = data[at : at + 2].decode("gbk")
        except UnicodeDecodeError:
            break
        if len(char) != 1 or not (is_common(char) or char in _MARKS):
            break
        read += char
        at += 2
    # ``at`` bytes are used: every character of the run has two, but for an ASCII one at its end
    return read, (at + 1) // 2


def _first_of(pinyin: str | None, second_byte: int) -> str:
    """The character of which only the second byte is left. A reading that was put behind the misread one names its
    bytes, and so the first byte; a full stop is the one mark of which the second byte is A3."""
    if pinyin and (reading := read_syllable(pinyin)) is not None:
        for char in read_as(reading):
            data = _gbk(char) if is_common(char) else b""
            if len(data) == 2:
                try:
                    first = bytes([data[1], second_byte]).decode("gbk")
                except UnicodeDecodeError:
                    continue
                if is_common(first):
                    return first
    return "。" if second_byte == 0xA3 else UNKNOWN


def _gbk(text: str) -> bytes:
    try:
        return text.encode("gbk")
    except UnicodeEncodeError as error:
        return text[: error.start].encode("gbk")


def _valid_start(data: bytes) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        return data[: error.start].decode("utf-8")


def _is_han(char: str) -> bool:
    return "\u4e00" <= char <= "\u9fff"


def _class_of(first: range, second: range) -> str:
    """What two bytes of these are in GBK. Read at once, with line ends between, for one by one takes ten times as long;
    no second byte is one."""
    pairs = b"\n".join(map(bytes, product(first, second)))
    read = pairs.decode("gbk", "replace").split("\n")
    return "".join(found for found in read if len(found) == 1 and found != "\ufffd")


_LEADS, _TRAILS = range(0xE2, 0xF0), range(0x80, 0xC0)
_FIRST, _SECOND, _THIRD = _class_of(_LEADS, _TRAILS), _class_of(_TRAILS, _LEADS), _class_of(_TRAILS, _TRAILS)
_READ_AS_GBK = late(f"[{_FIRST}](?:[{_SECOND}][{_THIRD}]|[{_THIRD}])")
_RUN = regex(rf"[^\x00-\x7f]{{2,{_LONGEST}}}")
_LOST_END = regex(r"\?(?=\d)")
# One after another they cost a fraction of what one pattern of all would: each begins with one class
_QUESTION = late(
    r"\?[?！!；;：:，,。]|\?[^\x00-\x7f]|^[ \u3000]*\?|\?[a-zāáǎàōóǒòēéěèīíǐìūúǔùü]{1,6}\)", re.MULTILINE
)
_SIGNS = (
    _QUESTION,
    late(r"[\u0080-\u0084\u0086-\u009f\ufffd\ue000-\uf8ff锟錕]"),
    late("[烫燙屯斤](?:(?<=斤)拷|(?<![斤])[烫燙屯]{2})"),
    late(r"[\u00c2-\u00f4][\u0080-\u00bf\u0152-\u2122]"),
    late(f"[{_FIRST}][{_SECOND}{_THIRD}]"),
)
# What each of them but the first begins with
_FIRST_SIGN = regex(f"[\u0080-\u0084\u0086-\u009f\ufffd\ue000-\uf8ff锟錕烫燙屯斤\u00c2-\u00f4{_FIRST}]")
