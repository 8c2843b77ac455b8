"""Makes .docx files by hand, as Word and WPS write them: python-docx hides what is tested here."""

from __future__ import annotations

import io
import zipfile
from xml.sax.saxutils import escape

_NAMES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"'
)
_TYPES = """<?xml version="1.0" encoding="UTF-8"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Default Extension="xml" ContentType="application/xml"/><Default Extension="jpeg" ContentType="image/jpeg"/>
<Override PartName="/word/document.xml"
 ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>"""
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_PART = '<?xml version="1.0" encoding="UTF-8"?>'


def run(text: str, bold: bool = False) -> str:
    return f'<w:r>{"<w:rPr><w:b/></w:rPr>" if bold else ""}<w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def paragraph(text: str = "", side: str = "", number: tuple[int, int] | None = None, runs: str = "") -> str:
    listed = f'<w:numPr><w:ilvl w:val="{number[1]}"/><w:numId w:val="{number[0]}"/></w:numPr>' if number else ""
    jc = f'<w:jc w:val="{side}"/>' if side else ""
    return f"<w:p><w:pPr>{listed}{jc}</w:pPr>{run(text) if text else ''}{runs}</w:p>"


def cell(text: str, wide: int = 1, merge: str = "") -> str:
    span = f'<w:gridSpan w:val="{wide}"/>' if wide > 1 else ""
    down = {"": "", "start": '<w:vMerge w:val="restart"/>', "more": "<w:vMerge/>"}[merge]
    return f"<w:tc><w:tcPr>{span}{down}</w:tcPr>{paragraph(text)}</w:tc>"


def table(*rows: str) -> str:
    return "<w:tbl>" + "".join(f"<w:tr>{row}</w:tr>" for row in rows) + "</w:tbl>"


def level(depth: int, form: str, text: str) -> str:
    how = f'<w:start w:val="1"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{escape(text)}"/>'
    return f'<w:lvl w:ilvl="{depth}">{how}</w:lvl>'


def numbering(*lists: str) -> str:
    """Each of ``lists`` holds levels; they are numbered from 1."""
    abstract = "".join(f'<w:abstractNum w:abstractNumId="{i}">{one}</w:abstractNum>' for i, one in enumerate(lists))
    nums = "".join(f'<w:num w:numId="{i + 1}"><w:abstractNumId w:val="{i}"/></w:num>' for i in range(len(lists)))
    return f"{_PART}<w:numbering {_NAMES}>{abstract}{nums}</w:numbering>"


def picture(identity: str = "rIdP", alt: str = "") -> str:
    return (
        f'<w:r><w:drawing><wp:inline><wp:docPr id="1" name="p" descr="{alt}"/><a:graphic><a:graphicData><pic:pic>'
        f'<pic:blipFill><a:blip r:embed="{identity}"/></pic:blipFill></pic:pic></a:graphicData></a:graphic></wp:inline>'
        "</w:drawing></w:r>"
    )


def comments(*texts: str) -> str:
    found = enumerate(map(paragraph, texts))
    inside = "".join(f'<w:comment w:id="{i}" w:author="x">{text}</w:comment>' for i, text in found)
    return f"{_PART}<w:comments {_NAMES}>{inside}</w:comments>"


def footnotes(*texts: str) -> str:
    inside = "".join(f'<w:footnote w:id="{i + 2}">{paragraph(text)}</w:footnote>' for i, text in enumerate(texts))
    return f"{_PART}<w:footnotes {_NAMES}>{inside}</w:footnotes>"


def docx(*body: str, parts: dict[str, str | bytes] | None = None) -> bytes:
    """``parts``: further parts of word/; photos as "media/x.jpeg", which has the identity rIdP."""
    further = parts or {}
    kinds = {"numbering.xml": "numbering", "comments.xml": "comments", "footnotes.xml": "footnotes"}
    relations = "".join(
        f'<Relationship Id="rId{i}" Type="{_OFFICE}/{kinds[name]}" Target="{name}"/>'
        for i, name in enumerate(further) if name in kinds
    ) + "".join(
        f'<Relationship Id="rIdP" Type="{_OFFICE}/image" Target="{name}"/>'
        for name in further if name.startswith("media/")
    )  # fmt: skip
    files: dict[str, str | bytes] = {
        "[Content_Types].xml": _TYPES,
        "_rels/.rels": f'{_PART}<Relationships xmlns="{_RELATIONS}">'
        f'<Relationship Id="r" Type="{_OFFICE}/officeDocument" Target="word/document.xml"/></Relationships>',
        "word/_rels/document.xml.rels": f'{_PART}<Relationships xmlns="{_RELATIONS}">{relations}</Relationships>',
        "word/document.xml": f"{_PART}<w:document {_NAMES}><w:body>{''.join(body)}</w:body></w:document>",
        **{f"word/{name}": part for name, part in further.items()},
    }
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as package:
        for name, part in files.items():
            package.writestr(zipfile.ZipInfo(name), part, zipfile.ZIP_DEFLATED)
    return stream.getvalue()
