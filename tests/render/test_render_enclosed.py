from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bulletin.render.enclosed import enclosed


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<p>甲 &lt;h2 id=\"x\"&gt;</p>", "<p>甲 &lt;h2 id=\"x\"&gt;</p>"),
        ('<h2 id="c-1">一、</h2><h3 id="c-2">（一）</h3>', '<h4 id="n-c-1">一、</h4><h5 id="n-c-2">（一）</h5>'),
        ('<a href="#fn:1">1</a>', '<a href="#n-fn:1">1</a>'),
        ('<a href="/2026/#c-1">甲</a>', '<a href="/2026/#c-1">甲</a>'),
        ('<section aria-labelledby="a b"></section>', '<section aria-labelledby="n-a n-b"></section>'),
        ('<td headers="a">1</td>', '<td headers="n-a">1</td>'),
        ('<img alt=" id=甲 <h2>" loading="eager" fetchpriority="high">', '<img alt=" id=甲 <h2>" loading="lazy">'),
    ],
)
def test_ids_begin_with_the_name_and_headings_are_lower(html: str, expected: str) -> None:
    assert enclosed(html, "n") == expected


def test_a_name_with_percents_is_one_fragment() -> None:
    assert enclosed('<a href="#x">甲</a><p id="x">', "2026-%E4") == '<a href="#2026-%25E4-x">甲</a><p id="2026-%E4-x">'


@given(st.lists(st.sampled_from(["<p>", "</p>", "<", '"', ' id="a"', ">", "<h2", "甲", '<h2 id="b">'])).map("".join))
def test_text_is_never_touched(html: str) -> None:
    def words(text: str) -> str:
        return re.sub(r"<[^<>]*>", "", text)

    assert words(enclosed(html, "n")) == words(html)
