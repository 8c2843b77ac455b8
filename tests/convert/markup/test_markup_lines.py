"""What an editor types, and the blocks that become of it."""

from __future__ import annotations

import pytest

from bulletin.convert.markup.render import render_markup


def html(body: str) -> str:
    return render_markup("a.md", body, first_line=1, links={}, photos={}, image_hosts=()).html


def codes(body: str) -> list[tuple[int, str]]:
    problems = render_markup("a.md", body, first_line=11, links={}, photos={}, image_hosts=()).problems
    return [(p.line, p.code) for p in problems]


PARAGRAPHS = [
    # a line break between two Chinese characters is nothing
    ("工会组织\n开展活动", "<p>工会组织开展活动</p>"),
    ("会议指出，\n要加强", "<p>会议指出，要加强</p>"),
    ("他说：\n“好。”\n大家", "<p>他说：“好。”大家</p>"),
    ("制度\n**一函两书**\n推行", "<p>制度<strong>一函两书</strong>推行</p>"),
    ("市\n{荥|xíng}\n阳", "<p>市<ruby>荥<rp>(</rp><rt>xíng</rt><rp>)</rp></ruby>阳</p>"),
    ("工会\nABC", "<p>工会\nABC</p>"),
    ("union\nnews", "<p>union\nnews</p>"),
    ("노동\n조합", "<p>노동\n조합</p>"),
    ("见\n`code`", "<p>见\n<code>code</code></p>"),
    ("见\n[站](https://a.cn)", '<p>见\n<a href="https://a.cn" rel="noopener noreferrer">站</a></p>'),
    ("第一行  \n第二行", "<p>第一行<br>第二行</p>"),
    ("第一行\\\n第二行", "<p>第一行<br>第二行</p>"),
    # indented paragraphs are paragraphs
    ("　　正文", "<p>正文</p>"),
    ("    正文", "<p>正文</p>"),
    ("\t正文", "<p>正文</p>"),
    ("\xa0\xa0\xa0\xa0正文", "<p>正文</p>"),
    ("正文　", "<p>正文</p>"),
    ("　　甲。\n　　乙。", "<p>甲。</p>\n<p>乙。</p>"),
    ("甲\r\n\r\n乙", "<p>甲</p>\n<p>乙</p>"),
    # a clause begins a paragraph where the line before has ended
    ("如下：\n一、时间\n二、地点\n三、人员", "<p>如下：</p>\n<p>一、时间</p>\n<p>二、地点</p>\n<p>三、人员</p>"),
    ("任务。\n（一）抓学习。学好。", None),
    ("要求：\n1.加强领导。\n2.抓好落实。", "<p>要求：</p>\n<p>1.加强领导。</p>\n<p>2.抓好落实。</p>"),
    ("增长了\n3.5万人", "<p>增长了\n3.5万人</p>"),
    ("分为\n一、二、三等", "<p>分为一、二、三等</p>"),
    # whom to ask: a line for each, as at the end of a notice
    ("联系人：金连君\n电 话：1", "<p>联系人：金连君</p>\n<p>电 话：1</p>"),
    ("聯絡人:甲\n聯繫電話：1\n電子郵箱：a\n地　　址：乙",
     "<p>聯絡人:甲</p>\n<p>聯繫電話：1</p>\n<p>電子郵箱：a</p>\n<p>地　　址：乙</p>"),
    ("请拨打\n电话：12351", "<p>请拨打电话：12351</p>"),
    ("联系人：甲，\n电话打不通时找乙", "<p>联系人：甲，电话打不通时找乙</p>"),
    # not headings, not lists, not code
    ("#劳动最光荣# 开始了", "<p>#劳动最光荣# 开始了</p>"),
    ("#话题", "<p>#话题</p>"),
    ("2024. 全年工作", "<p>2024. 全年工作</p>"),
    ("1.加强领导", "<p>1.加强领导</p>"),
    ("-5度", "<p>-5度</p>"),
    ("·项目", "<p>·项目</p>"),
    ("“一函两书”**“护航”**行动", "<p>“一函两书”<strong>“护航”</strong>行动</p>"),
    ("**近日，**市总工会", "<p><strong>近日，</strong>市总工会</p>"),
    ("*强调*的字和snake_case_name", "<p><em>强调</em>的字和snake_case_name</p>"),
    ("-{zh-hans:计算机;zh-hant:電腦}- -{H|甲=>zh-hant-tw:乙}-",
     "<p>-{zh-hans:计算机;zh-hant:電腦}- -{H|甲=&gt;zh-hant-tw:乙}-</p>"),
    ("<!-- 分篇 -->\n\n正文", "<p>正文</p>"),
    ("<!--\n注\n-->正文", "<p>正文</p>"),
    ("5 < 6 & 7 > 3", "<p>5 &lt; 6 &amp; 7 &gt; 3</p>"),
    ("《<通知>》", "<p>《&lt;通知&gt;》</p>"),
    ("", ""),
    ("　\n\t\n", ""),
]  # fmt: skip


@pytest.mark.parametrize(("body", "expected"), PARAGRAPHS)
def test_paragraphs(body: str, expected: str | None) -> None:
    if expected is None:
        assert html(body).count("<p>") == 2
    else:
        assert html(body) == expected


LISTS = [
    ("- 甲\n- 乙", "<ul><li>甲</li><li>乙</li></ul>"),
    ("如下：\n- 甲\n- 乙", "<p>如下：</p><ul><li>甲</li><li>乙</li></ul>"),
    ("- 甲\n  - 乙\n  - 丙\n- 丁", "<ul><li>甲<ul><li>乙</li><li>丙</li></ul></li><li>丁</li></ul>"),
    ("1. 甲\n  - 乙\n2. 丙", "<ol><li>甲<ul><li>乙</li></ul></li><li>丙</li></ol>"),
    ("1. 甲\n   1. 乙\n2. 丙", "<ol><li>甲<ol><li>乙</li></ol></li><li>丙</li></ol>"),
    ("- 甲\n    - 乙", "<ul><li>甲<ul><li>乙</li></ul></li></ul>"),
    ("- 甲\n  - 乙\n    - 丙\n- 丁", "<ul><li>甲<ul><li>乙<ul><li>丙</li></ul></li></ul></li><li>丁</li></ul>"),
    ("    - 甲\n    - 乙", "<ul><li>甲</li><li>乙</li></ul>"),
    ("　- 甲", "<ul><li>甲</li></ul>"),
    ("3. 甲\n4. 乙", '<ol start="3"><li>甲</li><li>乙</li></ol>'),
    ("- 甲\n1. 乙", "<ul><li>甲</li></ul><ol><li>乙</li></ol>"),
    ("- 甲\n续行\n- 乙", "<ul><li>甲续行</li><li>乙</li></ul>"),
    ("- 甲\n\n  段落\n- 乙", "<ul><li><p>甲</p><p>段落</p></li><li><p>乙</p></li></ul>"),
    ("- 甲\n\n正文", "<ul><li>甲</li></ul><p>正文</p>"),
    ("- 甲\n　　正文", "<ul><li>甲</li></ul><p>正文</p>"),
    ("- [ ] 未办\n- [x] 已办\n- [X] 也办", "<ul><li>☐ 未办</li><li>☑ 已办</li><li>☑ 也办</li></ul>"),
    ("- [甲](b)", "<ul><li>甲</li></ul>"),
    ("* 甲\n+ 乙", "<ul><li>甲</li><li>乙</li></ul>"),
    ("> 引文\n> 续\n正文", "<blockquote><p>引文续</p></blockquote><p>正文</p>"),
    ("> 如下：\n> - 甲\n>   - 乙", "<blockquote><p>如下：</p><ul><li>甲<ul><li>乙</li></ul></li></ul></blockquote>"),
    ("> > 甲", "<blockquote><blockquote><p>甲</p></blockquote></blockquote>"),
    ("甲\n\n---\n\n乙", "<p>甲</p><hr><p>乙</p>"),
    ("很长的一段话，最后有句号。\n---\n乙", "<p>很长的一段话，最后有句号。</p><hr><p>乙</p>"),
    ("* * *", "<hr>"),
    ("```\n# 甲\n  <b>\n```", "<pre><code># 甲\n  &lt;b&gt;\n</code></pre>"),
    ("```python\nx\n```", '<pre><code class="language-python">x\n</code></pre>'),
    ("~~~\n```\n~~~", "<pre><code>```\n</code></pre>"),
    ("- 甲\n\n  ```\n  x\n  ```\n- 乙", "<ul><li><p>甲</p><pre><code>x\n</code></pre></li><li><p>乙</p></li></ul>"),
]


@pytest.mark.parametrize(("body", "expected"), LISTS)
def test_lists_quotes_rules_and_code(body: str, expected: str) -> None:
    result = html(body)
    assert (result.replace(">\n<", "><") if "<pre" in expected else result.replace("\n", "")) == expected


HEADINGS = [
    ("# 甲", [(2, "甲")]),
    ("## 甲", [(2, "甲")]),
    ("##甲", [(2, "甲")]),
    ("##　甲", [(2, "甲")]),
    ("## 甲 ##", [(2, "甲")]),
    ("### 甲", [(2, "甲")]),
    ("# 甲\n## 乙\n# 丙", [(2, "甲"), (3, "乙"), (2, "丙")]),
    ("## 甲\n#### 乙\n#### 丙", [(2, "甲"), (3, "乙"), (3, "丙")]),
    ("### 甲\n# 乙\n## 丙", [(2, "甲"), (2, "乙"), (3, "丙")]),
    ("正文\n## 甲\n正文", [(2, "甲")]),
    ("小标题\n===\n正文", [(2, "小标题")]),
    ("小标题\n---\n正文", [(2, "小标题")]),
    ("## **甲**`乙`{丙|bǐng}[^1]\n\n[^1]: 注", [(2, "甲乙丙")]),
    ("<h1>甲</h1>\n\n<h4>乙</h4>", [(2, "甲"), (3, "乙")]),
    ("# 甲\n## 乙\n### 丙\n#### 丁", [(2, "甲"), (3, "乙")]),
]


@pytest.mark.parametrize(("body", "expected"), HEADINGS)
def test_headings(body: str, expected: list[tuple[int, str]]) -> None:
    markup = render_markup("a.md", body, first_line=1, links={}, photos={}, image_hosts=())
    assert [(h.level, h.text) for h in markup.headings] == expected
    assert "<h1" not in markup.html


RAW = [
    ("<div>甲</div>\n乙", "<div>甲\n乙</div>", False),
    ("<details>\n<summary>甲</summary>\n\n**乙**\n\n</details>",
     "<details>\n<summary>甲</summary>\n<p><strong>乙</strong></p>\n</details>", True),
    ("<p align=center>甲</p>", "<p>甲</p>", True),
    ("甲<sub>2</sub><u>乙</u><mark>丙</mark>", "<p>甲<sub>2</sub><u>乙</u><mark>丙</mark></p>", True),
    ("<ruby>荥<rt>xíng</rt></ruby>", "<p><ruby>荥<rt>xíng</rt></ruby></p>", True),
    ("<span lang=\"en\">May Day</span>", '<p><span lang="en">May Day</span></p>', True),
    ("<center>甲</center>", "甲", True),
    ("<font color=red>甲</font>", "<p>甲</p>", True),
]  # fmt: skip


@pytest.mark.parametrize(("body", "expected", "is_whole"), RAW)
def test_plain_html_passes(body: str, expected: str, is_whole: bool) -> None:
    assert html(body) == expected if is_whole else "甲" in html(body)


FAULTS = [
    ("正文", []),
    ("```\n未完", [(11, "W613")]),
    ("一\n\n::: 附近 甲\n乙\n:::", [(13, "W610")]),
    ("::: 附件 甲\n乙", [(11, "W611")]),
    ("甲\n\n:::", [(13, "W614")]),
    (":::: 附件 甲\n::: 提示\n乙\n::::", [(12, "W611")]),
    (":::: 附件 甲\n::: 提示\n乙\n:::\n::::", []),
    ("甲[^1]\n\n[^1]: 乙", []),
    ("甲\n\n[^1]: 乙", [(13, "W615")]),
    ("甲`[^1]`\n\n[^1]: 乙", [(13, "W615")]),
    ("甲[^a&b]\n\n[^a&b]: 乙", []),
    ("甲\n乙[^9]", [(12, "W620")]),
    ("`[^9]`", []),
    ("甲[^1]\n\n[^1]: 乙\n\n[^1]: 丙", [(15, "W612")]),
    ("甲\n<font>乙</font><font>丙</font>", [(12, "W617")]),
    ("`<font>`\n\n```\n<font>\n```\n\n5<6 <通知>", []),
    ("[甲](javascript:x)", [(11, "W616")]),
    ("[甲](#乙)", [(11, "W618")]),
    ("# 乙\n[甲](#乙)", []),
    ("![甲](https://a.cn/x.jpg)", [(11, "W619")]),
    ("| a | b |\n|---|---|\n| ^^ | b |", [(11, "W621")]),
    ("| a | b |\n|---|---|\n| 甲 | 乙 |\n| ^^ | >> |", [(11, "W621")]),
    ("| a | b |\n|---|---|\n| 甲 | >> |\n| ^^ | ^^ |", []),
    ("| a | b |\n|---|---|\n| 甲 | >> |\n| ^^ | >> |", []),
]


@pytest.mark.parametrize(
    ("body", "listed"),
    [
        ("甲[^1]\n\n[^1]: 乙\n\n[^2]: 丙", "乙"),
        ("甲[^二]\n\n[^1]: 乙\n\n[^二]: 丙", "丙"),
        ("甲\n\n[^1]: 乙", ""),
        ("甲`[^1]`\n\n[^1]: 乙", ""),
    ],
)
def test_a_footnote_without_a_mark_in_the_text_is_not_listed(body: str, listed: str) -> None:
    rendered = html(body)
    assert rendered.count("<li") == len(listed)
    assert ('class="footnotes"' in rendered) == bool(listed)
    assert all((one in rendered) == (one in listed) for one in "乙丙")


@pytest.mark.parametrize(("body", "expected"), FAULTS)
def test_what_is_reported_and_where(body: str, expected: list[tuple[int, str]]) -> None:
    assert codes(body) == expected
