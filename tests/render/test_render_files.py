from __future__ import annotations

import re
from dataclasses import replace

import pytest
from factory_render import make_bulletin, make_sites
from theme_render import make_theme

from bulletin.model.content import File
from bulletin.render.files import asset_names, asset_pages, attachment_pages


def published(**assets: bytes) -> dict[str, bytes]:
    """Asset -> its bytes as published, digests cut out of names."""
    theme = make_theme({name.replace("__", "/").replace("_", "."): data for name, data in assets.items()})
    pages = {page.path: page.data or b"" for page in asset_pages(theme)}
    return {re.sub(r"\.[0-9a-f]{8}(?=\.\w+$)", "", path): data for path, data in pages.items()}


def test_names_carry_a_digest() -> None:
    names = asset_names(make_theme({"style.css": b"a{}", "fonts/x.woff2": b"f", "LICENSE": b"l"}))
    assert re.fullmatch(r"assets/style\.[0-9a-f]{8}\.css", names["style.css"])
    assert re.fullmatch(r"assets/fonts/x\.[0-9a-f]{8}\.woff2", names["fonts/x.woff2"])
    assert re.fullmatch(r"assets/LICENSE\.[0-9a-f]{8}", names["LICENSE"])


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (b"a{b:url(dot.svg)}", rb"a{b:url(dot.#.svg)}"),
        (b"a{b:url( 'dot.svg' )}", rb"a{b:url( 'dot.#.svg' )}"),
        (b'a{b:url("./dot.svg")}', rb'a{b:url("dot.#.svg")}'),
        (b"a{b:url(img/x.png)}", rb"a{b:url(img/x.#.png)}"),
        (b"a{b:url(dot.svg#mark)}", rb"a{b:url(dot.#.svg#mark)}"),
        (b"a{b:url(dot.svg?v=1)}", rb"a{b:url(dot.#.svg?v=1)}"),
        (b"@import 'other.css';", rb"@import 'other.#.css';"),
        (b'@import url("other.css") print;', rb'@import url("other.#.css") print;'),
        (b"a{b:URL(dot.svg)}", rb"a{b:URL(dot.#.svg)}"),
        (b"a{b:url(%64ot.svg)}", rb"a{b:url(dot.#.svg)}"),
        (b"a{b:url(data:image/png;base64,AA==)}", None),
        (b"a{b:url(https://x.example/dot.svg)}", None),
        (b"a{b:url(//x.example/dot.svg)}", None),
        (b"a{b:url(/dot.svg)}", None),
        (b"a{b:url(missing.svg)}", None),
        (b"a{b:url(../dot.svg)}", None),
        (b"a{b:url()}", None),
        (b"a{b:url(#mark)}", None),
        (b"a{b:url(//[x)}", None),
        (b"/* url(dot.svg) */", None),
        (b"a{b:url(\xff.svg)}", None),
        (b"a{b:url('dot.svg", None),
    ],
)
def test_references_in_css(before: bytes, after: bytes | None) -> None:
    theme = make_theme({"style.css": before, "dot.svg": b"<svg/>", "img/x.png": b"x", "other.css": b"b{}"})
    shown = next(page.data for page in asset_pages(theme) if "style" in page.path) or b""
    assert re.sub(rb"\.[0-9a-f]{8}\.", b".#.", shown) == (before if after is None else after)


def test_references_are_relative_to_the_style_sheet() -> None:
    found = published(css__a_css=b"a{b:url(../img/x.png)}", img__x_png=b"x")
    assert re.fullmatch(rb"a\{b:url\(\.\./img/x\.[0-9a-f]{8}\.png\)\}", found["assets/css/a.css"])


def test_every_renamed_reference_is_published() -> None:
    theme = make_theme({"a.css": b"@import 'b.css';", "b.css": b"a{b:url(x.png)}", "x.png": b"1"})
    pages = {page.path: page.data or b"" for page in asset_pages(theme)}
    for data in pages.values():
        for name in re.findall(rb"[abx]\.[0-9a-f]{8}\.\w+", data):
            assert f"assets/{name.decode()}" in pages


def test_a_changed_picture_renames_all_that_shows_it() -> None:
    def names(picture: bytes) -> dict[str, str]:
        assets = {"a.css": b"@import 'b.css';", "b.css": b"a{b:url(x.png)}", "x.png": picture, "c.css": b""}
        return dict(asset_names(make_theme(assets)))

    before, after = names(b"1"), names(b"2")
    assert {name for name in before if before[name] != after[name]} == {"a.css", "b.css", "x.png"}


def test_style_sheets_that_import_each_other() -> None:
    found = published(a_css=b"@import 'b.css';", b_css=b"@import 'a.css';")
    assert b"b." in found["assets/a.css"]
    assert b"a." in found["assets/b.css"]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (b'import { a } from "./part.js";', rb'import { a } from "./part.#.js";'),
        (b'import {\n  a,\n} from "./part.js";', rb'import {\na,\n} from "./part.#.js";'.replace(rb"\n", b"\n")),
        (b"export*from'./part.js'", rb"export*from'./part.#.js'"),
        (b'import "./part.js";', rb'import "./part.#.js";'),
        (b'await import("./part.js")', rb'await import("./part.#.js")'),
        (b'import "./lib/deep.js";', rb'import "./lib/deep.#.js";'),
        (b'import "part.js";', None),
        (b'import "/part.js";', None),
        (b'import "https://x.example/part.js";', None),
        (b'import "./missing.js";', None),
        (b'const part = "./part.js";', None),
    ],
)
def test_imports_in_scripts(before: bytes, after: bytes | None) -> None:
    theme = make_theme({"main.js": before, "part.js": b"export {};", "lib/deep.js": b""})
    shown = next(page.data for page in asset_pages(theme) if "main" in page.path) or b""
    assert re.sub(rb"\.[0-9a-f]{8}\.", b".#.", shown) == (before if after is None else after)


def test_a_script_imports_from_the_folder_above() -> None:
    found = published(**{"lib__deep_js": b'import "../part.js";', "part_js": b""})
    assert b'import "../part.' in found["assets/lib/deep.js"]


def test_a_changed_module_renames_all_that_import_it() -> None:
    def names(module: bytes) -> dict[str, str]:
        assets = {"a.js": b'import "./b.js";', "b.js": b'import "./c.js";', "c.js": module, "d.js": b""}
        return dict(asset_names(make_theme(assets)))

    before, after = names(b"1"), names(b"2")
    assert {name for name in before if before[name] != after[name]} == {"a.js", "b.js", "c.js"}


def test_attachments() -> None:
    bulletin = make_bulletin(make_sites(8))
    (page,) = attachment_pages(bulletin)
    (file,) = bulletin.files
    assert (page.path, page.source) == (f"files/{file.digest}/报名表.docx", "2026/报名表.docx")


def test_one_file_for_equal_attachments() -> None:
    bulletin = make_bulletin(make_sites(1))
    files = tuple(File(path, 1, "ab" * 16, "pdf") for path in ("1/a.pdf", "2/a.pdf", "2/b.pdf"))
    paths = [page.path for page in attachment_pages(replace(bulletin, files=files))]
    assert paths == [f"files/{'ab' * 16}/a.pdf", f"files/{'ab' * 16}/b.pdf"]
