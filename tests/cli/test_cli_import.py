"""bulletin import: files of others -> items that build; never twice, never over anything."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest
from ingest.docx_file import cell, docx, paragraph, picture, table

from bulletin.cli.main import main

TEXT = """临江市总工会召开推进会
发布时间:2026年9月30日 来源:市总工会
近日,临江市总工会在鹭洲区召开工会工作推进会,总结前三季度工作,部署下一阶段任务,来自各区县总工会的负责同志参加.
"""
TWO = """鹭洲区总工会举办书法大赛
近日，鹭洲区总工会在文化馆举办职工书法大赛，一百二十六名职工报名参加，年纪最大的六十岁，最小的刚满二十岁。
（丁砚秋）
清漪县总工会举办插花大赛
近日，清漪县总工会在体育中心举办职工插花大赛，八十八名职工报名参加，作品在工人文化宫展出了整整一个星期。
（郎一舟）
"""


@pytest.fixture
def site(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    assert main(["init", str(tmp_path / "site"), "--lang", "en"]) == 0
    capsys.readouterr()
    return tmp_path / "site"


def run(capsys: pytest.CaptureFixture[str], *words: str | Path) -> tuple[int, str, str]:
    code = main([str(word) for word in words])
    said = capsys.readouterr()
    return code, said.out, said.err


def files(site: Path) -> dict[str, bytes]:
    return {str(path.relative_to(site)): path.read_bytes() for path in site.rglob("*") if path.is_file()}


def test_a_text_in_gb18030(site: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source = tmp_path / "推进会.txt"
    source.write_bytes(TEXT.encode("gb18030"))
    code, out, err = run(capsys, "import", source, "--site", site)
    item = site / "content/2026/40/临江市总工会召开推进会.md"
    assert (code, item.name in out) == (0, True)
    assert "[I201]" in err
    assert item.read_text(encoding="utf-8").startswith(
        "---\n标题: 临江市总工会召开推进会\n日期: 2026-09-30\n来源: 市总工会\n---\n\n近日，临江市总工会在鹭洲区"
    )
    code, out, _ = run(capsys, "check", site, "--json")
    assert code == 0
    assert [one for one in json.loads(out)["problems"] if "推进会" in one["path"] and one["code"] != "W431"] == []


def test_not_twice_and_never_over_anything(site: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source = tmp_path / "推进会.txt"
    source.write_text(TEXT, encoding="utf-8")
    assert run(capsys, "import", source, "--site", site)[0] == 0
    before = files(site)
    code, out, _ = run(capsys, "import", source, "--site", site, "--json")
    assert (code, json.loads(out)["known"], files(site)) == (0, 1, before)
    source.write_text(TEXT + "\n会后参观。\n", encoding="utf-8")
    assert run(capsys, "import", source, "--site", site)[0] == 0
    after = files(site)
    assert {path: after[path] for path in before if "ledger" not in path} == {
        path: data for path, data in before.items() if "ledger" not in path
    }
    assert "content/2026/40/临江市总工会召开推进会-2.md" in after
    (site / "content/2026/40/临江市总工会召开推进会-2.md").unlink()
    assert "✓" in run(capsys, "import", source, "--site", site)[1]  # what was deleted may come again


def test_a_dry_run_writes_nothing(site: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source = tmp_path / "两篇.txt"
    source.write_text(TWO, encoding="utf-8")
    before = files(site)
    code, out, _ = run(capsys, "import", source, "--site", site, "--dry-run", "--split", "--json")
    data = json.loads(out)
    assert (code, data["items"], data["dry_run"], files(site)) == (0, 2, True, before)
    assert [item["fields"]["作者"] for item in data["files"][0]["items"]] == ["丁砚秋", "郎一舟"]
    assert [item["missing"] for item in data["files"][0]["items"]] == [["日期"], ["日期"]]


def test_split_writes_an_index(site: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source = tmp_path / "工会简报2026年第40期.txt"
    source.write_text("工会简报\n2026-09-30\n" + TWO, encoding="utf-8")
    code, out, _ = run(capsys, "import", source, "--site", site, "--split", "--json")
    data = json.loads(out)["files"][0]
    assert (code, data["index"]) == (0, "issues/2026-40.md")
    index = (site / "content/issues/2026-40.md").read_text(encoding="utf-8")
    assert all(f"  - {item['path']}\n" in index for item in data["items"])
    code, out, _ = run(capsys, "check", site, "--json")
    found = [one for one in json.loads(out)["problems"] if one["severity"] != "info"]
    named = [one for one in found if "简报" in one["path"] or "issues/" in one["path"]]
    assert (code, named) == (0, [])


def test_without_split_it_says_that_it_could(site: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source = tmp_path / "两篇.txt"
    source.write_text(TWO, encoding="utf-8")
    code, _, err = run(capsys, "import", source, "--site", site)
    assert code == 0
    assert "[W965]" in err
    made = list((site / "content/导入").rglob("*.md"))
    assert len(made) == 1
    made[0].unlink()  # as it says
    run(capsys, "import", source, "--site", site, "--split")
    assert len(list((site / "content/导入").rglob("*.md"))) == 2


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        pytest.param("旧.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "E961", id="doc"),
        pytest.param("旧.wps", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "E961", id="wps"),
        pytest.param("旧.rtf", b"{\\rtf1 x}", "E961", id="rtf"),
        pytest.param("报.pdf", b"%PDF-1.7\n", "E962", id="pdf"),
        pytest.param("空.txt", b"\n\n", "E964", id="empty"),
        pytest.param("长.txt", ("字，" * 500 + "。\n").encode() * 220, "E966", id="long"),
    ],
)
def test_what_cannot_be_imported_is_explained(
    site: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str, data: bytes, code: str
) -> None:
    source = tmp_path / name
    source.write_bytes(data)
    before = files(site)
    status, _, err = run(capsys, "import", source, "--site", site)
    assert (status, files(site)) == (2, before)
    assert f"[{code}]" in err
    (tmp_path / "好.txt").write_text(TEXT, encoding="utf-8")
    assert run(capsys, "import", source, tmp_path / "好.txt", "--site", site)[0] == 1


def test_an_item_is_not_imported(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = files(site)
    code, _, err = run(capsys, "import", site / "content", "--site", site)
    assert (code, "[E971]" in err, files(site)) == (2, True, before)


def test_a_missing_file_and_a_missing_site(site: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, _, err = run(capsys, "import", tmp_path / "没有.txt", "--site", site)
    assert (code, "[E960]" in err) == (2, True)
    code, _, err = run(capsys, "import", tmp_path / "没有.txt", "--site", tmp_path / "nowhere")
    assert (code, "[E904]" in err) == (2, True)


def test_a_damaged_ledger_is_begun_anew(site: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    ledger = site / "content/_imported/ledger.json"
    ledger.parent.mkdir()
    ledger.write_text('{"imports": [1', encoding="utf-8")
    source = tmp_path / "推进会.txt"
    source.write_text(TEXT, encoding="utf-8")
    assert run(capsys, "import", source, "--site", site)[0] == 0
    assert json.loads(ledger.read_text(encoding="utf-8"))["imports"]


def test_a_folder(site: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name in ("甲.txt", "子/乙.txt", ".隐藏.txt", "照片.jpg"):
        (tmp_path / "来稿" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "来稿" / name).write_text(TEXT.replace("推进会", name[-5:-4] + "会议"), encoding="utf-8")
    code, out, _ = run(capsys, "import", tmp_path / "来稿", "--site", site, "--json")
    data = json.loads(out)
    assert (code, data["items"], [Path(path).name for path in data["passed_over"]]) == (0, 2, ["照片.jpg"])


PAGE = """<html><head><meta charset="gbk"><meta name="ArticleTitle" content="市总召开座谈会"><meta name="PubDate"
content="2026-10-08 09:00"></head><body><div class="TRS_Editor"><p>近日,临江市总工会召开座谈会,听取职工意见,
各区县总工会负责同志参加.</p><p><img src="座谈会_files/1.jpg"></p></div></body></html>"""


def test_a_word_file_and_a_web_page_pass_check(
    site: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    jpeg = next(Path(__file__).parents[2].joinpath("content").rglob("*.jpg")).read_bytes()
    (tmp_path / "座谈会_files").mkdir()
    (tmp_path / "座谈会_files/1.jpg").write_bytes(jpeg)
    (tmp_path / "座谈会.html").write_bytes(PAGE.encode("gbk"))
    (tmp_path / "推进会.docx").write_bytes(
        docx(
            paragraph("市总召开推进会", "center"), paragraph("2026年10月9日", "center"),
            paragraph("近日，临江市总工会召开推进会，部署下一阶段工作。"), paragraph(runs=picture(alt="会场")),
            table(cell("汇总", 2), cell("甲") + cell("1")), parts={"media/a.jpeg": jpeg},
        )
    )  # fmt: skip
    code, out, _ = run(capsys, "import", tmp_path / "座谈会.html", tmp_path / "推进会.docx", "--site", site, "--json")
    assert (code, [one["kind"] for one in json.loads(out)["files"]]) == (0, ["web", "docx"])
    assert (site / "content/2026/41/市总召开座谈会/照片1.jpg").read_bytes() == jpeg
    assert (site / "content/2026/41/市总召开推进会/照片1.jpg").read_bytes() == jpeg
    code, out, _ = run(capsys, "check", site, "--json")
    found = [one for one in json.loads(out)["problems"] if one["severity"] == "error"]
    assert (code, found) == (0, [])


@pytest.mark.parametrize(
    ("module", "name", "data", "package"),
    [
        pytest.param("mammoth", "稿.docx", docx(paragraph("正文。")), "bulletin[docx]", id="docx"),
        pytest.param("lxml", "稿.html", PAGE.encode(), "bulletin[web]", id="web"),
    ],
)
def test_an_extra_that_is_not_installed_is_named(
    site: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch,
    module: str, name: str, data: bytes, package: str,
) -> None:  # fmt: skip
    for loaded in [one for one in sys.modules if one.startswith(("bulletin.ingest.web", "bulletin.ingest.word"))]:
        monkeypatch.delitem(sys.modules, loaded)
    monkeypatch.setitem(sys.modules, module, None)
    (tmp_path / name).write_bytes(data)
    code, _, err = run(capsys, "import", tmp_path / name, "--site", site)
    assert (code, "[E963]" in err, package in err) == (2, True, True)


@pytest.mark.parametrize("words", [["--lang", "en"], ["--lang", "zh-Hant"]], ids=["en", "hant"])
def test_the_report_in_other_languages(
    site: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], words: list[str]
) -> None:
    (tmp_path / "两篇.txt").write_text(TWO.replace("，", ","), encoding="utf-8")
    code, out, err = run(capsys, "import", tmp_path / "两篇.txt", "--site", site, "--split", *words)
    assert code == 0
    assert "{" not in out + err
    assert ("half-width" in out) == (words[1] == "en")
