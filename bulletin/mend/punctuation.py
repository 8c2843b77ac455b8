"""A text -> its half-width marks that belong to Chinese sentences, as full-width ones: 召开,会上 -> 召开，会上.

A mark is judged by its neighbours, never by the line: figures (65.37%, 9:30, 1,000, 3:1), addresses, file names, code,
Markdown syntax and English sentences keep theirs. Parentheses and straight quotes are judged as pairs.
"""

from __future__ import annotations

from collections.abc import Iterator, Set

from bulletin.mend.code import prose
from bulletin.mend.mojibake import mojibake
from bulletin.mend.pinyin import pinyin_insertions
from bulletin.mend.repair import Repair
from bulletin.model.late import late, regex

_HAN = r"\u3400-\u9fff\uf900-\ufaff〇々"
_OPENING, _CLOSING = "“‘「『《〈（【〔", "”’」』》〉）】〕"
_FULL = {",": "，", ";": "；", ":": "：", "?": "？", "!": "！", ".": "。", "(": "（", ")": "）"}
_BEFORE = rf"[{_HAN}{_CLOSING}…%％°℃·]"  # what a Chinese clause may end with
_AFTER = rf"[{_HAN}{_OPENING}]"
_HALF_WIDTH = frozenset(b",;:?!.()\"'-")
_SIGN = regex(
    rf"[,;:?!.()\"'-](?:(?<=[{_HAN}{_CLOSING}…%*].)|(?<=[{_HAN}{_CLOSING}…%][ ].)|(?<![.-])(?=[ ]?[{_HAN}{_OPENING}]))"
)
_MARK = late(
    # behind a Chinese word, before anything but syntax
    rf"(?P<a>(?:(?<={_BEFORE})|(?<=[{_HAN}{_CLOSING}]\*)|(?<=[{_HAN}{_CLOSING}]\*\*))"
    rf"(?:[,;:](?![:/\\)])|[?!](?![?!！？\[；，。])|\.(?=[ \u3000]*(?:\n|\Z)|[{_CLOSING}])))"
    rf"(?P<space>[ ](?=[{_HAN}{_OPENING}\d]))?"
    # behind a figure or a Latin word, before a Chinese one
    rf"|(?P<b>(?<=[A-Za-z0-9\)])[,;:](?={_AFTER}))"
    # behind a parenthesis that is half-width still
    rf"|(?P<c>(?<=\))[,;:?!](?=[ ]?[{_HAN}{_OPENING}\d]|[ ]*(?:\n|\Z))|(?<=[{_HAN}]\))\.(?=[ ]*(?:\n|\Z)))"
)
_INNER = r"[^()\n]"
_PAIR = late(rf"\((?P<inside>(?:{_INNER}|\({_INNER}{{0,100}}\)){{0,300}})\)")
_ENGLISH_BEFORE = regex(r"[A-Za-z][A-Za-z ,'-]*[A-Za-z,] $")
_WORD = late(rf"[{_HAN}{_OPENING}{_CLOSING}，。；：、？！]")
_LINK_END = late(r"\]\((?:[^()\n]|\([^()\n]{0,200}\)){0,1000}\)")
_LATIN = regex("[A-Za-z]")
_ANY_HAN = late(f"[{_HAN}]")
_QUOTES = late(r"(?<!\d)\"([^\"\n]{1,300})\"|(?<![A-Za-z0-9])'([^'\n]{1,200})'(?![A-Za-z0-9])")
_DOTS = late(rf"(?<=[{_HAN}])\.{{3,6}}|(?<=[{_HAN}])-{{2}}(?=[{_HAN}])")


def half_width_marks(text: str) -> tuple[Repair, ...]:
    """In order, a repair for each mark (of a pair: two); a space behind a mark goes with it. Linear in the length of
    ``text``. Places that are damaged are left alone: their question marks are none, their parentheses go."""
    if _HALF_WIDTH.isdisjoint(text.encode("ascii", "ignore")) or _SIGN.search(text) is None:
        return ()
    plain = prose(text)
    broken = {at for one in (*mojibake(text), *pinyin_insertions(text)) for at in range(one.start, one.end)}
    pairs = tuple(_pairs(plain))
    closed = {repair.start + 1 for repair in pairs if repair.after == "）"}
    found: list[Repair] = []
    line_end, is_english = -1, False
    closed |= {match.end() for match in _LINK_END().finditer(text)} if "](" in text else set()
    for repair in sorted((*_marks(plain, closed), *pairs, *_quotes(plain), *_long_marks(plain))):
        if repair.start > line_end:
            line_end, is_english = _line(plain, repair.start)
        if not is_english and repair.start not in broken and (not found or repair.start >= found[-1].end):
            found.append(repair)
    return tuple(found)


def _line(text: str, at: int) -> tuple[int, bool]:
    """Where the line ends, and whether it is of another language, with a Chinese word in it."""
    after = text.find("\n", at)
    end = len(text) if after < 0 else after
    line = text[text.rfind("\n", 0, at) + 1 : end]
    return end, len(_LATIN.findall(line)) > 2 * len(_ANY_HAN().findall(line))


def _marks(text: str, closed: Set[int]) -> Iterator[Repair]:
    """``closed``: the places behind links, and behind parentheses that will be full-width."""
    for match in _MARK().finditer(text):
        mark = match["a"] or match["b"] or match["c"]
        at = match.start()
        if mark == "." and match["a"] and _is_name(text, at):
            continue
        if match["c"] and at not in closed:
            continue
        yield Repair(match.start(), match.end(), "half width", match[0], _FULL[mark])


def _is_name(text: str, at: int) -> bool:
    """A full stop behind a single short word of a line, such as an entry of a list, is left alone."""
    line = text[text.rfind("\n", 0, at) + 1 : at]
    return len(_ANY_HAN().findall(line)) < 4


def _pairs(text: str) -> Iterator[Repair]:
    """Both of a pair, around Chinese or behind it; (1) at the head of a line is the author's way of numbering."""
    at = 0
    while match := _PAIR().search(text, at):
        at = match.start() + 1
        inside = match["inside"]
        before = text[max(0, match.start() - 60) : match.start()]
        if _belongs(inside, before):
            yield _opening(text, match.start())
            yield _closing(text, match.end() - 1)


def _belongs(inside: str, before: str) -> bool:
    if before[-1:] == "\\" or before[-1:] == "]":
        return False
    if _ANY_HAN().search(inside):
        return _ENGLISH_BEFORE.search(before) is None
    head = before.rstrip(" ")[-1:]
    return bool(before) and _ANY_HAN().match(head or " ") is not None and (before[-1] != " " or not inside.strip())


def _opening(text: str, at: int) -> Repair:
    """With the one space before it, if a Chinese word stands before that."""
    start = at - 1 if at > 1 and text[at - 1] == " " and _WORD().match(text[at - 2]) else at
    return Repair(start, at + 1, "half width", text[start : at + 1], "（")


def _closing(text: str, at: int) -> Repair:
    """With the one space behind it, if a Chinese word or a full-width mark follows that."""
    end = at + 2 if text[at + 1 : at + 2] == " " and _WORD().match(text[at + 2 : at + 3]) else at + 1
    return Repair(at, end, "half width", text[at:end], "）")


def _quotes(text: str) -> Iterator[Repair]:
    for match in _QUOTES().finditer(text):
        inside = match[1] or match[2]
        if _ANY_HAN().search(inside):
            first, last = "“”" if match[1] else "‘’"
            yield Repair(match.start(), match.start() + 1, "half width", match[0][0], first)
            yield Repair(match.end() - 1, match.end(), "half width", match[0][-1], last)


def _long_marks(text: str) -> Iterator[Repair]:
    for match in _DOTS().finditer(text):
        yield Repair(match.start(), match.end(), "half width", match[0], "……" if match[0][0] == "." else "——")
