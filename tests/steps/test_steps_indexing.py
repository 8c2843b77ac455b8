"""The index is the same wherever its terms were worked out, and whatever became of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from factory_render import HANS, HANT, make_site

from bulletin.cache import Cache
from bulletin.model.article import Article, Site
from bulletin.model.digest import digest_of
from bulletin.model.page import Page
from bulletin.parallel import open_workers
from bulletin.steps.indexing import indexing

SITES = make_site(200, edition=HANS), make_site(200, edition=HANT)


def pages(
    store: Path | None, jobs: int = 1, published: Sequence[Page] = (), sites: Sequence[Site] = SITES
) -> list[Page]:
    there = {page.path: page.key for page in published}
    items = list(zip(*(site.articles for site in sites), strict=True))

    def stale(some: Sequence[Page]) -> list[Page]:
        return [page for page in some if there.get(page.path) != page.key]

    with open_workers(jobs, "", lambda *_: None) as workers, indexing(store, workers, stale) as begin:
        found, made = begin(sites, items, tuple)()
        return [replace(page, data=made.get(page.path)) for page in found]


@pytest.mark.parametrize("jobs", [1, 2])
def test_with_a_store_and_without(tmp_path: Path, jobs: int) -> None:
    wanted = pages(None)
    assert pages(None, jobs) == wanted
    assert pages(tmp_path / "index", jobs) == wanted
    again = pages(tmp_path / "index", jobs, wanted)
    assert [(page.path, page.key) for page in again] == [(page.path, page.key) for page in wanted]
    assert not any(page.data for page in again)
    assert pages(tmp_path / "index", jobs) == wanted


@pytest.mark.parametrize("jobs", [1, 2])
def test_what_could_not_be_put_away(tmp_path: Path, jobs: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """The process that joins the index has no articles: this one has."""
    wanted = pages(None)
    monkeypatch.setattr(Cache, "fill", lambda *_: None)
    assert pages(tmp_path / "index", jobs) == wanted


@pytest.mark.parametrize("jobs", [1, 2])
@pytest.mark.parametrize("numbers", [(70,), (3, 199), (3, 70, 199)], ids=str)
def test_some_articles_are_otherwise(tmp_path: Path, jobs: int, numbers: tuple[int, ...]) -> None:
    """One group of them, two that are made where they are joined, and more, which are shared out."""
    before = pages(tmp_path / "index", jobs)
    sites = [
        replace(site, articles=tuple(other(one) if at in numbers else one for at, one in enumerate(site.articles)))
        for site in SITES
    ]
    after, wanted = pages(tmp_path / "index", jobs, before, sites), pages(None, sites=sites)
    assert [(page.path, page.key) for page in after] == [(page.path, page.key) for page in wanted]
    known = {page.path: page.key for page in before}
    assert [page for page in after if page.data] == [page for page in wanted if known.get(page.path) != page.key]


def other(article: Article) -> Article:
    text = f"{article.text}\n另外还有一句话"
    return replace(article, text=text, digest=digest_of(text))


def test_what_is_left_of_another_bulletin_is_not_used(tmp_path: Path) -> None:
    pages(tmp_path / "index", sites=[make_site(130, edition=HANS)])
    assert pages(tmp_path / "index") == pages(None)
