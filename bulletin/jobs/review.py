"""A site -> its doubtful places, what an upgrade changes, and the glossary with one entry more. Joins rooms, as the
pipeline does, for ``bulletin review`` and the page of that name.

    load -> Bulletin -> per item: find_doubts -> grouped and ranked -> places looked up in the files -> Review
            (both remembered)
                                  read_aloud  -> Report; a Report and read_aloud -> Changes
    word and form -> glossary.yaml, which the next build reads
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from functools import partial
from hashlib import blake2b
from pathlib import Path

from bulletin import __version__
from bulletin.cache import Cache
from bulletin.convert.context import Context
from bulletin.convert.report import read_report, turns, write_report
from bulletin.convert.review import Read, Seen, Spot, doubts_key, find_doubts, read_aloud
from bulletin.convert.script.converter import Converter
from bulletin.convert.script.converter import versions as script_versions
from bulletin.engine import engine_digest
from bulletin.errors import BulletinError
from bulletin.jobs.doubting import Files
from bulletin.model.content import Edition
from bulletin.model.digest import digest_of
from bulletin.model.item import Bulletin, Item
from bulletin.model.making import frozen
from bulletin.model.review import Change, Changes, Doubt, Forms, Option, Place, Review
from bulletin.parallel import open_workers
from bulletin.pipeline import Options, load, look
from bulletin.read.folder import read_bytes
from bulletin.read.glossary_entry import line_of, with_entry
from bulletin.read.settings import read_settings
from bulletin.read.text import decode
from bulletin.steps.bodies import over, whole
from bulletin.stopwatch import Stopwatch
from bulletin.write.replacing import replace_file

GLOSSARY = "glossary.yaml"
_LONGEST = 1_000_000  # bytes of a file of settings
_MOST_PLACES = 50  # of one word that are listed

Found = tuple[Seen, Spot]


@frozen
class Reviewed:
    """A site as it is now, drafts included: they are what can still be mended."""

    site: Path
    bulletin: Bulletin
    context: Context
    jobs: int
    has_cache: bool = True


def open_site(site: Path, now: datetime, jobs: int = 0, *, has_cache: bool = True) -> Reviewed:
    """Raises ConfigError where its settings can't be used. Remembers what it read, and ``review`` what it found, in
    files of their own: a build forgets whatever it did not need itself."""
    options = Options(site, now, has_drafts=True, jobs=jobs)
    bulletin = over(_store(site, "") if has_cache else None, partial(_loaded, options))
    context = Context(bulletin.config, bulletin.unions, bulletin.glossary)
    return Reviewed(site, bulletin, context, jobs, has_cache)


def review(one: Reviewed, tag: str, limit: int) -> Review:
    """The ``limit`` most doubtful words (0: all) in the edition ``tag`` ("": the first traditional one). Raises
    BulletinError E937 where the site has no such edition."""
    editions = [edition for edition in one.bulletin.config.editions if edition.script == "Hant"]
    tag = _edition(one.bulletin.config.editions, tag)
    store = _store(one.site, tag) if one.has_cache else None
    with _cache(store) as cache, open_workers(one.jobs, "", _ignore) as workers:
        finding = partial(workers.run, "review", partial(_find, one.context, tag))
        bare = Context(one.bulletin.config, one.bulletin.unions).digest
        key = partial(doubts_key, bare=bare, glossary=one.bulletin.glossary)
        seen = cache.remember("review", one.bulletin.items, key, finding)
    groups = _ranked(seen)
    files = Files(one.site)
    shown = groups[: limit or None]
    return Review(
        edition=tag,
        editions=tuple(edition.tag for edition in one.bulletin.config.editions),
        characters=sum(item.characters for item in seen),
        doubts=tuple(_doubt(spots, editions, tag, files) for spots in shown),
        found=len(groups),
        glossary=digest_of_glossary(one.site),
    )


def digest_of_glossary(site: Path) -> str:
    data = _glossary(site)
    return "" if data is None else blake2b(data, digest_size=16).hexdigest()


def accept(site: Path, word: str, forms: Forms, digest: str | None = None) -> str:
    """Writes that ``word`` is always ``forms`` into glossary.yaml, and answers the line; "" where it says so already.

    All that stands in the file stays, to the byte. Raises BulletinError E932 where the file is not the one of
    ``digest`` or changes this very moment, E933, E934 and E939 as ``with_entry``, E938 where it can't be written.
    """
    known = _glossary(site)
    if digest is not None and digest != digest_of_glossary(site):
        raise BulletinError("E932", path=f"content/{GLOSSARY}")
    data = known or b""
    decoded = decode(data)
    after = with_entry(decoded.text, word, forms)
    if after == decoded.text:
        return ""
    if not after.startswith(decoded.text):
        raise BulletinError("E934", word=word)
    fresh = data + _encoded(after[len(decoded.text) :], data, decoded.encoding or "utf-8", word)
    if decode(fresh).text != after:  # a byte order or an encoding that what is added does not go with
        raise BulletinError("E934", word=word)
    replace_file(site, GLOSSARY, fresh, known)
    return line_of(word, forms)


def traditional_editions(site: Path) -> tuple[Edition, ...]:
    """Raises ConfigError where the settings can't be used."""
    return tuple(edition for edition in read_settings(site).config.editions if edition.script == "Hant")


def forms_for(editions: Sequence[Edition], form: str, word: str, edition: Edition) -> Forms:
    """A form as read in one of the traditional ``editions`` -> the forms of an entry that holds for all of them."""
    found = tuple((other.tag, _in_region(form, edition, other)) for other in editions)
    different = {text for _, text in found}
    if different == {word}:
        return ()
    return (("zh-Hant", found[0][1]),) if len(different) == 1 else found


def report(one: Reviewed) -> tuple[str, int]:
    """How everything reads now, as JSON (bulletin/convert/report.py), and of how many items."""
    reads = _read_all(one)
    return write_report(reads, _versions(one.bulletin)), len(reads)


def compare(one: Reviewed, path: Path) -> Changes:
    """What reads otherwise than when the report at ``path`` was written. Raises BulletinError E930, E935."""
    try:
        before = read_report(path.read_bytes().decode("utf-8", "replace"), str(path))
    except OSError as error:
        raise BulletinError("E930", path=str(path), reason=error.strerror or str(error)) from error
    reads = _read_all(one)
    same = [read for read in reads if before.items.get(read.path) == read.digest]
    files = Files(one.site)
    changes: dict[tuple[str, str, str, str], list[Place]] = {}
    for tag in before.usual:
        for read in same:
            for turn in turns(read, tag, before):
                place = files.place(turn.path, turn.anchor, turn.word, turn.context)
                changes.setdefault((tag, turn.word, turn.old, turn.new), []).append(place)
    now = _versions(one.bulletin)
    names = dict.fromkeys((*before.versions, *now))
    return Changes(
        versions=tuple(
            (name, then, here)
            for name in names
            if (then := before.versions.get(name, "")) != (here := now.get(name, ""))
        ),
        edited=tuple(read.path for read in reads if before.items.get(read.path, read.digest) != read.digest),
        changes=tuple(Change(*key, tuple(places)) for key, places in changes.items()),
    )


# --- run in worker processes, a chunk at a time -----------------------------------------------------------------------


def _find(context: Context, tag: str, items: Sequence[Item]) -> list[Seen]:
    return [find_doubts(item, context, tag) for item in items]


def _read(context: Context, items: Sequence[Item]) -> list[Read]:
    return [read_aloud(item, context) for item in items]


def _read_all(one: Reviewed) -> list[Read]:
    with open_workers(one.jobs, "", _ignore) as workers:
        return sorted(workers.run("review", partial(_read, one.context), one.bulletin.items), key=lambda r: r.path)


def _loaded(options: Options, store: Path | None) -> Bulletin:
    with _cache(store) as cache, open_workers(options.jobs, "", _ignore) as workers:
        bulletin = load(options, *look(options, watch := Stopwatch()), cache, workers, watch)
        return whole(bulletin, cache.parts())


def _cache(store: Path | None) -> Cache:
    return Cache(store, engine_digest(), lambda _: None)


def _store(site: Path, tag: str) -> Path:
    """``tag`` is that of an edition, whose doubts are not forgotten when another's are asked for; "" for the items."""
    return site / ".bulletin" / (f"review-{tag}.sqlite" if tag else "review.sqlite")


def _ignore(stage: str, done: int, total: int) -> None:
    """Nobody is told how far it is: it takes seconds."""


def _versions(bulletin: Bulletin) -> Mapping[str, str]:
    return {"bulletin": __version__, **dict(script_versions()), "glossary": digest_of(bulletin.glossary.entries)}


def _edition(editions: Sequence[Edition], tag: str) -> str:
    tags = [edition.tag for edition in editions]
    if tag and tag not in tags:
        raise BulletinError("E937", tag=tag, known=" ".join(tags))
    return tag or next((one for one in tags if "Hant" in one), tags[0])


def _ranked(items: Iterable[Seen]) -> list[list[Found]]:
    """The spots of one word with one reading together; names and the most doubtful first."""
    groups: dict[tuple[str, str, str], list[Found]] = {}
    seen: set[tuple[str, str, int]] = set()
    spots = ((item, spot) for item in items for spot in item.spots)
    for item, spot in sorted(spots, key=lambda found: (found[1].margin, found[0].path, found[1].start)):
        if (item.path, spot.word, spot.start) not in seen:  # else a word with two doubtful characters
            seen.add((item.path, spot.word, spot.start))
            groups.setdefault((spot.kind, spot.word, spot.form), []).append((item, spot))
    return sorted(groups.values(), key=_rank)


def _rank(group: Sequence[Found]) -> tuple[bool, int, int, str]:
    first = group[0][1]
    return first.kind == "word", first.margin, -len(group), first.word


def _doubt(spots: Sequence[Found], editions: Sequence[Edition], tag: str, files: Files) -> Doubt:
    first = spots[0][1]
    edition = next((one for one in editions if one.tag == tag), None)
    readings = dict.fromkeys((first.form, *(form for _, spot in spots for form in spot.others)))
    return Doubt(
        kind=first.kind,
        word=first.word,
        form=first.form,
        options=tuple(
            Option(form, forms_for(editions, form, first.word, edition)) for form in readings if edition is not None
        ),
        margin=first.margin,
        count=len(spots),
        places=tuple(
            files.place(item.path, item.anchor(spot), spot.word, item.context(spot))
            for item, spot in spots[:_MOST_PLACES]
        ),
    )


def _in_region(form: str, edition: Edition, other: Edition) -> str:
    return form if other == edition else Converter("Hant", other).text(form)


def _glossary(site: Path) -> bytes | None:
    path = site / "content" / GLOSSARY
    return read_bytes(site, GLOSSARY, _LONGEST) if path.exists() else None


def _encoded(text: str, data: bytes, encoding: str, word: str) -> bytes:
    """In the manner of the file: its encoding, without a second byte order mark, and its line ends."""
    if b"\r\n" in data:
        text = text.replace("\n", "\r\n")
    try:
        if encoding == "utf-16":
            encoding = "utf-16-le" if data.startswith(b"\xff\xfe") else "utf-16-be"
        return text.encode(encoding)
    except (UnicodeEncodeError, LookupError) as error:
        raise BulletinError("E934", word=word) from error
