"""The house rules of docs/architecture.md, read off the syntax trees: who imports whom, how long, how named."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "bulletin"
MODULES = sorted(PACKAGE.rglob("*.py"))
STAGES = {"read", "check", "convert", "render", "write"}
BASE = {"errors", "words", "beside", "cache", "cluster", "engine", "orphans", "packs", "parallel", "parts"}
BASE |= {"pickles", "spool", "stopping", "stopwatch", "store"}
MAY_IMPORT = {
    "model": {"model"},
    **{base: {"model", "errors"} for base in BASE},
    "cache": {"parts", "pickles"},
    "packs": {"cache"},
    "parts": {"pickles"},
    "store": {"errors"},
    "cluster": {"stopping", "model", "errors"},
    "beside": {"orphans", "stopping", "errors"},
    "parallel": {"beside", "cluster", "orphans", "stopping", "model", "errors"},
    **{stage: {stage, "model", "errors"} for stage in STAGES},
    "mend": {"mend", "model"},
    "check": {"check", "mend", "model", "errors"},
    "read": {"read", "mend", "model", "errors"},
    "pipeline": STAGES | BASE | {"steps", "model"},
    **{key: set[str]() for key in ("steps", "jobs", "desk")},  # each of their modules says itself what it joins
    # Parts of the pipeline
    "steps/keeping": {"steps/checking", "check", "read", "model"},  # what was at fault a moment ago, for a preview
    "steps/assembling": {"cache", "convert", "model"},  # the Site of an edition
    "steps/bodies": {"parallel", "parts", "model"},  # the bodies of articles, where somebody needs them
    "steps/checking": {"steps/bodies", "steps/elsewhere", "cache", "parallel", "parts", "pickles", "stopwatch"}
    | {"check", "convert", "read", "model"},  # each document by itself
    "steps/compiling": {"cache", "parallel", "render", "model"},  # templates, beside
    "steps/elsewhere": {"cache", "parallel", "read", "stopwatch", "store", "model", "errors"},  # content at an address
    "steps/indexing": {"steps/bodies", "cache", "engine", "parallel", "pickles", "spool", "render", "model"},  # search
    "steps/looking": {"cache", "read", "stopwatch", "model"},  # content on our disk
    "steps/making": {"steps/elsewhere", "steps/shelving", "parallel", "render", "store", "model", "errors"},
    "steps/outline": {"engine", "cache", "render", "model"},  # the names of pages, and the pages of those that are made
    "steps/sharing": {"cache", "engine", "packs", "parallel", "store", "model", "errors"},  # what machines worked out
    "steps/shelving": {"engine", "packs", "render", "store", "model", "errors"},  # sizes of photos, likewise
    "steps/reporting": {"cache", "convert", "steps/unchanged", "read", "write", "model"},  # what was published
    "steps/unchanged": {"beside", "cache", "engine", "parts", "read", "stopwatch", "write", "model"},  # nothing to do
    "steps/profiling": {"check", "convert", "parallel", "stopwatch", "model"},  # clocks for build --profile
    # Joiners beside it, each of one command; convert has two, so that a filter starts at once
    "jobs/convert_text": {"convert", "model"},
    "jobs/convert_site": {"jobs/convert_text", "convert", "read", "model", "errors"},
    "jobs/dropping": {"jobs/importing", "check", "ingest", "read", "model", "errors"},  # of serve and build --import
    "jobs/doubting": {"check", "convert", "parallel", "read", "model", "errors"},  # of judging
    "jobs/fixing": {"read", "check", "mend", "write", "model", "errors"},
    "jobs/importing": {"ingest", "read", "model", "errors"},
    "jobs/judging": {"jobs/doubting", "steps/bodies", "pipeline", "model"} | BASE,  # of check
    "jobs/lookup": {"render", "model", "errors"},
    # of serve
    "jobs/holding": {"cache", "parts", "pickles"},  # of previewing
    "jobs/planning": {"cache", "pipeline", "render", "model"},  # of previewing
    "jobs/previewing": {"jobs/holding", "jobs/planning", "jobs/warming"}
    | {f"steps/{step}" for step in ("assembling", "bodies", "checking", "keeping")}
    | {"pipeline", "read", "check", "convert", "render", "write", "model"}
    | BASE,
    "jobs/warming": {"steps/checking", "pipeline", "check", "read", "model"} | BASE,  # of previewing
    "jobs/review": {"pipeline", "steps/bodies", "jobs/doubting", "convert", "read", "write", "model"} | BASE,
    "jobs/scaffold": {"model", "errors"},
    # Joiners of one room of the preview: the desk, the files of issues and drafts, what publishing changes
    "desk/overview": {"pipeline", "steps/bodies", "read", "check", "convert", "desk", "jobs/scaffold", "model"} | BASE,
    "desk/item": {"read", "check", "write", "desk", "model", "errors"},
    "desk/issue": {"read", "check", "write", "model", "errors"},
    "desk/publication": {"write", "model", "errors"},
    "serve": {"serve", "pipeline", "errors", "model"},
    "deploy": {"deploy", "errors"},
    "cli": {"cli", "write", "deploy", "pipeline", "serve", "jobs", "desk", "ingest", "model"}
    | {"steps/profiling", "steps/unchanged"}
    | BASE,
    "ingest": {"ingest", "mend", "model", "errors"},
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
    "sqlite3": ("cache.py", "parts.py"),
    "distributed": ("cluster.py",),
    "dask": ("cluster.py",),
    "boto3": ("deploy/s3.py",),
    "botocore": ("deploy/s3.py",),
    "paramiko": ("deploy/sftp.py", "store.py"),
    "fsspec": ("store.py",),
    "keyring": ("deploy/credentials.py",),
    "ftplib": ("deploy/ftp.py",),
}


def name_of(path: Path) -> str:
    return path.relative_to(PACKAGE).as_posix()


def room_of(path: Path) -> str:
    """The key of MAY_IMPORT: a room, or a single joiner."""
    module = name_of(path).removesuffix(".py")
    return module if module in MAY_IMPORT else module.split("/")[0]


def reached(module: str, allowed: set[str]) -> str:
    """Of ``bulletin.jobs.review`` "jobs/review", where "jobs" as a whole is not allowed."""
    room, _, inner = module.removeprefix("bulletin.").partition(".")
    return f"{room}/{inner}" if room in {"jobs", "desk", "steps"} and room not in allowed and inner else room


def imports_of(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "absolute imports only"
            yield node.module or ""
            if node.module == "bulletin":
                yield from (f"bulletin.{alias.name}" for alias in node.names if alias.name != "__version__")
        elif isinstance(node, ast.Call) and ast.unparse(node.func) == "late_module":
            assert isinstance(node.args[0], ast.Constant)
            yield str(node.args[0].value)


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_imports_only_what_its_room_may(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    allowed = MAY_IMPORT[room_of(path)]
    ours = {reached(module, allowed) for module in imports_of(tree) if module.startswith("bulletin.")}
    assert ours <= allowed, f"{name_of(path)} reaches into {ours - allowed}"


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
    late = {"cluster.py", "store.py", "jobs/importing.py", "cli/converting.py", "deploy/credentials.py"}
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
    for path in sorted({*(PACKAGE / "model").glob("*.py")} - {PACKAGE / "model" / "late.py"}):  # no type: a stand-in
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ClassDef) and "Protocol" not in map(ast.unparse, node.bases):
                marks = [ast.unparse(mark) for mark in node.decorator_list]
                is_frozen = {"frozen=True", "slots=True"} <= set(re.findall(r"\w+=True", "".join(marks)))
                assert is_frozen or "frozen" in marks, f"{path.name}: {node.name}"


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


def test_every_module_loads_and_every_pattern_compiles() -> None:
    """None is compiled before somebody asks: a fault in one would be found in an editor's hands."""
    code = (
        "import importlib, sys; from bulletin.model import late\n"
        "for name in sys.argv[1:]: importlib.import_module(name)\n"
        "assert late._waiting; late.make_ready(); assert not late._waiting"
    )
    names = [f"bulletin.{name_of(path).removesuffix('.py').replace('/', '.')}" for path in MODULES]
    names = [name.removesuffix(".__init__") for name in names if not name.endswith("__main__")]
    line = [sys.executable, "-W", "ignore", "-c", code, *names]
    done = subprocess.run(line, capture_output=True, text=True, check=False, cwd=ROOT)
    assert done.returncode == 0, done.stderr
