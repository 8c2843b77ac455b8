from __future__ import annotations

import pytest
from check.factory_check import CONFIG, NOW, UNIONS, bulletin, file, text, text_document

from bulletin.check.bulletin import check_bulletin
from bulletin.model.content import Content, Glossary
from bulletin.model.item import Attachment, Item

FILES = [
    "2026/照片 1.jpg",
    "2026/图.png",
    "2026/报名表 (1).docx",
    "2026/C#笔记.pdf",
    "2026/100%.pdf",
    "共用/章程.pdf",
    "2026/b.x.pdf",
]


def resolved(body: str, front: str = "", **documents: str) -> Item:
    found = bulletin(
        {
            "2026/a.md": text("甲", front, body),
            "2026/b.md": text("乙", "网址: yi"),
            "2025/重阳.txt": text("丙", "网址: bing\n日期: 2025-10-01"),
            "about.md": text("关于", "类型: 页面"),
            "issues/2026-42.md": "---\n标题: 本期\n---\n",
            **documents,
        },
        FILES,
    )
    return next(item for item in found.items if item.path == "2026/a.md")


@pytest.mark.parametrize(
    ("target", "url"),
    [
        ("b.md", "2026/10/yi/"),
        ("b", "2026/10/yi/"),
        ("./b.md#二", "2026/10/yi/#二"),
        ("../2025/重阳.txt", "2025/10/bing/"),
        ("../2025/%E9%87%8D%E9%98%B3.txt", "2025/10/bing/"),
        ("..\\2025\\重阳.txt", "2025/10/bing/"),
        ("/2025/重阳", "2025/10/bing/"),
        ("/about.md", "about/"),
        ("/about/", "about/"),
        ("/b/2026/10/yi/", "2026/10/yi/"),
        ("/2026/10/yi#x", "2026/10/yi/#x"),
        ("/sections/news/", "sections/news/"),
        ("/b/issues/latest/", "issues/latest/"),
        ("/issues/2026-42.md", "issues/2026-42/"),
    ],
)
def test_links_to_pages(target: str, url: str) -> None:
    assert resolved(f"见[这里]({target})。").links == ((target, url),)


@pytest.mark.parametrize(
    ("target", "path"),
    [
        ("报名表 (1).docx", "2026/报名表 (1).docx"),
        ("C#笔记.pdf", "2026/C#笔记.pdf"),
        ("100%.pdf", "2026/100%.pdf"),
        ("../共用/章程.pdf", "共用/章程.pdf"),
        ("/共用/章程.pdf", "共用/章程.pdf"),
        ("b.x.pdf#page=2", "2026/b.x.pdf"),
    ],
)
def test_links_to_files(target: str, path: str) -> None:
    found = bulletin({"2026/a.md": text("甲", "", f"[见]({target})")}, FILES)
    ((typed, url),) = found.items[0].links
    assert typed == target
    assert url.startswith(f"/b/files/{file(path).digest}/")
    assert "%20" not in target
    assert not {" ", "#", "("} & set(url)
    assert [one.path for one in found.files] == [path]
    assert {one.code for one in found.problems} <= {"W440", "I440"}  # of the other files


@pytest.mark.parametrize(
    "target", ["https://example.org/x", "mailto:a@example.org", "tel:0999", "#注", "//example.org/x"]
)
def test_what_is_left_to_the_markup(target: str) -> None:
    assert resolved(f"[见]({target}) ![]({target})").links == ()


def test_photos_of_the_body() -> None:
    item = resolved("![现场](照片 1.jpg) ![[图.png]] <img src='/2026/图.png'>")
    assert [(typed, photo.path) for typed, photo in item.photos] == [
        ("照片 1.jpg", "2026/照片 1.jpg"),
        ("图.png", "2026/图.png"),
        ("/2026/图.png", "2026/图.png"),
    ]


def test_a_linked_photo_is_never_published_as_it_lies_on_disk() -> None:
    found = bulletin({"2026/a.md": text("甲", "附件: 照片 1.jpg", "[大图](照片 1.jpg)")}, FILES)
    item = found.items[0]
    assert found.files == ()
    assert item.links == (("照片 1.jpg", item.photos[0][1].fallback[-1].url),)
    assert item.attachments == (Attachment("照片 1", item.links[0][1], "2026/照片 1.jpg", "jpg", 0),)


def test_attachments() -> None:
    front = "附件:\n  - 名称: 表\n    文件: 报名表 (1).docx\n  - 情况统计表"
    form, printed = resolved("正文", front).attachments
    assert (form.name, form.path, form.format, form.size) == ("表", "2026/报名表 (1).docx", "docx", 1234)
    assert form.url.endswith("/%E6%8A%A5%E5%90%8D%E8%A1%A8%20%281%29.docx")
    assert printed == Attachment("情况统计表", "")


def test_a_missing_attachment_is_told_at_its_own_line() -> None:
    """A text of a list has the list's place, a mapping its own."""
    listed = "  - 名称: 表\n    文件: 报名表 (1).docx\n  - 文件: 没有.xlsx\n  - 也没有: 表.pdf\n  - 还没有.pdf"
    front = f"日期: 2026-10-01\n附件:\n{listed}"
    found = bulletin({"2026/a.md": f"---\n标题: 甲\n{front}\n---\n正文"}, FILES)
    missing = [one for one in found.problems if one.code == "E453"]
    assert {dict(one.values)["target"]: (one.line, one.column) for one in missing} == {
        "没有.xlsx": (7, 9), "表.pdf": (8, 10), "还没有.pdf": (5, 3),
    }  # fmt: skip


def test_cover() -> None:
    cover = resolved("正文", "封面: 照片 1.jpg").cover
    assert cover is not None
    assert cover.path == "2026/照片 1.jpg"


def test_gallery_is_what_the_body_does_not_show() -> None:
    files = [f"x/照片{number}.jpg" for number in (1, 2, 10, 3)]
    found = bulletin({"x/x.md": text("甲", "", "![](照片2.jpg)")}, files)
    assert [photo.path for photo in found.items[0].gallery] == ["x/照片1.jpg", "x/照片3.jpg", "x/照片10.jpg"]
    shared = bulletin({"x/x.md": text("甲"), "x/y.md": text("乙")}, [*files, "x/y-1.jpg"])
    assert {item.path: [photo.path for photo in item.gallery] for item in shared.items} == {
        "x/x.md": [],
        "x/y.md": ["x/y-1.jpg"],
    }


def test_a_withdrawn_item_publishes_nothing_of_its_own() -> None:
    found = bulletin({"2026/a.md": text("甲", "撤稿: 是\n附件: C#笔记.pdf\n封面: 图.png", "![](图.png)")}, FILES)
    item = found.items[0]
    assert (item.photos, item.attachments, item.cover, item.gallery, found.files) == ((), (), None, (), ())


def test_a_variant_has_links_of_its_own() -> None:
    item = resolved("[见](b.md)", **{"2026/a.zh-Hant.md": text("甲", "", "[見](/about.md) ![](图.png)")})
    ((tag, variant),) = item.variants
    assert tag == "zh-Hant"
    assert variant.links == (("/about.md", "about/"),)
    assert [typed for typed, _ in variant.photos] == ["图.png"]


NOTE = "见[甲](../2026/a.md)、[表](../2026/C#笔记.pdf)。\n\n![图](../2026/图.png) [没有](没有.md) ![丢](丢.jpg)"


def test_links_and_photos_of_a_note() -> None:
    """按语 of an issue's file: as in an item, from the place of that file."""
    noted = f"---\n期: 42\n---\n\n{NOTE}\n"
    found = bulletin({"2026/a.md": text("甲", "网址: jia"), "issues/2026-42.md": noted}, FILES)
    issue = found.issues[0]
    assert dict(issue.links)["../2026/a.md"] == "2026/10/jia/"
    assert dict(issue.links)["../2026/C#笔记.pdf"].startswith("/b/files/")
    assert [photo.path for _, photo in issue.photos] == ["2026/图.png"]
    assert [file.path for file in found.files] == ["2026/C#笔记.pdf"]
    assert [(one.path, one.line, one.code) for one in found.problems if one.path.startswith("issues/")] == [
        ("issues/2026-42.md", 7, "E455"),
        ("issues/2026-42.md", 7, "E451"),
    ]


def test_the_note_of_an_issue_that_is_not_published_publishes_nothing() -> None:
    front = "---\n日期: 2027-01-01\n---\n"
    assert bulletin({"2026/a.md": text("甲"), "issues/2027-01.md": f"{front}\n{NOTE}\n"}, FILES).files == ()


def test_an_item_that_names_nothing_of_ours_stays_the_same_value() -> None:
    """Whoever has worked with it before may go on with what he has."""
    texts = {"2026/a.md": "[外](https://example.com/)", "2026/b.md": "[乙](c.md)", "2026/c.md": "正文。"}
    checked = tuple(text_document(text("甲", "", body), path) for path, body in texts.items())
    found = check_bulletin(Content(CONFIG, UNIONS, Glossary(), (), ()), checked, NOW, drafts=False).items
    read = {one.path: one.item for one in checked}
    assert [item.path for item in found if item is not read[item.path]] == ["2026/b.md"]
