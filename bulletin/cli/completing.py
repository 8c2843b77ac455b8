"""``completion bash|zsh|fish|powershell``: what the shell is to evaluate; and what it then asks for at each Tab.

argcomplete reads the same parser as the command itself, so that a new option is completed from the day it is there.
"""

from __future__ import annotations

import argparse
import re
from argparse import Namespace
from collections.abc import Callable

import argcomplete
from argcomplete.completers import DirectoriesCompleter, FilesCompleter
from argcomplete.shell_integration import shellcode

from bulletin.cli.arguments import command_line
from bulletin.words import Language, catalogue

_FOLDERS = {"site", "output", "folder"}
_TAGS = {"edition", "to"}
_FREE = {"title", "words"}  # nothing is known of them, least of all that they are files


def run(arguments: Namespace, language: Language) -> int:  # noqa: ARG001 - every command takes it
    """0."""
    print(shellcode(["bulletin"], shell=arguments.shell))
    return 0


def complete(language: Language) -> None:
    """Answers the shell and ends the process, where it is the shell that asks."""
    parser = command_line(language)
    for action in _actions(parser):
        if completer := _completer(action.dest):
            action.completer = completer  # type: ignore[attr-defined]  # argcomplete's own way to be told
    argcomplete.autocomplete(parser, always_complete_options="long")


def _actions(parser: argparse.ArgumentParser) -> list[argparse.Action]:
    """Those of the commands too."""
    found = list(parser._actions)
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for one in action.choices.values():
                found += _actions(one)
    return found


def _completer(name: str) -> Callable[..., object] | None:
    """None where argcomplete's own, choices or nothing, will do."""
    if name in _FOLDERS:
        folders: Callable[..., object] = DirectoriesCompleter()
        return folders
    if name in _TAGS:
        return _fixed("zh-Hans", "zh-Hant", "zh-Hant-TW", "zh-Hant-HK")
    if name == "explain":
        return _fixed(*sorted(code for code in catalogue() if re.fullmatch(r"[EWI]\d{3}", code)))
    if name == "files":
        files: Callable[..., object] = FilesCompleter()
        return files
    return _fixed() if name in _FREE else None


def _fixed(*words: str) -> Callable[..., object]:
    return lambda **_: words
