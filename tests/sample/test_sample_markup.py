"""Every form of news Markdown is used in the sample site, and comes out as what it stands for."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest

from bulletin.convert.markup.render import Markup, render_markup
from bulletin.model.content import Document
from bulletin.read.document import parse_document

CONTENT = Path(__file__).parents[2] / "content"
ITEMS = sorted(path for path in CONTENT.rglob("*") if path.suffix in {".md", ".txt"})


@cache
def document(path: Path) -> Document:
    return parse_document(path.relative_to(CONTENT).as_posix(), path.read_bytes())


@cache
def markup(path: Path) -> Markup:
    one = document(path)
    return render_markup(one.path, one.body, first_line=one.body_line, links={}, photos={}, image_hosts=())


def html(name: str) -> str:
    return markup(CONTENT / "2026" / name).html


def test_nothing_in_a_body_is_doubtful() -> None:
    assert [problem for path in ITEMS for problem in markup(path).problems] == []


def test_only_the_encoding_of_one_file_is_remarked_on() -> None:
    codes = [(problem.path, problem.code) for path in ITEMS for problem in document(path).problems]
    assert codes == [("2026/44/厂区夜校.md", "I201")]


FORMS = {
    "clause as heading": ("40/困难职工建档核查通知.md", r"<h2 id=[^>]+>一、核查对象</h2>"),
    "clause as run-in heading": ("42/q3-meeting.md", r'<strong class="run-in"[^>]*>（一）数字要实。</strong>'),
    "heading by marks": ("43/温如许.md", r"<h2 id=[^>]+>一碗水</h2>"),
    "numbers without a space": ("46/班前五分钟.md", r"1\.讲原文，不改字。"),
    "numbered list": ("42/q3-meeting.md", r"<ol>\s*<li>凡是超过5万元"),
    "list in a list": ("40/jieri-fuwu.md", r"<ul>(?:(?!</ul>).)*<ul>\s*<li>其中5个"),
    "list right below a line": ("42/秋季托管.md", r"<ul>\s*<li>每班不超过25人"),
    "list with plus signs": ("41/安薪行动.md", r"<ul>\s*<li>第一笔账"),
    "footnote": ("43/温如许.md", r"<sup[^>]*><a[^>]*>1</a></sup>"),
    "cells merged downwards": ("46/会费公示.md", r"<td rowspan=\"4\">支出</td>"),
    "cells merged to the right": ("42/扫码入会统计.md", r"colspan=\"4\">注：占比"),
    "form in HTML": ("44/统计年报通知.md", r"rowspan=\"4\"[^>]*>活动</th>.*有（　）　无（　）"),
    "blank date in a form": ("44/统计年报通知.md", r"2026年　月　日"),
    "ruby": ("40/背篓课堂.md", r"<ruby>峃<rp>\(</rp><rt>xué</rt>"),
    "ruby over two characters": ("43/渡口茶摊.md", r"<ruby>溇.*?<rt>lóu</rt>.*?港.*?<rt>gǎng</rt>"),
    "attributes below a paragraph": ("42/焊花.md", r'<p class="right">鹭洲大桥合龙之夜</p>'),
    "emphasis dots": ("40/困难职工建档核查通知.md", r'<em class="dot">不得简单一退了之</em>'),
    "figure with caption": ("40/jieri-fuwu.md", r"<figure>.*?<figcaption>图为鹭洲大桥。"),
    "caption in a line of its own": ("40/假期守护者/假期守护者.md", r"<figcaption>图为公交27路夜班车。"),
    "deleted": ("45/掌上工会.md", r"<del>旧版客户端"),
    "bare link before 。": ("45/掌上工会.md", r'<a [^>]*href="https://example\.org/app/help"[^>]*>[^<]+</a>。'),
    "inline code": ("43/法援问答.md", r"<code>日工资 = 月工资 ÷ 21\.75</code>"),
    "quotation": ("40/窗边读书会.md", r"<blockquote>"),
    "lines of a poem": ("42/焊花.md", r"放下面罩，世界只剩一个点<br>"),
    "container 附件": ("44/统计年报通知.md", r'<section[^>]*class="attachment"'),
    "container 联系方式": ("43/法援问答.md", r'<section class="contact">'),
    "container 原文": ("45/老物件.md", r'<div class="original"[^>]*data-no-convert'),
    "container 提示": ("40/骑手体检.md", r'<div class="note">'),
    "container 引文": ("44/读书.md", r'<blockquote class="quote">.*《扁担记》'),
    "container 折叠": ("46/119演练.md", r"<details><summary>《班组十分钟》"),
    "foreign words by tag": ("45/visitors.md", r'<span lang="en">In my workshop'),
    "foreign words by braces": ("43/渡口茶摊.md", r'<span lang="en">Thank you'),
    "lines joined without a space": ("47/快递驿站.md", r"每天多买两份早餐。开始放在台阶上，常被风吹翻；联合会"),
    "paragraphs indented by wide spaces": ("42/重阳.md", r"<p>重阳节前两天"),
    "paragraphs indented by four spaces": ("47/泵站的猫.md", r"<p>城西三号泵站"),
    "quotes in quotes": ("40/背篓课堂.md", r"“‘看茶做茶’这四个字"),
    "signs beside Han": ("45/掌上工会.md", r"94项"),
    "decimal with a unit": ("40/江锚百日竞赛.md", r"48\.4万元"),
    "name with a middle dot": ("42/阿卜杜拉.md", r"阿卜杜拉"),
    "strong beside a full stop": ("43/渡口茶摊.md", r"<strong>喝茶不收钱，洗杯子归你。</strong>"),
}


@pytest.mark.parametrize(("name", "pattern"), FORMS.values(), ids=FORMS)
def test_form_is_used_and_understood(name: str, pattern: str) -> None:
    assert re.search(pattern, html(name), re.DOTALL), html(name)


def test_no_code_block_from_an_indent() -> None:
    assert not [path.name for path in ITEMS if "<pre>" in markup(path).html]


def test_lengths_are_those_of_real_news() -> None:
    lengths = {path.name: len(re.findall(r"[\u4e00-\u9fff]", document(path).body)) for path in ITEMS}
    assert max(lengths.values()) > 1000
    assert sorted(lengths.values())[len(lengths) // 2] > 300
