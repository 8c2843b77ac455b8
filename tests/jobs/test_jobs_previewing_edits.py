"""Whatever is edited and told by the watcher, the page looked at is that of a build, and then so is each other."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from unittest import mock

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule
from PIL import Image
from sites.make_site import SITE, UNIONS, item, tree_of, write_site

from bulletin.errors import BulletinError
from bulletin.jobs.previewing import Previewer
from bulletin.model.page import Report
from bulletin.pipeline import Options, build
from bulletin.read import glance
from bulletin.serve.looks import changed_paths, look
from bulletin.write import release

NOW = datetime(2026, 11, 20, 9, tzinfo=UTC)
OF_RELEASE = ("search-index/", "sitemap", "robots.txt")
ANY = st.integers(0, 11)
WORDS = st.sampled_from(("软件", "后勤", "里面", "余慧明", "[另一篇](item-0001.md)", "![图](照片.png)", "| 甲 |"))
FIELDS = st.sampled_from((
    "草稿: 是", "置顶: 是", "截止: 2026-11-21", "发布: 2026-11-21", "网址: same", "撤稿: 内容有误", "期: 2026-40",
    "旧网址: archive/2026/index.html",
))  # fmt: skip
Pages = Mapping[str, bytes]


class Previewing(RuleBasedStateMachine):
    """Each rule changes something and refreshes, once; some tell less than what they changed."""

    @initialize()
    def begin(self) -> None:
        # Else each file would be opened each time: all were written a moment ago. Clocks of disks tick in 10 ms
        self.recent = mock.patch.object(glance, "_RECENT", 30_000_000)
        self.recent.start()
        self.waits_for_the_disk = mock.patch.object(release, "settle", return_value=None)
        self.waits_for_the_disk.start()
        self.folder = Path(tempfile.mkdtemp(prefix="previewing-"))
        self.site = write_site(self.folder / "site", 5)
        self.content = self.site / "content"
        self._settings({})
        Image.new("RGB", (320, 240), (200, 90, 60)).save(self.content / "2026" / "照片.png")
        self.previewer = Previewer(self.site, False, lambda _: None, self.site / "preview")
        self.previewer.refresh(NOW)
        self.previewer.complete()
        self.known = look([self.content])
        self.pages, _ = self._built()

    def teardown(self) -> None:
        if hasattr(self, "folder"):
            shutil.rmtree(self.folder, ignore_errors=True)
            self.recent.stop()
            self.waits_for_the_disk.stop()

    def _settings(self, changed: Mapping[str, str]) -> None:
        """Two editions will do."""
        text = SITE.replace(", zh-Hant-HK", "")
        for key, value in changed.items():
            text = "\n".join(f"{key}: {value}" if line.startswith(f"{key}:") else line for line in text.splitlines())
        (self.content / "site.yaml").write_text(text, "utf-8")

    def _item(self, number: int) -> Path:
        found = sorted((self.content / "2026").rglob("*.md"))
        return found[number % len(found)]

    def _built(self) -> tuple[Pages, Report]:
        """But for what a preview leaves to a release."""
        options = Options(self.site, NOW, output=self.site / "clean", may_shrink=True, jobs=1)
        report = build(options, lambda *_: None, lambda _: None)
        tree = tree_of(self.site / "clean").items()
        return {path: data for path, data in tree if not path.startswith(OF_RELEASE)}, report

    def _check(self, is_told: bool) -> None:
        """A page looked at is right at once where all was told; each is, once the preview has looked itself."""
        seen = look([self.content])
        changed, self.known = changed_paths(self.known, seen), seen
        before, (self.pages, report) = self.pages, self._built()
        looked_at = sorted(path for path in before if path.endswith(".html"))[len(changed) :: 17]
        told = changed if is_told else sorted(changed)[1:]
        first = self.previewer.refresh(NOW, looked_at, told)
        is_right = not first.kept and (is_told or not told)  # what is at fault is shown as it was, and counts
        for path in looked_at if is_right else ():
            assert self.previewer.find(path) == self.pages.get(path), path
        judged, last = self.previewer.judge(), self.previewer.complete()
        assert last.is_anew or set(judged.problems) <= set(last.problems)
        assert last.kept or last.problems == report.problems
        for path in () if last.kept else {*before, *self.pages}:
            assert self.previewer.find(path) == self.pages.get(path), path

    # --- what editors do ---

    @rule(number=ANY, other=ANY, word=WORDS, is_told=st.booleans())
    def write(self, number: int, other: int, word: str, is_told: bool) -> None:
        self._item(number).write_text(item(other) + f"\n{word}\n", "utf-8")
        self._check(is_told)

    @rule(number=ANY, word=WORDS)
    def add_to_the_body(self, number: int, word: str) -> None:
        path = self._item(number)
        path.write_text(path.read_text("utf-8") + f"\n{word}。\n", "utf-8")
        self._check(True)

    @rule(number=ANY, field=FIELDS)
    def add_a_field(self, number: int, field: str) -> None:
        path = self._item(number)
        path.write_text(path.read_text("utf-8").replace("---\n", f"---\n{field}\n", 1), "utf-8")
        self._check(True)

    @rule(number=ANY, words=st.sampled_from((("标题: ", "标题: 新"), ("日期: 2026-", "日期: 2025-"), ("市总", "某地"))))
    def replace_a_word(self, number: int, words: tuple[str, str]) -> None:
        path = self._item(number)
        path.write_text(path.read_text("utf-8").replace(*words, 1), "utf-8")
        self._check(True)

    @rule(number=ANY, other=ANY, is_told=st.booleans())
    def rename(self, number: int, other: int, is_told: bool) -> None:
        path = self._item(number)
        path.rename(path.with_name(f"改名-{other}.md"))
        self._check(is_told)

    @rule(number=ANY)
    def delete(self, number: int) -> None:
        if len(list(self.content.rglob("item-*.md"))) > 2:
            self._item(number).unlink()
        self._check(True)

    @rule(number=ANY, other=ANY, folder=st.sampled_from(("2026", "2026/甲")), is_told=st.booleans())
    def add(self, number: int, other: int, folder: str, is_told: bool) -> None:
        (self.content / folder).mkdir(exist_ok=True)
        (self.content / folder / f"item-{number:04d}.md").write_text(item(other), "utf-8")
        self._check(is_told)

    @rule(number=ANY, word=WORDS, is_told=st.booleans())
    def save_two(self, number: int, word: str, is_told: bool) -> None:
        for place in (number, number + 1):
            self._item(place).write_text(item(place, f"{word}，改过。\n"), "utf-8")
        self._check(is_told)

    @rule(number=ANY, word=WORDS, is_told=st.booleans())
    def save_twice(self, number: int, word: str, is_told: bool) -> None:
        for time in range(2):
            self._item(number).write_text(item(number, f"{word}，第{time}次。\n"), "utf-8")
            self.previewer.refresh(NOW, (), [str(self._item(number))])
        self._check(is_told)

    @rule(key=st.sampled_from(("每页", "标题")), value=st.sampled_from(("3", "4")))
    def setting(self, key: str, value: str) -> None:
        self._settings({key: value})
        self._check(True)

    @rule(name=st.sampled_from(("东港总工会", "东港区总工会")))
    def unions(self, name: str) -> None:
        (self.content / "unions.yaml").write_text(UNIONS.replace("东港区总工会", name), "utf-8")
        self._check(True)

    @rule(number=ANY)
    def break_and_mend(self, number: int) -> None:
        """Nothing is shown of settings that can't be used; what was told meanwhile is not lost."""
        whole = (self.content / "site.yaml").read_text("utf-8")
        path = self._item(number)
        (self.content / "site.yaml").write_text("标题: [", "utf-8")
        with suppress(BulletinError):
            self.previewer.refresh(NOW, (), [str(self.content / "site.yaml")])
        path.write_text(item(number, "其间改过。\n"), "utf-8")
        with suppress(BulletinError):
            self.previewer.refresh(NOW, (), [str(path)])
        (self.content / "site.yaml").write_text(whole, "utf-8")
        self._check(True)


Previewing.TestCase.settings = settings(
    max_examples=6,
    stateful_step_count=8,
    deadline=None,
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
    suppress_health_check=list(HealthCheck),
)
TestPreviewing: Callable[[], object] = Previewing.TestCase
