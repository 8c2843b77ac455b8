"""A word of the glossary that stands in no document, whatever its status, and in no setting."""

from __future__ import annotations

from collections.abc import Iterator

from bulletin.check.whole import Whole
from bulletin.model.problem import Problem

_PATH = "glossary.yaml"
_MOST = 50  # are told: who took over a glossary of others would read nothing else


def unused_words(whole: Whole) -> Iterator[Problem]:
    """A form counts as well as the word: it is what a traditional text holds. Documents say of themselves which they
    have (``check.words``)."""
    entries = whole.glossary.entries
    if not entries:
        return
    used = {"", *(word for one in whole.checked for word in one.words)}
    settings = "\n".join(_of_settings(whole))
    places = whole.glossary.places or ((0, 0),) * len(entries)
    left = _MOST
    for (word, forms), place in zip(entries, places, strict=True):
        spellings = {word, *(form for _, form in forms)}
        if left and used.isdisjoint(spellings) and not any(one in settings for one in spellings):
            left -= 1
            yield Problem(_PATH, *place, "I498", (("word", word),))


def _of_settings(whole: Whole) -> Iterator[str]:
    for union in whole.unions:
        yield from (union.name, union.region, *union.aliases)
    config = whole.config
    yield from (config.title, config.tagline, config.description, config.address, config.owner, config.builder)
    yield from config.keywords
    for section in config.sections:
        yield from (section.name, section.description, *section.keywords, *section.aliases)
