"""A theme that extends another: one file is enough, all else comes from below, at any depth."""

from __future__ import annotations

from pathlib import Path

from rendered_theme import full_chrome, page_text, theme
from views_theme import HANS, maximal

from bulletin.read.theme import read_theme


def test_evening_overrides_one_template_and_some_tokens() -> None:
    plain, evening = theme("plain"), theme("evening")
    assert evening.names == ("evening", "plain")
    nearest = {name: text for name, text in evening.templates if not name.startswith(("plain/", "evening/"))}
    below = {name: text for name, text in plain.templates if not name.startswith("plain/")}
    assert {name for name in nearest if nearest[name] != below.get(name)} == {"home.html"}
    assert dict(evening.templates)["plain/home.html"] == below["home.html"]
    changed = {name for name, data in evening.assets if dict(plain.assets).get(name) != data}
    assert changed == {"custom.css"}
    assert dict(evening.options)["views"] == dict(plain.options)["views"]
    assert dict(evening.options)["paper_dark"] != dict(plain.options)["paper_dark"]


def test_evening_shows_its_own_front_page_and_keeps_the_rest() -> None:
    front = maximal(HANS)[0]
    evening, plain = (page_text(theme(n), full_chrome(theme(n)), *front) for n in ("evening", "plain"))
    assert 'class="evening-lead"' in evening
    assert 'class="evening-lead"' not in plain
    assert 'class="front-issue"' in plain
    assert 'class="front-issue"' not in evening
    for kept in ('class="masthead"', 'class="front-latest"', 'class="front-lead"', 'class="imprint"'):
        assert kept in evening
        assert kept in plain


def test_third_theme_overrides_a_part_of_the_second(tmp_path: Path) -> None:
    mine = tmp_path / "themes" / "mine"
    (mine / "templates" / "parts").mkdir(parents=True)
    (mine / "theme.yaml").write_text("name: mine\nextends: evening\n", encoding="utf-8")
    (mine / "templates" / "parts" / "footer.html").write_text("<footer>{{ chrome.config.owner }}</footer>\n", "utf-8")
    (mine / "templates" / "item.html").write_text(
        '{% extends "plain/item.html" %}{% block meta %}<p>mine</p>{{ super() }}{% endblock %}\n', "utf-8"
    )
    of = read_theme(tmp_path, "mine")
    assert of.names == ("mine", "evening", "plain")
    texts = {template: page_text(of, full_chrome(of), template, view) for template, view in maximal(HANS)[:1]}
    assert 'class="evening-lead"' in texts["home.html"]
    assert "<footer>南浦市总工会</footer>" in texts["home.html"]
    assert 'class="imprint"' not in texts["home.html"]
    item = page_text(of, full_chrome(of), *maximal(HANS)[1])
    assert "<p>mine</p>" in item
    assert 'class="meta"' in item
