"""Hostile content for a whole site: injection in every field, odd names, slow bodies, bombs, files in disguise."""

from __future__ import annotations

import os
import socket
import zipfile
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path

from PIL import Image

from bulletin.check.keys import ITEM_KEYS

SECRET = "the-secret-outside"

# Every one tries to make an element <x-pwn>, a handler, a script or a link that runs
PAYLOADS = (
    '"><x-pwn onload=alert(1)><script>alert(1)</script>',
    "'><x-pwn/><img src=x onerror=alert(1)>",
    "</title></style></script><script>alert(1)</script><!--<x-pwn>",
    "javascript:alert(1)//<x-pwn>",
    "]]><x-pwn/>&#60;x-pwn&#62;&lt;x-pwn&gt;",
    "${alert(1)} {{ 7*7 }} {% raw %} <%= x %> \\u003cx-pwn\\u003e `'\"",
    '" onmouseover="alert(1)" x="<x-pwn>',
)
BODIES = (
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)><x-pwn>",
    "<svg onload=alert(1)><script>alert(1)</script></svg>",
    '<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=alert(1)&gt;">',
    "<iframe srcdoc='<script>alert(1)</script>'></iframe><object data=x></object><embed src=x>",
    "<form action=javascript:alert(1)><button formaction=javascript:alert(1)>x</button>"
    "<input autofocus onfocus=alert(1)>",
    '<a href="jav&#x09;ascript:alert(1)">甲</a> <a href=" javascript:alert(1)">乙</a>'
    '<a href=\'&#1;javascript:alert(1)\'>丙</a>',
    "[甲](javascript:alert(1)) [乙](JaVaScRiPt:alert(1)) [丙](<java\tscript:alert(1)>) [丁](&#106;avascript:alert(1))",
    "[甲](data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==) [乙](vbscript:x) [丙](//evil.example/x)",
    '![甲](javascript:alert(1)) ![乙](x" onerror="alert(1)) !["onerror=alert(1) x="](照片.jpg)',
    '[甲](https://example.org/"onmouseover=alert(1)) [乙](https://example.org/ "x\\" onmouseover=alert(1) y=\\"")',
    '<https://example.org/"onmouseover="alert(1)> <javascript:alert(1)>',
    '# 标题 {: onclick=alert(1) style=x id="><x-pwn> }\n\n正文{: .x onmouseover=alert(1) }',
    '``` "><x-pwn onload=alert(1)>\ncode</code></pre><x-pwn>\n```',
    '::: 附件 "><x-pwn onload=alert(1)>\n里面\n:::',
    '::: 联系方式\n电话: 0571"><x-pwn>\n:::',
    '{荥"><x-pwn>|<x-pwn onload=alert(1)>}',
    '甲[^"><x-pwn>]\n\n[^"><x-pwn>]: <x-pwn onload=alert(1)>',
    '*[HTML]: "><x-pwn onload=alert(1)>\n\nHTML',
    '| 甲 | <x-pwn onload=alert(1)> |\n|---|---|\n| `<x-pwn>` | "><script>alert(1)</script> |',
    '<table><tr><td onclick=alert(1) style="background:url(javascript:1)"'
    ' background=javascript:1 colspan=\'2"><x-pwn>\'>甲</table>',
    '<p class="masthead" id="main" style="position:fixed" data-x=1 hidden>盖住</p><base href=//evil.example/>',
    "<meta http-equiv=refresh content='0;url=javascript:alert(1)'><link rel=stylesheet href=//evil.example/x.css>",
    "<details ontoggle=alert(1) open><summary>甲</summary>乙</details><audio src=x onerror=alert(1)></audio>",
    '<template><x-pwn></template><noscript><p title="</noscript><img src=x onerror=alert(1)>"></noscript>',
    "</article></main></body></html><x-pwn><!--",
    "<![CDATA[<x-pwn onload=alert(1)>]]> <?php x ?> <!DOCTYPE x> <!ENTITY x>",
    "\x02STX\x03 \x02wzxhzdk:0\x03 klzzwxh:0001 \x02amp\x03 <x-pwn>",
    "甲\u202e乙\u2066丙\u200b\ufeff<x-\u200bpwn>",
    "{{ chrome }} {% include '/etc/passwd' %} {{ ''.__class__.__mro__ }}",
    "![甲](https://evil.example/pixel.png) <img src=//evil.example/p.png srcset='//evil.example/q.png 2x'>",
    "-{x-pwn}- -{zh-hans:<x-pwn onload=alert(1)>;zh-hant:<script>alert(1)</script>}-",
    '![[照片.jpg|"><x-pwn onload=alert(1)>]] [[<x-pwn>]]',
    '[引用]\n\n[引用]: javascript:alert(1) "><x-pwn>"',
)
SLOW = {
    "brackets": "[" * 10_000,
    "images": "![](" * 20_000,
    "list-1000": "\n".join("  " * level + "- 甲" for level in range(1000)),
    "list-300": "\n".join("    " * level + "- 甲" for level in range(300)),
    "quotes": ">" * 20_000 + "甲",
    "ticks": " ".join("`" * count for count in range(1, 600)),
    "stars": "*" * 50_000 + " a " + "*" * 50_000,
    "stars-apart": "*a " * 30_000,
    "stars-under": "*_" * 20_000,
    "abbreviations": "\n".join(f"*[甲{number}]: 乙" for number in range(2000)) + "\n\n" + "甲1 " * 2000,
    "table": "|甲|乙|\n|---|---|\n" + "|a|b|\n" * 20_000,
    "table-wide": "|" + "甲|" * 20_000 + "\n|" + "---|" * 20_000 + "\n|" + "a|" * 20_000,
    "divs": "<div>" * 20_000,
    "open-tags": "<a " * 30_000,
    "comments": "<!--" * 20_000,
    "entities": "&" * 100_000 + ";",
    "footnotes": "".join(f"[^{number}] " for number in range(3000)) + "\n\n"
    + "".join(f"[^{n}]: 注\n" for n in range(3000)),
    "links": "[a](b " * 20_000,
    "definitions": "\n".join(f"[{number}]: x" for number in range(20_000)),
    "ruby": "{甲|" * 20_000,
    "containers": "::: 附件\n" * 5000,
    "blank-lines": "\n" * 300_000 + "甲",
    "spaces": " " * 1_000_000 + "甲",
    "one-line": "工会" * 800_000,
    "colons": ("甲：" * 60_000) + "\n" + "一、" * 30_000,
    "urls": "https://a" * 20_000,
    "digits": "1" * 200_000,
    "numbers": "1. " * 30_000,
    "dashes": "-" * 200_000 + "\n" + "- " * 100_000,
    "equals": ("=" * 300 + "\n") * 3000,
    "hashes": "#" * 100_000,
    "pipes": "|" * 100_000 + "\n|-|",
    "tildes": "~~" * 40_000,
    "minus-braces": "-{" * 40_000,
    "merge": "|甲|" + "\n|---|\n" + "|^^|\n" * 5000,
    "quotes-curly": "“" * 60_000,
    "parens": "（" * 60_000 + "(" * 60_000,
    "tone": "荥(xíng)" * 20_000,
    "backslashes": "\\" * 100_000,
    "unicode-marks": "e" + "\u0301" * 100_000,
}  # fmt: skip
FRONT = {
    "bomb": "a: &a [x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b]\n标题: 甲",
    "merge": "base: &b {标题: 甲}\n<<: *b",
    "tag": "标题: !!python/object/apply:os.system [id]\n日期: !!timestamp 2026-01-01",
    "deep-flow": "标题: 甲\n标签: " + "[" * 10_000,
    "deep-flow-closed": "标题: 甲\n标签: " + "[" * 2000 + "]" * 2000,
    "deep-map": "标题: 甲\n" + "\n".join("  " * level + f"k{level}:" for level in range(500)),
    "deep-list": "标题: 甲\n附件:\n" + "\n".join("  " * level + "-" for level in range(500)),
    "many-keys": "标题: 甲\n" + "\n".join(f"k{number}: v" for number in range(400)),
    "50k-keys": "标题: 甲\n" + "\n".join(f"k{number}: v" for number in range(50_000)),
    "long-value": "标题: " + "工会" * 100_000,
    "long-key": "工" * 10_000 + ": 甲\n标题: 甲",
    "long-title": "标题: " + "工" * 5000,
    "many-tags": "标题: 甲\n标签: [" + ", ".join(f"标签{number}" for number in range(150)) + "]",
    "int": "标题: 甲\n期: " + "9" * 15_000,
    "dates": "标题: 甲\n日期: 0000-00-00",
    "zone": "标题: 甲\n日期: 2026-09-30T10:00:00+99:99",
    "year-10000": "标题: 甲\n日期: 10000-01-01",
    "first-day": "标题: 甲\n日期: 1900-01-01T00:00:00+14:00",
    "last-day": "标题: 甲\n截止: 2200-12-31 24:00",
    "feb-30": "标题: 甲\n日期: 2025-02-30",
    "null": "标题: 甲\x00乙",
    "quotes": "标题: '" + "''" * 5000,
    "escape": '标题: "\\uD800\\x00\\U0010FFFF\\u202e"',
    "complex-key": "? [甲, 乙]\n: 丙\n标题: 甲",
    "directive": "%YAML 1.2\n标题: 甲",
    "many-docs": "标题: 甲\n---\n标题: 乙\n---",
    "js": "=js\nalert(1)",
}  # fmt: skip
PLACES = {
    "slug-up": "网址: ../../../evil",
    "slug-root": "网址: /etc/evil",
    "slug-nul": "网址: a\x00b",
    "slug-dot": "网址: ..",
    "slug-percent": "网址: '%2e%2e%2fevil'",
    "slug-con": "网址: con",
    "slug-long": "网址: " + "a" * 5000,
    "slug-back": "网址: '..\\..\\evil'",
    "alias-up": "旧网址: [../../evil.html, /../evil.html, a/../../evil.html, '..\\evil.html', '%2e%2e/evil.html']",
    "alias-host": "旧网址: [//evil.example/x, 'https://evil.example/x', 'javascript:alert(1)', index.html, feed.xml]",
    "alias-odd": "旧网址: ['a//b', '.', '..', '', 'a/./b', con.html, '.htaccess', 'search/index.html', '2026/']",
    "cover-up": "封面: ../../outside.jpg",
    "cover-root": "封面: /etc/passwd",
    "file-up": "附件: [../../outside.txt, /etc/passwd, 'file:///etc/passwd', "
    "'C:\\Windows\\win.ini', '..\\..\\outside.txt']",
    "file-url": "附件: ['https://evil.example/x.docx', 'javascript:alert(1)', 'x\x00.pdf']",
    "file-link": "附件: [link-out.csv, link-in.csv, fifo.csv, device.csv, linked/outside.csv]",
    "tag-up": "标签: ['../../evil', '..', '.', '/', 'con', '<x-pwn>', '" + "长" * 300 + "']",
    "author-up": "作者: ['../../evil', '..', 'AUX']",
    "issue-up": "期: ../../evil",
    "kind-up": "类型: ../../../etc/passwd",
    "section-up": "栏目: ../../evil",
    "source-up": "来源: ['../../evil', '..', '<x-pwn>']",
}  # fmt: skip


SITE = f"""\
标题: '{PAYLOADS[0]}'
网址: https://example.org/bulletin/
口号: '{PAYLOADS[2]}'
说明: '{PAYLOADS[4]}'
关键词: ['{PAYLOADS[0]}', '{PAYLOADS[3]}']
主办单位: '{PAYLOADS[6]}'
网站建设: '{PAYLOADS[0]}'
地址: '{PAYLOADS[2]}'
电话: '{PAYLOADS[6]}'
网站标识码: '{PAYLOADS[0]}'
备案: {{ICP: '{PAYLOADS[0]}', 公安: '{PAYLOADS[6]} 33010000000001'}}
期刊: {{刊名: '{PAYLOADS[0]}', 主办: '{PAYLOADS[2]}', 编印: '{PAYLOADS[6]}', 主编: '{PAYLOADS[0]}',
  责任编辑: '{PAYLOADS[4]}'}}
版本: [zh-Hans, {{标识: zh-Hant, 名称: '{PAYLOADS[0]}'}}]
栏目:
  - {{名称: '{PAYLOADS[0]}', 网址: news, 说明: '{PAYLOADS[2]}', 关键词: ['{PAYLOADS[6]}'], 别名: [要闻]}}
  - {{名称: '{PAYLOADS[3]}'}}
"""
UNIONS = f"""\
- {{名称: '{PAYLOADS[0]}', 别名: [市总, '{PAYLOADS[2]}'], 地区: '{PAYLOADS[6]}', 繁体: '{PAYLOADS[4]}'}}
- {{名称: '{PAYLOADS[3]}', 上级: 市总}}
"""
GLOSSARY = f"娘家人: '{PAYLOADS[0]}'\n工会: {{zh-Hant: '{PAYLOADS[2]}'}}\n正文: '{PAYLOADS[6]}'\n"


def put(folder: Path, name: str, data: str | bytes) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_bytes(data.encode("utf-8", "surrogatepass") if isinstance(data, str) else data)


def text_of(fields: str, body: str = "正文。") -> str:
    return f"---\n{fields}\n---\n\n{body}\n"


def jpeg(width: int = 64, height: int = 48, **options: object) -> bytes:
    out = BytesIO()
    Image.new("RGB", (width, height), "navy").save(out, "JPEG", **options)
    return out.getvalue()


def write_hostile(site: Path) -> None:
    """Injection in every field and every kind of body, odd names, places outside, links, pipes, bombs."""
    content = site / "content"
    for name, text in (("site.yaml", SITE), ("unions.yaml", UNIONS), ("glossary.yaml", GLOSSARY)):
        put(content, name, text)
    for key in ITEM_KEYS:
        for number, payload in enumerate(PAYLOADS):
            fields = {"title": f"注入 {key.field} {number}", "date": "2026-09-30", key.field: payload}
            text = "\n".join(f"{name}: {value}" for name, value in fields.items())
            put(content / "fields", f"{key.field}-{number}.md", text_of(text))
    typed = {"title": "全", "date": "2026-09-30", "kind": "通知", "withdrawn": PAYLOADS[0]}
    lists = {
        key.field: f"\n  - {{名称: '{PAYLOADS[6]}', 文件: '<x-pwn>'}}" for key in ITEM_KEYS if key.takes == "files"
    }
    put(
        content / "fields", "all.md", text_of("\n".join(f"{name}: {value}" for name, value in (typed | lists).items()))
    )
    for number, text in enumerate(BODIES):
        put(content / "bodies", f"body-{number}.md", text_of(f"标题: 正文 {number}\n日期: 2026-09-30", text))
        put(content / "issues", f"2026-{number + 1:02d}.md", text_of(f"标题: <x-pwn>\n按语: {PAYLOADS[0]}", text))
    for name, text in SLOW.items():
        put(content / "slow", f"slow-{name}.md", text_of(f"标题: 慢 {name}\n日期: 2026-09-30", text))
    for name, text in FRONT.items():
        put(content / "front", f"front-{name}.md", text_of(text))
    for name, text in PLACES.items():
        put(content / "places", f"place-{name}.md", text_of(f"标题: 地点 {name}\n日期: 2026-09-30\n{text}"))
    _names(content)
    _nodes(site, content)
    _files(content)


def _names(content: Path) -> None:
    names = ('"><img src=x onerror=alert(1)>.md', "<x-pwn>.md", "'onload='alert(1).md", "{{ 7*7 }}.md", "%2e%2e%2f.md",
             "..md", "...md", "con.md", "a\\..\\b.md", "#x.md", "?x.md", " .md", "-.md", "\u202exfdp.md", "a\nb.md",
             "\u3000工 会\u3000.md", "a" * 250 + ".md", "工" * 80 + ".md", "e\u0301.md",
             "\u00e9.md", "Ａ.md", "A.md", "a.md",
             "index.md", "404.md", "x.zh-Hant.md", "x.zh-Hant.zh-Hant.md", ".zh-Hant.md", "x.zh-XX.md")  # fmt: skip
    for name in names:
        put(content / "names", name, text_of("日期: 2026-09-30", "没有标题的一段话。"))
    put(content / "names", os.fsdecode(b"\xb9\xa4\xbb\xe1.md"), text_of("标题: 乱码名"))
    for folder in ('"><x-pwn onload=alert(1)>', "javascript:alert(1)", "<script>alert(1)<", "..."):
        put(content / "names" / folder, "inside.md", text_of("标题: 文件夹\n日期: 2026-09-30", "![照](照片.jpg)"))
        put(content / "names" / folder, "照片.jpg", jpeg())
        put(content / "names" / folder, '"><x-pwn>.csv', "甲,乙\n")
        put(content / "names" / folder, "link.md", text_of("标题: 附\n附件: ['\"><x-pwn>.csv']"))


def _nodes(site: Path, content: Path) -> None:
    """Links out, in circles and broken; a pipe, a socket, a device; what may not be read."""
    put(site, "outside.txt", SECRET)
    put(site, "outside.jpg", jpeg())
    put(site / "elsewhere", "outside.md", text_of(f"标题: {SECRET}"))
    put(site / "elsewhere", "outside.csv", SECRET)
    folder = content / "places"
    for name, target in {
        "link-out.csv": "../../outside.txt", "link-out.md": "../../elsewhere/outside.md", "link-out.jpg": "/etc/passwd",
        "link-passwd.md": "/etc/passwd", "linked": "../../elsewhere", "circle": ".", "circle.md": "circle.md",
        "broken.md": "nowhere", "link-zero.md": "/dev/zero", "link-proc.md": "/proc/self/environ",
    }.items():  # fmt: skip
        (folder / name).symlink_to(target)
    put(folder, "inside.csv", "甲,乙\n")
    (folder / "link-in.csv").symlink_to("inside.csv")
    for name in ("fifo.csv", "fifo.md", "fifo.jpg"):
        os.mkfifo(folder / name)
    with socket.socket(socket.AF_UNIX) as one:
        here = os.getcwd()
        os.chdir(folder)  # a socket's whole path may have 107 bytes
        try:
            one.bind("socket.md")
        finally:
            os.chdir(here)
    put(folder, "unreadable.md", text_of("标题: 读不了"))
    (folder / "unreadable.md").chmod(0)
    with open(folder / "huge.md", "wb") as huge:
        huge.truncate(3_000_000_000)
    with open(folder / "huge.jpg", "wb") as huge:
        huge.truncate(3_000_000_000)
    put(folder, "five-megabytes.md", text_of("标题: 长行", "工" * 1_700_000))
    deep = content / "/".join(f"d{level}" for level in range(60))
    put(deep, "deep.md", text_of("标题: 深处"))


def _files(content: Path) -> None:
    folder = content / "files"
    svg = "<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'><script>alert(1)</script></svg>"
    page = "<!doctype html><script>alert(1)</script>"
    bomb = BytesIO()
    Image.new("1", (30_000, 30_000)).save(bomb, "PNG")
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("word/document.xml", bytes(20_000_000))
        package.writestr("../../evil.txt", "x")
    gif = b"GIF89a/*" + b"\0" * 20 + b"*/=1;alert(1)"
    files: Mapping[str, str | bytes] = {
        "a.svg": svg, "b.html": page, "c.php": "<?php system('id'); ?>", "d.xml": "<x/>", "e.js": "alert(1)",
        "f.swf": b"FWS\x09", "g.exe": b"MZ" + bytes(99), "svg.png": svg, "page.jpg": page, "page.pdf": page,
        "page.docx": page, "page.csv": page, "php.jpg": "<?php x ?>", "exe.docx": b"MZ" + bytes(99), "empty.jpg": b"",
        "empty.pdf": b"", "cut.jpg": jpeg(800, 600)[:400], "half.jpg": jpeg(800, 600)[:-200],
        "bomb.png": bomb.getvalue(),
        "gif-js.gif": gif, "zip-bomb.docx": packed.getvalue(), "jpeg-html.jpg": jpeg() + page.encode(),
        "comment.jpg": jpeg(comment=b"<script>alert(1)</script>"), "name.pdf.exe": b"MZ", "ok.pdf": b"%PDF-1.4\n%%EOF",
        "tiny.jpg": b"\xff\xd8\xff", "thin.jpg": jpeg(1, 3000), "flat.png": jpeg(3000, 1),
        "heic.jpg": b"\0\0\0\x18ftypheic",
        ".htaccess": "AddType text/html .jpg", "_headers": "/*\n  x: y", "CNAME": "evil.example", "web.config": "<x/>",
    }  # fmt: skip
    for name, data in files.items():
        put(folder, name, data)
    links = "\n\n".join(f"![{name}]({name}) [{name}]({name})" for name in files)
    listed = "".join(f"\n  - {name}" for name in files)
    put(folder, "all-files.md", text_of(f"标题: 所有文件\n日期: 2026-09-30\n类型: 通知\n附件:{listed}", links))
    put(folder, "cover.md", text_of("标题: 封面\n日期: 2026-09-30\n封面: svg.png", "甲"))
