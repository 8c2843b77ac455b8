"""House styles of traditional editions: which of several accepted forms is printed. Text in, as long a text out.

Sources: ``government`` in Taiwan is the table of uniform wording in laws (法律統一用字表, Legislative Yuan, 1973,
with its later additions), which offices follow in general; in Hong Kong the List of Graphemes of Commonly-used
Chinese Characters (常用字字形表), which OpenCC's forms for Hong Kong follow but for 啟 and 恒. ``press`` is common
practice of newspapers: in Taiwan 台灣, 公布, 占, 帳戶; in Hong Kong what usual fonts and input methods give, 說 戶 衛
溫 裡, and 着.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache, partial

from bulletin.model.content import Edition


@dataclass(frozen=True, slots=True)
class Style:
    """``words`` go first and hide their characters from ``characters``; each pair is equally long."""

    characters: Mapping[str, str]
    words: Mapping[str, str]


def _pairs(text: str) -> dict[str, str]:
    return dict(pair.split(">") for pair in text.split())


_TAIWAN_WORDS = (
    # In laws and in the papers alike.
    "計劃>計畫 僱主>雇主 僱員>雇員 搜集>蒐集 盡量>儘量 盡速>儘速 盡快>儘快 香煙>香菸 吸煙>吸菸 煙酒>菸酒 煙害>菸害 "
    "煙草>菸草 事跡>事蹟 史跡>史蹟 遺跡>遺蹟 古跡>古蹟 奇跡>奇蹟 撫恤>撫卹 恤金>卹金 "
)
_STYLES: Mapping[tuple[str, str], Style] = {
    ("TW", "press"): Style(_pairs("臺>台 佈>布 佔>占 祕>秘 賬>帳"), _pairs(_TAIWAN_WORDS + "瞭解>了解")),
    ("TW", "government"): Style(
        _pairs("佈>布 佔>占 賬>帳"),
        _pairs(
            # 法律統一用字表: the nouns 計畫, 雇主; the verb 僱用; the rest word by word. Not 覆核 and 復查, which laws
            # themselves don't follow (複核, 複查), nor what only sense tells: 紀錄 and 記錄, 給與 and 給予.
            _TAIWAN_WORDS + "僱工>雇工 雇用>僱用 受雇>受僱 聘雇>聘僱 解雇>解僱 雇傭>僱傭 抵觸>牴觸 徹底>澈底 盡先>儘先 "
            "電錶>電表 水錶>水表 煙葉>菸葉 粘貼>黏貼 身份>身分 剩餘>賸餘"
        ),
    ),
    ("HK", "press"): Style(
        _pairs(
            "説>說 户>戶 衞>衛 温>溫 裏>裡 羣>群 峯>峰 牀>床 麪>麵 綫>線 鈎>鉤 鋭>銳 閲>閱 悦>悅 税>稅 脱>脫 "
            "兑>兌 卧>臥 啓>啟 恆>恒 "
            "蜕>蛻 葱>蔥 藴>蘊 媪>媼 榅>榲 氲>氳 醖>醞 輼>轀 鰛>鰮 敍>敘 愠>慍 棁>梲 潙>溈 嬀>媯 囱>囪 粧>妝 麽>麼"
        ),
        {},
    ),
    # What the list has and OpenCC lacks.
    ("HK", "government"): Style(_pairs("啓>啟 恆>恒"), {}),
}


def style_of(edition: Edition) -> Callable[[str], str] | None:
    """What is to be done to a text of ``edition`` at the end; None where OpenCC's forms are to stay."""
    return partial(restyle, edition.region, edition.style) if (edition.region, edition.style) in _STYLES else None


def restyle(region: str, style: str, text: str) -> str:
    """``text`` in the forms of a style of a region ("TW", "HK")."""
    pattern, forms = _forms(region, style)
    return pattern.sub(lambda match: forms[match[0]], text)


@cache
def _forms(region: str, style: str) -> tuple[re.Pattern[str], Mapping[str, str]]:
    one = _STYLES[region, style]
    forms = {form: new for form, new in {**one.characters, **one.words}.items() if form != new}
    longest_first = sorted(forms, key=lambda form: (-len(form), form))
    return re.compile("|".join(longest_first)), forms
