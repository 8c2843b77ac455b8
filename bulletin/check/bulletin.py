"""All checked documents -> ``Bulletin``: what is published now, with links, photos and issues worked out.

    checked --admit--> items --resolve--> items with links and photos --collect--> issues
        all of it, as one frozen ``Whole`` --RULES--> problems

RULES is every rule for the bulletin as a whole, one rule a file. A rule looks and speaks; it changes nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import datetime
from typing import TypeAlias
from zoneinfo import ZoneInfo

from bulletin.check.admission import admit, next_turn
from bulletin.check.issues import collect_issues, distinct_files
from bulletin.check.item import Checked
from bulletin.check.opt_out import CODES, without_opted_out
from bulletin.check.resolve import Note, resolve
from bulletin.check.rules.addresses import addresses_taken
from bulletin.check.rules.backdated import backdated
from bulletin.check.rules.dead_links import dead_links
from bulletin.check.rules.doubtful_dates import doubtful_dates
from bulletin.check.rules.files import files_missing
from bulletin.check.rules.former_names import former_names
from bulletin.check.rules.idle_files import idle_files
from bulletin.check.rules.issue_entries import issue_entries
from bulletin.check.rules.issue_numbers import issue_numbers
from bulletin.check.rules.promised_files import promised_files
from bulletin.check.rules.repeats import repeated_items
from bulletin.check.rules.same_bodies import same_bodies
from bulletin.check.rules.stale_sections import stale_sections
from bulletin.check.rules.unknown_issues import unknown_issues
from bulletin.check.rules.unreachable_links import unreachable_links
from bulletin.check.rules.unused_words import unused_words
from bulletin.check.rules.variants import lone_variants
from bulletin.check.rules.waiting import waiting_items
from bulletin.check.targets import Places
from bulletin.check.whole import Whole
from bulletin.model.content import Config, Content, File
from bulletin.model.item import Bulletin, Issue
from bulletin.model.problem import Problem

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
    backdated,
    promised_files,
    idle_files,
    unreachable_links,
    former_names,
    stale_sections,
    unused_words,
)


def local_time(config: Config, moment: datetime) -> datetime:
    """``moment`` in the site's zone; without a zone it is in that one already."""
    zone = ZoneInfo(config.timezone)
    return moment.astimezone(zone) if moment.tzinfo else moment.replace(tzinfo=zone)


def check_bulletin(content: Content, checked: tuple[Checked, ...], now: datetime, drafts: bool) -> Bulletin:
    """``checked`` has one of each document, in any order. ``now`` without a zone is in the site's own."""
    ordered = tuple(sorted(checked, key=lambda one: one.path))
    config = content.config
    now = local_time(config, now)
    admission = admit(ordered, now, drafts)
    issue_files = tuple(one.issue for one in ordered if one.issue is not None)
    by_issue = distinct_files(issue_files)
    unusable = (problem.path for problem in content.problems if problem.severity == "error")
    pages = {file.path: f"issues/{file.id}/" for file in by_issue.values()}
    places = Places(config, content.unions, content.files, unusable, admission.items, admission.statuses, pages)
    collected = collect_issues(admission.items, by_issue, config, now)
    noted = tuple(by_issue[issue.id] for issue in collected if issue.id in by_issue)
    resolved = resolve(admission.items, ordered, content.files, admission.variants, places, config.base, noted)
    issues = tuple(_with_note(issue, resolved.notes.get(issue.id)) for issue in collected)
    whole = Whole(
        config=config,
        now=now,
        checked=ordered,
        statuses=admission.statuses,
        items=resolved.items,
        clashes=admission.clashes,
        misses=resolved.misses,
        variants=admission.variants,
        issue_files=issue_files,
        issues=issues,
        unions=content.unions,
        glossary=content.glossary,
        idle=_idle(content.files, resolved.files),
    )
    problems = {*content.problems, *(problem for one in ordered for problem in one.problems)}
    problems.update(_wanted(whole, (problem for rule in RULES for problem in rule(whole))))
    unused = {file.path for file in issue_files} - {file.path for file in by_issue.values()}
    return Bulletin(
        config=config,
        unions=content.unions,
        glossary=content.glossary,
        items=resolved.items,
        issues=issues,
        files=resolved.files,
        waiting=_paths(whole, "waiting"),
        expired=_paths(whole, "expired"),
        drafts=_paths(whole, "draft"),
        left_out=tuple(sorted({*admission.left_out, *unused})),
        problems=tuple(sorted(problems)),
        now=now,
        turn=next_turn(ordered, now),
    )


def _idle(files: Iterable[File], published: Iterable[File]) -> tuple[File, ...]:
    paths = {file.path for file in published}
    return tuple(file for file in files if not file.width and file.path not in paths)


def _wanted(whole: Whole, problems: Iterable[Problem]) -> Iterator[Problem]:
    """Without those that the author of an item switched off in its body."""
    by_path: dict[str, list[Problem]] = {}
    for problem in problems:
        by_path.setdefault(problem.path, []).append(problem)
    for path, found in by_path.items():
        one = whole.of(path)
        if one is None or one.item is None or not any(problem.code in CODES for problem in found):
            yield from found
        else:
            yield from without_opted_out(path, one.item.body, one.item.body_line, found)


def _with_note(issue: Issue, note: Note | None) -> Issue:
    return replace(issue, links=note.links, photos=note.photos) if note else issue


def _paths(whole: Whole, status: str) -> tuple[str, ...]:
    return tuple(sorted(path for path, one in whole.statuses.items() if one == status))
