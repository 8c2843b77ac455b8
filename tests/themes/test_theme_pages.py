"""Every page of both themes, full and bare: valid HTML, one main, headings in order, nothing of the text runs."""

from __future__ import annotations

import re
from dataclasses import fields, is_dataclass, replace
from itertools import pairwise
from typing import Any
from urllib.parse import quote, unquote

import pytest
from rendered_theme import every_page, full_chrome, page_text, pages, theme, tree
from views_theme import CONFIG, HANS, HANT, article, head, issue, maximal, notice

from bulletin.model.article import Link
from bulletin.model.item import Attachment
from bulletin.render.views import ArticleView, IndexView, IssueView

HOSTILE = "“x\"'><script>alert(1)</script><img src=x onerror=alert(1)>{{ 7*7 }}&lt;"
LEFT_ALONE = {"html", "note_html", "json_ld", "kind", "digest", "words", "assets", "options", "homes"}


@pytest.mark.parametrize(("name", "key"), every_page())
def test_page(name: str, key: str) -> None:
    root = tree(pages(name)[key])
    assert root.get("lang") == ("zh-Hant" if key.startswith("hant") else "zh-Hans")
    assert len(root.findall(".//main")) == 1
    assert (root.findtext(".//title") or "").strip()
    levels = [int(e.tag[1]) for e in root.iter() if isinstance(e.tag, str) and re.fullmatch(r"h[1-6]", e.tag)]
    assert levels.count(1) == 1, levels
    assert all(b <= a + 1 for a, b in pairwise(levels)), levels
    ids = [e.get("id") for e in root.iter() if e.get("id")]
    assert len(ids) == len(set(ids)), sorted(i for i in ids if ids.count(i) > 1)
    check_references(root, set(ids))
    if "redirect" not in key:
        assert root.find(".//a[@class='skip']").get("href") == "#main"
        assert root.find(".//form[@role='search']//input[@name='q']") is not None


def check_references(root: Any, ids: set[str]) -> None:
    for element in root.iter():
        for attribute in ("aria-labelledby", "for"):
            assert set((element.get(attribute) or "").split()) <= ids, element.attrib
        if element.tag in ("a", "button", "nav") and not element.get("aria-label"):
            assert "".join(element.itertext()).strip() or element.tag == "nav", element.attrib
        if element.tag == "img":
            assert element.get("alt") is not None
            assert element.get("width")
            assert element.get("height")


@pytest.mark.parametrize(("name", "key"), every_page())
def test_policy_stands_before_anything_it_governs(name: str, key: str) -> None:
    children = list(tree(pages(name)[key]).find("head"))
    policy = next(i for i, e in enumerate(children) if e.get("http-equiv") == "Content-Security-Policy")
    assert all(e.tag not in ("script", "link", "style") for e in children[:policy])
    assert children[0].get("charset") == "utf-8"


@pytest.mark.parametrize(
    ("hosts", "images"), [((), "'self'"), (("a.example", "b.example"), "'self' https://a.example https://b.example")]
)
def test_policy(hosts: tuple[str, ...], images: str) -> None:
    of = theme("plain")
    chrome = replace(full_chrome(of), config=replace(CONFIG, image_hosts=hosts))
    root = tree(page_text(of, chrome, *maximal(HANS)[0]))
    found = root.find(".//meta[@http-equiv='Content-Security-Policy']").get("content")
    assert found == (
        f"default-src 'none'; script-src 'self'; style-src 'self'; img-src {images}; font-src 'self'; "
        "connect-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'self'"
    )


def poisoned(value: Any, name: str = "") -> Any:
    """The same value with markup in every text that comes from authors or settings."""
    if name in LEFT_ALONE:
        return value
    if isinstance(value, str):
        return value + HOSTILE if value else value
    if isinstance(value, tuple):
        return tuple(poisoned(one) for one in value)
    if is_dataclass(value) and not isinstance(value, type):
        return replace(value, **{f.name: poisoned(getattr(value, f.name), f.name) for f in fields(value)})
    return value


@pytest.mark.parametrize("number", range(len(maximal(HANS))))
def test_text_never_becomes_markup(number: int) -> None:
    of = theme("plain")
    template, view = maximal(HANS)[number]
    config = replace(poisoned(replace(CONFIG, editions=())), editions=CONFIG.editions)
    text = page_text(of, replace(full_chrome(of), config=config), template, poisoned(view))
    assert "alert(1)" in text  # it was there to be escaped
    assert "{{ 7*7 }}" in text  # and is never a template
    root = tree(text)
    for element in root.iter():
        assert not any(key.startswith("on") for key in element.attrib), element.attrib
        assert element.tag != "script" or element.get("src") or element.get("type") == "application/ld+json"
        assert element.tag != "img" or element.get("src") != "x"


def links(root: Any, path: str) -> list[tuple[str, str, str]]:
    return [(a.get("href"), a.get("lang"), a.get("aria-current") or "") for a in root.findall(path)]


def test_switch_stays_on_the_page() -> None:
    root = tree(next(text for key, text in pages("plain").items() if key.startswith("hant item.html")))
    assert links(root, ".//nav[@class='switch']//a") == [
        ("/2026/11/item-0/", "zh-Hans", ""),
        ("/hant/2026/11/item-0/", "zh-Hant", "true"),
    ]


def test_switch_of_a_page_without_address_leads_home() -> None:
    root = tree(next(text for key, text in pages("plain").items() if key.startswith("hant 404.html")))
    assert links(root, ".//nav[@class='switch']//a") == [("/", "zh-Hans", ""), ("/hant/", "zh-Hant", "true")]


def test_menu_knows_where_it_is() -> None:
    def current(key: str) -> list[tuple[str, str]]:
        root = tree(next(text for name, text in pages("plain").items() if name.startswith(key)))
        found = root.findall(".//nav[@class='sections']//a[@aria-current]")
        return [(a.get("href"), a.get("aria-current")) for a in found]

    assert current("hans item.html") == [("/sections/news/", "true")]
    assert current("hans issues.html") == [("/issues/", "page")]
    assert current("hans issue.html") == [("/issues/", "true")]
    assert current("hans union.html") == [("/unions/", "true")]
    assert current("hans section.html") == [("/sections/rights/", "page")]
    assert current("hans home.html") == []


def test_filings_lead_to_todays_addresses() -> None:
    text = pages("plain")["hans home.html 0"]
    hrefs = {a.get("href") for a in tree(text).findall(".//footer//a")}
    assert "https://beian.miit.gov.cn/" in hrefs
    assert "https://beian.mps.gov.cn/#/query/webSearch?code=33010202000000" in hrefs
    assert "© 2014–2026" in text


def test_notice_has_its_parts_in_the_order_of_the_standard() -> None:
    key = next(key for key in pages("plain") if key.startswith("hans notice.html"))
    words = re.sub(r"\s+", "", "".join(tree(pages("plain")[key]).find(".//article").itertext()))
    order = [
        "南工发〔2026〕31号", "南浦市总工会关于开展2026年“暖冬行动”的通知", "各县（区）总工会，市直属各基层工会：",
        "为做好2026年冬季困难职工帮扶工作", "附件：2026年骑手驿站分布表.xlsx", "南浦市总工会2026年11月9日",
        "联系人：金禾、罗平", "48KB",
    ]  # fmt: skip
    places = [words.find(one) for one in order]
    assert -1 not in places, dict(zip(order, places, strict=True))
    assert places == sorted(places)
    assert "：：" not in words


def test_annex_written_into_a_notice_follows_its_signature() -> None:
    of = theme("plain")
    annex = '<section class="attachment"><h2 id="annex">值守登记表</h2><p>一式两份</p></section>'
    whole = replace(notice(HANS), html=f"<p>甲</p>{annex}<p>乙</p>")
    text = page_text(of, full_chrome(of), "notice.html", ArticleView(head(HANS, "x/", "题"), whole))
    places = [text.index(words) for words in ("<p>甲</p>", "<p>乙</p>", 'class="signature"', annex)]
    assert places == sorted(places)
    assert text.count("一式两份") == 1


def test_withdrawn_article_shows_its_notice_and_no_body() -> None:
    of = theme("plain")
    gone = article(6, HANS, withdrawn="予以撤回。")
    text = page_text(of, full_chrome(of), "item.html", ArticleView(head(HANS, "x/", "题"), gone))
    assert "予以撤回。" in text
    assert "气温降到" not in text
    assert "/files/ab12/form.xlsx" not in text


@pytest.mark.parametrize("option", ["yes", "no"])
def test_views_are_shown_only_where_the_theme_says_so(option: str) -> None:
    of = theme("plain")
    chrome = replace(full_chrome(of), options=dict(of.options) | {"views": option})
    text = page_text(of, chrome, "item.html", ArticleView(head(HANS, "x/", "题"), article(0, HANS)))
    assert ("浏览次数：555" in text) == (option == "yes")


def test_attachments_say_type_and_size_and_are_downloads() -> None:
    of = theme("plain")
    root = tree(page_text(of, full_chrome(of, HANT), "notice.html", ArticleView(head(HANT, "x/", "题"), notice(HANT))))
    block = root.find(".//section[@class='attachments']")
    assert [(a.get("href"), a.get("download")) for a in block.findall(".//a")] == [
        ("/files/ab12/form.xlsx", ""),
        ("/files/cd34/rules.pdf", ""),
    ]
    assert [s.text for s in block.findall(".//span")] == ["XLSX · 48 KB", "PDF · 2.2 MB"]


def test_an_attachment_printed_in_the_text_is_a_link_there_and_no_download() -> None:
    of = theme("plain")
    printed = replace(article(0, HANS), attachments=(Attachment("登记表", "/a/#c-%E8%A1%A8"),))
    root = tree(page_text(of, full_chrome(of), "item.html", ArticleView(head(HANS, "x/", "题"), printed)))
    block = root.find(".//section[@class='attachments']")
    assert [(a.get("href"), a.get("download")) for a in block.findall(".//a")] == [("/a/#c-%E8%A1%A8", None)]
    assert block.findall(".//span") == []


@pytest.mark.parametrize("name", ["item.html", "notice.html"])
def test_whom_to_ask_and_where_it_happened_are_shown_once(name: str) -> None:
    of = theme("plain")
    full = notice(HANS)
    full = replace(full, card=replace(full.card, region="鹭洲区"))
    root = tree(page_text(of, full_chrome(of), name, ArticleView(head(HANS, "x/", "题"), full)))
    contact = ["联系人：金禾、罗平", "联系电话：0579-55501235、办公时间拨打总机"]
    assert ["".join(li.itertext()) for li in root.findall(".//ul[@class='contact-lines']/li")] == contact
    assert "地区：鹭洲区" in ["".join(li.itertext()) for li in root.findall(".//ul[@class='meta']/li")]


@pytest.mark.parametrize(
    ("groups", "headings", "targets"),
    [
        ((Link("要闻", "#s-要闻"), Link("", "#s-")), ["要闻", "其他"], ["s-要闻", "s-"]),
        ((Link("要闻", "#s-news"),), ["要闻"], ["s-news"]),
        ((Link("", "#s-"),), [], []),
    ],
)
def test_items_without_a_section_stand_under_no_empty_heading(
    groups: tuple[Link, ...], headings: list[str], targets: list[str]
) -> None:
    of = theme("plain")
    of_issue = issue(47, HANS)
    cards = tuple(cards for _, cards in of_issue.contents)
    shown = replace(of_issue, contents=tuple(zip(groups, cards, strict=False)))
    root = tree(page_text(of, full_chrome(of), "issue.html", IssueView(head(HANS, "issues/2026-47/", "期"), shown)))
    contents = root.find(".//nav[@class='contents']")
    assert [h.text for h in root.findall(".//h2[@class='head']")] == headings
    assert [a.text for a in contents.findall(".//a[@class='group']")] == headings
    assert [a.get("href") for a in contents.findall(".//a[@class='group']")] == ["#" + quote(t) for t in targets]
    entries = [a.get("href") for a in contents.findall(".//a") if not a.get("class")]
    assert [unquote(href[1:]) for href in entries] == [e.get("id") for e in root.findall(".//div[@class='entry']")]
    assert len(entries) == sum(len(group) for group in cards[: len(groups)])


@pytest.mark.parametrize("name", ["plain", "evening"])
def test_a_group_behind_others_is_headed(name: str) -> None:
    """Without a heading, unions of no region would seem to be of the last one."""
    found = Link("电力工会", "/u/power/"), 3
    top = head(HANS, "unions/", "各级工会")
    around = full_chrome(theme(name))
    text = page_text(theme(name), around, "unions.html", IndexView(top, (("南浦市", (found,)), ("", (found,)))))
    assert re.findall(r'<h2 class="head">([^<]*)</h2>', text) == ["南浦市", "其他"]
    alone = page_text(theme(name), around, "unions.html", IndexView(top, (("", (found,)),)))
    assert '<h2 class="head">' not in alone


def test_a_masthead_without_names_has_no_empty_places() -> None:
    bare = replace(issue(47, HANS), publisher="", compiler="", chief_editor="", editor="", distribution=())
    shown, named = (
        page_text(theme("plain"), full_chrome(theme("plain")), "issue.html", IssueView(head(HANS, "i/", "周报"), one))
        for one in (bare, replace(bare, editor="余干"))
    )
    assert "publisher" not in shown
    assert "issue-foot" not in shown
    assert "余干" in named[named.index("issue-foot") :]
