"""The editors' guide: every key, container and message that it must name is named as the program has it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bulletin.check.keys import ISSUE_KEYS, ITEM_KEYS
from bulletin.check.keys import Key as ItemKey
from bulletin.check.opt_out import CODES
from bulletin.convert.markup.render import render_markup
from bulletin.convert.script.converter import Converter
from bulletin.model.content import Edition
from bulletin.read.block import read_settings_text
from bulletin.read.document import parse_document
from bulletin.read.keys import SITE
from bulletin.read.keys import Key as SiteKey
from bulletin.words import catalogue

DOCS = Path(__file__).parents[2] / "docs"
CHAPTERS = {path.name: path.read_text("utf-8") for path in sorted((DOCS / "guide" / "content").glob("*.md"))}
_FRONT = re.compile(r"\A---\n标题: (.+)\n日期: (.+)\n栏目: .+\n网址: .+\n(?:.+: .+\n)*---\n\n")


def _chapter(text: str) -> tuple[str, str]:
    """Its moment, by which chapters are ordered, and the text below a heading."""
    match = _FRONT.match(text)
    assert match, text[:100]
    return match[2], f"## {match[1]}\n\n{text[match.end() :]}"


# The pages of codes have a test of their own, test_sample_guide_codes.py
_TOLD = [text for name, text in CHAPTERS.items() if not name.startswith("codes-")]
GUIDE = "\n".join(text for _, text in sorted(map(_chapter, _TOLD), reverse=True))
_NUMBER = "[一二三四五六七八九十]+、"
SECTIONS = dict(re.findall(rf"^## ({_NUMBER}[^\n]+)\n(.*?)(?=^## {_NUMBER}|\Z)", GUIDE, re.MULTILINE | re.DOTALL))
FENCES = re.findall(r"^( *)```\n(.*?)^\1```$", GUIDE, re.MULTILINE | re.DOTALL)


@pytest.mark.parametrize(
    ("section", "key"),
    [
        *(("三、稿件开头的字段", key) for key in ITEM_KEYS),
        *(("九、每周一期", key) for key in ISSUE_KEYS),
        *(("十四、设置文件", key) for key in SITE),
    ],
    ids=lambda value: value if isinstance(value, str) else value.english,
)
def test_key_has_a_row(section: str, key: ItemKey | SiteKey) -> None:
    assert f"\n| `{key.chinese}` | `{key.english}` |" in SECTIONS[section]


def test_rows_hold_no_unknown_key() -> None:
    known = {key.chinese for key in ITEM_KEYS} | {"标题.zh-Hant"}
    assert set(re.findall(r"^\| `([^`]+)` \| `", SECTIONS["三、稿件开头的字段"], re.MULTILINE)) == known


def test_codes_are_those_of_the_catalogue() -> None:
    codes = set(re.findall(r"\b[EWI]\d{3}\b", GUIDE))
    assert len(codes) >= 8
    assert codes <= catalogue().keys()


def test_contents_lead_somewhere() -> None:
    contents = (DOCS / "editors.md").read_text("utf-8")
    linked = re.findall(r"\]\(guide/content/([\w-]+\.md)\)", contents)
    assert linked
    assert set(linked) == set(CHAPTERS)


@pytest.mark.parametrize("name", re.findall(r"^\| `(\w+)` \|", SECTIONS["五、正文怎么写"], re.MULTILINE))
def test_container_is_known(name: str) -> None:
    found = render_markup("x.md", f"::: {name}\n正文\n:::\n", first_line=1, links={}, photos={}, image_hosts=())
    assert found.problems == ()


def _is_fields(text: str) -> bool:
    return re.search(r"^[^\s:：`]+: ?\S*$|^---$|^ *- \S+: |^\S+: ", text, re.MULTILINE) is not None


EXAMPLES = ["\n".join(line.removeprefix(indent) for line in text.split("\n")) for indent, text in FENCES]
ITEMS = [text for text in EXAMPLES if "---\n" in text]
SETTINGS = [text for text in EXAMPLES if text.lstrip().startswith(("标题: 临", "期刊:", "- 名称", "- 余浦"))]
BODIES = [text for text in EXAMPLES if re.search(r"^:::|\[\^|^\|", text, re.MULTILINE)]
FIELDS = [text for text in EXAMPLES if _is_fields(text) and text not in ITEMS + SETTINGS + BODIES]


@pytest.mark.parametrize("text", ITEMS)
def test_example_of_a_whole_item_is_read(text: str) -> None:
    document = parse_document("x.md", text.encode())
    assert document.problems == ()
    assert len(document.fields) >= 3


@pytest.mark.parametrize("text", FIELDS)
def test_example_of_fields_is_read(text: str) -> None:
    for one in re.split(r"\n(?=作者:)", text):
        document = parse_document("x.md", f"---\n{one}\n---\n".encode())
        assert document.problems == ()
        assert document.fields


@pytest.mark.parametrize("text", SETTINGS)
def test_example_of_settings_is_read(text: str) -> None:
    assert read_settings_text(text)[1] == ()


@pytest.mark.parametrize("text", BODIES)
def test_example_of_a_body_is_clean(text: str) -> None:
    assert render_markup("x.md", text, first_line=1, links={}, photos={}, image_hosts=()).problems == ()


def test_what_can_be_switched_off_is_in_the_table() -> None:
    table = GUIDE[GUIDE.index("## 正文里查什么") : GUIDE.index("## 确实要这样写")]
    told = {code for cell in re.findall(r"^\| ([WI]\d[^|]*) \|", table, re.MULTILINE) for code in cell.split("、")}
    assert told - {"W232", "W233", "W465", "W466", "W467"} == CODES


def test_there_are_examples_of_everything() -> None:
    assert [len(ITEMS) >= 3, len(SETTINGS) >= 2, len(BODIES) >= 3, len(FIELDS) >= 4] == [True] * 4


@pytest.mark.parametrize(
    ("tag", "name", "written"),
    [("zh-Hant-TW", "台湾版", "台湾 发布 占 账 计划"), ("zh-Hant-HK", "香港版", "说 户 卫 温 家里 群")],
)
def test_styles_print_what_the_guide_says(tag: str, name: str, written: str) -> None:
    row = re.search(rf"^ *\| {name} \| (.+) \|$", SECTIONS["十、简体和繁体"], re.MULTILINE)
    assert row
    styles = ("opencc", "press") if tag.endswith("HK") else ("opencc", "press", "government")
    for style, cell in zip(styles, row[1].split(" | "), strict=False):
        shown = Converter("Hans", Edition(tag, "", "", "curly", style)).text(written)
        assert cell.strip("`").startswith(shown), style
