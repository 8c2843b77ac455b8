"""Site -> a page for each weekly issue, and one that names them all by year."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from itertools import compress, groupby

from bulletin.model.altered import altered
from bulletin.model.article import Article, IssueArticle, Site
from bulletin.model.digest import digest_of_plain
from bulletin.model.page import Deferred, Group, Page
from bulletin.render.articles import without_content
from bulletin.render.head import page_head
from bulletin.render.paths import file_path
from bulletin.render.templates import Templates
from bulletin.render.views import LATER, IssuesView, IssueView

Texts = Mapping[str, Article]  # by the path of their cards


def issue_groups(site: Site, templates: Templates) -> Iterator[Group]:
    """By month, and the page that names them."""
    texts = {article.card.path: article for article in site.articles}
    for _, issues in groupby(site.issues, key=_month):
        parts = list(issues), texts, templates
        yield Group(partial(_pages, *parts), partial(_said, *parts))
    yield Group(partial(_index, site, templates), partial(_said_of_index, site, templates))


def _month(issue: IssueArticle) -> tuple[int, int]:
    return issue.date.year, issue.date.month


def _said(issues: Sequence[IssueArticle], texts: Texts, templates: Templates) -> str:
    """The theme, the issues, and all of their articles but their places, which paper does not show."""
    family, notice = templates.families.get("issue.html", ""), templates.chrome.words["withdrawal_notice"]
    keys = templates.keys
    paths = [card.path for issue in issues for _, cards in issue.contents for card in cards]
    there = [path in texts for path in paths]
    found = keys.articles([texts[path] for path in compress(paths, there)])
    return digest_of_plain("issue", family, notice, list(map(keys.issue, issues)), there, found)


def _said_of_index(site: Site, templates: Templates) -> str:
    family = templates.families.get("issues.html", "")
    return digest_of_plain("issues", family, list(map(templates.keys.issue, site.issues)))


def _pages(issues: Sequence[IssueArticle], texts: Texts, templates: Templates) -> Iterator[Page]:
    view = partial(_view, texts, templates.chrome.words)
    for issue in issues:
        yield templates.page(file_path(issue.path), "issue.html", Deferred(view, issue), issue.date)


def _view(texts: Texts, words: Mapping[str, str], issue: IssueArticle) -> IssueView:
    articles = tuple(
        tuple(_on_paper(texts.get(card.path) or Article(card, "", "", ""), words) for card in cards)
        for _, cards in issue.contents
    )
    return IssueView(LATER, issue, articles)


def _index(site: Site, templates: Templates) -> Iterator[Page]:
    if site.issues:
        head = page_head(site, "issues/", title=templates.chrome.words["list_issues"])
        yield templates.page("issues/index.html", "issues.html", IssuesView(head, by_year(site.issues)))


def _on_paper(article: Article, words: Mapping[str, str]) -> Article:
    """Without what no issue shows of it, so that a change of that is no change of the issue."""
    if article.card.is_withdrawn:
        article = without_content(article, words)
    return altered(article, text="", headings=(), issue=None, previous=None, next=None)


def by_year(issues: tuple[IssueArticle, ...]) -> tuple[tuple[int, tuple[IssueArticle, ...]], ...]:
    """Newest year first; inside a year in the order given."""
    years: dict[int, list[IssueArticle]] = {}
    for issue in issues:
        years.setdefault(issue.year, []).append(issue)
    return tuple((year, tuple(years[year])) for year in sorted(years, reverse=True))
