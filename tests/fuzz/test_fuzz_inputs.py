"""Whatever is in a file: a result and Problems, never an exception, nothing that could run; in an index: an answer or
a fault that is told.

Starts from the corpus beside it. A longer run, for the night, with other examples each time, within the time that
FUZZ_SECONDS states (default 600): HYPOTHESIS_PROFILE=nightly pytest tests/fuzz
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable
from datetime import UTC, datetime
from functools import wraps
from pathlib import Path
from typing import ParamSpec

import html5lib
import pytest
from convert.factory_convert import HANS, HANT, make_context
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sites.active_parts import active
from sites.hostile_site import BODIES, FRONT
from sites.make_site import item, write_site

from bulletin.check.item import check_document
from bulletin.convert.article import convert_item
from bulletin.convert.markup.sanitise import TAGS, sanitise
from bulletin.errors import BulletinError
from bulletin.jobs.lookup import look_up
from bulletin.pipeline import Options, build
from bulletin.read.document import parse_document
from bulletin.read.front_matter import parse_front_matter
from bulletin.words import message

CORPUS = sorted((Path(__file__).parent / "corpus").iterdir())
IS_NIGHT = os.environ.get("HYPOTHESIS_PROFILE") == "nightly"
BUDGET = float(os.environ.get("FUZZ_SECONDS", "600"))
CONTEXT = make_context(HANS, HANT)
NOW = datetime(2026, 11, 20, 9, tzinfo=UTC)

PIECES = st.sampled_from((
    "---\n", "标题: ", "title: ", "日期: 2026-09-30\n", "标签: [", "]", "附件:\n  - ", "更正:\n", "\n\n", "\n",
    "    ", "- ",
    "1. ", "> ", "# ", "**", "*", "~~", "`", "```\n", ":::", "::: 附件\n", "|", "|-|\n", "![", "](", ")",
    "[^1]", "[^1]: ",
    "<table>", "<td rowspan=2>", "</table>", "<ruby>", "<rt>", "<script>", "<a href=\"", "\">", "<!--", "-->",
    "-{", "}-", ";",
    "zh-hans:", "{荥|", "}", "“", "”", "&#", "\\", "\x00", "\x02", "\u202e", "\u200b", "\ufeff", "\u3000", "：",
    "，", "软件",
    "工会", "后", "Café", "e\u0301", "\U0001f600", "\r", "\t", "2026年9月31日", "0571-12345678",
    "<!-- bulletin: off W436 -->",
))  # fmt: skip
TEXTS = st.lists(st.one_of(PIECES, st.text(max_size=8)), max_size=40).map("".join)
SEEDS = st.sampled_from((*(path.read_bytes() for path in CORPUS), *(text.encode() for text in BODIES),
                         *(text[:2000].encode("utf-8", "replace") for text in FRONT.values()),
                         item(1).encode()))  # fmt: skip


@st.composite
def damaged(draw: st.DrawFn) -> bytes:
    """A seed with parts cut out, doubled and put in."""
    data = draw(SEEDS)
    for _ in range(draw(st.integers(0, 6))):
        start = draw(st.integers(0, len(data)))
        end = min(len(data), start + draw(st.integers(0, 30)))
        put_in = draw(st.one_of(PIECES.map(str.encode), st.binary(max_size=6), st.just(data[start:end] * 2)))
        data = data[:start] + put_in + data[end:]
    return data


steady = settings(
    max_examples=1000 if IS_NIGHT else 250, deadline=None, suppress_health_check=list(HealthCheck)
)
P = ParamSpec("P")


def until_over(test: Callable[P, None]) -> Callable[P, None]:
    """By day once; by night over and over, with other examples, until its time is over."""

    @wraps(test)
    def repeated(*arguments: P.args, **more: P.kwargs) -> None:
        begun = time.monotonic()
        test(*arguments, **more)
        while IS_NIGHT and time.monotonic() - begun < BUDGET:
            test(*arguments, **more)

    return repeated


def published(data: bytes) -> None:
    """One file on its whole way to HTML in both scripts."""
    checked = check_document(parse_document("2026/甲.md", data), CONTEXT.config, CONTEXT.unions)
    for problem in checked.problems:
        assert message(problem, "hans")
    if checked.item is None:
        assert checked.problems, "left out in silence"
        return
    converted = convert_item(checked.item, CONTEXT)
    assert len(converted.articles) == 2
    for article in converted.articles:
        assert list(active("x.html", f"<!doctype html><title>甲</title>{article.html}".encode())) == []
        assert "\x00" not in article.html
        html5lib.parseFragment(article.html)


@pytest.mark.parametrize("path", CORPUS, ids=lambda path: path.name)
def test_corpus(path: Path) -> None:
    published(path.read_bytes())


@until_over
@given(damaged())
@steady
def test_damaged_files(data: bytes) -> None:
    published(data)


@until_over
@given(TEXTS)
@steady
def test_texts_of_pieces(text: str) -> None:
    published(f"---\n标题: 甲\n日期: 2026-09-30\n---\n\n{text}".encode("utf-8", "replace"))


@until_over
@given(TEXTS)
@steady
def test_front_matter(text: str) -> None:
    text = text.replace("\r", "\n")
    fields, body, line, problems = parse_front_matter("a.md", text)
    assert line >= 0
    assert all(field.line <= text.count("\n") + 1 for field in fields)
    assert len(body) <= len(text)
    assert all(message(problem, "en") for problem in problems)


@until_over
@given(st.one_of(TEXTS, st.sampled_from(BODIES)))
@steady
def test_sanitiser(text: str) -> None:
    """What comes out reads the same once more, and holds nothing but the allowed tags."""
    clean = sanitise(text)
    assert sanitise(clean) == clean
    tree = html5lib.parseFragment(clean, namespaceHTMLElements=False)
    assert {str(element.tag) for element in tree.iter() if isinstance(element.tag, str)} <= TAGS | {"DOCUMENT_FRAGMENT"}


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    site = write_site(tmp_path_factory.mktemp("fuzz"), 8)
    build(Options(site, NOW, has_cache=False, jobs=1), lambda *_: None, lambda _: None)
    return site / "public"


@until_over
@given(st.data())
@steady
def test_search_of_a_damaged_index(index: Path, data: st.DataObject) -> None:
    files = sorted(path for path in (index / "search-index").rglob("*") if path.is_file())
    path = data.draw(st.sampled_from(files))
    whole = path.read_bytes()
    spot = data.draw(st.integers(0, max(0, len(whole) - 1)))
    how = data.draw(st.sampled_from(("cut", "flip", "insert", "json", "gone")))
    part = data.draw(st.binary(max_size=9))
    value: object = data.draw(st.sampled_from((None, [], {}, 7, "甲", [[[]]], {"a": -1})))
    question = data.draw(st.sampled_from(("工会", "基层 职工", "“后备力量”", "x", "法律援助")))
    spoilt = {
        "cut": whole[:spot],
        "flip": whole[:spot] + bytes([whole[spot] ^ 0x41]) + whole[spot + 1 :] if whole else b"",
        "insert": whole[:spot] + part + whole[spot:],
        "json": json.dumps(value).encode(),
        "gone": b"",
    }[how]
    path.write_bytes(spoilt)
    try:
        if how == "gone":
            path.unlink()
        answer = look_up(index, question, "", 5)
        assert answer.count >= 0
    except BulletinError:
        pass  # told, as it must be
    finally:
        path.write_bytes(whole)
