"""What ``check_bulletin`` says of a few documents, in as few words as possible: each item looked at by itself, against
all others, with its whole text. Nothing here is quick."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, time, timedelta
from itertools import chain
from posixpath import splitext

from bulletin.check.address import address_key, variant_of
from bulletin.check.checked import Checked
from bulletin.check.facts import ITEM_RULES
from bulletin.check.fingerprint import fingerprint
from bulletin.check.numbers import NOT_IN_ISSUE, monday_of, week_id, week_of
from bulletin.check.opt_out import CODES, UNKNOWN, without_opted_out
from bulletin.check.single import Single
from bulletin.check.words import of_item
from bulletin.model.content import Config, Glossary, Union
from bulletin.model.item import Bulletin, Item
from bulletin.model.problem import Problem

# What is said of items because of others, of the time, or of their texts; who is left out is said elsewhere
TOLD = {"W449", "W472", "W473", "W474", "W476", "W477", "W479", "W499", "I493", "I498"}


class Slow:
    """``checked`` by path; drafts are not published."""

    def __init__(
        self, checked: Sequence[Checked], unions: tuple[Union, ...], glossary: Glossary, now: datetime
    ) -> None:
        self.checked = checked
        self.unions = unions
        self.glossary = glossary
        self.now = now
        self.items = {one.path: one.item for one in checked if one.item is not None}
        self.attached = {one.path for one in checked if self._original(one.path)}
        self.status = {one.path: self._status(one) for one in checked if one.issue is None}
        self.published = {path for path in self.items if self._is_published(path)}

    def _original(self, path: str) -> str:
        stem = variant_of(path)[0]
        beside = (one.path for one in self.checked if one.issue is None and not variant_of(one.path)[0])
        return next((other for other in beside if stem and splitext(other)[0] == stem), "")

    def _status(self, one: Checked) -> str:
        item = one.item
        if item is None:
            return "left out"
        if item.draft:
            return "draft"
        if any(moment and moment > self.now for moment in (item.publish, item.date)):
            return "waiting"
        return "expired" if item.expire and item.expire <= self.now else "withdrawn" if item.withdrawn else "published"

    def _is_candidate(self, path: str) -> bool:
        return path not in self.attached and self.status[path] in ("published", "withdrawn")

    def _is_published(self, path: str) -> bool:
        """Unless one before it has its address."""
        if not self._is_candidate(path):
            return False
        key = address_key(self.items[path].url)
        return not any(
            other < path and self._is_candidate(other) and address_key(item.url) == key
            for other, item in self.items.items()
        )

    def order(self) -> list[str]:
        dated = sorted(path for path in self.published if self.items[path].date)
        newest = sorted(dated, key=lambda path: self.items[path].date or self.now, reverse=True)
        return [*newest, *sorted(path for path in self.published if not self.items[path].date)]

    def aliases(self, path: str) -> tuple[str, ...]:
        """Those that are neither the address of an item nor an old one of an item before it."""
        taken = {address_key(self.items[one].url): one for one in self.published}
        for other in sorted(self.published):
            for alias in self.items[other].aliases:
                taken.setdefault(address_key(alias), other)
        return tuple(alias for alias in self.items[path].aliases if taken[address_key(alias)] == path)

    def issues(self, config: Config) -> dict[str, list[str]]:
        """Without files of issues: by the item's own number where there can be such an issue, else by its week."""
        found: dict[str, list[str]] = {}
        for path in self.order():
            item = self.items[path]
            own = item.issue if monday_of(item.issue) or "-s" in item.issue else ""
            week = week_id(*week_of(item.date.date(), config.issues.closes)) if item.date else ""
            if item.kind != "page" and item.issue != NOT_IN_ISSUE and (own or week):
                found.setdefault(own or week, []).append(path)
        sections = [section.id for section in config.sections]

        def place(path: str) -> tuple[bool, int]:
            item = self.items[path]
            return not item.pinned, sections.index(item.section) if item.section in sections else len(sections)

        return {issue: sorted(paths, key=place) for issue, paths in found.items()}

    def turn(self) -> datetime:
        midnight = datetime.combine(self.now.date() + timedelta(days=1), time(), self.now.tzinfo)
        moments = (one for item in self.items.values() for one in (item.date, item.publish, item.expire))
        return min((one for one in moments if one and self.now < one < midnight), default=midnight)

    def problems(self, bulletin: Bulletin) -> list[Problem]:
        shown = {item.path: item for item in bulletin.items}
        rules = (self._texts(shown), self._titles(), self._bodies(), self._dates(), self._waiting(), self._words())
        found: set[Problem] = set()
        for problem in chain(*rules):
            item = self.items.get(problem.path)
            if item is None or problem.code not in CODES:
                found.add(problem)
            else:
                found.update(without_opted_out(item.path, item.body, item.body_line, [problem]))
        of_documents = {problem for one in self.checked for problem in one.problems if problem.code in TOLD}
        return sorted(of_documents | {problem for problem in found if problem.code != UNKNOWN})

    def _texts(self, shown: dict[str, Item]) -> Iterator[Problem]:
        for one in self.checked:
            if one.item is not None and one.path in self.published:
                found = (problem for rule in ITEM_RULES for problem in rule(Single(one.item, one.places, self.unions)))
                yield from (problem for problem in found if problem.code != "W479" or not shown[one.path].attachments)

    def _titles(self) -> Iterator[Problem]:
        seen: dict[object, str] = {}
        for one in self.checked:
            if one.item is None or one.path not in self.published or one.item.withdrawn:
                continue
            other = seen.setdefault(_title_and_day(one.item), one.path)
            if other != one.path:
                values = (("other", other), ("title", one.item.title))
                yield Problem(one.path, *one.place("title"), "W472", values)

    def _bodies(self) -> Iterator[Problem]:
        """Of the first twenty that have one of its sentences, the one that shares most of them."""
        compared = [
            (one, one.item, set(fingerprint(one.item.body)))
            for one in self.checked
            if one.item is not None and not one.item.draft and not one.item.withdrawn and not variant_of(one.path)[0]
        ]
        for at, (one, item, own) in enumerate(compared):
            shared: dict[str, int] = {}
            for number in own:
                for other in [other.path for other, _, numbers in compared[:at] if number in numbers][:20]:
                    shared[other] = shared.get(other, 0) + 1
            if not shared:
                continue
            like = max(shared, key=lambda path: (shared[path], path))
            size = max(len(own), len(fingerprint(self.items[like].body)))
            if shared[like] >= 0.75 * size and _title_and_day(item) != _title_and_day(self.items[like]):
                percent = str(round(100 * shared[like] / size))
                values = (("other", like), ("percent", percent), ("title", self.items[like].title))
                yield Problem(one.path, *one.place("title"), "W473", values)

    def _dates(self) -> Iterator[Problem]:
        zeros = ["1970-01-01", "1969-12-31", "1980-01-01", "1979-12-31", "1900-01-01", "1904-01-01"]
        for one in self.checked:
            day = one.item.date.date() if one.item and one.item.date else self.now.date()
            if str(day) in zeros or day.year < 1949:
                yield Problem(one.path, *one.place("date"), "W474", (("date", f"{day}"),))
            elif day > self.now.date() + timedelta(days=400):
                yield Problem(one.path, *one.place("date"), "W477", (("date", f"{day}"),))

    def _waiting(self) -> Iterator[Problem]:
        for one in self.checked:
            if one.item is None or one.path in self.attached or self.status[one.path] != "waiting":
                continue
            later = [moment for moment in (one.item.publish, one.item.date) if moment and moment > self.now]
            field = "publish" if one.item.publish in later else "date"
            yield Problem(one.path, *one.place(field), "I493", (("moment", f"{max(later):%Y-%m-%d %H:%M}"),))

    def _words(self) -> Iterator[Problem]:
        """No setting of the tests has a word of their glossary."""
        texts = [text for item in self.items.values() for text in of_item(item)]
        texts += [one.issue.note for one in self.checked if one.issue is not None]
        for (word, forms), place in zip(self.glossary.entries, self.glossary.places, strict=True):
            if not any(one in text for text in texts for one in (word, *(form for _, form in forms))):
                yield Problem("glossary.yaml", *place, "I498", (("word", word),))


def _title_and_day(item: Item) -> object:
    return "".join(item.title.split()), item.date.date() if item.date else None
