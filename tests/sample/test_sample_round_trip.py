"""The sample bulletin from simplified to traditional and back: all comes back but the exceptions named here."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from functools import cache
from pathlib import Path

import pytest

from bulletin.cache import Cache
from bulletin.convert.article import Context, convert_item
from bulletin.convert.context import EditionNames, prepare
from bulletin.convert.script.direction import detect, leftovers
from bulletin.model.article import Article
from bulletin.model.content import Config, Edition
from bulletin.model.item import Bulletin
from bulletin.parallel import open_workers
from bulletin.pipeline import Options, load, look
from bulletin.steps.bodies import whole
from bulletin.stopwatch import Stopwatch

ROOT = Path(__file__).parents[2]
EDITIONS = (
    Edition("zh-Hans", "", "", "curly"),
    Edition("zh-Hant", "a/", "", "corner"),
    Edition("zh-Hant-TW", "b/", "", "corner", "press"),
    Edition("zh-Hant-TW", "c/", "", "corner", "government"),
    Edition("zh-Hant-HK", "d/", "", "corner", "press"),
    Edition("zh-Hant-HK", "e/", "", "corner"),
)
# Spellings that simplified Chinese knows as well, so the way back leaves them: 背篓 is 揹簍, and 揹 stays. In Taiwan
# 身份 is 身分, and comes back as that, as it was written before.
STAYS = {"揹": "背", "身分": "身份"}


@cache
def bulletin() -> Bulletin:
    with Cache(None, "sample", lambda _: None) as cache, open_workers(1, "", lambda *_: None) as workers:
        options = Options(site=ROOT, now=datetime(2026, 11, 21, 9))
        return whole(load(options, *look(options, watch := Stopwatch()), cache, workers, watch), cache.parts())


@cache
def context() -> Context:
    found = bulletin()
    config = Config(found.config.title, found.config.url, EDITIONS, found.config.sections)
    return Context(config, found.unions, found.glossary)


def names() -> tuple[EditionNames, ...]:
    return prepare(context())


def _texts(article: Article) -> Iterator[str]:
    yield from (article.card.title, article.card.kicker, article.subtitle, article.card.summary)
    yield from article.text.split("\n")


@pytest.mark.parametrize("number", range(1, len(EDITIONS)), ids=lambda n: EDITIONS[n].tag + EDITIONS[n].style)
def test_there_and_back(number: int) -> None:
    back = names()[0].converters["Hant"]
    again = names()[number].converters["Hans"]
    count = 0
    for item in bulletin().items:
        if detect(item.title + item.body) != "Hans" or item.variants or item.titles or not item.convert:
            continue
        articles = convert_item(item, context()).articles
        for first, there in zip(_texts(articles[0]), _texts(articles[number]), strict=True):
            written = back.text(first)  # traditional passages that stay as they are in both
            came = back.text(there)
            assert _without_stays(came) == written, item.path
            count += len(written)
            if first == written:
                assert again.text(came) == again.text(back.text(again.text(came)))
    assert count > 20_000


def _without_stays(text: str) -> str:
    for form, usual in STAYS.items():
        text = text.replace(form, usual)
    return text


def test_only_what_is_named_stays() -> None:
    back = names()[0].converters["Hant"]
    assert {form: back.text(form) for form in STAYS} == {form: form for form in STAYS}


def test_nothing_of_it_looks_converted_by_a_machine() -> None:
    for item in bulletin().items:
        for article in convert_item(item, context()).articles[1:]:
            assert leftovers(article.text) is None
