"""The sample site's files as they lie on disk: small enough, stored in the ways that editors store them, made by us."""

from __future__ import annotations

import re
import zipfile
from io import BytesIO
from pathlib import Path
from xml.etree import ElementTree

import make_attachments
import make_photos
import pytest
from PIL import Image, ImageOps

CONTENT = Path(__file__).parents[2] / "content"
PHOTOS = [path for path in sorted(CONTENT.rglob("*")) if path.suffix in {".jpg", ".png"}]
_ORIENTATION, _GPS = 0x0112, 0x8825


def relative(path: Path) -> str:
    return path.relative_to(CONTENT / "2026").as_posix()


def test_the_whole_site_is_small() -> None:
    assert sum(path.stat().st_size for path in CONTENT.rglob("*") if path.is_file()) < 6_000_000


def test_settings_fit_a_screen() -> None:
    lines = (CONTENT / "site.yaml").read_text(encoding="utf-8").splitlines()
    assert len(lines) <= 30
    assert max(map(len, lines)) <= 80


@pytest.mark.parametrize("path", PHOTOS, ids=relative)
def test_photo_is_sharp_but_not_heavy(path: Path) -> None:
    assert path.stat().st_size <= 250_000
    with Image.open(path) as image:
        assert max(image.size) in range(1600, 2001)


def test_photos_are_those_that_the_script_draws() -> None:
    assert {relative(path) for path in PHOTOS} == {name for name, _ in make_photos.DRAWN}
    assert len(PHOTOS) >= 12
    assert [path.suffix for path in PHOTOS].count(".png") == 1


def test_some_photos_say_where_they_were_taken() -> None:
    with_position = set()
    for path in PHOTOS:
        with Image.open(path) as image:
            if image.getexif().get_ifd(_GPS):
                with_position.add(relative(path))
    assert with_position == make_photos.WITH_POSITION
    assert len(with_position) == 2


def test_one_photo_is_upright_only_by_its_orientation() -> None:
    turned = []
    for path in PHOTOS:
        with Image.open(path) as image:
            if image.getexif().get(_ORIENTATION, 1) != 1:
                turned.append(relative(path))
                assert image.width > image.height
                upright = ImageOps.exif_transpose(image)
                assert upright.height > upright.width
    assert turned == sorted(make_photos.LYING_DOWN)


@pytest.mark.parametrize(("name", "data"), make_attachments.MADE.items(), ids=make_attachments.MADE)
def test_attachment_is_what_the_script_writes(name: str, data: bytes) -> None:
    assert (CONTENT / "2026" / name).read_bytes() == data


@pytest.mark.parametrize("name", [name for name in make_attachments.MADE if not name.endswith(".pdf")])
def test_office_file_is_whole(name: str) -> None:
    with zipfile.ZipFile(BytesIO(make_attachments.MADE[name])) as archive:
        assert archive.testzip() is None
        names = archive.namelist()
        for part in names:
            ElementTree.fromstring(archive.read(part))
        types = archive.read("[Content_Types].xml").decode()
        for part in re.findall(r'PartName="/([^"]+)"', types):
            assert part in names


def test_pdf_points_to_its_objects() -> None:
    data = make_attachments.MADE["42/关于评分办法的说明.pdf"]
    start = int(data.rsplit(b"startxref\n", 1)[1].split(b"\n")[0])
    assert data[start:].startswith(b"xref\n")
    places = [int(entry) for entry in re.findall(rb"(\d{10}) 00000 n ", data[start:])]
    assert len(places) == 8
    for number, place in enumerate(places, 1):
        assert data[place:].startswith(b"%d 0 obj" % number)


def test_names_hold_chinese_and_spaces() -> None:
    names = [Path(name).name for name in make_attachments.MADE]
    assert any(" " in name for name in names)
    assert all(re.search(r"[一-鿿]", name) for name in names)


def test_one_item_comes_from_an_old_notepad() -> None:
    data = (CONTENT / "2026/44/厂区夜校.md").read_bytes()
    with pytest.raises(UnicodeDecodeError):
        data.decode("utf-8")
    assert "晚上七点" in data.decode("gb18030")
    assert data.count(b"\r\n") == data.count(b"\n") > 10


def test_one_item_begins_with_a_byte_order_mark() -> None:
    assert (CONTENT / "2026/45/工会图书车.md").read_bytes().startswith(b"\xef\xbb\xbf---")


def test_one_item_is_bare_text() -> None:
    first = (CONTENT / "2026/45/消防站的早晨.txt").read_text(encoding="utf-8").split("\n", 1)[0]
    assert first
    assert not first.startswith("---")
    assert "：" in first  # a title with a colon is not a field


def test_all_other_files_are_plain_utf8() -> None:
    odd = []
    for path in CONTENT.rglob("*.md"):
        data = path.read_bytes()
        if b"\r" in data or data.startswith(b"\xef\xbb\xbf"):
            odd.append(path.name)
        else:
            data.decode("utf-8")
    assert sorted(odd) == ["厂区夜校.md", "工会图书车.md"]
