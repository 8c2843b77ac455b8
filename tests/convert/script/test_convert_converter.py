"""The guarantees of Converter: tables of texts, names and HTML before and after."""

from __future__ import annotations

import pytest

from bulletin.convert.script import engine
from bulletin.convert.script.converter import Converter, versions
from bulletin.model.content import Edition, Glossary

HANS = Edition("zh-Hans", "", "简体", "curly")
HANT = Edition("zh-Hant", "hant/", "繁體", "corner")
TAIWAN = Edition("zh-Hant-TW", "tw/", "繁體（臺灣）", "corner")
HONG_KONG = Edition("zh-Hant-HK", "hk/", "繁體（香港）", "corner")
GLOSSARY = Glossary(
    (
        ("娘家人", ()),
        ("博客", (("zh-Hant", "部落格"), ("zh-Hant-HK", "網誌"))),
        ("出租车", (("zh-Hant-TW", "計程車"), ("zh-Hant-HK", "的士"))),
        ("R&D", (("zh-Hant", "研發"),)),
    )
)


@pytest.mark.parametrize(
    ("edition", "before", "after"),
    [
        (HANT, "工会干部走进车间，看望一线职工。", "工會幹部走進車間，看望一線職工。"),
        (HANT, "里面的头发和发展", "裡面的頭髮和發展"),
        (TAIWAN, "为群众办实事", "為群眾辦實事"),
        (HONG_KONG, "看着里面的卫生说明", "看着裏面的衞生説明"),
        (HANS, "里面的头发", "里面的头发"),
        (HANT, "新闻发布会、文件、程序、支持", "新聞發佈會、文件、程序、支持"),  # no words of another region
        (HANT, "", ""),
        (HANT, "国\ud800会", "國\ufffd會"),
        (HANT, "见https://例.cn/发展?系=1，发展 http://www.里面.中国。", "見https://例.cn/发展?系=1，發展 http://www.里面.中国。"),
        (HANT, "见https://x.cn/发展", "見https://x.cn/發展"),  # where the address ends, Chinese text begins
        (HANT, "union 2026 \x1e\x1f\x00", "union 2026 \x1e\x1f\x00"),
    ],
)
def test_simplified_source(edition: Edition, before: str, after: str) -> None:
    assert Converter("Hans", edition).text(before) == after


@pytest.mark.parametrize(
    ("edition", "before", "after"),
    [
        (HANS, "工會幹部看著車間裡的衛生", "工会干部看着车间里的卫生"),
        (HANS, "工會幹部看着車間裏的衞生", "工会干部看着车间里的卫生"),
        (HANS, "著名作家的著作", "著名作家的著作"),
        (HANS, "帳戶、算帳、轉帳，一本帳", "账户、算账、转账，一本账"),
        (HANS, "帳篷 蚊帳 營帳 帳幕", "帐篷 蚊帐 营帐 帐幕"),
        (HANS, "賸餘 澈底 甚麼；甚至 清澈底部", "剩余 彻底 什么；甚至 清澈底部"),
        (HANT, "爲羣眾 看着 裏面", "爲羣眾 看着 裏面"),
        (TAIWAN, "爲羣眾 看着 裏面", "為群眾 看著 裡面"),
        (TAIWAN, "説明衞生用户；台灣、臺灣", "說明衛生用戶；台灣、臺灣"),
        (HONG_KONG, "為群眾說明裡面，看著著名", "為羣眾説明裏面，看着著名"),
    ],
)
def test_traditional_source(edition: Edition, before: str, after: str) -> None:
    assert Converter("Hant", edition).text(before) == after


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("<p><strong>头</strong>发</p>", "<p><strong>頭</strong>髮</p>"),
        ("<p>头<em><a href='/头发/'>发</a></em></p>", "<p>頭<em><a href='/头发/'>髮</a></em></p>"),
        ("<p>头</p><p>发</p>", "<p>頭</p><p>發</p>"),
        ("<td>头</td><td>发</td>", "<td>頭</td><td>發</td>"),
        ("头<br>发", "頭<br>發"),
        ("头<code>头发</code>发", "頭<code>头发</code>發"),
        ("<pre><b>头发</b></pre>头发", "<pre><b>头发</b></pre>頭髮"),
        ("<kbd>复制</kbd>复制", "<kbd>复制</kbd>複製"),
        ('头<a href="https://x.cn/发">https://x.cn/发</a>发', '頭<a href="https://x.cn/发">https://x.cn/发</a>發'),
        ('<a href="https://x.cn/发">见https://x.cn/发 发</a>', '<a href="https://x.cn/发">見https://x.cn/發 發</a>'),
        ('<p>见https://例.<b>cn/发</b></p>', '<p>見https://例.<b>cn/发</b></p>'),
        ('<span data-no-convert>国<span>国</span>国</span>国', '<span data-no-convert>国<span>国</span>国</span>國'),
        ('<span translate="no">国</span>国', '<span translate="no">国</span>國'),
        ('<i lang="ja">国会</i>国会', '<i lang="ja">国会</i>國會'),
        ('<i lang="zh-Hans">国会</i>国会', '<i lang="zh-Hans">国会</i>國會'),
        ('<i lang="zh">国会</i>国会', '<i lang="zh">國會</i>國會'),
        ("<ruby>头<rt>tóu</rt>发<rp>（</rp><rt>汉</rt></ruby>", "<ruby>頭<rt>tóu</rt>髮<rp>（</rp><rt>漢</rt></ruby>"),
        ('<img src="头发.jpg" alt="头发">', '<img src="头发.jpg" alt="頭髮">'),
        ('<a id="头" class="国" title="国&quot;会&amp;">x</a>', '<a id="头" class="国" title="國&quot;會&amp;">x</a>'),
        ('<meta content="国会"><meta content="/国会/">', '<meta content="國會"><meta content="/国会/">'),
        ('<i lang="ja" title="国会">国会</i>', '<i lang="ja" title="国会">国会</i>'),
        ('<p data-x="a title=" class="国">国</p>', '<p data-x="a title=" class="国">國</p>'),
        ("<p>A &amp; B &lt;国&gt;</p>", "<p>A &amp; B &lt;國&gt;</p>"),
        ("<!-- 国 --><p>国</p>", "<!-- 国 --><p>國</p>"),
        ("<p>1 < 2 国", "<p>1 &lt; 2 國"),
        ("<p>“头<b>发”，‘</b>国’ don’t</p>", "<p>「頭<b>髮」，『</b>國』 don’t</p>"),
        ("<p>“国</p><p>会”</p>", "<p>“國</p><p>會”</p>"),
        ("<p>“国<code>”</code>会”</p>", "<p>「國<code>”</code>會」</p>"),
    ],
)
def test_html(before: str, after: str) -> None:
    assert Converter("Hans", HANT).html(before) == after


@pytest.mark.parametrize(
    ("edition", "before", "after"),
    [
        (HANT, "工会是职工的娘家人。", "工會是職工的娘家人。"),
        (HANT, "写博客户外活动", "寫部落格戶外活動"),
        (HONG_KONG, "写博客", "寫網誌"),
        (TAIWAN, "写博客，坐出租车", "寫部落格，坐計程車"),
        (HANT, "坐出租车", "坐出租車"),  # nothing said for zh-Hant: OpenCC
        (HANS, "写博客，娘家人", "写博客，娘家人"),
        (HANT, "R&D", "研發"),
    ],
)
def test_glossary(edition: Edition, before: str, after: str) -> None:
    assert Converter("Hans", edition, GLOSSARY).text(before) == after


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("<p>娘<b>家</b>人</p>", "<p>娘<b>家</b>人</p>"),
        ("<p><i>博</i>客</p>", "<p><i>部</i>落格</p>"),
        ("<p>博<i>客</i>户外</p>", "<p>部<i>落格</i>戶外</p>"),
        ("<p>R&amp;<i>D</i></p>", "<p>研發<i></i></p>"),
        ("<p>博<code>x</code>客</p>", "<p>博<code>x</code>客</p>"),
    ],
)
def test_glossary_across_tags(before: str, after: str) -> None:
    assert Converter("Hans", HANT, GLOSSARY).html(before) == after


def test_glossary_leads_back_from_a_traditional_source() -> None:
    assert Converter("Hant", HANS, GLOSSARY).text("寫部落格，寫網誌") == "写博客，写博客"


@pytest.mark.parametrize(
    ("written", "form"),
    [
        ("于占海", "于占海"),
        ("岳志里", "岳志里"),
        ("姜干", "姜干"),
        ("范晓余", "范曉余"),
        ("叶剑", "葉劍"),
        ("胡适", "胡適"),
        ("钟山", "鍾山"),
        ("党建国", "党建國"),
        ("李建党", "李建黨"),
        ("王冲", "王沖"),
        ("万俟里", "万俟里"),
        ("云万里", "雲萬里"),
        ("买买提·于里", "買買提·于里"),
        ("于占海、余干 0571-8800", "于占海、余干 0571-8800"),
        ("余杭区总工会", "餘杭區總工會"),
        ("办公室 余发", "辦公室 余發"),
        ("本报记者", "本報記者"),
        ("党委、后勤", "黨委、後勤"),
        ("", ""),
    ],
)
def test_names(written: str, form: str) -> None:
    assert Converter("Hans", HANT).name(written) == form


def test_a_name_keeps_its_form_in_every_text() -> None:
    converter = Converter("Hans", HANT)
    names = converter.names_in(("于占海", "范晓余，李发"))
    assert names == {"于占海": "于占海", "范晓余": "范曉余", "李发": "李發"}
    named = converter.protecting(names)
    assert named.text("记者于占海、范晓余和李发展开采访") == "記者于占海、范曉余和李發展開採訪"
    assert named.html("<p>由<b>于</b>占<i>海</i>说</p>") == "<p>由<b>于</b>占<i>海</i>說</p>"
    assert converter.text("由于占海") != named.text("由于占海")  # the first converter is as it was


def test_glossary_beats_a_name() -> None:
    converter = Converter("Hans", HANT, Glossary((("余慧明", (("zh-Hant", "餘慧明"),)),)))
    named = converter.protecting(converter.names_in(("余慧明",)))
    assert named.name("余慧明") == named.text("余慧明") == "餘慧明"


def test_texts_do_not_touch_each_other() -> None:
    converter = Converter("Hans", HANT)
    assert converter.texts(("头", "发", "", "“国", "会”", "头发")) == ["頭", "發", "", "“國", "會”", "頭髮"]
    assert Converter("Hans", HANS).texts(("头", "“国”")) == ["头", "“国”"]


def test_curly_marks_only_from_a_traditional_source() -> None:
    assert Converter("Hant", HANS).html("<p>「國<b>『會』」</b></p>") == "<p>“国<b>‘会’”</b></p>"
    assert Converter("Hans", HANS).html("<p>「国」</p>") == "<p>「国」</p>"


def test_marks_follow_the_edition_in_every_script() -> None:
    corner = Edition("zh-Hans", "", "简体", "corner")
    assert Converter("Hans", corner).html("<p>“国<b>‘会’</b>”</p>") == "<p>「国<b>『会』</b>」</p>"
    assert Converter("Hant", HANT).text("“國會”") == "「國會」"
    curly = Edition("zh-Hant", "", "繁體", "curly")
    assert Converter("Hans", curly).text("“国会”") == "“國會”"


def test_where_a_dictionary_changes_the_length(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "_convert", lambda _config, text: text.replace("甲", "abd").replace("乙乙", "c"))
    engine.to_traditional.cache_clear()
    converter = Converter("Hans", HANT, Glossary((("丙丙", (("zh-Hant", "xyz"),)),)))
    assert converter.html("<p>甲<b>丁</b>乙<i>乙</i>丙<u>丙</u>丁</p>") == "<p>abd<b>丁</b>c<i></i>x<u>yz</u>丁</p>"
    assert converter.text("甲丙丙乙乙") == "abdxyzc"
    engine.to_traditional.cache_clear()


def test_versions_name_all_that_a_result_depends_on() -> None:
    named = dict(versions())
    assert set(named) == {"opencc", "opencc-dictionaries", "conversion-choices", "conversion-rules"}
    assert all(named.values())
