"""Which articles are named below another one."""

from __future__ import annotations

from convert.factory_convert import HANT, make_config

from bulletin.convert.related import RELATED, names_of, related_cards
from bulletin.convert.related import related as relate
from bulletin.model.article import Article, Card, Link

CONFIG = make_config(HANT)
ROOT = CONFIG.base + HANT.path


def related(*articles: Article) -> dict[str, list[str]]:
    cards = related_cards(articles, relate(names_of(articles, ROOT)))
    return {path: [card.path for card in found] for path, found in cards.items()}


def lone(number: int, *tags: str, source: str = "", withdrawn: bool = False) -> Article:
    """Shares nothing with any other but what is said."""
    links = (Link(source, f"{ROOT}unions/{source}/"),) if source else ()
    card = Card(f"{number}", f"{ROOT}{number}/", "", "news", None, False, None, sources=links, is_withdrawn=withdrawn)
    return Article(card, "", "", "", tags=tuple(Link(tag, f"{ROOT}tags/{tag}/") for tag in tags))


def test_related() -> None:
    found = related(
        lone(9, "a", "b"), lone(8, "a"), lone(7), lone(6, "a", "b"), lone(5, "b", source="hz"), lone(4, source="hz")
    )
    assert found == {
        "9": ["6", "8", "5"],  # both tags first, then the nearer one of those that share one
        "8": ["9", "6"],
        "7": [],
        "6": ["9", "5", "8"],
        "5": ["6", "9", "4"],  # a shared source says less than a shared tag
        "4": ["5"],
    }


def test_a_rare_tag_says_more_than_a_common_one() -> None:
    many = [lone(n, "common") for n in range(100, 120)]
    found = related(*many[:10], lone(50, "common", "rare"), *many[10:], lone(1, "rare"))
    assert found["50"][0] == "1"


def test_related_is_bounded_and_never_itself() -> None:
    for path, paths in related(*(lone(n, "x") for n in range(40))).items():
        assert len(paths) == RELATED
        assert path not in paths


def test_a_withdrawn_article_is_related_to_none() -> None:
    assert related(lone(3, "a"), lone(2, "a", withdrawn=True), lone(1, "a")) == {"3": ["1"], "2": [], "1": ["3"]}
