"""A link to another item that is not there, or is not published: its text stays, the link goes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from bulletin.check.whole import Whole, Why
from bulletin.model.problem import Problem

_NOT_PUBLISHED: Mapping[Why, str] = {
    "withdrawn": "W460", "waiting": "W461", "expired": "W462", "draft": "W463", "left out": "W464",
}  # fmt: skip


def dead_links(whole: Whole) -> Iterator[Problem]:
    for miss in whole.misses:
        if miss.why in _NOT_PUBLISHED:
            values = (("other", miss.other), ("target", miss.target))
            yield Problem(miss.path, miss.line, miss.column, _NOT_PUBLISHED[miss.why], values)
        elif miss.why == "missing" and miss.use == "link" and miss.is_document:
            if miss.other:
                values = (("other", miss.other), ("target", miss.target))
                yield Problem(miss.path, miss.line, miss.column, "E454", values)
            else:
                yield Problem(miss.path, miss.line, miss.column, "E455", (("target", miss.target),))
