"""A body as typed -> lines that Python-Markdown reads as the editor meant them, raw HTML set aside, and faults.

One pass over the lines. What Markdown wants and editors don't type is put in (a blank line before a list, a table, a
heading; four spaces a level); what Markdown takes and editors don't mean is taken out (a code block from an indented
paragraph, a list from "2024. 全年工作", a heading from "#话题#").
"""

from __future__ import annotations

from bulletin.convert.markup.containers import close_all, put_container
from bulletin.convert.markup.draft import Draft, Prepared
from bulletin.convert.markup.limits import DEEPEST, Refused
from bulletin.convert.markup.marks import IDEOGRAPHIC_SPACES
from bulletin.convert.markup.spans import HTML_BLOCK, put_table, set_fence_aside, set_html_aside, skip_comment
from bulletin.model.fences import opening_fence
from bulletin.model.late import late, regex

_LONGEST_UNDERLINED = 40  # characters: a line of dashes below a longer one is a rule
_LONGEST_CLAUSE = 25

PLAIN = regex(r"[^\s`~<:：>#|\[\-*+_=\d\\]")
_ITEM = regex(r"([-*+]|\d{1,3}\.)[ ]+(?=[^ ])(.*)")
_TASK = regex(r"\[([ xX])\][ ]+")
_RULE = regex(r"([-*_])(?:[ ]*\1){2,}[ ]*$")
_UNDERLINE = regex(r"(?:={2,}|-{2,})[ ]*$")
_YEAR = regex(r"\A(\d{1,12})\.(?= )")
_HASHES = regex(r"(#{1,6})(.*)$")
_FOOTNOTE = regex(r"\[\^([^\]\s]{1,60})\]:[ ]*")
_LIKE_FOOTNOTE = regex(r"\[\^[^\]]*(?:\]:|$)")
_REFERENCE = regex(
    r"\[([^\[\]^][^\[\]]{0,80})\]:[ ]*(<[^<>]+>|(?:https?://|mailto:|tel:|[#/.])\S*|\S+\.[A-Za-z0-9]{2,5}(?:#\S*)?)"
    r"(?:[ ]+[\"“'](.*)[\"”'])?[ ]*$"
)
_CLAUSE = regex(r"[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十]{1,3}[）)]")
_ORDINAL = regex(r"\d{1,2}[.．、](?![\d ])|[（(]\d{1,2}[）)]|[①-⑳]")
# What a notice ends with, a line for each (FIELD section 1, element 15); 电 话 is spaced to the width of 联系人.
_CONTACT = late(
    r"(?:[联聯][系繫絡络](?:人|方式)|(?:[\u4e00-\u9fff]{2})?[电電] *[话話]|手 *[机機]|[传傳] *真"
    r"|地 *址|(?:[电電]子)?[邮郵] *[箱编編件]|[网網] *址) *[：:]".replace(" ", "[ \u3000]")
)
_SENTENCE_END = regex(r"[。！？；：!?;:][”’」』）)]*$")


def prepare(text: str) -> Prepared:
    """Raises Refused for lists, quotes or containers too deep, and for tables too large."""
    draft = Draft(text.expandtabs(4).split("\n"), Prepared())
    _read(draft)
    draft.prepared.lines = draft.out
    return draft.prepared


def _read(draft: Draft) -> None:
    while (line := draft.next_line()) is not None:
        bare = line.lstrip(" " + IDEOGRAPHIC_SPACES)
        if not bare:
            draft.blank()
        elif PLAIN.match(bare):
            _text(draft, line, bare)
        elif not _special(draft, line, bare):
            is_number = bare[0].isdigit()
            _text(draft, line, _YEAR.sub(r"\1\\.", bare) if is_number else _escape(bare))
    close_all(draft)


def _special(draft: Draft, line: str, bare: str) -> bool:
    """Whether the line was something else than text."""
    indent = 0 if line[0] in IDEOGRAPHIC_SPACES else len(line) - len(bare)
    first = bare[0]
    if first in "`~" and (fence := opening_fence(bare)):
        set_fence_aside(draft, *fence, indent)
    elif first == "<" and bare.startswith("<!--"):
        skip_comment(draft, bare)
    elif first == "<" and HTML_BLOCK.match(bare):
        set_html_aside(draft, bare, indent)
    elif first in "-*+0123456789" and not _RULE.match(bare) and (item := _ITEM.match(bare)):
        _item(draft, indent, item[1], item[2])
    elif first == ">":
        _quote(draft, bare)
    else:
        return (
            (first in ":：" and put_container(draft, bare.rstrip()))
            or (first in "-*_=" and _rule(draft, bare))
            or (first == "#" and _heading(draft, bare))
            or (first == "[" and _definition(draft, bare))
        )
    return True


def _text(draft: Draft, line: str, bare: str) -> None:
    is_indented = line[0] in IDEOGRAPHIC_SPACES
    if draft.kind in ("table", "quote") or (is_indented and draft.kind != "blank"):
        draft.block()
    elif draft.kind == "text" and _is_new_paragraph(draft.out, bare):
        draft.blank()
    if draft.kind == "blank" and draft.items:
        draft.enter(0 if is_indented else len(line) - len(line.lstrip(" ")))
    text = bare.rstrip(" " + IDEOGRAPHIC_SPACES) + ("  " if bare.endswith("  ") else "")
    if "|" in text and put_table(draft, text):
        return
    draft.out.append("    " * len(draft.items) + text if draft.kind == "blank" else text)
    if draft.kind != "item":
        draft.kind = "text"


def _is_new_paragraph(out: list[str], bare: str) -> bool:
    """Whether a line right below another begins a paragraph: editors give a clause a line, not a blank line."""
    last = out[-1]
    if _CLAUSE.match(bare) and _SENTENCE_END.search(last):
        return True
    if _ORDINAL.match(bare):
        return bool(_SENTENCE_END.search(last) or _ORDINAL.match(last))
    if _CONTACT().match(bare):
        return _CONTACT().match(last) is not None
    return (len(out) < 2 or not out[-2]) and _is_clause_heading(last, bare)


def _is_clause_heading(line: str, below: str) -> bool:
    """一、指导思想 with its text right below: short, no mark at its end, and no shorter line follows."""
    if not _CLAUSE.match(line) or len(line) > _LONGEST_CLAUSE or line[-1] in "。，、；：,;:":
        return False
    return len(below) > len(line) + 4 or _CLAUSE.match(below) is not None


def _rule(draft: Draft, bare: str) -> bool:
    """A line of dashes: below a short line that ends without a mark it makes a heading of it, else it is a rule."""
    last = draft.out[-1] if draft.kind == "text" and not draft.items else ""
    is_single = bool(last) and (len(draft.out) < 2 or not draft.out[-2])
    is_title = is_single and len(last) <= _LONGEST_UNDERLINED and not _SENTENCE_END.search(last)
    if is_title and _UNDERLINE.match(bare):
        draft.out[-1] = f"{'#' if bare[0] == '=' else '##'} {last}"
        draft.blank()
        return True
    if bare[0] != "=" and _RULE.match(bare):
        draft.block()
        draft.put("* * *")
        return True
    return False


def _item(draft: Draft, indent: int, marker: str, content: str) -> None:
    while draft.items and indent < draft.items[-1][0] - 1:
        draft.items.pop()
    is_child = bool(draft.items) and indent >= draft.items[-1][0] + 2
    is_other_kind = False
    if draft.items and not is_child:
        is_other_kind = draft.items.pop()[1].isdigit() != marker[0].isdigit()
    if len(draft.items) >= DEEPEST:
        raise Refused("E602", draft.first + draft.at, limit=str(DEEPEST))
    if draft.kind != "item" or is_other_kind:
        draft.blank()
    if task := _TASK.match(content):
        content = ("☐ " if task[1] == " " else "☑ ") + content[task.end() :]
    draft.out.append("    " * len(draft.items) + f"{marker} {_escape_note(content.rstrip())}")
    draft.items.append((indent, marker[0]))
    draft.kind = "item"


def _heading(draft: Draft, bare: str) -> bool:
    """"# 标题" and "##标题"; not "#话题#", as on Weibo."""
    match = _HASHES.match(bare)
    if not match:
        return False
    hashes, rest = match[1], match[2]
    title = rest.strip(" " + IDEOGRAPHIC_SPACES)
    is_meant = rest[:1] in (" ", "\u3000") or (len(hashes) > 1 and not title.endswith("#") and title[:1] != "#")
    if not title.strip("#") or not is_meant:
        return False
    draft.block()
    draft.put(f"{hashes} {title}")
    return True


def _definition(draft: Draft, bare: str) -> bool:
    if match := _FOOTNOTE.match(bare):
        label, line = match[1], draft.at - 1
        if label in draft.prepared.footnotes:
            draft.fault("W612", line, label=label)
            return False
        draft.prepared.footnotes[label] = draft.first + line
        draft.block()
        text = _escape_note(bare[match.end() :].rstrip()) or "&nbsp;"  # the library fails on an empty one
        draft.out.append(f"[^{label}]: {text}")
        draft.items.append((0, "^"))  # what is indented below belongs to it
        draft.kind = "item"
        return True
    if match := _REFERENCE.match(bare):
        name = match[1].strip().lower()
        draft.prepared.references.setdefault(name, (match[2].strip("<>"), match[3] or ""))
        draft.blank()
        return True
    return False


def _quote(draft: Draft, bare: str) -> None:
    """The lines that begin with ">"; a line without it ends the quote."""
    start, lines = draft.at - 1, [bare]
    while draft.peek().lstrip(" ").startswith(">"):
        lines.append(draft.source[draft.at].lstrip(" "))
        draft.at += 1
    if draft.depth >= DEEPEST:
        raise Refused("E602", draft.first + start + 1, limit=str(DEEPEST))
    inner = Draft(
        [line[2:] if line[1:2] == " " else line[1:] for line in lines],
        draft.prepared,
        draft.first + start,
        draft.depth + 1,
    )
    _read(inner)
    while inner.out and not inner.out[-1]:
        inner.out.pop()
    draft.block()
    draft.out += [f"> {line}" if line else ">" for line in inner.out]
    draft.kind = "quote"


def _escape(bare: str) -> str:
    """What the library would take for a heading or a footnote, and is none."""
    return "\\" + bare if bare[0] == "#" else _escape_note(bare)


def _escape_note(text: str) -> str:
    return "\\" + text if _LIKE_FOOTNOTE.match(text) else text
