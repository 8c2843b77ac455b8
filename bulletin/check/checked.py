"""``Checked``: one document, checked, with all that the whole bulletin asks of each.

    document --check_document--> Checked;  all Checked --check_bulletin--> Bulletin

What only the text can tell is worked out once a document: of ten thousand that are as they were nobody reads a body.
"""

from __future__ import annotations

from math import inf

from bulletin.check.issue_file import IssueFile
from bulletin.check.opt_out import Off
from bulletin.check.single import Place, place_of
from bulletin.model.altered import altered
from bulletin.model.body import body_to_bytes
from bulletin.model.item import Item
from bulletin.model.making import frozen
from bulletin.model.pickling import quick_to_pickle
from bulletin.model.problem import Problem


@quick_to_pickle
@frozen
class Checked:
    """One document, checked. ``item`` and ``issue`` are both None where it is left out."""

    path: str
    item: Item | None
    issue: IssueFile | None
    problems: tuple[Problem, ...]
    cover: str = ""  # as typed
    places: tuple[Place, ...] = ()
    fingerprint: tuple[int, ...] = ()  # of the body
    order: float = inf  # seconds from the item's date to 1970: sorts the newest first, undated ones last
    is_usual: bool = False  # an item that is to be published at its date, and from then on: nothing says otherwise
    address: str = ""  # ``address.address_key`` of the item's URL
    old_addresses: tuple[str, ...] = ()  # the same of its aliases
    twin: int = 0  # equal for items of one day with the same title, and hardly for others
    week: str = ""  # id of the issue in whose week the item's date falls
    told: tuple[Problem, ...] = ()  # what ITEM_RULES find in the item: to be told while it is published
    off: tuple[Off, ...] = ()  # what the item's body switches off
    words: tuple[str, ...] = ()  # of the glossary, that stand in the document

    def place(self, field: str) -> tuple[int, int]:
        """Line and column; 0, 0 where the field is not given."""
        return place_of(field, self.places)


def without_body(one: Checked) -> tuple[Checked, list[tuple[str, bytes]]]:
    """Without the body of its item, and this, under the digest of the item."""
    item = one.item
    if item is None or not item.body:
        return one, []
    return altered(one, item=altered(item, body="", kept=item.digest)), [(item.digest, body_to_bytes(item.body))]
