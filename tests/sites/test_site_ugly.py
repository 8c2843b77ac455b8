"""A whole site of files as editors really write them: understood silently where there is no doubt, named with its
line where something was guessed, left out and named where nothing can be, and always beside a good item."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from html import unescape
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from sites.make_site import write_site

from bulletin.model.page import Report
from bulletin.model.problem import Problem
from bulletin.pipeline import Options, build
from bulletin.words import message

NOW = datetime(2026, 11, 20, 9, tzinfo=UTC)
GOOD = "u-good"
SAME_TITLE = "W472"  # many cases share a title and a day: not what they are about


@dataclass(frozen=True)
class Case:
    """``codes``: the problems, warnings and errors alone, that the file must get, all of them, by code and line.
    ``shows`` and ``hides`` are looked for in the HTML of its page; ``data`` is text or bytes."""

    data: str | bytes
    codes: tuple[tuple[str, int], ...] = ()
    shows: tuple[str, ...] = ()
    hides: tuple[str, ...] = ()
    is_left_out: bool = False


def head(fields: str, body: str = "正文在这里。") -> str:
    return f"---\n{fields}\n---\n\n{body}\n"


def body(text: str, *codes: tuple[str, int], shows: tuple[str, ...], hides: tuple[str, ...] = ()) -> Case:
    return Case(head("标题: 正文的写法\n日期: 2026-09-30", text), codes, shows, hides)


def dated(text: str, *codes: tuple[str, int], shows: str = "", is_left_out: bool = False) -> Case:
    return Case(head(f"标题: 日期的写法\n日期: {text}"), codes, (shows,) if shows else (), (), is_left_out)


PLAIN = head(
    "标题: 临江县总工会举办技能比武\n日期: 2026-09-30\n来源: 市总",
    "近日，临江县总工会举办技能比武，干部职工踊跃参加，现场气氛热烈。",
)
SHORT = "---\n标题: 会议\n日期: 2026-09-30\n---\n\n开会了。\n"
BIG5 = head(
    "標題: 總工會舉辦技能競賽\n日期: 2026-09-30",
    "總工會日前舉辦職工技能競賽，共有三百名職工參加，場面熱烈。",
)
SHOWN = ("临江县总工会举办技能比武", "干部职工踊跃参加")
DAY = "2026-09-30"

ENCODINGS = {
    "gbk": Case(PLAIN.encode("gbk"), shows=SHOWN),
    "gbk-crlf": Case(PLAIN.replace("\n", "\r\n").encode("gbk"), shows=SHOWN),
    "gbk-short": Case(SHORT.encode("gbk"), shows=("会议", "开会了。")),
    "gb18030": Case(PLAIN.replace("。", "，有㐂和€。").encode("gb18030"), shows=("㐂和€",)),
    "big5": Case(BIG5.encode("big5"), shows=("总工会举办技能竞赛",)),
    "big5hkscs": Case(BIG5.replace("場面", "啲人話好嘢，場面").encode("big5hkscs"), shows=("总工会",)),
    "utf8-bom": Case(PLAIN.encode("utf-8-sig"), shows=SHOWN),
    "utf16": Case(PLAIN.encode("utf-16"), shows=SHOWN),
    "utf16-be": Case(b"\xfe\xff" + PLAIN.encode("utf-16-be"), shows=SHOWN),
    "utf16-no-mark": Case(PLAIN.encode("utf-16-le"), shows=SHOWN),
    "crlf": Case(PLAIN.replace("\n", "\r\n"), shows=SHOWN),
    "lone-cr": Case(PLAIN.replace("\n", "\r"), shows=SHOWN),
    "mixed-ends": Case(PLAIN.replace("\n", "\r\n", 3), shows=SHOWN),
    "nel-and-ls": Case(PLAIN.replace("近日，", "近日，\u2028"), shows=("临江县总工会举办技能比武",)),
    "nul": Case(PLAIN.replace("近日", "近\0日"), (("W207", 7),), shows=("近日，",)),
    "zero-width": Case(PLAIN.replace("近日", "近\u200b日"), (("W209", 7),), shows=("近日，",)),
    "bidi": Case(PLAIN.replace("近日", "近\u202e日"), (("W208", 7),), shows=("近日，",)),
    "lost": Case(PLAIN.replace("近日", "近\ufffd日"), (("W206", 7),), shows=("近□日，",)),
    "damaged": Case(PLAIN.encode() + b"\xe5\xb7\n", (("E205", 8),), is_left_out=True),
    "decomposed": Case(PLAIN.replace("近日", "Cafe\u0301近日"), shows=("Café近日",)),
    "word-in-disguise": Case(b"PK\x03\x04" + bytes(200), (("E204", 0),), is_left_out=True),
    "old-word": Case(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), (("E204", 0),), is_left_out=True),
    "rtf": Case(rb"{\rtf1\ansi\ansicpg936 \'b9\'a4}", (("E204", 0),), is_left_out=True),
    "pdf": Case(b"%PDF-1.7\n1 0 obj << >>", (("E204", 0),), is_left_out=True),
    "zeros": Case(bytes(5000), (("E202", 0),), is_left_out=True),
    "random-bytes": Case(bytes(range(128, 256)) * 9, (("E202", 0),), is_left_out=True),
}
FRONT = {
    "wide-colons": Case(
        head("标题：全角冒号\n日期：2026-09-30\n来源：市总\n作者：余慧明"), shows=("全角冒号", "余慧明", "滨江市总工会")
    ),
    "mixed-colons": Case(head("标题: 混用冒号\n日期：2026-09-30\n来源：市总"), shows=("混用冒号", "滨江市总工会")),
    "no-space": Case(head("title:没有空格\n日期:2026-09-30\n作者:范晓舟"), shows=("没有空格", "范晓舟", DAY)),
    "wide-space": Case(
        head("标题：\u3000宽空格\n\u3000作者:\u3000范晓舟\n日期:\xa02026-09-30"), shows=("宽空格", "范晓舟", DAY)
    ),
    "tab": Case(
        head("标题:\t制表符\n日期:\t2026-09-30\n类型:\t通知\n附件:\n\t- 名称:\t附表"), shows=("制表符", "附表")
    ),
    "colon-in-value": Case(head("title: 快讯: 今天开会\n日期: 2026-09-30"), (("W436", 2),), shows=("快讯: 今天开会",)),
    "brackets": Case(head("标题: [工会动态] 开会了\n日期: 2026-09-30"), shows=("[工会动态] 开会了",)),
    "only-brackets": Case(head("标题: [工会动态]\n日期: 2026-09-30"), shows=("[工会动态]",)),
    "stars": Case(head("标题: *重要* 通知\n日期: 2026-09-30"), shows=("*重要* 通知",)),
    "at": Case(head("标题: @全体会员\n日期: 2026-09-30"), shows=("@全体会员",)),
    "percent": Case(head("标题: %50 的会员\n日期: 2026-09-30"), shows=("%50 的会员",)),
    "half-quoted": Case(head('标题: "一函两书"护航\n日期: 2026-09-30'), (("W436", 2),), shows=('"一函两书"护航',)),
    "smart-quotes": Case(head("标题: “一函两书”\n日期: 2026-09-30"), shows=("“一函两书”",)),
    "smart-around-all": Case(head("标题：‘娘家人’来了\n日期: 2026-09-30"), shows=("‘娘家人’来了",)),
    "hash": Case(head("标题: 会议 #1\n日期: 2026-09-30"), shows=("会议 #1",)),
    "braces": Case(head("标题: {重要} {{ title }} {% if %}\n日期: 2026-09-30"), shows=("{{ title }} {% if %}",)),
    "ampersand": Case(head("标题: &锚 和 !标记 | 与 > \n日期: 2026-09-30"), shows=("&锚 和 !标记 | 与",)),
    "issue-042": Case(head("标题: 期号\n日期: 2026-10-14\n期: 042"), shows=("第42期",)),
    "phone": Case(head("标题: 电话\n日期: 2026-09-30\n类型: 通知\n电话: 0571-64650989"), shows=("0571-64650989",)),
    "phone-zero": Case(head("标题: 电话\n日期: 2026-09-30\n类型: 通知\n电话: 00123"), shows=("00123",)),
    "title-on": Case(head("标题: on\n日期: 2026-09-30"), shows=("<title>on",)),
    "title-number": Case(head("标题: 2024.10\n日期: 2026-09-30"), shows=("<title>2024.10",)),
    "title-time": Case(head("标题: 12:30:45\n日期: 2026-09-30"), shows=("<title>12:30:45",)),
    "title-null": Case(head("标题: null\n日期: 2026-09-30"), shows=("<title>null",)),
    "pinned-on": Case(head("标题: 开关\n日期: 2026-09-30\n置顶: on")),
    "pinned-unclear": Case(head("标题: 开关\n日期: 2026-09-30\n置顶: 大概"), (("E406", 4),)),
    "twice": Case(head("标题: 甲\n日期: 2026-09-30\n标题: 乙"), (("E105", 4),), is_left_out=True),
    "twice-by-alias": Case(head("标题: 甲\n日期: 2026-09-30\ntitle: 乙"), (("W429", 4),), ("<title>甲",)),
    "unknown-key": Case(head("标题: 甲\n日期: 2026-09-30\n栏木: 要闻"), (("W427", 4),)),
    "unknown-far": Case(head("标题: 甲\n日期: 2026-09-30\nwxyz: 1"), (("W428", 4),)),
    "unknown-section": Case(head("标题: 甲\n日期: 2026-09-30\n栏目: 要文"), (("W430", 4),)),
    "unknown-union": Case(head("标题: 甲\n日期: 2026-09-30\n来源: 东港总工会"), (("W431", 4),), ("东港总工会",)),
    "tags-list": Case(
        head("标题: 甲\n日期: 2026-09-30\ntags: [工会, 工伤]"), shows=(">工会</a>", ">工伤</a>"), hides=("[工会",)
    ),
    "tags-text": Case(
        head("标题: 甲\n日期: 2026-09-30\n关键词：工会、工伤，劳模"), shows=(">工会</a>", ">工伤</a>", ">劳模</a>")
    ),
    "open-bracket": Case(head("标题: 甲\n日期: 2026-09-30\n标签: [工会, 工伤"), (("W114", 4),), shows=(">工伤</a>",)),
    "no-end": Case(
        "---\n标题: 没有结束线\n日期: 2026-09-30\n\n正文在这里。\n", (("W103", 1),), ("没有结束线", "正文在这里")
    ),
    "no-fences": Case(
        "标题：没有分隔线\n日期：2026-09-30\n\n正文在这里。\n", (("W102", 1),), ("没有分隔线", "正文在这里")
    ),
    "dashes": Case("———\n标题：破折号\n日期：2026-09-30\n———\n\n正文在这里。\n", shows=("破折号", "正文在这里")),
    "stray-line": Case(head("标题: 甲\n这一行什么也不是\n日期: 2026-09-30"), (("W104", 3),), (DAY,)),
    "list-for-title": Case(head("标题:\n  - 甲\n  - 乙\n日期: 2026-09-30"), (("E401", 3),), is_left_out=True),
    "no-title": Case(head("日期: 2026-09-30", "第一行作标题\n\n正文在这里。"), (("W417", 5),), ("第一行作标题",)),
    "only-text": Case("正文只有这一句话，没有标题也没有日期。\n", (("W416", 0), ("W418", 0)), ("正文只有这一句话",)),
    "empty": Case("", (("E419", 0), ("W416", 0)), is_left_out=True),
    "only-spaces": Case(" \n\u3000\n\t\n", (("E419", 0), ("W416", 0)), is_left_out=True),
    "only-head": Case("---\n标题: 只有字段\n日期: 2026-09-30\n---\n", shows=("只有字段",)),
    "alias": Case(head("标题: anchor\n日期: 2026-09-30\n作者: &a 甲\n编辑: *a"), shows=("&a 甲",)),
    "folded": Case(head("标题: 折行\n日期: 2026-09-30\n摘要: >\n  第一行\n  第二行"), shows=("第一行",)),
    "continued": Case(head("标题: 标题太长\n  写成两行\n日期: 2026-09-30"), shows=("标题太长",)),
}
DATES = {
    **{
        f"date-{number}": dated(text, shows=f'datetime="{DAY}T00:00:00+08:00">2026年9月30日</time>')
        for number, text in enumerate(
            (
                "2026年9月30日",
                "2026年09月30日",
                "2026-9-30",
                "2026.09.30",
                "2026/9/30",
                "２０２６年９月３０日",
                "2026 年 9 月 30 日",
                "二〇二六年九月三十日",
                "20260930",
                "2026-09-30 星期三",
                "2026年9月30日（星期三）",
                '"2026-09-30"',
                "２０２６.9.30",
            )
        )
    },
    **{
        f"moment-{number}": dated(text, shows=f'datetime="{DAY}T09:05')
        for number, text in enumerate(
            (
                "2026-09-30 09:05",
                "2026-09-30T09:05:00+08:00",
                "2026-09-30T01:05:00Z",
                "2026年9月30日 9时5分",
                "2026-09-30 9：05",
                "2026年9月30日上午9:05",
            )
        )
    },
    "date-31": dated("2026年9月31日", ("E402", 3), is_left_out=True),
    "date-month": dated("2026-13-45", ("E403", 3), is_left_out=True),
    "date-year": dated("0009-01-01", ("E404", 3), is_left_out=True),
    "date-clock": dated("2026-09-30 25:00", ("E405", 3), is_left_out=True),
    **{
        f"no-date-{number}": dated(text, ("E407", 3), is_left_out=True)
        for number, text in enumerate(
            (
                "日前",
                "昨天",
                "9月30日",
                "2026年9月",
                "2026年 月 日",
                "2026",
                "9/30/2026",
                "2026-09-30到10-02",
                "99999999999999999999",
            )
        )
    },
    "date-empty": dated("", ("W416", 0)),
    "date-in-body": Case(
        head("标题: 甲", "发布时间：2026年09月30日\n\n正文。"), shows=(DAY,), hides=("发布时间：2026",)
    ),
    "date-deadline": Case(head("标题: 甲", "请于2026年10月23日前报名。"), (("W416", 0),), ("2026年10月23日前",)),
}
BODIES = {
    "four-spaces": body(
        "    缩进四格的一段。\n\n    第二段。", shows=("<p>缩进四格的一段。</p>",), hides=("<pre", "<code")
    ),
    "tab-indent": body("\t制表符缩进的一段。\n\n\t第二段。", shows=("<p>制表符缩进的一段。</p>",), hides=("<pre",)),
    "wide-indent": body("\u3000\u3000全角缩进的一段。", shows=("<p>全角缩进的一段。</p>",)),
    "nbsp-indent": body("\xa0\xa0不断行空格的一段。", shows=("<p>不断行空格的一段。</p>",)),
    "soft-break": body("第一行\n第二行", shows=("第一行第二行",)),
    "year-list": body("2024. 全年工作很好", shows=("<p>2024. 全年工作很好</p>",)),
    "number-dot": body("1.加强组织领导", shows=("<p>1.加强组织领导</p>",)),
    "list-tight": body("工作如下：\n- 甲\n- 乙", shows=("<li>甲</li>", "<li>乙</li>")),
    "list-two-spaces": body("- 甲\n  - 乙", shows=("<li>甲<ul><li>乙</li></ul></li>",)),
    "bold-quotes": body(
        "**“一函两书”**制度，**近日，**市总", shows=("<strong>“一函两书”</strong>制度", "<strong>近日，</strong>市总")
    ),
    "bare-link": body("见 https://example.org/a。欢迎", shows=('href="https://example.org/a"', "。欢迎")),
    "strike": body("~~旧的~~新的", shows=("<del>旧的</del>",)),
    "half-width": body(
        "大会强调,要做好服务;落实责任(具体).",
        ("W436", 6),
        shows=("大会强调,要做好服务;落实责任(具体).",),
    ),
    "middle-dot": body("·第一\n\n•第二", shows=("·第一",)),
    "html-litter": body(
        "/p>残片&nbsp;和<o:p></o:p>文字",
        ("W445", 6),
        ("W445", 6),
        ("W617", 6),
        shows=("残片", "文字"),
        hides=("<o:p",),
    ),
    "jinja": body("{{ chrome }} {% include 'x' %} {# x #}", shows=("{{ chrome }} {% include", "{# x #}")),
    "broken-link": body(
        "见[通知](没有的.md)和[表](没有的.docx)。",
        ("E453", 6),
        ("E455", 6),
        shows=("通知", "表"),
        hides=('没有的.md"',),
    ),
    "broken-photo": body("![现场](没有的.jpg)", ("E451", 6), shows=("正文的写法",), hides=('没有的.jpg"',)),
    "spaced-photo": body("![现场](现场 照片 1.jpg)", shows=("<img", 'alt="现场"')),
    "photo-case": body("![现场](现场 照片 1.JPG)", ("W456", 6), shows=("<img",)),
    "photo-back-slash": body(r"![现场](.\现场 照片 1.jpg)", shows=("<img",)),
    "file-with-spaces": body("[报名表](报名 表（2026）.csv)", shows=("%E6%8A%A5%E5%90%8D%20%E8%A1%A8",)),
    "file-nowhere": Case(head("标题: 没有文件\n日期: 2026-09-30\n附件: 报名表"), (("W703", 0),), ("没有文件",)),
    "chinese-headings": body(
        "## 第一节 工会\n\n文\n\n## 第二节\n\n文\n\n## 第二节\n\n文",
        shows=('id="c-第一节-工会"', 'id="c-第二节"', 'id="c-第二节-2"'),
    ),
    "open-fence": body("```\n代码没有结束", ("W613", 6), shows=("代码没有结束",)),
    "open-container": body("::: 附件 表\n没有结束", ("W611", 6), shows=("没有结束",)),
    "odd-container": body("::: 附见 表\n里面\n:::", ("W610", 6), shows=("里面",)),
    "javascript": body("[点我](javascript:alert(1))", ("W616", 6), shows=("点我",), hides=("javascript:",)),
}
CASES = {**ENCODINGS, **FRONT, **DATES, **BODIES}


@dataclass(frozen=True)
class Built:
    report: Report
    pages: Mapping[str, str]  # slug -> HTML of the first edition

    def of(self, name: str) -> list[Problem]:
        return [problem for problem in self.report.problems if problem.path == f"ugly/u-{name}.md"]


def _photo() -> bytes:
    out = BytesIO()
    Image.new("RGB", (64, 48), "navy").save(out, "JPEG")
    return out.getvalue()


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    site = write_site(tmp_path_factory.mktemp("ugly"), 2)
    folder = site / "content" / "ugly"
    folder.mkdir()
    for name, case in CASES.items():
        data = case.data if isinstance(case.data, bytes) else case.data.encode()
        (folder / f"u-{name}.md").write_bytes(data)
    (folder / "现场 照片 1.jpg").write_bytes(_photo())
    (folder / "报名 表（2026）.csv").write_text("姓名，单位\n", "utf-8")
    (folder / f"{GOOD}.md").write_text(PLAIN.replace("举办", "办好"), "utf-8")
    report = build(Options(site, NOW, jobs=1, has_cache=False), lambda *_: None, lambda _: None)
    public = site / "public"
    pages = {path.parent.name: path.read_text("utf-8") for path in public.glob("[0-9u]*/**/u-*/index.html")}
    return Built(report, pages)


def test_the_good_one_is_published(built: Built) -> None:
    assert "临江县总工会办好技能比武" in built.pages[GOOD]
    assert [problem for problem in built.report.problems if problem.path == f"ugly/{GOOD}.md"] == []


@pytest.mark.parametrize("name", CASES)
def test_what_is_said(built: Built, name: str) -> None:
    said = built.of(name)
    told = sorted((one.code, one.line) for one in said if one.severity != "info" and one.code != SAME_TITLE)
    assert told == sorted(CASES[name].codes), [message(problem, "hans") for problem in said]


@pytest.mark.parametrize("name", CASES)
def test_what_is_shown(built: Built, name: str) -> None:
    case = CASES[name]
    assert (f"u-{name}" not in built.pages) == case.is_left_out
    assert (f"ugly/u-{name}.md" in built.report.left_out) == case.is_left_out
    if not case.is_left_out:
        page = unescape(built.pages[f"u-{name}"])
        assert [text for text in case.shows if text not in page] == []
        assert [text for text in case.hides if text in page] == []


def test_every_problem_has_words_that_an_editor_can_act_on(built: Built) -> None:
    for problem in built.report.problems:
        text = message(problem, "hans")
        assert "{" not in text.replace("{{", "") or "{" in str(problem.values), text
        assert problem.severity != "error" or "→" in text, text


def test_neighbours_that_sound_alike_stay_apart(tmp_path: Path) -> None:
    """工会 and 公会 are one in pinyin (PEERS 2.2)."""
    site = write_site(tmp_path, 1)
    for name in ("工会", "公会"):
        (site / "content" / f"{name}.md").write_text(head(f"标题: {name}\n日期: 2026-09-30\n标签: [{name}]"), "utf-8")
    report = build(Options(site, NOW, jobs=1, has_cache=False), lambda *_: None, lambda _: None)
    assert [problem for problem in report.problems if problem.severity == "error"] == []
    assert {"工会", "公会"} <= {path.name for path in (site / "public" / "tags").iterdir()}
    assert report.items == 4


def test_two_files_with_one_address_are_both_named(tmp_path: Path) -> None:
    site = write_site(tmp_path, 1)
    for name in ("甲", "乙"):
        (site / "content" / f"{name}.md").write_text(head(f"标题: {name}\n日期: 2026-09-30\n网址: same"), "utf-8")
    report = build(Options(site, NOW, jobs=1, has_cache=False), lambda *_: None, lambda _: None)
    (clash,) = [problem for problem in report.problems if problem.code == "E470"]
    assert {clash.path, dict(clash.values)["other"]} == {"甲.md", "乙.md"}
    assert report.left_out == (clash.path,)


@pytest.mark.parametrize("zone", ["Asia/Shanghai", "America/New_York", "UTC"])
def test_a_date_alone_is_local_midnight(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, zone: str) -> None:
    """On a machine in any zone the address and the page give the day that was typed (PEERS 2.1)."""
    monkeypatch.setenv("TZ", zone)
    site = write_site(tmp_path, 1)
    (site / "content" / "day.md").write_text(head("标题: 甲\n日期: 2026-09-01"), "utf-8")
    build(Options(site, NOW, jobs=1, has_cache=False), lambda *_: None, lambda _: None)
    assert 'datetime="2026-09-01T00:00:00+08:00">2026年9月1日<' in (
        site / "public" / "2026" / "09" / "day" / "index.html"
    ).read_text("utf-8")
