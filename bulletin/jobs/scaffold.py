"""A title -> a new item in content/; a folder -> a new site that builds. Asks nothing, overwrites nothing."""

from __future__ import annotations

from datetime import datetime
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from bulletin.errors import BulletinError
from bulletin.model.filename import file_name

_STARTS = ("start.bat", "start.command")


def new_item(site: Path, title: str, section: str, issue: str, now: datetime, source: str = "") -> Path:
    """Writes content/<year>/<week>/<title>.md, ready to be filled in, and answers its path. Raises BulletinError E904
    where there is no content/ (run ``init`` first), and E905 for a title of nothing."""
    content = site / "content"
    if not content.is_dir():
        raise BulletinError("E904", path=str(content))
    title = title.encode("utf-8", "replace").decode("utf-8")  # words of a command line may hold halves of characters
    name = file_name(title)
    if not name:
        raise BulletinError("E905", title=title)
    week = now.isocalendar()
    folder = content / f"{week.year}" / f"{week.week:02d}"
    lines = [
        "---",
        f"标题: {_value(title)}",
        f"日期: {now:%Y-%m-%d}",
        *([f"来源: {_value(source)}"] if source.strip() else []),
        *([f"栏目: {_value(section)}"] if section.strip() else []),
        *([f"期: {_value(issue)}"] if issue.strip() else []),
        "草稿: 是",
        "---",
        "",
        "",
    ]
    return _write_new(folder, name, "\n".join(lines))


def new_site(folder: Path, now: datetime) -> Path:
    """Writes a small site that builds and answers its folder. Raises BulletinError E906 where one is there already."""
    if (folder / "content").exists():
        raise BulletinError("E906", path=str(folder / "content"))
    week = now.isocalendar()
    values = {"{date}": f"{now:%Y-%m-%d}", "{year}": str(week.year), "{week}": f"{week.week:02d}"}
    package = files("bulletin")
    for source in sorted(package.joinpath("starter").iterdir(), key=lambda file: file.name):
        if source.name.startswith("start."):
            continue
        text = source.read_text(encoding="utf-8")
        for slot, value in values.items():
            text = text.replace(slot, value)
        below = f"{week.year}/{week.week:02d}/" if source.name.startswith("item-") else ""
        target = folder / "content" / below / source.name.removeprefix("item-")
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8", newline="\n")
    for name in _STARTS:
        _write_start(folder / name, package)
    return folder


def _write_start(path: Path, package: Traversable) -> None:
    """What opens the desk with a double click, to the byte: of an installed wheel, or of a checkout."""
    source = package.joinpath("starter", path.name)
    if not source.is_file():
        source = Path(str(package)).parent / path.name
    if source.is_file() and not path.exists():
        path.write_bytes(source.read_bytes())
        path.chmod(0o755)


def _value(text: str) -> str:
    """One line; in quotation marks where it begins as something that is no plain text."""
    line = " ".join(text.split())
    return "'" + line.replace("'", "''") + "'" if line[:1] in tuple("\"'[{") else line


def _write_new(folder: Path, name: str, text: str) -> Path:
    """Never over an existing file: 推进会.md, 推进会-2.md, 推进会-3.md …"""
    folder.mkdir(parents=True, exist_ok=True)
    number = 1
    while True:
        path = folder / (f"{name}.md" if number == 1 else f"{name}-{number}.md")
        try:
            _fill_new(path, text)
            return path
        except FileExistsError:
            number += 1


def _fill_new(path: Path, text: str) -> None:
    """On a full disk nothing is left of it. Raises FileExistsError."""
    is_ours = False
    try:
        with open(path, "x", encoding="utf-8", newline="\n") as file:
            is_ours = True
            file.write(text)
    except OSError:
        if is_ours:
            path.unlink()  # Windows deletes no file that is open
        raise
