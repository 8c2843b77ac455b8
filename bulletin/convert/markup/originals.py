"""Tokens -> what is not converted says which script it is in: in every edition it gets its own font and voice."""

from __future__ import annotations

from bulletin.convert.markup.tokens import Tag, Token, end_of, text_of
from bulletin.convert.script.direction import detect
from bulletin.model.content import Script
from bulletin.model.late import late

_HAN = late("[\u3400-\u9fff]")
_OTHERS = late("[\u3040-\u30ff\uac00-\ud7af]")  # Japanese and Korean are for the author to name


def set_scripts(tokens: list[Token], script: Script) -> None:
    """Changes the tokens in place. ``script`` is that of the body, for texts in which neither shows."""
    done = 0
    for index, token in enumerate(tokens):
        if index < done or not isinstance(token, Tag) or "data-no-convert" not in token.attributes:
            continue
        done = end_of(tokens, index)
        text = text_of(tokens, index, done)
        if "lang" not in token.attributes and _HAN().search(text) and not _OTHERS().search(text):
            token.attributes["lang"] = f"zh-{detect(text, script)}"
