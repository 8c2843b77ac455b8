"""Bytes of Chinese text -> which of the encodings of double bytes they are in. Loaded where a file is no UTF-8."""

from __future__ import annotations

import chardet


def guessed(data: bytes) -> str:
    """"gb18030" (also where nothing fits: it is to be decoded strictly), "big5hkscs"; "" of what is no text."""
    guess: str | None = chardet.detect(
        data, include_encodings=("gb18030", "big5hkscs"), compat_names=False, no_match_encoding="gb18030"
    )["encoding"]
    return guess or ""
