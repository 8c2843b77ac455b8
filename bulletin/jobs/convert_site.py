"""What ``bulletin convert`` needs only at times: the words of a site, an author's marks, texts not in UTF-8."""

from __future__ import annotations

from pathlib import Path

from bulletin.convert.context import converters_for
from bulletin.convert.manual.forms import shown_forms, words
from bulletin.convert.manual.scan import Scanner
from bulletin.convert.source import mark_problems
from bulletin.errors import BulletinError
from bulletin.jobs.convert_text import Converters, Marks, Understood, edition_of, script_of
from bulletin.model.content import Edition
from bulletin.model.problem import Problem
from bulletin.read.settings import read_settings
from bulletin.read.text import decode


def site_converters(site: Path, tag: str, style: str) -> tuple[Edition, Converters]:
    """Of the site's edition ``tag`` ("": its first traditional one) with its style, glossary and names of unions; of
    such an edition where the site has none. Raises ConfigError where the settings can't be used."""
    settings = read_settings(site)
    editions = settings.config.editions
    named = [one for one in editions if one.tag == tag or (not tag and one.script == "Hant")]
    edition = named[0] if named else edition_of(tag or "zh-Hant", "")
    if style:
        edition = Edition(edition.tag, edition.path, edition.name, edition.quotes, style)
    return edition, converters_for(edition, settings.unions, settings.glossary)


def understood_with_marks(
    text: str, path: str, edition: Edition, converters: Converters, stated: str
) -> tuple[Understood, tuple[Problem, ...]]:
    """Markdown with an author's marks ``-{ … }-``, which are read as the build reads those of an item's body, however
    long it is; and what is wrong with marks that stay as typed."""
    scanner = Scanner([text])
    marked = scanner.body(text, 1, longest=len(text))
    manual = scanner.manual()
    source = script_of(marked, edition, stated)
    shown = shown_forms(manual, edition.tag, lambda text, script: converters[script].text(text))
    converter = converters[source].ruled(words(manual, edition.tag))
    return Understood(marked, source, converter, Marks(shown, manual.raws)), tuple(mark_problems(path, manual))


def read_text(path: str, data: bytes) -> str:
    """The characters exactly as they are, from whatever encoding the reader of items tells. Raises BulletinError E931
    with what is wrong where it can tell none."""
    decoded = decode(data)
    problems = tuple(
        Problem(path, one.line, one.column, one.code, one.values) for one in decoded.codes if one.code[0] == "E"
    )
    if problems or not decoded.encoding:
        raise BulletinError("E931", problems, path=path)
    codec = "utf-8-sig" if decoded.encoding == "utf-8" else decoded.encoding
    return data.decode(codec)
