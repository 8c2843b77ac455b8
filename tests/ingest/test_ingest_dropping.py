"""What is dropped into content/ is imported once, beside itself, and an attachment is left alone."""

from __future__ import annotations

import io
import json
import shutil
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from ingest.docx_file import docx, paragraph, picture
from PIL import Image

from bulletin.errors import BulletinError
from bulletin.ingest.store import digest_of
from bulletin.jobs.dropping import dropped, import_dropped
from bulletin.jobs.importing import ImportReport
from bulletin.pipeline import Options, build

SITE = "标题: 简报\n网址: https://example.org/\n栏目:\n  - {名称: 要闻, 网址: news}\n"
ITEM = "---\n标题: 通知\n日期: 2026-11-20\n---\n\n请各单位填写申报表。\n"
TEXT = "东港区总工会慰问一线职工\n\n11月20日，东港区总工会到工地慰问一线职工，送去慰问品二百份。\n"
WORD = docx(paragraph("东港区总工会慰问一线职工"), paragraph("11月20日，东港区总工会到工地慰问一线职工。"))


def photo(shade: int) -> bytes:
    stream = io.BytesIO()
    Image.new("RGB", (640, 480), (shade * 20, 90, 160)).save(stream, "JPEG")
    return stream.getvalue()


@pytest.fixture
def content(tmp_path: Path) -> Path:
    folder = tmp_path / "content"
    (folder / "2026" / "47").mkdir(parents=True)
    (folder / "site.yaml").write_text(SITE, encoding="utf-8")
    (folder / "2026" / "47" / "通知.md").write_text(ITEM, encoding="utf-8")
    return folder


def drop(content: Path, name: str, data: bytes | str) -> Path:
    path = content / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    return path


def run(content: Path) -> ImportReport:
    return import_dropped(content.parent, lambda _: None)


def made(report: ImportReport) -> dict[str, tuple[str, tuple[str, ...]]]:
    return {one.source: (one.status, one.items) for one in report.sources}


def names(content: Path) -> list[str]:
    """Of what the editors see."""
    found = (path.relative_to(content).as_posix() for path in content.rglob("*") if path.is_file())
    return sorted(name for name in found if not name.startswith(("_imported", "site.yaml", "2026/47/通知.md")))


MANUSCRIPTS: dict[str, tuple[str, bytes | str, list[str]]] = {
    "Word in content/": ("慰问.docx", WORD, ["慰问.docx", "慰问.md"]),
    "text in content/": ("慰问.txt", TEXT, ["慰问.md"]),
    "text of Windows": ("慰问.txt", TEXT.encode("gb18030"), ["慰问.md"]),
    "upper case": ("慰问.DOCX", WORD, ["慰问.DOCX", "慰问.md"]),
    "a folder that was sent": ("来稿/慰问.docx", WORD, ["来稿/慰问.docx", "来稿/慰问.md"]),
    "with a photo": (
        "慰问.docx",
        docx(paragraph("慰问"), paragraph("正文。"), paragraph(runs=picture()), parts={"media/x.jpeg": photo(0)}),
        ["慰问.docx", "慰问/照片1.jpg", "慰问/慰问.md"],
    ),
}


@pytest.mark.parametrize("name", MANUSCRIPTS)
def test_imported_beside_itself(content: Path, name: str) -> None:
    path, data, expected = MANUSCRIPTS[name]
    drop(content, path, data)
    report = run(content)
    assert [one.status for one in report.sources] == ["imported"], report
    assert [name.replace(".jpeg", ".jpg") for name in names(content)] == sorted(expected)
    assert "东港区总工会" in (content / report.sources[0].items[0]).read_text("utf-8") or name == "with a photo"


LEFT_ALONE: dict[str, tuple[str, bytes | str, str]] = {
    # file, bytes, what the item beside it says
    "an attachment by its field": ("2026/47/申报表.docx", WORD, "附件: 申报表.docx"),
    "an attachment by a link": ("申报表.docx", WORD, "[申报表](../../申报表.docx)"),
    "an attachment by an encoded link": ("申报表.docx", WORD, "[表](../../%E7%94%B3%E6%8A%A5%E8%A1%A8.docx)"),
    "beside other items": ("2026/47/申报表.docx", WORD, ""),
    "a text with fields": ("慰问.txt", f"标题：慰问\n日期：2026-11-20\n\n{TEXT}", ""),
    "a text with front matter": ("慰问.txt", f"---\n标题: 慰问\n---\n{TEXT}", ""),
    "a text in another script": ("通知.zh-Hant.txt", TEXT, ""),
    "an empty text": ("新建文本文档.txt", " \r\n", ""),
    "a lock of Word": ("~$慰问.docx", WORD, ""),
    "a hidden file": (".慰问.docx", WORD, ""),
    "a folder set aside": ("_旧稿/慰问.docx", WORD, ""),
    "an issue": ("issues/2026-47.txt", "第47期\n", ""),
    "a copy in conflict": ("慰问 (冲突副本).docx", WORD, ""),
    "its item lies beside it": ("2026/47/通知.docx", WORD, ""),
    "a table": ("名单.xlsx", WORD, ""),
}


@pytest.mark.parametrize("name", LEFT_ALONE)
def test_left_alone(content: Path, name: str) -> None:
    path, data, said = LEFT_ALONE[name]
    drop(content, "2026/47/通知.md", ITEM.replace("请各单位", f"{said}\n\n请各单位"))
    drop(content, path, data)
    before = names(content)
    assert dropped(content.parent) == ()
    assert run(content).sources == ()
    assert names(content) == before


def rename_item(content: Path) -> None:
    (content / "慰问.md").rename(content / "2026" / "47" / "东港慰问.md")


def edit_item(content: Path) -> None:
    drop(content, "慰问.md", ITEM)


def delete_item(content: Path) -> None:
    (content / "慰问.md").unlink()


def lose_the_ledger(content: Path) -> None:
    shutil.rmtree(content / "_imported")


def rename_source(content: Path) -> None:
    (content / "慰问.docx").rename(content / "慰问 改.docx")


def clone(content: Path) -> None:
    """All files are new ones to the disk, and .bulletin is not there."""
    copy = content.with_name("copy")
    shutil.copytree(content, copy, copy_function=shutil.copyfile)
    shutil.rmtree(content)
    copy.rename(content)
    shutil.rmtree(content.parent / ".bulletin", ignore_errors=True)


@pytest.mark.parametrize(
    "act", [rename_item, edit_item, delete_item, lose_the_ledger, rename_source, clone], ids=lambda act: act.__name__
)
def test_never_twice(content: Path, act: Callable[[Path], None]) -> None:
    drop(content, "慰问.docx", WORD)
    run(content)
    act(content)
    before = names(content)
    assert not [one for one in run(content).sources if one.status == "imported"]
    assert names(content) == before


def test_what_is_changed_in_word_changes_the_item(content: Path) -> None:
    drop(content, "慰问.docx", WORD)
    run(content)
    drop(content, "慰问.docx", docx(paragraph("东港区总工会慰问职工"), paragraph("改过的正文。")))
    assert made(run(content)) == {"慰问.docx": ("imported", ("慰问.md",))}
    assert "改过的正文。" in (content / "慰问.md").read_text("utf-8")
    assert names(content) == ["慰问.docx", "慰问.md"]
    assert run(content).sources == ()


@pytest.mark.parametrize("act", [rename_item, edit_item, delete_item], ids=lambda act: act.__name__)
def test_but_not_what_an_editor_has_touched(content: Path, act: Callable[[Path], None]) -> None:
    drop(content, "慰问.docx", WORD)
    run(content)
    act(content)
    before = names(content)
    drop(content, "慰问.docx", docx(paragraph("东港区总工会慰问职工"), paragraph("改过的正文。")))
    report = run(content)
    assert [problem.code for one in report.sources for problem in one.reading.problems] == ["W975"]
    assert names(content) == before


def test_a_text_that_is_saved_again_is_the_same_manuscript(content: Path) -> None:
    drop(content, "新建文本文档.txt", TEXT)
    run(content)
    drop(content, "新建文本文档.txt", TEXT + "\n补充一段。\n")
    run(content)
    assert names(content) == ["新建文本文档.md"]
    assert "补充一段。" in (content / "新建文本文档.md").read_text("utf-8")


def test_a_text_of_the_same_name_with_another_title_is_another(content: Path) -> None:
    drop(content, "新建文本文档.txt", TEXT)
    run(content)
    drop(content, "新建文本文档.txt", "滨江市总工会召开工会工作会议\n\n会议要求，抓好落实，开好局、起好步。\n")
    run(content)
    assert names(content) == ["新建文本文档-2.md", "新建文本文档.md"]


def test_the_same_text_dropped_again_is_put_aside(content: Path) -> None:
    drop(content, "慰问.txt", TEXT)
    run(content)
    drop(content, "再来.txt", TEXT)
    report = run(content)
    assert [problem.code for one in report.sources for problem in one.reading.problems] == ["I960"]
    assert names(content) == ["慰问.md"]
    kept = [path.read_text("utf-8") for path in sorted((content / "_imported").glob("*.txt"))]
    assert kept == [TEXT, TEXT], "nothing is lost"


def test_what_cannot_be_read_is_named_and_tried_again_when_it_changes(content: Path) -> None:
    drop(content, "慰问.docx", WORD[:300])
    report = run(content)
    assert [one.status for one in report.sources] == ["failed"]
    assert all(problem.severity == "error" for one in report.sources for problem in one.reading.problems)
    drop(content, "慰问.docx", WORD)
    assert made(run(content)) == {"慰问.docx": ("imported", ("慰问.md",))}


def test_an_old_word_file_is_named(content: Path) -> None:
    drop(content, "慰问.doc", bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600))
    assert [p.code for one in run(content).sources for p in one.reading.problems] == ["E961"]


def test_a_file_that_is_still_growing_waits(content: Path) -> None:
    path = drop(content, "慰问.txt", TEXT[:20])
    assert import_dropped(content.parent, lambda _: path.write_text(TEXT, encoding="utf-8")).sources == ()
    assert made(run(content)) == {"慰问.txt": ("imported", ("慰问.md",))}


def test_the_first_manuscript_of_a_new_site(tmp_path: Path) -> None:
    content = tmp_path / "content"
    content.mkdir()
    (content / "site.yaml").write_text(SITE, encoding="utf-8")
    drop(content, "慰问.docx", WORD)
    assert made(run(content)) == {"慰问.docx": ("imported", ("慰问.md",))}


def test_no_content_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(BulletinError):
        run(tmp_path / "content")


def test_a_ledger_of_before_still_counts(content: Path) -> None:
    """One that was written before files were dropped has neither paths nor what was made."""
    drop(content, "慰问.docx", WORD)
    run(content)
    path = content / "_imported" / "ledger.json"
    data = json.loads(path.read_text("utf-8"))
    for one in data["imports"].values():
        del one["path"], one["made"]
    path.write_text(json.dumps(data), "utf-8")
    (content / "慰问.md").rename(content / "东港慰问.md")
    assert run(content).sources == ()


def test_photos_beside_the_manuscript_are_shown_in_order(content: Path) -> None:
    drop(content, "来稿/慰问.docx", WORD)
    numbers = (10, 2, 1)
    for number in numbers:
        drop(content, f"来稿/照片{number}.jpg", photo(number))
    run(content)
    site = content.parent
    report = build(Options(site, datetime(2026, 12, 1, tzinfo=UTC), jobs=1), lambda *_: None, lambda _: None)
    assert not report.left_out
    pages = [path.read_text("utf-8") for path in (site / "public").rglob("index.html")]
    page = max((text for text in pages if "到工地慰问一线职工" in text), key=lambda text: text.count("<img"))
    places = [page.find(f"/photos/{digest_of(photo(number))[:16]}-") for number in sorted(numbers)]
    assert places == sorted(places)
    assert places[0] > 0


def test_nothing_is_put_aside_outside(content: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (content / "_imported").symlink_to(elsewhere)
    source = drop(content, "慰问.txt", TEXT)
    with pytest.raises(BulletinError) as raised:
        run(content)
    assert raised.value.code == "E968"
    assert source.is_file()
    assert not list(elsewhere.iterdir())


def test_a_link_out_of_a_site_without_items_is_left_alone(content: Path, tmp_path: Path) -> None:
    shutil.rmtree(content / "2026")
    (tmp_path / "慰问.docx").write_bytes(WORD)
    (content / "慰问.docx").symlink_to(tmp_path / "慰问.docx")
    assert dropped(content.parent) == ()
    (content / "慰问.docx").unlink()
    drop(content, "慰问.docx", WORD)
    assert dropped(content.parent) == ("慰问.docx",)
