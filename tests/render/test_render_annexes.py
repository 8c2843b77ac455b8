"""Annexes leave the body whole, whatever stands around them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bulletin.render.annexes import annexes, without_annexes

ANNEX = '<section class="attachment"><h2 id="a">登记表</h2><section><p>一<br>二</p></section></section>'
NOTED = '<section class="note attachment left">甲</section>'
QUOTED = '<p title="&lt;section class=&quot;attachment&quot;>">甲</p>'


@pytest.mark.parametrize(
    ("html", "body", "annex"),
    [
        ("", "", ""),
        ("<p>正文</p>", "<p>正文</p>", ""),
        (f"<p>正文</p>{ANNEX}", "<p>正文</p>", ANNEX),
        (f"<p>甲</p>{ANNEX}<p>乙</p>", "<p>甲</p><p>乙</p>", ANNEX),
        (f"{ANNEX}<hr>{ANNEX}", "<hr>", f"{ANNEX}\n{ANNEX}"),
        (f"<div>{ANNEX}</div>", f"<div>{ANNEX}</div>", ""),
        (f"<p><img alt=\"a>b\">丙</p>{ANNEX}", "<p><img alt=\"a>b\">丙</p>", ANNEX),
        ('<section class="contact"><p>甲</p></section>', '<section class="contact"><p>甲</p></section>', ""),
        ('<div class="attachment">甲</div>', '<div class="attachment">甲</div>', ""),
        (QUOTED, QUOTED, ""),
        (NOTED, "", NOTED),
    ],
)
def test_annexes(html: str, body: str, annex: str) -> None:
    assert without_annexes(html) == body
    assert annexes(html) == annex


BLOCKS = st.sampled_from([ANNEX, QUOTED, "<p>一</p>", "<ul><li>二<br></li></ul>", f"<div>{ANNEX}</div>", "三", "\n"])


@given(st.lists(BLOCKS))
def test_nothing_is_lost_and_nothing_said_twice(blocks: list[str]) -> None:
    html = "".join(blocks)
    assert without_annexes(html) == "".join(block for block in blocks if block != ANNEX)
    assert annexes(html) == "\n".join(block for block in blocks if block == ANNEX)


@given(st.text(alphabet='<>/"= abcsection\n', max_size=80))
def test_any_text_is_taken(html: str) -> None:
    assert len(without_annexes(html)) + len(annexes(html).replace("\n", "")) <= len(html)
