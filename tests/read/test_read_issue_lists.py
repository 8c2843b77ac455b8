from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bulletin.read.document import parse_document
from bulletin.read.issue_lists import with_list


def is_key(key: str) -> bool:
    return key in ("篇目", "目录", "items")


CASES = [
    pytest.param("---\n期: 1\n篇目:\n  - a\n  - b\n---\n按语", ["b", "a"],
                 "---\n期: 1\n篇目:\n  - b\n  - a\n---\n按语", id="order"),
    pytest.param("---\n期: 1\n篇目:\n  - a\n---\n", ["a", "c"],
                 "---\n期: 1\n篇目:\n  - a\n  - c\n---\n", id="one more"),
    pytest.param("---\n期: 1\n篇目:\n  - a\n  - b\n报: 省\n---\n", ["b"],
                 "---\n期: 1\n篇目:\n  - b\n报: 省\n---\n", id="one less"),
    pytest.param("---\n期: 1\n篇目:\n  - a\n报: 省\n---\n", [], "---\n期: 1\n报: 省\n---\n", id="none left"),
    pytest.param("---\n期: 1\n---\n按语", ["a"], "---\n期: 1\n篇目:\n  - a\n---\n按语", id="no list yet"),
    pytest.param("---\n期: 1\n---\n按语", [], "---\n期: 1\n---\n按语", id="no list needed"),
    pytest.param("---\n期: 1\n\n\n---\n按语", ["a"],
                 "---\n期: 1\n篇目:\n  - a\n\n\n---\n按语", id="empty lines at the end"),
    pytest.param("只有按语\n", ["a"], "---\n篇目:\n  - a\n---\n只有按语\n", id="no front matter"),
    pytest.param("", ["a"], "---\n篇目:\n  - a\n---\n", id="empty file"),
    pytest.param("---\n目录：\n- a\n- b\n---\n", ["b", "a"],
                 "---\n目录：\n- b\n- a\n---\n", id="key, colon, indent as typed"),
    pytest.param("---\n篇目:\n\t·a\n\t·b\n---\n", ["b", "c", "a"],
                 "---\n篇目:\n\t·b\n\t- c\n\t·a\n---\n", id="odd dashes"),
    pytest.param("---\n篇目: [a, b]\n报: 省\n---\n", ["b", "a"],
                 "---\n篇目:\n  - b\n  - a\n报: 省\n---\n", id="brackets"),
    pytest.param("---\n篇目: [a,\n  b]\n报: 省\n---\n", ["b"],
                 "---\n篇目:\n  - b\n报: 省\n---\n", id="brackets, two lines"),
    pytest.param("---\n篇目：a、b\n---\n", ["b", "a"], "---\n篇目：\n  - b\n  - a\n---\n", id="one line"),
    pytest.param("---\n篇目:\n---\n", ["a"], "---\n篇目:\n  - a\n---\n", id="empty key"),
    pytest.param("---\n篇目:\n  - 文件: a.md\n  - {标题: 乙}\n---\n", ["乙", "a.md"],
                 "---\n篇目:\n  - {标题: 乙}\n  - 文件: a.md\n---\n", id="mappings"),
    pytest.param("---\n篇目:\n  # 全部\n  - a\n  # 二条\n  - b\n  # 三条\n  - c\n# 下面\n报: 省\n---\n",
                 ["c", "a", "b"],
                 "---\n篇目:\n  # 全部\n  # 三条\n  - c\n  - a\n  # 二条\n  - b\n# 下面\n报: 省\n---\n",
                 id="comments go along"),
    pytest.param("---\n篇目:\n  - a\n  # 二条\n  - b\n---\n", ["a"],
                 "---\n篇目:\n  - a\n  # 二条\n---\n", id="comments of what goes stay"),
    pytest.param("---\n篇目:\n  # 全部\n  - a\n---\n", [],
                 "---\n篇目:\n  # 全部\n---\n", id="comments of a list that goes"),
    pytest.param("---\n篇目: [a,\n  # 二条\n  b]\n---\n", ["b"],
                 "---\n篇目:\n  # 二条\n  - b\n---\n", id="comment in brackets"),
    pytest.param("---\r\n期: 1\r\n篇目:\r\n  - a\r\n---\r\n按语\r\n", ["b", "a"],
                 "---\r\n期: 1\r\n篇目:\r\n  - b\r\n  - a\r\n---\r\n按语\r\n", id="CRLF"),
    pytest.param("---\n篇目:\n  - a", ["b", "a"], "---\n篇目:\n  - b\n  - a", id="no end, no last line end"),
    pytest.param("---\n期: 1", ["a"], "---\n期: 1\n篇目:\n  - a", id="nothing below"),
    pytest.param("---\n期: 1\n---\n", ["a: b.md", "#c", "[d]", "'e'", "- f"],
                 "---\n期: 1\n篇目:\n  - \"a: b.md\"\n  - \"#c\"\n  - \"[d]\"\n  - \"'e'\"\n  - \"- f\"\n---\n",
                 id="quoted"),
]  # fmt: skip


@pytest.mark.parametrize(("before", "names", "after"), CASES)
def test_list(before: str, names: list[str], after: str) -> None:
    assert with_list(before, is_key, "篇目", names) == after


@pytest.mark.parametrize(("before", "names", "after"), CASES)
def test_body_and_other_fields_stay(before: str, names: list[str], after: str) -> None:
    old, new = (parse_document("issues/2026-47.md", text.encode()) for text in (before, after))
    assert old.body == new.body
    assert {f.key: f.value for f in old.fields if not is_key(f.key)} == {
        f.key: f.value for f in new.fields if not is_key(f.key)
    }
    assert not names or any(is_key(field.key) for field in new.fields)


odd = st.text(alphabet="篇目:： \n-#[]、ab'\"|\t\r", max_size=80)


@given(odd, st.lists(st.sampled_from(["a", "b", "a b", "篇目: x"])))
def test_never_fails_whatever_the_text(text: str, names: list[str]) -> None:
    """What comes out may say something else: who calls reads it again."""
    assert isinstance(with_list(text, is_key, "篇目", names), str)


orders = st.permutations(["甲", "b.md", "丙 丁", "2026/47/戊.md"])


@given(orders, orders)
def test_there_and_back(first: list[str], second: list[str]) -> None:
    text = with_list("---\n期: 1\n# 注\n---\n按语", is_key, "篇目", first)
    assert with_list(with_list(text, is_key, "篇目", second), is_key, "篇目", first) == text
