"""A part of the pipeline: items and articles whose bodies were put away when they were made -> the same with them.

    bulletin, parts  ->  ``whole``: for who looks at every text
    articles         ->  ``Bodies``: where a page or the index is made; ``Bodies.items``: where items are converted
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TypeAlias, TypeVar

from bulletin.model.altered import altered
from bulletin.model.article import Article
from bulletin.model.body import body_from_bytes
from bulletin.model.item import Bulletin, Item
from bulletin.parallel import Function, Workers
from bulletin.parts import LostPart, Parts

_KEPT = 512  # bodies: the same articles stand in feeds after each other
Read = TypeVar("Read")
Input = TypeVar("Input")
Output = TypeVar("Output")
Fill: TypeAlias = Callable[[Sequence[Input]], Sequence[Input]]


class Bodies:
    """Can be sent to other processes of this machine. What has its body stays as it is. Raises LostPart."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._read: dict[str, list[str]] = {}

    def __reduce__(self) -> tuple[type[Bodies], tuple[Parts]]:
        return Bodies, (self._parts,)

    def __call__(self, articles: Sequence[Article]) -> Sequence[Article]:
        found = self._of([article.kept for article in articles if article.kept], 2)
        return [_article(article, *found[article.kept]) if article.kept else article for article in articles]

    def items(self, items: Sequence[Item]) -> Sequence[Item]:
        """With the bodies of their variants."""
        ones = (one for item in items for one in (item, *(own for _, own in item.variants)))
        found = self._of([one.kept for one in ones if one.kept], 1)
        return [_item(item, found) for item in items]

    def _of(self, keys: Sequence[str], count: int) -> Mapping[str, Sequence[str]]:
        missing = [key for key in dict.fromkeys(keys) if key not in self._read]
        if len(self._read) + len(missing) > _KEPT:
            self._read = {key: self._read[key] for key in keys if key in self._read}
        for key, data in self._parts.of(missing).items() if missing else ():
            self._read[key] = body_from_bytes(data)
            if len(self._read[key]) != count:
                raise LostPart(key)
        return self._read


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


def _item(item: Item, bodies: Mapping[str, Sequence[str]]) -> Item:
    body = bodies[item.kept][0] if item.kept else item.body
    return altered(item, body=body, kept="", variants=tuple((tag, _item(one, bodies)) for tag, one in item.variants))
