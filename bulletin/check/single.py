"""``Single``: an item by itself, and where its fields stand in the file, as ITEM_RULES look at it (``facts``)."""

from __future__ import annotations

from collections.abc import Sequence

from bulletin.model.content import Union
from bulletin.model.item import Item
from bulletin.model.making import frozen

Place = tuple[str, int, int]  # field, line, column


@frozen
class Single:
    item: Item
    places: tuple[Place, ...]
    unions: tuple[Union, ...]

    def place(self, field: str) -> tuple[int, int]:
        return place_of(field, self.places)


def place_of(field: str, places: Sequence[Place]) -> tuple[int, int]:
    """Line and column; 0, 0 where the field is not given."""
    return next(((line, column) for name, line, column in places if name == field), (0, 0))
