"""Hundreds of attacks in a real browser, with the pages' own policy switched off: what stands in them alone must do
nothing. And the HTML that editors may well write is still there."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from browser.vectors import BODIES, FIELDS, SURVIVES
from playwright.sync_api import Browser, Page
from sites.hostile_site import jpeg, put, text_of
from sites.make_site import SITE, write_site

from bulletin.check.keys import ITEM_KEYS
from bulletin.model.page import Report
from bulletin.pipeline import Options, build
from bulletin.serve.limits import Server
from bulletin.serve.preview import Handler

NOW = datetime(2026, 11, 20, 9, tzinfo=UTC)
HEAD = "标题: {0}\n日期: 2026-09-30"
LISTS = ("", "hant/", "archive/2026/09/", "issues/", "sections/news/", "unions/", "tags/", "authors/", "search/?q=pwn",
         "search/?q=%22%3E%3Cscript%3Epwn()%3C/script%3E", "404.html", "search/?q=a#%3Cimg%20src=x%20onerror=pwn()%3E",
)  # fmt: skip
NAMES = ("<img src=x onerror=pwn()>", "';pwn();'", '" onload="pwn()', "${pwn()}", "{{pwn()}}")
# Everything that a reader's hand could set off
TOUCH = """() => {
  for (const one of document.querySelectorAll("main *")) {
    for (const name of ["mouseover", "pointerenter", "focus", "blur", "wheel", "copy", "scroll", "animationstart"])
      one.dispatchEvent(new Event(name, {bubbles: true}));
    if (one.tagName == "DETAILS") { one.open = !one.open; }
    if (one.tagName == "A" && !/^(https?|mailto|tel):/.test(one.href)) window.ran.push(one.outerHTML);
    if (one.target) window.ran.push(one.outerHTML);
    for (const named of one.getAttributeNames())
      if (named.startsWith("on") || ["style", "srcdoc", "ping"].includes(named)) window.ran.push(one.outerHTML);
  }
  const active = document.querySelectorAll("main script, main iframe, main object, main embed, base, form[action^=j]");
  return [...window.ran, ...[...active].map((one) => one.outerHTML.slice(0, 200))];
}"""


@dataclass(frozen=True)
class Attacked:
    site: Path
    report: Report
    address: str

    def urls(self, pattern: str) -> list[str]:
        public = self.site / "public"
        return [f"{path.parent.relative_to(public).as_posix()}/" for path in sorted(public.glob(pattern))]


@pytest.fixture(scope="module")
def attacked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Attacked]:
    site = write_site(tmp_path_factory.mktemp("attack"), 2)
    content = site / "content"
    settings = SITE.replace("标题: 滨江工会", f"标题: '{FIELDS[0]}'\n口号: '{FIELDS[1]}'\n说明: '{FIELDS[2]}'")
    put(content, "site.yaml", settings.replace("/bulletin/", "/").replace(", zh-Hant-HK", ""))
    put(content, "glossary.yaml", f"工会: {{zh-Hant: '{FIELDS[0]}'}}\n甲: {{zh-Hant: '{FIELDS[5]}'}}\n")
    for number, text in enumerate(BODIES):
        put(content / "b", f"b-{number:03}.md", text_of(HEAD.format(f"正文 {number}"), text))
    for place, key in enumerate(ITEM_KEYS):
        for number, text in list(enumerate(FIELDS))[place % 3 :: 3]:
            fields = {"title": f"字段 {key.field} {number}", "date": "2026-09-30"} | {key.field: f"'{text}'"}
            put(content / "f", f"f-{key.field}-{number}.md", text_of("\n".join(f"{k}: {v}" for k, v in fields.items())))
    for number, name in enumerate(NAMES):
        put(content / "n" / name, f"{name}.md", text_of(HEAD.format(f"名字 {number}"), f"![甲]({name}.jpg)"))
        put(content / "n" / name, f"{name}.jpg", jpeg())
    for name, (text, _) in SURVIVES.items():
        put(content / "s", f"s-{name}.md", text_of(HEAD.format(f"写法 {name}"), text))
    put(content / "s", "照片.jpg", jpeg())
    report = build(Options(site, NOW, has_cache=False), lambda *_: None, lambda _: None)
    server = Server(("127.0.0.1", 0), partial(Handler, site / "public", "/", "127.0.0.1"))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield Attacked(site, report, f"http://127.0.0.1:{server.server_address[1]}/")
    server.shutdown()
    server.server_close()


@pytest.fixture
def page(browser: Browser, attacked: Attacked) -> Iterator[tuple[Page, list[str]]]:
    """A reader without the policy of our pages, and what other hosts were asked for."""
    context = browser.new_context(bypass_csp=True, service_workers="block")
    context.set_default_timeout(10_000)
    away: list[str] = []
    context.on("request", lambda one: away.append(one.url) if urlsplit(one.url).port != urlsplit(attacked.address).port
               and not one.url.startswith(("data:", "blob:")) else None)  # fmt: skip
    context.route("**/*.css", lambda route: route.abort())  # hundreds of pages are opened
    context.add_init_script("window.ran = []; window.pwn = window.alert = () => { window.ran.push('pwn'); };")
    yield context.new_page(), away
    context.close()


def ran(page: Page, url: str) -> list[str]:
    page.goto(url, wait_until="domcontentloaded")
    found: list[str] = page.evaluate(TOUCH)
    return found


def test_there_are_many() -> None:
    assert len(BODIES) >= 150
    assert len(set(BODIES)) == len(BODIES)


def test_the_trap_works(page: tuple[Page, list[str]], attacked: Attacked) -> None:
    """Else silence would prove nothing."""
    one, away = page
    assert ran(one, attacked.address) == []
    one.evaluate("document.querySelector('main').innerHTML = '<img src=x onerror=pwn()><p onclick=x></p>'")
    one.wait_for_function("window.ran.length")
    assert len(one.evaluate(TOUCH)) >= 2
    one.evaluate("document.querySelector('main').innerHTML = '<img src=//evil.example/x>'")
    one.wait_for_function("document.querySelector('main img').complete")
    assert [url for url in away if "evil.example" in url]


@pytest.mark.parametrize("pattern", ["2026/09/b-*", "2026/09/f-*", "hant/2026/09/b-*1"])
def test_nothing_runs_in_articles(page: tuple[Page, list[str]], attacked: Attacked, pattern: str) -> None:
    one, away = page
    urls = attacked.urls(f"{pattern}/index.html")
    assert len(urls) > 15
    found = {url: acts for url in urls if (acts := ran(one, attacked.address + url))}
    assert found == {}
    assert away == []


def test_nothing_runs_in_lists_and_search(page: tuple[Page, list[str]], attacked: Attacked) -> None:
    one, away = page
    named = attacked.urls("2026/09/*/index.html")[-40:]
    found = {url: acts for url in (*LISTS, *named[::4]) if (acts := ran(one, attacked.address + url))}
    one.goto(attacked.address + "search/?q=pwn")
    one.wait_for_load_state("networkidle")
    assert one.evaluate(TOUCH) == []
    assert found == {}
    assert away == []


@pytest.mark.parametrize("name", SURVIVES)
def test_what_editors_write_survives(attacked: Attacked, name: str) -> None:
    html = (attacked.site / "public" / "2026" / "09" / f"s-{name}" / "index.html").read_text("utf-8")
    assert [part for part in SURVIVES[name][1] if part not in html] == []
