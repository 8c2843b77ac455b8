"""附件：… or （见附件） in a text that has no attachment, no link and no annex: the reader finds nothing to open."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bulletin.check.single import Single
from bulletin.mend.code import prose
from bulletin.model.item import Item
from bulletin.model.late import regex
from bulletin.model.problem import Problem

PROMISED = "W479"
_PROMISE = regex(
    r"^[ \t\u3000>]*附[ \u3000]?件[ \u3000]?[一二三四五六七八九十\d]{0,2}[ \u3000]?[：:][ \u3000]*[^\s：:][^\n]*"
    r"|(?:[详詳]|具体|具體|格式|[样樣]式|表格|名[单單])?[见見]附件[一二三四五六七八九十\d]{0,2}",
    re.MULTILINE,
)
_MENTION = regex("附[ \u3000]?件")
_ANNEX = regex(
    r"^[ ]*:{3,}[ ]*(?:附件|attachment)|^[ \t\u3000#]*附[ \u3000]?件[ \u3000]?\d{0,2}[ \t]*$|^[ ]*\||<table",
    re.MULTILINE | re.IGNORECASE,
)
_LONGEST = 30


def promised_files(single: Single) -> Iterator[Problem]:
    """Told of an item without attachments: whether those that it names are there is not known yet."""
    item = single.item
    if "附" in item.body and _MENTION.search(item.body) and not item.withdrawn and (found := _promise(item)):
        line = item.body_line + item.body.count("\n", 0, found.start())
        text = found[0].strip()
        shown = text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"
        yield Problem(item.path, line, 0, PROMISED, (("text", shown),))


def _promise(item: Item) -> re.Match[str] | None:
    if any(not one.is_image for one in item.references):
        return None
    found = _PROMISE.search(prose(item.body))
    return found if found and not _ANNEX.search(item.body) else None
