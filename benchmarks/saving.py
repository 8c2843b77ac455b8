"""From the moment in which an editor saves an item to that in which the open page of ``bulletin serve`` shows it.

    python -m benchmarks.saving [--items 100 1000 10000] [--times 10] [--rest 3]

Chromium looks at the page of an article, both editions and the search index are there, and each save puts a sentence of
its own at the end of the item. Both moments are told by the same clock: the one before the file is written, the one in
which the text is in the page. Prints the median and the slowest.
"""

from __future__ import annotations

import argparse
import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from subprocess import DEVNULL, PIPE

from playwright.sync_api import Page, sync_playwright

from benchmarks.corpus import stories
from benchmarks.sites import bulletin_path, write_bulletin

ROOT = Path(__file__).parent.parent
# Resolves with the time at which the page holds the text
_WATCH = """text => { window.shown = new Promise(tell => {
    const look = () => document.body.textContent.includes(text) && (observer.disconnect(), tell(Date.now()));
    const observer = new MutationObserver(look);
    observer.observe(document, {childList: true, subtree: true, characterData: true});
}); }"""


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.saving", description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--items", type=int, nargs="+", default=[100, 1000, 10_000])
    parser.add_argument("--times", type=int, default=10)
    parser.add_argument("--rest", type=float, default=3, help="seconds between two saves: a large site is built behind")
    wish = parser.parse_args(arguments)
    for items in wish.items:
        with tempfile.TemporaryDirectory(dir="/dev/shm" if os.path.isdir("/dev/shm") else None) as folder:
            found = _measured(Path(folder), items, wish.times, wish.rest)
        print(f"{items} items: median {statistics.median(found):.0f} ms, slowest {max(found):.0f} ms", flush=True)
    return 0


def _measured(site: Path, items: int, times: int, rest: float) -> list[int]:
    chosen = list(stories(items))
    write_bulletin(chosen, site)
    story = chosen[items // 2]
    with _served(site) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=os.environ.get("BULLETIN_CHROMIUM"), args=["--no-sandbox"])
        page = browser.new_page()
        page.goto(f"{address}{story.date:%Y/%m}/{story.name}/")
        page.wait_for_timeout(500)
        path = site / "content" / bulletin_path(story)
        found = [_saved(page, path, number, rest) for number in range(times + 1)]
        browser.close()
    return found[1:]  # the first one fills caches


def _saved(page: Page, path: Path, number: int, rest: float) -> int:
    text = f"第{number}次保存的句子。"
    page.evaluate(_WATCH, text)
    data = path.read_bytes() + f"\n\n{text}\n".encode()
    begun = time.time_ns() // 1_000_000
    path.write_bytes(data)
    shown: int = page.evaluate("() => window.shown")
    page.wait_for_timeout(1000 * rest)
    return shown - begun


@contextmanager
def _served(site: Path) -> Iterator[str]:
    command = [sys.executable, "-m", "bulletin", "serve", str(site), "--port", "0"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    with subprocess.Popen(command, stdout=PIPE, stderr=DEVNULL, env=environment, text=True) as server:
        assert server.stdout is not None
        address = re.search(r"http://\S+/", server.stdout.readline())
        assert address, "no address"
        try:
            yield address[0]
        finally:
            server.terminate()
            server.wait(30)


if __name__ == "__main__":
    sys.exit(main())
