"""Photos are made photo by photo, in parallel, and never again while neither they nor what makes them changed."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import partial
from io import BytesIO
from pathlib import Path
from unittest.mock import Mock

import pytest
from PIL import Image
from sites.make_site import item, tree_of, write_site

from bulletin import engine, pipeline
from bulletin.model.page import Page, Report
from bulletin.parallel import LARGEST_CHUNK, open_workers
from bulletin.pipeline import Options, build
from bulletin.read.folder import read_bytes
from bulletin.render.photos import PhotoError, resize, resize_all
from bulletin.render.produce import Producer
from bulletin.steps import making, unchanged

NOW = datetime(2026, 11, 20, 9, tzinfo=UTC)
SIZES = ((480, "WEBP"), (480, "JPEG"), (700, "WEBP"), (700, "JPEG"))


def picture(number: int) -> bytes:
    out = BytesIO()
    Image.linear_gradient("L").resize((700, 500)).rotate(17 * number).convert("RGB").save(out, "JPEG")
    return out.getvalue()


def write_photos(site: Path, count: int) -> Path:
    for number in range(count):
        (site / "content" / "2026" / f"p{number}.jpg").write_bytes(picture(number))
        text = item(number, f"正文。\n\n![现场](p{number}.jpg)\n")
        (site / "content" / "2026" / f"item-{number:04d}.md").write_text(text, encoding="utf-8")
    return site


def pages_of(count: int) -> list[Page]:
    """Sizes of all photos, one width after the other: those of one photo don't stand together."""
    return [
        Page(f"photos/{number}-{width}.{form}", "", source=f"2026/p{number}.jpg", resize=(width, form))
        for width, form in SIZES
        for number in range(count)
    ]


def built(site: Path, jobs: int = 1) -> Report:
    return build(Options(site, NOW, jobs=jobs), lambda *_: None, lambda _: None)


@pytest.mark.parametrize("jobs", [1, 2])
def test_each_page_gets_its_own_bytes(tmp_path: Path, jobs: int) -> None:
    site = write_photos(write_site(tmp_path), 5)
    (site / "content" / "a.txt").write_text("附件", encoding="utf-8")
    copied = [Page("files/a.txt", "", source="a.txt"), Page("assets/b.css", "", data=b"b")]
    told: dict[str, tuple[int, int]] = {}
    with open_workers(jobs, "", lambda stage, done, total: told.__setitem__(stage, (done, total))) as workers:
        producer = Mock(Producer, bytes_of=_copied)
        stale = [*pages_of(5), *copied]
        found = dict(making.made(workers, partial(read_bytes, site), producer, stale, _handed_on, tuple))
    assert {page.path for page in found} == {page.path for page in (*pages_of(5), *copied)}
    for page in pages_of(5):
        assert page.resize
        assert found[page] == resize(picture(int(page.source[6])), *page.resize)
    assert [found[page] for page in copied] == ["附件".encode(), b"b"]
    assert told["photos"] == (5, 5)


def _handed_on(_path: str, data: bytes) -> bytes:
    return data


def _copied(page: Page, source: bytes | None = None) -> bytes:
    return page.data or source or b""


def test_a_photo_is_decoded_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    site = write_photos(write_site(tmp_path), 3)
    opening = Mock(wraps=resize_all)
    monkeypatch.setattr("bulletin.render.photos.resize_all", opening)
    assert built(site).published
    assert opening.call_count == 3


@pytest.mark.parametrize("jobs", [1, 2])
def test_what_is_no_photo_is_named(tmp_path: Path, jobs: int) -> None:
    """Cut short between the look at it and its turn: what was cut before is left out by ``check``."""
    site = write_photos(write_site(tmp_path), 4)
    (site / "content" / "2026" / "p2.jpg").write_bytes(picture(2)[:900])
    with open_workers(jobs, "", lambda *_: None) as workers, pytest.raises(PhotoError) as caught:
        list(making.made(workers, partial(read_bytes, site), Mock(Producer), pages_of(4), _handed_on, tuple))
    assert [problem.path for problem in caught.value.problems] == ["2026/p2.jpg"]


def test_only_a_new_photo_is_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    site = write_photos(write_site(tmp_path), 2)
    built(site)
    opening = Mock(wraps=resize_all)
    monkeypatch.setattr("bulletin.render.photos.resize_all", opening)
    write_photos(site, 3)
    built(site)
    assert [call.args[2] for call in opening.call_args_list] == ["2026/p2.jpg"]


def test_a_photo_under_another_name_is_not_made_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Renamed, moved, saved again with the same bytes, shown by another item: it is known by what it holds."""
    site = write_photos(write_site(tmp_path), 3)
    built(site)
    content = site / "content"
    photos = {path: data for path, data in tree_of(site / "public").items() if path.startswith("photos/")}
    monkeypatch.setattr("bulletin.render.photos.resize_all", Mock(side_effect=AssertionError("made again")))
    (content / "2026" / "p0.jpg").rename(content / "2026" / "合影.jpg")
    (content / "photos").mkdir()
    (content / "2026" / "p1.jpg").rename(content / "photos" / "p1.jpg")
    (content / "2026" / "p2.jpg").write_bytes(picture(2))
    for number, path in enumerate(("合影.jpg", "../photos/p1.jpg", "p2.jpg")):
        text = item(number, f"正文。\n\n![现场]({path})\n")
        (content / "2026" / f"item-{number:04d}.md").write_text(text, encoding="utf-8")
    (content / "2026" / "item-0002.md").rename(content / "2026" / "renamed.md")
    assert built(site).rendered
    after = {path: data for path, data in tree_of(site / "public").items() if path.startswith("photos/")}
    assert after == photos
    assert len(after) == 3 * len(SIZES)


def another_engine(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (engine, pipeline, unchanged):
        monkeypatch.setattr(module, "engine_digest", lambda: "another")


def test_a_new_release_of_ours_makes_pages_anew_and_no_photo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    site = write_photos(write_site(tmp_path), 2)
    first = built(site)
    before = tree_of(site / "public")
    another_engine(monkeypatch)
    monkeypatch.setattr("bulletin.render.photos.resize_all", Mock(side_effect=AssertionError("made again")))
    again = built(site)
    assert again.reused == 2 * len(SIZES)
    assert again.pages == first.pages
    assert tree_of(site / "public") == before


def test_another_pillow_makes_them_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    site = write_photos(write_site(tmp_path), 2)
    built(site)
    another_engine(monkeypatch)  # which names Pillow as well
    monkeypatch.setattr(engine, "photo_digest", lambda: "another")
    making_again = Mock(wraps=resize_all)
    monkeypatch.setattr("bulletin.render.photos.resize_all", making_again)
    assert built(site).reused == 0
    assert making_again.call_count == 2


@pytest.mark.parametrize("counts", [(), (3,), (100, 70), (0, 40, 65)], ids=str)
def test_editions_take_turns_and_each_keeps_its_order(counts: tuple[int, ...]) -> None:
    editions = [[Page(f"{number}", "", edition=str(of)) for number in range(count)] for of, count in enumerate(counts)]
    mixed = [page for pages in editions for page in pages]
    found = making._in_turns(mixed)
    assert [[page for page in found if page.edition == str(of)] for of in range(len(counts))] == editions
    assert len(found) == len(mixed)


def test_a_chunk_is_of_one_edition_while_there_are_enough() -> None:
    found = making._in_turns([Page(f"{number}", "", edition=str(number % 2)) for number in range(4 * LARGEST_CHUNK)])
    chunks = [found[begin : begin + LARGEST_CHUNK] for begin in range(0, len(found), LARGEST_CHUNK)]
    assert [{page.edition for page in chunk} for chunk in chunks] == [{"0"}, {"1"}, {"0"}, {"1"}]
