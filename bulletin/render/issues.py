"""Site -> a page for each weekly issue, and one that names them all by year."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial

from bulletin.model.altered import altered
from bulletin.model.article import Article, IssueArticle, Site
from bulletin.model.page import Group, Page
from bulletin.render.articles import without_content
from bulletin.render.head import page_head
from bulletin.render.paths import file_path
from bulletin.render.templates import Templates
from bulletin.render.views import LATER, IssuesView, IssueView

Texts = Mapping[str, Article]  # by the path of their cards


def issue_groups(site: Site, templates: Templates) -> Iterator[Group]:
    texts = {article.card.path: article for article in site.articles}
    for issue in site.issues:
        cards = (card for _, cards in issue.contents for card in cards)
        parts = issue, {card.path: texts[card.path] for card in cards if card.path in texts}, templates
        yield Group(partial(_pages, *parts), partial(_said, *parts))
    yield Group(partial(_index, site, templates))


def _said(issue: IssueArticle, texts: Texts, templates: Templates) -> str:
    """The theme, the issue, and all of its articles but their places, which paper does not show."""
    told = templates.families.get("issue.html", ""), templates.chrome.words["withdrawal_notice"]
    return templates.keys.of("issue", (*told, issue, [article.digest or article for article in texts.values()]))


def _pages(issue: IssueArticle, texts: Texts, templates: Templates) -> Iterator[Page]:
    words = templates.chrome.words
    articles = tuple(
        tuple(_on_paper(texts.get(card.path) or Article(card, "", "", ""), words) for card in cards)
        for _, cards in issue.contents
    )
    yield templates.page(file_path(issue.path), "issue.html", IssueView(LATER, issue, articles))


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
