"""Which script an item is written in, and what a machine left behind in it."""

from __future__ import annotations

import pytest
from convert.factory_convert import HANS, HANT, HONG_KONG, TAIWAN, convert, make_context, make_item

from bulletin.check.item import check_document
from bulletin.convert.article import convert_item
from bulletin.convert.script.direction import leftovers
from bulletin.read.document import parse_document

# As a machine writes that changes one character after the other: 后 里 干 系 余 采 范 征 愿 stay.
MACHINE = (
    "會后，干部職工余人走進車間里面，系統學習規范，采訪三十余人，廣泛征求意願。",
    "市總工會干部在會上強調，今后要采取措施，在企業里面形成工會系統的示范。",
    "前后歷時三年，征集方案五百余件，勞動關系更加和諧，職工自愿參加，干勁十足。",
)
PEOPLE = (
    "會後，幹部職工餘人走進車間裡面，系統學習規範，採訪三十餘人，廣泛徵求意願。",
    "皇后大道、里長、公里、鄰里、干擾、若干、若干人、系統、科系、姓余的同事、范先生、遠征、出征、長征、面對面。",
    "太后與皇后，天干地支，銀河系與太陽系，于先生和余小姐，范仲淹的《岳陽樓記》，一千里路，十里洋場，干預干涉。",
    "台灣的里長與鄰長，發布通知，占全體三分之二，周末了解狀況，注意事項，游泳池旁的吊車，布置會場，秋千與面子。",
)


@pytest.mark.parametrize("text", MACHINE)
def test_machines_are_told(text: str) -> None:
    found = leftovers(text)
    assert found is not None
    assert 3 <= found.left <= found.count
    assert found.word in text


@pytest.mark.parametrize("text", [*PEOPLE, "", "會議", "工会干部在里面", "后里干"])
def test_people_are_not(text: str) -> None:
    assert leftovers(text) is None
    assert leftovers(text * 50) is None or text == "后里干"


def test_the_place_is_named() -> None:
    item = make_item(title="會議", body="開場。\n\n" + MACHINE[0], body_line=7)
    problems = convert_item(item, make_context()).problems
    assert [(one.code, one.line) for one in problems] == [("W727", 9)]
    values = dict(problems[0].values)
    assert int(values["left"]) >= 5
    assert "后（後）、干（幹）" in values["examples"]


def test_a_simplified_text_is_never_one() -> None:
    item = make_item(body="会后，干部职工在里面，系统学习规范，采访三十余人。")
    assert convert_item(item, make_context()).problems == ()


def test_it_is_made_anew() -> None:
    body = f"{MACHINE[0]}\n\n`會后`\n"
    item = make_item(title="會后的“干部”", body=body, script="Remade", tags=("關系",), kicker="里面")
    converted = convert_item(item, make_context(HANS, HANT, HONG_KONG))
    hans, hant, hong_kong = converted.articles
    assert converted.problems == ()
    assert (hans.card.title, hant.card.title, hant.card.kicker) == ("会后的“干部”", "會後的「幹部」", "裡面")
    assert hans.text.startswith("会后，干部职工余人走进车间里面，系统学习规范，采访三十余人，广泛征求意愿。")
    assert hant.text.startswith("會後，幹部職工餘人走進車間裡面，系統學習規範，採訪三十餘人，廣泛徵求意願。")
    assert "車間裏面" in hong_kong.text
    assert "<code>會后</code>" in hant.html
    assert hant.tags[0].name == "關係"
    assert hans.tags[0].url == convert(make_item(tags=("关系",)))[0].tags[0].url


@pytest.mark.parametrize("typed", ["逐字繁体", "逐字繁體", "remade"])
def test_editors_can_say_so(typed: str) -> None:
    document = parse_document("a.md", f"---\n标题: 會后\n日期: 2026-11-02\n文字: {typed}\n---\n\n干部。\n".encode())
    checked = check_document(document, make_context().config, ())
    assert checked.item is not None
    assert checked.item.script == "Remade"
    assert checked.problems == ()


@pytest.mark.parametrize(
    ("body", "script", "texts"),
    [
        ("臺灣工會說這裡。", "", ("台湾工会说这里。", "臺灣工會說這裡。", "臺灣工會說這裡。", "台灣工會説這裏。")),
        ("這裏説的工會。", "", ("这里说的工会。", "這裏説的工會。", "這裡說的工會。", "這裏説的工會。")),
        ("皇后里弄。", "Hant", ("皇后里弄。",) * 4),
    ],
)
def test_traditional_sources_change_region_alone(body: str, script: str, texts: tuple[str, ...]) -> None:
    articles = convert(make_item(body=body, script=script), make_context(HANS, HANT, TAIWAN, HONG_KONG))
    assert tuple(article.text for article in articles) == texts


def test_what_is_not_converted_says_its_script() -> None:
    item = make_item(title="里面", body="里面发展。", convert=False)
    hans, hant = convert(item)
    assert (hans.card.lang, hant.card.lang) == ("", "zh-Hans")
    assert '<div lang="zh-Hans">' in hant.html
    traditional = convert(make_item(title="裡面說", body="裡面說。", convert=False))
    assert [one.card.lang for one in traditional] == ["zh-Hant", ""]
    fixed = convert(make_item(title="里面", convert=False, titles=(("zh-Hant", "裡面"),)))[1]
    assert (fixed.card.title, fixed.card.lang) == ("裡面", "")
