"""Numbered clauses and figures."""

from __future__ import annotations

import pytest

from bulletin.convert.markup.render import render_markup

RUN_IN = '<strong class="run-in"'


def html(body: str) -> str:
    return render_markup("a.md", body, first_line=1, links={}, photos={}, image_hosts=("img.cn",)).html


HEADINGS = [  # a paragraph of its own
    ("一、指导思想\n\n正文", 2),
    ("　　一、指导思想\n\n正文", 2),
    ("**一、指导思想**\n\n正文", 2),
    ("一、 指导思想\n\n正文", 2),
    ("十二、附则", 2),
    ("一、指导思想\n全面贯彻党的方针政策，深入学习。", 2),
    ("三、活动时间：\n\n正文", 2),
    ("（一）广泛宣传\n\n正文", 3),
    ("(一)广泛宣传\n\n正文", 3),
    ("一、“中国梦·劳动美”主题活动\n\n正文", 2),
]


@pytest.mark.parametrize(("body", "level"), HEADINGS)
def test_a_clause_alone_is_a_heading(body: str, level: int) -> None:
    result = html("二、前文\n\n正文\n\n" + body)
    assert f"<h{level}" in result.partition("正文")[2]
    assert "<strong" not in result


NOT_HEADINGS = [
    "一、坚持党的领导，深入学习贯彻重要讲话精神。",
    "一、坚持党的领导；",
    "一、活动主题：中国梦·劳动美",
    "一、" + "长" * 40,
    "一是加强领导",
    "一、时间\n\n二、地点\n\n三、人员",
    "（一）身份证\n\n（二）照片\n\n（三）申请表\n\n（四）证明",
    "1.单位介绍信",
    "（1）身份证",
    "- 一、甲",
    "> 一、甲",
    "一月份",
    "（一线职工）很多",
    "一、二、三等奖",
]


@pytest.mark.parametrize("body", NOT_HEADINGS)
def test_what_only_looks_like_a_heading_is_text(body: str) -> None:
    assert "<h" not in html(body)


RUN_INS = [
    ("（一）广泛宣传。以《特别规定》为重点。", "（一）广泛宣传。"),
    ("一、加强领导。各级工会要重视。", "一、加强领导。"),
    ("1.健全机制。市总牵头。", "1.健全机制。"),
    ("1．健全机制。市总牵头。", "1．健全机制。"),
    ("1、健全机制。市总牵头。", "1、健全机制。"),
    ("（1）健全机制。市总牵头。", "（1）健全机制。"),
    ("（一）“一函两书”护航。**重点**推进。", "（一）“一函两书”护航。"),
    ("（一）怎么看？要看全局。", "（一）怎么看？"),
    ("（一）深化“尊法守法·携手筑梦”服务。推进。", "（一）深化“尊法守法·携手筑梦”服务。"),
    ("（一）他说“好。”大家笑了。", "（一）他说“好。”"),
    ("（一）落实**防护措施**。合理安排。", "（一）落实<strong>防护措施</strong>。"),
    ("（一）落实**防护**和`x`措施。**合理**安排。", "（一）落实<strong>防护</strong>和<code>x</code>措施。"),
    ("**（一）广泛宣传。**以《特别规定》为重点。", "（一）广泛宣传。"),
]


@pytest.mark.parametrize(("body", "run_in"), RUN_INS)
def test_the_first_sentence_of_a_clause_is_a_run_in_heading(body: str, run_in: str) -> None:
    result = html(body)
    start = result.index(RUN_IN)
    assert result[result.index(">", start) + 1 :].startswith(run_in + "</strong>")
    assert ' id="c-' in result[start : result.index(">", start)]


@pytest.mark.parametrize(
    "body",
    [
        "（一）以《特别规定》为重点。",
        "（一）以**特别规定**为重点。",
        "（一）以**特别规定**  \n为重点。后文",
        "1.单位介绍信。",
        "（一）" + "长" * 70 + "。后文。",
        "近日，（一）甲。乙。",
        "3.5万人参加。盛况空前。",
        "2026年，（一）甲。乙。",
        "一是加强领导。二是抓好落实。",
        "- （一）甲。乙。",
    ],
)
def test_other_paragraphs_have_no_run_in_heading(body: str) -> None:
    assert RUN_IN not in html(body)


IMG = '<img src="https://img.cn/a.jpg" alt="{}" loading="lazy" decoding="async">'
A = "(https://img.cn/a.jpg)"
FIGURES = [
    (f"![甲]{A}", f"<figure>{IMG.format('甲')}</figure>"),
    ('![甲](https://img.cn/a.jpg "说明")', f"<figure>{IMG.format('甲')}<figcaption>说明</figcaption></figure>"),
    ("![甲](https://img.cn/a.jpg “说明”)", f"<figure>{IMG.format('甲')}<figcaption>说明</figcaption></figure>"),
    (f"![甲]{A}\n\n图为现场。", f"<figure>{IMG.format('甲')}<figcaption>图为现场。</figcaption></figure>"),
    (f"![甲]{A}\n图为现场。", f"<figure>{IMG.format('甲')}<figcaption>图为现场。</figcaption></figure>"),
    (f"![甲]{A}\n图：现场。", f"<figure>{IMG.format('甲')}<figcaption>现场。</figcaption></figure>"),
    (f"![甲]{A}\n\n图注：现场", f"<figure>{IMG.format('甲')}<figcaption>现场</figcaption></figure>"),
    (f"![甲]{A}\n圖為現場", f"<figure>{IMG.format('甲')}<figcaption>圖為現場</figcaption></figure>"),
    (f"![甲]{A}\n（图为现场 张三 摄）",
     f"<figure>{IMG.format('甲')}<figcaption>（图为现场 张三 摄）</figcaption></figure>"),
    (f"![甲]{A}\n摄影：张三", f"<figure>{IMG.format('甲')}<figcaption>摄影：张三</figcaption></figure>"),
    (f"![甲]{A}\n（张三 摄）", f"<figure>{IMG.format('甲')}<figcaption>（张三 摄）</figcaption></figure>"),
    (f"![甲]{A}\n图为**现场**。",
     f"<figure>{IMG.format('甲')}<figcaption>图为<strong>现场</strong>。</figcaption></figure>"),
    (f"![甲]{A}\n![乙]{A}", f"<figure>{IMG.format('甲')}</figure><figure>{IMG.format('乙')}</figure>"),
    (f"![甲]{A}\n\n![乙]{A}\n\n图为乙",
     f"<figure>{IMG.format('甲')}</figure><figure>{IMG.format('乙')}<figcaption>图为乙</figcaption></figure>"),
    # not alone, or not a caption
    (f"![甲]{A}\n\n正文", f"<figure>{IMG.format('甲')}</figure><p>正文</p>"),
    (f"![甲]{A}\n\n图书馆开放", f"<figure>{IMG.format('甲')}</figure><p>图书馆开放</p>"),
    (f"正文![甲]{A}", f"<p>正文{IMG.format('甲')}</p>"),
    (f"![甲]{A}正文", f"<p>{IMG.format('甲')}正文</p>"),
    (f"![甲]{A}\n正文", f"<p>{IMG.format('甲')}正文</p>"),
]  # fmt: skip


@pytest.mark.parametrize(("body", "expected"), FIGURES)
def test_figures(body: str, expected: str) -> None:
    assert html(body).replace("\n", "") == expected


def test_a_linked_image_is_a_figure_too() -> None:
    result = html(f"[![甲]{A}](https://a.cn)\n图为现场")
    assert result.startswith('<figure><a href="https://a.cn" rel="noopener noreferrer"><img ')
    assert result.endswith("</a><figcaption>图为现场</figcaption></figure>")
