"""The text of ``glossary.yaml`` and one entry more -> the text with that entry at its end; all lines before it stay."""

from __future__ import annotations

import unicodedata

from bulletin.errors import BulletinError
from bulletin.model.content import Glossary
from bulletin.model.late import regex
from bulletin.read.block import read_settings_text
from bulletin.read.glossary import read_glossary
from bulletin.read.nodes import Mapping, Node, Sequence
from bulletin.read.values import Reader

_Forms = tuple[tuple[str, str], ...]
_PLAIN = regex("[〇㐀-䶿一-鿿\uf900-\ufaff\U00020000-\U000323af·A-Za-z]+")
_ESCAPES = {ord("\\"): "\\\\", ord('"'): '\\"'}
_WORD_OF_YAML = regex("(?i:y|n|yes|no|on|off|true|false|null)")


def with_entry(text: str, word: str, forms: _Forms) -> str:
    """``text`` with ``word`` fixed as ``forms`` ((edition tag, form), …; () keeps the word as it is everywhere); the
    same text where it is fixed so already.

    What is read from the new text is what was read from the old one and the entry, or BulletinError is raised: E933
    where the word is fixed otherwise, E934 where the text can't take it, E939 for a single character.
    """
    word = unicodedata.normalize("NFC", word.strip())
    forms = tuple((tag, unicodedata.normalize("NFC", form.strip())) for tag, form in forms)
    if len(word) == 1:
        raise BulletinError("E939", word=word)
    node, before = _read(text)
    known = dict(before.entries)
    if word in known:
        if dict(known[word]) == dict(forms):
            return text
        line = before.places[[one for one, _ in before.entries].index(word)][0]
        raise BulletinError("E933", word=word, line=str(line))
    after = _appended(text, node, word, forms)
    if not word or _read(after)[1].entries != (*before.entries, (word, forms)) or _is_faulty(after):
        raise BulletinError("E934", word=word)
    return after


def line_of(word: str, forms: _Forms) -> str:
    """An entry as it is written in a list."""
    return "- " + _entry(word, forms, is_list=True)


def _appended(text: str, node: Node, word: str, forms: _Forms) -> str:
    """In the manner of what is there: a list, or a mapping without dashes; a list where there is nothing."""
    is_list = not (isinstance(node, Mapping) and node.entries)
    indent = ""
    if isinstance(node, (Mapping, Sequence)) and node.line:
        indent = text.split("\n")[node.line - 1][: node.column - 1]
    end = "" if not text or text.endswith("\n") else "\n"
    return f"{text}{end}{indent}{'- ' if is_list else ''}{_entry(word, forms, is_list)}\n"


def _entry(word: str, forms: _Forms, is_list: bool) -> str:
    if not forms:
        return _scalar(word) if is_list else f"{_scalar(word)}:"
    if len(forms) == 1 and forms[0][0] == "zh-Hant":
        return f"{_scalar(word)}: {_scalar(forms[0][1])}"
    pairs = ", ".join(f"{tag}: {_scalar(form)}" for tag, form in forms)
    return f"{_scalar(word)}: {{{pairs}}}"


def _scalar(text: str) -> str:
    """Without quotation marks only where no reader of YAML could take it for anything else."""
    if _PLAIN.fullmatch(text) and not _WORD_OF_YAML.fullmatch(text):
        return text
    return f'"{text.translate(_ESCAPES)}"'


def _read(text: str) -> tuple[Node, Glossary]:
    node, _ = read_settings_text(text)
    return node, read_glossary(Reader("glossary.yaml"), node)


def _is_faulty(text: str) -> bool:
    """Whether no site could be built with it; in settings a line that fits nowhere (W104) is such a fault too."""
    node, findings = read_settings_text(text)
    reader = Reader("glossary.yaml")
    read_glossary(reader, node)
    codes = [*(one.code for one in findings), *(one.code for one in reader.problems)]
    return any(code[0] in "EW" for code in codes)
