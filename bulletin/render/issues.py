"""Site -> a page for each weekly issue, and one that names them all by year."""

from __future__ import annotations

from collections.abc import Iterator

from bulletin.model.article import IssueArticle, Site
from bulletin.model.page import Page
from bulletin.render.head import page_head
from bulletin.render.paths import file_path
from bulletin.render.templates import Templates
from bulletin.render.views import LATER, IssuesView, IssueView


def issue_pages(site: Site, templates: Templates) -> Iterator[Page]:
    for issue in site.issues:
        yield templates.page(file_path(issue.path), "issue.html", IssueView(LATER, issue))
    if site.issues:
        head = page_head(site, "issues/", title=templates.chrome.words["list_issues"])
        yield templates.page("issues/index.html", "issues.html", IssuesView(head, by_year(site.issues)))


def by_year(issues: tuple[IssueArticle, ...]) -> tuple[tuple[int, tuple[IssueArticle, ...]], ...]:
    """Newest year first; inside a year in the order given."""
    years: dict[int, list[IssueArticle]] = {}
    for issue in issues:
        years.setdefault(issue.year, []).append(issue)
    return tuple((year, tuple(years[year])) for year in sorted(years, reverse=True))
