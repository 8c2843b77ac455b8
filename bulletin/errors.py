"""Faults of the house or the machine: nothing is published, and what was published is not touched.

    BulletinError            code and values; the words are in bulletin/catalogue
      ConfigError            content/site.yaml, unions.yaml or glossary.yaml can't be used: carries Problems
      ThemeError             a template is missing or broken
      WriteError             disk full, output read-only, another build at work
      StrictError            --strict and a problem: carries Problems

An author's fault is a ``bulletin.model.problem.Problem`` instead.
"""

from __future__ import annotations

from bulletin.model.problem import Problem


class BulletinError(Exception):
    """``code`` names an entry of the catalogue, ``values`` fill it in, ``problems`` say more."""

    def __init__(self, code: str, problems: tuple[Problem, ...] = (), **values: str) -> None:
        super().__init__(code, values)
        self.code = code
        self.values = values
        self.problems = problems


class ConfigError(BulletinError):
    """A file of settings can't be used."""


class ThemeError(BulletinError):
    """A theme is missing, or a template of it is broken."""


class WriteError(BulletinError):
    """The output can't be written."""


class StrictError(BulletinError):
    """Something is wrong with an item, and the user asked to publish nothing then."""
