"""A word of the glossary that stands in no document, whatever its status, and in no setting."""

from __future__ import annotations

from collections.abc import Iterator

from bulletin.check.item import Checked
from bulletin.check.whole import Whole
from bulletin.model.problem import Problem

_PATH = "glossary.yaml"
_MOST = 50  # bounds the time: to know that a word is nowhere takes a search of all texts, 2 ms in 2,000 items


def unused_words(whole: Whole) -> Iterator[Problem]:
    """A form counts as well as the word: it is what a traditional text holds."""
    entries = whole.glossary.entries
    if not entries:
        return
    text = "\n".join(_texts(whole))
    places = whole.glossary.places or ((0, 0),) * len(entries)
    left = _MOST
    for (word, forms), place in zip(entries, places, strict=True):
        if left and word not in text and not any(form in text for form in {form for _, form in forms} - {word}):
            left -= 1
            yield Problem(_PATH, *place, "I498", (("word", word),))


def _texts(whole: Whole) -> Iterator[str]:
    """Documents first, the newest of them first: there a word is mostly found soon."""
    for item in whole.items:
        yield item.body
    for one in whole.checked:
        yield from _of_document(one)
    for union in whole.unions:
        yield from (union.name, union.region, *union.aliases)
    config = whole.config
    yield from (config.title, config.tagline, config.description, config.address, config.owner, config.builder)
    yield from config.keywords
    for section in config.sections:
        yield from (section.name, section.description, *section.keywords, *section.aliases)


def _of_document(checked: Checked) -> Iterator[str]:
    if checked.issue is not None:
        yield checked.issue.note
        yield checked.issue.title
    if checked.item is None:
        return
    item = checked.item
    yield from (item.title, item.kicker, item.subtitle, item.summary, item.addressee, item.reprint, item.withdrawn)
    yield from (*item.source, *item.author, *item.tags, *item.signature, *item.contact, *item.contributor)
    yield from (*item.photographer, *item.editor, *(file.name for file in item.attachments))
    yield from (correction.text for correction in item.corrections)
    yield item.body
