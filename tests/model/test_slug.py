from __future__ import annotations

import unicodedata
from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bulletin.model.slug import LONGEST, quote_path, slugify


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("工会动态", "工会动态"),
        ("工会 动态", "工会-动态"),
        ("  工会——动态！ ", "工会-动态"),
        ("ACFTU News", "acftu-news"),
        ("../../etc/passwd", "etc-passwd"),
        ("a.b\\c:d", "a-b-c-d"),
        ("snake_case-name", "snake_case-name"),
        ("a - b", "a-b"),
        ("cafe\u0301", "café"),
        ("con", "con-"),
        ("COM1", "com1-"),
        ("console", "console"),
        ("２０２６", "２０２６"),
        ("\u0130stanbul", "i-stanbul"),
    ],
)
def test_slugs(text: str, slug: str) -> None:
    assert slugify(text) == slug


@pytest.mark.parametrize("text", ["", "！！！", "--", "\0", "\ud800", "🎉"])
def test_nothing_to_read_gives_a_digest(text: str) -> None:
    slug = slugify(text)
    assert len(slug) == 9
    assert slug[0] == "x"
    assert slug == slugify(text)


def test_digests_differ() -> None:
    assert slugify("！") != slugify("？")


@given(st.text())
def test_every_slug_is_safe_and_final(text: str) -> None:
    slug = slugify(text)
    assert slug
    assert len(slug.encode()) <= LONGEST + 1
    assert not set(slug) & set("/\\.:*?\"<>| \0\n%#&")
    assert slugify(slug) == slug
    assert unicodedata.is_normalized("NFC", slug)


def test_long_names_are_cut_between_characters() -> None:
    assert slugify("会" * 100) == "会" * 40
    assert slugify("a" + "会" * 100) == "a" + "会" * 39


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_quoted_paths_come_back(path: str) -> None:
    quoted = quote_path(path)
    assert quoted.isascii()
    assert unquote(quoted) == path
    assert quoted.count("/") == path.count("/")
