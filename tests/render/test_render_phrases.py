"""Short terms in quotes and book marks stay on one line; a title's text stays what it was."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bulletin.render.filters import phrases


@pytest.mark.parametrize(
    ("title", "pieces"),
    [
        ("", []),
        ("工会新闻", [("工会新闻", False)]),
        ("关于“临江工匠”的公示", [("关于", False), ("“临江工匠”", True), ("的公示", False)]),
        ("關於「臨江工匠」的公示", [("關於", False), ("「臨江工匠」", True), ("的公示", False)]),
        ("《扁担记》读后", [("《扁担记》", True), ("读后", False)]),
        ("办法（试行）", [("办法", False), ("（试行）", True)]),
        ("《困难职工帮扶资金管理使用办法》", [("《困难职工帮扶资金管理使用办法》", False)]),
        ("“点亮‘微心愿’”", [("“点亮", False), ("‘微心愿’", True), ("”", False)]),
        ("没有合上的“引号", [("没有合上的“引号", False)]),
    ],
)
def test_phrases(title: str, pieces: list[tuple[str, bool]]) -> None:
    assert phrases(title) == pieces


@given(st.text(alphabet="工会“”‘’「」《》（）a ", max_size=40))
def test_nothing_is_lost(title: str) -> None:
    assert "".join(text for text, _ in phrases(title)) == title
    assert all(len(text) <= 10 for text, is_whole in phrases(title) if is_whole)
