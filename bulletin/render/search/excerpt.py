"""The published page of an article, and the phrases of a question -> what a list of results says of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html.parser import HTMLParser

from bulletin.model.making import frozen
from bulletin.render.search.fold import fold
from bulletin.render.search.terms import UNIT

_BLOCKS = frozenset(
    {"address", "article", "blockquote", "br", "dd", "div", "dl", "dt", "figcaption", "figure", "h2", "h3", "h4", "h5"}
    | {"h6", "li", "ol", "p", "pre", "table", "td", "th", "tr", "ul"}
)
_VOID = frozenset({"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr"})
_UNREAD = frozenset({"script", "style", "template", "nav", "rt", "rp"})
_BEFORE = 20  # characters in front of the first place found
_LENGTH = 100
_ENDING = "，。、；：！？…）》」』”’】 "  # no excerpt begins with these, as no line does


@frozen
class Excerpt:
    title: str
    date: str  # as in <time datetime>, "" where there is none
    text: str  # around the first place of a phrase, else the beginning; "…" where something is left out


def excerpt(html: str, phrases: Sequence[tuple[str, ...]]) -> Excerpt:
    page = _read(html)
    title, *texts = _blocks(page)
    spans = [(block, list(_spans(block))) for block in texts]
    found = ((block, place) for words in phrases for block, some in spans if (place := _place(some, words)) is not None)
    block, (start, _) = next(found, (texts[0] if texts else "", (0, 0)))
    return Excerpt(title, page.date, _cut(block, start))


def blocks(html: str) -> list[str]:
    """The title, "" where there is none, and the paragraphs of the article on a page."""
    return _blocks(_read(html))


def _blocks(page: _Page) -> list[str]:
    texts = (" ".join(block.split()) for block in page.blocks)
    return [" ".join("".join(page.title).split()), *filter(None, texts)]


def _read(html: str) -> _Page:
    page = _Page()
    page.feed(html)
    page.close()
    return page


def find(text: str, words: Sequence[str]) -> tuple[int, int] | None:
    """Begin and end, in the original text, of the first place where these units stand in a row."""
    return _place(list(_spans(text)), words)


def _place(spans: Sequence[tuple[str, int, int]], words: Sequence[str]) -> tuple[int, int] | None:
    for at in range(len(spans) - len(words) + 1):
        if words and all(spans[at + next][0] == unit for next, unit in enumerate(words)):
            return spans[at][1], spans[at + len(words) - 1][2]
    return None


def _spans(text: str) -> Iterator[tuple[str, int, int]]:
    """Units, each with where it stands in the original."""
    folded = [fold(character) for character in text]
    origin = [at for at, form in enumerate(folded) for _ in form]
    for match in UNIT.finditer("".join(folded)):
        yield match[0], origin[match.start()], origin[match.end() - 1] + 1


def _cut(text: str, place: int) -> str:
    start = place - _BEFORE if place > _BEFORE + 8 else 0
    end = start + _LENGTH if start + _LENGTH + 8 < len(text) else len(text)
    while start and start < place and text[start] in _ENDING:
        start += 1
    return ("…" if start else "") + text[start:end] + ("…" if end < len(text) else "")


class _Page(HTMLParser):
    """Heading, first date and the blocks of the text inside <article>, as any theme writes them."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.title: list[str] = []
        self.date = ""
        self.blocks: list[str] = [""]
        self._open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _BLOCKS:
            self.blocks.append("")
        if tag not in _VOID:
            self._open.append(tag)
        if tag == "time" and not self.date and "article" in self._open:
            self.date = dict(attrs).get("datetime") or ""

    def handle_endtag(self, tag: str) -> None:
        if tag in self._open:
            while self._open.pop() != tag:
                pass
        if tag in _BLOCKS:
            self.blocks.append("")

    def handle_data(self, data: str) -> None:
        if "article" not in self._open or not _UNREAD.isdisjoint(self._open):
            return
        if "h1" in self._open:
            self.title.append(data)
        elif "header" not in self._open:
            self.blocks[-1] += data
