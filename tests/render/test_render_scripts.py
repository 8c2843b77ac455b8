"""Scripts are sent without their comments, and do the same."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from bulletin.render.scripts import bare_script

ASSETS = sorted((Path(__file__).parents[2] / "themes").glob("*/assets/*.js"))
NODE = shutil.which("node")


@pytest.mark.parametrize(
    ("script", "expected"),
    [
        ("// a\nlet b;\n", "let b;\n"),
        ("/** a\n * b */\n  let c; // d\n\n", "let c;\n"),
        ("let a = 1; // one (of, many): a.b\nb", "let a = 1;\nb"),
        ("let a = 'b // c';", "let a = 'b // c';"),
        ('let a = "b // c" + d; // e', 'let a = "b // c" + d;'),
        ("let a = `b // ${c}`;", "let a = `b // ${c}`;"),
        ("let a = /[ // ]/;", "let a = /[ // ]/;"),
        ("let a; // it's b", "let a; // it's b"),
        ("let a; // @license b", "let a; // @license b"),
        ("let a; //# b", "let a; //# b"),
        ("https://a.example", "https://a.example"),
        ("/* a */\nlet b = /** @type {any} */ (c);", "let b = /** @type {any} */ (c);"),
        ("/** @type {any} */ let a;", "/** @type {any} */ let a;"),
        ("/*\n a */ let b;\nlet c;", "let b;\nlet c;"),
        ("/*! (c) a */\n//# sourceMappingURL=a.map\nb", "/*! (c) a */\n//# sourceMappingURL=a.map\nb"),
        ("a\r\n// b\r\nc", "a\nc"),
        ('let a = "//";\nlet b = `//`;', 'let a = "//";\nlet b = `//`;'),
    ],
)
def test_what_goes(script: str, expected: str) -> None:
    assert bare_script(script.encode()).decode() == expected


@pytest.mark.parametrize(
    "script", ["let a = `\n// b\n`;", "let a = `${b\n// c\n}`;", "let a = '\\\n// b';", "let a = '\\\r\n// b';"]
)
def test_what_may_be_text_stays(script: str) -> None:
    assert bare_script(script.encode()) == script.encode()


def test_what_is_no_text_stays() -> None:
    assert bare_script(b"// \xff\nlet a;") == b"// \xff\nlet a;"


@pytest.mark.parametrize("path", ASSETS, ids=lambda path: f"{path.parent.parent.name}-{path.name}")
def test_our_own(path: Path) -> None:
    before = path.read_bytes()
    after = bare_script(before)
    assert len(after) < len(before)
    assert bare_script(after) == after
    kept = [line.strip() for line in before.decode().splitlines() if not line.strip().startswith(("/", "*"))]
    lines = [line for line in after.decode().splitlines() if not line.startswith("/")]
    for line, whole in zip(lines, filter(None, kept), strict=True):
        assert whole == line or whole.removeprefix(line).lstrip().startswith("// "), whole


@pytest.mark.skipif(NODE is None, reason="no Node on this machine")
@pytest.mark.parametrize("path", ASSETS, ids=lambda path: f"{path.parent.parent.name}-{path.name}")
def test_our_own_can_still_be_read(path: Path, tmp_path: Path) -> None:
    bare = tmp_path / path.with_suffix(".mjs").name
    bare.write_bytes(bare_script(path.read_bytes()))
    assert NODE is not None
    subprocess.run([NODE, "--check", str(bare)], check=True)
