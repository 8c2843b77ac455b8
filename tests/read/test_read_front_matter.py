from __future__ import annotations

import re
import unicodedata

import pytest
import yaml
from hypothesis import assume, given
from hypothesis import strategies as st

from bulletin.model.content import Field
from bulletin.read.document import parse_document
from bulletin.read.front_matter import LONGEST, parse_front_matter


def plain(value: object) -> object:
    """A Field's value without lines and columns: mappings as dicts."""
    if isinstance(value, tuple) and value and all(isinstance(one, Field) for one in value):
        if len(value) == 1 and value[0].key == "":
            return plain(value[0].value)
        return {one.key: plain(one.value) for one in value}
    if isinstance(value, tuple):
        return [plain(one) for one in value]
    return value


def read(front: str) -> tuple[dict[str, object], list[str]]:
    fields, _, _, problems = parse_front_matter("a.md", f"---\n{front}\n---\n正文\n")
    return {field.key: plain(field.value) for field in fields}, [problem.code for problem in problems]


@pytest.mark.parametrize(
    "value",
    [
        "快讯: 工会开会了",
        "[工会动态] 开会了",
        "[工会动态]",
        "【重要】通知",
        "*重要*",
        "&注意",
        "@全体职工",
        "%50",
        "!注意",
        "“一函两书”护航",
        '"一函两书"护航',
        "'微心愿'点亮",
        '他说"好"',
        '"甲"和"乙"',
        "会议 #1",
        "#",
        "# 一",
        "|",
        ">",
        "-",
        "- 一",
        "? 什么",
        ": 冒号",
        "：全角",
        "{荥|xíng}阳",
        "{荥|xíng}",
        "[甲](b)",
        "[甲] [乙]",
        "[没有关上",
        "042",
        "0777",
        "on",
        "No",
        "~",
        "null",
        "1e3",
        "0x1F",
        "12:30",
        "1:30:00",
        "2024.10",
        "2024-09-30",
        "9999-99-99",
        "55501234",
        "+86 571 55501234",
        "<<",
        "=",
        "!!python/object:os.system",
        "C:\\文件\\表.docx",
        "a\tb",
        "🎉",
        "---",
        "https://www.example.org/a: b",
    ],
)
@pytest.mark.parametrize("colon", [": ", ":", "：", "： ", ":\t", "：\u3000", "\u00a0:\u00a0", " : "])
def test_scalars_survive(value: str, colon: str) -> None:
    fields, codes = read(f"日期: 2024-09-30\n标题{colon}{value}\n来源: 县总工会")
    assert fields == {"日期": "2024-09-30", "标题": value, "来源": "县总工会"}
    assert codes == []


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("[工会, 工伤]", ["工会", "工伤"]),
        ("[工会,工伤,]", ["工会", "工伤"]),
        ("[工会，工伤]", ["工会", "工伤"]),
        ("[工会、工伤]", ["工会", "工伤"]),
        ("[042, on, 12:30, 2024.10]", ["042", "on", "12:30", "2024.10"]),
        ("[会议 #1, @a, *b*, %c]", ["会议 #1", "@a", "*b*", "%c"]),
        ('["a, b", c]', ["a, b", "c"]),
        ("['it''s', \"t\\tb\"]", ["it's", "t\tb"]),
        ("[工会,\n  工伤\n]", ["工会", "工伤"]),
        ("[\n工会,\n工伤]", "["),  # not indented: no list goes on at the margin
        ("[]", []),
        ("\n- 工会\n- 工伤", ["工会", "工伤"]),
        ("\n  - 工会\n  - 工伤: #1", ["工会", {"工伤": "#1"}]),
        ("\n\t- 工会\n\t- 工伤", ["工会", "工伤"]),
        ("\n　- 工会\n　- 工伤", ["工会", "工伤"]),
        ("\n  -工会\n  -工伤", ["工会", "工伤"]),
        ("\n  · 工会\n  • 工伤", ["工会", "工伤"]),
        ("\n  - 快讯：开会了\n  - b", ["快讯：开会了", "b"]),
        ("\n  - [a, b]", [["a", "b"]]),
        ("{单位: 县总工会, 日期: 2024-09-30}", {"单位": "县总工会", "日期": "2024-09-30"}),
        ("{单位：县总工会，日期：2024-09-30}", {"单位": "县总工会", "日期": "2024-09-30"}),
        ("{a: [b, c], d: {e: f}}", {"a": ["b", "c"], "d": {"e": "f"}}),
        ("\n  单位: 县总工会\n  日期：2024-09-30", {"单位": "县总工会", "日期": "2024-09-30"}),
        (
            "\n  - 名称: 报名表 #2\n    文件: 表 1.docx\n  - 名称：b\n    文件：c.pdf",
            [{"名称": "报名表 #2", "文件": "表 1.docx"}, {"名称": "b", "文件": "c.pdf"}],
        ),
        ("\n- 名称：报名表\n- 文件：b.pdf", [{"名称": "报名表"}, {"文件": "b.pdf"}]),
        ("\n  -\n    名称: a\n  -\n    名称: b", [{"名称": "a"}, {"名称": "b"}]),
        ("[{名称: a, 文件: b.pdf}]", [{"名称": "a", "文件": "b.pdf"}]),
        ("\n  a:\n    b:\n      - c: d", {"a": {"b": [{"c": "d"}]}}),
        ("|\n  第一行\n    # 第二行\n\n  第三行", "第一行\n  # 第二行\n\n第三行"),
        (">\n  第一行\n  第二行\n\n  new\n  line", "第一行第二行\nnew line"),
        ("|-\n  a: b\n  - c", "a: b\n- c"),
        ("第一行\n  第二行\n  third", "第一行第二行 third"),
        ("\n  只有一行", "只有一行"),
        ('"一函两书"', "一函两书"),
        ("'it''s'", "it's"),
        ('"a\\nb\\u5de5"', "a\nb工"),
        ('"C:\\文件"', "C:\\文件"),
        ('"\\u202ea\\0"', "a"),
        ("", ""),
    ],
)
def test_structures(typed: str, value: object) -> None:
    front = f"标签:{'' if typed.startswith(chr(10)) else ' '}{typed}\n来源: 县总工会"
    fields, _ = read(front)
    assert fields["标签"] == value
    assert fields["来源"] == "县总工会"


@pytest.mark.parametrize(
    ("front", "code", "line"),
    [
        ("标题: a\n日期: b\n标题：c", "E105", 4),
        ("标题: a\n标题 : c", "E105", 3),
        ("ｔｉｔｌｅ: a\ntitle: c", "E105", 3),
        ("落款: {单位: a, 单位: b}", "E105", 2),
        ("落款:\n  单位: a\n  单位: b", "E105", 4),
        ("标题: a\n没有字段名的一行", "W104", 3),
        ("标签: [a, \"b]", "W114", 2),
        ("标签: [a, {b]", "W114", 2),
        ("标签: [\"x\", *b]", "W114", 2),
        ("标签: [!!python/name:os.system \"x\"]", "W114", 2),
        ("a:\n b:\n  c:\n   d:\n    e:\n     f:\n      g:\n       h:\n        i: 1", "E108", 10),
        ("a: " + "[" * 50 + "]" * 50, "E108", 2),
        ("标题: x\n摘要: " + "长" * LONGEST, "E107", 2),
        ("关于开展活动的通知", "W115", 1),
    ],
)
def test_faults(front: str, code: str, line: int) -> None:
    _, _, _, problems = parse_front_matter("a.md", f"---\n{front}\n---\n正文\n")
    assert [(problem.code, problem.line) for problem in problems] == [(code, line)]


def test_a_double_key_names_both_lines_and_the_first_counts() -> None:
    fields, _, _, problems = parse_front_matter("a.md", "---\n标题: 一\n来源: x\n标题: 二\n---\n")
    assert problems[0].values == (("first", "2"), ("key", "标题"))
    assert [field.value for field in fields] == ["一", "x"]


@pytest.mark.parametrize(
    ("text", "keys", "body", "body_line", "codes"),
    [
        ("---\n标题: a\n---\n正文\n", ["标题"], "正文\n", 4, []),
        ("\n\n---\n标题: a\n---\n\n正文", ["标题"], "\n正文", 6, []),
        ("---\n标题: a\n...\n正文", ["标题"], "正文", 4, []),
        ("———\n标题：a\n———\n正文", ["标题"], "正文", 4, []),
        ("----- \n标题: a\n--- \n正文", ["标题"], "正文", 4, []),
        ("---\n---\n正文", [], "正文", 3, []),
        ("---\n# 注\n标题: a\n---\n正文", ["标题"], "正文", 5, []),
        ("---\n\n标题: a\n\n来源: b\n---\n正文", ["标题", "来源"], "正文", 7, []),
        ("正文\n\n---\n\n更多", [], "正文\n\n---\n\n更多", 1, []),
        ("", [], "", 1, []),
        ("---", [], "---", 1, []),
        ("---\n只是一条线\n", [], "---\n只是一条线\n", 1, []),
        ("---\n标题: a\n\n正文", ["标题"], "\n正文", 3, ["W103"]),
        ("---\n标题: a\n正文没有冒号\n", ["标题"], "正文没有冒号\n", 3, ["W103"]),
        ("---\n标题: a", ["标题"], "", 3, ["W103"]),
        ("---\n标题: a\n\n正文一。\n\n---\n\n正文二。", ["标题"], "\n正文一。\n\n---\n\n正文二。", 3, ["W103"]),
        ("---\n标题: a\n\n正文一。\n\n正文二。", ["标题"], "\n正文一。\n\n正文二。", 3, ["W103"]),
        ("标题：a\n来源：b\n\n正文", ["标题", "来源"], "\n正文", 3, ["W102"]),
        ("标题：a\n来源：b\n---\n正文", ["标题", "来源"], "正文", 4, ["W102"]),
        ("Title: a\n", ["Title"], "", 2, ["W102"]),
        ("标题：a\n来源：b\n正文没有空行。\n\n第二段", ["标题", "来源"], "正文没有空行。\n\n第二段", 3, ["W102"]),
        ("标题：a\n来源：b\n主席说：大家好。\n", ["标题", "来源"], "主席说：大家好。\n", 3, ["W102"]),
        ("标题：a\n各基层工会：\n现通知如下：\n", ["标题"], "各基层工会：\n现通知如下：\n", 2, ["W102"]),
        ("标题：a\n栏木：b\n正文。", ["标题", "栏木"], "正文。", 3, ["W102"]),
        ("日期：2026-09-30\n来源：b\n标题：a\n\n正文", ["日期", "来源", "标题"], "\n正文", 4, ["W102"]),
        ("**标题：**a\n**作者**：b\n正文", ["标题", "作者"], "正文", 3, ["W102"]),
        ("标题：a\n来源：b\n　　一说：好。\n　　二。", ["标题", "来源"], "　　一说：好。\n　　二。", 3, ["W102"]),
        ("标题：a\n　副标题：b\n　　正文。", ["标题", "副标题"], "　　正文。", 3, ["W102"]),
        ("标题：a\n摘要：b\n　　c\n来源：d\n\n正文", ["标题", "摘要", "来源"], "\n正文", 5, ["W102"]),
        ("标题：a\n# 注\n来源：b\n# 第一节\n正文", ["标题", "来源"], "# 第一节\n正文", 4, ["W102"]),
        ("---\n标题: a\n　　正文。\n", ["标题"], "　　正文。\n", 3, ["W103"]),
        ("日期：2026-09-30\n正文\n标题：a\n", [], "日期：2026-09-30\n正文\n标题：a\n", 1, []),
        ("市总召开会议\n标题：a\n", [], "市总召开会议\n标题：a\n", 1, []),
        ("时间：三点\n地点：三楼\n\n正文", [], "时间：三点\n地点：三楼\n\n正文", 1, []),
        ("---\n标题: a\n正文说：好。\n\n二", ["标题"], "正文说：好。\n\n二", 3, ["W103"]),
        ("=====\n标题: a\n=====\n正文", ["标题"], "正文", 4, []),
        ("***\n标题: a\n---\n正文", ["标题"], "正文", 4, []),
        ("\u3000---\n标题: a\n\u3000---\n正文", ["标题"], "正文", 4, []),
        ("* * *\n\n正文\n\n* * *\n", [], "* * *\n\n正文\n\n* * *\n", 1, []),
        ("___\n主席说：好\n___\n", [], "___\n主席说：好\n___\n", 1, []),
        ("***\n标题: a\n\n一。\n\n二。\n\n三。\n***\n", [], "***\n标题: a\n\n一。\n\n二。\n\n三。\n***\n", 1, []),
        ("标题党：不可取\n\n正文", [], "标题党：不可取\n\n正文", 1, []),
    ],
)
def test_fences(text: str, keys: list[str], body: str, body_line: int, codes: list[str]) -> None:
    fields, rest, line, problems = parse_front_matter("a.md", text)
    assert ([field.key for field in fields], rest, line) == (keys, body, body_line)
    assert [problem.code for problem in problems] == codes
    if rest:
        assert text.split("\n")[line - 1] == rest.split("\n")[0]


@pytest.mark.parametrize(
    "front", [" 标题: a\n 来源: b", "　标题: a\n来源: b", "标题: a\n　来源: b", "\t标题: a\n\t来源: b"]
)
def test_indents_by_mistake_are_seen_through(front: str) -> None:
    assert read(front) == ({"标题": "a", "来源": "b"}, [])


@pytest.mark.parametrize("line", ["没有冒号", "a: b", "c: [\"x"])
def test_a_file_that_is_all_wrong_does_not_bury_the_others(line: str) -> None:
    _, _, _, problems = parse_front_matter("a.md", "---\n标题: x\n" + f"{line}\n" * 500 + "---\n")
    assert 0 < len(problems) <= 20


@pytest.mark.parametrize("key", ["标题", "title", "Title", "標題", "摘要", "引题", "标题.zh-Hant", "繁体标题"])
def test_brackets_are_text_in_what_is_always_text(key: str) -> None:
    assert read(f"{key}: [工会动态]") == ({key: "[工会动态]"}, [])


def test_places_are_those_of_the_file() -> None:
    text = "\n---\n标题：  快讯\n附件:\n  - 名称: 表\n    文件：表.docx\n标签: [工会, 工伤]\n---\n"
    fields, _, _, _ = parse_front_matter("a.md", text)
    lines = text.split("\n")
    title, attachments, tags = fields
    assert lines[title.line - 1][title.column - 1 :] == "快讯"
    assert isinstance(attachments.value[0], tuple)
    for field in attachments.value[0]:
        assert isinstance(field, Field)
        assert lines[field.line - 1][field.column - 1 :] == field.value
    assert lines[tags.line - 1][tags.column - 1 :] == "[工会, 工伤]"


_TEXTS = st.text(st.characters(exclude_categories=["Cc", "Cf", "Cs", "Zl", "Zp", "Cn", "Co"]), min_size=1, max_size=40)


@given(st.lists(st.tuples(_TEXTS, st.sampled_from([": ", "：", ":", " :　"])), min_size=1, max_size=8))
def test_every_generated_scalar_survives(values: list[tuple[str, str]]) -> None:
    """Plain values of keys that take lists too: all but what begins with a bracket or is wholly in ASCII quotes."""
    wanted = {}
    front = ""
    for number, (typed, colon) in enumerate(values):
        value = unicodedata.normalize("NFC", typed).strip()
        assume(not re.match(r"[\[{]", value) and not re.fullmatch(r"(['\"]).*\1", value))
        assume("\ufffd" not in value)
        wanted[f"字段{number}"] = value
        front += f"字段{number}{colon}{value}\n"
    document = parse_document("a.md", f"---\n{front}---\n正文".encode())
    assert {field.key: field.value for field in document.fields} == wanted
    assert document.problems == ()
    assert document.body == "正文"


_KEYS = st.text("标题栏目来源abc", min_size=1, max_size=6)
_WORDS = st.text("工会ab 0.:#-'\"[],{}&*!|>%@：", min_size=1, max_size=12).map(str.strip).filter(bool)


def _around(inner: st.SearchStrategy[object]) -> st.SearchStrategy[object]:
    mappings = st.dictionaries(_KEYS, inner, min_size=1, max_size=3)
    return inner | mappings | st.lists(mappings, min_size=1, max_size=3)


_TREES = _around(_around(_WORDS | st.lists(_WORDS, min_size=1, max_size=3)))


@given(st.dictionaries(_KEYS, _TREES, min_size=1, max_size=4), st.booleans())
def test_what_yaml_writes_is_read_as_yaml_means_it(tree: dict[str, object], is_flow: bool) -> None:
    """Whatever PyYAML writes with quotes where YAML needs them comes back the same."""
    text = yaml.safe_dump(tree, allow_unicode=True, sort_keys=False, width=10_000)
    if is_flow:
        text = "".join(
            yaml.safe_dump({key: value}, allow_unicode=True, width=10_000, default_flow_style=True).strip()[1:-1] + "\n"
            for key, value in tree.items()
        )
    assume(not any(key in {"标题", "题目"} for key in tree))
    fields, _ = read(text.strip("\n"))
    assert fields == yaml.load(text, yaml.BaseLoader)  # BaseLoader: text only, nothing is built


@given(st.text(st.sampled_from("标题: ：-[]{}\"'#|>&*!\n\t 　ab,，、工会\\0"), max_size=300))
def test_any_text_gives_a_document(text: str) -> None:
    for data in (text.encode(), f"---\n{text}\n---\n".encode(), f"---\n标题:\n{text}".encode()):
        document = parse_document("a.md", data)
        lines = data.decode().split("\n")
        assert document.body == "\n".join(lines[document.body_line - 1 :])


@given(st.binary(max_size=200))
def test_any_bytes_give_a_document(data: bytes) -> None:
    for one in (data, b"---\n" + data, b"---\ntitle: " + data + b"\n---\n" + data):
        document = parse_document("a.md", one)
        assert all(problem.path == "a.md" for problem in document.problems)
        document.body.encode("utf-8")
