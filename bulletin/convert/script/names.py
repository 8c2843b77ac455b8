"""Names of people: told from names of bodies, and converted character by character. Text in, text out."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

from bulletin.model.late import late

# Simplified characters that are traditional ones as well: those with several candidates, themselves among them,
# in STCharacters of OpenCC 1.4.2. In a name nothing tells which was meant, so the form that was written stays.
AMBIGUOUS = frozenset(
    "僵熏曲淀漓郁酸适雇雕面采里谷辟荐胄背胜胡苔苹虫跖腊腌范蒙蚝舍芸蔑蝎表耇藤蜡豆象膻致准凌几凶出厂厘划刮制千升卜占卷"
    "只台叶吁吃合吊同后向吣布帘席冢冬呆周哄岩岳庵克党具坐坯它家弦回困夫夸娘局咨咸咽尸彩唇奸志念干幸广喂巨征御借堤姜噪狸"
    "玩确硷私秋种筑筱症琅矩糊系焰皂穗璇累浚挂挨挽栗核涂涌杆杠杯杰松板沈沾扇才扎托扣极果泛注恤拐拿游折抵戚捆捍据搜斗斤"
    "斫旋昆溪愈愿札朱朴梁暗棱欲柜澄檗万丑丰伙了于亘云仆仇价仿俊修余佛佣㐹"
)
# Of those, the ones that in a name are as good as always the simplified form of another character: 叶 is 葉, 胜 is
# 勝, 万 is 萬; as traditional characters of their own they are rare or never used in names.
_CONVERTED = frozenset("适荐胜苹虫腊蜡蚝厂叶广确硷极据愿柜万亘云仆价几夸种党丰朴")
_STAYS = AMBIGUOUS - _CONVERTED
_SURNAMES_THAT_STAY = ("万俟", "种", "党", "朴", "丰")  # as surnames these are no simplified forms
_GIVEN = {"冲": "沖"}  # in names as good as never OpenCC's first candidate, 衝

HAN = "〇㐀-䶿一-鿿\uf900-\ufaff\U00020000-\U000323af"
_RUN = late(f"[{HAN}·•‧・]+")
_BODY = late(
    "工会|工會|公司|委员会|委員會|协会|協會|联合会|聯合會|学会|學會|中心|集团|集團|学院|學院|大学|大學|医院|醫院|报社|報社|"
    "^(?:[党黨团團工市县縣省区區]委|[党黨工台]办|[黨臺]辦|妇联|婦聯|[后後]勤|[党黨]群|[干幹]部|编委|編委)|"
    "部门|部門|本刊|本报|本報|本网|本網|记者|記者|通讯员|通訊員|"
    "..[部室局处處科组組会會院社站台台所办辦总總厅廳班队隊厂廠校街镇鎮乡鄉县縣区區市省团團]$|^[市县縣区區省]"
)


def runs(value: str) -> list[str]:
    """The runs of Chinese characters in a field such as ``金某 0571-64650989`` or ``甲、乙``."""
    return _RUN().findall(value)


def replace_runs(value: str, convert: Callable[[str], str]) -> str:
    """``value`` with each run of Chinese characters converted."""
    return _RUN().sub(lambda match: convert(match[0]), value)


@lru_cache(maxsize=8192)
def is_person(run: str) -> bool:
    """Two to four Chinese characters, or more with a middle dot, that don't name a body: 于占海, 买买提·艾力."""
    parts = re.split("[·•‧・]", run)
    if len(parts) > 1:
        return all(0 < len(part) <= 12 for part in parts)
    return 2 <= len(run) <= 4 and not _BODY().search(run)


def convert_person(name: str, single: Callable[[str], str]) -> str:
    """A simplified name converted character by character; ``single`` converts a text of characters on lines.

    What is traditional as well stays as written, a surname at the head above all: 于占海, 范晓余 -> 范曉余.
    """
    head = next((surname for surname in _SURNAMES_THAT_STAY if name.startswith(surname)), "")
    characters = single("\n".join(name)).split("\n")
    if len(characters) != len(name):
        return name
    kept = (
        written if index < len(head) or written in _STAYS else _GIVEN.get(written, new)
        for index, (written, new) in enumerate(zip(name, characters, strict=True))
    )
    return "".join(kept)
