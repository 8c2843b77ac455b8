from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from bulletin.errors import ThemeError
from bulletin.read.theme import read_theme


def write(site: Path, files: dict[str, str | bytes]) -> Path:
    for name, text in files.items():
        path = site / "themes" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return site


def test_the_bundled_theme_is_found(tmp_path: Path) -> None:
    theme = read_theme(tmp_path, "plain")
    assert theme.names == ("plain",)
    templates = dict(theme.templates)
    assert templates["item.html"] == templates["plain/item.html"]
    assert any(name.endswith(".css") for name, _ in theme.assets)


def test_the_nearest_wins_at_any_depth(tmp_path: Path) -> None:
    site = write(
        tmp_path,
        {
            "c/theme.yaml": "name: c\noptions:\n  色: 红\n  栏: '2'",
            "c/templates/base.html": "c base",
            "c/templates/parts/card.html": "c card",
            "c/templates/feed.xml": "c feed",
            "c/templates/notes.txt": "no template",
            "c/assets/css/a.css": "c",
            "c/assets/b.svg": b"\x89\x00",
            "b/theme.yaml": "extends: c",
            "b/templates/parts/card.html": "b card",
            "a/theme.yaml": "extends：b\n选项:\n  色: 蓝",
            "a/templates/base.html": b"\xef\xbb\xbfa base\r\n",
            "a/assets/css/a.css": "a",
            "a/assets/.hidden": "x",
            "a/assets/a.css.bak": "x",
        },
    )
    theme = read_theme(site, "a")
    assert theme.names == ("a", "b", "c")
    assert dict(theme.templates) == {
        "base.html": "a base\n",
        "a/base.html": "a base\n",
        "c/base.html": "c base",
        "parts/card.html": "b card",
        "b/parts/card.html": "b card",
        "c/parts/card.html": "c card",
        "feed.xml": "c feed",
        "c/feed.xml": "c feed",
    }
    assert dict(theme.assets) == {"css/a.css": b"a", "b.svg": b"\x89\x00"}
    assert dict(theme.options) == {"色": "蓝", "栏": "2"}


def test_one_template_of_the_bundled_theme_is_overridden(tmp_path: Path) -> None:
    site = write(tmp_path, {"mine/theme.yaml": "extends: plain", "mine/templates/item.html": "mine"})
    theme, plain = read_theme(site, "mine"), read_theme(tmp_path, "plain")
    templates = dict(theme.templates)
    assert theme.names == ("mine", "plain")
    assert templates["item.html"] == templates["mine/item.html"] == "mine"
    assert templates["plain/item.html"] == dict(plain.templates)["item.html"]
    assert templates["base.html"] == dict(plain.templates)["base.html"]
    assert theme.assets == plain.assets


def test_a_theme_may_extend_the_bundled_one_of_its_name(tmp_path: Path) -> None:
    bundled = dict(read_theme(tmp_path, "plain").templates)
    site = write(tmp_path, {"plain/theme.yaml": "extends: plain", "plain/templates/item.html": "mine"})
    theme = read_theme(site, "plain")
    templates = dict(theme.templates)
    assert theme.names == ("plain", "plain")
    assert templates["item.html"] == "mine"
    assert templates["plain/item.html"] == bundled["item.html"]


@pytest.mark.parametrize(
    ("files", "code", "value"),
    [
        ({}, "E504", "x"),
        ({"x/theme.yaml": "extends: y"}, "E504", "y"),
        ({"x/theme.yaml": "extends: ../../etc"}, "E504", "../../etc"),
        ({"x/theme.yaml": "extends: x"}, "E505", "x → x"),
        ({"x/theme.yaml": "extends: y", "y/theme.yaml": "extends: x"}, "E505", "x → y → x"),
        ({"x/templates/a.html": "a"}, "E506", "x"),
        ({"x/theme.yaml": "extend: plain"}, "E506", "extend"),
        ({"x/theme.yaml": "extends: [plain]"}, "E506", "extends"),
        ({"x/theme.yaml": "options: blue"}, "E506", "options"),
        ({"x/theme.yaml": "options:\n  a: [b]"}, "E506", "a"),
        ({"x/theme.yaml": "name: x\nname: y"}, "E506", "2"),
        ({"x/theme.yaml": "name: x", "x/templates/a.html": b"\xff"}, "E507", "x/templates/a.html"),
    ],
)
def test_themes_that_can_not_be_used(tmp_path: Path, files: dict[str, str | bytes], code: str, value: str) -> None:
    with pytest.raises(ThemeError) as caught:
        read_theme(write(tmp_path, files), "x")
    assert caught.value.code == code
    assert value in caught.value.values.values()


@pytest.mark.parametrize("name", ["", "..", ".", "a/b", "../themes/plain", ".hidden"])
def test_names_are_no_paths(tmp_path: Path, name: str) -> None:
    with pytest.raises(ThemeError):
        read_theme(tmp_path, name)


def _made(place: Path, *, is_pipe: bool = False) -> Path:
    if is_pipe:
        os.mkfifo(place)
    else:
        place.symlink_to("/etc/passwd")
    return place


NODES: dict[str, Callable[[Path], object]] = {
    "a style that is a link out": lambda x: (x / "assets/x.css").symlink_to(x.parent / "outside"),
    "a template that is a link out": lambda x: (x / "templates/item.html").symlink_to(x.parent / "outside"),
    "settings that are a link out": lambda x: os.replace(_made(x / "assets/l"), x / "theme.yaml"),
    "settings that are a pipe": lambda x: os.replace(_made(x / "assets/p", is_pipe=True), x / "theme.yaml"),
    "a folder that is a link": lambda x: (x / "assets/more").symlink_to("/etc"),
    "a link to itself": lambda x: (x / "assets/x.css").symlink_to("x.css"),
    "a broken link": lambda x: (x / "assets/x.css").symlink_to("nowhere"),
    "a pipe": lambda x: os.mkfifo(x / "assets/x.css"),
    "a device": lambda x: (x / "assets/x.css").symlink_to("/dev/zero"),
    "a name with a line end": lambda x: (x / "assets/a\nb.css").touch(),
    "a name that is no UTF-8": lambda x: (x / "assets" / os.fsdecode(b"\xb9\xa4.css")).touch(),
}


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no pipes in folders")
@pytest.mark.parametrize("name", NODES)
def test_nothing_is_read_from_outside_and_nothing_waited_for(tmp_path: Path, name: str) -> None:
    site = write(tmp_path, {"x/theme.yaml": "extends: plain", "x/assets/.k": "", "x/templates/.k": ""})
    theme = site / "themes" / "x"
    (theme.parent / "outside").write_text("secret")
    NODES[name](theme)
    with pytest.raises(ThemeError) as caught:
        read_theme(site, "x")
    assert caught.value.code in ("E506", "E507")
    assert "\n" not in str(caught.value.values)


def test_a_link_inside_a_theme_is_followed(tmp_path: Path) -> None:
    site = write(tmp_path, {"x/theme.yaml": "extends: plain", "x/assets/a.css": "a{}"})
    (site / "themes" / "x" / "assets" / "b.css").symlink_to("a.css")
    assert dict(read_theme(site, "x").assets)["b.css"] == b"a{}"
