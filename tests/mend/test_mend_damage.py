from __future__ import annotations

import pytest

from bulletin.mend.damage import mend_damage
from bulletin.mend.pinyin import Reading, how_read, is_common, read_syllable, sound_alike

SYLLABLES = [
    ("tǒng", Reading("tong", "3")),
    ("TONG3", Reading("tong", "3")),
    ("tong", Reading("tong", "")),
    ("lǜ", Reading("lü", "4")),
    ("lv4", Reading("lü", "4")),
    ("lu:4", Reading("lü", "4")),
    ("lü", Reading("lü", "")),
    ("qu\u0304", Reading("qu", "1")),
    ("ɡuǎnɡ", Reading("guang", "3")),
    ("zhānɡ", Reading("zhang", "1")),
    ("ài3", None),
]
READINGS = [
    ("統", "tǒng", 2),
    ("统", "tong3", 2),
    ("區", "qū", 2),
    ("区", "ōu", 1),
    ("业", "ye", 2),
    ("绿", "lv4", 2),
    ("統", "tōng", 0),
    ("統", "xyz", 0),
    ("A", "a", 0),
    ("^", "qū", 1),
    ("^", "xqū", 0),
]
MENDED = [
    ("工會系統(tǒng)，各區(qū)總工會", "工會系統，各區總工會"),
    ("业（yè）务、业（yè）绩、业（yè）余", "业务、业绩、业余"),
    ("發(fa1)放，發 (fā) 給", "發放，發 給"),
    ("生活?!?/p>\n次日", "生活。”\n次日"),
    ("和蓋章?!皭坌拇嬲邸钡玫搅溯爡^內", "和蓋章。“愛心存折”得到了轄區內"),
    ("模式轉變?yōu)椤袄щy職工", "模式轉變為“困難職工"),
    ("ç»„ç»‡工会", "组织工会"),
    ("宸ヤ細宸ヤ綔", "工会工作"),
    ("活动&nbsp;&nbsp;开始", "活动开始"),
    ("Li&nbsp;Ming", "Li Ming"),
    ("甲&amp;amp;乙", "甲&amp;乙"),
    ("&amp;lt;甲&amp;gt;", "&lt;甲&gt;"),
    ("完毕。</p></span>", "完毕。"),
]
LEFT = [
    ("江蘇省濱??h總工會", "lost"),  # 海 or any other: nobody can know
    ("評選出來?;顒訌?015年", "shifted"),
    ("锟斤拷工会", "lost"),
]


@pytest.mark.parametrize(("typed", "reading"), SYLLABLES)
def test_syllable(typed: str, reading: Reading | None) -> None:
    assert read_syllable(typed) == reading


@pytest.mark.parametrize(("char", "typed", "grade"), READINGS)
def test_how_read(char: str, typed: str, grade: int) -> None:
    reading = read_syllable(typed)
    assert reading is not None
    assert how_read(char, reading) == grade


def test_common_characters_are_of_both_scripts() -> None:
    assert all(map(is_common, "工会會区區业業统統"))
    assert not any(map(is_common, "荥滎峃邛浚"))


def test_sound_alike() -> None:
    assert sound_alike("洲", "州")
    assert sound_alike("公", "工")
    assert not sound_alike("工", "工")
    assert not sound_alike("江", "海")


@pytest.mark.parametrize(("before", "after"), MENDED)
def test_mended(before: str, after: str) -> None:
    assert mend_damage(before)[0] == after
    assert mend_damage(after) == (after, ())


@pytest.mark.parametrize(("text", "kind"), LEFT)
def test_what_cannot_be_known_is_reported_and_left(text: str, kind: str) -> None:
    after, repairs = mend_damage(text)
    assert after == text
    assert [one.kind for one in repairs] == [kind]
    assert not repairs[0].is_certain
