"""Vectors of attack by the place they are put into. Each tries to call ``pwn()``, or to reach another host."""

from __future__ import annotations

_HANDLERS = (
    "onload", "onerror", "onclick", "onmouseover", "onfocus", "onblur", "ontoggle", "onpointerenter",
    "onanimationstart",
    "onwheel", "oncopy", "onscroll", "onbeforetoggle", "oncontentvisibilityautostatechange",
)  # fmt: skip
_ELEMENTS = (
    '<img src=x {0}="pwn()">', '<details open {0}="pwn()"><summary>甲</summary>乙</details>',
    '<p tabindex=0 autofocus {0}="pwn()">甲</p>', "<table {0}=pwn()><tr><td {0}=pwn()>甲</td></tr></table>",
)  # fmt: skip
_URLS = (
    "javascript:pwn()", "JaVaScRiPt:pwn()", "java\tscript:pwn()", "java&#10;script:pwn()", "&#106;avascript:pwn()",
    "&#x6A;avascript&colon;pwn()", "\x01javascript:pwn()", " javascript:pwn()", "javascript&#58;pwn()",
    "data:text/html,<script>pwn()</script>", "data:text/html;base64,PHNjcmlwdD5wd24oKTwvc2NyaXB0Pg==",
    "vbscript:pwn()", "view-source:javascript:pwn()", "blob:pwn", "filesystem:x", "feed:javascript:pwn()",
    "javascript://example.org/%0apwn()", "//evil.example/x", "\\\\evil.example\\x", "https:evil.example",
    "jar:https://evil.example!/x", "ms-word:ofe|u|https://evil.example/x", "javascript\u200b:pwn()",
)  # fmt: skip
_FORMS = ("[甲]({0})", '<a href="{0}">甲</a>', "![甲]({0})", "[甲][x]\n\n[x]: {0}", "<{0}>")
_TAGS = (
    "<script>pwn()</script>", "<ScRiPt>pwn()</sCrIpT>", "<script src=//evil.example/x.js></script>",
    "<script>/*\n\n*/pwn()</script>", "<script\n>pwn()</script\n>", "<<script>script>pwn()</script>",
    "<script type=module>pwn()</script>", "<script/x>pwn()</script>", "</p><script>pwn()</script>",
    "<svg onload=pwn()>", "<svg><script>pwn()</script></svg>",
    "<svg><a xlink:href=javascript:pwn()><text>甲</text></a></svg>",
    "<svg><animate onbegin=pwn() attributeName=x>", "<svg><set attributeName=href to=javascript:pwn()>",
    "<svg><foreignObject><iframe srcdoc='<script>pwn()</script>'></foreignObject></svg>",
    "<svg><use href='data:image/svg+xml,<svg id=x xmlns=http://www.w3.org/2000/svg onload=pwn()></svg>#x'>",
    "<math href=javascript:pwn()>甲</math>", "<math><maction actiontype=statusline xlink:href=javascript:pwn()>甲",
    "<math><annotation-xml encoding=text/html><script>pwn()</script></annotation-xml></math>",
    "<iframe src=javascript:pwn()></iframe>", "<iframe srcdoc='<img src=x onerror=parent.pwn()>'></iframe>",
    "<object data=javascript:pwn()></object>", "<embed src=javascript:pwn()>", "<applet code=x></applet>",
    "<form action=javascript:pwn()><input type=submit autofocus></form>",
    "<button formaction=javascript:pwn()>甲</button>",
    "<input onfocus=pwn() autofocus>", "<select onfocus=pwn() autofocus></select>",
    "<textarea onfocus=pwn() autofocus>",
    "<keygen onfocus=pwn() autofocus>", "<video><source onerror=pwn()></video>", "<audio src=x onerror=pwn()></audio>",
    "<video poster=javascript:pwn()></video>", "<marquee onstart=pwn()>甲</marquee>",
    "<isindex action=javascript:pwn()>",
    "<meta http-equiv=refresh content='0;url=javascript:pwn()'>",
    "<meta http-equiv=refresh content='0;url=//evil.example'>",
    "<base href=//evil.example/>", "<link rel=stylesheet href=//evil.example/x.css>", "<link rel=import href=data:,x>",
    "<link rel=preload as=script href=//evil.example/x.js>", "<style>@import '//evil.example/x.css';</style>",
    "<style>*{background:url(//evil.example/x)}</style>", '<p style="background:url(//evil.example/x)">甲</p>',
    '<p style="position:fixed;inset:0;z-index:99999">盖住</p>', "<template><script>pwn()</script></template>",
    "<noscript><p title='</noscript><img src=x onerror=pwn()>'></noscript>", "<plaintext><script>pwn()</script>",
    "<xmp><img src=x onerror=pwn()></xmp>", "<listing>&lt;img src=x onerror=pwn()&gt;</listing>",
    "<custom-x onclick=pwn()>甲</custom-x>", "<x onclick=pwn() tabindex=1 autofocus onfocus=pwn()>甲</x>",
    "<dialog open onclose=pwn()>甲</dialog>", "<slot onslotchange=pwn()></slot>",
    "<portal src=//evil.example></portal>",
    "<img src=//evil.example/p.png>", "<img srcset='//evil.example/p.png 2x' src=x>",
    "<picture><source srcset=//evil.example/p>",
    "<img src=x lowsrc=javascript:pwn() dynsrc=javascript:pwn()>",
    "<table background=//evil.example/x><tr><td>甲</table>",
    "<body onload=pwn() background=//evil.example/x>", "<frameset onload=pwn()></frameset>",
    "<image src=x onerror=pwn()>",
    "<bgsound src=//evil.example/x>", "<a href=x ping=//evil.example/x>甲</a>",
    "<a href=x target=_top onclick=pwn()>甲</a>",
)  # fmt: skip
_MUTATED = (
    "<svg></p><style><a id=\"</style><img src=1 onerror=pwn()>\">",
    "<math></p><style><!--</style><img src=x onerror=pwn()>-->",
    "<math><mtext><table><mglyph><style><math><img src=x onerror=pwn()></style></mglyph></table></mtext></math>",
    "<form><math><mtext></form><form><mglyph><style></math><img src onerror=pwn()>",
    "<svg><title><style><img src=x onerror=pwn()>",
    "<p title=\"`<img src=x onerror=pwn()>`\">甲</p>", "<a title='\"><img src=x onerror=pwn()>'>甲</a>",
    "<!--><img src=x onerror=pwn()>-->", "<!--!><img src=x onerror=pwn()>-->",
    "<!-- --!><img src=x onerror=pwn()> -->",
    "<![CDATA[><img src=x onerror=pwn()>]]>", "<?xml ><img src=x onerror=pwn()> ?>",
    "<!DOCTYPE x [<!ENTITY y '<script>pwn()</script>'>]>&y;",
    "<img/src=x/onerror=pwn()>", "<img\x0csrc=x\x0conerror=pwn()>", "<img src=x onerror\x00=pwn()>",
    "<im\x00g src=x onerror=pwn()>",
    "<img src=x\nonerror\n=\npwn()>", "<a/href=javascript:pwn()>甲</a>", "<a href=`javascript:pwn()`>甲</a>",
    "\uff1cscript\uff1epwn()\uff1c/script\uff1e", "\u2039script\u203apwn()\u2039/script\u203a",
    "+ADw-script+AD4-pwn()+ADw-/script+AD4-",
    "<ruby>甲<rt><img src=x onerror=pwn()></rt></ruby>", "<table><caption><script>pwn()</script></caption></table>",
)  # fmt: skip
_MARKDOWN = (
    '![" onerror="pwn()](x)', '![甲](x "a\\" onerror=\\"pwn()")', '[甲](x "\\"><script>pwn()</script>")',
    "[<script>pwn()</script>](x)",
    "[甲](<javascript:pwn()>)", "``` \"><script>pwn()</script>\n甲\n```", "~~~ {.x onclick=pwn()}\n甲\n~~~",
    "## 甲 {onclick=pwn() id=x}",
    '## <script>pwn()</script>', "甲{: onclick=pwn() style=color:red }",
    "甲[^<img src=x onerror=pwn()>]\n\n[^<img src=x onerror=pwn()>]: 乙",
    "甲[^1]\n\n[^1]: <script>pwn()</script>", "*[甲]: <script>pwn()</script>\n\n甲",
    "| <script>pwn()</script> |\n|---|\n| <svg onload=pwn()> |",
    "::: 附件 <script>pwn()</script>\n乙\n:::", "::: \"onclick=pwn()\n乙\n:::", "{甲|<script>pwn()</script>}",
    "-{zh-hans:<script>pwn()</script>;zh-hant:<svg onload=pwn()>}-",
    "-{H|甲=>zh-hant:<script>pwn()</script>}-甲", "-{T|<script>pwn()</script>}-",
    "`<script>pwn()</script>`<script>pwn()</script>", "\\<script>pwn()\\</script>",
    "&lt;script&gt;pwn()&lt;/script&gt;", "<script>\n\npwn()\n\n</script>", "> <script>\n> pwn()\n> </script>",
    "- <script>\n  pwn()</script>",
    "    <script>pwn()</script>", "{{ pwn() }}{% set x = pwn() %}${pwn()}<%= pwn() %>",
    "[[甲|<script>pwn()</script>]]", "![[x.jpg|\"onerror=pwn()]]",
)  # fmt: skip

BODIES = (
    *(element.format(handler) for handler in _HANDLERS for element in _ELEMENTS),
    *(form.format(url) for url in _URLS for form in _FORMS),
    *_TAGS, *_MUTATED, *_MARKDOWN,
)  # fmt: skip
FIELDS = (
    '"><script>pwn()</script>', "</title><script>pwn()</script>", "</script><script>pwn()</script>", "'-pwn()-'",
    "${pwn()}",
    "<img src=x onerror=pwn()>", "javascript:pwn()", '" onmouseover="pwn()" x="', "]]><script>pwn()</script>",
    "--><script>pwn()</script>",
    "\\u003cscript\\u003epwn()\\u003c/script\\u003e", "&lt;script&gt;pwn()&lt;/script&gt;", "{{ pwn() }}",
    "\u2028</script><script>pwn()</script>",
)  # fmt: skip

# Markdown or HTML an editor may well write -> what must be there in the page
SURVIVES = {
    "spans": ("<table><tr><td colspan=\"2\" rowspan=\"2\">甲</td><td>乙</td></tr><tr><td>丙</td></tr></table>",
    ('colspan="2"', 'rowspan="2"')),
    "ruby": ("<ruby>荥<rp>（</rp><rt>xíng</rt><rp>）</rp></ruby>阳", ("<ruby>", "<rt>xíng</rt>", "<rp>")),
    "figure": (
     '<figure><img src="照片.jpg" alt="现场"><figcaption>现场</figcaption></figure>',
     ("<figure", "<figcaption>")),
    "details": ("<details open><summary>名单</summary><p>甲</p></details>", ("<details open",
    "<summary>名单</summary>")),
    "lang": ('<p lang="en">Union <span lang="zh-Hant">工會</span></p>', ('lang="en"', 'lang="zh-Hant"')),
    "small": ("H<sub>2</sub>O x<sup>2</sup> <mark>重点</mark> <kbd>F5</kbd>", ("<sub>2</sub>", "<sup>2</sup>",
    "<mark>", "<kbd>")),
    "abbr": ('<abbr title="中华全国总工会">全总</abbr>', ('<abbr title="中华全国总工会">',)),
    "time": ('<time datetime="2026-09-30">9月30日</time>', ('datetime="2026-09-30"',)),
    "changes": ("<del>旧</del><ins>新</ins>", ("<del>旧</del>", "<ins>新</ins>")),
    "list": ('<ol start="3"><li>甲</li><li value="9">乙</li></ol>', ('start="3"', 'value="9"')),
    "definitions": ("<dl><dt>甲</dt><dd>乙</dd></dl>", ("<dt>甲</dt>", "<dd>乙</dd>")),
    "mail": ("[写信](mailto:gh@example.org)、[电话](tel:+86-571-12345678)", ('href="mailto:gh@example.org"',
    'href="tel:')),
    "address": ("[网站](https://example.org/a?b=1&c=甲#丁)", ('href="https://example.org/a?b=1&amp;c=',)),
    "note": ("甲[^1]\n\n[^1]: 乙", ("footnote-ref", "footnote-back")),
    "anchor": ("## 第一节\n\n见[第一节](#第一节)", ('id="c-第一节"', 'href="#c-第一节"')),
    "quote": ("<blockquote><p>甲</p></blockquote>", ("<blockquote>",)),
    "less-than": ("工资 < 3000 元，x < y 且 a > b", ("&lt; 3000", "x &lt; y")),
}  # fmt: skip
