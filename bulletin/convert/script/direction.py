"""Which script a text is written in. Text in, script out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bulletin.convert.script.engine import to_simplified, to_taiwan, to_traditional
from bulletin.convert.script.names import AMBIGUOUS
from bulletin.model.content import Script
from bulletin.model.late import regex
from bulletin.model.making import frozen

_SAMPLES = (400, 20_000)  # characters: the first will mostly do, the second keeps the work bounded
# Simplified forms that nobody writes for the other character: not 台 布 周 占 了 于 局 表 回 雇, which are both in use
_TELLING = regex("[后里干系余采范征面愿制准几云松姜谷卷只划胡丑冲御郁咸舍出升游仆借吁家致借凶仿伙托扎板筑]")
_FEWEST, _RARE = 3, 10  # so many such places, of as many kinds, and a tenth of all
_HANS, _HANT = "s", "t"
_OWN: dict[int, str | None] = dict.fromkeys(range(128))  # character -> one of these, or nothing; see ``scripts_shown``
_CLEAR = 20  # so many characters of one script and a tenth of that of the other leave no doubt
# Most texts are told by their first hundred characters and one call in C: all that GB 2312 has of what belongs to
# traditional text alone; what belongs to simplified text alone, as far as it is common; so many of those
_TRADITIONAL_IN_GB_2312 = "乾吒夥後徵拚捱摺於榘菸著薹袷醣麴"
_COMMON_SIMPLIFIED = (
    "会个职来员条场时办业这问说间过为总边记车议区电机点却开贴组头队项讲验齐听笔门检带绍护书访调学体发账动轮满训写县务"
    "对还刚关师资们扫当设经现劳争纷画专续话钢连谈铁报长图约风联进东责递线将纺织难费环运复纳试岗结顺显询灯奖协数远单变规实"
)
_MANY_SIMPLIFIED = regex(f"(?:[^{_COMMON_SIMPLIFIED}]*+[{_COMMON_SIMPLIFIED}]){{{_CLEAR}}}")


def detect(text: str, default: Script = "Hans") -> Script:
    """The script whose own characters are in the majority; ``default`` where neither script shows.

    Only characters that belong to one script alone are counted: 来 is simplified, 來 traditional, 里 is neither.
    """
    if _is_clearly_simplified(text[: _SAMPLES[0]]):
        return "Hans"
    hans = hant = 0
    for size in _SAMPLES:
        shown = scripts_shown(text[:size])
        hans, hant = shown.count(_HANS), shown.count(_HANT)
        if len(text) <= size or max(hans, hant) >= max(_CLEAR, 10 * min(hans, hant)):
            break
    if hans == hant:
        return default
    return "Hans" if hans > hant else "Hant"


def _is_clearly_simplified(sample: str) -> bool:
    """Whether it has _CLEAR characters of that script, and none of the other. False says nothing."""
    has_one_script = _is_in_gb_2312(sample) and not any(char in sample for char in _TRADITIONAL_IN_GB_2312)
    return has_one_script and _MANY_SIMPLIFIED.match(sample) is not None


def _is_in_gb_2312(text: str) -> bool:
    try:
        text.replace("—", "").replace("·", "").encode("gb2312")  # Python's table has other dashes and dots
    except UnicodeEncodeError:
        return False
    return True


@frozen
class Leftover:
    """Of ``count`` characters with several traditional forms, ``left`` stand in the form that was simplified."""

    left: int
    count: int
    examples: str  # 干（幹）、里（裡）
    word: str  # the first place, with what follows on its line


def leftovers(text: str) -> Leftover | None:
    """Whether a traditional text was made from a simplified one character by character: 干部 里面 系統.

    Counted are places at which our own conversion of the simplified text has another form than the text. None for
    what people write: there one such place in 500 differs, after machines one in four.
    """
    if not _TELLING.search(text):
        return None
    text = to_taiwan(text[: _SAMPLES[1]])
    simple = to_simplified(text)
    made = to_taiwan(to_traditional(simple))
    if not len(text) == len(simple) == len(made):
        return None
    places = [at for at in _places(simple) if text[at] in (simple[at], made[at])]
    left = [at for at in places if text[at] != made[at]]
    kinds = list(dict.fromkeys(f"{text[at]}（{made[at]}）" for at in left))
    if len(left) < _FEWEST or len(kinds) < _FEWEST or len(left) * _RARE < len(places):
        return None
    first = left[0]
    return Leftover(len(left), len(places), "、".join(kinds[:5]), text[first : first + 4].split("\n")[0])


def _places(simple: str) -> list[int]:
    return [match.start() for match in _TELLING.finditer(simple)]


def scripts_shown(text: str) -> str:
    """A letter for each character of ``text`` that belongs to one script alone. OpenCC is asked once of each character:
    a text has some hundred, and to ask of all that there are would take longer than to convert it."""
    shown = text.translate(_OWN)
    if new := set(shown) - {_HANS, _HANT}:
        _OWN.update(dict.fromkeys(map(ord, new)))
        han = [char for char in new if "\u4e00" <= char < "\ua000"]
        _OWN.update(zip(map(ord, han), _scripts(han) if han else (), strict=True))
        shown = text.translate(_OWN)
    return shown


def _scripts(chars: Sequence[str]) -> Iterator[str | None]:
    """What OpenCC changes in one direction and leaves alone in the other, one character at a time."""
    line = "\n".join(chars)
    for char, up, down in zip(chars, to_traditional(line).split("\n"), to_simplified(line).split("\n"), strict=True):
        if up != char and down == char and char not in AMBIGUOUS:
            yield _HANS
        else:
            yield _HANT if up == char and down != char else None
