"""Packs of texts: what an edition says of an article is read back, by the browser's script in Node as well."""

from __future__ import annotations

import base64
import json
import shutil
import subprocess
import zlib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from library_search import index_of, items_of, sites

from bulletin.model.article import Article, Site
from bulletin.render.search.gathering import MANY
from bulletin.render.search.texts import (
    LONGEST,
    Scheme,
    coded,
    differences,
    pack,
    predicted,
    record,
    scheme,
    text_of,
    unpack,
)

NODE = shutil.which("node")
ROOT = Path(__file__).parent.parent.parent.parent
TEXTS = st.text(alphabet=st.sampled_from("工會裡里「」“”\n，a€𠮷體体 "), max_size=30)


def applied(text: str, edits: Iterator[tuple[int, int, str]]) -> str:
    out, at = "", 0
    for stay, left_out, put_in in edits:
        out += text[at : at + stay] + put_in
        at += stay + left_out
    return out + text[at:]


@given(TEXTS, TEXTS)
def test_edits_make_one_text_of_the_other(text: str, wanted: str) -> None:
    assert applied(text, differences(text, wanted)) == wanted


@pytest.mark.parametrize(
    ("text", "wanted", "edits"),
    [
        ("工会", "工会", []),
        ("他着急地看着远方", "他著急地看著遠方", [(1, 6, "著急地看著遠")]),
        ("一二三四五六七八九十", "一二三四伍六七八九十", [(4, 1, "伍")]),
        ("一二三四五\n六七八九十甲乙丙", "一二三四五\n六七捌九十甲乙丙", [(8, 1, "捌")]),
        ("用软件办公", "用應用軟體办公", [(1, 2, "應用軟體")]),
        ("一\n二", "一\n二\n三", [(3, 0, "\n三")]),
    ],
    ids=["none", "many", "one", "second line", "other length", "more lines"],
)
def test_edits_are_few(text: str, wanted: str, edits: list[tuple[int, int, str]]) -> None:
    assert list(differences(text, wanted)) == edits
    assert applied(text, iter(edits)) == wanted


@given(TEXTS)
def test_a_prediction_keeps_its_length(text: str) -> None:
    assert len(predicted(text)) == len(text)


def test_the_second_edition_costs_next_to_nothing() -> None:
    bulletin = sites()
    how = scheme(bulletin, items_of(bulletin)[::-1])
    assert how.base == 1
    assert how.is_folded == (True, False)
    both = sum(len(record(how, bulletin, articles)) for articles in items_of(bulletin))
    alone = Scheme(how.alphabet, 0, (False,))
    one = sum(len(record(alone, bulletin[1:], articles[1:])) for articles in items_of(bulletin))
    assert both < 1.1 * one


def test_characters_of_all_kinds() -> None:
    assert coded("甲乙工", "甲乙") == bytes([0, 1, 161 + 0xF, 0xE5])
    assert coded("€𠮷", "甲乙") == b"\xff\x00\x20\xac\xff\x02\x0b\xb7"
    long = "".join(chr(0x4E00 + at) for at in range(200))
    assert coded(long[199], long) == bytes([160, 39])


def changed(bulletin: tuple[Site, ...], text: str) -> tuple[Site, ...]:
    """The newest article has this text."""
    return tuple(
        replace(site, articles=(replace(site.articles[0], text=text, withdrawn=""), *site.articles[1:]))
        for site in bulletin
    )


@pytest.mark.parametrize("text", ["工会" * 30_000, "".join(chr(0x20000 + at % 40_000) for at in range(50_000))])
def test_a_long_text_is_cut(text: str) -> None:
    bulletin = changed(sites(), text)
    article = bulletin[0].articles[0]
    assert text_of(bulletin[0], article).endswith("\n…")
    assert len(text_of(bulletin[0], article)) < LONGEST + 500
    how = scheme(bulletin, items_of(bulletin))
    assert len(record(how, bulletin, items_of(bulletin)[0])) <= 0xFFFF


def test_a_pack_says_where_its_records_are() -> None:
    bulletin = sites()
    items = items_of(bulletin)[::-1]
    how = scheme(bulletin, items)
    records = [record(how, bulletin, articles) for articles in items[:3]]
    data = pack(records)
    assert unpack(data, 3) == records
    at = 6
    for number in range(3):
        size = int.from_bytes(data[2 * number : 2 * number + 2], "little")
        assert data[at : at + size] == record(how, bulletin, items[number])
        assert zlib.decompress(data[at : at + size], -15)
        at += size
    assert at == len(data)


def awkward(bulletin: tuple[Site, ...]) -> tuple[Site, ...]:
    """Articles whose editions differ in every way: words, paragraphs, nothing, withdrawn, rare characters."""
    texts = [
        ("用软件办公，数据在云端", "用軟體辦公，資料在雲端"),
        ("只有一段", "有兩段\n第二段"),
        ("", ""),
        ("𠮷野家“乾”杯", "𠮷野家「乾」杯"),
        ("瞭望塔下，他着了急，里程碑", "瞭望塔下，他著了急，里程碑"),
    ]

    def article(one: Article, number: int, edition: int) -> Article:
        if number == len(texts):
            return replace(one, withdrawn=("此稿已撤，恕不转载", "此稿已撤，恕不轉載")[edition], text="")
        text = texts[number][edition] if number < len(texts) else one.text
        return replace(one, text=text, subtitle="副题" if number == 2 else one.subtitle)

    return tuple(
        replace(site, articles=tuple(article(one, number, at) for number, one in enumerate(site.articles)))
        for at, site in enumerate(bulletin)
    )


SCRIPT = """
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
const [folder, file] = process.argv.slice(2);
const { Engine } = await import(pathToFileURL(`${folder}/search-engine.js`).href);
const { found } = await import(pathToFileURL(`${folder}/search-store.js`).href);
const { index, count, editions } = JSON.parse(readFileSync(file, "utf8"));
const engine = new Engine("", async (name, version, part) => {
  const data = Buffer.from(index[name], "base64");
  return part ? new Response(data.subarray(...part), { status: 206 }) : new Response(data);
});
const out = {};
for (const edition of editions) {
  const signal = new AbortController().signal;
  const all = Array.from({ length: count }, (_, number) => found(engine, number, edition, [], signal));
  out[edition] = await Promise.all(all);
}
console.log(JSON.stringify(out));
"""


@pytest.mark.skipif(NODE is None, reason="no Node on this machine; the browser's tests compare results with pages")
@pytest.mark.parametrize(
    ("order", "many"),
    [((0, 1), MANY), ((1, 0), MANY), ((1,), MANY), ((0,), MANY), ((0, 1), 1), ((0,), 1)],
    ids=["both", "traditional first", "traditional", "simplified", "both, dictionary", "simplified, dictionary"],
)
def test_the_script_reads_what_python_writes(
    tmp_path: Path, order: tuple[int, ...], many: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bulletin.render.search.gathering.MANY", many)
    both = awkward(sites())
    bulletin = tuple(both[at] for at in order)
    assert ("texts/dictionary.bin" in index_of(bulletin)) is (many == 1)
    files = {name: base64.b64encode(data).decode() for name, data in index_of(bulletin).items()}
    tags = [site.edition.tag for site in bulletin]
    count = len(bulletin[0].articles)
    (tmp_path / "in.json").write_text(json.dumps({"index": files, "count": count, "editions": tags}), encoding="utf-8")
    (tmp_path / "read.mjs").write_text(SCRIPT, encoding="utf-8")
    scripts = ROOT / "themes" / "plain" / "assets"
    told = subprocess.run(
        [str(NODE), "--no-warnings", str(tmp_path / "read.mjs"), str(scripts), str(tmp_path / "in.json")],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert told.returncode == 0, told.stderr
    found = json.loads(told.stdout)
    for site in bulletin:
        for number, article in enumerate(reversed(site.articles)):
            about = found[site.edition.tag][number]
            assert about["url"] == article.card.url
            path, moment, lang, section, sources, title, *blocks = text_of(site, article).split("\n")
            card = about["about"]
            assert article.card.url.endswith(path)
            assert [card["moment"], card["section"], card["title"]] == [moment, section, title]
            assert card["titleLanguage"] == (lang or site.edition.tag)
            assert card["sources"] == [one for one in sources.split("\t") if one]
            assert card["blocks"] == [one for one in blocks if one]


def test_no_pack_without_articles() -> None:
    bulletin = tuple(replace(site, articles=(), listings=(), issues=()) for site in sites())
    assert not [name for name in index_of(bulletin) if name.startswith("texts/")]
