"""All checked documents -> ``Bulletin``: what is published now, with links, photos and issues worked out.

    gather    checked --admit--> items --resolve--> items with links and photos --collect--> issues
    faults    all of it, as one frozen ``Whole`` --RULES--> problems

RULES is every rule for the bulletin as a whole, one rule a file. A rule looks and speaks; it changes nothing: no page
depends on what any of them says, so a preview shows its page first (``gather``) and asks them then (``faults``).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import datetime
from itertools import chain
from operator import attrgetter
from typing import TypeAlias
from zoneinfo import ZoneInfo

from bulletin.check.admission import Admission, admit, next_turn
from bulletin.check.checked import Checked
from bulletin.check.issues import collect_issues, distinct_files
from bulletin.check.opt_out import left_on
from bulletin.check.resolve import Note, resolve
from bulletin.check.rules.addresses import addresses_taken
from bulletin.check.rules.dead_links import dead_links
from bulletin.check.rules.doubtful_dates import doubtful_dates
from bulletin.check.rules.files import files_missing
from bulletin.check.rules.idle_files import idle_files
from bulletin.check.rules.issue_entries import issue_entries
from bulletin.check.rules.issue_numbers import issue_numbers
from bulletin.check.rules.promised_files import PROMISED
from bulletin.check.rules.repeats import repeated_items
from bulletin.check.rules.same_bodies import same_bodies
from bulletin.check.rules.stale_sections import stale_sections
from bulletin.check.rules.unknown_issues import unknown_issues
from bulletin.check.rules.unreachable_links import unreachable_links
from bulletin.check.rules.unused_words import unused_words
from bulletin.check.rules.variants import lone_variants
from bulletin.check.rules.waiting import waiting_items
from bulletin.check.targets import Places
from bulletin.check.whole import Status, Whole
from bulletin.model.content import Config, Content, File
from bulletin.model.item import Bulletin, Issue
from bulletin.model.problem import Problem, in_order

Rule: TypeAlias = Callable[[Whole], Iterable[Problem]]

RULES: tuple[Rule, ...] = (
    addresses_taken,
    files_missing,
    dead_links,
    repeated_items,
    issue_numbers,
    issue_entries,
    unknown_issues,
    waiting_items,
    lone_variants,
    same_bodies,
    doubtful_dates,
    idle_files,
    unreachable_links,
    stale_sections,
    unused_words,
)
_path = attrgetter("path")


def local_time(config: Config, moment: datetime) -> datetime:
    """``moment`` in the site's zone; without a zone it is in that one already."""
    zone = ZoneInfo(config.timezone)
    return moment.astimezone(zone) if moment.tzinfo else moment.replace(tzinfo=zone)


def check_bulletin(content: Content, checked: tuple[Checked, ...], now: datetime, drafts: bool) -> Bulletin:
    """``checked`` has one of each document, in any order. ``now`` without a zone is in the site's own."""
    bulletin, whole = gather(content, checked, now, drafts)
    return replace(bulletin, problems=in_order((*bulletin.problems, *faults(whole))))


def gather(content: Content, checked: tuple[Checked, ...], now: datetime, drafts: bool) -> tuple[Bulletin, Whole]:
    """As ``check_bulletin``, with the problems of settings and single documents alone; and what the rules look at."""
    ordered = tuple(sorted(checked, key=_path))
    config = content.config
    now = local_time(config, now)
    admission = admit(ordered, now, drafts)
    issue_files = tuple(one.issue for one in ordered if one.issue is not None)
    by_issue = distinct_files(issue_files)
    unusable = (problem.path for problem in content.problems if problem.severity == "error")
    pages = {file.path: f"issues/{file.id}/" for file in by_issue.values()}
    places = Places(config, content.unions, content.files, unusable, admission.items, admission.statuses, pages)
    collected = collect_issues(admission.items, admission.published, by_issue, config, now)
    noted = tuple(by_issue[issue.id] for issue in collected if issue.id in by_issue)
    resolved = resolve(admission.items, ordered, content.files, admission.variants, places, config.base, noted)
    issues = tuple(_with_note(issue, resolved.notes.get(issue.id)) for issue in collected)
    whole = Whole(
        config=config,
        now=now,
        checked=ordered,
        statuses=admission.statuses,
        items=resolved.items,
        published=admission.published,
        unusual=admission.unusual,
        clashes=admission.clashes,
        misses=resolved.misses,
        variants=admission.variants,
        issue_files=issue_files,
        issues=issues,
        unions=content.unions,
        glossary=content.glossary,
        idle=_idle(content.files, resolved.files),
    )
    of_documents = (problem for one in ordered if one.problems for problem in one.problems)
    unused = {file.path for file in issue_files} - {file.path for file in by_issue.values()}
    bulletin = Bulletin(
        config=config,
        unions=content.unions,
        glossary=content.glossary,
        items=resolved.items,
        issues=issues,
        files=resolved.files,
        waiting=_paths(admission, "waiting"),
        expired=_paths(admission, "expired"),
        drafts=_paths(admission, "draft"),
        left_out=tuple(sorted({*admission.left_out, *unused})),
        problems=in_order((*content.problems, *of_documents, *_wanted(whole, _told(whole)))),
        now=now,
        turn=next_turn(admission.unusual, now),
    )
    return bulletin, whole


def faults(whole: Whole) -> tuple[Problem, ...]:
    """What is wrong with the bulletin as a whole."""
    return tuple(_wanted(whole, chain.from_iterable(rule(whole) for rule in RULES)))


def _idle(files: Iterable[File], published: Iterable[File]) -> tuple[File, ...]:
    paths = {file.path for file in published}
    return tuple(file for file in files if not file.width and file.path not in paths)


def _told(whole: Whole) -> Iterator[Problem]:
    """What was found in the texts of those items that readers see."""
    for item, one in zip(whole.items, whole.published, strict=True):
        if one.told:
            yield from (problem for problem in one.told if problem.code != PROMISED or not item.attachments)


def _wanted(whole: Whole, problems: Iterable[Problem]) -> Iterator[Problem]:
    """Without those that the author of an item switched off in its body."""
    by_path: dict[str, list[Problem]] = {}
    for problem in problems:
        by_path.setdefault(problem.path, []).append(problem)
    for path, found in by_path.items():
        one = whole.of(path)
        yield from left_on(one.off, found) if one is not None else found


def _with_note(issue: Issue, note: Note | None) -> Issue:
    return replace(issue, links=note.links, photos=note.photos) if note else issue


def _paths(admission: Admission, status: Status) -> tuple[str, ...]:
    return tuple(one.path for one in admission.unusual if admission.statuses.get(one.path) == status)
