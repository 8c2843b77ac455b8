"""Command line -> exit code: 0 all published, 1 something left out or faulty, 2 nothing published."""

from __future__ import annotations

import os
import sys
from argparse import Namespace
from collections.abc import Mapping, Sequence
from importlib import import_module

from bulletin.cli import show
from bulletin.cli.arguments import parse
from bulletin.cli.ending import ended
from bulletin.errors import BulletinError
from bulletin.words import Language

_MODULES = {  # of the commands that are not in ``commands``
    "build": "building",
    "check": "checking",
    "completion": "completing",
    "convert": "converting",
    "deploy": "deploying",
    "import": "importing",
    "review": "reviewing",
    "rollback": "publishing",
    "search": "searching",
    "serve": "serving",
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command; never lets a traceback reach an editor, except for a fault of our own."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):  # a Windows console or LANG=C must not stop a Chinese message
            stream.reconfigure(encoding="utf-8", errors="replace")
    words = list(sys.argv[1:] if arguments is None else arguments)
    language = language_of(words, os.environ)
    if arguments is None and "_ARGCOMPLETE" in os.environ:  # a shell asks what could come next
        import_module("bulletin.cli.completing").complete(language)
    namespace = parse(words, language)
    return ended(lambda: _run(namespace, language), language, is_last=arguments is None)


def _run(namespace: Namespace, language: Language) -> int:
    """A command's own module is loaded only now, with the rooms that it needs and no others: --help and a mistyped word
    answer at once, and a build does not wait for the desk."""
    module = import_module(f"bulletin.cli.{_module(namespace)}")
    try:
        code: int = module.run(namespace, language)
    except BulletinError as error:
        if getattr(namespace, "json", False):
            print(show.error_json(error, language))
        show.complain(show.error_lines(error, language))
        return 2
    return code


def _module(namespace: Namespace) -> str:
    if namespace.command == "check" and namespace.explain:  # nothing is checked
        return "explaining"
    return _MODULES.get(namespace.command, "commands")


def language_of(words: Sequence[str], environment: Mapping[str, str]) -> Language:
    """``--lang`` wins; else the locale; Chinese in simplified script where neither says anything."""
    stated = ""
    for number, word in enumerate(words):
        if word.startswith("--lang="):
            stated = word.partition("=")[2]
        elif word == "--lang" and number + 1 < len(words):
            stated = words[number + 1]
    names = (stated, *(environment.get(name, "") for name in ("LC_ALL", "LC_MESSAGES", "LANG")))
    name = next(filter(None, names), "").lower().replace("_", "-")
    if name.startswith("en"):
        return "en"
    return "hant" if name.startswith(("zh-hant", "zh-tw", "zh-hk", "zh-mo")) else "hans"
