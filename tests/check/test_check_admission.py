from __future__ import annotations

import pytest
from check.factory_check import bulletin, text


@pytest.mark.parametrize(
    ("front", "where"),
    [
        ("", "items"),
        ("日期: 2026-11-20", "items"),
        ("日期: 2026-11-21", "waiting"),
        ("日期: 2026-11-20 12:01", "waiting"),
        ("发布: 2026-11-20 12:00", "items"),
        ("发布: 2026-11-20 12:01", "waiting"),
        ("截止: 2026-11-20", "items"),
        ("截止: 2026-11-20 12:00", "expired"),
        ("截止: 2026-11-19", "expired"),
        ("草稿: 是", "drafts"),
        ("撤稿: 是", "items"),
        ("日期: 2026-11-31", "left_out"),
    ],
)
def test_where_an_item_goes(front: str, where: str) -> None:
    found = bulletin({"a.md": text("甲", front)})
    places = {
        "items": tuple(item.path for item in found.items),
        "waiting": found.waiting,
        "expired": found.expired,
        "drafts": found.drafts,
        "left_out": found.left_out,
    }
    assert {name: paths for name, paths in places.items() if paths} == {where: ("a.md",)}


def test_drafts_on_demand() -> None:
    found = bulletin({"a.md": text("甲", "草稿: 是")}, drafts=True)
    assert ([item.path for item in found.items], found.drafts) == (["a.md"], ())


def test_newest_first_and_undated_last() -> None:
    documents = {
        "a.md": text("甲", "日期: 2026-10-14"),
        "b.md": text("乙", "日期: 2026-10-14 09:00"),
        "c.md": text("丙", "日期: 2026-10-15"),
        "d.md": "---\n标题: 丁\n---\n\n正文",
        "e.md": text("戊", "日期: 2026-10-14"),
    }
    assert [item.path for item in bulletin(documents).items] == ["c.md", "b.md", "a.md", "e.md", "d.md"]


def test_variants_are_no_items() -> None:
    documents = {
        "x.md": text("简体"),
        "x.zh-Hant.md": "---\n标题: 繁體\n---\n\n正文。",
        "x.zh-hant-hk.txt": text("香港"),
        "y.zh-Hant.md": text("孤"),
        "z.md": text("草", "日期: 2026-02-30"),
        "z.zh-Hant.md": text("草"),
    }
    found = bulletin(documents)
    assert {item.path: [tag for tag, _ in item.variants] for item in found.items} == {
        "x.md": ["zh-Hant", "zh-Hant-HK"],
        "y.zh-Hant.md": [],
    }
    assert found.left_out == ("z.md", "z.zh-Hant.md")


def test_the_first_by_path_keeps_an_address() -> None:
    found = bulletin(
        {"b.md": text("乙", "网址: x"), "a.md": text("甲", "网址: x"), "c.md": text("丙", "旧网址: [2026/10/X/]")}
    )
    assert [item.path for item in found.items] == ["a.md", "c.md"]
    assert found.left_out == ("b.md",)
    assert found.items[1].aliases == ()
