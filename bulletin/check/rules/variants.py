"""A hand-written x.zh-Hant.md without its x.md, or beside one that is left out."""

from __future__ import annotations

from collections.abc import Iterator
from posixpath import basename

from bulletin.check.address import variant_of
from bulletin.check.whole import Whole
from bulletin.model.problem import Problem


def lone_variants(whole: Whole) -> Iterator[Problem]:
    for variant in whole.variants:
        if not variant.of:
            name = basename(variant_of(variant.path)[0]) + ".md"
            yield Problem(variant.path, 0, 0, "W494", (("name", name), ("tag", variant.tag)))
        elif whole.statuses.get(variant.of) == "left out":
            yield Problem(variant.path, 0, 0, "W495", (("other", variant.of),))
