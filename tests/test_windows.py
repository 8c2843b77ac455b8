"""What a system without POSIX does: every module is imported, and a site is built, with what Windows lacks taken away.

In a process of its own, because the modules have to be imported anew. Paths stay those of this system.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

SCRIPT = """
import ctypes, importlib, os, pkgutil, shutil, sys, types
import bulletin

def import_all():
    for module in pkgutil.walk_packages(bulletin.__path__, "bulletin."):
        if module.name != "bulletin.__main__":
            importlib.import_module(module.name)

import_all()  # the libraries are those of this system
for name in [name for name in sys.modules if name.split(".")[0] == "bulletin"]:
    del sys.modules[name]

class Msvcrt(types.ModuleType):
    LK_NBLCK = 2
    held = []
    def locking(self, handle, mode, count):
        self.held.append(handle)

sys.modules["fcntl"] = sys.modules["pwd"] = sys.modules["resource"] = None  # importing them fails
sys.modules["msvcrt"] = Msvcrt("msvcrt")
for name in ("O_NOFOLLOW", "O_DIRECTORY", "O_CLOEXEC", "O_NONBLOCK", "sched_getaffinity", "fork", "geteuid", "getuid"):
    if hasattr(os, name):
        delattr(os, name)
shutil._use_fd_functions = False
os.supports_dir_fd, os.supports_follow_symlinks = set(), set()
link, open_file = os.link, os.open

def windows_link(source, target, *, follow_symlinks=True):
    if not follow_symlinks:
        raise NotImplementedError("link: follow_symlinks unavailable on this platform")
    link(source, target)

def windows_open(path, flags, mode=0o777):
    if os.path.isdir(path):
        raise PermissionError(13, "Permission denied", str(path))
    return open_file(path, flags, mode)

def no_libc(name, **options):
    raise OSError("no C library by that name")

ctypes.CDLL = no_libc
os.link, os.open = windows_link, windows_open
sys.platform = "win32"

import bulletin
import_all()
from bulletin.cli.main import main
site, title = sys.argv[1:]
assert main(["init", site, "--lang", "en"]) == 0
for _ in range(2):  # the second replaces the first: an exchange in steps
    assert main(["build", site, "--lang", "en", "--jobs", "1"]) == 0
    item = main(["new", title, "--site", site, "--lang", "en"])
    path = next(p for p in __import__("pathlib").Path(site).rglob("*.md") if title in p.name)
    path.write_text(path.read_text("utf-8").replace("草稿: 是\\n", "") + "正文。\\n", "utf-8")
    assert item == 0
assert main(["build", site, "--lang", "en", "--jobs", "1"]) == 0
assert sys.modules["msvcrt"].held, "the build was not locked"
"""


def test_everything_imports_and_builds_without_posix(tmp_path: Path) -> None:
    site = tmp_path / "站点 一"
    run = subprocess.run(
        [sys.executable, "-W", "error", "-c", SCRIPT, str(site), "推进会"],
        capture_output=True, text=True, encoding="utf-8", check=False, env=None,
    )  # fmt: skip
    assert run.returncode == 0, run.stderr
    index = (site / "public" / "index.html").read_text("utf-8")
    assert "推进会" in index
    assert not (site / ".public.releases" / "next").exists()
    published = [path.relative_to(site / "public").as_posix() for path in (site / "public").rglob("*")]
    assert not [path for path in published if set(path) & set('\\:*?"<>|')], "Windows has no such names"
