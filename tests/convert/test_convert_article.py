from __future__ import annotations

import pickle
from dataclasses import fields, replace
from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import unquote

import pytest
from convert.factory_convert import CHINA, HANS, HANT, HONG_KONG, TAIWAN, convert, make_context, make_item, make_photo
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bulletin.convert.article import Context, convert_item, digest_of_article, digest_of_card
from bulletin.model.article import Article, Card, Link
from bulletin.model.content import Glossary
from bulletin.model.digest import digest_of
from bulletin.model.item import Attachment, Correction, Kind


def test_every_text_of_an_item_is_converted_and_nothing_else() -> None:
    item = make_item(
        title="“头发”发展",
        kicker="里面",
        subtitle="复杂",
        summary="摘要：发展",
        addressee="各级工会：",
        signature=("某某市总工会", "于占海"),
        signed_on=date(2026, 11, 1),
        document_number="总工发〔2026〕3号",
        contact=("余干",),
        phone=("0571-1",),
        attachments=(Attachment("报名表.docx", "/bulletin/files/ab/报名表.docx", "2026/报名表.docx", "docx", 9),),
        reprint="《工人日报》",
        contributor=("东区总工会宣教部",),
        photographer=("范晓里",),
        editor=("岳后",),
        region="里县",
        corrections=(Correction(date(2026, 11, 3), "人数应为“五万”。"),),
        views="555次",
        author=("于占海",),
        tags=("头发",),
        section="news",
        source=("city", "余杭工会"),
    )
    hans, hant = convert(item)
    card = hant.card
    assert (card.title, card.kicker, hant.subtitle, card.summary) == ("「頭髮」發展", "裡面", "複雜", "摘要：發展")
    assert (hant.addressee, hant.signature) == ("各級工會：", ("某某市總工會（本會）", "于占海"))
    assert (hant.document_number, hant.contact, hant.phone) == ("總工發〔2026〕3號", ("余干",), ("0571-1",))
    assert hant.attachments == (replace(item.attachments[0], name="報名表.docx"),)
    assert (hant.reprint, hant.contributor) == ("《工人日報》", ("東區總工會宣教部",))
    assert (hant.photographer, hant.editor, hant.views) == (("范曉里",), ("岳后",), "555次")
    assert hant.corrections == (Correction(date(2026, 11, 3), "人數應為「五萬」。"),)
    assert card.url == "/bulletin/hant/2026/11/item-1/"
    assert card.section == Link("工會動態", "/bulletin/hant/sections/news/")
    assert card.sources == (
        Link("某某市總工會（本會）", "/bulletin/hant/unions/city/"),
        Link("餘杭工會", "/bulletin/hant/unions/%E4%BD%99%E6%9D%AD%E5%B7%A5%E4%BC%9A/"),
    )
    assert hant.tags == (Link("頭髮", "/bulletin/hant/tags/%E5%A4%B4%E5%8F%91/"),)
    assert hans.tags == (Link("头发", "/bulletin/tags/%E5%A4%B4%E5%8F%91/"),)
    assert (hans.card.title, hans.card.url) == (item.title, "/bulletin/2026/11/item-1/")
    assert hans.attachments == item.attachments


def test_updated_is_the_last_correction() -> None:
    moment = datetime(2026, 11, 3, 15, 0, tzinfo=CHINA)
    late, same = Correction(date(2026, 11, 5), "甲"), Correction(date(2026, 11, 3), "乙")
    assert convert(make_item(date=moment))[0].card.updated == moment
    assert convert(make_item(date=moment, corrections=(same,)))[0].card.updated == moment
    assert convert(make_item(date=moment, corrections=(late, same)))[0].card.updated == datetime(
        2026, 11, 5, tzinfo=CHINA
    )
    assert convert(make_item(date=None))[0].card.updated is None
    undated = convert(make_item(date=None, corrections=(late,)))[0].card.updated
    assert undated is not None
    assert undated.isoformat() == "2026-11-05T00:00:00+08:00"


def test_body_is_converted_across_tags_and_links_stay_in_the_edition() -> None:
    item = make_item(
        body="**头**发和[关*系*](另一条.md)，`头发`。\n",
        links=(("另一条.md", "2026/10/item-9/#头发"),),
    )
    hans, hant = convert(item)
    assert "<strong>頭</strong>髮" in hant.html
    assert "<code>头发</code>" in hant.html
    assert 'href="/bulletin/hant/2026/10/item-9/#' in hant.html
    assert "關<em>係</em>" in hant.html
    assert 'href="/bulletin/2026/10/item-9/#' in hans.html
    assert "edition:" not in hans.html + hant.html
    assert hant.text == "頭髮和關係，头发。"


def test_names_have_one_form_in_fields_title_and_body() -> None:
    body = "记者**于**占海报道，余慧明摄。"
    item = make_item(title="于占海谈发展", author=("于占海",), body=body, photographer=("余慧明",))
    hant = convert(item)[1]
    assert hant.card.title == "于占海談發展"
    assert hant.card.authors[0].name == "于占海"
    assert hant.text == "記者于占海報道，余慧明攝。"


def test_names_of_unions_have_one_form_in_fields_and_body() -> None:
    hant = convert(make_item(source=("city",), body="某某市总工会要求东区总工会办好。"))[1]
    assert hant.text == "某某市總工會（本會）要求東區總工會辦好。"


def test_traditional_source_goes_both_ways_to_the_same_addresses() -> None:
    hans, hant = convert(make_item(title="總工會「發展」", body="看著車間裡的頭髮。", tags=("發展",), author=("葉余",)))
    assert (hans.card.title, hans.text) == ("总工会“发展”", "看着车间里的头发。")
    assert (hant.card.title, hant.text) == ("總工會「發展」", "看著車間裡的頭髮。")
    simplified = convert(make_item(tags=("发展",), author=("叶余",)))[0]
    assert hans.tags == simplified.tags
    assert hans.card.authors == simplified.card.authors


def test_stated_script_wins_over_the_look_of_the_text() -> None:
    converted = convert_item(make_item(title="皇后", body="皇后在里弄，国。", script="Hant"), make_context())
    assert converted.articles[1].card.title == "皇后"
    assert [(p.code, dict(p.values)) for p in converted.problems] == [("W701", {"stated": "zh-Hant"})]
    assert convert_item(make_item(body="工會", script="Hant"), make_context()).problems == ()


def test_not_to_be_converted() -> None:
    item = make_item(title="“国会”", body="里面**发**展。", tags=("发展",), author=("叶青",))
    hans, hant = convert(replace(item, convert=False))
    assert hant.card.title == "“国会”"
    assert hant.html.startswith('<div lang="zh-Hans"><p>里面<strong>发</strong>展。')
    assert hant.card.authors[0].name == "叶青"
    assert hant.tags[0].name == "發展"
    assert "lang=" not in hans.html


def test_hand_written_variant_wins_for_its_editions() -> None:
    variant = make_item(
        path="2026/第1条.zh-Hant.md",
        title="手寫“標題”",
        body="手寫的里面。",
        url="elsewhere/",
        tags=("別的",),
        date=None,
    )
    item = make_item(author=("于占海",), tags=("发展",), subtitle="副题发展", variants=(("zh-Hant", variant),))
    hans, taiwan, hong_kong = convert(item, make_context(HANS, TAIWAN, HONG_KONG))
    assert (hans.card.title, hans.text) == ("第1条新闻", "工会干部走进车间。")
    for article in (taiwan, hong_kong):
        assert (article.card.title, article.text) == ("手寫“標題”", "手寫的里面。")
        assert article.subtitle == "副題發展"
        assert article.card.date == item.date
        assert article.card.path == item.path
        assert article.card.url.endswith("/2026/11/item-1/")
        assert article.card.authors[0].name == "于占海"
        assert article.tags[0].name == "發展"


def test_variant_in_the_wrong_script_is_reported() -> None:
    variant = make_item(path="2026/第1条.zh-Hant.md", body="这是简体的车间")
    converted = convert_item(make_item(variants=(("zh-Hant", variant),)), make_context())
    assert [(p.path, p.code) for p in converted.problems] == [("2026/第1条.zh-Hant.md", "W702")]


def test_titles_fixed_by_the_author() -> None:
    item = make_item(title="头发", titles=(("zh-Hant", "髮"), ("zh-Hant-HK", "頭髮（港）")))
    titles = [article.card.title for article in convert(item, make_context(HANS, HANT, TAIWAN, HONG_KONG))]
    assert titles == ["头发", "髮", "髮", "頭髮（港）"]


def test_withdrawn_item_keeps_its_title_alone() -> None:
    item = make_item(
        withdrawn="本文已撤回。",
        body="不要出现",
        summary="不要出现",
        gallery=(make_photo("不要.jpg"),),
        attachments=(Attachment("不要出现", "/x"),),
    )
    for article in convert(item):
        assert article.card.is_withdrawn
        assert (article.html, article.text, article.card.summary, article.card.cover) == ("", "", "", None)
        assert (article.gallery, article.attachments) == ((), ())
    assert convert(item)[1].withdrawn == "本文已撤回。"


def test_cover_and_captions() -> None:
    plain, told = make_photo("2026/照片1.jpg"), make_photo("2026/发展大会.jpg")
    hant = convert(make_item(gallery=(plain, told)))[1]
    assert hant.gallery == ((plain, ""), (told, "發展大會"))
    assert hant.card.cover == plain
    assert convert(make_item(gallery=(plain,), cover=told))[0].card.cover == told
    shown = make_item(body="![发展](发.jpg)", photos=(("发.jpg", told),), gallery=(plain,))
    hant = convert(shown)[1]
    assert hant.card.cover == told
    assert 'alt="發展"' in hant.html


@pytest.mark.parametrize(
    "name",
    ["照片1", "照片 12", "图片1", "IMG_2034", "DSC00012", "微信图片_20260901103000", "mmexport1725", "图1"],
)
def test_file_names_that_say_nothing(name: str) -> None:
    assert convert(make_item(gallery=(make_photo(f"2026/{name}.jpg"),)))[0].gallery[0][1] == ""


def test_summary_is_cut_from_the_body() -> None:
    body = "## 一、安排\n\n**工会**干部走进车间。" + "职工参加竞赛。" * 40
    hant = convert(make_item(body=body))[1]
    assert hant.card.summary.startswith("工會幹部走進車間。職工參加競賽。")
    assert hant.card.summary.endswith("競賽。")
    assert len(hant.card.summary) <= 140


def test_headings_are_converted_and_keep_their_ids() -> None:
    hans, hant = convert(make_item(body="## 一、发展**制**造\n\n正文。"))
    assert [heading.text for heading in hant.headings] == ["一、發展製造"]
    assert [heading.id for heading in hant.headings] == [heading.id for heading in hans.headings]
    assert f'id="{hant.headings[0].id}"' in hant.html


def test_glossary() -> None:
    context = make_context(HANS, HANT, glossary=Glossary((("娘家人", ()), ("博客", (("zh-Hant", "部落格"),)))))
    hans, hant = convert(make_item(title="娘家人的博客", body="娘**家**人写*博*客。"), context)
    assert hant.card.title == "娘家人的部落格"
    assert hant.text == "娘家人寫部落格。"
    assert hans.text == "娘家人写博客。"


def test_unpublished_target_is_no_link() -> None:
    article = convert(make_item(body="[去](x.md)", links=(("x.md", "@2026/x.md"),)))[0]
    assert "href" not in article.html
    assert article.text == "去"


def test_digest_tells_articles_apart() -> None:
    one, same, other = (convert(make_item(body=body)) for body in ("甲。", "甲。", "乙。"))
    assert one[0].digest == same[0].digest
    assert len({one[0].digest, one[1].digest, other[0].digest}) == 3


def another(name: str, value: Any) -> Any:
    if name in ("section", "sources", "authors", "tags"):
        link = Link("另一个", "/x/")
        return (*value, link) if isinstance(value, tuple) else link
    if isinstance(value, date):  # or a datetime
        return value + timedelta(days=1)
    if isinstance(value, tuple):
        return (*value, "x")
    return not value if isinstance(value, bool) else value + 1 if isinstance(value, int) else f"{value}x"


def test_digests_say_all_but_what_follows_from_it() -> None:
    """Keys of pages rely on it."""
    article = convert(make_item(title="题", body="甲。", tags=("工会",), signed_on=date(2026, 11, 1)))[0]
    for one in fields(Card):
        other = replace(article.card, **{one.name: another(one.name, getattr(article.card, one.name))})
        assert (digest_of_card(other) == article.card.digest) == (one.name == "digest"), one.name
    for one in fields(Article):
        value: Any = article.card if one.name == "card" else another(one.name, getattr(article, one.name))
        other_article = replace(article, **{one.name: value})
        follows = one.name in ("card", "text", "digest", "kept", "standing")
        assert (digest_of_article(other_article) == article.digest) == follows, one.name
    assert article.card.digest != digest_of_article(article)
    assert digest_of_article(replace(article, card=replace(article.card, digest="x"))) != article.digest


def test_context_is_told_apart_by_what_a_conversion_depends_on() -> None:
    context = make_context()
    assert context == make_context(page_size=7, phone="1")
    assert hash(context) == hash(make_context(page_size=7))
    assert context != make_context(HANS)
    assert context != make_context(glossary=Glossary((("甲", ()),)))
    assert context != Context(context.config)
    copy = pickle.loads(pickle.dumps(context))
    assert copy == context
    assert digest_of(copy) == digest_of(context)
    assert pickle.loads(pickle.dumps(convert_item(make_item(), copy))) == convert_item(make_item(), context)


_MESS = st.text(alphabet="头发里于占海“”‘’「」<>&\"'[](){}*_`#|-=~^:!\n\t \x00\x1e\x1f\ud800国國", max_size=60)


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(texts=st.lists(_MESS, min_size=8, max_size=8), script=st.sampled_from(["", "Hans", "Hant", "?"]))
def test_no_item_fails(texts: list[str], script: str) -> None:
    title, body, name, tag, source, summary, file, union = texts
    item = make_item(
        title=title,
        body=body,
        author=(name, name),
        contact=(name,),
        tags=(tag, tag),
        source=(source, union),
        section=tag,
        summary=summary,
        gallery=(make_photo(file),),
        titles=((tag, title),),
        script=script,
        variants=((tag, make_item(body=title)),),
    )
    articles = convert(item, make_context(HANS, HANT, TAIWAN, HONG_KONG))
    assert len(articles) == 4
    assert all(article.card.url.isascii() for article in articles)
    assert articles == convert(item, make_context(HANS, HANT, TAIWAN, HONG_KONG))


def test_summary_is_cut_from_running_text() -> None:
    """Not from what stands beside it: captions, tables, notes, printed attachments."""
    body = "| 项目 | 数 |\n|---|---|\n| 表里的话，很长很长很长。 | 1 |\n\n正文第一句。[^1]\n\n[^1]: 注释里的话。\n"
    photo = make_photo("2026/a.jpg")
    item = make_item(body=f"![现场](a.jpg '图为现场的说明。')\n\n{body}", photos=(("a.jpg", photo),))
    assert convert(item)[0].card.summary == "正文第一句。"
    assert convert(make_item(body=body.split("\n\n")[0]))[0].card.summary != ""


FILE = Attachment("说明", "/files/a.pdf", "a.pdf", "pdf", 9)


@pytest.mark.parametrize(
    ("stated", "titles", "shown"),
    [
        (["统计表", "别的"], [" 统计表"], [("统计表", "#c-统计表"), ("别的", "")]),
        ([], [" 统计表"], [("统计表", "#c-统计表")]),
        (["汇总表"], [""], [("汇总表", "#c-附件")]),
        (["汇总表", FILE], [""], [("汇总表", "#c-附件"), ("说明", FILE.url)]),
        ([FILE], [""], [("说明", FILE.url), ("附件", "#c-附件")]),
        ([FILE], [" 说明"], [("说明", FILE.url)]),
        (["甲表", "乙表"], ["", ""], [("甲表", "#c-附件"), ("乙表", "#c-附件-2")]),
        (["甲表", "乙表"], ["", " 甲表"], [("甲表", "#c-甲表"), ("乙表", "#c-附件")]),
        ([], ["", ""], [("附件", "#c-附件"), ("附件", "#c-附件-2")]),
    ],
)
def test_a_named_attachment_that_the_body_prints_leads_there(
    stated: list[str | Attachment], titles: list[str], shown: list[tuple[str, str]]
) -> None:
    body = "正文。\n" + "".join(f"\n::: 附件{title}\n\n表。\n\n:::\n" for title in titles)
    attachments = tuple(one if isinstance(one, Attachment) else Attachment(one, "") for one in stated)
    article = convert(make_item(attachments=attachments, body=body))[0]
    urls = [unquote(one.url).removeprefix(article.card.url) for one in article.attachments]
    assert list(zip([one.name for one in article.attachments], urls, strict=True)) == shown


@pytest.mark.parametrize(
    ("kind", "stated", "codes"),
    [
        ("news", ("别的",), ["W703"]),
        ("page", ("别的", "甲表"), ["W703"]),
        ("news", ("甲表",), []),
        ("notice", ("别的",), []),
    ],
)
def test_an_attachment_that_no_page_shows_is_named(kind: Kind, stated: tuple[str, ...], codes: list[str]) -> None:
    attachments = tuple(Attachment(name, "") for name in stated)
    item = make_item(kind=kind, attachments=attachments, body="正文。\n\n::: 附件 甲表\n\n表。\n\n:::\n")
    found = convert_item(item, make_context()).problems
    assert [problem.code for problem in found] == codes
    assert all(dict(problem.values)["name"] == "别的" for problem in found)
