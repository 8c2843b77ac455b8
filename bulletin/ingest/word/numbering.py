"""numbering.xml and a document -> the numbers that Word shows before paragraphs (一、 （一） 1.), put into the text.

ECMA-376 part 1, 17.9: a paragraph names a list and a level, itself or by its style; the level's text has %1 … %9 for
the counters of this and the outer levels. Bullets stay lists.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from lxml import etree

from bulletin.model.making import frozen

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_DIGITS = "〇一二三四五六七八九"
_HEAVENLY, _EARTHLY = "甲乙丙丁戊己庚辛壬癸", "子丑寅卯辰巳午未申酉戌亥"
_ROMAN = ((100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))
_LEGAL = "零壹贰叁肆伍陆柒捌玖"
_MOST_LEVELS = 9


@frozen
class Level:
    form: str = "decimal"  # w:numFmt
    text: str = "%1."
    start: int = 1


@dataclass(slots=True)
class Numbering:
    lists: dict[str, dict[int, Level]]  # numId -> its levels
    styles: dict[str, tuple[str, int]]  # style -> numId, level
    counters: dict[str, list[int]] = field(default_factory=dict)
    abstract: dict[str, str] = field(default_factory=dict)  # numId -> whose counters it shares


def number_paragraphs(document: etree._Element, numbering: etree._Element | None, styles: etree._Element | None) -> int:
    """Writes numbers into ``document``; how many."""
    known = _numbering(numbering, styles)
    count = 0
    for paragraph in document.iter(f"{W}p"):
        found = _place(paragraph, known)
        if found is None:
            continue
        identity, depth = found
        level = known.lists[identity].get(depth, Level())
        if level.form in {"bullet", "none"} or not level.text:
            continue
        _write(paragraph, _number(known, identity, depth))
        count += 1
    return count


def _numbering(numbering: etree._Element | None, styles: etree._Element | None) -> Numbering:
    lists: dict[str, dict[int, Level]] = {}
    shared: dict[str, str] = {}
    by_style: dict[str, tuple[str, int]] = {}
    if numbering is not None:
        abstract = {one.get(f"{W}abstractNumId"): one for one in numbering.iter(f"{W}abstractNum")}
        for num in numbering.iter(f"{W}num"):
            identity = num.get(f"{W}numId") or ""
            linked = num.find(f"{W}abstractNumId")
            base = abstract.get(linked.get(f"{W}val")) if linked is not None else None
            levels = _levels(base) if base is not None else {}
            for override in num.iter(f"{W}lvlOverride"):
                levels |= _levels(override)
                start = override.find(f"{W}startOverride")
                depth = _int(override.get(f"{W}ilvl"), 0)
                if start is not None and depth in levels:
                    old = levels[depth]
                    levels[depth] = Level(old.form, old.text, _int(start.get(f"{W}val"), old.start))
            lists[identity] = levels
            shared[identity] = identity if num.find(f"{W}lvlOverride") is not None else f"a{_val(linked)}"
    for style in styles.iter(f"{W}style") if styles is not None else ():
        properties = style.find(f"{W}pPr/{W}numPr")
        if properties is not None and (identity := _val(properties.find(f"{W}numId"))) in lists:
            by_style[style.get(f"{W}styleId") or ""] = (identity, _int(_val(properties.find(f"{W}ilvl")), 0))
    return Numbering(lists, by_style, abstract=shared)


def _levels(holder: etree._Element) -> dict[int, Level]:
    found: dict[int, Level] = {}
    for level in holder.iter(f"{W}lvl"):
        form = _val(level.find(f"{W}numFmt")) or "decimal"
        text = level.find(f"{W}lvlText")
        start = _int(_val(level.find(f"{W}start")), 1)
        words = (text.get(f"{W}val") or "")[:40] if text is not None else ""
        found[_int(level.get(f"{W}ilvl"), 0)] = Level(form, words, start)
    return found


def _place(paragraph: etree._Element, known: Numbering) -> tuple[str, int] | None:
    properties = paragraph.find(f"{W}pPr")
    if properties is None:
        return None
    own = properties.find(f"{W}numPr")
    if own is not None:
        identity = _val(own.find(f"{W}numId"))
        depth = _int(_val(own.find(f"{W}ilvl")), 0)
        return (identity, depth) if identity in known.lists and 0 <= depth < _MOST_LEVELS else None
    style = _val(properties.find(f"{W}pStyle"))
    return known.styles.get(style)


def _number(known: Numbering, identity: str, depth: int) -> str:
    levels = known.lists[identity]
    counters = known.counters.setdefault(known.abstract.get(identity, identity), [0] * _MOST_LEVELS)
    counters[depth] = counters[depth] + 1 if counters[depth] else levels.get(depth, Level()).start
    for deeper in range(depth + 1, _MOST_LEVELS):
        counters[deeper] = 0
    text = levels.get(depth, Level()).text
    for outer in range(_MOST_LEVELS):
        level = levels.get(outer, Level())
        text = text.replace(f"%{outer + 1}", written(counters[outer] or level.start, level.form))
    return text


def _write(paragraph: etree._Element, number: str) -> None:
    """Before the first run; the list's own mark goes, so that nobody numbers it again."""
    properties = paragraph.find(f"{W}pPr")
    for own in list(properties.iter(f"{W}numPr")):
        own.getparent().remove(own)
    etree.SubElement(properties, f"{W}numPr").append(etree.Element(f"{W}numId", {f"{W}val": "0"}))
    run = etree.Element(f"{W}r")
    text = etree.SubElement(run, f"{W}t")
    text.text = number
    paragraph.insert(list(paragraph).index(properties) + 1, run)


def written(number: int, form: str) -> str:
    """``number`` as w:numFmt wants it; a form that is not known, in figures."""
    if form in {"chineseCounting", "chineseCountingThousand", "taiwaneseCountingThousand", "taiwaneseCounting",
                "japaneseCounting", "ideographDigital", "koreanCounting", "taiwaneseDigital"}:  # fmt: skip
        return chinese(number)
    if form in {"chineseLegalSimplified", "ideographLegalTraditional"}:
        return "".join(_LEGAL[_DIGITS.index(char)] if char in _DIGITS else {"十": "拾", "百": "佰"}.get(char, char)
                       for char in chinese(number))  # fmt: skip
    if form == "ideographTraditional":
        return _HEAVENLY[(number - 1) % 10]
    if form == "ideographZodiac":
        return _EARTHLY[(number - 1) % 12]
    if form.startswith("decimalEnclosedCircle"):
        return chr(0x2460 + number - 1) if 1 <= number <= 20 else f"({number})"
    if form == "decimalEnclosedParen":
        return chr(0x2474 + number - 1) if 1 <= number <= 20 else f"({number})"
    if form in {"lowerLetter", "upperLetter"}:
        letter = chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)
        return letter if form == "lowerLetter" else letter.upper()
    if form in {"lowerRoman", "upperRoman"}:
        return _roman(number) if form == "upperRoman" else _roman(number).lower()
    return f"{number:02d}" if form == "decimalZero" else str(number)


def chinese(number: int) -> str:
    """一, 十, 十一, 二十一, 一百零五; from a thousand on digit by digit."""
    if not 0 < number < 1000:
        return "".join(_DIGITS[int(digit)] for digit in str(number))
    hundreds, rest = divmod(number, 100)
    tens, ones = divmod(rest, 10)
    text = f"{_DIGITS[hundreds]}百" if hundreds else ""
    if tens:
        text += ("" if tens == 1 and not hundreds else _DIGITS[tens]) + "十"
    elif hundreds and ones:
        text += "零"
    return text + (_DIGITS[ones] if ones else "")


def _roman(number: int) -> str:
    text = ""
    for value, letters in _ROMAN:
        while number >= value and len(text) < 30:
            text += letters
            number -= value
    return text


def _val(element: etree._Element | None) -> str:
    return (element.get(f"{W}val") or "") if element is not None else ""


def _int(text: str | None, default: int) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 6 else default


def names_of(parts: Mapping[str, bytes], beginning: str) -> list[str]:
    return sorted(name for name in parts if name.startswith(beginning) and name.endswith(".xml"))
