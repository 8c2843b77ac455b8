"""卷/捲, 制/製, 臺/檯 and 發/髮 by what stands beside them: words that no list has, decided by their class."""

from __future__ import annotations

import pytest

from bulletin.convert.script.choices import choices
from bulletin.convert.script.converter import Converter
from bulletin.model.content import Edition

TAIWAN = Converter("Hans", Edition("zh-Hant-TW", "", "", "corner"))

# What is rolled, wound or drawn in is 捲, whatever does it; papers, files and volumes are 卷.
ROLLS = (
    ("麻绳卷在木轴上，越卷越紧", "麻繩捲在木軸上，越捲越緊"),
    ("围巾被卷到轮子下面", "圍巾被捲到輪子下面"),
    ("当心衣角卷进齿轮", "當心衣角捲進齒輪"),
    ("海带卷起来晾干", "海帶捲起來晾乾"),
    ("袖子卷好，再卷一层油纸", "袖子捲好，再捲一層油紙"),
    ("三卷铁丝，一卷胶带", "三捲鐵絲，一捲膠帶"),
    ("电缆卷盘，钢带卷材", "電纜捲盤，鋼帶捲材"),
    ("通过卷帘门，透过卷动页面", "通過捲簾門，透過捲動頁面"),
    ("拖动垂直卷轴", "拖動垂直捲軸"),
    ("同行之间卷得厉害，反对内卷", "同行之間捲得厲害，反對內捲"),
)
PAPERS = (
    ("在试卷上写名字，考卷发下来了", "在試卷上寫名字，考卷發下來了"),
    ("请做A卷，不做B卷的题", "請做A卷，不做B卷的題"),
    ("全集第三卷，上下两卷，六卷本", "全集第三卷，上下兩卷，六卷本"),
    ("卷宗已送达，卷内有证据，存卷备查", "卷宗已送達，卷內有證據，存卷備查"),
    ("收受卷宗后影印卷宗", "收受卷宗後影印卷宗"),
    ("一幅古老卷轴，画卷，长卷", "一幅古老卷軸，畫卷，長卷"),
    ("发出问卷，收回答卷", "發出問卷，收回答卷"),
    ("卷首语与卷末附录", "卷首語與卷末附錄"),
)
# 製 follows what a thing is made of and how; 制 is a system or a restraint, also before 成本 and 造成.
MAKES = (
    ("陶制茶具，骨制梳子，铝制梯子", "陶製茶具，骨製梳子，鋁製梯子"),
    ("由合金制成，用棉布制成的口罩", "由合金製成，用棉布製成的口罩"),
    ("烤制的鱼，腌制的菜，编织制的篮子", "烤製的魚，醃製的菜，編織製的籃子"),
    ("传统制造业，飞机制造成本", "傳統製造業，飛機製造成本"),
    ("无法制作，依法制造", "無法製作，依法製造"),
    ("编制预算，年报之编制，编制工作手册", "編製預算，年報之編製，編製工作手冊"),
    ("公会制作看板和标语", "公會製作看板和標語"),
)
SYSTEMS = (
    ("机制造成的问题，体制造成的差距", "機制造成的問題，體制造成的差距"),
    ("控制成本，管制药品，限制作业时间", "控制成本，管制藥品，限制作業時間"),
    ("抑制造血的副作用", "抑制造血的副作用"),
    ("十进位制的，会员制的，总统制下", "十進位制的，會員制的，總統制下"),
    ("编制内人员，组织编制，单位之编制员额", "編制內人員，組織編制，單位之編制員額"),
    ("法制作业，管制标准", "法制作業，管制標準"),
)
# A stand for machines or people is 臺, a table that things are sold, played or laid on 檯.
STANDS = (
    ("起重机操作台，手术台，服务台", "起重機操作臺，手術臺，服務臺"),
    ("工作台上有灯，机台数增加", "工作臺上有燈，機臺數增加"),
    ("柜台前排队，吧台，台灯，牌桌台面上", "櫃檯前排隊，吧檯，檯燈，牌桌檯面上"),
)
# What is paid out or announced is 發.
PAYS = (
    ("奖金发放到位，慰问金发给遗属，押金发还", "獎金發放到位，慰問金發給遺屬，押金發還"),
    ("工会长发言，校长发布名单，长发女生", "工會長發言，校長發布名單，長髮女生"),
    ("金发女郎，头发花白", "金髮女郎，頭髮花白"),
)


@pytest.mark.parametrize(("text", "expected"), ROLLS + PAPERS + MAKES + SYSTEMS + STANDS + PAYS)
def test_the_class_of_the_neighbour_decides(text: str, expected: str) -> None:
    assert TAIWAN.text(text) == expected


def test_where_nothing_is_known_of_its_neighbours_it_rolls_and_is_named_doubtful() -> None:
    (choice,) = choices("鹂卷鹂", "鸝卷鸝")
    assert (choice.chosen, choice.margin) == ("捲", 2)
