"""House styles of traditional editions: which of several accepted forms is printed. Text in, as long a text out.

Sources, named beside each row:

- [table] 法律統一用字表, the table of uniform wording in laws (Legislative Yuan, 1973 with additions), as printed in
  文書處理手冊, Executive Yuan, July 2015, appendix 2. A row that laws themselves don't follow is left out.
- [laws] what the laws of the training text write (docs/conversion.md), with the counts of both spellings.
- [list] 常用字字形表, the List of Graphemes of Commonly-used Chinese Characters (Hong Kong, 2000), by its numbers
  in Unihan 15 (kHKGlyph) and in a second transcription, rime-aca's (hong_kong/hk-changyong.txt of
  github.com/NightFurySL2001/cjktables), which marks what counts as the same: 3799 説, 3799V 說.
- [practice] of newspapers, and in Hong Kong of usual fonts and input methods, as their readers know it: not checked
  against print.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import cache, partial

from bulletin.model.content import Edition
from bulletin.model.making import frozen


@frozen
class Style:
    """``words`` go first and hide their characters from ``characters``; each pair is equally long."""

    characters: Mapping[str, str]
    words: Mapping[str, str]


def _pairs(text: str) -> dict[str, str]:
    return dict(pair.split(">") for pair in text.split())


_TAIWAN_WORDS = (
    # In laws and in the papers alike. 遺跡 and 遺蹟 are left as they are: [table] has the latter, [laws] 15 : 0.
    "計劃>計畫 僱主>雇主 僱員>雇員 搜集>蒐集 盡量>儘量 煙酒>菸酒 煙草>菸草 事跡>事蹟 史跡>史蹟 "  # [table]
    "盡速>儘速 古跡>古蹟 撫恤>撫卹 恤金>卹金 "  # [laws] 儘速 84 : 0, 古蹟 108 : 0, 撫卹 811 : 1
    "香煙>香菸 吸煙>吸菸 煙害>菸害 "  # [laws] 香菸 10 : 2, 吸菸 45 : 5, 菸害 in the name of its law, 菸害防制法
    "槍炮>槍砲 炮彈>砲彈 火炮>火砲 "  # [laws] 槍砲 64 : 0, 砲彈 19 : 0, 火砲 4 : 0; 炮 only in 炮製
    "炮兵>砲兵 炮擊>砲擊 炮火>砲火 炮艇>砲艇 大炮>大砲 開炮>開砲 炮轟>砲轟 迫擊炮>迫擊砲 "  # [practice]
    "盡快>儘快 奇跡>奇蹟 "  # [practice]
)
# [practice]: in the Hong Kong texts of docs/conversion.md 手鏈 6 : 2, 頸鏈 7 : 5. [list] has both, 4304 and 4286.
_HONG_KONG_WORDS = "項鍊>項鏈 頸鍊>頸鏈 手鍊>手鏈 金鍊>金鏈 鐵鍊>鐵鏈 拉鍊>拉鏈 腳鍊>腳鏈 鍊子>鏈子"
_STYLES: Mapping[tuple[str, str], Style] = {
    ("TW", "press"): Style(
        _pairs("佈>布 佔>占 賬>帳 臺>台 祕>秘"),  # the first three [table], the others [practice]
        _pairs(_TAIWAN_WORDS + "瞭解>了解"),  # [practice]
    ),
    ("TW", "government"): Style(
        _pairs("佈>布 佔>占 賬>帳"),  # [table]
        _pairs(
            # [table]: the nouns 計畫, 雇主; the verb 僱用; the rest word by word. Not what laws don't follow: 覆核 and
            # 復查 (they write 複核, 複查), 水表 ([laws] 水錶 20 : 0), 電表 (電錶 3 : 2). Not what only sense tells:
            # 紀錄 and 記錄, 給與 and 給予.
            _TAIWAN_WORDS + "僱工>雇工 雇用>僱用 受雇>受僱 聘雇>聘僱 解雇>解僱 雇傭>僱傭 抵觸>牴觸 徹底>澈底 盡先>儘先 "
            "煙葉>菸葉 粘貼>黏貼 身份>身分 剩餘>賸餘"
        ),
    ),
    ("HK", "press"): Style(
        _pairs(
            # [practice] which of two that are the same in [list], by its numbers: 3799 3675 3703 3201 1106 3133 4251
            # 4262 4346 1340 2906 3307 0270 3359 1708, then 3608 3503 3562 0940 4212 1715 1380 0724 4716
            "説>說 衞>衛 裏>裡 羣>群 峯>峰 綫>線 鈎>鉤 鋭>銳 閲>閱 悦>悅 税>稅 脱>脫 兑>兌 卧>臥 啓>啟 "
            "蜕>蛻 葱>蔥 藴>蘊 媪>媼 醖>醞 敍>敘 愠>慍 囱>囪 麽>麼 "
            # [practice] where [list] has only the other (1473 户, 2259 温, 2460 牀, 4713 麪, 1323 恆) or neither
            "户>戶 温>溫 牀>床 麪>麵 恆>恒 榅>榲 氲>氳 輼>轀 鰛>鰮 棁>梲 潙>溈 嬀>媯 "
            "粧>妝"  # [list] 0882
        ),
        _pairs(_HONG_KONG_WORDS),
    ),
    # Where OpenCC has another form than [list] in both transcriptions, 1708 啟, and where it has one that is not in
    # Unihan's, 3562 蘊, 4212 醞 (in the other, 藴 and 醖 are the same). Not Unihan's 3675 衛: the government itself
    # prints 衞生署, and the other transcription has 衞 first. For 説 裏 羣 綫 the list counts 說 裡 群 線 as the same.
    ("HK", "government"): Style(_pairs("啓>啟 藴>蘊 醖>醞"), _pairs(_HONG_KONG_WORDS)),
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
