"""A hand-written x.zh-Hant.md without its x.md, beside one that is left out, or that no edition shows."""

from __future__ import annotations

from collections.abc import Iterator
from posixpath import basename

from bulletin.check.address import variant_of
from bulletin.check.whole import Whole
from bulletin.model.problem import Problem


def lone_variants(whole: Whole) -> Iterator[Problem]:
    first: dict[tuple[str, str], str] = {}
    for variant in whole.variants:
        if not variant.of:
            name = basename(variant_of(variant.path)[0]) + ".md"
            yield Problem(variant.path, 0, 0, "W494", (("name", name), ("tag", variant.tag)))
        elif whole.statuses.get(variant.of) == "left out":
            yield Problem(variant.path, 0, 0, "W495", (("other", variant.of),))
        elif not any(_shows(edition.tag, variant.tag) for edition in whole.config.editions):
            tags = "、".join(edition.tag for edition in whole.config.editions)
            yield Problem(variant.path, 0, 0, "W496", (("tag", variant.tag), ("tags", tags)))
        elif (other := first.setdefault((variant.of, variant.tag), variant.path)) != variant.path:
            yield Problem(variant.path, 0, 0, "W497", (("other", other), ("tag", variant.tag)))


def _shows(edition: str, tag: str) -> bool:
    """zh-Hant-HK shows what is written for zh-Hant, not the other way round."""
    return edition == tag or edition.startswith(f"{tag}-")
