"""``::: 附件 标题`` and the like."""

from __future__ import annotations

import pytest

from bulletin.convert.markup.render import Markup, render_markup
from bulletin.model.item import Attachment


def render(body: str) -> Markup:
    return render_markup("a.md", body, first_line=1, links={}, photos={}, image_hosts=())


CONTAINERS = [
    ("::: 附件 报名表\n**甲**\n:::",
     '<section class="attachment" id="c-报名表"><h2>报名表</h2><p><strong>甲</strong></p></section>'),
    (":::附件\n甲\n:::", '<section class="attachment" id="c-附件"><h2>附件</h2><p>甲</p></section>'),
    ("：：： 附件\n甲\n：：：", '<section class="attachment" id="c-附件"><h2>附件</h2><p>甲</p></section>'),
    ("前\n::: 提示\n甲\n:::\n后", '<p>前</p><div class="note"><p>甲</p></div><p>后</p>'),
    ("::: 提示 注意安全\n甲\n:::", '<div class="note"><p class="label">注意安全</p><p>甲</p></div>'),
    ("::: 原文\n发展\n:::", '<div class="original" data-no-convert lang="zh-Hans"><p>发展</p></div>'),
    ("::: 原文\n為「發展」\n:::", '<div class="original" data-no-convert lang="zh-Hant"><p>為「發展」</p></div>'),
    ("::: 原文\n一\n:::", '<div class="original" data-no-convert lang="zh-Hans"><p>一</p></div>'),
    ("::: 原文\nMay Day\n:::", '<div class="original" data-no-convert><p>May Day</p></div>'),
    ("::: 原文\n労働組合の旗\n:::", '<div class="original" data-no-convert><p>労働組合の旗</p></div>'),
    ("甲<span data-no-convert>發<b data-no-convert>展</b></span>",
     '<p>甲<span data-no-convert lang="zh-Hant">發<b data-no-convert>展</b></span></p>'),
    ("::: 原文 en\nMay Day\n:::", '<div class="original" lang="en" data-no-convert><p>May Day</p></div>'),
    ("::: original lang=zh-Hant 聲明\n發展\n:::",
     '<div class="original" lang="zh-Hant" data-no-convert><p class="label">聲明</p><p>發展</p></div>'),
    ("::: 引文 《工会法》\n甲\n:::",
     '<blockquote class="quote"><p>甲</p><p class="source">《工会法》</p></blockquote>'),
    ("::: details 全文\n甲\n:::", "<details><summary>全文</summary><p>甲</p></details>"),
    ("::: 落款\n甲\n:::", '<div class="signature"><p>甲</p></div>'),
    ("::: 编者按\n甲\n:::", '<div class="editor-note"><p>甲</p></div>'),
    (":::: 附件 表\n::: 提示\n甲\n:::\n乙\n::::",
     '<section class="attachment" id="c-表"><h2>表</h2><div class="note"><p>甲</p></div><p>乙</p></section>'),
    ("::: 附件 表\n::: 提示\n甲\n:::\n乙\n:::",
     '<section class="attachment" id="c-表"><h2>表</h2><div class="note"><p>甲</p></div><p>乙</p></section>'),
    ("::: 附近 标题\n甲\n:::", "<p>标题</p><p>甲</p>"),
    ("::: 附件 表\n- 甲\n- 乙\n:::",
     '<section class="attachment" id="c-表"><h2>表</h2><ul><li>甲</li><li>乙</li></ul></section>'),
    ("时间::: 下午", "<p>时间::: 下午</p>"),
    ("```\n::: 附件\n```", "<pre><code>::: 附件</code></pre>"),
]  # fmt: skip


@pytest.mark.parametrize(("body", "expected"), CONTAINERS)
def test_containers(body: str, expected: str) -> None:
    assert render(body).html.replace("\n", "") == expected


def test_inline_attachments_are_listed_with_their_anchors() -> None:
    markup = render("::: 附件 报名表\n甲\n:::\n\n::: 附件 报名表\n乙\n:::")
    assert markup.attachments == (Attachment("报名表", "#c-报名表"), Attachment("报名表", "#c-报名表-2"))
    assert [h.id for h in markup.headings] == ["c-报名表", "c-报名表-2"]


def test_headings_of_an_attachment_stand_below_its_own() -> None:
    markup = render("## 甲\n\n::: 附件 表\n# 乙\n## 丙\n:::\n\n## 丁\n\n### 戊")
    assert [(h.level, h.text) for h in markup.headings] == [(2, "甲"), (2, "表"), (3, "乙"), (2, "丁"), (3, "戊")]
    assert "<h4" in markup.html


PHONES = [
    ("电话：0571-64650989", '<a href="tel:057164650989">0571-64650989</a>'),
    ("电 话:64650989", '<a href="tel:64650989">64650989</a>'),
    ("（0571）64650989", '<a href="tel:057164650989">（0571）64650989</a>'),
    ("010-12345678", None),
    ("13800138000", '<a href="tel:13800138000">13800138000</a>'),
    ("138 0013 8000", '<a href="tel:13800138000">138 0013 8000</a>'),
    ("+86 13800138000", '<a href="tel:+8613800138000">+86 13800138000</a>'),
    ("0571-64650989转802", '<a href="tel:057164650989;ext=802">0571-64650989转802</a>'),
    ("400-820-8820", '<a href="tel:4008208820">400-820-8820</a>'),
    ("拨打12351热线", '<a href="tel:12351">12351</a>'),
    ("64650989、64650990", '<a href="tel:64650990">64650990</a>'),
    ("20260930前", None),
    ("2026-09-30", None),
    ("邮编310000", None),
    ("QQ：64650989", None),
    ("330102198001011234", None),
    ("a64650989@b.cn", None),
    ("`64650989`", None),
    ("[64650989](https://a.cn)", None),
]


@pytest.mark.parametrize(("text", "expected"), PHONES)
def test_telephone_numbers_of_a_contact_block(text: str, expected: str | None) -> None:
    inside = render(f"::: 联系方式\n{text}\n:::").html
    if expected is None:
        assert "tel:" not in inside
    else:
        assert expected in inside
    assert "tel:" not in render(text).html
