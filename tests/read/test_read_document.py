"""What a browser saved is no item, whatever it is called; a text that only speaks of pages is."""

from __future__ import annotations

import pytest

from bulletin.read.document import parse_document


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("<!DOCTYPE html>\n<html><body>正文</body></html>", "HTML"),
        ("\n\n<HTML lang=zh>\n正文", "HTML"),
        ('<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE html PUBLIC "x">', "HTML"),
        ("From: <Saved by Blink>\nMIME-Version: 1.0\n", "MHTML"),
        ("MIME-Version: 1.0\nContent-Type: multipart/related\n", "MHTML"),
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_saved_pages(text: str, kind: str, encoding: str) -> None:
    document = parse_document("a.md", text.encode(encoding))
    assert [(one.code, one.values) for one in document.problems if one.severity == "error"] == [
        ("E222", (("format", kind),))
    ]
    assert document.body == ""


@pytest.mark.parametrize("text", ["<p>一段</p>\n", "说说 <html> 是什么\n", "<table><tr><td>甲</td></tr></table>\n"])
def test_texts(text: str) -> None:
    assert parse_document("a.md", text.encode()).problems == ()
