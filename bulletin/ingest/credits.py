"""A closing line of an article -> who wrote, sent, edited it or where it was printed first; None for any other line."""

from __future__ import annotations

import re

from bulletin.model.late import regex

_HAN = r"[\u4e00-\u9fff]"
# Common family names, simplified and traditional: they part (蔡菲菲) from (图略) and (资料图片)
SURNAMES = frozenset(
    "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章云苏潘葛奚范彭郎鲁韦昌马苗凤花方俞任袁柳酆鲍史唐"
    "费廉岑薛雷贺倪汤滕殷罗毕郝邬安常乐于时傅皮卞齐康伍余元卜顾孟平黄和穆萧尹姚邵湛汪祁毛禹狄米贝明臧计伏成戴谈宋茅庞熊纪舒屈项祝董"
    "梁杜阮蓝闵席季麻强贾路娄危江童颜郭梅盛林刁钟徐邱骆高夏蔡田樊胡凌霍虞万支柯昝管卢莫经房裘缪干解应宗丁宣贲邓郁单杭洪包诸左石崔吉"
    "龚程嵇邢滑裴陆荣翁荀羊惠甄曲家封芮储靳汲邴糜松井段富巫乌焦巴弓牧隗山谷车侯宓蓬全班仰秋仲伊宫宁仇栾暴甘厉戎祖武符刘景詹束龙叶"
    "司黎薄印白怀蒲鄂索咸籍赖卓蔺屠蒙池乔阴胥能苍双闻莘党翟谭贡劳逄姬申扶堵冉宰郦雍桑桂濮牛寿通边扈燕冀浦尚农温别庄晏柴瞿阎充慕连茹"
    "习宦艾鱼容向古易慎戈廖庾终暨居衡步都耿满弘匡国文寇广禄阙东欧沃利蔚越夔隆师巩厍聂晁勾敖融冷訾辛阚那简饶空曾沙养鞠须丰巢关相查后"
    "荆红游竺权盖益桓公万俟闫佟肖覃揭麦阳涂代苟岳帅付邸亓仝税商牟佘伯赏海晋楚法"
    "趙錢孫吳鄭馮陳褚衛蔣韓楊許呂張嚴華魏謝鄒竇雲蘇範魯韋馬鳳賀倪湯羅畢鄔樂時齊顧黃蕭貝計談龐紀項閔強賈婁顏鍾駱萬盧經繆應賁鄧單諸龔"
    "陸榮車寧欒厲劉葉黎懷賴藺喬陰蒼雙聞黨貢勞燕農溫別莊閻連習魚終滿國廣祿闕東歐師鞏聶關簡饒須豐權蓋閆麥陽塗嶽帥"
)  # fmt: skip
_NAME = rf"{_HAN}(?:[ \u3000]?{_HAN}){{1,3}}|{_HAN}{{1,8}}·{_HAN}{{1,8}}"
_ROLES = (
    ("作者", "本报记者|本网记者|特约通讯员|特约记者|通讯员|通訊員|记者|記者|作者"
     "|撰稿|撰文|文/图|图/文|文图|图文|文字|文|供文"),
    ("供稿", "供稿单位|供稿人|供稿|投稿|来稿"),
    ("摄影", "摄影|攝影|摄|图片|供图|图"),
    ("编辑", "责任编辑|責任編輯|本期编辑|编辑|編輯|责编|責編"),
    ("来源", "信息来源|稿件来源|文章来源|来源|來源"),
)
_OTHERS = "审核人|审核|審核|校对|校對|初审|复审|终审|一审|二审|三审|签发|监制|统筹|策划|排版|录入"
_ROLE_OF = {name: field for field, names in _ROLES for name in names.split("|")}
_ROLE = "|".join(sorted((*_ROLE_OF, *_OTHERS.split("|")), key=len, reverse=True))
_LABELLED = regex(
    rf"(?P<role>{_ROLE})\s*(?:[:：/]|[ \u3000])\s*(?P<value>[^:：。；;]{{2,40}}?)(?=$|[\s|；;]+(?:{_ROLE})[\s:：/])"
)
_TRAILING = regex(
    r"(?P<value>[^:：。；;，,]{2,30}?)\s*(?P<role>供稿|来稿|投稿|供图|摄影|攝影|摄|撰文|文|报道|文/图|图/文)"
)
_REPRINT = regex(
    r"(?:据|據|摘自|转自|轉自|转载自|轉載自|原载|原載|载|選自|选自"
    r"|摘编自)\s*[:：]?\s*(?P<where>《[^《》]{2,30}》(?:[^。，]{0,20})?)(?:报道|報道|報導)?"
)
_REPRINT_LABEL = regex(r"(?:转载|轉載|转自|轉自|原载|摘自)\s*[:：]\s*(?P<where>[^。；]{2,30})")
_BRACKETS = regex(r"[（(【\[]\s*(?P<inside>[^（）()【】\[\]]{2,60})\s*[）)】\]]")
_STOP = frozenset({
    "未完待续", "资料图片", "图片来源", "全文完", "本文完", "下同", "上同", "略", "完", "图略", "续", "待续",
    "节选", "摘要", "试行", "暂行", "修订", "草案", "附后", "如图", "见图", "单位", "盖章", "签字",
})  # fmt: skip
_ORGANISATION = regex(
    r"(?:工会|工會|总会|總會|公司|集团|集團|委员会|中心|局|部|厅|办公室|办|处|社|院|校|厂|站|街道|县总|市总|区总"
    r"|产改办)$"
)
_PLACEHOLDER = regex(r"[\u3000 ]+")


def read_credit(line: str) -> tuple[tuple[str, str], ...] | None:
    """Fields in order; "" is the name of one for which the front matter has no key. The line holds nothing else."""
    bare = line.strip(" \t\u3000\xa0|")
    bracketed = _BRACKETS.fullmatch(bare)
    inside = bracketed["inside"].strip() if bracketed else bare
    if len(inside) > 80 or not inside:
        return None
    for pattern in (_REPRINT, _REPRINT_LABEL):
        if match := pattern.fullmatch(inside.rstrip("。")):
            return (("转载", match["where"].strip()),)
    if labelled := _labelled(inside):
        return labelled
    if bracketed and (match := _TRAILING.fullmatch(inside)):
        role = "供稿" if match["role"] in {"供稿", "来稿", "投稿"} else _ROLE_OF.get(match["role"], "作者")
        return ((role, _names(match["value"])),)
    is_label = bare[:1] in "【[" and inside[0] not in SURNAMES  # 【要闻】 is a column
    if bracketed and not is_label and inside not in _STOP and (names := read_names(inside)):
        return (("作者", names),)
    return None


def read_names(text: str) -> str:
    """Up to six persons' names joined by 、; "" where it is anything else. One alone may have a rare family name."""
    parts = [part for part in re.split(r"[、，,;；/|]|[ \u3000]{1,4}(?=\S{2,})", text.strip()) if part.strip()]
    names = [_PLACEHOLDER.sub("", part) for part in parts]
    if not 1 <= len(names) <= 6 or not all(re.fullmatch(_NAME, name) for name in names):
        return ""
    if any(name in _STOP or _ORGANISATION.search(name) for name in names):
        return ""
    known = sum(name[0] in SURNAMES for name in names)
    return "、".join(names) if known * 2 >= len(names) or (len(names) == 1 and len(names[0]) <= 3) else ""


def inline_byline(paragraph: str) -> tuple[str, str] | None:
    """The end of a paragraph in brackets that is a byline: (what goes before, names). Only of known family names."""
    match = re.search(r"(?<=[。！？”…])\s*[（(]([^（）()]{2,30})[）)]\s*$", paragraph)
    if match is None:
        return None
    credit = read_credit(f"（{match[1]}）")
    if credit is None or credit[0][0] != "作者" or len(credit) > 1 or credit[0][1][0] not in SURNAMES:
        return None
    return paragraph[: match.start()].rstrip(), credit[0][1]


def _labelled(text: str) -> tuple[tuple[str, str], ...]:
    """记者 张三 通讯员：李四；责任编辑：王五 -> each with its field; () where a part is something else."""
    found: list[tuple[str, str]] = []
    at = 0
    for match in _LABELLED.finditer(text):
        if text[at : match.start()].strip(" \t\u3000|；;"):
            return ()
        value = _names(match["value"])
        field = _ROLE_OF.get(match["role"], "")
        is_named = re.search(r"[:：/]", text[match.end("role") : match.start("value")]) is not None
        if not is_named and not read_names(value):
            return ()
        found.append((field, value) if field else ("", f"{match['role']}：{value}"))
        at = match.end()
    return tuple(found) if found and not text[at:].strip(" \t\u3000|；;。") else ()


def _names(value: str) -> str:
    return read_names(value) or value.strip(" \t\u3000")
