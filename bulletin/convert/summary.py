"""Plain text of an article -> its length, and a summary cut where a sentence ends."""

from __future__ import annotations

from bulletin.model.late import late, regex

SUMMARY = 120  # Han characters and words
LONGEST_WORD = 10  # characters, on average and with the marks around it

_HAN = "〇㐀-䶿一-鿿\uf900-\ufaff\U00020000-\U000323af"
_HAN_RUN = late(f"[{_HAN}]+")
_HAN_UPPER = bytes((*range(0x34, 0x4D), *range(0x4E, 0xA0), 0xF9, 0xFA))  # 㐀-䶿 but for its end, 一-鿿, \uf900-\ufaff
_UNCLEAR = bytes((0x4D, *range(0xD8, 0xE0)))  # half Han, half hexagrams; half of a character
_LETTER = rf"[^\W_{_HAN}]"
_WORD = regex(rf"{_LETTER}{_LETTER}*(?:[.,'’%+-]+{_LETTER}+)*")  # one class first: searched for quickly
# Neither ASCII nor common Han (〇 and others are counted one by one) nor a mark that parts words
_UNUSUAL = regex("[^一-鿿\x00-\x7f\u2010-\u2027\u3000-\u3003〈-】〔-〛！-／：-＠～]")
_COMMON_HAN_UPPER = bytes(range(0x4E, 0xA0))
_A_LETTER = ord("a")
_JOINS = b".,'%+-"
_PARTS = bytes(
    _A_LETTER if chr(code).isalnum() and code < 128 else ord("-") if code in _JOINS else ord(" ") for code in range(256)
)
_SENTENCE = regex(r"[^。！？!?…]*[。！？!?…]+[”’」』）)》〉】\]]*|[^。！？!?…]+$")
_CLAUSE_END = regex("[，；、：,;]")
_ENDS = regex(r"[。！？!?…；;]|[：:]$")
_CLOSES = regex(r"[。！？!?…；;：:”’」』）)]$")
_HEADING_LENGTH = 40  # a block as short as this without the end of a sentence is a heading, a label or a table cell


def length_of(text: str) -> int:
    """Han characters, and words of other scripts or digits: 召开2次QC会 is 6."""
    if _UNUSUAL.search(text) is None:
        return _count_common(text)
    return _count_han(text) + len(_WORD.findall(text))


def _count_common(text: str) -> int:
    """Of a text without words of other scripts: Han characters are told by the upper halves of their codes, words stand
    between what is not ASCII. Bytes are counted at C speed."""
    upper = text.encode("utf-16-le")[1::2]
    parts = text.replace("’", "'").encode("ascii", "replace").translate(_PARTS).split()
    words = [part for part in parts if _A_LETTER in part]
    return len(upper) - len(upper.translate(None, _COMMON_HAN_UPPER)) + len(words)


def _count_han(text: str) -> int:
    """Most Han characters are told by the upper halves of their codes, which bytes count at C speed."""
    upper = text.encode("utf-16-le", "surrogatepass")[1::2]
    if upper.translate(None, _UNCLEAR) != upper:
        return sum(map(len, _HAN_RUN().findall(text)))
    return len(upper) - len(upper.translate(None, _HAN_UPPER)) + text.count("〇")


def summarise(text: str, limit: int = SUMMARY) -> str:
    """The first sentences of ``text`` (blocks divided by line ends), together at most ``limit`` long.

    Headings, labels and table cells are passed over unless there is nothing else. A first sentence that is too long
    is cut after a clause and gets an ellipsis.
    """
    blocks = [block for line in text.split("\n") if (block := line.strip())]
    prose = [block for block in blocks if len(block) > _HEADING_LENGTH or _ENDS.search(block)] or blocks
    chosen = ""
    left = limit
    for block in prose:
        for sentence in _SENTENCE.findall(block[: limit * 20]):
            left -= length_of(sentence)
            if left < 0:
                return chosen.strip() or _cut(sentence, limit)
            chosen += sentence
        if len(chosen) > limit * LONGEST_WORD:  # rows of marks have no length, and no end
            return chosen[: limit * LONGEST_WORD].strip() + "……"
        if not _CLOSES.search(chosen[-1:]):
            chosen += " "
    return chosen.strip()


def _cut(sentence: str, limit: int) -> str:
    """The longest head of ``sentence`` that ends with a clause, or else any head, that is not longer than ``limit``."""
    head = sentence.strip()[: limit * LONGEST_WORD]
    low, high = 0, len(head)
    while low < high:  # the longest head within the limit: the length of a head grows with it
        middle = (low + high + 1) // 2
        if length_of(head[:middle]) <= limit:
            low = middle
        else:
            high = middle - 1
    head = head[:low]
    ends = [match.start() for match in _CLAUSE_END.finditer(head) if match.start() > len(head) // 3]
    return (head[: ends[-1]] if ends else head).rstrip() + "……"
