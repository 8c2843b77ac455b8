"""Which articles are named below another one."""

from __future__ import annotations

from random import Random

from convert.factory_convert import HANT, make_config
from hypothesis import given
from hypothesis import strategies as st

from bulletin.convert.related import RELATED, Related, RelatedCards, blocks, names_of
from bulletin.convert.related import related as relate
from bulletin.model.article import Article, Card, Link
from bulletin.model.digest import digest_of_plain

CONFIG = make_config(HANT)
ROOT = CONFIG.base + HANT.path


def related(*articles: Article) -> dict[str, list[str]]:
    cards = RelatedCards(articles, relate(names_of(articles, ROOT)))
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


def slowly(names: list[tuple[str, ...]]) -> Related:
    """The same, each article for itself: what the rule says."""
    lists: dict[str, list[int]] = {}
    for number, mine in enumerate(names):
        for name in mine:
            lists.setdefault(name, []).append(number)
    return tuple(_slowly(number, mine, lists) for number, mine in enumerate(names))


def _slowly(number: int, mine: tuple[str, ...], lists: dict[str, list[int]]) -> tuple[int, ...]:
    scores: dict[int, int] = {}
    for name in mine:
        place = lists[name].index(number)
        weight = {"tags": max(4, 14 - len(lists[name]).bit_length()), "sections": 1, "unions": 3}[name.split("/")[0]]
        for other in lists[name][max(0, place - 6) : place + 7]:
            scores[other] = scores.get(other, 0) + weight
    scores.pop(number, None)
    ranked = sorted(scores, key=lambda other: (-scores[other], abs(other - number), other))
    return tuple(ranked[:RELATED])


SHARED = st.lists(
    st.sampled_from((*(f"tags/{tag}/" for tag in "abcde"), "sections/news/", "sections/x/", "unions/y/")),
    max_size=3,
    unique=True,
).map(tuple)


@given(st.integers(0, 140), st.randoms(use_true_random=False), st.lists(SHARED, min_size=1, max_size=12))
def test_blocks_find_what_each_article_would(count: int, chance: Random, kinds: list[tuple[str, ...]]) -> None:
    names = [chance.choice(kinds) for _ in range(count)]
    assert relate(names) == slowly(names)


def test_a_new_article_leaves_older_blocks_as_they_are() -> None:
    names = [(f"sections/{number % 3}/", f"tags/{number * 7 % 11}/") for number in range(640)]
    before = [digest_of_plain(block) for block in blocks(names)]
    after = [digest_of_plain(block) for block in blocks([("sections/0/", "tags/3/"), *names])]
    assert len(before) == 10
    assert before[:8] == after[:8]
    assert len(after) == 11
    in_the_middle = [digest_of_plain(block) for block in blocks([*names[:300], ("sections/0/",), *names[300:]])]
    assert len(set(before) & set(in_the_middle)) >= 4


def test_a_withdrawn_article_is_related_to_none() -> None:
    assert related(lone(3, "a"), lone(2, "a", withdrawn=True), lone(1, "a")) == {"3": ["1"], "2": [], "1": ["3"]}
