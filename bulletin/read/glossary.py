"""``glossary.yaml`` as Nodes -> Glossary."""

from __future__ import annotations

import unicodedata

from bulletin.model.content import Glossary
from bulletin.read.nodes import Entry, Mapping, Node, Sequence, Text
from bulletin.read.unions import read_forms
from bulletin.read.values import Reader

_Forms = tuple[tuple[str, str], ...]


def read_glossary(reader: Reader, node: Node) -> Glossary:
    """A list or mapping. A bare word is protected: the same in every edition. ``词: 繁體寫法`` holds for all
    traditional editions, ``词: {zh-Hant-TW: …}`` for those named."""
    words: dict[str, tuple[_Forms, int]] = {}
    for item in node.items if isinstance(node, Sequence) else (node,):
        if isinstance(item, Mapping):
            for entry in item.entries:
                _add(reader, words, entry.typed, entry, read_forms(reader, entry))
        elif isinstance(item, Text):
            word, _, form = item.text.partition("：")  # a full-width colon alone makes no mapping in a list
            _add(reader, words, word, item, (("zh-Hant", form.strip()),) if form.strip() else ())
        else:
            reader.find("E301", item, key=reader.path)
    return Glossary(tuple((word, forms) for word, (forms, _) in words.items()))


def _add(
    reader: Reader, words: dict[str, tuple[_Forms, int]], typed: str, place: Text | Entry, forms: _Forms
) -> None:
    word = unicodedata.normalize("NFC", typed.strip())
    if word in words:
        reader.find("E316", place, name=word, first=str(words[word][1]))
    elif word:
        words[word] = (forms, place.line)
