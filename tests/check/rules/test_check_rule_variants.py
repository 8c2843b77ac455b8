from __future__ import annotations

import pytest
from check.factory_check import bulletin, said, text


@pytest.mark.parametrize(
    "documents",
    [
        {"a.md": text("甲"), "a.zh-Hant.md": text("甲")},
        {"a.txt": text("甲"), "a.zh-Hant.md": text("甲")},
        {"a.md": text("甲", "草稿: 是"), "a.zh-Hant.md": text("甲")},
        {"a.md": text("甲"), "b.en.md": text("乙")},
        {"a.md": text("甲"), "a.zh-Hans.md": text("甲"), "a.zh-Hant.md": text("甲")},
        {"a.md": text("甲"), "a.ZH-hant.MD": text("甲")},
    ],
)
def test_quiet(documents: dict[str, str]) -> None:
    assert not said(bulletin(documents).problems)


@pytest.mark.parametrize(
    ("documents", "found"),
    [
        ({"a.zh-Hant.md": text("甲")}, ["a.zh-Hant.md:0 W494"]),
        ({"a.md": text("甲"), "a.zh-Hant-HK.md": text("甲")}, ["a.zh-Hant-HK.md:0 W496"]),
        ({"a.md": text("甲"), "a.zh-Hant.md": text("甲"), "a.zh-Hant.txt": text("乙")}, ["a.zh-Hant.txt:0 W497"]),
        ({"b/a.md": text("甲", "网址: x"), "a.zh-Hant.md": text("乙")}, ["a.zh-Hant.md:0 W494"]),
        ({"a.md": text("甲", "日期: 2026-02-30"), "a.zh-Hant.md": text("甲")}, ["a.md:3 E402", "a.zh-Hant.md:0 W495"]),
    ],
)
def test_speaks(documents: dict[str, str], found: list[str]) -> None:
    assert said(bulletin(documents).problems) == found
