"""Each file is cut by itself: its key says all that goes into it, whatever was changed before."""

from __future__ import annotations

import random
from array import array
from collections.abc import Sequence
from dataclasses import replace
from functools import partial

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from library_search import TAILS, Remembering, items_of, search_pages, sites

from benchmarks.search_files import blocks_of, files_of
from bulletin.model.article import Site
from bulletin.model.page import Page
from bulletin.render.search import blocks, gathering, index, joining, layout, partition, shards, sheaves
from bulletin.render.search.cutting import Cutter
from bulletin.render.search.partition import Partition, place_in_order
from bulletin.render.search.planning import plan
from bulletin.render.search.runs import runs_of
from bulletin.render.search.sheaves import Text, bind, terms_of

WORDS = st.text(alphabet="工会职代表一二abc12𠮷々", min_size=1, max_size=5)
TEXTS = st.lists(st.text(alphabet="工会职代表abc12 ，\n𠮷里裡", max_size=30), max_size=6)
BITS = st.integers(0, 6)
PARTS = st.builds(Partition, st.dictionaries(st.sampled_from("一二代会工职表𠮷"), st.integers(0, 9)), BITS, BITS)


def texts_of(some: Sequence[str]) -> list[Text]:
    return [((one[:4], one[:4]), (one, f"{one}\n會計")) for one in some]


@given(st.sets(WORDS), PARTS)
def test_in_order_the_terms_of_a_part_stand_together(words: set[str], parts: Partition) -> None:
    """But for characters that have shards of their own between those that have none."""
    order = sorted(words, key=place_in_order())
    names = [parts.shard(word) for word in order]
    together = [name for at, name in enumerate(names) if at == 0 or names[at - 1] != name]
    own = [name for name in together if name[0] != "h"]
    assert len(own) == len(set(own))


@given(TEXTS, PARTS)
def test_every_term_is_in_the_run_of_its_shard(texts: list[str], parts: Partition) -> None:
    names = list(parts.all())
    for block in blocks_of(texts_of(texts)):
        runs = runs_of(parts, block)
        firsts, bounds, terms = array("I", runs.firsts), array("I", runs.bounds), terms_of(block.terms)
        found = {}
        for number, name in enumerate(names):
            of_shard = range(firsts[number], firsts[number + 1])
            some = [term for run in of_shard for term in terms[bounds[2 * run] : bounds[2 * run + 1]]]
            found.update(dict.fromkeys(some, name))
            assert (runs.digests[16 * number : 16 * number + 16] == bytes(16)) == (not some)
        assert found == {term: parts.shard(term) for term in terms}


@given(TEXTS, TEXTS)
def test_equal_keys_mean_equal_files(some: list[str], others: list[str]) -> None:
    with pytest.MonkeyPatch.context() as patch:
        for name, limit in TAILS.items():
            patch.setattr(shards, name, limit)
        cutters = [cutter_of(texts_of(texts)) for texts in (some, others, [*some, *others])]
        found: dict[str, list[tuple[str, bytes]]] = {}
        for cutter in cutters:
            for number in range(len(cutter.names)):
                files = list(cutter.files(number))
                assert found.setdefault(cutter.key(number), files) == files


def cutter_of(texts: Sequence[Text]) -> Cutter:
    made = blocks_of(texts)
    how = plan(made)
    return Cutter(made, [runs_of(how.parts, block) for block in made], how)


@given(TEXTS, st.sampled_from([2, 4]))
def test_sheaves_of_any_size_give_the_same_files(texts: list[str], size: int) -> None:
    wanted = files_of(texts_of(texts))[1]
    made = [bind(begin, texts_of(texts)[begin : begin + size]) for begin in range(0, len(texts), size)]
    block = blocks.join(0, made)
    how = plan([block] if made else [])
    cutter = Cutter([block] if made else [], [runs_of(how.parts, block)] if made else [], how)
    assert {name: data for at in range(len(cutter.names)) for name, data in cutter.files(at)} == wanted


def small(patch: pytest.MonkeyPatch) -> None:
    """Blocks of four articles, sheaves of two, shards of some bytes, nearly all in their tails."""
    for module, size in ((gathering, "SHEAF"), (joining, "SHEAF"), (blocks, "SHEAF"), (layout, "PACK")):
        patch.setattr(module, "BLOCK", 4)
        patch.setattr(module, size, 2)
    patch.setattr(layout, "_LEAST", 3)
    patch.setattr(index, "prove", lambda *_: None)  # who reads counts with blocks of 512
    for name, limit in TAILS.items():
        patch.setattr(shards, name, limit)
    patch.setattr(partition, "_GOAL", 256)


CHANGES = st.lists(
    st.tuples(st.sampled_from(("change", "change", "add", "drop", "insert")), st.integers(0, 30), st.integers(0, 99)),
    min_size=1, max_size=5,
)  # fmt: skip


@settings(max_examples=15)
@given(CHANGES)
def test_any_changes_one_after_the_other_give_what_a_clean_build_gives(changes: list[tuple[str, int, int]]) -> None:
    with pytest.MonkeyPatch.context() as patch:
        small(patch)
        memory, published = Remembering(), dict[str, Page]()
        numbers = list(range(13))
        for what, place, number in [("", 0, 0), *changes]:
            numbers = changed(numbers, what, place, number)
            bulletin = tuple(taken(site, numbers) for site in sites())
            found = search_pages(bulletin, items_of(bulletin), memory, partial(missing, published))
            published = {page.path: published[page.path] if page.data is None else page for page in found}
            assert published == {page.path: page for page in search_pages(bulletin, items_of(bulletin))}


def changed(numbers: list[int], what: str, place: int, number: int) -> list[int]:
    at = place % len(numbers)
    return {
        "change": [*numbers[:at], number, *numbers[at + 1 :]],
        "add": [number, *numbers],
        "drop": numbers[:at] + numbers[at + 1 :] if len(numbers) > 1 else numbers,
        "insert": [*numbers[:at], number, *numbers[at:]],
    }.get(what, numbers)


def taken(site: Site, numbers: Sequence[int]) -> Site:
    """The articles of these numbers, once more under other addresses where one stands there twice."""
    chosen = [site.articles[number % len(site.articles)] for number in numbers]
    articles = tuple(
        replace(one, card=replace(one.card, path=f"{at}.md"), digest=f"{at} {one.card.path} {one.card.url}")
        for at, one in enumerate(chosen)
    )
    return replace(site, articles=articles, listings=(), issues=())


def missing(published: dict[str, Page], pages: Sequence[Page]) -> list[Page]:
    return [page for page in pages if page.path not in published or published[page.path].key != page.key]


def test_a_term_in_shards_of_many_parts() -> None:
    """More of them than a byte could tell."""
    lot = random.Random(3)
    words = {"工" + chr(0x4E00 + lot.randrange(4000)) for _ in range(3000)}
    parts = Partition({"工": 11}, 0, 0)
    order = sorted(words, key=place_in_order())
    names = [parts.shard(word) for word in order]
    assert len(set(names)) == sum(1 for at, name in enumerate(names) if at == 0 or names[at - 1] != name) > 1000


def test_long_texts_beside_short_ones() -> None:
    """A place that takes more than two bytes, in one sheaf of several."""
    texts: list[Text] = [(("短",), ("工会，" * 40000,)), *[(("文",), ("工会",))] * 130]
    sheaf = bind(0, texts[:64])
    assert len(sheaf.uppers) == 4 * len(sheaf.lows)
    assert len(bind(64, texts[64:128]).uppers) == len(bind(64, texts[64:128]).lows)
    assert sheaves.SHEAF == 64
    assert len(files_of(texts)[1]) > 1
