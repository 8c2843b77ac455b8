"""A whole site of hostile files: nothing in it may run, read or write elsewhere, take long, or harm a good item."""

from __future__ import annotations

import os
import random
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sites.active_parts import active
from sites.hostile_site import BODIES, SECRET, put, text_of, write_hostile
from sites.make_site import item, tree_of, write_site

from bulletin.errors import ConfigError
from bulletin.model.page import Report
from bulletin.pipeline import Options, build
from bulletin.words import message

NOW = datetime(2026, 11, 20, 9, tzinfo=UTC)


@dataclass(frozen=True)
class Hostile:
    site: Path
    report: Report
    seconds: float  # of a processor


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Hostile:
    site = write_site(tmp_path_factory.mktemp("hostile"), 2)
    write_hostile(site)
    start = time.process_time()
    report = build(Options(site, NOW, jobs=1, has_cache=False), lambda *_: None, lambda _: None)
    return Hostile(site, report, time.process_time() - start)


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("a.html", "<x-pwn>"),
        ("a.html", "<p onclick=x>"),
        ("a.html", "<a href=' java&#9;script:x'>"),
        ("a.html", "<script>x</script>"),
        ("a.html", "<script src=//evil.example/x.js></script>"),
        ("a.html", "<p style=x>"),
        ("a.html", "<img src=//evil.example/x>"),
        ("a.xml", '<feed><content type="html">&lt;img src=x onerror=x&gt;</content></feed>'),
        ("a.xml", '<feed><link href="javascript:x"/></feed>'),
        ("a.json", '{"items": [{"content_html": "<p onclick=x>"}]}'),
        ("a.json", '{"url": " javascript:x"}'),
    ],
)
def test_what_could_run_is_seen(path: str, text: str) -> None:
    assert list(active(path, text.encode())) != []


def test_nothing_that_is_published_could_run(hostile: Hostile) -> None:
    found = {}
    for path, data in tree_of(hostile.site / "public").items():
        is_looked_at = not path.startswith("hant/") or path.startswith("hant/2026/09/body-")
        if is_looked_at and (acts := list(active(path, data))):
            found[path] = acts
        assert SECRET.encode() not in data, path
    assert found == {}


def test_good_items_are_published(hostile: Hostile) -> None:
    for slug in ("item-0000", "item-0001"):
        assert list((hostile.site / "public" / "2026").glob(f"*/{slug}/index.html"))


def test_it_takes_no_time(hostile: Hostile) -> None:
    assert hostile.seconds < 15  # of one processor, for all of them together


NAMED = {
    "places/link-out.csv": "E210", "places/link-out.md": "E210", "places/link-out.jpg": "E210", "places/linked": "E210",
    "places/link-passwd.md": "E210", "places/link-zero.md": "E210", "places/link-proc.md": "E210",
    "places/circle": "E210", "places/circle.md": "E211", "places/broken.md": "E211",
    "places/fifo.csv": "E212", "places/fifo.md": "E212", "places/fifo.jpg": "E212", "places/socket.md": "E212",
    "places/huge.md": "E214", "places/huge.jpg": "E214", "places/five-megabytes.md": "E214",
    "places/place-slug-up.md": "E425", "places/place-slug-con.md": "E425", "places/place-cover-up.md": "E457",
    "places/place-file-up.md": "E457", "places/place-alias-up.md": "E411", "places/place-alias-odd.md": "E411",
    "files/a.svg": "E225", "files/b.html": "E225", "files/c.php": "E225", "files/e.js": "E225", "files/g.exe": "E225",
    "files/svg.png": "E227", "files/page.jpg": "E227", "files/page.pdf": "E227", "files/page.docx": "E227",
    "files/page.csv": "E227", "files/php.jpg": "E227", "files/exe.docx": "E227", "files/empty.jpg": "E226",
    "files/cut.jpg": "E228", "files/half.jpg": "E228", "files/tiny.jpg": "E228", "files/gif-js.gif": "E228",
    "files/bomb.png": "E229", "files/heic.jpg": "E223", "files/CNAME": "E225", "files/_headers": "E225",
    "front/front-50k-keys.md": "E107", "front/front-long-value.md": "E107", "front/front-deep-flow-closed.md": "E108",
    "front/front-feb-30.md": "E402", "front/front-dates.md": "E404", "front/front-zone.md": "E405",
    "front/front-tag.md": "E407", "front/front-int.md": "E409", "front/front-deep-flow.md": "W114",
    "slow/slow-brackets.md": "E423", "slow/slow-quotes.md": "E422", "slow/slow-list-1000.md": "E420",
    "slow/slow-divs.md": "E603", "slow/slow-table.md": "E608", "slow/slow-one-line.md": "E214",
    "names/\\u202exfdp.md": "E221", "names/a\\u000ab.md": "E221", "names/a.md": "W219",
    "/".join(f"d{level}" for level in range(33)): "E216",
}  # fmt: skip


@pytest.mark.parametrize("path", NAMED)
def test_what_is_wrong_is_named(hostile: Hostile, path: str) -> None:
    said = {problem.code: message(problem, "hans") for problem in hostile.report.problems if problem.path == path}
    assert NAMED[path] in said, said
    assert path in said[NAMED[path]]
    assert "→" in said[NAMED[path]]


def test_nothing_is_written_elsewhere(hostile: Hostile) -> None:
    there = {path.name for path in hostile.site.iterdir()}
    assert there == {"content", "public", ".public.releases", "elsewhere", "outside.txt", "outside.jpg"}
    assert not (hostile.site.parent / "evil").exists()
    published = [path.relative_to(hostile.site / "public") for path in (hostile.site / "public").rglob("*")]
    assert [path for path in published if any(part.startswith(".") for part in path.parts[:-1])] == []
    orders = {".htaccess", "_headers", "_redirects", "web.config", "CNAME"}
    assert [path for path in published if path.name in orders] == []
    kinds = {path.suffix for path in published if path.parts[0] == "files" and len(path.parts) == 3}
    assert kinds <= {".pdf", ".csv", ".docx"}


SETTINGS = {
    "bomb": "标题: 甲\n网址: https://example.org/\n关键词: [&a [x, x, x], &b [*a, *a, *a], &c [*b, *b, *b]]\n",
    "tag": "标题: 甲\n网址: https://example.org/\n关键词: [!!python/object/apply:os.system [id]]\n",
    "deep": "标题: " + "[" * 50_000,
    "deep-map": "\n".join(" " * level + f"k{level}:" for level in range(3000)),
    "script-url": "标题: 甲\n网址: javascript:alert(1)\n",
    "theme-up": "标题: 甲\n网址: https://example.org/\n主题: ../../etc\n",
    "edition-up": "标题: 甲\n网址: https://example.org/\n版本: [zh-Hans, {标识: zh-Hant, 路径: ../../evil/}]\n",
    "section-up": "标题: 甲\n网址: https://example.org/\n栏目: [{名称: 甲, 网址: ../../evil}]\n",
    "zone-up": "标题: 甲\n网址: https://example.org/\n时区: ../../../etc/passwd\n",
    "host": "标题: 甲\n网址: https://example.org/\n图片主机: ['*', 'https://evil.example/; script-src *']\n",
    "int": "标题: 甲\n网址: https://example.org/\n每页: " + "9" * 100_000 + "\n",
    "binary": "\x00\x01\x02\xff",
    "fifo": "",
}


@pytest.mark.parametrize("name", SETTINGS)
def test_hostile_settings_stop_the_build_and_say_where(tmp_path: Path, name: str) -> None:
    site = write_site(tmp_path, 1)
    file = site / "content" / "site.yaml"
    file.write_text(SETTINGS[name], "utf-8")
    if name == "fifo":
        file.unlink()
        os.mkfifo(file)
    start = time.process_time()
    with pytest.raises(ConfigError) as caught:
        build(Options(site, NOW, jobs=1, has_cache=False), lambda *_: None, lambda _: None)
    assert time.process_time() - start < 2
    assert [problem.path for problem in caught.value.problems] in ([], ["site.yaml"] * len(caught.value.problems))
    assert not (site / "public").exists()


TOKENS = (
    "\n", "---\n", '"', "'", "[", "]", "{", "}", "<", ">", "|", ":::", "```", "**", "^^", ">>", "[^1]",
    "[^1]: 注", "![](",
    ")", "\0", "\r", "\t", "\u3000", "：", "<table>", "</p>", "<td rowspan=9>", "<!--", "-->", "-{", "}-",
    "“", "{荥|x}",
    "&#0;", "&#x110000;", "\\", "  - ", "1. ", "# ", "一、", "{: .x}", "*[a]: b\n", "[a]: b\n",
    "](http://[::1)", "\u202e",
    "<ruby>甲<rt>", '<a href="', "<img src=", "\x02", "\x03", "附件:\n", "日期: ", "更正:\n  - ", "标签: [", "`" * 9,
)  # fmt: skip


def test_two_hundred_damaged_items(tmp_path: Path) -> None:
    """Whatever is cut, doubled and put in: the rest is published, and nothing could run."""
    site = write_site(tmp_path, 1)
    dice = random.Random(20)
    texts = [item(number) for number in range(12)] + [text_of("标题: 甲\n日期: 2026-09-30", text) for text in BODIES]
    for number in range(200):
        text = dice.choice(texts)
        for _ in range(dice.choice((1, 3, 10, 30))):
            start = dice.randrange(len(text) + 1)
            end = start + dice.randrange(40)
            part = dice.choice(("", text[start:end] * 2, dice.choice(TOKENS) * dice.choice((1, 1, 20))))
            text = text[:start] + part + text[end if dice.random() < 0.5 else start :]
        put(site / "content" / "damaged", f"z{number}.md", text)
    report = build(Options(site, NOW, jobs=1, has_cache=False), lambda *_: None, lambda _: None)
    assert report.items + len(report.left_out) + len(report.drafts) + len(report.waiting) + len(report.expired) == 202
    assert [problem for problem in report.problems if problem.code == "E606"] == []
    pages = tree_of(site / "public")
    assert [path for path, data in pages.items() if not path.startswith("hant") and list(active(path, data))] == []
