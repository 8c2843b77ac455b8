"""``site.yaml`` as Nodes -> Config, key by key of the table in ``bulletin.read.keys``."""

from __future__ import annotations

from datetime import date as Date

from bulletin.model.content import Config, IssueRules, Section
from bulletin.model.late import regex
from bulletin.read.editions import read_editions
from bulletin.read.keys import BASE, FILINGS, ISSUES, SECTION, SITE
from bulletin.read.nodes import Entry, Mapping, Node, Text
from bulletin.read.values import Reader

_WEEK = regex(r"([0-9]{4})\s*(?:年\s*第?|[-./第])\s*([0-9]{1,2})\s*期?")
_ICP = regex(r"\w ?ICP ?[备備证證] ?(?:第 ?)?[0-9]{6,10} ?[号號](?:-[0-9]+)?")
_POLICE = regex(r"(?<![0-9])[0-9]{14}(?![0-9])")


def read_site(reader: Reader, node: Node) -> Config:
    """Wrong values are problems of ``reader``; with any, the result must not be used."""
    found = reader.entries(node, SITE)
    for field, key in (("title", "标题"), ("url", "网址")):
        if not reader.text(found.get(field)):
            reader.find("E314", found.get(field) or Text(0, 0, ""), key=key)
    icp, police = _read_filings(reader, found.get("filings"))
    return Config(
        title=reader.text(found.get("title")),
        url=reader.url(found.get("url")) or "http://localhost/",
        editions=read_editions(reader, found.get("editions")),
        sections=_read_sections(reader, found.get("sections")),
        timezone=reader.timezone(found.get("timezone"), "Asia/Shanghai"),
        tagline=reader.text(found.get("tagline")),
        description=reader.text(found.get("description")),
        keywords=reader.texts(found.get("keywords")),
        theme=reader.name(found.get("theme"), "plain"),
        page_size=reader.number(found.get("page_size"), 1, 200, 20),
        feed_size=reader.number(found.get("feed_size"), 1, 200, 30),
        issues=_read_issues(reader, found.get("issues")),
        owner=reader.text(found.get("owner")),
        builder=reader.text(found.get("builder")),
        address=reader.text(found.get("address")),
        phone=reader.text(found.get("phone")),
        email=reader.email(found.get("email")),
        copyright_from=reader.number(found.get("copyright_from"), 1900, 2999, 0),
        icp=icp,
        police=police,
        site_code=reader.text(found.get("site_code")),
        image_hosts=reader.hosts(found.get("image_hosts")),
        offline=reader.flag(found.get("offline")),
        search=reader.flag(found.get("search"), default=True),
    )


def _read_filings(reader: Reader, entry: Entry | None) -> tuple[str, str]:
    found = reader.entries(entry.value, FILINGS, entry.key) if entry else {}
    icp, police = reader.text(found.get("icp")), reader.text(found.get("police"))
    if icp and not _ICP.fullmatch(icp):
        reader.find("W332", found["icp"].value, value=icp)
    if police and not _POLICE.search(police):
        reader.find("W333", found["police"].value, value=police)
    return icp, police


def _read_issues(reader: Reader, entry: Entry | None) -> IssueRules:
    found = reader.entries(entry.value, ISSUES, entry.key) if entry else {}
    return IssueRules(
        name=reader.text(found.get("name")),
        closes=reader.weekday(found.get("closes"), 7),
        base=_read_base(reader, found.get("base")),
        publisher=reader.text(found.get("publisher")),
        compiler=reader.text(found.get("compiler")),
        chief_editor=reader.text(found.get("chief_editor")),
        editor=reader.text(found.get("editor")),
    )


def _read_base(reader: Reader, entry: Entry | None) -> tuple[int, int, int] | None:
    """Year, ISO week, running number of the issue of that week."""
    if entry is None:
        return None
    found = reader.entries(entry.value, BASE, entry.key)
    for field, key in (("issue", "期"), ("total", "总期")):
        if not reader.text(found.get(field)):
            reader.find("E314", entry, key=key)
            return None
    typed = reader.text(found["issue"])
    match = _WEEK.fullmatch(typed)
    try:
        year, week = (int(match[1]), int(match[2])) if match else (0, 0)
        Date.fromisocalendar(year, week, 1)
    except ValueError:
        reader.find("E310", found["issue"].value, value=typed)
        return None
    total = reader.number(found["total"], 1, 999_999, 0)
    return (year, week, total) if total else None


def _read_sections(reader: Reader, entry: Entry | None) -> tuple[Section, ...]:
    if entry is None:
        return ()
    sections: list[Section] = []
    taken: dict[str, int] = {}
    for node in reader.items(entry):
        section = _read_section(reader, node)
        if not section.name:
            reader.find("E323", node, key=entry.key)
            continue
        names = dict.fromkeys((section.name, *section.aliases, section.id))
        if double := next((name for name in names if name.casefold() in taken), ""):
            reader.find("E316", node, name=double, first=str(taken[double.casefold()]))
            continue
        taken |= {name.casefold(): node.line for name in names}
        sections.append(section)
    return tuple(sections)


def _read_section(reader: Reader, node: Node) -> Section:
    if not isinstance(node, Mapping):
        name = node.text if isinstance(node, Text) else ""
        return Section(reader.slug(None, name), name)
    found = reader.entries(node, SECTION)
    name = reader.text(found.get("name"))
    return Section(
        id=reader.slug(found.get("id"), name),
        name=name,
        description=reader.text(found.get("description")),
        keywords=reader.texts(found.get("keywords")),
        aliases=reader.texts(found.get("aliases")),
        days=reader.number(found["days"], 0, 3660, 0) if "days" in found else None,
    )
