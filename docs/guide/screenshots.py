"""The guide's screenshots, made from the program itself: content/screenshots/*.png.

    python docs/guide/screenshots.py        needs Chromium and playwright (extra ``test``); takes half a minute

A copy of the sample site, a Word file written here, ``bulletin import`` and ``bulletin serve``: what is seen in the
pictures is what an editor sees.
"""

from __future__ import annotations

import io
import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, sync_playwright

ROOT = Path(__file__).parents[2]
PICTURES = Path(__file__).parent / "content" / "screenshots"
LARGEST = 150_000  # bytes
_NOW = "1795136400"  # 2026-11-20, 9 o'clock in Beijing
_TITLE = "临江市总工会召开暖冬服务推进会"
_WORD = [
    (_TITLE, "center"),
    ("11月19日，临江市总工会在工人文化宫召开暖冬服务推进会，部署今冬明春的工作。各区（县）总工会负责人参加会议。", ""),
    ("会议要求，各级工会要把驿站开到离职工最近的地方：渡口、工地、快递分拣中心，热水、热饭、充电不断档。", ""),
    ("会上，鹭洲区总工会、余浦县总工会介绍了做法。", ""),
    ("临江市总工会", "right"),
    ("2026年11月19日", "right"),
]
_BROWSERS = ("chromium", "chromium-browser", "google-chrome")
_ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]


def word() -> bytes:
    """The smallest .docx that Word opens: paragraphs, some of them aligned."""
    paragraphs = "".join(
        f'<w:p><w:pPr>{f"""<w:jc w:val="{align}"/>""" if align else ""}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>'
        for text, align in _WORD
    )
    name = "http://schemas.openxmlformats.org"
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{name}/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.'
        'wordprocessingml.document.main+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{name}/package/2006/relationships"><Relationship Id="r1" '
        f'Type="{name}/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>',
        "word/document.xml": f'<w:document xmlns:w="{name}/wordprocessingml/2006/main"><w:body>{paragraphs}</w:body>'
        "</w:document>",
    }
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, text in parts.items():
            archive.writestr(path, f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>{text}')
    return stream.getvalue()


def bulletin(*words: str) -> list[str]:
    return [sys.executable, "-m", "bulletin", *words]


def environment() -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("LC_", "LANG"))}
    return kept | {"SOURCE_DATE_EPOCH": _NOW, "PYTHONPATH": str(ROOT), "LANG": "zh_CN.UTF-8", "PYTHONUTF8": "1"}


def prepare(folder: Path) -> Path:
    """The sample site with the Word file imported; answers the new item."""
    shutil.copytree(ROOT / "content", folder / "content")
    (folder / "来稿").mkdir()
    (folder / "来稿" / "推进会.docx").write_bytes(word())
    before = set(folder.rglob("*.md"))
    subprocess.run(bulletin("import", "来稿/推进会.docx"), cwd=folder, env=environment(), check=False)
    item = next(iter(set(folder.rglob("*.md")) - before))
    text = re.sub(r"^(来源|栏目|日期):.*\n", "", item.read_text("utf-8"), flags=re.M)
    fields = "日期: 2026-11-20\n来源: 市总工会\n栏目: 要闻\n网址: warm-winter\n"
    item.write_text(re.sub(r"^(标题:.*\n)", rf"\g<1>{fields}", text, count=1, flags=re.M), "utf-8")
    return item


@contextmanager
def served(folder: Path) -> Iterator[str]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = bulletin("serve", ".", "--port", str(port))
    process = subprocess.Popen(command, cwd=folder, env=environment(), stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout
        for line in process.stdout:
            if match := re.search(r"http://127\.0\.0\.1:\d+", line):
                yield match[0]
                break
    finally:
        process.terminate()
        process.wait(20)


def save(page: Page, name: str) -> None:
    """As a picture of few colours, so small that it is fetched without waiting."""
    picture = Image.open(io.BytesIO(page.screenshot()))
    for colours in (128, 64, 32):
        stream = io.BytesIO()
        picture.convert("RGB").quantize(colours, dither=Image.Dither.NONE).save(stream, "PNG", optimize=True)
        if stream.tell() <= LARGEST:
            break
    PICTURES.mkdir(exist_ok=True)
    (PICTURES / f"{name}.png").write_bytes(stream.getvalue())
    print(f"{name}.png {stream.tell()}")


def take(page: Page, address: str, item: Path) -> None:
    def at(path: str) -> None:
        page.goto(address + path, wait_until="load")
        page.wait_for_timeout(1500)

    at("/_desk/")
    save(page, "desk")
    at("/2026/11/warm-winter/")
    save(page, "article")
    at("/hant/2026/11/warm-winter/")
    save(page, "traditional")
    at("/issues/latest/")
    save(page, "issue")
    at("/_review/")
    save(page, "review")
    at("/_desk/publish/")
    save(page, "publish")
    text = item.read_text("utf-8")
    at("/2026/11/warm-winter/")
    item.write_text(text.replace("日期: 2026-11-20", "日期: 2026年11月31日"), "utf-8")
    page.wait_for_timeout(6000)
    save(page, "problem")


def main() -> None:
    browser = next(filter(None, map(shutil.which, _BROWSERS)))
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as play:
        site = Path(folder) / "临江工运"
        item = prepare(site)
        chromium = play.chromium.launch(executable_path=browser, args=_ARGUMENTS)
        page = chromium.new_page(viewport={"width": 1100, "height": 720}, locale="zh-CN")
        page.clock.set_fixed_time("2026-11-20T09:00:00+08:00")
        with served(site) as address:
            take(page, address, item)
        chromium.close()


if __name__ == "__main__":
    main()
