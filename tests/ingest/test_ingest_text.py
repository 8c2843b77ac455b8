"""Plain text as scraped -> drafts; every line of it ends up somewhere."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bulletin.ingest.draft import Reading
from bulletin.ingest.page import Wish, read_text
from bulletin.ingest.writing import item_text, planned

LEAD = (
    "近日，临江市总工会在鹭洲区召开工会工作推进会，总结前三季度工作，部署下一阶段任务，"
    "来自各区县总工会的负责同志参加。"
)
BODY = (
    "会议要求，各级工会要把服务职工放在心上，落细落实送温暖、职工托管、技能提升等各项工作，"
    "让职工看得见、摸得着、用得上。"
)


def read(text: str, is_split: bool = False, sections: tuple[str, ...] = ("要闻",)) -> Reading:
    return read_text("page.txt", text, Wish(is_split, frozenset(sections)))


def one(text: str) -> tuple[str, dict[str, object], str]:
    drafts = read(text).drafts
    assert len(drafts) == 1
    return drafts[0].title, dict(drafts[0].fields), drafts[0].body


PAGE = f"""您当前的位置：首页 > 工会新闻 > 要闻
今天是：2026年11月20日 星期五
临江市总工会召开推进会
发布时间：2026年09月30日 09:05  来源：鹭洲区总工会  作者：丁砚秋  浏览次数：555次  字号：【大 中 小】
　　{LEAD}
　　{BODY}
（清漪县总工会供稿）
【打印】 【关闭】
上一篇：关于举办技能大赛的通知
主办单位：临江市总工会 版权所有
浙ICP备11032011号-1
"""


def test_a_page_with_labels() -> None:
    title, fields, body = one(PAGE)
    assert title == "临江市总工会召开推进会"
    assert fields == {
        "日期": "2026-09-30 09:05", "来源": "鹭洲区总工会", "栏目": "要闻", "作者": "丁砚秋", "供稿": "清漪县总工会",
        "浏览次数": "555",
    }  # fmt: skip
    assert body == f"{LEAD}\n\n{BODY}"
    left = {one.line.number for one in read(PAGE).left_out}
    assert left == {1, 2, 4, 8, 9, 10, 11}  # 4: 字号


@pytest.mark.parametrize(
    ("line", "fields"),
    [
        ("2026-09-30", {"日期": "2026-09-30"}),
        ("| 2026-09-30", {"日期": "2026-09-30"}),
        ("二〇二六年九月三十日", {"日期": "2026-09-30"}),
        ("２０２６年9月30日 星期三", {"日期": "2026-09-30"}),
        ("发布日期:2026/9/30", {"日期": "2026-09-30"}),
        ("2026-09-30 10:20 来源:滨江工友报", {"日期": "2026-09-30 10:20", "来源": "滨江工友报"}),
        ("时间：2026.09.30　作者：郎一舟、孟小楼　责任编辑：余雁秋",
         {"日期": "2026-09-30", "作者": "郎一舟、孟小楼", "编辑": "余雁秋"}),
        ("發佈時間：2026年9月30日 來源：鷺洲區總工會 瀏覽次數：12",
         {"日期": "2026-09-30", "来源": "鷺洲區總工會", "浏览次数": "12"}),
        ("来 源：市总工会　点击数：[ 31 ]", {"来源": "市总工会", "浏览次数": "31"}),
    ],
)  # fmt: skip
def test_lines_of_labels(line: str, fields: dict[str, str]) -> None:
    assert one(f"临江市总工会召开推进会\n{line}\n{LEAD}\n{BODY}")[1] == {"日期": "", **fields}


@pytest.mark.parametrize(
    "line",
    [
        "时间：9月30日上午九点，地点：工人文化宫一楼。",
        "2026年9月",
        "日期：2017年 月 日",
        "2026年2月31日",
        "日前，会议召开",
        "来源于基层的经验值得推广，作者们纷纷表示要继续努力写好身边的劳模故事，让更多的职工看到。",
    ],
)
def test_what_is_no_label(line: str) -> None:
    title, fields, body = one(f"临江市总工会召开推进会\n{LEAD}\n{line}\n{BODY}")
    assert (title, fields) == ("临江市总工会召开推进会", {"日期": ""})
    assert line in body


@pytest.mark.parametrize(
    ("line", "field", "value"),
    [
        ("（丁砚秋）", "作者", "丁砚秋"),
        ("(丁砚秋、郎一舟)", "作者", "丁砚秋、郎一舟"),
        ("（记者 丁砚秋 通讯员 郎一舟）", "作者", "丁砚秋、郎一舟"),
        ("据《滨江工友报》", "转载", "《滨江工友报》"),
        ("據《濱江工友報》", "转载", "《濱江工友報》"),
        ("（转自《滨江工友报》）", "转载", "《滨江工友报》"),
        ("（晨渡电子工会供稿）", "供稿", "晨渡电子工会"),
        ("来源：晨渡电子工会", "来源", "晨渡电子工会"),
        ("摄影：孟小楼", "摄影", "孟小楼"),
        ("责任编辑：余雁秋　审核：范长屿", "编辑", "余雁秋"),
    ],
)
def test_credits_at_the_end(line: str, field: str, value: str) -> None:
    _, fields, body = one(f"临江市总工会召开推进会\n{LEAD}\n{BODY}\n{line}\n")
    assert fields[field] == value
    assert body == f"{LEAD}\n\n{BODY}"


@pytest.mark.parametrize(
    "line", ["（图略）", "（资料图片）", "（临江市总工会）", "（未完待续）", "（一）加强领导", "（附后）"]
)
def test_what_is_no_byline(line: str) -> None:
    _, fields, body = one(f"临江市总工会召开推进会\n{LEAD}\n{BODY}\n{line}\n")
    assert "作者" not in fields
    assert body.endswith(line)


def test_a_broken_paragraph_is_joined_and_a_repeated_caption_left_out() -> None:
    head, tail = BODY[:46], BODY[46:]
    caption = "鹭洲区工会工作推进会"
    text = f"临江市总工会召开推进会\n\n{LEAD}{caption}现场。\n\n{LEAD}{head}\n\n\n\n{caption}\n\n{tail}\n"
    reading = read(text)
    assert reading.drafts[0].body == f"{LEAD}{caption}现场。\n\n{LEAD}{BODY}"
    assert reading.joined == (11,)
    assert [(left.line.number, left.why) for left in reading.left_out] == [(9, "repeat")]


def test_lines_broken_at_a_width() -> None:
    paragraphs = [LEAD, BODY, LEAD[::-1].replace("。", "") + "。"]
    lines = [line for text in paragraphs for line in re.findall(".{1,30}", f"　　{text}")]
    _, _, body = one("\n".join(["临江市总工会召开推进会", *lines]))
    assert body.split("\n\n") == paragraphs


def test_half_width_marks_and_damage() -> None:
    damaged = "11月3日,市总工會系統(tǒng)召开会议(扩大),企業(yè)工會系統(tǒng)65.37%的職工、企業(yè)参加."
    reading = read(f"召开推进会\n{damaged}\n")
    assert reading.drafts[0].body == "11月3日，市总工會系統召开会议（扩大），企業工會系統65.37%的職工、企業参加。"
    assert [place.repair.kind for place in reading.mended] == ["pinyin"] * 4
    assert (reading.mended[0].line, reading.mended[0].column) == (2, 13)


NOTICE = f"""关于开展核查工作的通知
临工发〔2026〕38号
各区(县)总工会、市级产业工会:
{LEAD}现将有关事项通知如下：
一、核查对象
{BODY}
二、工作要求
（一）加强领导。{BODY}
联系人:范长屿
电 话:0999-5550138
附件:核查进度汇总表
临江市总工会
2026年9月28日
附件:
核查进度汇总表 | |||
单位 | 户数 | 备注 |
甲区 | 12 |
| |
"""


def test_a_notice_with_a_form() -> None:
    title, fields, body = one(NOTICE)
    assert title == "关于开展核查工作的通知"
    assert fields == {
        "类型": "通知", "日期": "", "发文字号": "临工发〔2026〕38号", "主送": "各区（县）总工会、市级产业工会：",
        "落款": "临江市总工会", "成文日期": "2026-09-28", "联系人": "范长屿", "电话": "0999-5550138",
    }  # fmt: skip
    assert body.startswith(LEAD)
    assert "联系人" not in body
    assert "\n\n::: 附件 核查进度汇总表\n\n| 核查进度汇总表 | >> |" in body
    assert body.endswith("\n\n:::")


ARTICLES = tuple(
    (
        f"{place}总工会举办职工{what}大赛",
        f"近日，{place}总工会在{where}举办职工{what}大赛，{count}名职工报名参加。{what}是{place}职工喜欢的项目。" * 2,
        by,
    )
    for place, what, where, count, by in (
        ("鹭洲区", "书法", "文化馆", "126", "丁砚秋"),
        ("清漪县", "插花", "体育中心", "88", "郎一舟"),
        ("晨渡镇", "乒乓球", "工人俱乐部", "240", "孟小楼"),
    )
)


@pytest.mark.parametrize("blank", ["\n", "\n\n"], ids=["dense", "spaced"])
@pytest.mark.parametrize("head", ["", "工会动态\n2026-09-30\n"], ids=["bare", "headed"])
def test_an_issue_page_is_split(blank: str, head: str) -> None:
    text = head + blank.join(f"{title}{blank}{body}{blank}（{by}）" for title, body, by in ARTICLES) + "\n"
    whole = read(text)
    assert (len(whole.drafts), whole.could_split, whole.is_split) == (1, 3, False)
    assert all(f"## {title}" in whole.drafts[0].body for title, _, _ in ARTICLES)
    reading = read(text, is_split=True)
    assert [(one.title, one.field("作者"), one.body) for one in reading.drafts] == [
        (title, by, body) for title, body, by in ARTICLES
    ]
    assert {one.field("日期") for one in reading.drafts} == {"2026-09-30" if head else ""}


def test_head_and_foot_of_a_bulletin() -> None:
    items = "\n".join(f"{title}\n{body}" for title, body, _ in ARTICLES)
    text = f"江北工会简报\n第12期\n江北市总工会办公室编 2026年10月20日\n{items}\n报：省总工会 送：市委办公室\n"
    reading = read(text, is_split=True)
    assert [(one.title, one.body, dict(one.fields)) for one in reading.drafts] == [
        (title, body, {"日期": "2026-10-20"}) for title, body, _ in ARTICLES
    ]
    assert (reading.issue, reading.issue_title) == ("2026-12", "江北工会简报")


def test_marks_of_an_editor_win() -> None:
    text = f"甲会召开推进会\n{LEAD}\n<!-- 分篇 -->\n乙会召开座谈会\n{BODY}\n"
    assert [one.title for one in read(text, is_split=True).drafts] == ["甲会召开推进会", "乙会召开座谈会"]


@pytest.mark.parametrize(
    "text",
    [
        f"推进会召开\n{LEAD}\n暖心服务到车间\n{BODY}\n技能提升有平台\n{BODY}{LEAD}\n",  # subheadings
        f"# 推进会召开\n\n{LEAD}\n\n## 服务到车间\n\n{BODY}\n\n## 技能有平台\n\n{BODY}{BODY}\n",
        PAGE,
        NOTICE,
        f"推进会召开\n{LEAD}\n{BODY}\n（丁砚秋）\n",
    ],
    ids=["subheadings", "markdown", "page", "notice", "byline"],
)
def test_one_article_stays_one(text: str) -> None:
    assert read(text, is_split=True).could_split == 0


COLUMN = (
    (
        "1月8日，鹭洲区总工会邀请职工艺术团到晨渡镇演出，三百多名一线职工观看了《风雨同舟》等节目。"
        "演出持续了两个小时，掌声不断。",
        "演出结束后，晨渡镇纺织厂的李师傅说，《风雨同舟》演的就是咱们厂里的事，希望艺术团以后常来晨渡镇，大家都欢迎。",
    ),
    (
        "近日，清漪县总工会为环卫驿站添置了微波炉和饮水机，四百名环卫工人歇脚、热饭都有了去处，驿站每天早上六点开门。",
        "据了解，清漪县已经建成环卫驿站三十六处，微波炉、饮水机、急救箱一应俱全，今年还要在老城区再建八处，"
        "方便环卫工人。",
    ),
    (
        "2月3日，江锚造船厂工会举行焊工技能比武，六十名选手同台竞技，青年焊工周启明夺得第一名，"
        "获得“江锚焊王”称号。",
        "会上，周启明介绍了仰焊的体会。江锚造船厂工会负责人表示，焊工比武已经连续举办九年，带动二百多名青年焊工晋级。",
    ),
    (
        "日前，滨江公交公司工会开通夜班司机热餐热线，两百名夜班司机在终点站就能吃上热饭，热餐每份补贴五元。",
        "热餐由滨江公交公司食堂统一配送，夜班司机提前一天在热线上登记就行，这项服务将一直开到明年春天。",
    ),
)


@pytest.mark.parametrize("credit", ["据《滨江工友报》\n", ""], ids=["credits", "bare"])
def test_a_column_without_titles(credit: str) -> None:
    reading = read("\n".join(f"{first}\n{second}\n{credit}" for first, second in COLUMN), is_split=True)
    assert [one.body for one in reading.drafts] == [f"{first}\n\n{second}" for first, second in COLUMN]
    assert [one.field("转载") for one in reading.drafts] == ["《滨江工友报》" if credit else ""] * 4
    assert [one.title for one in reading.drafts] == [""] * 4


def test_a_column_with_bylines_in_its_paragraphs() -> None:
    items = [(f"▲{first}", by) for (first, _), by in zip(COLUMN, ("张伟", "李娜", "王强", "陈静"), strict=True)]
    reading = read("简讯\n" + "\n".join(f"{text}（{by}）" for text, by in items), is_split=True)
    assert [(one.body, one.field("作者")) for one in reading.drafts] == items


def test_a_form_of_two_groups_with_a_row_too_long() -> None:
    rows = "情况表 | ||||\n基 本 情 况 | 职工 | 会员 | ||\n|\n| |||\n"
    rows += "建 家 情 况 | 面积 | 投入 | |||\n|\n| |||\n备注: | ||||\n"
    reading = read(f"推进会召开\n{LEAD}\n附件\n{rows}")
    assert reading.tables == ("6x5",)
    assert reading.drafts[0].body.endswith(
        "::: 附件 情况表\n\n| 情况表 | >> | >> | >> | >> |\n|---|---|---|---|---|\n"
        "| 基本情况 | 职工 | >> | 会员 | >> |\n| ^^ |  | >> |  | >> |\n"
        "| 建家情况 | 面积 | >> | 投入 | >> |\n| ^^ |  | >> |  | >> |\n| 备注： | >> | >> | >> | >> |\n\n:::"
    )


@pytest.mark.parametrize("is_split", [False, True])
def test_a_column_in_brackets_is_no_title_though_the_site_has_none_of_that_name(is_split: bool) -> None:
    parts = [("他山之石", "临江召开推进会"), ("图片新闻", "江北召开推进会")]
    text = "\n".join(f"【{column}】\n{title}\n{LEAD}\n（作者：丁砚秋）" for column, title in parts[: 1 + is_split])
    reading = read(text, is_split)
    assert [one.title for one in reading.drafts] == [title for _, title in parts[: 1 + is_split]]
    assert [one.code for one in reading.problems].count("W967") == 1 + is_split


@pytest.mark.parametrize(
    ("last", "is_foot"),
    [
        ("送3000元慰问金到困难职工手中。", False),
        ("发1200份宣传册。", False),
        ("印5000份手册发给一线职工。", False),
        ("市总近日将《通知》印发", False),
        ("抄送：市委办公室。", True),
        ("報：省總工會", True),
        ("（共印80份）", True),
        ("印数：50份", True),
        ("临江市总工会办公室　2026年10月15日印发", True),
    ],
)
@pytest.mark.parametrize("above", [[LEAD], [LEAD, BODY]], ids=["below one paragraph", "below two"])
def test_who_else_got_it_is_left_out_and_the_last_sentence_is_not(last: str, is_foot: bool, above: list[str]) -> None:
    _, _, body = one("\n\n".join(["临江市总工会召开推进会", "2026-09-30", *above, last]))
    assert body.split("\n\n") == (above if is_foot else [*above, last])


@pytest.mark.parametrize("text", ["", "\n\n  \n", "|\n||\n", "打印 关闭\n"])
def test_a_text_of_nothing(text: str) -> None:
    reading = read(text)
    assert reading.drafts == ()
    assert [problem.code for problem in reading.problems] == ["E964"]


# -- nothing is lost ---------------------------------------------------------------------------------------------

KINDS = st.sampled_from(
    [
        LEAD, BODY, BODY[:46], BODY[46:], "推进会在鹭洲区召开", "（丁砚秋）", "据《滨江工友报》",
        "发布时间：2026-09-30 来源：市总工会", "2026-09-30", "一、指导思想", "（一）加强领导。" + BODY,
        "各区县总工会：", "联系人：范长屿", "电话：0999-5550138", "附件：", "附件：登记表", "临江市总工会",
        "2026年9月28日", "甲 | 乙 | |", "丙 | 丁 | |", "| 戊 | 己 |", "|", "|||", "打印", "上一篇：甲会",
        "当前位置：首页 > 要闻", "<!-- 分篇 -->", "---", "# 标题一", "## 标题二", "信息", "", "",
        "责任编辑：余雁秋 审核：范长屿", "浏览次数：12次", "#话题#", "摘要：一二三", "编号：", "图为现场。",
        "- 一项", "3. 三项", "标题：另一个题目", "关键词：工会 服务",
    ]
)  # fmt: skip
WORD = re.compile(r"[\u3400-\u9fffA-Za-z0-9]+")


def words(text: str) -> str:
    return "".join(WORD.findall(text))


@given(
    st.lists(st.one_of(KINDS, st.text("一二三四五六七八，。：（）《》|#*- \u3000abc19", max_size=40)), max_size=14),
    st.booleans(),
)
def test_nothing_is_lost(lines: list[str], is_split: bool) -> None:
    """Every line's words are in an item, in what was taken of it, or in what was left out."""
    text = "\n".join(lines)
    reading = read(text, is_split)
    if not reading.drafts:
        return
    items = words("\n".join(item_text(draft) for draft in reading.drafts))
    told = words("\n".join([*(one.line.text for one in reading.taken), *(one.line.text for one in reading.left_out)]))
    for line in text.split("\n"):
        for cell in re.split(r"[|\s:：/]+", line):
            assert words(cell) in items or words(cell) in told, (cell, items, told)


@given(st.lists(KINDS, max_size=14), st.booleans())
def test_paths_are_free_and_each_item_is_written_once(lines: list[str], is_split: bool) -> None:
    reading = read("\n".join(lines), is_split)
    plan = planned(reading, "第四十二期.txt", lambda path: path.endswith("第四十二期.md"))
    paths = [file.path.casefold() for file in plan.files]
    assert len(set(paths)) == len(paths) == len(reading.drafts) + bool(plan.index)
    assert not any(path.endswith("/第四十二期.md") for path in paths)
