"""Home page and sections without anything new for too long, and sections without anything at all.

国办秘函〔2019〕19号 (and the survey of 2015 before it): home page 2 weeks, sections of news 2 weeks, of notices and
documents 6 months; empty sections. What kind a section is of its name says; ``更新期限`` in site.yaml says otherwise.
A site that is not yet two weeks old has had no time to fill its sections.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date as Date
from datetime import timedelta

from bulletin.check.whole import Whole
from bulletin.model.content import Section
from bulletin.model.item import Item
from bulletin.model.late import regex
from bulletin.model.problem import Problem

_PATH = "site.yaml"
_NEWS_DAYS, _NOTICE_DAYS = 14, 183
_NOTICES = regex("通知|公告|公示|通报|通報|文件|政策|法规|法規|制度")
_NEWS = regex("要闻|要聞|新闻|新聞|动态|動態|快讯|快訊|简讯|簡訊|头条|頭條|信息")


def stale_sections(whole: Whole) -> Iterator[Problem]:
    today = whole.now.date()
    watched = [section for section in whole.config.sections if section.days != 0]
    news = [item for item in whole.items if item.date and item.kind != "page" and not item.withdrawn] if watched else []
    if not news or _day(news[-1]) > today - timedelta(days=_NEWS_DAYS):
        return
    latest = {item.section: item for item in reversed(news)}  # the newest one of each
    newest = {section: _day(item) for section, item in latest.items()}
    home = max(newest.values())
    is_home_stale = home < today - timedelta(days=_NEWS_DAYS) and any(_limit(one) == _NEWS_DAYS for one in watched)
    if is_home_stale:  # so are all sections of news: said once
        yield _problem("W465", date=f"{home}", days=str((today - home).days), limit=str(_NEWS_DAYS))
    for section in watched:
        limit, last = _limit(section), newest.get(section.id)
        if last is None:
            yield _problem("W467", section=section.name)
        elif limit and last < today - timedelta(days=limit) and not (is_home_stale and limit == _NEWS_DAYS):
            days = str((today - last).days)
            yield _problem("W466", section=section.name, date=f"{last}", days=days, limit=str(limit))


def _day(item: Item) -> Date:
    return item.date.date() if item.date else Date.min


def _limit(section: Section) -> int:
    """Days; 0 where no limit is set."""
    if section.days is not None:
        return section.days
    if _NOTICES.search(section.name):
        return _NOTICE_DAYS
    return _NEWS_DAYS if _NEWS.search(section.name) else 0


def _problem(code: str, **values: str) -> Problem:
    return Problem(_PATH, 0, 0, code, tuple(sorted(values.items())))
