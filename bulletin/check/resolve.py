"""Items and the files of content/ -> the same items with links, photos, attachments, cover and gallery worked out.

A photo never goes out as it lies on disk: where a link or the list of attachments names one, readers get the largest
of its published sizes, which carries no GPS or other metadata.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from posixpath import basename, dirname

from bulletin.check.address import stem_of
from bulletin.check.checked import Checked
from bulletin.check.issue_file import IssueFile
from bulletin.check.photos import PhotosBeside, is_photo, make_photo
from bulletin.check.targets import Places, Target, is_external
from bulletin.check.whole import Miss, Use, Variant, Why
from bulletin.model.altered import altered
from bulletin.model.content import File
from bulletin.model.item import Attachment, Item, Photo, Reference
from bulletin.model.making import frozen
from bulletin.model.slug import quote_path


@frozen
class Note:
    """What the note of an issue names, as ``Item.links`` and ``Item.photos``."""

    links: tuple[tuple[str, str], ...]
    photos: tuple[tuple[str, Photo], ...]


@frozen
class Resolved:
    items: tuple[Item, ...]
    notes: Mapping[str, Note]  # by the id of the issue
    files: tuple[File, ...]  # attachments that are published, by path
    misses: tuple[Miss, ...]


@dataclass(slots=True)
class _Found:
    """What has been found for one item."""

    links: dict[str, str] = field(default_factory=dict)
    photos: dict[str, Photo] = field(default_factory=dict)
    misses: list[Miss] = field(default_factory=list)


def resolve(
    items: Sequence[Item],
    checked: Sequence[Checked],
    files: Sequence[File],
    variants: Sequence[Variant],
    places: Places,
    base: str,
    issues: Sequence[IssueFile] = (),
) -> Resolved:
    """``items`` keep their order; ``base`` is ``Config.base``; ``issues`` are the files of those that are published."""
    resolver = _Resolver(checked, files, {one.path for one in variants if one.of}, places, base)
    resolved = resolver.all(items)
    notes = {issue.id: resolver.note(issue) for issue in issues if issue.references}
    published = tuple(resolver.files[path] for path in sorted(resolver.files))
    return Resolved(resolved, notes, published, tuple(resolver.misses))


class _Resolver:
    def __init__(
        self, checked: Sequence[Checked], files: Sequence[File], variants: set[str], places: Places, base: str
    ) -> None:
        self._places = places
        self._base = base
        self._checked: Mapping[str, Checked] = {one.path: one for one in checked}
        self._variants = variants
        self._covered = {one.path for one in checked if one.cover}
        self._photos = PhotosBeside(files)
        self._made: dict[str, Photo] = {}
        self.files: dict[str, File] = {}
        self.misses: list[Miss] = []

    @cached_property
    def _documents(self) -> Counter[str]:
        """How many lie in a folder; only photos beside them ask for it."""
        return Counter(dirname(path) for path in self._checked if path not in self._variants)

    def all(self, items: Sequence[Item]) -> tuple[Item, ...]:
        """Most name nothing, and stay as they are."""
        if self._photos.folders:
            return tuple(map(self.item, items))
        found = list(items)
        covered = self._covered
        for number in [
            number
            for number, item in enumerate(items)
            if item.references or item.attachments or item.variants or item.withdrawn or item.path in covered
        ]:
            found[number] = self.item(items[number])
        return tuple(found)

    def item(self, item: Item) -> Item:
        if item.withdrawn:  # its text goes nowhere, and nothing of it is published
            return replace(item, attachments=())
        checked = self._checked[item.path]
        beside = self._beside(item)
        if not (item.references or item.attachments or item.variants or checked.cover or beside):
            return item
        found = _Found()
        for reference in item.references:
            self._reference(item.path, reference, found)
        attachments = tuple(self._attachments(item, checked, found))
        cover = self._cover(item, checked, found)
        self.misses += dict.fromkeys(found.misses)
        shown = {photo.path for photo in found.photos.values()}
        changes = {
            "links": tuple(found.links.items()),
            "photos": tuple(found.photos.items()),
            "attachments": attachments,
            "cover": cover,
            "gallery": tuple(self._photo(file) for file in beside if file.path not in shown),
            "variants": tuple((tag, self.item(variant)) for tag, variant in item.variants),
        }
        return altered(item, **changes) if any(changes.values()) or item.attachments else item

    def note(self, issue: IssueFile) -> Note:
        found = _Found()
        for reference in issue.references:
            self._reference(issue.path, reference, found)
        self.misses += dict.fromkeys(found.misses)
        return Note(tuple(found.links.items()), tuple(found.photos.items()))

    def _reference(self, path: str, reference: Reference, found: _Found) -> None:
        typed, is_image = reference.target, reference.is_image
        place = (reference.line, reference.column)
        if is_external(typed) or typed in (found.photos if is_image else found.links):
            return
        target = self._places.find(typed, path, is_image)
        if target.why:
            found.misses.append(_miss(path, place, "photo" if is_image else "link", typed, target))
        if is_image:
            if target.file is not None and is_photo(target.file):
                found.photos[typed] = self._photo(target.file)
            elif target.why is None or target.file is not None:
                found.misses.append(_miss(path, place, "photo", typed, target, "no photo"))
        elif target.file is not None:
            found.links[typed] = self._file_url(target.file, found)
        elif target.url:
            found.links[typed] = target.url

    def _attachments(self, item: Item, checked: Checked, found: _Found) -> Iterable[Attachment]:
        whole = checked.place("attachments")
        for one in item.attachments:
            own = checked.place(f"attachments {one.path}")
            place = own if own[0] else whole
            if not one.path or is_external(one.path):
                yield replace(one, path="", url=one.path if one.path.startswith(("https://", "http://")) else "")
                continue
            target = self._places.find(one.path, item.path)
            if target.why:
                found.misses.append(_miss(item.path, place, "attachment", one.path, target))
            if (file := target.file) is not None:
                photo = is_photo(file)  # what is published then has another size than the file
                form = basename(file.path).rpartition(".")[2].lower()
                yield Attachment(one.name, self._file_url(file, found), file.path, form, 0 if photo else file.size)
            elif target.why is None:  # another item
                found.misses.append(_miss(item.path, place, "attachment", one.path, target, "missing"))

    def _cover(self, item: Item, checked: Checked, found: _Found) -> Photo | None:
        if not checked.cover:
            return None
        target = Target(why="outside")
        if not is_external(checked.cover):
            target = self._places.find(checked.cover, item.path, is_image=True)
        photo = self._photo(target.file) if target.file is not None and is_photo(target.file) else None
        if target.why or photo is None:
            why = target.why or "no photo"
            found.misses.append(_miss(item.path, checked.place("cover"), "cover", checked.cover, target, why))
        return photo

    def _beside(self, item: Item) -> list[File]:
        folder = dirname(item.path)
        if folder not in self._photos.folders:
            return []
        return self._photos.of(folder, stem_of(item.path), is_alone=self._documents[folder] == 1)

    def _photo(self, file: File) -> Photo:
        if file.path not in self._made:
            self._made[file.path] = make_photo(file, self._base)
        return self._made[file.path]

    def _file_url(self, file: File, found: _Found) -> str:
        if is_photo(file):
            photo = found.photos.setdefault(file.path, self._photo(file))
            return photo.fallback[-1].url
        self.files[file.path] = file
        return f"{self._base}files/{file.digest}/{quote_path(basename(file.path))}"


def _miss(path: str, place: tuple[int, int], use: Use, typed: str, target: Target, why: Why | None = None) -> Miss:
    return Miss(path, *place, use, typed, why or target.why or "missing", target.other, target.is_document)
