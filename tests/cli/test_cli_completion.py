"""``bulletin completion``: what bash offers at Tab, in a shell of its own; of other shells the shape of the script."""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from bulletin.cli.arguments import SHELLS, command_line
from bulletin.cli.main import main

ROOT = Path(__file__).parent.parent.parent
# What readline sets before it calls the function that `complete` names
_ASK = """
source "$SCRIPT"
COMP_LINE=$1; COMP_POINT=${#COMP_LINE}; COMP_TYPE=9
read -ra COMP_WORDS <<<"$COMP_LINE"
case $COMP_LINE in *' ') COMP_WORDS+=('');; esac
COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
_python_argcomplete bulletin "${COMP_WORDS[COMP_CWORD]}" "${COMP_WORDS[COMP_CWORD-1]}"
printf '%s\\n' "${COMPREPLY[@]}"
"""


@pytest.fixture(scope="module")
def environment(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, str]:
    folder = tmp_path_factory.mktemp("bin")
    program = folder / "bulletin"
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m bulletin "$@"\n', "utf-8")
    program.chmod(0o755)
    found = {**os.environ, "PATH": f"{folder}:{os.environ['PATH']}", "PYTHONPATH": str(ROOT), "LC_ALL": "C.UTF-8"}
    script = subprocess.run([str(program), "completion", "bash"], env=found, capture_output=True, check=True).stdout
    (folder / "script").write_bytes(script)
    return {**found, "SCRIPT": str(folder / "script")}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "bulletins").mkdir()
    (tmp_path / "bulletin.txt").write_text("", "utf-8")
    return tmp_path


OFFERED = [
    pytest.param("bulletin ch", {"check"}, {"build"}, id="a command"),
    pytest.param("bulletin ", {"build", "check", "completion", "serve", "import"}, set(), id="all commands"),
    pytest.param("bulletin check --fix", {"--fix", "--fix-punct", "--fix-damage"}, {"--json"}, id="an option"),
    pytest.param("bulletin check --format ", {"text", "lines", "github"}, set(), id="choices"),
    pytest.param("bulletin check --explain W43", {"W433", "W436"}, {"E402"}, id="codes"),
    pytest.param("bulletin build bull", {"bulletins/"}, {"bulletin.txt"}, id="folders"),
    pytest.param("bulletin import bull", {"bulletins/", "bulletin.txt"}, set(), id="files"),
    pytest.param("bulletin convert --to zh-Hant", {"zh-Hant", "zh-Hant-TW", "zh-Hant-HK"}, {"zh-Hans"}, id="editions"),
    pytest.param("bulletin completion ", set(SHELLS), set(), id="shells"),
]


@pytest.mark.skipif(shutil.which("bash") is None, reason="bash is not on this machine")
@pytest.mark.parametrize(("line", "offered", "others"), OFFERED)
def test_bash(environment: Mapping[str, str], folder: Path, line: str, offered: set[str], others: set[str]) -> None:
    command = ["bash", "--norc", "-c", _ASK, "bash", line]
    done = subprocess.run(command, env=environment, cwd=folder, capture_output=True, text=True, check=False)
    found = {word.strip() for word in done.stdout.splitlines()}
    assert offered <= found, done.stderr
    assert not others & found


@pytest.mark.parametrize("shell", SHELLS)
def test_every_shell_has_a_script(shell: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["completion", shell]) == 0
    out = capsys.readouterr().out
    mark = {"bash": "complete ", "zsh": "#compdef bulletin", "fish": "complete --command bulletin",
            "powershell": "Register-ArgumentCompleter -Native -CommandName bulletin"}[shell]  # fmt: skip
    assert mark in out


def test_another_shell_is_refused() -> None:
    with pytest.raises(SystemExit) as caught:
        main(["completion", "cmd"])
    assert caught.value.code == 2


@pytest.mark.parametrize("language", ["hans", "hant", "en"])
def test_every_word_has_help(language: str) -> None:
    parser = command_line(language)  # type: ignore[arg-type]  # one of the three languages
    commands = next(one for one in parser._actions if isinstance(one, argparse._SubParsersAction))
    assert {"build", "check", "completion"} <= commands.choices.keys()
