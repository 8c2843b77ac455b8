"""Checked documents -> the same, with what each read before it was at fault: for a preview, which shows the last good
state of a file that somebody is in the middle of writing.

    documents, what was checked --LastGood.amended--> one Checked a document; ``kept`` names those of older bytes
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import replace

from bulletin.check.checked import Checked
from bulletin.check.item import check_document
from bulletin.model.problem import Problem
from bulletin.read.document import parse_document
from bulletin.read.folder import Text
from bulletin.steps.checking import Known

Read = Callable[[Sequence[Text]], Iterable[tuple[str, bytes]]]
_NONE = ""  # the digest of no document


class LastGood:
    """Remembers of each document the bytes that could be read last."""

    def __init__(self, read: Read) -> None:
        self._read = read
        self._data: dict[str, bytes] = {}
        self._digests: dict[str, str] = {}  # of the documents with these bytes
        self.kept: Mapping[str, tuple[Problem, ...]] = {}  # path -> what is wrong with it now

    def amended(
        self, checked: tuple[Checked, ...], known: Known, documents: Sequence[Text], problems: Sequence[Problem]
    ) -> tuple[Checked, ...]:
        """``checked`` is what was found in ``documents``. ``problems``: of the folder; a file that can't be read for a
        moment is kept as well. One that is gone, or a draft now, is not at fault."""
        unread = {one.path for one in problems if one.severity == "error"}.difference(one.path for one in documents)
        before = self._data
        self._take(documents)
        itemless = [one for one in checked if one.item is None]
        faults = {one.path: one.problems for one in itemless if is_at_fault(one)} | dict.fromkeys(unread, ())
        for path in faults.keys() & before.keys():
            self._data[path], self._digests[path] = before[path], _NONE
        older = {path: _read_again(path, before[path], known) for path in faults.keys() & before.keys()}
        kept = {path: replace(one, problems=faults[path]) for path, one in older.items() if not is_at_fault(one)}
        self.kept = {path: faults[path] for path in kept}
        if not kept:
            return checked
        return (*(kept.get(one.path, one) for one in checked), *(kept[path] for path in unread & kept.keys()))

    def _take(self, documents: Sequence[Text]) -> None:
        """Only those are read whose bytes are others: of a large site not all are held by the folder."""
        known = self._digests.get
        changed = [text for text in documents if known(text.path) != text.digest]
        self._data = {**self._data, **dict(self._read(changed))}
        self._digests.update((text.path, text.digest) for text in changed)
        if len(self._data) > len(documents):
            there = {text.path for text in documents}
            self._data = {path: data for path, data in self._data.items() if path in there}
            self._digests = {path: digest for path, digest in self._digests.items() if path in there}

    def of_now(self, problems: Collection[Problem], unread: Collection[Problem]) -> tuple[Problem, ...]:
        """Without what is wrong with the older state of a document: its lines are not those of the file."""
        return tuple(
            one for one in problems if one.path not in self.kept or one in self.kept[one.path] or one in unread
        )


def is_at_fault(one: Checked) -> bool:
    """Whether nothing could be made of a document."""
    return one.item is None and one.issue is None


def _read_again(path: str, data: bytes, known: Known) -> Checked:
    """By the settings as they are now."""
    return check_document(parse_document(path, data), *known)
