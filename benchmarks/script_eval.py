"""Human-written traditional text, its simplified form converted back -> errors per 10,000 Han characters.

    python -m benchmarks.script_eval [--pairs FOLDER] [--confusions N] [--table FILE]

Prints OpenCC's s2tw and s2hk beside our Converter on every ``NAME.REGION.hans[.xz]`` with its ``.hant``; the pairs in
``benchmarks/script/pairs`` may be shipped (sources and licences: docs/conversion.md). The Taiwan pairs are also
scored as Hong Kong text: regional forms are folded and don't count there.

    raw    every differing character
    -V     without regional forms of one character (説/說 裏/裡 羣/群)
    hard   also without free spellings, which careful editors print both ways (佔/占 週/周 瞭解/了解), and Cantonese 係

``--table`` is another table than ``choices.txt``, for instance one learnt without the kind of text it is judged on
(``--output`` and ``--without`` of benchmarks.train_script). ``convert(text, region)`` is for other programs that
score converters.
"""

from __future__ import annotations

import argparse
import lzma
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cache
from itertools import chain, permutations
from pathlib import Path

import opencc

from bulletin.convert.script.converter import Converter
from bulletin.convert.script.table import REACH, Table, read_table
from bulletin.model.content import Edition

PAIRS = Path(__file__).parent / "script" / "pairs"
_TAGS = {"tw": "zh-Hant-TW", "hk": "zh-Hant-HK"}

# Regional forms of one character.
_VARIANTS = (
    "僞偽 啓啟 喫吃 嫺嫻 嬀媯 峯峰 檐簷 污汙 泄洩 潙溈 爲為 牀床 痹痺 癡痴 皁皂 着著 睾睪 祕秘 竈灶 糉粽 "
    "繮韁 纔才 羣群 脣唇 衆眾 裏裡 覈核 踊踴 鉢缽 鍼針 鮎鯰 麪麵 齶顎 兌兑 叄叁 囪囱 妝粧 媼媪 悅悦 慍愠 "
    "戶户戸 挩捝 搵揾 敘敍叙 柺枴拐 榅榲 枱檯 氳氲 溫温 溼濕 稅税 線綫 縕緼 脫脱 膃腽 臥卧 臺台 蒀蒕 蔥葱 蘊藴 "
    "蛻蜕 衛衞 說説 轀輼 醞醖 鉤鈎 銳鋭 閱閲 鰮鰛 麼么麽 棱稜 內内 錄録 查査 絕絶 旣既 值値 真眞 教敎 青靑 "
    "俞兪 卻却 跡蹟迹 艷豔 涌湧 鬥鬭鬪 歎嘆 嘩譁 煙菸 鑑鑒 鏽銹 并幷 毁毀 恒恆 强強 黃黄 廁厠 奬獎 册冊 别別 "
    "價价 况況 錘鎚 剎刹 閑閒 淒凄悽 巖岩 年年 數數 力力 厘釐 舖鋪 撑撐 暖煖 疊叠 勳勛 黴霉 鐮鎌 响響 莊庄 "
    "溪谿 嶽岳 殼殻 虱蝨 匯滙 踪蹤 産產 琼瓊 綉繡 瓮甕 吒咤"
)
# Spellings that are both in use.
_FREE = (
    "占佔 布佈 周週 雇僱 註注 盡儘 畫劃 升昇陞 誌志 游遊 慾欲 讚贊 鍊煉 紮扎 證証 咨諮 嘗嚐 家傢 牠它 托託 "
    "薦荐 簽籤 祇只衹 燬毀 捱挨 背揹 凶兇 局侷 搜蒐 巨鉅 匯彙 娘孃 沈沉 念唸 酸痠 桿杆 吓嚇 晒曬 沖衝 喂餵 "
    "具俱 唸念 哄鬨 樑梁 摺折 拼拚 飢饑 盃杯 捆綑 夥伙 蕩盪 鏟剷 玩翫 席蓆 糊餬"
)
_FOLDED = {character: group[0] for group in _VARIANTS.split() for character in group}
_EITHER = {pair for group in _FREE.split() for pair in permutations(group, 2)}


@dataclass(frozen=True, slots=True)
class Score:
    characters: int  # Han characters: what the figures are relative to
    variants: int
    free: int
    hard: int
    confusions: Counter[tuple[str, str]]  # of hard errors: (right, written)

    def rates(self) -> tuple[float, float, float]:
        """raw, -V and hard per 10,000 Han characters."""
        totals = (self.variants + self.free + self.hard, self.free + self.hard, self.hard)
        first, second, third = (total / self.characters * 10_000 for total in totals)
        return first, second, third


@dataclass(frozen=True, slots=True)
class Error:
    line: int
    position: int  # in the line as it should be
    kind: str  # variant, free, dialect, hard, or mark, which doesn't count
    right: str
    written: str


def convert(text: str, region: str) -> str:
    """Our conversion of a simplified text for "tw" or "hk"."""
    return converter(region).text(text)


def convert_with_opencc(text: str, region: str) -> str:
    return str(_opencc(f"s2{region}").convert(text))


def convert_with(table: Table) -> Callable[[str, str], str]:
    """The same conversion with another table, each character decided by all of its neighbours."""

    def by(text: str, region: str) -> str:
        proposal = str(_opencc("s2t").convert(text))
        padded = " " * REACH + text + " " * REACH
        characters = list(proposal)
        for match in chain(table.open.finditer(text), table.rare.finditer(proposal)):
            position = match.start()
            characters[position] = table.decide(padded, position + REACH, proposal[position])
        return str(_opencc(f"t2{region}").convert("".join(characters)))

    return by


def pairs(name: str, folder: Path = PAIRS) -> tuple[list[str], list[str]]:
    """Lines of a text in simplified script, and as it was written in traditional script."""
    simplified = next(path for path in sorted(folder.glob(f"{name}.*")) if ".hans" in path.name)
    return _read(simplified), _read(simplified.with_name(simplified.name.replace(".hans", ".hant")))


def score(right: Sequence[str], written: Sequence[str], region: str) -> Score:
    """Line by line; the lines must correspond."""
    kinds: Counter[str] = Counter()
    confusions: Counter[tuple[str, str]] = Counter()
    for error in errors(right, written, region):
        kinds[error.kind] += 1
        if error.kind == "hard":
            confusions[error.right, error.written] += 1
    characters = sum(map(_is_han, "".join(right)))
    free = kinds["free"] + kinds["dialect"]
    return Score(characters, kinds["variant"], free, kinds["hard"], confusions)


def errors(right: Sequence[str], written: Sequence[str], region: str) -> Iterator[Error]:
    """Every difference between corresponding lines, from top to bottom."""
    for line, (expected, found) in enumerate(zip(right, written, strict=True)):
        for one, other, position in _differences(expected, found) if expected != found else ():
            before = expected[position - 1] if position else ""
            kind = _kind(one, other, before, expected[position + 1 : position + 2], region)
            yield Error(line, position, kind, one, other)


def _differences(right: str, written: str) -> Iterator[tuple[str, str, int]]:
    """(right, written, position in ``right``); ∅ where one of the two has nothing."""
    if len(right) == len(written):
        yield from ((a, b, n) for n, (a, b) in enumerate(zip(right, written, strict=True)) if a != b)
        return
    for kind, start, end, from_, to in SequenceMatcher(None, right, written, autojunk=False).get_opcodes():
        for n in range(max(end - start, to - from_) if kind != "equal" else 0):
            one = right[start + n] if start + n < end else "∅"
            other = written[from_ + n] if from_ + n < to else "∅"
            yield one, other, min(start + n, len(right) - 1)


def _kind(right: str, written: str, before: str, after: str, region: str) -> str:
    if not (_is_han(right) or _is_han(written)):
        return "mark"  # “” or 「」 is no matter of script
    if _FOLDED.get(right, right) == _FOLDED.get(written, written):
        return "variant"
    is_free = (right, written) in _EITHER
    is_free = is_free or ({right, written} == {"了", "瞭"} and (after == "解" or before == "明"))
    is_free = is_free or ({right, written} == {"覆", "復"} and before in ("回", "答", "函", "批", ""))
    if is_free:
        return "free"
    return "dialect" if region == "hk" and right == "係" and written in "系繫" and before != "關" else "hard"


def _is_han(character: str) -> bool:
    return "\u3400" <= character <= "\u9fff" or "\uf900" <= character <= "\ufaff" or character >= "\U00020000"


def _read(path: Path) -> list[str]:
    data = path.read_bytes()
    text = (lzma.decompress(data) if path.suffix == ".xz" else data).decode("utf-8")
    return text.rstrip("\n").split("\n")


@cache
def converter(region: str) -> Converter:
    return Converter("Hans", Edition(_TAGS[region], "", "", "curly"))


@cache
def _opencc(preset: str) -> opencc.OpenCC:
    return opencc.OpenCC(preset, include_tofu_risk_dictionaries=False)


def _scored(simplified: Sequence[str], right: Sequence[str], by: Callable[[str, str], str], region: str) -> Score:
    return score(right, by("\n".join(simplified), region).split("\n"), region)


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pairs", type=Path, default=PAIRS)
    parser.add_argument("--confusions", type=int, default=0)
    parser.add_argument("--table", type=Path)
    options = parser.parse_args(arguments)
    ours_by = convert_with(read_table(options.table.read_text(encoding="utf-8"))) if options.table else convert
    confusions: Counter[tuple[str, str]] = Counter()
    heads = "   ".join(f"{who + ': raw':>11} {'-V':>7} {'hard':>7}" for who in ("OpenCC", "ours"))
    print(f"{'':28}{'characters':>11}   {heads}")
    for path in sorted(options.pairs.glob("*.hans*")):
        name, home = path.name.split(".")[:2]
        simplified, right = pairs(name, options.pairs)
        for region in dict.fromkeys((home, "hk")):
            theirs = _scored(simplified, right, convert_with_opencc, region)
            ours = _scored(simplified, right, ours_by, region)
            figures = "   ".join("{:11.2f} {:7.2f} {:7.2f}".format(*one.rates()) for one in (theirs, ours))
            label = f"{name}.{region}" + ("" if region == home else " (folded)")
            print(f"{label:28}{ours.characters:11}   {figures}")
            confusions.update(ours.confusions if region == home else {})
    for (one, other), count in confusions.most_common(options.confusions):
        print(f"{one} written {other}: {count}")


if __name__ == "__main__":
    main()
