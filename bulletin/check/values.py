"""Fields of front matter as typed -> texts, lists, flags, dates; a value of the wrong kind -> Problem, and no value.

Text stays text: 期 042, phone numbers and ``on`` come through as they were written.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from datetime import date as Date
from datetime import tzinfo
from difflib import get_close_matches
from typing import TypeVar

from bulletin.check.dates import Moment, NoSuchDate, read_date, read_moment
from bulletin.check.keys import ITEM, Keys, title_edition
from bulletin.model.content import Document, Field
from bulletin.model.late import late, regex
from bulletin.model.problem import Problem

Read = TypeVar("Read")

_SEPARATOR = regex(r"[、,，;；\n]+")
_HAN_NAMES = late(r"[\u3400-\u9fff·]{2,4}(?:[\s\u3000]+[\u3400-\u9fff·]{2,4})+")
_SPACED_NAME = late(r"([\u3400-\u9fff])[\s\u3000]+([\u3400-\u9fff])")
_ROLE = regex(
    r"^(?:本[报报刊刊台网]|特约|特約|见习|實習|实习)?(?:记者|記者|通讯员|通訊員|撰稿人?|作者|摄影|攝影)(?:[\s\u3000:：]+|$)"
)
_ROLES = frozenset({"本报记者", "本报通讯员", "本刊记者", "特约记者", "特约通讯员", "实习记者", "记者", "通讯员"})
# Characters of one line. The longest titles of real bulletins, in three parts (FIELD section 1, number 5), have 80
LONGEST_TITLE = 200
LONGEST_NAME = 200  # of a union, person, tag or path: on a page of its own, it is a title
LONGEST_TEXT = 1000  # a summary, an addressee with all its unions
_TITLES = frozenset({"title", "kicker", "subtitle"})
_MOST_OF_A_KIND = 10  # warnings
MOST_GUESSES = 10  # problems of a document up to which similar names are looked for
_LONGEST_GUESS = 60  # characters
_YES = frozenset({"是", "true", "yes", "on", "1", "y", "对", "對", "真", "√", "✓", "有"})
_NO = frozenset({"否", "false", "no", "off", "0", "n", "不", "不是", "假", "×", "无", "無"})


class Values:
    """The fields of one document by the key that they fill, and the problems found in them.

    Each reader answers None (or an empty tuple) for a field that is absent, empty or of the wrong kind; the last has
    then been found fault with.
    """

    def __init__(self, document: Document, keys: Keys) -> None:
        self.path = document.path
        self.problems: list[Problem] = []
        self.fields: dict[str, Field] = {}
        self.titles: dict[str, Field] = {}  # edition tag -> title fixed for it
        self._more_tags: list[Field] = []
        self._told: Counter[str] = Counter()
        for field in document.fields:
            self._sort(field, keys)

    def _sort(self, field: Field, keys: Keys) -> None:
        key = keys.find(field.key)
        if key is None:
            if keys is ITEM and (tag := title_edition(field.key)):
                self.titles.setdefault(tag, field)
            elif nearest := keys.nearest(field.key) if len(self.problems) < MOST_GUESSES else "":
                self.find("W427", field, key=field.key, nearest=nearest)
            else:
                self.find("W428", field, key=field.key)
        elif field.value in ("", ()):
            pass  # a key that a template offered and the editor left empty
        elif key.field not in self.fields:
            self.fields[key.field] = field
        elif key.field == "tags":
            self._more_tags.append(field)  # 标签 and 关键词 are often both given
        else:
            self.find("W429", field, key=field.key, other=self.fields[key.field].key)

    def find(self, code: str, field: Field | int | None = None, **values: str) -> None:
        """A problem at a field, at a line, or (None) of the file as a whole."""
        line, column = (field.line, field.column) if isinstance(field, Field) else (field or 0, 0)
        self._told[code] += 1
        if code[0] == "W" and self._told[code] > _MOST_OF_A_KIND:
            return  # a file that is something else altogether would bury the faults of all others
        self.problems.append(Problem(self.path, line, column, code, tuple(sorted(values.items()))))

    def wrong_kind(self, field: Field) -> None:
        self.find("E401", field, key=field.key)

    # --- one value ----------------------------------------------------------------------------------------------

    def text(self, name: str) -> str:
        """One line; "" where there is none."""
        field = self.fields.get(name)
        return self.text_of(field, LONGEST_TITLE if name in _TITLES else LONGEST_TEXT) if field else ""

    def text_of(self, field: Field, longest: int = LONGEST_TITLE) -> str:
        if not isinstance(field.value, str):
            self.wrong_kind(field)
            return ""
        return self._within(" ".join(field.value.split()), field, longest)

    def _within(self, text: str, field: Field, longest: int) -> str:
        """Pages, lists, feeds and file names hold what people would type; a text pasted into a field is cut."""
        if len(text) <= longest:
            return text
        self.find("W498", field, key=field.key, count=str(len(text)), limit=str(longest))
        return text[: longest - 1].rstrip() + "…"

    def flag(self, name: str) -> bool | None:
        field = self.fields.get(name)
        if field is None:
            return None
        said = _fold(field.value) if isinstance(field.value, str) else ""
        if said in _YES or said in _NO:
            return said in _YES
        self.find("E406", field, key=field.key, value=shown(field.value))
        return None

    def moment(self, name: str, zone: tzinfo) -> Moment | None:
        return self._dated(name, lambda text: read_moment(text, zone))

    def date(self, name: str) -> Date | None:
        return self._dated(name, read_date)

    def _dated(self, name: str, read: Callable[[str], Read | None]) -> Read | None:
        field = self.fields.get(name)
        if field is None:
            return None
        if not isinstance(field.value, str):
            self.wrong_kind(field)
            return None
        try:
            found = read(field.value.strip())
        except NoSuchDate as fault:
            self.find(fault.code, field, **fault.values)
            return None
        if found is None:
            self.find("E407", field, key=field.key, value=shown(field.value))
        return found

    def one_of(self, name: str, choices: Mapping[str, str]) -> str:
        """What the value stands for; "" where there is none, or none that is known."""
        field = self.fields.get(name)
        if field is None:
            return ""
        said = _fold(field.value) if isinstance(field.value, str) else ""
        if said in choices:
            return choices[said]
        known = "、".join(dict.fromkeys(choice for choice in choices if not choice.isascii())) or "、".join(choices)
        self.find("E408", field, key=field.key, value=shown(field.value), choices=known)
        return ""

    # --- lists --------------------------------------------------------------------------------------------------

    def texts(self, name: str) -> tuple[str, ...]:
        """A list, or one line divided by 、 or commas; no value twice."""
        found: list[str] = []
        for field in (self.fields.get(name), *(self._more_tags if name == "tags" else ())):
            if field is not None:
                found += self.texts_of(field)
        return tuple(dict.fromkeys(found))

    def texts_of(self, field: Field) -> list[str]:
        if isinstance(field.value, str):
            return [self._within(one, field, LONGEST_NAME) for one in _tidy(_SEPARATOR.split(field.value))]
        if all(isinstance(one, str) for one in field.value):
            texts = _tidy(one for one in field.value if isinstance(one, str))
            return [self._within(one, field, LONGEST_NAME) for one in texts]
        self.wrong_kind(field)
        return []

    def names(self, name: str) -> tuple[str, ...]:
        """People or bodies: names of two to four Han characters may also be divided by spaces."""
        found: list[str] = []
        for one in self.texts(name):
            found += split_names(one)
        return tuple(dict.fromkeys(found))


def split_names(text: str) -> list[str]:
    """``余雁秋 闵青`` -> two; ``张 三`` -> 张三; ``本报记者 余雁秋`` -> 余雁秋; ``Lena Hoffmann`` stays one."""
    if len(text.split()) > 1 and (match := _SPACED_NAME().fullmatch(text)):
        return [match[1] + match[2]]
    bare = _ROLE.sub("", text).strip() or text
    parts = bare.split()
    if len(parts) > 1 and _HAN_NAMES().fullmatch(bare):
        return [part for part in parts if part not in _ROLES] or parts
    return [bare]


def parts_of(field: Field) -> list[dict[str, Field]] | None:
    """A list of texts and mappings, or one mapping -> each as a mapping; a text stands under "". None: neither."""
    value = field.value
    if isinstance(value, str):
        return [{"": field}]
    if value and all(isinstance(one, Field) for one in value):
        return [{one.key.casefold(): one for one in value if isinstance(one, Field)}]
    found: list[dict[str, Field]] = []
    for one in value:
        if isinstance(one, str):
            found.append({"": Field("", one, field.line, field.column)})
        elif isinstance(one, tuple):
            found.append({part.key.casefold(): part for part in one})
        else:
            return None
    return found


def part(parts: Mapping[str, Field], *names: str) -> str:
    """The text of the first of ``names`` that is there, as one line."""
    for name in names:
        field = parts.get(name)
        if field is not None and isinstance(field.value, str):
            return " ".join(field.value.split())
    return ""


def nearest(typed: str, known: Iterable[str], cutoff: float = 0.5) -> str:
    """The most similar of ``known``, "" where none is like it. Takes some milliseconds for a thousand names."""
    if len(typed) > _LONGEST_GUESS:
        return ""
    folded: dict[str, str] = {}
    for name in known:
        folded.setdefault(_fold(name), name)
    found = get_close_matches(_fold(typed), folded, n=1, cutoff=cutoff)
    return folded[found[0]] if found else ""


def shown(value: object) -> str:
    """A value as a message quotes it."""
    text = " ".join(value.split()) if isinstance(value, str) else "[…]"
    return text if len(text) <= 40 else text[:39] + "…"


def _tidy(texts: Iterable[str]) -> list[str]:
    return [tidy for text in texts if (tidy := " ".join(text.split()).strip("、,，;；"))]


def _fold(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold().strip(" 。.")
