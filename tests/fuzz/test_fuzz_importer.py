"""Whatever a file of others holds: importing gives items that can be published, or names what it left out; it never
fails, never reads or writes outside, and what it writes is shown as text. Time as in test_fuzz_inputs.py."""

from __future__ import annotations

import posixpath
from pathlib import Path

import pytest
from fuzz.test_fuzz_inputs import IS_NIGHT, PIECES, published, until_over
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from ingest.docx_file import docx

from bulletin.ingest.writing import planned
from bulletin.jobs.importing import ImportReport, import_files
from bulletin.words import message

CORPUS = sorted((Path(__file__).parent / "importer").iterdir())
TAGS = st.sampled_from((
    "<p>", "</p>", "<div id=js_content>", "<h1>", "<table>", "<td colspan=9>", "<img src=//x>", "<section>" * 40,
    "<!--", "]]>", "<![CDATA[", "<w:p>", "</w:p>", "<w:tbl><w:tr><w:tc>", '<w:gridSpan w:val="-1"/>', "<w:t>甲</w:t>",
    "&#0;", "&#xD800;", "&b;", "+++\n", "title = ", "{%", "%}", "{{<", ">}}", "Title: ", "来源：", "作者：",
    "（责任编辑：", "第42期", "一、", "附件：1",
    "2026-02-30", "<wp:post_type>post</wp:post_type>", "<item>", "</item>",
    '{"', "![x](../../y.png)",
))  # fmt: skip


def packed(name: str, data: bytes) -> tuple[str, bytes]:
    """A part of a Word file stands in the corpus without its package, so that damage reaches what is in it."""
    if not name.endswith(".docx-part"):
        return name, data
    return name.replace(".docx-part", ".docx"), docx(data.decode("utf-8", "replace"))


@st.composite
def damaged(draw: st.DrawFn) -> tuple[str, bytes]:
    path = draw(st.sampled_from(CORPUS))
    data = path.read_bytes()
    for _ in range(draw(st.integers(0, 5))):
        start = draw(st.integers(0, len(data)))
        end = min(len(data), start + draw(st.integers(0, 40)))
        put_in = draw(st.one_of(TAGS.map(str.encode), PIECES.map(str.encode), st.binary(max_size=6)))
        data = data[:start] + put_in * draw(st.integers(1, 3)) + data[end:]
    name, data = packed(path.name, data)
    if name.endswith(".docx") and draw(st.booleans()):  # and damage of the package itself
        spot = draw(st.integers(0, len(data) - 1))
        data = data[:spot] + bytes([data[spot] ^ draw(st.integers(1, 255))]) + data[spot + 1 :]
    return draw(st.sampled_from((name, name, name, "x.html", "x.txt", "x.docx", "x.xml"))), data


@pytest.fixture(scope="module")
def sites(tmp_path_factory: pytest.TempPathFactory) -> Path:
    top = tmp_path_factory.mktemp("import")
    (top / "site/content").mkdir(parents=True)
    (top / "in").mkdir()
    return top


def imported(top: Path, name: str, data: bytes, *, is_dry: bool, is_split: bool) -> ImportReport:
    source = top / "in" / name
    source.write_bytes(data)
    try:
        report = import_files(top / "site", [source], is_split, is_dry)
    finally:
        source.unlink()
    for one in report.sources:
        assert all(message(problem, "hans") for problem in one.reading.problems)
        assert one.status == "imported" or one.reading.problems, "left out in silence"
        for path in one.files:
            assert path == posixpath.normpath(path)
            assert not path.startswith(("/", ".."))
            assert all(ord(letter) > 31 for letter in path)
    return report


@pytest.mark.parametrize("path", CORPUS, ids=lambda path: path.name)
@pytest.mark.parametrize("is_split", [False, True], ids=["whole", "split"])
def test_corpus_of_the_importer(tmp_path: Path, path: Path, is_split: bool) -> None:
    """What is written is there, inside, and can be published; a second run imports nothing again."""
    (tmp_path / "site/content").mkdir(parents=True)
    (tmp_path / "in").mkdir()
    name, data = packed(path.name, path.read_bytes())
    report = imported(tmp_path, name, data, is_dry=False, is_split=is_split)
    content = tmp_path / "site/content"
    for one in report.sources:
        for file in one.files:
            assert (content / file).resolve().is_relative_to(content.resolve())
            assert (content / file).is_file()
        for item in one.items:
            published((content / item).read_bytes())
    again = imported(tmp_path, name, data, is_dry=False, is_split=is_split)
    assert [one.status for one in again.sources] != ["imported"]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["in", "site"]


@until_over
@given(damaged(), st.booleans())
@settings(max_examples=1000 if IS_NIGHT else 150, deadline=None, suppress_health_check=list(HealthCheck))
def test_damaged_files_of_others(sites: Path, one: tuple[str, bytes], is_split: bool) -> None:
    report = imported(sites, *one, is_dry=True, is_split=is_split)
    for source in report.sources:
        plan = planned(source.reading, one[0], lambda _: False)
        for file in plan.files:
            if file.path in plan.items:
                published(file.data)
    assert [*(sites / "site/content").iterdir()] == [], "a dry run writes nothing"
