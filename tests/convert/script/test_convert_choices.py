"""Characters with several traditional forms: what is decided, what is left to OpenCC, how doubtful it was."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bulletin.convert.script.choices import choices, choose, load
from bulletin.convert.script.converter import Converter
from bulletin.model.content import Edition, Glossary

HANS = Edition("zh-Hans", "", "简体", "curly")
HANT = Edition("zh-Hant", "hant/", "繁體", "corner")
HONG_KONG = Edition("zh-Hant-HK", "hk/", "繁體（香港）", "corner")

# Sentences of our own on which plain OpenCC 1.4.2 errs.
WRONG_BEFORE = (
    ("工会是职工的娘家人", "工會是職工的娘家人"),
    ("系统运行并发布新版本", "系統運行並發布新版本"),
    ("5000人参与罢工", "5000人參與罷工"),
    ("他展示了如何维权", "他展示了如何維權"),
    ("工人参与制造零件", "工人參與製造零件"),
    ("被发掘的人才", "被發掘的人才"),
    ("联合工会并发函要求谈判", "聯合工會並發函要求談判"),
    ("老人参加了活动", "老人參加了活動"),
    ("消息一出，工人都来了", "消息一出，工人都來了"),
    ("村里有位范晓余老人", "村裡有位范曉余老人"),
    ("余慧明委员说", "余慧明委員說"),
    ("每人只有一只手套", "每人只有一隻手套"),
    ("不只是只靠加班", "不只是只靠加班"),
    ("查封后，债权人", "查封後，債權人"),
    ("一个中学生，一个中等身材的人", "一個中學生，一個中等身材的人"),
    ("两家工会合并组成新工会", "兩家工會合併組成新工會"),
    ("找到了解决办法", "找到了解決辦法"),
    ("村（里）长，村、里、邻", "村（里）長，村、里、鄰"),
    ("清洁扇风机", "清潔扇風機"),
    ("圆柱面包括两端", "圓柱面包括兩端"),
    ("北京胡同里的合家欢，诋毁工会", "北京胡同裡的合家歡，詆毀工會"),
    ("人参鸡汤，西洋参", "人參雞湯，西洋參"),
    ("朴赞郁执导，民风淳朴，心情忧郁", "朴贊郁執導，民風淳樸，心情憂鬱"),
    ("埃里克森说，佛罗里达州和德里的工人", "埃里克森說，佛羅里達州和德里的工人"),
    ("配制饲料，新日本制铁", "配製飼料，新日本製鐵"),
    ("考勤钟坏了，按平安钟", "考勤鐘壞了，按平安鐘"),
    ("上演了一出闹剧，这出戏", "上演了一齣鬧劇，這齣戲"),
    ("求复合不成，全面复常", "求復合不成，全面復常"),
    ("切薑片，鲜姜，姜粉", "切薑片，鮮薑，薑粉"),
)
# And others on which it doesn't.
RIGHT_BEFORE = (
    ("其并非本公司员工，并行执行", "其並非本公司員工，並行執行"),
    ("标签名称，压制本地罢工", "標籤名稱，壓制本地罷工"),
    ("皇后大道以后会改名", "皇后大道以後會改名"),
    ("干部要干净做事，树干下乘凉", "幹部要乾淨做事，樹幹下乘涼"),
    ("头发与发展，理发与发票", "頭髮與發展，理髮與發票"),
    ("房间里面，三公里外", "房間裡面，三公里外"),
    ("面条店老板面对顾客", "麵條店老闆面對顧客"),
    ("钟小姐等了十分钟", "鍾小姐等了十分鐘"),
    ("规范、示范、模范、范围", "規範、示範、模範、範圍"),
    ("其余百余人，30余名，业余时间", "其餘百餘人，30餘名，業餘時間"),
    ("余杭区总工会", "餘杭區總工會"),
    ("卷入争议，第三卷，问卷", "捲入爭議，第三卷，問卷"),
    ("未获批准，以公告为准", "未獲批准，以公告為準"),
    ("受台风影响，台北停班", "受颱風影響，臺北停班"),
    ("咸阳人爱吃咸菜", "咸陽人愛吃鹹菜"),
    ("征求意见后出征", "徵求意見後出征"),
    ("唱一出戏，演一出好戏", "唱一齣戲，演一齣好戲"),
    ("借此机会向他借钱", "藉此機會向他借錢"),
    ("恢复生产，重复检查，答复代表", "恢復生產，重複檢查，答覆代表"),
    ("农历与历史", "農曆與歷史"),
    ("采访中展现职工风采", "採訪中展現職工風采"),
    ("在系统中维系劳动关系", "在系統中維繫勞動關係"),
    ("制度与制造，编制预算", "制度與製造，編製預算"),
    ("合并为一家，并且并购", "合併為一家，並且併購"),
    ("谷物与山谷，松树与放松", "穀物與山谷，松樹與放鬆"),
    ("北斗卫星，奋斗与斗争", "北斗衛星，奮鬥與鬥爭"),
    ("事业编制，编制不足", "事業編制，編制不足"),
    ("书面答复，限期回复", "書面答覆，限期回覆"),
    ("一只写我想，合同只写明", "一隻寫我想，合同只寫明"),
    ("不准请假，找不准", "不准請假，找不準"),
    ("个中原因", "箇中原因"),
    ("征集并整理意见，并购案", "徵集並整理意見，併購案"),
    ("云云，皇后，干涉，里程", "云云，皇后，干涉，里程"),
    ("任命制度，革命制造机会", "任命制度，革命製造機會"),
    ("看过卷宗，交过卷，批过卷子", "看過卷宗，交過卷，批過卷子"),
    ("买了面包，面包店，牛角面包含糖", "買了麵包，麵包店，牛角麵包含糖"),
    ("钢管管制，搧风点火，电扇风叶", "鋼管管制，搧風點火，電扇風葉"),
    ("奉命制定，拼命制止，救命制剂", "奉命制定，拼命制止，救命製劑"),
    ("院系挂名，系身份证，关系挂靠", "院系掛名，系身份證，關係掛靠"),
    ("啮齿动物", "齧齒動物"),
    ("家里、村里、厂里，里里外外", "家裡、村裡、廠裡，裡裡外外"),
    ("天后宫与天后庙，三天后，7 天后失效", "天后宮與天后廟，三天後，7 天後失效"),
    ("单车径，行人径，径行解雇", "單車徑，行人徑，逕行解僱"),
    ("咨询台，无线台，麻将台", "諮詢臺，無線臺，麻將檯"),
    ("资金回流香港，人才回流", "資金回流香港，人才回流"),
    ("用下面的方法，列出目前人数", "用下面的方法，列出目前人數"),
    ("一卷，两卷，中文卷一", "一卷，兩卷，中文卷一"),
    ("周杰伦与李连杰", "周杰倫與李連杰"),
    ("中国制定，美国制裁，中国制造", "中國制定，美國制裁，中國製造"),
    ("如此出色，应该出席，一出门", "如此出色，應該出席，一出門"),
    ("这只影响两个人，这只是", "這只影響兩個人，這只是"),
    ("遗嘱放在里面，里斯本", "遺囑放在裡面，里斯本"),
)


@pytest.mark.parametrize(("before", "after"), WRONG_BEFORE + RIGHT_BEFORE)
def test_general_sentences(before: str, after: str) -> None:
    assert Converter("Hans", HANT).text(before) == after


def test_the_table_changes_something_and_not_everything() -> None:
    """The first list would fail without the table: what OpenCC proposes is not what comes out."""
    assert choose("人参与", "人蔘與") == "人參與"
    assert choose("国会国会", "國會國會") == "國會國會"
    assert choose("人参与", "人蔘") == "人蔘"  # of another length: left alone


def test_across_tags_and_blocks() -> None:
    converter = Converter("Hans", HANT)
    assert converter.html("<p>参与<b>制</b>造</p>") == "<p>參與<b>製</b>造</p>"
    assert converter.texts(("编制", "预算")) == [converter.text("编制"), converter.text("预算")]


def test_hong_kong_has_the_same_choices_in_its_own_forms() -> None:
    assert Converter("Hans", HONG_KONG).text("村民家里的面粉，参与制造") == "村民家裏的麪粉，參與製造"


def test_doubtful_places_come_first() -> None:
    text = "制度重要，参与制造，国会在那里"
    found = Converter("Hans", HANT).doubtful(text)
    assert [choice.margin for choice in found] == sorted(choice.margin for choice in found)
    assert {(choice.position, choice.chosen) for choice in found} >= {(0, "制"), (7, "製"), (14, "裡")}
    assert all(text[choice.position] in load().rules and choice.alternatives for choice in found)
    made = next(choice for choice in found if choice.position == 7)
    assert made.alternatives == ("制",)


def test_a_word_that_fits_leaves_less_doubt_than_none() -> None:
    converter = Converter("Hans", HANT)
    by_text = {text: converter.doubtful(text)[0].margin for text in ("制度", "制魑")}
    assert by_text["制度"] > by_text["制魑"] > 0


def test_nothing_is_doubtful_where_nothing_is_decided() -> None:
    assert Converter("Hans", HANT).doubtful("工会") == []
    assert Converter("Hans", HANS).doubtful("制度") == []
    assert Converter("Hant", HANT).doubtful("制度") == []
    assert Converter("Hans", HANT, Glossary((("制度", ()),))).doubtful("制度") == []


@given(st.text(alphabet="制造度并发布里面只有一余范干部人参与台风\n <\x1e1a国", max_size=40))
def test_choices_tell_what_choose_does(text: str) -> None:
    converter = Converter("Hans", HANT)
    result = converter.text(text)
    assert len(result) == len(text)
    assert {choice.position: choice.chosen for choice in converter.doubtful(text)}.items() <= dict(
        enumerate(result)
    ).items()


@given(st.text(alphabet="制造度并发布里面只有一余范干部人参与台风", max_size=12), st.text("制发里面国", max_size=9))
def test_what_stands_behind_a_mark_decides_nothing(one: str, other: str) -> None:
    """The table reaches three characters far, but never over a line end or a mark."""
    together = choose(f"{one}\x1e{other}", f"{one}\x1e{other}")
    assert together == choose(one, one) + "\x1e" + choose(other, other)


def test_choices_are_empty_where_lengths_differ() -> None:
    assert choices("制度", "制") == []
