"""A body -> the same text, every character in its place, with what is no prose made blank.

``without_code``: code and comments. ``prose``: also addresses, link targets, HTML tags, attributes, conversion marks,
entities, file names and the marks of containers and footnotes, in which a colon or a parenthesis is syntax.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

from bulletin.model.fences import fenced
from bulletin.model.late import regex

# A run of back-ticks is taken whole: in parts, there would be 2ⁿ ways to read it
_CODE = regex(r"(?<![`\\])(`{1,10})(?!`)((?:(?!\n[ \t]*\n)[^`]|(?!\1(?!`))`++){0,2000}?)(?<!`)\1(?!`)")
_COMMENT = regex(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_NOT_NEW_LINE = regex(r"[^\n]")
_FRONT_MATTER = regex(r"\A\ufeff?---[ \t]*\n.*?\n---[ \t]*(?:\n|\Z)", re.DOTALL)
_SUFFIXES = "docx?|xlsx?|pptx?|pdf|wps|et|ofd|jpe?g|png|gif|webp|heic|mp[34]|zip|rar|txt|md|html?|csv|ya?ml"
_ADDRESS = (
    r"(?:https?|ftp|mailto|tel|file):[^\s\u3000-\u303f\u4e00-\u9fff\uff00-\uffef“”<>]+"
    r"|(?<![\w@.])www\.[\w./?=&%#~+-]+(?a:\b)"
)
_MAIL = r"|[\w.+-]{1,64}@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+"
_SYNTAX = (
    r"|\]\((?:[^()\n]|\([^()\n]{0,200}\)){0,1000}\)|\]\[[^\]\n]{0,80}\]|!\[\[[^\]\n]{0,500}\]\]"  # targets
    r"|^[ ]{0,3}\[[^\]\n]{1,80}\]:[^\n]*?(?=[ \t]|$)"  # definitions; of a footnote only its label
    r"|</?[A-Za-z][^<>]*>|&#?\w{1,31};"  # HTML
    r"|-\{[^{}]{0,1000}\}-|\]\{[^{}\n]{0,200}\}|^[ ]*:{3,}[^\n]*$"  # conversion marks, attributes, containers
    r"|(?<![A-Za-z])[A-Za-z]:\\[^\s，。；]*"  # Windows paths
)
_SUFFIX = rf"\.(?:{_SUFFIXES})(?![A-Za-z0-9])"
_FILE = rf"|[^\s，。；：、,;:！？!?“”《》|\[\]]{{0,60}}{_SUFFIX}"
_FLAGS = re.MULTILINE | re.IGNORECASE
_NAMES_A_FILE = regex(_SUFFIX, _FLAGS)
# What has none of these has no syntax; a dot in a figure and the colon of 9:30 are none
_SIGNS = frozenset(b"@]<&{\\")
_SIGN = regex(rb"\.[a-z]|www\.|:::|(?:https?|ftp|mailto|tel|file):", re.IGNORECASE)


@lru_cache(maxsize=8)
def prose(text: str) -> str:
    """Also without front matter, where ``text`` begins with one. Linear in its length."""
    if text.startswith(("---", "\ufeff---")):
        text = _FRONT_MATTER.sub(_blank, text)
    text = without_code(text)
    ascii_only = text.encode("ascii", "ignore")
    if _SIGNS.isdisjoint(ascii_only) and _SIGN.search(ascii_only) is None:
        return text
    syntax = _syntax("@" in text, _NAMES_A_FILE.search(text) is not None)
    return syntax.sub(_blank_syntax, text)


@cache
def _syntax(has_mail: bool, names_a_file: bool) -> re.Pattern[str]:
    """To look for addresses of mail and names of files at each place takes nearly all of the time."""
    return re.compile(_ADDRESS + _MAIL * has_mail + _SYNTAX + _FILE * names_a_file, _FLAGS)


@lru_cache(maxsize=8)
def without_code(body: str) -> str:
    """Code and comments as spaces, every other character in its place."""
    text = _without_fences(body)
    if "`" in text:
        text = _CODE.sub(_blank, text)
    return _COMMENT.sub(_blank, text) if "<!--" in text else text


def _without_fences(body: str) -> str:
    parts: list[str] = []
    at = 0
    for start, end in fenced(body):
        parts += (body[at:start], _NOT_NEW_LINE.sub(" ", body[start:end]))
        at = end
    return "".join((*parts, body[at:]))


def _blank_syntax(match: re.Match[str]) -> str:
    """Behind a link the parenthesis stays: a mark after it belongs to the sentence."""
    return " " * (len(match[0]) - 1) + ")" if match[0].startswith("](") else _blank(match)


def _blank(match: re.Match[str]) -> str:
    return _NOT_NEW_LINE.sub(" ", match[0])
