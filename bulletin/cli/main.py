"""Command line -> exit code: 0 all published, 1 something left out or faulty, 2 nothing published."""

from __future__ import annotations

import os
import sys
from argparse import Namespace
from collections.abc import Mapping, Sequence

from bulletin.cli.arguments import parse
from bulletin.cli.ending import ended
from bulletin.words import Language


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command; never lets a traceback reach an editor, except for a fault of our own."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):  # a Windows console or LANG=C must not stop a Chinese message
            stream.reconfigure(encoding="utf-8", errors="replace")
    words = list(sys.argv[1:] if arguments is None else arguments)
    language = language_of(words, os.environ)
    namespace = parse(words, language)
    return ended(lambda: _run(namespace, language), language)


def _run(namespace: Namespace, language: Language) -> int:
    if namespace.command == "convert":  # a filter: without the rooms that it has no need of
        from bulletin.cli import converting

        return converting.run(namespace, language)
    # The rooms are loaded only now, so that --help and a mistyped word answer at once.
    from bulletin.cli import commands

    return commands.run(namespace, language)


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
