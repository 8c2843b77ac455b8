"""Items made to cost time or memory, and names that some disk can't tell apart: the build stays small, each is named,
the good ones are published. In a process of its own, so that its time and memory can be told."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import unicodedata
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from PIL import Image
from sites.hostile_site import put, text_of
from sites.make_site import write_site

ROOT = Path(__file__).parent.parent.parent
DEEP = 10_000
NESTED = {
    "quotes": "> " * DEEP + "甲",
    "quotes-lines": "\n".join("> " * level + "甲" for level in range(0, 600)),
    "lists-dash": "\n".join("  " * level + "- 甲" for level in range(1500)),
    "lists-numbers": "\n".join("    " * level + "1. 甲" for level in range(600)),
    "lists-on-a-line": "- " * DEEP + "甲",
    "lists-mixed": "\n".join("   " * level + ("- ", "1. ", "> ")[level % 3] + "甲" for level in range(900)),
    "brackets": "[" * DEEP + "甲" + "]" * DEEP,
    "brackets-parens": "[甲](" * DEEP + ")" * DEEP,
    "brackets-images": "![" * DEEP + "甲" + "](a)" * DEEP,
    "brackets-notes": "[^" * DEEP + "]" * DEEP,
    "brackets-wiki": "[[" * DEEP + "甲" + "]]" * DEEP,
    "strong": "**甲" * DEEP + "**" * DEEP,
    "emphasis": "*甲_乙" * DEEP + "_*" * DEEP,
    "emphasis-odd": "***甲*" * DEEP,
    "underscores": "_甲" * DEEP + "_ " * DEEP,
    "strike": "~~甲~" * DEEP,
    "html-spans": "<span>" * DEEP + "甲" + "</span>" * DEEP,
    "html-tables": "<table><tr><td>" * 3000,
    "html-mixed": "<b><i><p>" * 5000,
    "html-ruby": "<ruby>甲<rt>" * DEEP,
    "html-details": "<details><summary>" * 5000,
    "html-lists": "<ul><li>" * DEEP,
    "html-comments": "<!-- <!-- " * DEEP,
    "fences": "```\n" * DEEP,
    "fences-longer": "\n".join("`" * (3 + level) for level in range(800)),
    "containers": "\n".join(":" * (3 + level) + " 附件" for level in range(800)),
    "marks": "-{" * DEEP + "甲" + "}-" * DEEP,
    "marks-flat": "-{甲}-" * DEEP,
    "marks-rules": "-{H|" + ";".join(f"甲{n}=>zh-hant:乙{n}" for n in range(3000)) + "}-" + "甲1" * 3000,
    "ruby": "{" * DEEP + "甲|乙" + "}" * DEEP,
    "quotation-marks": "“‘" * DEEP + "’”" * DEEP,
    "book-marks": "《〈" * DEEP + "〉》" * DEEP,
}
LINES = {
    "letters": "a" * 5_000_000,
    "spaces-inside": "甲" + " " * 5_000_000 + "乙",
    "links": "[甲](/a) " * 550_000,
    "below-the-limit": "工" * 600_000,
    "words-below-the-limit": "工会 " * 250_000,
    "pipes-below-the-limit": "|" * 1_900_000,
    "stars-below-the-limit": "*" * 1_900_000,
    "brackets-below-the-limit": "[" * 1_900_000,
    "angles-below-the-limit": "<" * 1_900_000,
    "entities-below-the-limit": "&lt;" * 450_000,
    "tabs-below-the-limit": "\t" * 1_900_000 + "甲",
    "nbsp-below-the-limit": "\xa0" * 900_000,
    "newlines-below-the-limit": "甲\n\n" * 380_000,
    "returns-below-the-limit": "\r" * 1_900_000,
    "marks-below-the-limit": "-{甲}-" * 270_000,
    "digits-below-the-limit": "１２" * 300_000,
}
MARKDOWN = {
    "references": "[甲][乙] " * 20_000 + "\n\n[乙]: " + "x" * 50_000,
    "references-many": "".join(f"[{n}] " for n in range(8000)) + "\n\n"
    + "".join(f"[{n}]: /{n}\n" for n in range(8000)),
    "references-titles": "\n".join(f'[{n}]: /x "' + "甲" * 50 for n in range(5000)),
    "notes-in-notes": "甲[^0]\n\n" + "".join(f"[^{n}]: 乙[^{n + 1}]\n" for n in range(3000)),
    "notes-many-to-one": "甲[^a] " * 20_000 + "\n\n[^a]: 乙",
    "setext": "甲\n===\n" * 20_000,
    "headings": "# 甲\n\n" * 20_000,
    "headings-alike": "## 第一节\n\n" * 5_000,
    "table-cells": "|" + "a|" * 3000 + "\n|" + "-|" * 3000 + "\n" + ("|" + "a|" * 3000 + "\n") * 60,
    "table-escapes": "|甲|\n|-|\n" + "|\\|" * 30_000,
    "table-ticks": "|甲|\n|-|\n|" + "`|" * 30_000,
    "table-spans": "|甲|乙|\n|-|-|\n" + "|^^|>>|\n" * 8000,
    "html-attributes": "<p " + "a=b " * 50_000 + ">甲</p>",
    "html-attribute-long": '<p title="' + "甲" * 300_000 + '">甲</p>',
    "html-open": "<p" * 50_000,
    "html-close": "</p>" * 100_000,
    "html-declarations": "<!甲" * 50_000,
    "html-instructions": "<?甲" * 50_000,
    "html-cdata": "<![CDATA[" * 50_000,
    "html-script-open": "<script>" * 30_000,
    "html-style-open": "<style>" * 30_000,
    "mail-addresses": "<" + "a@" * 50_000 + ">",
    "mail-bare": "a@b.c" * 50_000,
    "escapes": "\\*" * 100_000,
    "ticks-odd": "`甲" * 50_000,
    "ticks-rising": "".join("`" * n + "甲" for n in range(1, 900)),
    "breaks": "甲  \n" * 50_000,
    "rules": "* * *\n" * 30_000,
    "definition": "甲\n: 乙\n" * 20_000,
    "dates": "2026年9月31日" * 30_000,
    "identity-numbers": "11010519491231002X" * 20_000,
    "telephones": "0571-64650989、" * 30_000,
    "mojibake": "ä¸­æ–‡" * 40_000,
    "pinyin": "gōng huì " * 40_000,
    "half-width": "甲,乙;丙.丁" * 40_000,
    "numbers-of-clauses": "（一）甲。" * 40_000,
    "abbreviation": "*[甲]: 乙\n" * 5000 + "甲" * 20_000,
    "private-marks": "\x02\x03klzzwxh:0000\x03" * 10_000,
}
BOMBS = {
    "anchors": "k0: &k0 [工, 工]\n" + "\n".join(f"k{n + 1}: &k{n + 1} [*k{n}, *k{n}]" for n in range(24)),
    "block-maps": "标题: 甲\n" + "".join(" " * n + f"k{n}:\n" for n in range(2000)),
    "block-lists": "标题: 甲\n标签:\n" + "- " * 9000,
    "flow-maps": "标题: 甲\n联系人: " + "{a: " * 9000,
    "quotes-open": '标题: "' + "甲" * 9000,
    "quotes-many": "标题: " + '"' * 9000,
    "colons": "标题: " + "：" * 9000,
    "keys-alike": "标题: 甲\n" + "标签: 乙\n" * 900,
    "folded": "标题: 甲\n摘要: >\n" + "  乙\n" * 4000,
    "comments": "标题: 甲\n" + "# 乙\n" * 4000,
    "merge-keys": "标题: 甲\n" + "<<: *a\n" * 900,
    "digits": "标题: 甲\n期: " + "1" * 15_000,
    "date-digits": "标题: 甲\n日期: " + "2" * 15_000,
    "list-long": "标题: 甲\n标签: [" + "乙, " * 5000 + "]",
    "corrections": "标题: 甲\n更正:\n" + "".join(f"  - {{日期: 2026-09-30, 内容: 第{n}次}}\n" for n in range(500)),
    "aliases": "标题: 甲\n旧网址: [" + ", ".join(f"/old/{n}.html" for n in range(1000)) + "]",
}  # fmt: skip


def png_header(width: int, height: int) -> bytes:
    """A picture that says it is huge, with next to nothing in it."""
    def chunk(kind: bytes, data: bytes) -> bytes:
        return len(data).to_bytes(4, "big") + kind + data + zlib.crc32(kind + data).to_bytes(4, "big")

    about = width.to_bytes(4, "big") + height.to_bytes(4, "big") + b"\x08\x02\0\0\0"
    parts = (chunk(b"IHDR", about), chunk(b"IDAT", zlib.compress(bytes(5000))), chunk(b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


def picture(kind: str, **options: Any) -> bytes:
    out = BytesIO()
    Image.new("L", (16_000, 9_000)).save(out, kind, **options)
    return out.getvalue()


def frames() -> bytes:
    out = BytesIO()
    pictures = [Image.new("P", (900, 900), n % 250) for n in range(120)]
    pictures[0].save(out, "GIF", save_all=True, append_images=pictures[1:])
    return out.getvalue()


def packed(*members: tuple[str, int]) -> bytes:
    out = BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as package:
        for name, size in members:
            package.writestr(name, bytes(size))
    return out.getvalue()


def text_chunk() -> bytes:
    """A PNG whose comment unpacks to 200 MB."""
    data = b"Comment\0\0" + zlib.compress(bytes(200_000_000), 9)
    small = BytesIO()
    Image.new("L", (8, 8)).save(small, "PNG")
    whole = small.getvalue()
    part = len(data).to_bytes(4, "big") + b"zTXt" + data + zlib.crc32(b"zTXt" + data).to_bytes(4, "big")
    return whole[:33] + part + whole[33:]


FILES: dict[str, Callable[[], bytes]] = {
    "huge-header.png": lambda: png_header(2**31 - 1, 2**31 - 1),
    "wide-header.png": lambda: png_header(2**31 - 1, 1),
    "plain.png": lambda: picture("PNG"),
    "plain.jpg": lambda: picture("JPEG"),
    "plain.webp": lambda: picture("WEBP", lossless=True)[:200],
    "frames.gif": frames,
    "comment.png": text_chunk,
    "bomb.zip": lambda: packed(("a", 300_000_000)),
    "bomb.docx": lambda: packed(("[Content_Types].xml", 100_000_000), ("word/document.xml", 100_000_000)),
    "bomb.xlsx": lambda: packed(("xl/workbook.xml", 50_000_000), ("xl/sharedStrings.xml", 100_000_000)),
    "many.xlsx": lambda: packed(*((f"xl/worksheets/sheet{n}.xml", 2000) for n in range(3000))),
    "columns.csv": lambda: b"a," * 1_000_000,
    "rows.csv": lambda: b"\n" * 3_000_000,
    "quoted.csv": lambda: b'"' * 2_000_001,
}
CHEAP = {"frames.gif", "comment.png", "plain.png", "plain.jpg"}


@dataclass(frozen=True)
class Cost:
    report: dict[str, Any]
    seconds: float
    megabytes: float
    site: Path

    def about(self, path: str) -> list[str]:
        return [problem["code"] for problem in self.report["problems"] if problem["path"] == path]


PROGRAM = """
import json, resource, sys
from bulletin.cli.main import main
code = main(sys.argv[1:])
used = resource.getrusage(resource.RUSAGE_SELF)
# Not ru_maxrss: it begins with what the process that started this one had
peak = next(line for line in open("/proc/self/status") if line.startswith("VmHWM"))
print(json.dumps([code, used.ru_utime + used.ru_stime, int(peak.split()[1]) / 1024]), file=sys.stderr)
"""


def build(site: Path, codes: tuple[int, ...] = (0, 1)) -> Cost:
    words = ["build", str(site), "--json", "--jobs", "1", "--no-cache", "--now", "2026-11-20T09:00:00+08:00"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, *words], env=environment, check=False, capture_output=True, text=True
    )
    assert "Traceback" not in done.stderr
    code, seconds, megabytes = json.loads(done.stderr.splitlines()[-1])
    assert code in codes, done.stderr[-2000:]
    return Cost(json.loads(done.stdout), seconds, megabytes, site)


GROUPS = {"nested": NESTED, "lines": LINES, "markdown": MARKDOWN, "front": BOMBS}


@pytest.mark.skipif(sys.platform != "linux", reason="memory is asked for as Linux has it")
@pytest.mark.parametrize("group", GROUPS)
def test_texts_stay_cheap(tmp_path: Path, group: str) -> None:
    """All of a group together take no longer than one of them may."""
    site = write_site(tmp_path, 2)
    settings = site / "content" / "site.yaml"
    settings.write_text(settings.read_text("utf-8").replace(", zh-Hant-HK", ""), "utf-8")
    for name, text in GROUPS[group].items():
        head = "标题: 甲\n日期: 2026-09-30"
        put(site / "content" / "x", f"{name}.md", text_of(text) if group == "front" else text_of(head, text))
    cost = build(site)
    assert cost.seconds < 20
    assert cost.megabytes < 1000
    for name in GROUPS[group]:
        path = f"x/{name}.md"
        is_published = list((site / "public").glob(f"*/**/{name}/index.html")) != []
        assert (path in cost.report["left_out"]) != is_published or cost.about(path), name
        assert path not in cost.report["left_out"] or cost.about(path), f"{name} is left out and not named"
    for slug in ("item-0000", "item-0001"):
        assert list((site / "public" / "2026").glob(f"*/{slug}/index.html"))


MANY = range(1, 5000)
LINE = [f"- {{名称: 第{number}工会, 上级: 第{number - 1}工会}}\n" for number in MANY]
SETTINGS = {
    "unions one below the other": ("unions.yaml", "".join([*reversed(LINE), "- {名称: 第0工会}\n"])),
    "words that begin alike": ("glossary.yaml", "".join(f"词{number}: 字{number}\n" for number in range(40_000))),
    "unions below none": (
        "unions.yaml", "".join(f"- {{名称: 第{number}工会, 上级: 无{number}工会}}\n" for number in MANY)
    ),
}  # fmt: skip


@pytest.mark.skipif(sys.platform != "linux", reason="memory is asked for as Linux has it")
@pytest.mark.parametrize("name", SETTINGS)
def test_long_lists_of_settings_stay_cheap(tmp_path: Path, name: str) -> None:
    """They took minutes: all that a file of a megabyte may hold."""
    site = write_site(tmp_path, 2)
    file, text = SETTINGS[name]
    put(site / "content", file, text)
    cost = build(site, (0, 1, 2))
    assert cost.seconds < 10
    assert cost.megabytes < 1000


@pytest.mark.skipif(sys.platform != "linux", reason="memory is asked for as Linux has it")
def test_files_stay_cheap(tmp_path: Path) -> None:
    site = write_site(tmp_path, 2)
    folder = site / "content" / "x"
    for name, make in FILES.items():
        put(folder, name, make())
    listed = "".join(f"\n  - {name}" for name in FILES)
    links = "\n\n".join(f"![{name}]({name})" for name in FILES)
    put(folder, "all.md", text_of(f"标题: 所有\n日期: 2026-09-30\n附件:{listed}", links))
    cost = build(site)
    assert cost.seconds < 30
    assert cost.megabytes < 1000
    silent = {name for name in FILES if not cost.about(f"x/{name}")} - CHEAP
    assert silent <= {"many.xlsx", "columns.csv", "rows.csv", "quoted.csv"}, "large, and cheap for whoever opens them"
    for name in ("bomb.zip", "bomb.docx", "bomb.xlsx"):
        assert "E234" in cost.about(f"x/{name}"), name
        assert not list((site / "public").rglob(name)), name
    for slug in ("item-0000", "item-0001"):
        assert list((site / "public" / "2026").glob(f"*/{slug}/index.html"))


LONG = "工" * 84 + "a"  # 253 bytes
PAIRS = {
    "case": ("Item.md", "item.md"),
    "case-greek": ("ΣΑΣ.md", "σας.md"),
    "normal-form": ("Café.md", unicodedata.normalize("NFD", "Café.md")),
    "normal-form-hangul": ("한글.md", unicodedata.normalize("NFD", "한글.md")),
    "photos-case": ("照片.JPG", "照片.jpg"),
}
ALONE = ("con.md", "NUL.md", "aux.txt.md", "COM1.md", "lpt9.jpg", "a..md", "a .md", "b.md.", "c ", f"{LONG}.md"[:255],
         "甲\ud800.md", "a:b.md", "a?b.md", "a*b.md", "a|b.md", '"a".md', "a\\b.md")  # fmt: skip


@pytest.mark.parametrize("pair", PAIRS)
def test_names_that_some_disk_can_not_tell_apart(tmp_path: Path, pair: str) -> None:
    """Found before anything is rendered, and both are named."""
    site = write_site(tmp_path, 2)
    for number, name in enumerate(PAIRS[pair]):
        put(site / "content" / "x", name, text_of(f"标题: 第{number}个\n日期: 2026-09-30", f"第{number}个。"))
    if len(list((site / "content" / "x").iterdir())) < 2:
        pytest.skip("this disk is one of them")
    report = build(site).report
    spoken = [
        {problem["path"], *problem["values"].values()}
        for problem in report["problems"]
        if problem["code"] in {"E218", "W219", "E470"}
    ]
    wanted = {unicodedata.normalize("NFC", f"x/{name}") for name in PAIRS[pair]}
    assert any(wanted <= said for said in spoken), report["problems"]


def test_names_that_some_disk_can_not_hold(tmp_path: Path) -> None:
    site = write_site(tmp_path, 2)
    made = []
    for name in ALONE:
        try:
            text = text_of("标题: 甲\n日期: 2026-09-30", name.encode("ascii", "replace").decode())
            put(site / "content" / "x", name, text)
            made.append(name)
        except (OSError, UnicodeEncodeError):
            continue
    cost = build(site)
    for path in (site / "public").rglob("*"):
        for part in path.relative_to(site / "public").parts:
            stem = part.split(".")[0].lower()
            assert stem not in {"con", "nul", "aux", "com1", "lpt9"}, path
            assert not part.endswith((".", " ")), path
            assert not set(part) & set('<>:"\\|?*'), path
            assert len(part.encode()) <= 255
    published = len(list((site / "public").glob("2026/09/*/index.html")))
    assert published + len(cost.report["left_out"]) + len({p["path"] for p in cost.report["problems"]}) >= len(made)
