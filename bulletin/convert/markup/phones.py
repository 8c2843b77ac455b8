"""Texts inside ``::: 联系方式`` -> telephone numbers that can be dialled with a tap."""

from __future__ import annotations

import re

from bulletin.convert.markup.tokens import Tag, Token, split_tokens
from bulletin.model.late import regex

_NUMBER = regex(
    r"(?<![\dA-Za-z@./-])(?:"
    r"(?:\+86[- ]?|0086[- ]?)?1[3-9]\d[- ]?\d{4}[- ]?\d{4}"  # mobile
    r"|[（(]0\d{2,3}[)）][ ]?[2-9]\d{6,7}|(?:\+86[- ]?\d{2,3}[- ]|0\d{2,3}[- —－]?)?[2-9]\d{6,7}"  # land line
    r"|[48]00[- ]?\d{3}[- ]?\d{4}|[48]00[- ]?\d{4}[- ]?\d{3}"
    r"|12(?:3[0-9]{2}|110)"  # 12351 is the unions' own line
    r")(?:(?:转|轉|-)(\d{1,6}))?(?![\dA-Za-z@]|[-./]\d)"
)
_DATE = regex(r"(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01])")
_NOT_PHONE = regex(r"(?:QQ|qq|微信|邮编|郵編|编号|編號|账号|帳號|账户|代码|代碼)[^，。；、,;]{0,6}$")


def set_phones(tokens: list[Token]) -> list[Token]:
    """Inside a link or code nothing changes."""
    if not any(isinstance(token, Tag) and token.has_class("contact") for token in tokens):
        return tokens
    out: list[Token] = []
    sections: list[bool] = []
    closed = 0
    for token in tokens:
        if isinstance(token, str):
            out += split_tokens(_NUMBER.sub(_link, token)) if any(sections) and not closed else [token]
            continue
        out.append(token)
        if token.name == "section":
            if not token.is_end:
                sections.append(token.has_class("contact"))
            elif sections:
                sections.pop()
        elif token.name in ("a", "code"):
            closed += -1 if token.is_end else 1
    return out


def _link(match: re.Match[str]) -> str:
    number, extension = match[0], match[1]
    if _DATE.fullmatch(number) or _NOT_PHONE.search(match.string, 0, match.start()):
        return number
    if extension:
        number = match.string[match.start() : match.start(1) - 1]
    digits = re.sub(r"[^\d+]", "", number)
    return f'<a href="tel:{digits}{f";ext={extension}" if extension else ""}">{match[0]}</a>'
