"""A sheaf of which one article is otherwise is what binding them all gives, whatever that article said before."""

from __future__ import annotations

from array import array
from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from bulletin.render.search.blocks import join, pieces, titled
from bulletin.render.search.rebinding import rebind
from bulletin.render.search.sheaves import Sheaf, Text, bind, terms_of

# Words that begin alike stand at one place in order; 裡 makes terms of its own, 𠮷 takes four bytes
TEXT = st.text(alphabet="工会职代表 abc12，\n𠮷里裡個們", max_size=40)
FIRST = st.sampled_from([0, 64, 256, 448])  # 256 and 511 have bytes that stand in other numbers as well


def searched(one: str) -> Text:
    return (one[:6], one[:6]), (one[2:], f"{one}\n會計里")


def bound(first: int, texts: Sequence[str]) -> Sheaf:
    return bind(first, list(map(searched, texts)))


def said(sheaf: Sheaf) -> object:
    """All of it, in whatever order its terms are."""
    found = {term: (articles, lows, list(uppers)) for term, (articles, lows, uppers) in pieces(sheaf)}
    return found, dict(titled([sheaf])), sheaf.titled, sheaf.titles, len(sheaf.uppers)


@given(FIRST, st.lists(TEXT, min_size=1, max_size=5), st.integers(0, 4), TEXT)
def test_another_text(first: int, texts: list[str], at: int, text: str) -> None:
    at %= len(texts)
    found = rebind(bound(first, texts), first + at, searched(text))
    wanted = bound(first, [*texts[:at], text, *texts[at + 1 :]])
    assert said(found) == said(wanted)
    assert join(0, [found]) == join(0, [wanted])
    assert len(set(terms_of(found.terms))) == len(array("I", found.counts))


@given(FIRST, st.lists(TEXT, max_size=5), TEXT)
def test_one_more_and_one_less(first: int, texts: list[str], text: str) -> None:
    fewer, more = bound(first, texts), bound(first, [*texts, text])
    assert said(rebind(fewer, first + len(texts), searched(text))) == said(more)
    assert said(rebind(more, first + len(texts), None)) == said(fewer)


def test_places_of_more_than_two_bytes_beside_others() -> None:
    """All of a sheaf are put away in another form then, and in the shorter one again."""
    short, long = bound(0, ["工会，职代会", "代表"]), bound(0, ["工会，职代会", "工会，" * 40000])
    assert len(long.uppers) == 4 * len(long.lows)
    assert said(rebind(short, 1, searched("工会，" * 40000))) == said(long)
    assert said(rebind(long, 1, searched("代表"))) == said(short)
