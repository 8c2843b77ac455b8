from __future__ import annotations

import zipfile
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bulletin.read.files import measure
from bulletin.read.sheets import MOST_BYTES, look, private_data

NUMBER = "11010519491231002X"  # of GB 11643's own example
HEAD = '<?xml version="1.0"?>'
ROW = "<row><c><v>1</v></c><c><v>2</v></c></row>"


def package(strings: list[str], sheet: str, prefix: str = "") -> bytes:
    """An .xlsx with one sheet; its time is fixed, so that it is the same in every process."""
    texts = "".join(f"<si><t>{one}</t></si>" for one in strings)
    parts = {"xl/sharedStrings.xml": f"{HEAD}{prefix}<sst>{texts}</sst>", "xl/worksheets/sheet1.xml": f"{HEAD}{sheet}"}
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(zipfile.ZipInfo(name), text, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def sheet(*rows: str) -> str:
    return f"<worksheet><sheetData>{''.join(rows)}</sheetData></worksheet>"


def row(*places: int) -> str:
    return "<row>" + "".join(f'<c t="s"><v>{place}</v></c>' for place in places) + "</row>"


def inline(*texts: str) -> str:
    return "<row>" + "".join(f'<c t="inlineStr"><is><t>{text}</t></is></c>' for text in texts) + "</row>"


QUIET = {
    "no private column": package(["姓名", "单位", "甲", "乙"], sheet(row(0, 1), row(2, 3))),
    "an empty form": package(["姓名", "身份证号"], sheet(row(0, 1))),
    "a sentence": package(
        ["填表时请带上本人的身份证和手机，到一楼大厅来办理手续。", "甲"], sheet(row(0, 1), row(0, 1))
    ),
    "a wrong number": package(["110105194912310021", "甲"], sheet(row(0, 1), row(0, 1))),
    "a bomb of entities": package(["身份证号"], sheet(row(0, 0), ROW), '<!DOCTYPE x [<!ENTITY a "b">]>'),
    "a bomb of bytes": package(["身份证号", " " * (MOST_BYTES + 1)], sheet(row(0, 0), ROW)),
    "broken XML": package(["身份证号"], "<worksheet><row>"),
    "cut off": package(["身份证号"], sheet(row(0, 0), ROW))[:200],
    "a string that is not there": package(["甲"], sheet(row(99_999, 7), ROW)),
    "nothing": b"",
}
SPEAKS = {
    "headings": (package(["姓名", "身份证 号码", "手机"], sheet(row(0, 1, 2), ROW)), ("身份证号码", "手机"), 0),
    "headings in the third row": (
        package(["名单", "联系电话", "甲"], sheet(row(0), row(2), row(2, 1), ROW)),
        ("联系电话",),
        0,
    ),
    "inline strings": (package([], sheet(inline("姓名", "銀行卡號"), ROW)), ("銀行卡號",), 0),
    "numbers": (package(["甲", NUMBER], sheet(row(0, 1), row(0, 1))), (), 1),
    "numbers in place": (package([], sheet(inline("甲", NUMBER), inline("乙", NUMBER))), (), 2),
}


@pytest.mark.parametrize("name", QUIET)
def test_quiet(name: str) -> None:
    assert private_data("a.xlsx", "xlsx", QUIET[name]) == ()


@pytest.mark.parametrize("name", SPEAKS)
def test_speaks(name: str) -> None:
    data, headings, persons = SPEAKS[name]
    found = look("xlsx", data)
    assert (found.headings, found.persons) == (headings, persons)
    codes = [one.code for one in private_data("a.xlsx", "xlsx", data)]
    assert codes == ["W232"] * bool(headings) + ["W233"] * bool(persons)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_csv(encoding: str) -> None:
    found = look("csv", f"姓名,身份证号\n甲,{NUMBER}\n".encode(encoding))
    assert (found.headings, found.persons) == (("身份证号",), 1)
    assert look("csv", "姓名,身份证号\n,\n".encode(encoding)).headings == ()


def test_a_file_is_published_and_its_columns_are_named() -> None:
    file, problems = measure("a/名单.csv", f"姓名,手机\n甲,{NUMBER}\n".encode())
    assert file is not None
    assert [(one.path, one.code) for one in problems] == [("a/名单.csv", "W232"), ("a/名单.csv", "W233")]
    assert not any(NUMBER in value for one in problems for _, value in one.values)


@given(st.binary(max_size=300), st.sampled_from(["xlsx", "et", "csv", "pdf"]))
def test_any_bytes(data: bytes, suffix: str) -> None:
    look(suffix, data)
    look(suffix, b"PK\x03\x04" + data)
