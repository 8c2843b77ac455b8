"""After any sequence of edits, tricks with times, damage to the cache and the output, an incremental build equals a
clean one, byte for byte. The templates print all that they are given, so that nothing a page depends on goes unseen.

A longer run, for the night: HYPOTHESIS_PROFILE=nightly pytest tests/test_incremental.py
"""

from __future__ import annotations

import os
import shutil
import sqlite3
import tempfile
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path
from unittest import mock

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from PIL import Image
from sites.make_site import SITE, item, tree_of, write_site

from bulletin.errors import WriteError
from bulletin.pipeline import Options, build
from bulletin.read import glance
from bulletin.write import manifest, release
from bulletin.write.release import roll_back

NOW = datetime(2026, 11, 20, 9, tzinfo=UTC)
PLAIN = Path(__file__).parent.parent / "themes" / "plain" / "templates"
IS_NIGHT = os.environ.get("HYPOTHESIS_PROFILE") == "nightly"
ANY = st.integers(0, 11)
WORDS = st.sampled_from(("软件", "网络", "后勤", "里面", "发展", "余慧明", "娘家人"))
FIELDS = st.sampled_from((
    "草稿: 是", "置顶: 是", "截止: 2026-11-21", "发布: 2026-11-21", "网址: same", "日期: 2026-02-30", "撤稿: 内容有误",
    "期: 2026-40",
))  # fmt: skip
DAMAGE = st.sampled_from(("gone", "cut", "empty", "flipped", "noise", "foreign", "rows"))
FILES = ("照片.png", "表.csv")


def photo(colour: int) -> bytes:
    out = BytesIO()
    Image.new("RGB", (320, 240), (colour * 20, 40, 90)).save(out, "PNG")
    return out.getvalue()


def rich(number: int, word: str) -> str:
    """An item with a photo, an attachment, a link to another item, a tag and a summary."""
    return item(number).replace("标签: [", f"封面: 照片.png\n附件: [表.csv]\n摘要: {word}和工会\n标签: [{word}, ") + (
        f"\n![现场](照片.png)\n\n见[另一篇](item-{(number + 1) % 4:04d}.md)，{word}。\n"
    )


def swap_bytes(path: Path, data: bytes) -> None:
    """Other bytes under the same times."""
    state = path.stat()
    path.write_bytes(data)
    os.utime(path, ns=(state.st_atime_ns, state.st_mtime_ns))


class Editing(RuleBasedStateMachine):
    """Each rule changes one thing; after each, both builds."""

    @initialize()
    def begin(self) -> None:
        self.waits_for_the_disk = mock.patch.object(release, "settle", return_value=None)
        self.waits_for_the_disk.start()
        # Else each file would be opened each time: all were written a moment ago. Clocks of disks tick in 10 ms
        self.recent = mock.patch.object(glance, "_RECENT", 30_000_000)
        self.recent.start()
        self.folder = Path(tempfile.mkdtemp(prefix="incremental-"))
        self.site = write_site(self.folder / "site", 4)
        self.now = NOW
        self.foreign: set[str] = set()
        self.told: list[str] = []
        self.content = self.site / "content"
        self.settings = {"标题": "滨江工会", "每页": "5", "主题": "tiny"}
        templates = self.site / "themes" / "tiny" / "templates"
        templates.mkdir(parents=True)
        (templates.parent / "theme.yaml").write_text("name: tiny\n", "utf-8")
        (templates.parent / "assets").mkdir()
        for path in PLAIN.glob("*.html"):
            (templates / path.name).write_text('{% include "parts/all.html" %}', "utf-8")
        (templates / "parts").mkdir()
        (templates / "parts" / "all.html").write_text("{{ page }}\n{{ chrome.config }}", "utf-8")
        for number, name in enumerate(FILES):
            (self.content / "2026" / name).write_bytes(photo(1) if not number else "甲,乙\n".encode())
        self._write_settings()

    def teardown(self) -> None:
        if hasattr(self, "folder"):
            shutil.rmtree(self.folder, ignore_errors=True)
            self.waits_for_the_disk.stop()
            self.recent.stop()

    def _write_settings(self) -> None:
        lines = [line for line in SITE.splitlines() if line.partition(":")[0] not in self.settings]
        text = "\n".join([*(f"{key}: {value}" for key, value in self.settings.items()), *lines])
        (self.content / "site.yaml").write_text(text.replace(", zh-Hant-HK", "") + "\n", "utf-8")

    def _items(self) -> list[Path]:
        return sorted(self.content.rglob("[!a]*.md"))

    def _item(self, number: int) -> Path | None:
        found = self._items()
        return found[number % len(found)] if found else None

    # --- what editors do ---

    @rule(place=ANY, number=ANY, word=WORDS)
    def edit(self, place: int, number: int, word: str) -> None:
        if path := self._item(place):
            path.write_text(rich(number, word), "utf-8")

    @rule(number=ANY, word=WORDS, folder=st.sampled_from(("2026", "2026/甲", "别处")))
    def add(self, number: int, word: str, folder: str) -> None:
        (self.content / folder).mkdir(exist_ok=True)
        (self.content / folder / f"item-{number:04d}.md").write_text(rich(number, word), "utf-8")

    @rule(place=ANY)
    def delete(self, place: int) -> None:
        if path := self._item(place):
            path.unlink()

    @rule(place=ANY, number=ANY)
    def rename(self, place: int, number: int) -> None:
        if path := self._item(place):
            path.rename(path.with_name(f"改名-{number}.md"))

    @rule(place=ANY, field=FIELDS)
    def add_a_field(self, place: int, field: str) -> None:
        if path := self._item(place):
            path.write_text(path.read_text("utf-8").replace("---\n", f"---\n{field}\n", 1), "utf-8")

    @rule(number=ANY, word=WORDS)
    def issue_by_hand(self, number: int, word: str) -> None:
        (self.content / "issues").mkdir(exist_ok=True)
        text = f"---\n标题: 专刊\n按语: {word}\n---\n\n- item-{number:04d}.md\n"
        (self.content / "issues" / "2026-40.md").write_text(text, "utf-8")

    @rule(key=st.sampled_from(("标题", "口号", "每页", "说明")), number=ANY)
    def setting(self, key: str, number: int) -> None:
        self.settings[key] = str(number + 1) if key == "每页" else f"第{number}个"
        self._write_settings()

    @rule(word=WORDS, number=ANY)
    def glossary(self, word: str, number: int) -> None:
        (self.content / "glossary.yaml").write_text(f"{word}: {{zh-Hant: 詞{number}}}\n工人文化宫:\n", "utf-8")

    @rule(number=ANY)
    def unions(self, number: int) -> None:
        text = f"- {{名称: 滨江市总工会, 别名: [市总, 市总{number}]}}\n- {{名称: 东港区总工会{number or ''}}}\n"
        (self.content / "unions.yaml").write_text(text, "utf-8")

    @rule(number=ANY, what=st.sampled_from(("template", "part", "style", "plain")))
    def theme(self, number: int, what: str) -> None:
        folder = self.site / "themes" / "tiny"
        if what == "template":
            (folder / "templates" / "item.html").write_text(f"{number} {{{{ page }}}}", "utf-8")
        elif what == "part":
            (folder / "templates" / "parts" / "all.html").write_text(f"{{{{ page }}}} {number}", "utf-8")
        elif what == "style":
            (folder / "assets" / "custom.css").write_text(f"p {{ margin: {number}px }}\n", "utf-8")
        else:
            self.settings["主题"] = "plain" if number == 0 else "tiny"  # seldom: it takes longer
            self._write_settings()

    @rule(name=st.sampled_from(FILES), number=ANY, action=st.sampled_from(("other", "same times", "gone", "renamed")))
    def file(self, name: str, number: int, action: str) -> None:
        path = self.content / "2026" / name
        data = photo(number) if name.endswith("png") else f"甲,{number:02d}\n".encode()
        if action == "gone":
            path.unlink(missing_ok=True)
        elif action == "renamed" and path.exists():
            os.replace(path, path.with_name("z" + name))
        elif action == "same times" and path.exists():
            swap_bytes(path, data)
        else:
            path.write_bytes(data)

    @rule(days=st.integers(-40, 5))
    def clock(self, days: int) -> None:
        self.now = NOW + timedelta(days=days)

    # --- tricks with times ---

    @rule(place=ANY, word=WORDS)
    def other_bytes_of_one_size_and_time(self, place: int, word: str) -> None:
        path = self._item(place)
        if path is None:
            return
        data = path.read_bytes()
        swap_bytes(path, data.replace("工会".encode(), word[:2].encode()))

    @rule(one=ANY, other=ANY)
    def swap(self, one: int, other: int) -> None:
        first, second = self._item(one), self._item(other)
        if first is None or second is None or first == second:
            return
        spare = first.with_name("spare")
        first.rename(spare)
        second.rename(first)
        spare.rename(second)

    @rule(place=ANY, moment=st.sampled_from((0, 1_000_000_000, 4_000_000_000)))
    def touch(self, place: int, moment: int) -> None:
        if path := self._item(place):
            os.utime(path, (moment, moment))

    @rule(place=ANY)
    def save_as_editors_do(self, place: int) -> None:
        """A new file under the name of the old one."""
        if path := self._item(place):
            spare = path.with_name("spare")
            shutil.copyfile(path, spare)
            os.replace(spare, path)

    # --- damage ---

    def _cache(self) -> Path:
        return self.site / ".bulletin" / "cache.sqlite"

    @precondition(lambda self: self._cache().exists())
    @rule(how=DAMAGE, place=st.floats(0, 0.999))
    def spoil_the_cache(self, how: str, place: float) -> None:
        path = self._cache()
        data = bytearray(path.read_bytes())
        spot = int(len(data) * place)
        if how in {"gone", "foreign"}:
            path.unlink()
        if how == "cut":
            path.write_bytes(data[:spot])
        elif how == "empty":
            path.write_bytes(b"")
        elif how == "flipped" and data:
            data[spot] ^= 0x55
            path.write_bytes(data)
        elif how == "noise":
            path.write_bytes(bytes(range(256)) * 16)
        elif how == "foreign":
            with sqlite3.connect(path) as rows:
                rows.execute("CREATE TABLE memo (other INTEGER)")
            rows.close()
        elif how == "rows":  # right rows under wrong keys
            with suppress(sqlite3.DatabaseError):
                rows = sqlite3.connect(path)
                rows.execute("UPDATE memo SET value = (SELECT value FROM memo LIMIT 1)")
                rows.commit()
                rows.close()

    @precondition(lambda self: (self.site / "public").exists())
    @rule(how=st.sampled_from(("gone", "changed", "manifest", "copy", "all")), place=ANY)
    def spoil_the_output(self, how: str, place: int) -> None:
        public = self.site / "public"
        pages = sorted(path for path in public.rglob("*.html"))
        if how == "all":
            shutil.rmtree(public)
            self.foreign.clear()
        elif how == "manifest":
            if manifest.load(self.site / ".public.releases") is not None:  # without both nobody knows what is ours
                (public / ".bulletin.json").unlink(missing_ok=True)
        elif how == "copy":
            (self.site / ".public.releases" / ".bulletin.json").write_text("{", "utf-8")
        elif how == "gone" and pages:
            pages[place % len(pages)].unlink()
        elif pages and (public / ".bulletin.json").exists():
            pages[place % len(pages)].write_text("not ours any more", "utf-8")

    @precondition(lambda self: (self.site / "public").exists())
    @rule(name=st.sampled_from(("CNAME", "2026/theirs.txt", "deep/er/x")))
    def somebody_elses_file(self, name: str) -> None:
        path = self.site / "public" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("theirs", "utf-8")
        self.foreign.add(name)

    @precondition(lambda self: (self.site / ".public.releases").exists())
    @rule()
    def go_back(self) -> None:
        with suppress(WriteError):
            roll_back(self.site / "public")

    # --- what must hold ---

    @invariant()
    def incremental_equals_clean(self) -> None:
        if not hasattr(self, "folder"):
            return
        self.told.clear()
        self._build(self.site / "public", has_cache=True)
        found = tree_of(self.site / "public")
        assert {name for name in self.foreign if found.pop(name, b"") == b"theirs"} == self.foreign
        fresh = self.folder / "fresh"
        for folder in (fresh, self.folder / ".fresh.releases"):
            shutil.rmtree(folder, ignore_errors=True)
        self._build(fresh, has_cache=False)
        expected = tree_of(fresh)
        assert found.keys() == expected.keys()
        assert [path for path in expected if found[path] != expected[path]] == []
        assert len(self.told) <= 1, "a cache that can't be used is told in one line"
        beside = {entry.name for entry in (self.site / ".public.releases").iterdir() if not entry.name.isdecimal()}
        assert beside <= {"lock", ".bulletin.json"}, "nothing is left behind"

    def _build(self, output: Path, *, has_cache: bool) -> None:
        options = Options(self.site, self.now, output=output, may_shrink=True, has_cache=has_cache, jobs=1)
        build(options, lambda *_: None, self.told.append)


Editing.TestCase.settings = settings(
    max_examples=300 if IS_NIGHT else 10,
    stateful_step_count=60 if IS_NIGHT else 25,
    derandomize=not IS_NIGHT,
    phases=list(Phase) if IS_NIGHT else [Phase.generate],  # by day the whole story is told at once, not made shorter
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
TestIncremental = Editing.TestCase
