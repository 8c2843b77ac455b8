"""Whole built sites stand before the validators: HTML, links, feeds, sitemap, structured data, editions."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from sites.make_site import SITE, write_site
from validators.site_validators import validate_site

from bulletin.pipeline import Options, build

NOW = datetime(2026, 11, 20, 9, tzinfo=UTC)
ROOT = Path(__file__).parent.parent.parent


@pytest.mark.parametrize("url", ["https://example.org/", "https://example.org/bulletin/", "https://例子.中国/工会/"])
@pytest.mark.parametrize(
    "editions",
    ["[zh-Hans, zh-Hant]", "[zh-Hans, zh-Hant, zh-Hant-TW, zh-Hant-HK]", "[zh-Hant, zh-Hans]", "[zh-Hant-HK]"],
)
def test_any_editions_at_any_address(tmp_path: Path, url: str, editions: str) -> None:
    site = write_site(tmp_path / "site", 30)
    text = SITE.replace("https://example.org/bulletin/", url).replace("[zh-Hans, zh-Hant, zh-Hant-HK]", editions)
    (site / "content" / "site.yaml").write_text(text, encoding="utf-8")
    report = build(Options(site, NOW, jobs=1), lambda *_: None, lambda _: None)
    assert not report.has_faults
    assert validate_site(site / "public") == []


def test_the_sample_site(tmp_path: Path) -> None:
    report = build(Options(ROOT, NOW, output=tmp_path / "public", has_cache=False), lambda *_: None, lambda _: None)
    assert not report.has_faults
    assert report.left_out == ()
    assert validate_site(tmp_path / "public") == []
