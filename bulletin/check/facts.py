"""An item -> all that the whole bulletin asks of it, worked out once: of ten thousand that are as they were
nobody reads a body again.

    item, its places --ITEM_RULES--> problems, told once it is published

ITEM_RULES is every rule that looks at nothing but an item, and speaks only of one that readers see; one rule a file.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date as Date
from math import inf
from typing import TypeAlias
from zlib import crc32

from bulletin.check.address import address_key
from bulletin.check.checked import Checked
from bulletin.check.fingerprint import fingerprint
from bulletin.check.numbers import week_id_of
from bulletin.check.opt_out import switched_off
from bulletin.check.rules.backdated import backdated
from bulletin.check.rules.former_names import former_names
from bulletin.check.rules.promised_files import promised_files
from bulletin.check.rules.repeats import title_and_day
from bulletin.check.single import Place, Single
from bulletin.check.words import of_glossary
from bulletin.model.content import Config, Glossary, Union
from bulletin.model.item import Item
from bulletin.model.problem import Problem

ItemRule: TypeAlias = Callable[[Single], Iterable[Problem]]

ITEM_RULES: tuple[ItemRule, ...] = (backdated, promised_files, former_names)


def with_facts(
    item: Item,
    problems: tuple[Problem, ...],
    cover: str,
    places: tuple[Place, ...],
    known: tuple[Config, tuple[Union, ...], Glossary],
) -> Checked:
    """The document of ``item``, checked. ``cover`` is as typed, ``known`` as ``check_document`` is given it."""
    config, unions, glossary = known
    single = Single(item, places, unions)
    return Checked(
        path=item.path,
        item=item,
        issue=None,
        problems=problems,
        cover=cover,
        places=places,
        fingerprint=fingerprint(item.body),
        order=-item.date.timestamp() if item.date else inf,
        is_usual=not (item.draft or item.publish or item.expire or item.withdrawn),
        address=address_key(item.url),
        old_addresses=tuple(map(address_key, item.aliases)),
        twin=_number_of(*title_and_day(item)),
        week=week_id_of(item.date.date(), config.issues.closes) if item.date else "",
        told=tuple(problem for rule in ITEM_RULES for problem in rule(single)),
        off=switched_off(item.body, item.body_line),
        words=of_glossary(item, glossary),
    )


def _number_of(title: str, day: Date | None) -> int:
    """The same in each process."""
    return crc32(f"{title} {day}".encode("utf-8", "surrogatepass"))
