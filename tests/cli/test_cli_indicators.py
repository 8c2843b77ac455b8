"""The last line of ``check``: what fails a site, in the words of the document; and the guide's page of indicators."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from sites.make_site import write_site

from bulletin.cli.indicators import VETOES, veto_line
from bulletin.cli.main import main
from bulletin.model.problem import Problem
from bulletin.words import Language, catalogue

PAGE = (Path(__file__).parents[2] / "docs" / "guide" / "content" / "inspection.md").read_text("utf-8")


def line(*codes: str, language: Language = "hans") -> str:
    return veto_line([Problem("a.md", number, 0, code) for number, code in enumerate(codes)], language)


@pytest.mark.parametrize("codes", [(), ("E402", "W436", "I230"), ("W479", "W468")])
def test_quiet(codes: tuple[str, ...]) -> None:
    assert line(*codes) == ""


SPEAKS = [
    (("W465",), "：首页不更新。"),
    (("W467", "W466", "W467"), "：栏目不更新 1 个（满 5 个否决），空白栏目 2 个（满 5 个否决）。"),
    (("W437", "W233", "W448"), "：严重表述错误 1 处，泄露个人信息 2 处。"),
    (("W449", "W474", "W477", "W499"), "：像是伪造的日期 4 处。"),
]


@pytest.mark.parametrize(("codes", "ending"), SPEAKS, ids=[codes[0] for codes, _ in SPEAKS])
def test_speaks(codes: tuple[str, ...], ending: str) -> None:
    assert line(*codes).endswith(ending)


@pytest.mark.parametrize("language", ["hans", "hant", "en"])
def test_each_has_words(language: Language) -> None:
    said = line(*(code for codes in VETOES.values() for code in codes), language=language)
    assert "{" not in said
    assert said


def test_the_guide_names_the_same_codes() -> None:
    told = re.findall(r"^\| [^|]+ \| ([^|]*(?:单项否决|六个月)[^|]*) \| ([^|]+) \|$", PAGE, re.MULTILINE)
    codes = {code for _, cell in told for code in re.findall(r"[EWI]\d{3}", cell)}
    assert {code for group in VETOES.values() for code in group} <= codes
    assert set(re.findall(r"[EWI]\d{3}", PAGE)) <= catalogue().keys()


def test_check_says_it_last(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    site = write_site(tmp_path / "site")
    assert main(["check", str(site), "--lang", "zh-Hans"]) == 0
    assert "单项否决" not in capsys.readouterr().out
    text = "---\n标题: 空值\n日期: 1970-01-01\n---\n\n祭扫烈土墓。\n"
    (site / "content" / "2026" / "空值.md").write_text(text, "utf-8")
    main(["check", str(site), "--lang", "zh-Hans"])
    out = capsys.readouterr().out.splitlines()
    assert out[-1] == "其中属于检查指标里单项否决的：严重表述错误 1 处，像是伪造的日期 1 处。"
