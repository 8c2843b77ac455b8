"""An item, or what an editor says of an issue -> the words of the glossary that stand in it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache

from bulletin.check.issue_file import IssueFile
from bulletin.check.same import Same
from bulletin.model.content import Glossary
from bulletin.model.item import Item

_MANY = 500  # characters: to look for so many in a text takes as long as to make a set of its own


def of_glossary(read: Item | IssueFile, glossary: Glossary) -> tuple[str, ...]:
    """A form counts as well as the word: it is what a traditional text holds."""
    if not glossary.entries:
        return ()
    texts = of_item(read) if isinstance(read, Item) else (read.note, read.title)
    return words_in("\n".join(texts), glossary)


def words_in(text: str, glossary: Glossary) -> tuple[str, ...]:
    """Words and forms, each once, in an order of their own."""
    known = _by_first(Same(glossary.entries))
    there = set(text) if len(known) > _MANY else text
    near = (words for first, words in known.items() if first in there)
    return tuple(sorted(word for words in near for word, last in words if last in there and word in text))


@lru_cache(maxsize=4)
def _by_first(entries: Same) -> Mapping[str, list[tuple[str, str]]]:
    """The first character -> words, each with its last one: of some hundred words a text has the characters of few."""
    found: dict[str, list[tuple[str, str]]] = {}
    for word in dict.fromkeys(_spellings(entries.value)):
        found.setdefault(word[0], []).append((word, word[-1]))
    return found


def _spellings(entries: Iterable[tuple[str, tuple[tuple[str, str], ...]]]) -> Iterator[str]:
    for word, forms in entries:
        yield from filter(None, (word, *(form for _, form in forms)))


def of_item(item: Item) -> Iterator[str]:
    yield from (item.title, item.kicker, item.subtitle, item.summary, item.addressee, item.reprint, item.withdrawn)
    yield from (*item.source, *item.author, *item.tags, *item.signature, *item.contact, *item.contributor)
    yield from (*item.photographer, *item.editor, *(file.name for file in item.attachments))
    yield from (correction.text for correction in item.corrections)
    yield item.body
