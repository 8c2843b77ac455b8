"""A part of the pipeline: items and articles whose bodies were put away when they were made -> the same with them.

    bulletin, parts  ->  ``whole``: for who looks at every text
    articles         ->  ``Bodies``: where a page or the index is made; ``Bodies.items``: where items are converted
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TypeAlias, TypeVar

from bulletin.model.altered import altered
from bulletin.model.article import Article
from bulletin.model.item import Bulletin, Item
from bulletin.parallel import Function, Workers
from bulletin.parts import LostPart, Parts

Read = TypeVar("Read")
Input = TypeVar("Input")
Output = TypeVar("Output")
Fill: TypeAlias = Callable[[Sequence[Input]], Sequence[Input]]


class Bodies:
    """Can be sent to other processes of this machine. What has its body stays as it is. Raises LostPart."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts

    def __call__(self, articles: Sequence[Article]) -> Sequence[Article]:
        keys = [article.kept for article in articles if article.kept]
        if not keys:
            return articles
        found = dict(zip(keys, self._parts.of(keys), strict=True))
        return [_article(article, *found[article.kept]) if article.kept else article for article in articles]

    def items(self, items: Sequence[Item]) -> Sequence[Item]:
        """With the bodies of their variants."""
        keys = [one.kept for item in items for one in (item, *(own for _, own in item.variants)) if one.kept]
        if not keys:
            return items
        found = dict(zip(keys, self._parts.of(keys), strict=True))
        return [_item(item, found) for item in items]


def streamed(
    workers: Workers, stage: str, fill: Fill[Input], function: Function[Input, Output], values: Sequence[Input],
    worth: int = 1,
) -> Iterator[Output]:  # fmt: skip
    """``workers.stream`` over values that are filled where they are worked on, or here where that is elsewhere."""
    if not workers.are_ours:
        return workers.stream(stage, function, fill(values), worth=worth)
    return workers.stream(stage, partial(_filled, fill, function), values, worth=worth)


def _filled(fill: Fill[Input], function: Function[Input, Output], values: Sequence[Input]) -> list[Output]:
    return function(fill(values))


def whole(bulletin: Bulletin, parts: Parts) -> Bulletin:
    return replace(bulletin, items=tuple(Bodies(parts).items(bulletin.items)))


def over(store: Path | None, read: Callable[[Path | None], Read]) -> Read:
    """What ``read`` gives over what is remembered in ``store``, or over nothing where parts of that are lost."""
    try:
        return read(store)
    except LostPart:
        return read(None)


def _article(article: Article, html: str, text: str) -> Article:
    return altered(article, html=html, text=text, kept="")


def _item(item: Item, bodies: dict[str, str]) -> Item:
    body = bodies[item.kept] if item.kept else item.body
    return altered(item, body=body, kept="", variants=tuple((tag, _item(one, bodies)) for tag, one in item.variants))
