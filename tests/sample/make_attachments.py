"""Writes the attachments of the sample site below ``content/2026``: two Word forms, two Excel tables, one PDF.

``python tests/sample/make_attachments.py``. Only the standard library: the smallest files that Word, WPS, Excel and a
PDF reader open, with fixed dates inside, so that writing them again gives the same bytes.
"""

from __future__ import annotations

import zipfile
from collections.abc import Mapping, Sequence
from html import escape
from io import BytesIO
from pathlib import Path

ATTACHMENTS = Path(__file__).parents[2] / "content" / "2026"
_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_SHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_LINKS = "http://schemas.openxmlformats.org/package/2006/relationships"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"

Rows = Sequence[Sequence[str]]


def docx(title: str, rows: Rows) -> bytes:
    """A centred title and a table with borders."""
    sides = ("top", "left", "bottom", "right", "insideH", "insideV")
    borders = "".join(f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="000000"/>' for side in sides)
    cells = "".join(
        "<w:tr>" + "".join(f"<w:tc><w:p><w:r><w:t>{escape(cell)}</w:t></w:r></w:p></w:tc>" for cell in row) + "</w:tr>"
        for row in rows
    )
    grid = "<w:gridCol w:w='2200'/>" * max(map(len, rows))
    document = (
        f'<w:document xmlns:w="{_WORD}"><w:body><w:p><w:pPr><w:jc w:val="center"/></w:pPr><w:r><w:rPr><w:b/>'
        f'<w:sz w:val="36"/></w:rPr><w:t>{escape(title)}</w:t></w:r></w:p><w:tbl><w:tblPr><w:tblBorders>{borders}'
        f"</w:tblBorders></w:tblPr><w:tblGrid>{grid}</w:tblGrid>{cells}</w:tbl><w:p/><w:sectPr>"
        '<w:pgSz w:w="11906" w:h="16838"/></w:sectPr></w:body></w:document>'
    )
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    return _package({"word/document.xml": (document, kind)}, main="word/document.xml")


def xlsx(name: str, rows: Rows) -> bytes:
    """One sheet; whole numbers are numbers, all else is text."""
    lines = []
    for r, row in enumerate(rows, 1):
        cells = []
        for c, cell in enumerate(row):
            place = f"{chr(65 + c)}{r}"
            if cell.isdigit():
                cells.append(f'<c r="{place}"><v>{cell}</v></c>')
            else:
                cells.append(f'<c r="{place}" t="inlineStr"><is><t>{escape(cell)}</t></is></c>')
        lines.append(f'<row r="{r}">{"".join(cells)}</row>')
    sheet = f'<worksheet xmlns="{_SHEET}"><sheetData>{"".join(lines)}</sheetData></worksheet>'
    book = (
        f'<workbook xmlns="{_SHEET}" xmlns:r="{_OFFICE}"><sheets><sheet name="{escape(name)}" sheetId="1" r:id="r1"/>'
        "</sheets></workbook>"
    )
    links = (
        f'<Relationships xmlns="{_LINKS}"><Relationship Id="r1" Type="{_OFFICE}/worksheet" Target="sheet.xml"/>'
        "</Relationships>"
    )
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml."
    parts = {
        "xl/workbook.xml": (book, kind + "sheet.main+xml"),
        "xl/sheet.xml": (sheet, kind + "worksheet+xml"),
        "xl/_rels/workbook.xml.rels": (links, ""),
    }
    return _package(parts, main="xl/workbook.xml")


def pdf(title: str, lines: Sequence[str]) -> bytes:
    """One A4 page; the reader brings the Song font that every Chinese PDF reader knows by name."""

    def text(words: str) -> bytes:
        return b"<" + words.encode("utf-16-be").hex().upper().encode() + b">"

    content = [b"BT /F1 20 Tf 110 770 Td " + text(title) + b" Tj ET"]
    for number, line in enumerate(lines):
        content.append(b"BT /F1 12 Tf 72 %d Td " % (720 - 28 * number) + text(line) + b" Tj ET")
    stream = b"\n".join(content)
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
        b" /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n" % len(stream) + stream + b"\nendstream",
        b"<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-H /DescendantFonts [6 0 R] >>",
        b"<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /DW 1000 /FontDescriptor 7 0 R"
        b" /CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 2 >> >>",
        b"<< /Type /FontDescriptor /FontName /STSong-Light /Flags 6 /FontBBox [-25 -254 1000 880] /ItalicAngle 0"
        b" /Ascent 880 /Descent -120 /CapHeight 880 /StemV 93 >>",
        b"<< /Title <FEFF" + title.encode("utf-16-be").hex().upper().encode() + b"> >>",
    ]
    out = BytesIO()
    out.write(b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n")
    places = []
    for number, body in enumerate(objects, 1):
        places.append(out.tell())
        out.write(b"%d 0 obj\n" % number + body + b"\nendobj\n")
    start = out.tell()
    out.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1))
    out.writelines(b"%010d 00000 n \n" % place for place in places)
    out.write(b"trailer\n<< /Size %d /Root 1 0 R /Info 8 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start))
    return out.getvalue()


def _package(parts: Mapping[str, tuple[str, str]], main: str) -> bytes:
    """Parts with their content types -> an OOXML file."""
    overrides = "".join(
        f'<Override PartName="/{name}" ContentType="{kind}"/>' for name, (_, kind) in parts.items() if kind
    )
    types = (
        f'<Types xmlns="{_TYPES}"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{overrides}</Types>'
    )
    links = (
        f'<Relationships xmlns="{_LINKS}"><Relationship Id="r1" Type="{_OFFICE}/officeDocument" Target="{main}"/>'
        "</Relationships>"
    )
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        texts = {
            "[Content_Types].xml": types,
            "_rels/.rels": links,
            **{name: text for name, (text, _) in parts.items()},
        }
        for name, text in texts.items():
            archive.writestr(zipfile.ZipInfo(name, (2026, 9, 28, 9, 0, 0)), _XML + text, zipfile.ZIP_DEFLATED)
    return out.getvalue()


MADE: Mapping[str, bytes] = {
    "40/附件 核查登记表.docx": docx(
        "困难职工入户核查登记表",
        [
            ["户主姓名", "", "档案编号", ""],
            ["家庭人口", "　　人", "其中在学", "　　人"],
            ["月人均收入", "　　元", "主要困难", "□大病 □助学 □意外 □其他"],
            ["当前最急的一件事", "", "职工签字", ""],
            ["入户人员（两人）", "", "入户日期", "2026年　月　日"],
        ],
    ),
    "40/核查进度 汇总表.xlsx": xlsx(
        "核查进度",
        [
            ["单位", "在册户数", "已入户", "退出", "新增"],
            *([name, str(count), "", "", ""] for name, count in (
                ("鹭洲区总工会", 286), ("栖岩区总工会", 241), ("云塘区总工会", 263),
                ("清漪县总工会", 198), ("余浦县总工会", 187), ("经开区工会联合会", 71),
            )),
            ["合计", "1246", "", "", ""],
        ],
    ),
    "42/附件 大赛报名表.docx": docx(
        "临江市第九届职工技能大赛报名表",
        [
            ["姓名", "", "工种", ""],
            ["工作单位", "", "本工种工龄", "　　年"],
            ["联系电话", "", "技能等级", "□初级 □中级 □高级 □技师"],
            ["本人签字", "", "单位意见", ""],
        ],
    ),
    "42/关于评分办法的说明.pdf": pdf(
        "关于大赛评分办法的说明",
        [
            "一、总分一百分：操作八十分，理论二十分。",
            "二、操作项目由五名裁判独立打分，去掉最高分和最低分，取平均值。",
            "三、发生安全违规的，当场终止比赛，该项不计成绩。",
            "四、选手对成绩有异议的，可以在公布后一小时内书面提出。",
        ],
    ),
    "45/食堂民主管理清单.xlsx": xlsx(
        "清单",
        [
            ["序号", "环节", "看什么", "谁来看"],
            ["1", "验货", "品名、重量、日期与单据一致", "职工代表两人"],
            ["2", "切配", "出成率与定额相差不超过百分之五", "职工代表一人"],
            ["3", "售卖", "排队不超过八分钟", "职工代表一人"],
            ["4", "回收", "剩饭称重，每周公布", "值班长"],
        ],
    ),
}  # fmt: skip

if __name__ == "__main__":
    for name, data in MADE.items():
        (ATTACHMENTS / name).write_bytes(data)
        print(name, len(data), "bytes")
