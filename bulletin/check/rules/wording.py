"""Serious slips that inspectors count: 中国入民, 烈土, 社会主意. Each is a string that correct Chinese never has.

Fuzhou's inspection of August 2024 alone named 1 401 such places. The list is short on purpose: a word that may be right
somewhere (入民 in 进入民间) is not in it, or only with what stands around it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from bulletin.check.passage import Passage, around
from bulletin.mend.code import prose
from bulletin.model.late import regex
from bulletin.model.problem import Problem

# What is wrong -> what is meant, in both scripts
_SLIPS = {
    r"(?<![进進走深融纳納加介投])入民(?=政府|法院|[检檢]察院|代表大[会會]|共和[国國]|日[报報]|解放[军軍])": (
        "人民",
        "人民",
    ),
    r"(?<=中国|中國|中华|中華|各族)入民": ("人民", "人民"),
    r"(?<![热熱激强強剧劇])烈土(?![地壤])": ("烈士", "烈士"),
    r"共[产產](?:觉|覺|堂)(?!得)": ("共产党", "共產黨"),
    r"[国國][务務][愿願](?!意)": ("国务院", "國務院"),
    r"[总總][书書][纪紀]": ("总书记", "總書記"),
    r"[党黨]委[书書][纪紀]": ("党委书记", "黨委書記"),
    r"共和[围圍]": ("共和国", "共和國"),
    r"社[会會]主意": ("社会主义", "社會主義"),
    r"[马馬]克思主意": ("马克思主义", "馬克思主義"),
    r"刁近平|[习習](?:近乎|近评|近評|进平|進平)": ("习近平", "習近平"),
    r"[劳勞][动動](?:模犯|摸范|摸範)": ("劳动模范", "勞動模範"),
    r"[劳勞][动動](?:将章|將章|奖张|獎張)": ("劳动奖章", "勞動獎章"),
    r"代表大合(?!唱)": ("代表大会", "代表大會"),
    r"工人[阶階][极極]": ("工人阶级", "工人階級"),
    r"不[忘望]初新|不望初心": ("不忘初心", "不忘初心"),
    r"牢[记記]使名": ("牢记使命", "牢記使命"),
    r"全[国國](?:总工全|總工全|总工汇|總工匯)": ("全国总工会", "全國總工會"),
}
# One of these is in every slip
_CORES = (
    "入民", "烈土", "产觉", "產覺", "产堂", "產堂", "产覺", "產觉", "务愿", "務願", "务願", "務愿", "书纪",
    "書紀", "书紀", "書纪", "和围", "和圍", "会主意", "會主意", "思主意", "刁近平", "近乎", "近评", "近評",
    "进平", "進平", "模犯", "摸范", "摸範", "将章", "將章", "奖张", "獎張", "大合", "阶极", "階極", "阶極",
    "階极", "初新", "望初心", "使名", "总工全", "總工全", "总工汇", "總工匯",
)
# By what they begin with: to look for that takes a fiftieth of the time of the patterns
_BEGINNING = {head: tuple(core for core in _CORES if core[:2] == head) for head in sorted({one[:2] for one in _CORES})}
_HEAD = regex(f"[{''.join(head[0] for head in _BEGINNING)}](?=[{''.join(head[1] for head in _BEGINNING)}])")
_ALL = regex("|".join(f"({pattern})" for pattern in _SLIPS))
_RIGHT = tuple(_SLIPS.values())


def wording(passage: Passage) -> Iterator[Problem]:
    text = passage.text
    places = (one.start() for one in _HEAD.finditer(text))
    if not any(text.startswith(_BEGINNING.get(text[at : at + 2], ()), at) for at in places):
        return iter(())
    text = prose(text)
    return passage.problems([(one.start(), "W448", _values(text, one)) for one in _ALL.finditer(text)])


def _values(text: str, match: re.Match[str]) -> dict[str, str]:
    simplified, traditional = _RIGHT[(match.lastindex or 1) - 1]
    is_traditional = not set(match[0]).isdisjoint(set(traditional) - set(simplified))
    place = around(text, match.start(), match.end())
    return {"typed": match[0], "fix": traditional if is_traditional else simplified, "text": place}
