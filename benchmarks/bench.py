"""One site for Bulletin and for OpenCC + Hugo, in folders of their own -> what each command that builds one takes."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from benchmarks.corpus import NOW, Story
from benchmarks.measure import Measured, measure
from benchmarks.sites import bulletin_path, hugo_path

ROOT = Path(__file__).parent.parent
SENTENCE = "本刊将继续关注此事的进展（第{number}次补记）。\n"


@dataclass(frozen=True, slots=True)
class Bench:
    """The sites and the commands that build them."""

    bulletin: Path
    plain: Path  # the same for Bulletin without a search
    hugo: Path
    stories: tuple[Story, ...]
    hugo_command: str
    pagefind: str  # "" where it is not measured
    jobs: int

    def cold_bulletin(self, has_memory: bool) -> Measured:
        return self._cold(self.bulletin, has_memory)

    def cold_bulletin_alone(self, has_memory: bool) -> Measured:
        """Without a cache to fill: what a build on a fresh machine that is thrown away afterwards needs."""
        return self._cold(self.bulletin, has_memory, "--no-cache")

    def cold_plain(self, has_memory: bool) -> Measured:
        """Without a search, which Hugo has none of."""
        return self._cold(self.plain, has_memory)

    def build_bulletin(self, has_memory: bool) -> Measured:
        return self._build(self.bulletin, has_memory)

    def _cold(self, site: Path, has_memory: bool, *more: str) -> Measured:
        for name in ("public", ".public.releases", ".bulletin"):
            shutil.rmtree(site / name, ignore_errors=True)
        return self._build(site, has_memory, *more)

    def _build(self, site: Path, has_memory: bool, *more: str) -> Measured:
        command = [sys.executable, "-m", "bulletin", "build", str(site), "--json", "--now", NOW]
        jobs = ["--jobs", str(self.jobs)] if self.jobs else []
        return _succeeded(measure([*command, *jobs, *more], ROOT, has_memory, self._compiled))

    @property
    def _compiled(self) -> dict[str, str]:
        """Python's own: bytecode is read from here, as an installed package has it, and never made while measured."""
        return {"PYTHONPYCACHEPREFIX": str(self.hugo.parent / "bytecode"), "PYTHONDONTWRITEBYTECODE": ""}

    def compile(self) -> None:
        imports = "import benchmarks.to_traditional, bulletin.cli.building, bulletin.pipeline"
        subprocess.run([sys.executable, "-c", imports], cwd=ROOT, env={**os.environ, **self._compiled}, check=True)

    def cold_hugo(self, has_memory: bool) -> Measured:
        self._clear_hugo()
        return self.build_hugo(has_memory)

    def cold_hugo_unrelated(self, has_memory: bool) -> Measured:
        """Without what is related to each item: Hugo's own way to find that is slow where there are many items."""
        self._clear_hugo()
        return self.build_hugo(has_memory, has_related=False)

    def _clear_hugo(self) -> None:
        for name in ("public", "resources", "content/hant"):
            shutil.rmtree(self.hugo / name, ignore_errors=True)

    def index_hugo(self, has_memory: bool) -> Measured:
        """The search index of what Hugo made."""
        command = [*shlex.split(self.pagefind), "--site", "public", "--quiet"]
        return _succeeded(measure(command, self.hugo, has_memory))

    def build_hugo(self, has_memory: bool, *names: str, has_related: bool = True) -> Measured:
        """OpenCC for all items or for ``names``, then Hugo, one after the other."""
        convert = [sys.executable, "-m", "benchmarks.to_traditional", str(self.hugo), *names]
        first = _succeeded(measure(convert, ROOT, has_memory, self._compiled))
        build = [self.hugo_command, "--quiet", "--source", str(self.hugo), "--clock", NOW]
        cache = str(self.hugo / "resources" / "cache")
        environment = {"HUGO_CACHEDIR": cache, "HUGO_PARAMS_RELATED": str(has_related).lower()}
        second = _succeeded(measure(build, self.hugo, has_memory, environment))
        return Measured(
            wall=first.wall + second.wall,
            cpu=first.cpu + second.cpu,
            largest=max(first.largest, second.largest),
            tree=max(first.tree, second.tree),
            code=0,
            output="",
        )

    def change(self, number: int) -> Story:
        """One more sentence at the end of one item, in both sites."""
        story = self.stories[number % len(self.stories)]
        for path in (self.bulletin / "content" / bulletin_path(story), self.hugo / "content/hans" / hugo_path(story)):
            with open(path, "a", encoding="utf-8") as file:
                file.write(SENTENCE.format(number=number))
        return story


def _succeeded(measured: Measured) -> Measured:
    if measured.code:
        raise SystemExit(f"exit code {measured.code}: {measured.output[-2000:]}")
    return measured
