"""What ``check`` says of a conversion in doubt: a line an item, a dozen in all, nothing of what an author looked at."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from bulletin.jobs.judging import judge
from bulletin.jobs.review import open_site, review
from bulletin.model.problem import Problem
from bulletin.pipeline import Options
from bulletin.words import message

NOW = datetime(2026, 11, 20, 12)
DOUBTFUL = "礼堂里的回音很大。"
SITE = "标题: 滨江工会\n网址: https://example.org/\n"


def _site(folder: Path, *bodies: str, settings: str = SITE, glossary: str = "") -> Path:
    content = folder / "content"
    content.mkdir()
    (content / "site.yaml").write_text(settings, "utf-8")
    if glossary:
        (content / "glossary.yaml").write_text(glossary, "utf-8")
    for number, body in enumerate(bodies):
        text = f"---\n标题: 第{number}篇\n日期: 2026-09-30\n---\n\n第{number}篇讲的事各不相同。\n\n{body}\n"
        (content / f"{number:02}.md").write_text(text, "utf-8")
    return folder


def _found(site: Path) -> list[Problem]:
    problems = judge(Options(site=site, now=NOW, jobs=1), lambda _: None).problems
    return [one for one in problems if one.code in ("I704", "I705")]


def _values(problem: Problem) -> dict[str, str]:
    return dict(problem.values)


def test_a_line_says_where_what_and_what_else(tmp_path: Path) -> None:
    (problem,) = _found(_site(tmp_path, DOUBTFUL))
    assert (problem.path, problem.line, problem.column) == ("00.md", 8, 5)
    assert _values(problem) == {"tag": "zh-Hant", "words": "回音→回音（迴音？） 8:5"}
    for language in ("hans", "hant", "en"):
        assert "迴音" in message(problem, language)
        assert "bulletin review" in message(problem, language)


def test_it_is_what_review_has_first(tmp_path: Path) -> None:
    site = _site(tmp_path, f"{DOUBTFUL}\n\n六个人盯着六只表，谁也不说话。", "双方的账要当面算。")
    words = [dict(one.values)["words"] for one in _found(site)]
    first = review(open_site(site, NOW, 1, has_cache=False), "", 0).doubts[0]
    assert words[0].startswith(f"{first.word}→{first.form}（")


@pytest.mark.parametrize(
    "body",
    [
        pytest.param("市总工会召开座谈会，听取职工的意见。", id="no doubt"),
        pytest.param(f"{DOUBTFUL} <!-- bulletin: off I704 -->", id="off in its line"),
        pytest.param(f"{DOUBTFUL}\n\n<!-- bulletin: off I704 -->", id="off for the item"),
        pytest.param("礼堂里的-{回音}-很大。", id="marked by its author"),
        pytest.param("", id="nothing there"),
    ],
)
def test_stays_quiet(tmp_path: Path, body: str) -> None:
    assert _found(_site(tmp_path, body)) == []


def test_a_line_that_is_off_leaves_the_others(tmp_path: Path) -> None:
    body = f"{DOUBTFUL} <!-- bulletin: off I704 -->\n\n泵站的六个人盯着六只表。\n\n{DOUBTFUL}"
    (problem,) = _found(_site(tmp_path, body))
    assert "回音" in _values(problem)["words"]
    assert " 8:" not in _values(problem)["words"]


def test_what_is_in_the_glossary_is_no_doubt(tmp_path: Path) -> None:
    assert _found(_site(tmp_path, DOUBTFUL, glossary="- 回音: 迴音\n")) == []


def test_without_a_traditional_edition_there_is_none(tmp_path: Path) -> None:
    assert _found(_site(tmp_path, DOUBTFUL, settings=SITE + "版本: [zh-Hans]\n")) == []


@pytest.mark.parametrize(("items", "lines", "rest"), [(11, 11, ""), (12, 12, ""), (13, 12, "2"), (40, 12, "29")])
def test_no_flood(tmp_path: Path, items: int, lines: int, rest: str) -> None:
    found = _found(_site(tmp_path, *(f"{DOUBTFUL}第{number}台。" for number in range(items))))
    assert len(found) == lines
    assert [_values(one)["count"] for one in found if one.code == "I705"] == [rest] * bool(rest)


def test_of_an_item_three_words_are_named(tmp_path: Path) -> None:
    sentences = ("礼堂里的回音很大。", "什么也不干。", "其中一位签的是他。", "谁也不复述。", "他把帆卷妥。")
    body = "\n\n".join(sentences)
    (problem,) = _found(_site(tmp_path, body))
    words = _values(problem)["words"]
    assert words.count("→") == 3
    assert words.endswith("）")
