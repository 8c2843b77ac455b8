"""Texts -> documents, checked documents and whole bulletins, as the pipeline makes them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from hashlib import blake2b
from zoneinfo import ZoneInfo

from bulletin.check.bulletin import check_bulletin
from bulletin.check.checked import Checked
from bulletin.check.item import check_document
from bulletin.model.content import Config, Content, Edition, File, Glossary, IssueRules, Section, Union
from bulletin.model.item import Bulletin, Item
from bulletin.model.problem import Problem
from bulletin.read.document import parse_document

ZONE = ZoneInfo("Asia/Shanghai")
NOW = datetime(2026, 11, 20, 12, tzinfo=ZONE)
CONFIG = Config(
    title="临江工运",
    url="https://example.org/b/",
    editions=(Edition("zh-Hans", "", "简体", "curly"), Edition("zh-Hant", "hant/", "繁體", "corner")),
    sections=(
        Section("news", "要闻", days=0),
        Section("notices", "通知公告", aliases=("通知", "公告"), days=0),
        Section("culture", "文体活动", days=0),
    ),
    issues=IssueRules(closes=5, base=(2026, 40, 1178)),
)
UNIONS = (
    Union("lj", "临江市总工会", ("市总工会", "市总"), names=(("zh-Hant", "臨江市總工會"),)),
    Union("lz", "鹭洲区总工会"),
)
NO_WORDS = Glossary()
PHOTO = ("JPEG", 2000, 1500)


def document(front: str = "", body: str = "正文。", path: str = "2026/a.md") -> Checked:
    """One document with the given front matter; a title and a date are put in where there are none."""
    given = {line.split(":")[0] for line in front.split("\n")}
    lines = [*([] if given & {"标题", "title"} else ["标题: 甲"]), *([front] if front else [])]
    lines += [] if given & {"日期", "date"} else ["日期: 2026-10-14"]
    return text_document("\n".join(["---", *lines, "---", "", body, ""]), path)


def text_document(
    text: str, path: str = "2026/a.md", config: Config = CONFIG, glossary: Glossary = NO_WORDS
) -> Checked:
    return check_document(parse_document(path, text.encode("utf-8")), config, UNIONS, glossary)


def item(front: str = "", body: str = "正文。", path: str = "2026/a.md") -> Item:
    checked = document(front, body, path)
    assert checked.item is not None, checked.problems
    return checked.item


def text(title: str, front: str = "", body: str = "正文。") -> str:
    """Text of one item of 14 October 2026, a Wednesday in week 42."""
    date = "" if "日期" in front else "日期: 2026-10-14\n"
    return f"---\n标题: {title}\n{date}{front}\n---\n\n{body}\n"


def file(path: str, form: str = "", width: int = 0, height: int = 0, size: int = 1234) -> File:
    digest = blake2b(path.encode(), digest_size=16).hexdigest()
    suffix = path.rsplit(".", 1)[-1].lower()
    if not form and suffix in ("jpg", "jpeg", "png", "gif", "webp"):
        form, width, height = {"jpg": "JPEG"}.get(suffix, suffix.upper()), 2000, 1500
    return File(path, size, digest, form or suffix, width, height)


def bulletin(
    documents: Mapping[str, str],
    files: Sequence[str | File] = (),
    *,
    config: Config = CONFIG,
    now: datetime = NOW,
    drafts: bool = False,
    problems: tuple[Problem, ...] = (),
) -> Bulletin:
    """``documents``: path -> text."""
    checked = tuple(text_document(one, path, config) for path, one in documents.items())
    found = tuple(sorted((file(one) if isinstance(one, str) else one for one in files), key=lambda one: one.path))
    content = Content(config, UNIONS, Glossary(), found, problems)
    return check_bulletin(content, checked, now, drafts)


def with_issues(**changes: object) -> Config:
    return replace(CONFIG, issues=replace(CONFIG.issues, **changes))  # type: ignore[arg-type]  # as the caller names them


def said(problems: Sequence[Problem], *codes: str) -> list[str]:
    """``path:line code`` of every problem, or of those with one of ``codes``."""
    return [f"{p.path}:{p.line} {p.code}" for p in problems if not codes or p.code in codes]


def codes(checked: Checked) -> list[str]:
    return [problem.code for problem in checked.problems]
