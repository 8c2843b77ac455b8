from __future__ import annotations

from dataclasses import replace

import pytest
from factory_render import HANT, make_site
from theme_render import make_templates, text_of

from bulletin.model.item import Kind
from bulletin.render.articles import article_groups, withdrawal_notice
from bulletin.render.pages import pages_of
from bulletin.render.views import ArticleView
from bulletin.words import interface


def withdrawn(number: int) -> object:
    return lambda article: (
        replace(article, card=replace(article.card, is_withdrawn=True), withdrawn="本文已撤回。")
        if article.card.path == f"2026/第{number}条.md"
        else article
    )


def test_every_article_has_its_page_in_its_edition() -> None:
    site = make_site(6, edition=HANT)
    pages = list(pages_of(article_groups(site, make_templates(site))))
    assert [page.path for page in pages[:2]] == ["hant/2026/09/item-5/index.html", "hant/2026/09/item-4/index.html"]
    assert pages[-1].path == "hant/about/index.html"
    assert '<html lang="zh-Hant">' in text_of(pages[0], site)


@pytest.mark.parametrize(
    ("kind", "template"), [("news", "item.html"), ("notice", "notice.html"), ("page", "page.html")]
)
def test_template_of_kind(kind: Kind, template: str) -> None:
    site = make_site(1, change=lambda article: replace(article, card=replace(article.card, kind=kind)))
    assert next(pages_of(article_groups(site, make_templates(site)))).template == template


def test_a_chinese_address_is_a_chinese_file_name() -> None:
    url = "/2026/09/%E5%B7%A5%E4%BC%9A/"
    site = make_site(1, change=lambda article: replace(article, card=replace(article.card, url=url)))
    assert next(pages_of(article_groups(site, make_templates(site)))).path == "2026/09/工会/index.html"


def test_a_withdrawn_article_keeps_its_address_and_loses_the_rest() -> None:
    site = make_site(9, change=withdrawn(4))  # type: ignore[arg-type]  # a lambda's type is not said
    pages = {page.path: page for page in pages_of(article_groups(site, make_templates(site)))}
    page = pages["2026/09/item-4/index.html"]
    assert isinstance(page.view, ArticleView)
    article = page.view.article
    assert (article.html, article.text, article.card.cover) == ("", "", None)
    assert (article.attachments, article.gallery) == ((), ())
    text = text_of(page, site)
    assert "本文已撤回。" in text
    assert "正文" not in text
    assert [p for p, other in pages.items() if p != page.path and "item-4/" in text_of(other, site)] == []


@pytest.mark.parametrize(
    ("written", "shown"), [("", "本文已撤下。"), ("是", "本文已撤下。"), ("另有通知。", "另有通知。")]
)
def test_a_withdrawal_without_a_notice_gets_the_catalogues(written: str, shown: str) -> None:
    article = replace(make_site(1).articles[0], withdrawn=written)
    assert withdrawal_notice(article, interface("hans")) == shown
