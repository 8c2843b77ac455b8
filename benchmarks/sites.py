"""Stories -> a site for Bulletin, and the same site for Hugo with all that the theme ``plain`` shows.

Hugo's site has content/hans here; content/hant is made from it by ``benchmarks.to_traditional``, which is part of what
is measured. Sections, unions, authors, tags, years, months and weekly issues are taxonomies there, their terms the
same ids in both languages, each with a file that holds its name.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterable, Iterator, Sequence
from datetime import date as Date
from datetime import timedelta
from pathlib import Path

from benchmarks.corpus import AUTHORS, Story
from benchmarks.vocabulary import SECTIONS, TAGS, UNIONS
from bulletin.convert.facets import facet_slug
from bulletin.words import interface

HERE = Path(__file__).parent
THEME = HERE.parent / "themes" / "plain"
TITLE = "青禾工会周报"
URL = "https://bulletin.example.org/"
BASE = (2016, 1, 201)  # year, week, running number
_ISSUE_CLOSES = 5  # Friday

SITE = f"""\
标题: {TITLE}
网址: {URL}
口号: 职工的事，一件一件办
说明: 青禾市总工会每周一期的新闻与通知，简体、繁体同时发布。
关键词: [青禾市总工会, 工会, 职工]
版权: 2016
主办单位: 青禾市总工会
网站建设: 青禾市职工服务中心
地址: 青禾市东湖区劳动路18号
电话: 0999-5550100
邮箱: bianji@example.org
期刊:
  刊名: 青禾工会周报
  截止: 周五
  基准: {{期: {BASE[0]}-{BASE[1]:02d}, 总期: {BASE[2]}}}
  主办: 青禾市总工会
栏目:
"""


def write_bulletin(stories: Iterable[Story], folder: Path, has_search: bool = True) -> None:
    """A folder that holds content/: site.yaml, unions.yaml and an item a story."""
    content = folder / "content"
    sections = "".join(f"  - {{名称: {name}, 网址: {one}}}\n" for one, name in SECTIONS)
    _write(content / "site.yaml", SITE + sections + ("" if has_search else "搜索: 否\n"))
    _write(content / "unions.yaml", "\n".join(_union(*one) for one in UNIONS))
    for story in stories:
        _write(content / bulletin_path(story), bulletin_text(story))


def bulletin_path(story: Story) -> str:
    week = story.date.isocalendar()
    return f"{week.year}/{week.week:02d}/{story.name}.md"


def bulletin_text(story: Story) -> str:
    lines = [
        "---",
        f"标题: {story.title}",
        f"日期: {story.date}",
        f"来源: {UNIONS[story.union][1]}",
        f"作者: {'、'.join(AUTHORS[one] for one in story.authors)}",
        f"栏目: {SECTIONS[story.section][1]}",
        f"标签: [{', '.join(TAGS[one] for one in story.tags)}]",
        *([f"引题: {story.kicker}"] if story.kicker else []),
        f"摘要: {story.summary}",
        "---",
    ]
    return "\n".join(lines) + "\n\n" + story.body


def _union(one: str, name: str, region: str, short: str) -> str:
    return f"- 名称: {name}\n  网址: {one}\n  别名: [{short}]\n  地区: {region}\n"


# --- Hugo


def write_hugo(stories: Sequence[Story], folder: Path) -> None:
    """A folder that lacks content/hant: configuration, layouts, assets, content/hans."""
    shutil.copytree(HERE / "hugo", folder, dirs_exist_ok=True)
    shutil.copytree(THEME / "assets", folder / "assets", dirs_exist_ok=True)
    for language in ("hans", "hant"):
        words = dict(interface("hant" if language == "hant" else "hans"))
        _write(folder / "data" / "words" / f"{language}.json", json.dumps(words, ensure_ascii=False))
    content = folder / "content" / "hans"
    for path, text in _terms(stories):
        _write(content / path, text)
    for story in stories:
        _write(content / hugo_path(story), hugo_text(story))
    _write(content / "search.md", _front_matter({"title": interface("hans")["search"], "layout": "search"}))


def hugo_path(story: Story) -> str:
    return f"items/{bulletin_path(story)}"


def hugo_text(story: Story) -> str:
    front = {
        "title": story.title,
        "date": f"{story.date}T00:00:00+08:00",
        "unions": [UNIONS[story.union][0]],
        "authors": [facet_slug(AUTHORS[one]) for one in story.authors],
        "sections": [SECTIONS[story.section][0]],
        "tags": [facet_slug(TAGS[one]) for one in story.tags],
        "years": [f"{story.date:%Y}"],
        "months": [f"{story.date:%Y-%m}"],
        "issues": [issue_of(story.date)[0]],
        "kicker": story.kicker,
        "summary": story.summary,
        "description": story.summary,
    }
    return _front_matter({key: value for key, value in front.items() if value}) + "\n" + story.body


def issue_of(day: Date) -> tuple[str, Date]:
    """Id of the weekly issue that takes a story of this day, and the Friday on which it closes."""
    friday = day + timedelta(days=(_ISSUE_CLOSES - day.isoweekday()) % 7)
    year, week, _ = friday.isocalendar()
    return f"{year}-{week:02d}", friday


def _terms(stories: Sequence[Story]) -> Iterator[tuple[str, str]]:
    feeds = ["html", "atom", "jsonfeed"]
    for one, name in SECTIONS:
        yield f"sections/{one}/_index.md", _front_matter({"title": name, "outputs": feeds})
    for one, name, region, short in UNIONS:
        about = {"title": name, "outputs": feeds, "region": region, "aka": [short]}
        yield f"unions/{one}/_index.md", _front_matter(about)
    for name in TAGS:
        yield f"tags/{facet_slug(name)}/_index.md", _front_matter({"title": name, "outputs": feeds})
    for name in AUTHORS:
        yield f"authors/{facet_slug(name)}/_index.md", _front_matter({"title": name})
    for month in sorted({f"{story.date:%Y-%m}" for story in stories}):
        yield f"months/{month}/_index.md", _front_matter({"title": f"{month[:4]}年{int(month[5:])}月"})
    for label in sorted({f"{story.date:%Y}" for story in stories}):
        yield f"years/{label}/_index.md", _front_matter({"title": f"{label}年"})
    for one, friday in sorted({issue_of(story.date) for story in stories}):
        total = BASE[2] + (friday - Date.fromisocalendar(BASE[0], BASE[1], _ISSUE_CLOSES)).days // 7
        year, number = int(one[:4]), int(one[5:])
        numbers: dict[str, object] = {"title": f"第{number}期", "year": year, "number": number, "total": total}
        yield f"issues/{one}/_index.md", _front_matter({**numbers, "date": f"{friday}T00:00:00+08:00"})


def _front_matter(values: object) -> str:
    """JSON is a front matter that Hugo reads as fast as any, and that nothing mistakes."""
    return json.dumps(values, ensure_ascii=False, indent=1) + "\n"


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="\n")
