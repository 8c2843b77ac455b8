"""A bulletin of sixty articles in two editions, made up in memory, with its search index: for tests of search.

The texts are put together from sentences by the article's number, so that they are the same on every machine; the
traditional edition is the house's own conversion of the simplified one.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cache
from html import escape
from pathlib import Path
from typing import Any

import pytest
from factory_render import HANS, HANT, make_site

from benchmarks.search_files import files_of, sizes
from bulletin.convert.script.converter import Converter
from bulletin.model.article import Article, Link, Site
from bulletin.model.page import Page
from bulletin.render.scripts import bare_script
from bulletin.render.search import index as search_index
from bulletin.render.search import shards as search_shards
from bulletin.render.search.engine import Engine
from bulletin.render.search.facets import KINDS
from bulletin.render.search.files import FORGETFUL, Memory
from bulletin.render.search.fold import table
from bulletin.render.search.gathering import gather
from bulletin.render.search.index import FOLDER, HEAD, NEAR
from bulletin.render.search.partition import to_json
from bulletin.render.search.sheaves import Text

ASSETS = Path(__file__).parents[3] / "themes" / "plain" / "assets"
COUNT = 60
SENTENCES = (
    "市总工会召开集体合同协商推进会，明确任务书、时间表和路线图。",
    "“互联网+”职工服务平台上线，注册会员48.4万人，报名表以PPT和Word两种格式提供。",
    "志愿者把面条、头发护理包和干果送到环卫工人手里，大家说：真是娘家人！",
    "后勤保障组的阿卜杜拉·买买提讲述了他和皇后码头的故事。",
    "他瞭望远方，只见云雾着了色，覆盖着复工的厂房，像一幅画。",
    "会议听取了２０２６年第３季度工作报告，审议通过财务决算。",
    "劳动模范余慧明表示，要发扬工匠精神，千里之行始于足下。",
    "法律援助工作站全年接待来访 1,203 人次，挽回经济损失 86 万元。",
    "秋季技能比武设焊工、电工、叉车工三个项目，历时两天。",
    "里程碑式的一天：地铁3号线的建设者们在工地上过中秋。",
    "读书分享会推荐了《平凡的世界》，并发放了借书证。",
    "专家讲解了㎡与平方米的换算，以及No.①规范。",
    "网络安全课上，老师写下 <img src=x onerror=alert(1)> 一行字。",
)
TITLES = ("集体合同协商推进会召开", "送清凉活动走进工地", "劳模宣讲团开讲", "技能比武落幕", "法律援助进企业")


def hans_text(number: int) -> str:
    """Two or three blocks of two sentences."""
    chosen = [SENTENCES[(number * step + shift) % len(SENTENCES)] for step, shift in ((1, 0), (5, 3), (7, 4), (11, 8))]
    return "\n".join(("".join(chosen[:2]), "".join(chosen[2:]), f"本报第{number}号通讯员供稿。"))


def hans_title(number: int) -> str:
    return f"{TITLES[number % len(TITLES)]} 第{number}场"


@cache
def to_hant() -> Converter:
    return Converter("Hans", HANT)


def _change(article: Article) -> Article:
    number = number_of(article)
    text = hans_text(number)
    link = article.card.section
    if article.card.url.startswith("/hant/"):
        title, text = to_hant().text(hans_title(number)), to_hant().text(text)
        link = link and Link(to_hant().text(link.name), link.url)
    else:
        title = hans_title(number)
    html = "".join(f"<p>{escape(block)}</p>\n" for block in text.split("\n"))
    card = replace(article.card, title=title, section=link, cover=None)
    return replace(article, card=card, text=text, html=html, attachments=())


def number_of(article: Article) -> int:
    """Counted from the oldest: the number that the index gives it as well."""
    return int(article.card.path.removeprefix("2026/第").removesuffix("条.md"))


@cache
def sites() -> tuple[Site, Site]:
    return make_site(COUNT, edition=HANS, change=_change), make_site(COUNT, edition=HANT, change=_change)


def index_of(bulletin: tuple[Site, ...]) -> dict[str, bytes]:
    """Name below search-index/ -> bytes."""
    return {page.path.removeprefix(FOLDER): page.data or b"" for page in search_pages(bulletin, items_of(bulletin))}


def search_pages(
    bulletin: Sequence[Site],
    items: Sequence[tuple[Article, ...]],
    memory: Memory = FORGETFUL,
    stale: Callable[[Sequence[Page]], Iterable[Page]] = tuple,
) -> Iterator[Page]:
    return search_index.search_pages(gather(bulletin, items), memory, stale)


def index_of_texts(texts: Sequence[Text]) -> dict[str, bytes]:
    """The same of titles and texts alone, from the oldest on: no facets, nothing to show."""
    how, files = files_of(texts)
    root: dict[str, object] = {"version": "1", "editions": {"zh-Hans": "/"}, "near": NEAR, "head": HEAD}
    root |= {"count": len(texts), "blocks": sizes(len(texts))}
    more = {"group": how.group, "heavy": how.heavy, "split": to_json(how.parts)}
    more |= {"fold": [*table(), how.marked], "kinds": KINDS}
    none = {f"facets/{kind}.json": b"[]" for kind in KINDS}
    return {**files, **none, "facets/names.json": b"{}", "root.json": json.dumps({**root, **more}).encode()}


MANY = 3300
TAILS = {"PLACES_APART": 1, "HOLDERS_APART": 1, "GROUPED": 1}  # from so many bytes on: nearly everything


@cache
def many() -> dict[str, bytes]:
    """Of many articles that say much the same, so that long phrases read much; nearly all stands in tails of shards."""
    titles = map(hans_title, range(MANY))
    texts = (hans_text(n % 97) * 3 + ("市总职工" * (n % 5) if n % 7 else "") for n in range(MANY))
    with pytest.MonkeyPatch.context() as patch:
        for name, limit in TAILS.items():
            patch.setattr(search_shards, name, limit)
        return index_of_texts([((title,), (text,)) for title, text in zip(titles, texts, strict=True)])


def items_of(bulletin: tuple[Site, ...]) -> list[tuple[Article, ...]]:
    """Each article in all editions, newest first."""
    return list(zip(*(site.articles for site in bulletin), strict=True))


@cache
def index() -> dict[str, bytes]:
    return index_of(sites())


@cache
def engine() -> Engine:
    return Engine(index().__getitem__)


def put_scripts(folder: Path) -> Path:
    """The scripts as they are published, in a new folder where Node takes them for modules."""
    folder.mkdir()
    for path in ASSETS.glob("*.js"):
        (folder / path.name).write_bytes(bare_script(path.read_bytes()))
    (folder / "package.json").write_text('{"type": "module"}')
    return folder


class Remembering:
    """As ``bulletin.cache``, in memory; ``made`` names the step of each value that was not known."""

    def __init__(self) -> None:
        self.known: dict[tuple[str, str], Any] = {}
        self.made: list[str] = []
        self.kept: set[tuple[str, str]] = set()

    def remember(self, step: str, inputs: Any, key: Any, compute: Any, /) -> Any:
        missing = [one for one in inputs if (step, key(one)) not in self.known]
        self.made += [step] * len(missing)
        made = compute(missing) if missing else []
        self.known |= {(step, key(one)): value for one, value in zip(missing, made, strict=True)}
        return [self.known[step, key(one)] for one in inputs]

    def keep(self, step: str, keys: Any, /) -> None:
        self.kept |= {(step, key) for key in keys}

    def recall(self, step: str, key: str, /) -> Any:
        return self.known.get((step, key))

    def put(self, step: str, key: str, value: object, /) -> None:
        if isinstance(value, dict):  # many in one row
            self.made += [step] * len(value.keys() - self.known.get((step, key), {}).keys())
        self.known[step, key] = value
