"""A small site of many kinds of items, written to a folder: for tests of whole builds."""

from __future__ import annotations

from pathlib import Path

SITE = """\
标题: 滨江工会
网址: https://example.org/bulletin/
时区: Asia/Shanghai
栏目:
  - {名称: 要闻, 网址: news, 更新期限: 0}
  - {名称: 通知公告, 网址: notices, 更新期限: 0}
版本: [zh-Hans, zh-Hant, zh-Hant-HK]
每页: 5
期刊: {刊名: 滨江简报, 截止: 周五, 基准: {期: 2026-40, 总期: 100}}
"""
UNIONS = """\
- {名称: 滨江市总工会, 网址: bj, 别名: [市总工会, 市总]}
- {名称: 东港区总工会, 网址: dg, 上级: 滨江市总工会}
"""
GLOSSARY = "娘家人:\n软件: {zh-Hant: 軟體}\n"
WORDS = (
    "集体合同", "送清凉", "技能比武", "法律援助", "互联网+",
    "劳模宣讲", "图书漂流", "健康讲座", "后勤保障", "心理咨询",
)  # fmt: skip


ABOUT = "---\n标题: 关于本刊\n类型: 页面\n网址: about\n---\n\n本刊每周一期，是娘家人的软件。\n"


def item(number: int, body: str = "") -> str:
    """One item; ``number`` decides its date, section, union, author and tags."""
    word = WORDS[number % len(WORDS)]
    section = ("要闻", "通知公告")[number % 2]
    kind = "\n类型: 通知\n主送: 各基层工会\n落款: 滨江市总工会\n成文日期: 2026-09-01" if number % 7 == 3 else ""
    union = "东港区总工会" if number % 3 else "市总工会"
    text = body or (
        f"{union}举办“{word}”活动，{20 + number}名职工参与，里面有**余**慧明。\n\n"
        f"一、活动安排\n\n（一）加强组织。各单位要发挥后备力量作用，表示{word}要办好。\n\n"
        f"- 第{number}项工作\n- 面向一线职工\n"
    )
    return (
        f"---\n标题: {word}活动第{number}场 干部职工齐参与\n日期: 2026-{9 + number // 28:02d}-{number % 28 + 1:02d}\n"
        f"来源: {'东港区总工会' if number % 3 else '市总'}\n作者: {('余慧明', '范晓舟', '于海')[number % 3]}\n"
        f"栏目: {section}\n标签: [{word}, 基层]{kind}\n---\n\n{text}"
    )


def write_site(folder: Path, count: int = 12) -> Path:
    """``count`` items in content/2026/; answers the folder."""
    content = folder / "content"
    (content / "2026").mkdir(parents=True)
    (content / "site.yaml").write_text(SITE, encoding="utf-8")
    (content / "unions.yaml").write_text(UNIONS, encoding="utf-8")
    (content / "glossary.yaml").write_text(GLOSSARY, encoding="utf-8")
    (content / "about.md").write_text(ABOUT, encoding="utf-8")
    for number in range(count):
        (content / "2026" / f"item-{number:04d}.md").write_text(item(number), encoding="utf-8")
    return folder


def tree_of(folder: Path) -> dict[str, bytes]:
    """Every published file with its bytes; our own record of them left out."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != ".bulletin.json"
    }
