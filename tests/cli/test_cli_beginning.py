"""The first moments of a command: stopped while it loads, streams that are closed, signals that shall be ignored."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from sites.make_site import tree_of, write_site

ROOT = Path(__file__).parent.parent.parent
pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signals and no such shell")
AT_IMPORT = """
import os, runpy, signal, sys

class Stopping:
    def find_spec(self, name, path, target=None):
        if name == {module!r}:
            os.kill(os.getpid(), {number})

sys.meta_path.insert(0, Stopping())
{start}
"""
STARTS = {
    "python -m bulletin": "sys.argv = ['bulletin', '--help']; runpy.run_module('bulletin', {}, '__main__')",
    "bulletin": "from bulletin.__main__ import run; sys.exit(run(['--help']))",
    "build.py": f"sys.argv = ['build.py', '--help']; runpy.run_path({str(ROOT / 'build.py')!r}, {{}}, '__main__')",
}


def environment() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(ROOT), "LANG": "zh_CN.UTF-8", "LC_ALL": ""}


@pytest.mark.parametrize("module", ["bulletin.cli.main", "bulletin.cli.usage", "tomllib"])
@pytest.mark.parametrize("start", STARTS)
def test_stopped_while_it_loads(start: str, module: str) -> None:
    code = AT_IMPORT.format(module=module, number=int(signal.SIGINT), start=STARTS[start])
    line = [sys.executable, "-c", code]
    done = subprocess.run(line, env=environment(), check=False, capture_output=True, text=True, cwd=ROOT)
    assert done.returncode == -signal.SIGINT
    assert done.stderr == ""


@pytest.mark.parametrize("closed", [">&-", "2>&-", "<&- >&- 2>&-"])
def test_streams_that_are_closed(tmp_path: Path, closed: str) -> None:
    """Else the cache would be the file of number 2, and every message written into it."""
    site = write_site(tmp_path / "site", 2)
    (site / "content" / "broken.md").write_text("---\n标题: 无日期\n---\n\n正文。\n", "utf-8")
    for _ in range(2):
        line = f"exec {sys.executable} -m bulletin build {site} --now 2026-11-20 {closed}"
        done = subprocess.run(["bash", "-c", line], env=environment(), check=False, capture_output=True, text=True)
        assert done.returncode in (0, 1)
        assert "Traceback" not in done.stdout + done.stderr
    for path in (site / ".bulletin").rglob("*.sqlite"):
        assert path.read_bytes().startswith(b"SQLite format 3\0"), path


@pytest.mark.parametrize(("name", "code"), [("SIGHUP", 0), ("SIGINT", 0), ("SIGTERM", 143)])
def test_a_signal_that_is_ignored_stays_so(tmp_path: Path, name: str, code: int) -> None:
    """nohup bulletin build; bulletin build & of a script. SIGTERM is what nobody ignores by chance: left as it was."""
    site = write_site(tmp_path / "site", 2)
    ignored = f"signal.signal(signal.{name}, signal.SIG_IGN)" if code == 0 else ""
    script = (
        f"import os, signal, sys; {ignored or 'pass'}\n"
        "from bulletin.write import release; from bulletin.__main__ import run\n"
        f"release.settle = lambda _: os.kill(os.getpid(), signal.{name})\n"
        f"sys.exit(run(['build', {str(site)!r}, '--quiet', '--now', '2026-11-20']))"
    )
    line = [sys.executable, "-c", script]
    done = subprocess.run(line, env=environment(), check=False, capture_output=True, text=True)
    assert done.returncode == code, done.stderr
    assert (site / "public" / "index.html").is_file() == (code == 0)


def test_a_locale_that_is_not_utf_8(tmp_path: Path) -> None:
    """Names of files are UTF-8 all the same, and so is the site. Of the locales without, ASCII is on every machine."""
    site = write_site(tmp_path / "工会 site", 2)
    text = "---\n标题: 甲\n日期: 2026-09-30\n标签: [工资]\n---\n\n正文。\n"
    (site / "content" / "2026" / "甲.md").write_text(text, "utf-8")
    line = [sys.executable, "-m", "bulletin", "build", str(site), "--quiet", "--now", "2026-11-20", "--output"]
    odd = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    found = []
    for name, more in (("甲", {}), ("乙", odd)):
        done = subprocess.run([*line, str(tmp_path / name)], env=environment() | more, check=False, capture_output=True)
        assert done.returncode == 0, done.stderr.decode()
        found.append(tree_of(tmp_path / name))
    assert found[0] == found[1]
    assert any("工资" in path for path in found[0])


def test_a_full_disk_leaves_no_empty_item(tmp_path: Path) -> None:
    site = write_site(tmp_path / "site", 1)
    before = tree_of(site)
    code = (
        "import resource, sys; resource.setrlimit(resource.RLIMIT_FSIZE, (20, 20))\n"
        f"from bulletin.__main__ import run; sys.exit(run(['new', '工会', '--site', {str(site)!r}]))"
    )
    line = [sys.executable, "-B", "-c", code]  # else it would leave cut bytecode behind
    done = subprocess.run(line, env=environment(), check=False, capture_output=True, text=True)
    assert done.returncode == 2
    assert "[E916]" in done.stderr
    assert tree_of(site) == before


AT_END = """
import atexit, sys, threading
from bulletin.__main__ import run

class Freed:
    def __del__(self, write=sys.__stderr__.write):
        write("freed ")

class Thread(threading.Thread):
    def run(self):
        threading.main_thread().join()
        sys.stderr.write("thread ")

kept = Freed()
sys.argv = ["bulletin", *{words!r}]
Thread().start()
atexit.register(sys.stderr.write, "called after ") if {is_first} else None
code = run({given})
atexit.register(sys.stderr.write, "called before ")
sys.exit(code)
"""


@pytest.mark.parametrize(
    ("words", "given", "is_first", "code", "told"),
    [
        pytest.param(["completion", "bash"], "", False, 0, "thread called before ", id="nothing is freed"),
        pytest.param(["completion", "bash"], "", True, 0, "thread called before called after freed ", id="a profiler"),
        pytest.param(["completion", "bash"], "sys.argv[1:]", False, 0, "thread called before freed ", id="not alone"),
        pytest.param(["rollback", "nowhere", "--lang", "en"], "", False, 2, "thread called before ", id="a fault"),
    ],
)
def test_a_process_ends_without_freeing_all_it_has(
    tmp_path: Path, words: list[str], given: str, is_first: bool, code: int, told: str
) -> None:
    script = AT_END.format(words=words, given=given, is_first=is_first)
    line = [sys.executable, "-c", script]
    done = subprocess.run(line, env=environment(), check=False, capture_output=True, text=True, cwd=tmp_path)
    assert done.returncode == code
    assert done.stderr.endswith(told)
    assert done.stderr.count("freed") == told.count("freed")
    assert code or done.stdout.rstrip().endswith("fi")


def test_what_is_written_to_a_slow_reader_is_whole(tmp_path: Path) -> None:
    """More than a pipe holds."""
    site = write_site(tmp_path / "site", 2)
    for number in range(500):
        (site / "content" / f"broken-{number}.md").write_text("---\n标题: 无日期\n---\n\n正文。\n", "utf-8")
    line = f"{sys.executable} -m bulletin build {site} --json --now 2026-11-20 2>/dev/null | (sleep 0.5; cat)"
    done = subprocess.run(["bash", "-c", line], env=environment(), check=True, capture_output=True, text=True)
    assert len(done.stdout) > 65536
    assert len(json.loads(done.stdout)["problems"]) >= 500
