"""A double click: start.command, really run by bash between stubs; start.bat by its bytes, for no cmd.exe is here."""

from __future__ import annotations

import os
import shutil
import socket
import stat
import subprocess
import webbrowser
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import pytest

from bulletin.cli import serving
from bulletin.cli.main import main
from bulletin.cli.opening import free_port, open_desk
from bulletin.jobs.scaffold import new_site
from bulletin.serve.watch import Watch

ROOT = Path(__file__).parent.parent.parent
_PROGRAM = '#!/bin/sh\n[ "$1" = --version ] && exit 0\necho "$0: $*" >> "$LOG"\npwd >> "$LOG"\n'
_PYTHON = """#!/bin/sh
echo "python: $*" >> "$LOG"
case "$1 $2 $3" in
  "-m venv .venv"|"-m venv --clear") mkdir -p .venv/bin; cp "$0" .venv/bin/python;;
  "-m pip install") [ -n "$NO_NETWORK" ] && exit 1; cp "$PROGRAM" .venv/bin/bulletin;;
esac
"""


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """bin/ with nothing but what the script itself calls; a site whose name has a space, below a folder of its own."""
    if shutil.which("bash") is None:
        pytest.skip("bash is not on this machine")
    tools = tmp_path / "bin"
    tools.mkdir()
    for name in ("bash", "sh", "dirname", "grep", "rm", "mkdir", "cp"):
        found = shutil.which(name)
        assert found
        (tools / name).symlink_to(found)
    new_site(tmp_path / "文件夹" / "我的 简报", datetime(2026, 11, 20))
    write(tmp_path / "program", _PROGRAM)
    return tmp_path


def write(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
    path.chmod(0o755)
    return path


def click(place: Path, **more: str) -> tuple[int, str, list[str]]:
    """Exit code, what was printed, what was called."""
    log = place / "log"
    environment = {"PATH": str(place / "bin"), "LOG": str(log), "PROGRAM": str(place / "program"), **more}
    script = place / "文件夹" / "我的 简报" / "start.command"
    done = subprocess.run(
        [str(script)], env=environment, cwd="/", capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL
    )
    return done.returncode, done.stdout + done.stderr, log.read_text("utf-8").splitlines() if log.exists() else []


WHERE: list[tuple[str, Callable[[Path], Path]]] = [
    ("in the site", lambda place: place / "文件夹" / "我的 简报" / ".venv" / "bin" / "bulletin"),
    ("beside the site", lambda place: place / "文件夹" / ".venv" / "bin" / "bulletin"),
    ("installed", lambda place: place / "bin" / "bulletin"),
]


@pytest.mark.parametrize("where", [where for _, where in WHERE], ids=[name for name, _ in WHERE])
def test_what_is_there_is_started(place: Path, where: Callable[[Path], Path]) -> None:
    write(where(place), _PROGRAM)
    code, out, calls = click(place)
    assert code == 0, out
    assert [calls[0].split(": ")[1], calls[1]] == ["serve --open .", str(place / "文件夹" / "我的 简报")]


SOURCES = [
    ("文件夹/我的 简报/bulletin-1.2-py3-none-any.whl", "./bulletin-1.2-py3-none-any.whl[docx,web]"),
    ("文件夹/bulletin-1.2-py3-none-any.whl", "../bulletin-1.2-py3-none-any.whl[docx,web]"),
    ("文件夹/pyproject.toml", "..[docx,web]"),
    ("文件夹/我的 简报/pyproject.toml", ".[docx,web]"),
]


@pytest.mark.parametrize(("source", "installed"), SOURCES)
def test_what_is_not_there_is_installed_once(place: Path, source: str, installed: str) -> None:
    write(place / source, '[project]\nname = "bulletin"\n')
    write(place / "bin" / "python3", _PYTHON)
    code, out, calls = click(place)
    assert code == 0, out
    assert [one for one in calls if " -m " in one] == [
        "python: -m venv .venv", f"python: -m pip install --quiet --disable-pip-version-check {installed}"
    ]  # fmt: skip
    assert calls[-2].endswith(": serve --open .")
    (place / "log").unlink()
    code, out, calls = click(place)
    assert (code, len(calls)) == (0, 2), "the second time nothing is installed"


def test_without_network_nothing_half_done_stays(place: Path) -> None:
    write(place / SOURCES[0][0], "")
    write(place / "bin" / "python3.12", _PYTHON)
    code, out, _ = click(place, NO_NETWORK="1")
    assert code == 1
    assert "检查网络" in out
    assert not (place / "文件夹" / "我的 简报" / ".venv").exists()


def test_an_environment_that_was_copied_is_made_anew(place: Path) -> None:
    """Its programs still name the folder that they came from."""
    write(place / "文件夹" / "我的 简报" / ".venv" / "bin" / "bulletin", "#!/nowhere/.venv/bin/python\n")
    write(place / SOURCES[0][0], "")
    write(place / "bin" / "python3", _PYTHON)
    code, out, calls = click(place)
    assert code == 0, out
    assert "python: -m venv --clear .venv" in calls
    assert calls[-2].endswith(": serve --open .")


def test_wheels_that_were_brought_along_need_no_network(place: Path) -> None:
    write(place / "文件夹" / "我的 简报" / "wheels" / "bulletin-1.2-py3-none-any.whl", "")
    write(place / "文件夹" / "我的 简报" / "wheels" / "jinja2-3-py3-none-any.whl", "")
    write(place / "bin" / "python3", _PYTHON)
    code, out, calls = click(place)
    assert code == 0, out
    assert (
        "python: -m pip install --quiet --disable-pip-version-check --no-index --find-links wheels "
        "./wheels/bulletin-1.2-py3-none-any.whl[docx,web]"
    ) in calls


def test_an_environment_of_somebody_else_stays(place: Path) -> None:
    theirs = write(place / "文件夹" / "我的 简报" / ".venv" / "theirs.txt", "")
    write(place / SOURCES[0][0], "")
    write(place / "bin" / "python3.12", _PYTHON)
    assert click(place, NO_NETWORK="1")[0] == 1
    assert theirs.exists()


def test_a_python_that_is_too_old(place: Path) -> None:
    write(place / SOURCES[0][0], "")
    write(place / "bin" / "python3", "#!/bin/sh\nexit 1\n")
    code, out, calls = click(place)
    assert (code, calls) == (1, [])
    assert "Python 3.11" in out


def test_nothing_to_install_from(place: Path) -> None:
    write(place / "bin" / "python3", _PYTHON)
    write(place / "文件夹" / "pyproject.toml", '[project]\nname = "something-else"\n')
    code, out, _ = click(place)
    assert code == 1
    assert ".whl" in out


def test_init_writes_both_to_the_byte(tmp_path: Path) -> None:
    assert main(["init", str(tmp_path / "site")]) == 0
    for name in ("start.bat", "start.command"):
        path = tmp_path / "site" / name
        assert path.read_bytes() == (ROOT / name).read_bytes()
        assert stat.S_IMODE(path.stat().st_mode) & stat.S_IXUSR


def test_bat_is_what_cmd_reads() -> None:
    data = (ROOT / "start.bat").read_bytes()
    assert data.count(b"\n") == data.count(b"\r\n") > 20
    assert not data.startswith(b"\xef\xbb\xbf"), "cmd.exe takes a BOM for a part of the first command"
    lines = data.decode("utf-8").splitlines()
    at = next(number for number, line in enumerate(lines) if line.startswith("chcp 65001"))
    assert all(line.isascii() for line in lines[:at])
    assert not any(line.lstrip().startswith((":", "goto")) for line in lines)
    assert not any(line.rstrip().endswith("(") for line in lines)
    code = [line for line in lines if not line.startswith("rem")]
    outside = ["".join(line.replace('\\"', "").split('"')[::2]) for line in code]  # what no quotation marks hold
    assert not any("%PROGRAM%" in line or "%SOURCE%" in line or "%%~" in line for line in outside), "paths hold spaces"
    assert all(line.count('"') % 2 == 0 for line in code)
    assert not any(mark in line for line in outside for mark in ("<", "|", "^", "!")), "cmd.exe reads these"
    said = [line.partition(" echo ")[2] for line in code if " echo " in line]
    assert not any(set(line) & set("&<>|^%!()") for line in said)
    assert [line for line in code if line.startswith(("pushd", "popd"))] == ['pushd "%~dp0"', "popd"]


def test_command_is_what_a_mac_opens() -> None:
    data = (ROOT / "start.command").read_bytes()
    assert data.startswith(b"#!/bin/bash\n")
    assert b"\r" not in data
    assert os.access(ROOT / "start.command", os.X_OK)


@pytest.mark.parametrize(("words", "opened"), [(["--open"], 1), ([], 0)], ids=["open", "not"])
def test_serve_opens_the_desk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: list[str], opened: int
) -> None:
    new_site(tmp_path / "site", datetime(2026, 11, 20))
    seen: list[str] = []

    @contextmanager
    def address(*_: object) -> Iterator[str]:
        yield "http://127.0.0.1:8123"

    def over(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(webbrowser, "open", seen.append)
    monkeypatch.setattr(serving, "serving", address)
    monkeypatch.setattr(Watch, "run", over)
    assert main(["serve", str(tmp_path / "site"), "--port", "8123", *words]) == 0
    assert seen == ["http://127.0.0.1:8123/_desk/"] * opened


def test_a_second_double_click_finds_a_port_of_its_own() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        other = free_port("127.0.0.1", port)
        assert port < other <= port + 20
    assert free_port("127.0.0.1", port) == port
    assert free_port("no such host", 8000) == 8000


def test_a_machine_without_a_browser(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(_: str) -> bool:
        raise webbrowser.Error("could not locate runnable browser")

    monkeypatch.setattr(webbrowser, "open", fails)
    open_desk("http://127.0.0.1:8000/")


def test_environment_is_not_needed() -> None:
    """The scripts name no folder of this machine."""
    for name in ("start.bat", "start.command"):
        text = (ROOT / name).read_text("utf-8")
        assert "/root" not in text
        assert "/home" not in text
