"""A cover opens its article unless the article shows that photo anyway."""

from __future__ import annotations

from dataclasses import replace

import pytest
from factory_render import HANS, make_article, make_config, make_photo

from bulletin.model.item import Photo
from bulletin.render.filters import opening_photo

COVER, OTHER = make_photo("封面.jpg"), make_photo("照片2.jpg")


@pytest.mark.parametrize(
    ("cover", "html", "gallery", "opens"),
    [
        (None, "", (), False),
        (COVER, "<p>正文</p>", (), True),
        (COVER, f'<img src="{OTHER.fallback[0].url}">', ((OTHER, ""),), True),
        (COVER, f'<img src="{COVER.fallback[0].url}">', (), False),
        (COVER, "", ((COVER, "图为现场。"),), False),
    ],
)
def test_opening_photo(cover: Photo | None, html: str, gallery: tuple[tuple[Photo, str], ...], opens: bool) -> None:
    article = make_article(0, make_config(), HANS)
    article = replace(article, card=replace(article.card, cover=cover), html=html, gallery=gallery)
    assert opening_photo(article) == (cover if opens else None)
