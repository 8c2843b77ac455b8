"""A command line that can't be understood -> what is wrong with it and what to type, in the reader's language."""

from __future__ import annotations

import argparse
import re
from difflib import get_close_matches
from typing import Any, NoReturn

from bulletin.model.late import regex
from bulletin.words import Language, phrase

# What argparse says, in all its versions; its own words are English only.
_CHOICE = regex(r"argument ([^:]+): invalid choice: '?(.*?)'? \((?:choose|maybe).*?\)", re.DOTALL)
_REQUIRED = regex(r"the following arguments are required: (.+)", re.DOTALL)
_UNKNOWN = regex(r"unrecognized arguments: (.+)", re.DOTALL)
_WITHOUT_VALUE = regex(r"argument ([^:]+): expected one argument")
_WRONG_VALUE = regex(r"argument ([^:]+): (?:invalid \w+ value: )?'(.*)'", re.DOTALL)


class Parser(argparse.ArgumentParser):
    """Exits with 2, as argparse does; headings, usage and faults are in ``language``."""

    language: Language = "hans"

    def __init__(self, **settings: Any) -> None:
        # Without abbreviations: a word that is short for one option today is short for two tomorrow.
        super().__init__(add_help=False, allow_abbrev=False, **settings)
        self._positionals.title = phrase("Help_positionals", self.language, {})
        self._optionals.title = phrase("Help_options", self.language, {})
        self.add_argument("-h", "--help", action="help", help=phrase("Help_help", self.language, {}))

    def format_usage(self) -> str:
        return self._translated(super().format_usage())

    def format_help(self) -> str:
        return self._translated(super().format_help())

    def error(self, message: str) -> NoReturn:
        code, values = self._fault(message)
        self.exit(2, f"{self.format_usage()}✗ [{code}] {phrase(code, self.language, values | {'prog': self.prog})}\n")

    def _translated(self, text: str) -> str:
        return phrase("Help_usage", self.language, {}) + text[len("usage: ") :] if text.startswith("usage: ") else text

    def _fault(self, message: str) -> tuple[str, dict[str, str]]:
        if match := _CHOICE.fullmatch(message):
            known = self._choices(match[1])
            near = get_close_matches(match[2], known, n=1)
            return "E907", {"name": match[1], "value": match[2], "known": near[0] if near else " ".join(known)}
        if match := _REQUIRED.fullmatch(message):
            return "E908", {"names": match[1]}
        if match := _UNKNOWN.fullmatch(message):
            return "E909", {"value": match[1]}
        if match := _WITHOUT_VALUE.fullmatch(message):
            return "E908", {"names": match[1]}
        if match := _WRONG_VALUE.fullmatch(message):
            return "E914", {"name": match[1], "value": match[2]}
        return "E914", {"name": self.prog, "value": message}

    def _choices(self, name: str) -> list[str]:
        of_name = (one for one in self._actions if name in (one.metavar, "/".join(one.option_strings)))
        return [str(choice) for one in of_name for choice in one.choices or ()]


def parser_in(language: Language) -> type[Parser]:
    """The class, so that argparse makes the parsers of the commands from it too."""

    class InLanguage(Parser):
        pass

    InLanguage.language = language
    return InLanguage
