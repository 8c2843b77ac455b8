"""``Converter``: text, names and HTML of one script -> the script, words, names and quotation marks of an edition."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from itertools import accumulate, pairwise

from bulletin.convert.prose import BLOCK_END, BREAK, prose_html, prose_of
from bulletin.convert.script.choices import Choice
from bulletin.convert.script.engine import RULES_VERSION, Step, choices_of, steps
from bulletin.convert.script.engine import versions as dictionary_versions
from bulletin.convert.script.fragment import take_apart
from bulletin.convert.script.lexicon import (
    Lexicon,
    Span,
    addresses,
    cut_around,
    fill,
    glossary_forms,
    merged,
    places,
    refill,
)
from bulletin.convert.script.names import convert_person, is_person, replace_runs, runs
from bulletin.convert.script.quotes import to_corner, to_curly
from bulletin.model.content import Edition, Glossary, Script

_LONG_NAME = 5
_NO_RULES = Lexicon({})


def versions() -> tuple[tuple[str, str], ...]:
    """Everything outside of a text that its conversion depends on, as (name, version), for keys and for the report."""
    return (*dictionary_versions(), ("conversion-rules", RULES_VERSION))


class Converter:
    """Converts what is written in ``source`` for ``edition``. Make it once, use it for everything: it never changes.

    >>> from bulletin.convert import Converter
    >>> from bulletin.model.content import Edition, Glossary
    >>> taiwan = Edition("zh-Hant-TW", path="", name="", quotes="corner")
    >>> converter = Converter("Hans", taiwan)
    >>> converter.text("“5000人参与罢工”，头发运回工厂。")
    '「5000人參與罷工」，頭髮運回工廠。'
    >>> converter.html('<p title="干部">头<b>发</b></p> <code>头发</code>')
    '<p title="幹部">頭<b>髮</b></p> <code>头发</code>'
    >>> converter.name("于占海"), converter.protecting({"余慧明": "余慧明"}).text("余慧明说")
    ('于占海', '余慧明說')
    >>> Converter("Hans", taiwan, Glossary((("博客", (("zh-Hant-TW", "部落格"),)),))).text("博客")
    '部落格'
    >>> [(choice.position, choice.chosen, choice.alternatives) for choice in converter.doubtful("制造")]
    [(0, '製', ('制',))]

    What fixes a word, strongest first: the rules of a page (``ruled``); ``glossary``; ``names`` (of people and
    bodies: as written -> form in the edition); clear evidence from the neighbours of a character (``choices``);
    OpenCC's phrases; OpenCC's characters; then the variants of the edition's region and its style. A word that is
    fixed neither joins its neighbours into other words nor is cut by them.

    Guarantees, for every input:

    - no exception, and the same result in every process and in any order of calls;
    - a text in the edition's own script comes back as it was, unless the glossary or the quotation marks say otherwise;
    - the text of ``html(x)`` is ``text`` of the text of ``x``, block by block, however tags cut its words: 头<b>发</b>
      gives 頭<b>髮</b>. Ruby annotations are texts of their own;
    - ``html`` changes text and the attributes alt, title, aria-label and content; never other attributes, tags,
      comments, an address that is the text of a link, or what stands in code, pre, kbd, an element with
      ``data-no-convert`` or one whose ``lang`` names another language or states a script;
    - an address whose host is Chinese stays as it is; another one ends before the first Chinese character;
    - quotation marks change in pairs only, “ ‘ ’ ” to 「 『 』 」 for an edition with corner marks, and back from a
      traditional source for one with curly marks; apostrophes stay.
    """

    __slots__ = ("_fixed", "_glossary", "_names", "_rules", "_steps", "edition", "source")

    def __init__(
        self,
        source: Script,
        edition: Edition,
        glossary: Glossary | None = None,
        names: Mapping[str, str] | None = None,
    ) -> None:
        self.source: Script = source
        self.edition = edition
        self._steps: tuple[Step, ...] = steps(source, edition)
        self._glossary = Lexicon(self._changing(glossary_forms(glossary or Glossary(), source, edition)))
        self._fixed = Lexicon(self._changing(names or {}))
        self._names: tuple[tuple[str, str], ...] = ()  # of one item, longest first
        self._rules = _NO_RULES  # of one item

    def protecting(self, names: Mapping[str, str]) -> Converter:
        """The same converter with further names, those of one item; cheap."""
        names = self._changing(names)
        if not names:
            return self
        other = self._copy()
        together = dict(self._names) | {name: form for name, form in names.items() if name}
        other._names = tuple(sorted(together.items(), key=lambda pair: (-len(pair[0]), pair[0])))
        return other

    def ruled(self, words: Mapping[str, str]) -> Converter:
        """The same converter with an author's rules for one page, word -> form, which win over all others; cheap."""
        words = self._changing(words)
        if not words:
            return self
        other = self._copy()
        other._rules = Lexicon(words)
        return other

    def _copy(self) -> Converter:
        other = object.__new__(Converter)
        other.source, other.edition, other._steps = self.source, self.edition, self._steps
        other._glossary, other._fixed = self._glossary, self._fixed
        other._names, other._rules = self._names, self._rules
        return other

    @property
    def is_identity(self) -> bool:
        """Whether every text without a fixed word and without quotation marks stays as it is."""
        return not self._steps

    @property
    def changes_nothing(self) -> bool:
        """Whether every text stays as it is."""
        is_plain = self.source == "Hans" and self.edition.quotes == "curly"
        return is_plain and not (self._steps or self._has_fixed_words)

    @property
    def _has_fixed_words(self) -> bool:
        return bool(self._rules or self._glossary or self._fixed or self._names)

    def text(self, text: str) -> str:
        """Plain text, its blocks divided by line ends."""
        return "".join(self._pieces(text, (len(text),), "\n" + BLOCK_END)) if text else ""

    def pieces(self, text: str, cuts: Sequence[int]) -> list[str]:
        """``text``, blocks divided by ``BLOCK_END``, converted as a whole, then cut at what became of the places
        ``cuts`` (ascending, the last its end)."""
        return self._pieces(text, cuts, BLOCK_END) if text else [""] * len(cuts)

    def texts(self, texts: Sequence[str]) -> list[str]:
        """Several plain texts, each for itself, in one go."""
        if not any(texts) or (not self._steps and not any(map(self._touches, texts))):
            return list(texts)
        mixed = [part for text in texts if text for part in (text, BLOCK_END)]
        pieces = iter(self._pieces("".join(mixed), tuple(accumulate(map(len, mixed))), BLOCK_END)[::2])
        return [text and next(pieces) for text in texts]

    def html(self, html: str) -> str:
        """Well-formed HTML, for instance of a Markdown renderer."""
        if not html or (not self._steps and not self._touches(html)):
            return html
        if (prose := prose_of(html)) is not None and (converted := self._prose(prose)) is not None:
            return prose_html(converted)
        fragment = take_apart(html)
        return fragment.with_pieces(self._pieces(fragment.text, fragment.cuts, BLOCK_END))

    def _prose(self, prose: str) -> str | None:
        """The text of ``prose_of``, converted in the surroundings that ``take_apart`` gives it. None where its breaks
        are lost, which only a dictionary could do that knows them."""
        text = f"{BLOCK_END}{prose}{BLOCK_END}{BLOCK_END}"
        (converted,) = self._pieces(text, (len(text),), BLOCK_END)
        inside = converted[1:-2]
        return inside if inside.count(BREAK) == prose.count(BREAK) else None

    def doubtful(self, text: str) -> list[Choice]:
        """How each character of ``text`` with several traditional forms was decided, the most doubtful first.

        Positions are in ``text``; fixed words are left out. Empty unless a simplified source becomes traditional.
        """
        if self.source != "Hans" or not self._steps:
            return []
        found = choices_of(fill(text, self._spans(text)))
        written = "\n".join(choice.chosen + "".join(choice.alternatives) for choice in found)
        forms = "\n".join(written)
        for step in self._steps[1:]:
            forms = step(forms)
        places = forms.replace("\n\n\n", " ").replace("\n", "").split(" ") if found else []
        decided = (
            Choice(choice.position, form[0], tuple(form[1:]), choice.margin, choice.doubt)
            for choice, form in zip(found, places, strict=True)
        )
        return sorted(decided, key=lambda choice: (choice.certainty, choice.position))

    def name(self, value: str) -> str:
        """A field of names, 于占海 or 王某、李某 8888: people's character by character, those of bodies as phrases."""
        return replace_runs(value, self._name)

    def organisation(self, value: str) -> str:
        """The name of a union, company or office: 余杭区总工会 -> 餘杭區總工會, by phrases and free of any context."""
        return self.text(value)

    def names_in(self, values: Iterable[str]) -> dict[str, str]:
        """Every name in these fields -> its form in the edition: what ``protecting`` takes for the item's text.

        A short name of a body, 办公室, is a word like others and left out.
        """
        found = (run for value in values for run in runs(value))
        return {run: self._name(run) for run in found if is_person(run) or len(run) >= _LONG_NAME}

    def _name(self, run: str) -> str:
        fixed = self._rules.forms.get(run) or self._glossary.forms.get(run) or self._fixed.forms.get(run)
        if fixed is not None:
            return fixed
        if not self._steps or not is_person(run):
            return self.text(run)
        return _person(run, self.source, self._steps)

    def _changing(self, forms: Mapping[str, str]) -> Mapping[str, str]:
        """Where nothing is converted, a word that stays as it is needs no protection."""
        return forms if self._steps else {word: form for word, form in forms.items() if word != form}

    def _touches(self, text: str) -> bool:
        """Whether anything but OpenCC may change this text; "maybe" where tags could hide it."""
        return self._has_fixed_words or self._quotes(text, BLOCK_END) != text

    def _pieces(self, text: str, cuts: Sequence[int], block_ends: str) -> list[str]:
        """``text`` converted as a whole, then cut at the places that ``cuts`` (ascending, the last its end) became."""
        spans = self._spans(text)
        free = self._quotes(fill(text, spans), block_ends)
        base = self._step(free)
        if len(base) != len(text):
            return self._realigned(free, cuts, spans)
        if any(len(span.form) != span.end - span.start for span in spans):
            return cut_around(base, cuts, spans)
        if spans:
            base = refill(base, spans)
        return [base[start:end] for start, end in pairwise((0, *cuts))]

    def _spans(self, text: str) -> list[Span]:
        """Places whose form is fixed, from left to right. Addresses; the page's rules; then the glossary; then the
        site's names; then the item's."""
        spans = addresses(text)
        if self._rules:
            spans = merged(spans, self._rules.spans(fill(text, spans)))
        if self._glossary:
            spans = merged(spans, self._glossary.spans(fill(text, spans)))
        if self._fixed:
            spans = merged(spans, self._fixed.spans(fill(text, spans)))
        for name, form in self._names:
            if name in text:
                spans = merged(spans, places(name, form, fill(text, spans)))
        return spans

    def _quotes(self, text: str, block_ends: str) -> str:
        if self.edition.quotes == "corner":
            return to_corner(text, block_ends)
        return to_curly(text, block_ends) if self.source == "Hant" else text

    def _step(self, text: str) -> str:
        return _stepped(text, self._steps)

    def _realigned(self, text: str, cuts: Sequence[int], spans: Sequence[Span]) -> list[str]:
        """Where a dictionary changed the length: a cut is where the text before it ends when converted alone.

        ``text`` has its spans blanked out and its quotation marks in order.
        """
        forms = {span.start: span.form for span in spans}
        edges = sorted({0, len(text), *forms, *(span.end for span in spans)})
        whole = ""
        ends: dict[int, int] = {0: 0}
        for start, end in pairwise(edges):
            form = forms.get(start)
            converted = self._step(text[start:end]) if form is None else form
            for cut in cuts:
                if start < cut < end:
                    before = len(self._step(text[start:cut])) if form is None else cut - start
                    ends[cut] = len(whole) + min(before, len(converted))
            whole += converted
            ends[end] = len(whole)
        stops = list(accumulate((ends[cut] for cut in cuts), max))
        return [whole[start:stop] for start, stop in pairwise((0, *stops))]


def _stepped(text: str, steps: Sequence[Step]) -> str:
    for step in steps:
        text = step(text)
    return text


@lru_cache(maxsize=8192)  # few people sign most items
def _person(name: str, source: Script, steps: tuple[Step, ...]) -> str:
    if source == "Hant":
        return _stepped("\n".join(name), steps).replace("\n", "")
    return convert_person(name, lambda text: _stepped(text, steps))
