"""``bulletin.convert.Converter``: the name that other projects import, and the examples in its docstring."""

from __future__ import annotations

import doctest
import subprocess
import sys

from bulletin.convert import Converter
from bulletin.convert.script import converter as module


def test_is_the_converter() -> None:
    assert Converter is module.Converter


def test_examples_of_the_docstring() -> None:
    found = doctest.DocTestFinder().find(Converter, "Converter", globs={})
    runner = doctest.DocTestRunner(verbose=False)
    for test in found:
        runner.run(test)
    assert runner.tries >= 8
    assert runner.failures == 0


def test_needs_nothing_of_a_site() -> None:
    """Without Markdown, YAML, pictures or templates: alone it stays a small thing."""
    code = "import sys, bulletin.convert; print(sorted({'yaml', 'markdown', 'jinja2', 'nh3'} & sys.modules.keys()))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
