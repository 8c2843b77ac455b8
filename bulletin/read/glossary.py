"""``glossary.yaml`` as Nodes -> Glossary, and which of its entries don't go together."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from typing import NamedTuple

from bulletin.model.content import Glossary
from bulletin.read.editions import KNOWN
from bulletin.read.nodes import Entry, Mapping, Node, Sequence, Text
from bulletin.read.unions import read_forms
from bulletin.read.values import Reader

_Forms = tuple[tuple[str, str], ...]
_TRADITIONAL = tuple(edition.tag for edition in KNOWN if edition.script == "Hant")
_LONGEST_COMPARED = 40  # characters of an entry in which others are looked for


class _Word(NamedTuple):
    forms: _Forms
    place: Text | Entry


def read_glossary(reader: Reader, node: Node) -> Glossary:
    """A list or mapping. A bare word is protected: the same in every edition. ``词: 繁體寫法`` holds for all
    traditional editions, ``词: {zh-Hant-TW: …}`` for those named."""
    words: dict[str, _Word] = {}
    for item in node.items if isinstance(node, Sequence) else (node,):
        if isinstance(item, Mapping):
            for entry in item.entries:
                _add(reader, words, entry.typed, entry, read_forms(reader, entry))
        elif isinstance(item, Text):
            word, _, form = item.text.partition("：")  # a full-width colon alone makes no mapping in a list
            _add(reader, words, word, item, (("zh-Hant", form.strip()),) if form.strip() else ())
        else:
            reader.find("E301", item, key=reader.path)
    _compare(reader, words)
    return Glossary(
        tuple((word, one.forms) for word, one in words.items()),
        tuple((one.place.line, one.place.column) for one in words.values()),
    )


def _add(reader: Reader, words: dict[str, _Word], typed: str, place: Text | Entry, forms: _Forms) -> None:
    word = unicodedata.normalize("NFC", typed.strip())
    if word in words:
        reader.find("E316", place, name=word, first=str(words[word].place.line))
    elif word:
        words[word] = _Word(forms, place)


def _compare(reader: Reader, words: dict[str, _Word]) -> None:
    """Each entry with those inside it, and with those that have its form; all may be meant."""
    by_form: dict[_Forms, str] = {}
    for word, one in words.items():
        if one.forms and all(form == word for _, form in one.forms):
            reader.find("I342", one.place, word=word)
        for inner in _inside(word, words):
            if pair := _contradiction(one.forms or _same(word), words[inner].forms or _same(inner)):
                line = str(words[inner].place.line)
                reader.find("I340", one.place, word=word, form=pair[0], inner=inner, other=pair[1], line=line)
        if one.forms:
            other = by_form.setdefault(one.forms, word)
            if other != word:
                line = str(words[other].place.line)
                reader.find("I341", one.place, word=word, other=other, line=line, form=one.forms[0][1])


def _inside(word: str, words: dict[str, _Word]) -> Iterator[str]:
    """The other entries that are part of a word, each once."""
    if len(word) > _LONGEST_COMPARED:
        return
    ends = range(1, len(word) + 1)
    parts = {word[start:end] for end in ends for start in range(end)} - {word}
    yield from sorted(parts & words.keys(), key=lambda part: (word.index(part), part))


def _same(word: str) -> _Forms:
    return (("zh-Hant", word),)


def _contradiction(outer: _Forms, inner: _Forms) -> tuple[str, str] | None:
    """The forms in the first edition where that of the inner word is no part of that of the outer."""
    for tag in _TRADITIONAL:
        whole, part = _form_for(outer, tag), _form_for(inner, tag)
        if whole and part and part not in whole:
            return whole, part
    return None


def _form_for(forms: _Forms, tag: str) -> str:
    """As the editions look it up: zh-Hant-HK, then zh-Hant."""
    by_tag = dict(forms)
    return by_tag.get(tag) or by_tag.get("zh-Hant", "")
