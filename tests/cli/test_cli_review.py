"""``bulletin review``: what is listed, where it stands, what accepting writes, what an upgrade changes."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from bulletin.cli.main import main
from bulletin.convert.context import Context
from bulletin.convert.review import Seen, find_doubts
from bulletin.jobs.review import accept, open_site, review
from bulletin.model.item import Item
from bulletin.model.review import Review

SITE = """标题: 简报
网址: https://example.org/
版本:
  - {标识: zh-Hans}
  - {标识: zh-Hant-TW, 路径: hant/}
  - {标识: zh-Hant-HK, 路径: hk/}
栏目:
  - {名称: 要闻, 网址: news}
"""
ITEM = """---
标题: 制造厂
日期: 2026-11-20
作者: 范里
---

工会主席丁岳说，在场的**不**准插话。`不准`也是代码。

另一段里，制造厂开在一边，范里说。
"""


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1795500000")
    monkeypatch.setenv("LANG", "zh_CN.UTF-8")
    content = tmp_path / "site" / "content"
    content.mkdir(parents=True)
    (content / "site.yaml").write_text(SITE, encoding="utf-8")
    # Whatever the tables come to know of names: here a character is fixed, and would be another in a name
    (content / "glossary.yaml").write_text("- 岳: 嶽\n", encoding="utf-8")
    (content / "甲.md").write_text(ITEM, encoding="utf-8")
    (content / "乙.md").write_text("---\n标题: 乙\n日期: 2026-11-20\n草稿: 是\n---\n\n又有制造厂。\n", encoding="utf-8")
    (content / "丙.md").write_text("---\n标题: 丙\n日期: 2026-11-20\n---\n\n制造厂。\n", encoding="utf-8")
    (content / "丙.zh-Hant.md").write_text("---\n標題: 丙\n---\n\n製造廠。\n", encoding="utf-8")
    (content / "丁.md").write_text("---\n标题: 丁\n日期: 2026-11-20\n转换: 否\n---\n\n制造厂。\n", encoding="utf-8")
    (content / "戊.md").write_text("---\n标题: 戊\n日期: 2026-11-20\n---\n\n繁體的語言，制造厂。\n", encoding="utf-8")
    return tmp_path / "site"


def asked(capsys: pytest.CaptureFixture[str], *arguments: str) -> dict[str, Any]:
    capsys.readouterr()
    assert main(["review", *arguments, "--json"]) in (0, 1)
    found = json.loads(capsys.readouterr().out)
    assert isinstance(found, dict)
    return found


NOW = datetime(2026, 11, 22, tzinfo=UTC)


@pytest.fixture
def examined(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, str]]:
    """(path, tag) of every item that is examined, as it happens."""
    found: list[tuple[str, str]] = []

    def noted(item: Item, context: Context, tag: str) -> Seen:
        found.append((item.path, tag))
        return find_doubts(item, context, tag)

    monkeypatch.setattr("bulletin.jobs.review.find_doubts", noted)
    return found


def looked(site: Path, tag: str, limit: int = 0) -> Review:
    return review(open_site(site, NOW, jobs=1), tag, limit)


@pytest.mark.parametrize("limit", [0, 1])
@pytest.mark.parametrize("tag", ["zh-Hant-TW", "zh-Hant-HK", "zh-Hans"])
def test_what_is_remembered_is_what_is_found(site: Path, tag: str, limit: int) -> None:
    bare = review(open_site(site, NOW, jobs=1, has_cache=False), tag, limit)
    assert not (site / ".bulletin").exists()
    assert looked(site, tag, limit) == looked(site, tag, limit) == bare


def test_nothing_is_examined_twice(site: Path, examined: list[tuple[str, str]]) -> None:
    first = looked(site, "zh-Hant-TW")
    assert {tag for _, tag in examined} == {"zh-Hant-TW"}
    paths = {path for path, _ in examined}
    looked(site, "zh-Hant-HK")
    examined.clear()
    assert looked(site, "zh-Hant-TW") == first
    looked(site, "zh-Hant-HK")
    assert examined == []
    (site / "content" / "甲.md").write_text(ITEM.replace("制造厂开在", "干部坐在"), encoding="utf-8")
    changed = looked(site, "zh-Hant-TW")
    assert examined == [("甲.md", "zh-Hant-TW")]
    assert changed == review(open_site(site, NOW, jobs=1, has_cache=False), "zh-Hant-TW", 0) != first
    assert paths > {"甲.md"}


def test_an_accepted_word_has_only_those_items_examined_that_could_hold_it(
    site: Path, examined: list[tuple[str, str]]
) -> None:
    looked(site, "zh-Hant-TW")
    examined.clear()
    assert accept(site, "不准", ()) == "- 不准"
    after = looked(site, "zh-Hant-TW")
    assert examined == [("甲.md", "zh-Hant-TW")]
    assert after == review(open_site(site, NOW, jobs=1, has_cache=False), "zh-Hant-TW", 0)
    assert "不准" not in [doubt.word for doubt in after.doubts]


def test_a_damaged_memory_is_dropped(site: Path) -> None:
    first = looked(site, "zh-Hant-TW")
    stores = sorted((site / ".bulletin").iterdir())
    assert [one.name for one in stores] == ["review-zh-Hant-TW.sqlite", "review.sqlite"]
    for store in stores:
        store.write_bytes(b"SQLite format 3\0" + bytes(2000))
    assert looked(site, "zh-Hant-TW") == first


def words(found: dict[str, Any]) -> list[object]:
    return [one["word"] for one in found["doubts"]]


def test_places(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = asked(capsys, str(site), "--limit", "0")
    assert found["edition"] == "zh-Hant-TW"
    name = found["doubts"][0]
    assert (name["kind"], name["word"], name["form"]) == ("name", "丁岳", "丁嶽")
    assert name["options"] == [
        {"form": "丁嶽", "forms": {"zh-Hant": "丁嶽"}},
        {"form": "丁岳", "forms": {}},
    ]
    assert name["places"] == [
        {
            "path": "甲.md", "line": 7, "column": 5, "before": "工会主席", "after": "说，在场的不准插话。",
            "shown_before": "工會主席", "shown_after": "說，在場的不准插話。",
        }
    ]  # fmt: skip
    margins = [one["margin"] for one in found["doubts"]]
    assert margins == sorted(margins, key=lambda margin: int(str(margin)))


def test_one_entry_for_a_word_of_several_files(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Drafts included; a hand-written variant, an item that is not converted and a traditional one are not."""
    found = asked(capsys, str(site), "--limit", "0")
    together = next(one for one in found["doubts"] if one["word"] == "制造")
    places = together["places"]
    assert together["count"] == 3
    assert sorted((place["path"], place["line"], place["column"]) for place in places) == [
        ("乙.md", 7, 3), ("甲.md", 2, 5), ("甲.md", 9, 6),
    ]  # fmt: skip
    assert "范里" not in words(found), "the name of the author is known"


def test_on_a_terminal(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["review", str(site), "--limit", "1"]) == 0
    out, err = capsys.readouterr()
    assert out == (
        "丁岳 → 丁嶽（像人名；按人名是：丁岳）1 处\n"
        "  content/甲.md:7:5 工会主席【丁岳】说，在场的不准插话。 → 工會主席【丁嶽】說，在場的不准插話。\n"
    )
    assert err.startswith("zh-Hant-TW：")


def test_accepted_is_fixed_and_gone(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    glossary = site / "content" / "glossary.yaml"
    glossary.write_bytes("# 用字表\r\n- 岳: 嶽  # 山\r\n".encode("gb18030"))
    assert main(["review", str(site), "--accept", "丁岳", "--accept", "制造=製造"]) == 0
    assert capsys.readouterr().out == (
        "content/glossary.yaml 里加了：- 丁岳\ncontent/glossary.yaml 里加了：- 制造: 製造\n"
    )
    assert glossary.read_bytes() == "# 用字表\r\n- 岳: 嶽  # 山\r\n- 丁岳\r\n- 制造: 製造\r\n".encode("gb18030")
    found = words(asked(capsys, str(site), "--limit", "0"))
    assert "丁岳" not in found
    assert "制造" not in found
    before = glossary.read_bytes()
    assert main(["review", str(site), "--accept", "丁岳"]) == 0
    assert "没有改动" in capsys.readouterr().out
    assert glossary.read_bytes() == before


def test_accepted_for_one_edition_is_written_for_all(site: Path) -> None:
    assert main(["review", str(site), "--edition", "zh-hant-hk", "--accept", "段里=段裏"]) == 0
    written = (site / "content" / "glossary.yaml").read_text(encoding="utf-8")
    assert written == "- 岳: 嶽\n- 段里: {zh-Hant-TW: 段裡, zh-Hant-HK: 段裏}\n"


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("--accept", "=x"), "E936"),
        (("--accept", "干部="), "E936"),
        (("--accept", "干=幹"), "E939"),
        (("--accept", "干部=幹部", "--accept", "干部=乾部"), "E933"),
        (("--edition", "zh-Hant"), "E937"),
        (("--edition", "zh-Hant", "--accept", "干部=幹部"), "E937"),
        (("--since-report", "没有.json"), "E930"),
        (("--since-report", "content/site.yaml"), "E935"),
        (("--report", "没有/x.json"), "E938"),
    ],
    ids=str,
)
def test_refused(
    site: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    arguments: tuple[str, ...],
    code: str,
) -> None:
    monkeypatch.chdir(site)
    assert main(["review", *arguments]) == 2
    assert f"[{code}]" in capsys.readouterr().err


def test_since_a_report(site: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    report = tmp_path / "before.json"
    assert main(["review", str(site), "--report", str(report)]) == 0
    assert main(["review", str(site), "--since-report", str(report)]) == 0
    assert main(["review", str(site), "--accept", "丁岳", "--accept", "制造=製造（造）"]) == 0
    (site / "content" / "乙.md").write_text("---\n标题: 乙\n日期: 2026-11-20\n---\n\n有制造厂。\n", encoding="utf-8")
    capsys.readouterr()
    assert main(["review", str(site), "--since-report", str(report)]) == 1
    out, err = capsys.readouterr()
    assert "[zh-Hant-TW] 岳：嶽 → 岳，1 处\n  content/甲.md:7:6 工會主席丁【嶽 → 岳】說，在場的不准插話。\n" in out
    assert "[zh-Hant-HK] 岳：嶽 → 岳，1 处\n" in out
    assert "造：造 → 造（造）" in out
    assert "glossary：" in err
    assert "1 篇稿件自己改过" in err
    found = asked(capsys, str(site), "--since-report", str(report))
    assert found["edited"] == ["乙.md"]
    assert {str(one["edition"]) for one in found["changes"]} == {"zh-Hant-TW", "zh-Hant-HK"}


@pytest.mark.parametrize("other", ["--report", "--since-report"])
def test_accepting_and_comparing_are_two_calls(site: Path, other: str, capsys: pytest.CaptureFixture[str]) -> None:
    """One of them would be left out without a word."""
    before = (site / "content" / "glossary.yaml").read_bytes()
    with pytest.raises(SystemExit) as ended:
        main(["review", str(site), "--accept", "丁岳", other, "r.json"])
    assert ended.value.code == 2
    assert other in capsys.readouterr().err
    assert (site / "content" / "glossary.yaml").read_bytes() == before
