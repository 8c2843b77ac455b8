"""Author's marks in a whole build: in no file of any edition is one left; and what is not converted says its script."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime

import pytest
from sites.make_site import tree_of, write_site

from bulletin.pipeline import Options, build

ITEM = """\
---
标题: 记-{里}-号与-{zh-hans:软件;zh-tw:軟體;zh-hk:軟件}-
引题: 引-{里}-
副标题: -{后}-面
摘要: 摘-{里}-要
日期: 2026-10-09
来源: -{里}-弄工会
标签: -{里}-弄
作者: -{余}-慧明
栏目: 要闻
附件: -{里}-表
更正:
  - 日期: 2026-10-10
    内容: 改-{里}-字
---

-{H|zh-hans:博客;zh-hant:部落格}-

正文-{里}-博客。-{**后**面}-

## 小-{里}-题

| 表-{里}- | -{zh-hans:甲;zh-hant:乙}- |
|---|---|
| 丙 | 丁[^1] |

[^1]: 注-{里}-
"""
NOTICE = "---\n标题: 公示\n日期: 2026-10-11\n类型: 通知\n转换: 否\n引题: 后面\n摘要: 里面\n---\n\n-{T|新的里面}-。\n"
ISSUE = "---\n期: 2026-41\n标题: 本期-{里}-\n---\n\n按-{zh-hans:甲;zh-hant:乙}-语。\n"


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, bytes]:
    site = write_site(tmp_path_factory.mktemp("marks"), count=4)
    (site / "content" / "2026" / "mark.md").write_text(ITEM, encoding="utf-8")
    (site / "content" / "2026" / "own.md").write_text(NOTICE, encoding="utf-8")
    (site / "content" / "issues").mkdir()
    (site / "content" / "issues" / "41.md").write_text(ISSUE, encoding="utf-8")
    report = build(Options(site, datetime(2026, 11, 20), has_cache=False, jobs=1), lambda *_: None, lambda _: None)
    told = [one for one in report.problems if one.path.startswith("2026/")]
    assert {one.code for one in told} == {"W432", "W703"}  # a union that is not listed, an attachment without a file
    return tree_of(site / "public")


def test_no_mark_is_left_anywhere(published: Mapping[str, bytes]) -> None:
    for path, data in published.items():
        for left in ("-{里", "-{zh", "-{H", "-{T", "-{后"):
            assert left.encode() not in data, (path, left)
    text = "".join(data.decode("utf-8", "replace") for data in published.values())
    assert not re.search("[\U000f0000-\U0010fffd]", text)


def test_each_edition_reads_its_own(published: Mapping[str, bytes]) -> None:
    pages = {tag: published[f"{tag}2026/10/mark/index.html"].decode() for tag in ("", "hant/", "hant-hk/")}
    for tag, word in (("", "软件"), ("hant/", "軟體"), ("hant-hk/", "軟件")):
        assert f"{word}</span>" in re.sub("</?wbr>", "", pages[tag])
        assert "里博客" in pages[tag] or "里部落格" in pages[tag]
        feed = published[f"{tag}feed.xml"].decode()
        assert word in feed
    issue = published["hant/issues/2026-41/index.html"].decode()
    assert "按乙語。" in issue
    assert "本期里" in issue


def test_what_is_not_converted_says_its_script_wherever_it_is_listed(published: Mapping[str, bytes]) -> None:
    pages = [path for path in published if path.startswith("hant/") and path.endswith(".html")]
    listing = [path for path in pages if "新的里面" in published[path].decode()]
    assert {"hant/index.html", "hant/2026/10/own/index.html", "hant/issues/2026-42/index.html"} <= set(listing)
    for path in listing:
        page = re.sub(r"<head>.*?</head>", "", published[path].decode(), flags=re.DOTALL)
        titles = re.findall(r"(<[^<>]*>(?:<span class=\"(?:part|whole)\">)*)新的里面", page)
        assert titles, path
        assert all('lang="zh-Hans"' in tag for tag in titles), (path, titles)
        assert not re.search(r"<p class=\"(?:kicker|summary)\">(?:后面|里面)", page)
    own = published["2026/10/own/index.html"].decode().partition("<body")[2]
    assert 'lang="zh-Hans"' not in re.sub("<a [^>]*>", "", own)  # the switch of editions aside
