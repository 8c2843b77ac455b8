"""Text -> text that XML, HTML and JSON can carry, and XML elements made of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

import markupsafe

from bulletin.model.late import regex

DECLARATION = '<?xml version="1.0" encoding="utf-8"?>\n'

# XML 1.0 section 2.2 (Char) forbids C0 but for tab, LF and CR, surrogates, U+FFFE and U+FFFF; DEL, C1 and the other
# noncharacters are allowed there, but an HTML parser reports each of them, so that no format gets any.
_ILLEGAL = regex(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff"
    + "".join(chr(plane << 16 | last) for plane in range(1, 17) for last in (0xFFFE, 0xFFFF))
    + "]"
)


def clean(text: str) -> str:
    """``text`` without characters that XML 1.0 forbids or HTML calls a parse error, its line ends LF."""
    if text.isprintable() or text.replace("\n", "").isprintable():  # as most are, told a hundred times as fast
        return text
    return _ILLEGAL.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


# ``&``, ``<``, ``>`` and quotes written for HTML: the C function within ``markupsafe.escape``, which adds a Markup
# around each piece of a page, for nothing.
escaped: Callable[[str], str] = getattr(markupsafe, "_escape_inner", markupsafe.escape)


def clean_pairs(pairs: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """Those (name, value) that have a value once it is ``clean``."""
    if "".join([value for _, value in pairs]).isprintable():
        return [pair for pair in pairs if pair[1]]
    return [(name, cleaned) for name, value in pairs if (cleaned := clean(value))]


def escape(text: str) -> str:
    """``text`` as the content of an element; also right in HTML."""
    return clean(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def escape_attribute(text: str) -> str:
    """``text`` between double quotes; also right in HTML.

    An XML parser turns tab and LF in an attribute into spaces unless they are written as references (section 3.3.3).
    """
    return escape(text).replace('"', "&quot;").replace("\t", "&#9;").replace("\n", "&#10;")


def element(name: str, content: str | Iterable[str] = "", **attributes: str) -> str:
    """One element on its own line(s). Text content is escaped, an iterable is elements made before.

    ``xml__lang`` stands for ``xml:lang``; attributes with an empty value are left out.
    """
    shown = "".join(f' {_name(key)}="{escape_attribute(value)}"' for key, value in attributes.items() if value)
    if not isinstance(content, str):
        return f"<{name}{shown}>\n{''.join(content)}</{name}>\n"
    return f"<{name}{shown}>{escape(content)}</{name}>\n" if content else f"<{name}{shown}/>\n"


def _name(key: str) -> str:
    return key.rstrip("_").replace("__", ":")
