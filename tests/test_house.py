"""The house rules of docs/architecture.md, read off the syntax trees: who imports whom, how long, how named."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "bulletin"
MODULES = sorted(PACKAGE.rglob("*.py"))
STAGES = {"read", "check", "convert", "render", "write"}
BASE = {"errors", "words", "cache", "cluster", "parallel", "stopwatch"}
MAY_IMPORT = {
    "model": {"model"},
    **{base: {"model", "errors"} for base in BASE},
    "parallel": {"cluster", "model", "errors"},
    **{stage: {stage, "model", "errors"} for stage in STAGES},
    "mend": {"mend", "model"},
    "check": {"check", "mend", "model", "errors"},
    "read": {"read", "mend", "model", "errors"},
    "scaffold": {"errors"},
    "pipeline": STAGES | BASE | {"making", "unchanged", "doubting", "model"},
    # Joiners beside the pipeline, each of one command: convert (two, so that a filter starts at once) and review
    "convert_text": {"convert", "model"},
    "convert_site": {"convert_text", "convert", "read", "model", "errors"},
    "review": {"pipeline", "doubting", "convert", "read", "write", "model"} | BASE,
    "doubting": {"check", "convert", "parallel", "read", "model", "errors"},  # a part of the pipeline, for check
    "making": {"parallel", "read", "render", "model"},  # a part of the pipeline: pages and photos shared out
    "unchanged": {"cache", "read", "write", "model"},  # a part of the pipeline: nothing to do
    "profiling": {"check", "convert", "parallel", "stopwatch", "model"},  # clocks for build --profile
    # Joiners of one room of the preview: the desk, the files of issues and drafts, what publishing changes
    "desk": {"pipeline", "read", "check", "convert", "desk_issue", "desk_item", "scaffold", "model"} | BASE,
    "desk_item": {"read", "check", "write", "desk_issue", "model", "errors"},
    "desk_issue": {"read", "check", "write", "model", "errors"},
    "desk_publication": {"write", "model", "errors"},
    "previewing": {"pipeline", "read", "render", "check", "write", "model"} | BASE,  # of serve
    "serve": {"serve", "pipeline", "errors", "model"},
    "deploy": {"deploy", "errors"},
    "cli": {"cli", "write", "deploy", "pipeline", "serve", "scaffold", "model", "lookup", "review", "importing", "desk"}
    | {"desk_item"}
    | {"previewing", "dropping", "profiling", "fixing", "ingest", "convert_text", "convert_site", "desk_publication"}
    | BASE,
    "ingest": {"ingest", "mend", "model", "errors"},
    "importing": {"ingest", "read", "model", "errors"},  # of one command as well: import
    "dropping": {"importing", "ingest", "read", "model", "errors"},  # of serve and build --import
    "fixing": {"read", "check", "mend", "write", "model", "errors"},  # of one command as well: check --fix
    "lookup": {"render", "model", "errors"},  # of one command as well: search
    "__main__": {"cli"},
    "__init__": set(),
}
HOMES = {
    "jinja2": ("render/",),
    "markupsafe": ("render/",),
    "markdown": ("convert/markup/",),
    "nh3": ("convert/markup/",),
    "opencc": ("convert/script/",),
    "yaml": ("read/",),
    "chardet": ("read/",),
    "watchdog": ("serve/watch.py",),
    "PIL": ("read/files.py", "render/photos.py"),
    "lxml": ("ingest/web/", "ingest/word/", "ingest/trees/wordpress.py"),
    "mammoth": ("ingest/word/",),
    "argcomplete": ("cli/completing.py",),
    "sqlite3": ("cache.py",),
    "distributed": ("cluster.py",),
    "dask": ("cluster.py",),
    "boto3": ("deploy/s3.py",),
    "botocore": ("deploy/s3.py",),
    "paramiko": ("deploy/sftp.py",),
    "keyring": ("deploy/credentials.py",),
    "ftplib": ("deploy/ftp.py",),
}


def name_of(path: Path) -> str:
    return path.relative_to(PACKAGE).as_posix()


def room_of(path: Path) -> str:
    return name_of(path).split("/")[0].removesuffix(".py")


def imports_of(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "absolute imports only"
            yield node.module or ""
            if node.module == "bulletin":
                yield from (f"bulletin.{alias.name}" for alias in node.names if alias.name != "__version__")


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_imports_only_what_its_room_may(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    ours = {module.split(".")[1] for module in imports_of(tree) if module.startswith("bulletin.")}
    assert ours <= MAY_IMPORT[room_of(path)], f"{name_of(path)} reaches into {ours - MAY_IMPORT[room_of(path)]}"


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_libraries_stay_at_home(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for module in imports_of(tree):
        homes = HOMES.get(module.split(".")[0])
        assert homes is None or name_of(path).startswith(homes), f"{module} in {name_of(path)}"


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_shape(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    tree = ast.parse(text)
    limit = 200 if path.name == "pipeline.py" else 300
    assert text.count("\n") <= limit, f"{name_of(path)} is longer than {limit} lines"
    assert path.stem not in {"utils", "util", "helpers", "common", "manager", "misc"}
    assert "TYPE_CHECKING" not in text
    if name_of(path) == "convert/__init__.py":  # public: other projects use the converter alone, under that name
        assert [*imports_of(tree)] == ["bulletin.convert.script.converter"]
    elif path.name == "__init__.py":
        assert not text or path.parent == PACKAGE, "a room's __init__.py is empty"
    else:
        assert ast.get_docstring(tree), f"{name_of(path)} does not say what flows in and out"


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_imports_stand_at_the_top(path: Path) -> None:
    """Inside a function only for an extra (cluster, importing, deploy) and for a quick filter (cli/converting)."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    inner = [
        node.lineno
        for function in ast.walk(tree)
        if isinstance(function, (ast.FunctionDef, ast.AsyncFunctionDef))
        for node in ast.walk(function)
        if isinstance(node, (ast.Import, ast.ImportFrom))
    ]
    late = {"cluster.py", "importing.py", "cli/converting.py", "deploy/credentials.py"}
    assert not inner or name_of(path) in late, f"{name_of(path)}: {inner}"


def test_functions_are_mostly_short() -> None:
    lengths = [
        (node.end_lineno or 0) - node.lineno + 1
        for path in MODULES
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef)
    ]
    long = sum(length > 30 for length in lengths)
    assert long <= len(lengths) * 0.05, f"{long} of {len(lengths)} functions are longer than 30 lines"


def test_every_model_type_is_frozen_and_slotted() -> None:
    for path in (PACKAGE / "model").glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ClassDef):
                marks = "".join(ast.unparse(mark) for mark in node.decorator_list)
                assert {"frozen=True", "slots=True"} <= set(re.findall(r"\w+=True", marks)), f"{path.name}: {node.name}"


def test_only_the_command_line_prints_asks_or_exits() -> None:
    for path in MODULES:
        if room_of(path) in {"cli", "__main__"}:
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call):
                called = ast.unparse(node.func)
                assert called not in {"print", "input", "exit", "sys.exit"}, f"{name_of(path)}:{node.lineno}"


def test_top_level_holds_what_it_must() -> None:
    for name in ("pyproject.toml", "bulletin", "content", "themes", "tests", "build.py", "README.md"):
        assert (ROOT / name).exists(), name
