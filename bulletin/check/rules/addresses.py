"""Two items that want one address: the first by path has it, the other is left out; an old address is only dropped."""

from __future__ import annotations

from collections.abc import Iterator

from bulletin.check.whole import Whole
from bulletin.model.problem import Problem


def addresses_taken(whole: Whole) -> Iterator[Problem]:
    for clash in whole.clashes:
        place = whole.place(clash.path, "aliases" if clash.is_alias else "slug")
        values = (("address", clash.address), ("other", clash.other))
        yield Problem(clash.path, *place, "E471" if clash.is_alias else "E470", values)
