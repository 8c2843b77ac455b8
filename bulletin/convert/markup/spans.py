"""What takes several lines: fenced code, blocks of HTML, comments, tables -> set aside, or put on its own."""

from __future__ import annotations

import re
from html import escape

from bulletin.convert.markup.draft import Draft
from bulletin.convert.markup.limits import MOST_CELLS, Refused
from bulletin.convert.markup.marks import IDEOGRAPHIC_SPACES, PIPE
from bulletin.convert.markup.tables import merge_cells, split_rows
from bulletin.model.fences import closes_fence
from bulletin.model.late import regex

HTML_BLOCK = regex(
    r"</?(?:table|caption|thead|tbody|tfoot|tr|td|th|div|section|article|details|summary|figure|figcaption|blockquote|"
    r"p|ul|ol|li|dl|dt|dd|h[1-6]|hr|pre|center|iframe|script|style|form|aside|header|footer|main|nav)(?=[\s/>]|$)",
    re.IGNORECASE,
)
_LANGUAGE = regex(r"[A-Za-z][\w+#.-]{0,29}")
_BALANCED = regex(r"<(/?)(?:table|pre|script|style)(?=[\s/>]|$)", re.IGNORECASE)
_SEPARATOR = regex(r"(?=[^|\n]*\|)\|?[ ]*:?-+:?[ ]*(?:\|[ ]*:?-+:?[ ]*)*\|?[ ]*$")
_BRACES = regex(r"\{[^{}\n]*\}")


def set_fence_aside(draft: Draft, fence: str, info: str, indent: int) -> None:
    level = draft.enter(indent)
    start, code = draft.at - 1, list[str]()
    while (line := draft.next_line()) is not None:
        if closes_fence(line, fence):
            break
        code.append(line[min(indent, len(line) - len(line.lstrip(" "))) :])
    else:
        draft.fault("W613", start)
    name = _LANGUAGE.match(info.strip())
    language = f' class="language-{escape(name[0].lower())}"' if name else ""
    text = escape("\n".join(code), quote=False)
    draft.stash(f"<pre><code{language}>{text}\n</code></pre>", level=level)


def set_html_aside(draft: Draft, bare: str, indent: int) -> None:
    """A block of HTML ends at a blank line (CommonMark 4.6), a table or <pre> where its tags are closed."""
    level = draft.enter(indent)
    lines, balance, line = list[str](), 0, bare
    while True:
        lines.append(line)
        changes = [-1 if closing else 1 for closing in _BALANCED.findall(line)]
        balance += sum(changes)
        if (changes and balance <= 0) or (balance <= 0 and not draft.peek().strip()):
            break
        following = draft.next_line()
        if following is None:
            break
        line = following
    draft.stash("\n".join(lines), level=level)


def skip_comment(draft: Draft, bare: str) -> None:
    """<!-- … --> is for the editors; text after it on its last line is read on."""
    rest = bare
    while "-->" not in rest and (line := draft.next_line()) is not None:
        rest = line
    draft.blank()
    if after := rest.partition("-->")[2].strip():
        draft.at -= 1
        draft.source[draft.at] = after


def put_table(draft: Draft, bare: str) -> bool:
    """A header line and a line of dashes below it; it goes on as long as lines hold a "|"."""
    separator = draft.peek().strip()
    if draft.items or "-" not in separator or not _SEPARATOR.match(separator):
        return False
    start = draft.at - 1
    rows = [bare.strip(), separator]
    draft.at += 1
    while "|" in draft.peek():
        rows.append(draft.source[draft.at].strip(" " + IDEOGRAPHIC_SPACES))
        draft.at += 1
    draft.cells += len(rows) * (rows[0].count("|") + 1)
    if draft.cells > MOST_CELLS:
        raise Refused("E605", draft.first + start + 1, limit=str(MOST_CELLS))
    if not merge_cells(split_rows(rows)).is_complete:
        draft.fault("W621", start)
    draft.block()
    draft.out += [_BRACES.sub(_hide_pipes, row) if "{" in row else row for row in rows]
    draft.kind = "table"
    return True


def _hide_pipes(match: re.Match[str]) -> str:
    return match[0].replace("|", PIPE)
