"""``new``, ``init``: namespace -> exit code. Writes an item or a site to begin with, prints where."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Callable
from datetime import datetime

from bulletin.cli import show
from bulletin.jobs.scaffold import new_item, new_site
from bulletin.words import Language, phrase


def run(arguments: Namespace, language: Language) -> int:
    """0, 1 or 2 as in the contract. Raises BulletinError."""
    return _COMMANDS[arguments.command](arguments, language)


def _new(arguments: Namespace, language: Language) -> int:
    path = new_item(arguments.site, arguments.title, arguments.section, arguments.issue, datetime.now().astimezone())
    print(path)
    show.complain([phrase("Say_new", language, {})])
    return 0


def _init(arguments: Namespace, language: Language) -> int:
    print(new_site(arguments.folder, datetime.now().astimezone()))
    show.complain([phrase("Say_init", language, {"site": str(arguments.folder)})])
    return 0


_COMMANDS: dict[str, Callable[[Namespace, Language], int]] = {
    "new": _new,
    "init": _init,
}
