"""Articles in all editions -> the texts that titles and excerpts are taken from: packs of 64 articles, of which a
browser asks for the parts of those that it shows (HTTP Range), a kilobyte or so each.

    texts/<n>.bin = of each of its articles the bytes of its record, two bytes, lowest first; then the records
    record        = raw deflate, behind the bytes of ``dictionary``, of: varint: characters of the base text; these;
                    then for each other edition varint: how many edits, and of each edit varints: characters that
                    stay, characters left out, characters put in; these
    character     = a byte below 160: the one of that number in the alphabet; 160 and a byte: the one that many behind
                    160; from 161 on and a byte: one of U+4E00–9FFF; 255 and three bytes: any other
    text          = lines: path below the edition, date, script of the title where that is not the edition's, section,
                    sources with tabs between them, title, then the blocks; "…" as the last one where some are left out

The base is a traditional edition, if there is one: folding its characters one by one gives a simplified text but for
a few of a hundred (see ``predicted``), so that the second edition costs next to nothing. The alphabet is that of the
oldest articles: a new one leaves all packs but the last as they are.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache
from itertools import accumulate, compress, pairwise
from operator import ne

from bulletin.model.article import Article, Site
from bulletin.model.making import frozen
from bulletin.render.filters import date_iso
from bulletin.render.paths import below_edition
from bulletin.render.search.codes import varint
from bulletin.render.search.dictionary import deflated, dictionary_of
from bulletin.render.search.fold import table
from bulletin.render.search.terms import QUOTES

PACK = 64  # articles
LONGEST = 20_000  # characters of an article's blocks
CUT = "…"
_PLAIN = 160  # characters of the alphabet that take a byte
_ALPHABET = _PLAIN + 256
_HAN = range(0x4E00, 0xA000)
_OTHER = 255
_LARGEST = 0xFFFF  # bytes of a record


@frozen
class Scheme:
    """What all records of a bulletin have in common."""

    alphabet: str
    base: int  # number of the edition that is written in full
    is_folded: tuple[bool, ...]  # of each edition, whether it is told from the base as ``predicted`` has it
    dictionary: bytes = b""


def scheme(sites: Sequence[Site], items: Sequence[tuple[Article, ...]], has_dictionary: bool = False) -> Scheme:
    """``items``: the oldest ones, by whose characters the alphabet goes, and by whose records the dictionary."""
    scripts = [site.edition.script for site in sites]
    base = scripts.index("Hant") if "Hant" in scripts else 0
    counted = Counter("".join(text_of(sites[base], articles[base]) for articles in items))
    common = sorted(counted, key=lambda one: (-counted[one], one))
    alphabet = (*sorted(common[:_PLAIN]), *sorted(common[_PLAIN:_ALPHABET]))  # so that a word more leaves it as it is
    how = Scheme("".join(alphabet), base, tuple(script == "Hans" != scripts[base] for script in scripts))
    if not has_dictionary:
        return how
    return replace(how, dictionary=dictionary_of([_told(how, sites, articles) for articles in items]))


def text_of(site: Site, article: Article, length: int = LONGEST) -> str:
    """``length``: characters of its blocks that are kept."""
    card = article.card
    blocks = "\n".join(filter(None, _blocks(article)))
    if len(blocks) > length:
        blocks = f"{blocks[:length]}\n{CUT}"
    sources = "\t".join(map(_line, (link.name for link in card.sources)))
    section = card.section.name if card.section else ""
    lines = (below_edition(site, card.url), date_iso(card.date, card.has_time), card.lang, section)
    return "\n".join((*map(_line, lines), sources, _line(card.title), blocks))


def _blocks(article: Article) -> Iterator[str]:
    """What the page shows: the text, then what stands around it."""
    if article.withdrawn:
        yield article.withdrawn
        return
    yield article.text
    yield from (article.card.kicker, article.subtitle, article.addressee, article.document_number, article.reprint)
    yield from (*article.signature, *article.contact, *article.phone)
    yield from (*article.contributor, *article.photographer, *article.editor)
    yield from (link.name for link in (*article.card.authors, *article.tags))
    yield from (file.name for file in article.attachments)
    yield from (caption for _, caption in article.gallery)
    yield from (correction.text for correction in article.corrections)


def _line(text: str) -> str:
    return " ".join(text.split())


def pack(records: Sequence[bytes]) -> bytes:
    """``records``: up to ``PACK``, from the oldest article on."""
    return b"".join((*(len(one).to_bytes(2, "little") for one in records), *records))


def unpack(data: bytes, count: int) -> list[bytes]:
    """Of so many articles their records."""
    sizes = (int.from_bytes(data[at : at + 2], "little") for at in range(0, 2 * count, 2))
    return [data[begin:end] for begin, end in pairwise(accumulate(sizes, initial=2 * count))]


def record(how: Scheme, sites: Sequence[Site], articles: Sequence[Article], length: int = LONGEST) -> bytes:
    data = deflated(_told(how, sites, articles, length), how.dictionary)
    return data if len(data) <= _LARGEST else record(how, sites, articles, length // 2)


def _told(how: Scheme, sites: Sequence[Site], articles: Sequence[Article], length: int = LONGEST) -> bytes:
    texts = [text_of(site, article, length) for site, article in zip(sites, articles, strict=True)]
    base = texts[how.base]
    out = [varint(len(base)), coded(base, how.alphabet)]
    for number, text in enumerate(texts):
        if number != how.base:
            edits = list(differences(predicted(base) if how.is_folded[number] else base, text))
            out.append(varint(len(edits)))
            for stay, left_out, put_in in edits:
                out += (varint(stay), varint(left_out), varint(len(put_in)), coded(put_in, how.alphabet))
    return b"".join(out)


def predicted(text: str) -> str:
    """A traditional text -> the simplified one, more or less: always as long as it is."""
    return text.translate(_simplified())


@cache
def _simplified() -> dict[int, str]:
    return {ord(one): other for one, other in (*zip(*table(), strict=True), *QUOTES)}


def differences(text: str, wanted: str) -> Iterator[tuple[int, int, str]]:
    """Edits that make the one of the other: so many characters stay, so many are left out, these are put in."""
    lines, wanted_lines = text.split("\n"), wanted.split("\n")
    if len(lines) != len(wanted_lines):
        lines, wanted_lines = [text], [wanted]
    stay = 0
    for line, other in zip(lines, wanted_lines, strict=True):
        at = 0
        for begin, end, put_in in _of_line(line, other) if line != other else ():
            yield stay + begin - at, end - begin, put_in
            stay, at = 0, end
        stay += len(line) - at + 1


def _of_line(line: str, other: str) -> Iterator[tuple[int, int, str]]:
    """Begin, end, and what stands there instead."""
    if len(line) == len(other):
        places = list(compress(range(len(line)), map(ne, line, other)))
        if 4 * len(places) < len(line):
            yield from ((place, place + 1, other[place]) for place in places)
            return
    least = min(len(line), len(other))
    begin = next((at for at in range(least) if line[at] != other[at]), least)
    rest = least - begin
    tail = next((at for at in range(rest) if line[-1 - at] != other[-1 - at]), rest)
    yield begin, len(line) - tail, other[begin : len(other) - tail]


def coded(text: str, alphabet: str) -> bytes:
    return text.translate(_codes(alphabet)).encode("latin-1")


@cache
def _codes(alphabet: str) -> _Codes:
    return _Codes(alphabet)


class _Codes(dict[int, str]):
    """A code point -> its bytes, as characters below 256."""

    def __init__(self, alphabet: str) -> None:
        super().__init__()
        for at, one in enumerate(alphabet):
            self[ord(one)] = chr(at) if at < _PLAIN else chr(_PLAIN) + chr(at - _PLAIN)

    def __missing__(self, code: int) -> str:
        if code in _HAN:
            high, low = divmod(code - _HAN.start, 256)
            self[code] = found = chr(_PLAIN + 1 + high) + chr(low)
        else:
            self[code] = found = chr(_OTHER) + code.to_bytes(3, "big").decode("latin-1")
        return found
