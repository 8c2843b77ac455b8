"""Names of people in running text that a title or a verb of saying gives away. Text in, (position, name) out.

For a person to look at, never to convert by: as a rule for texts this harmed more than it mended.
"""

from __future__ import annotations

from collections.abc import Iterator

from bulletin.convert.script.names import AMBIGUOUS, HAN
from bulletin.model.late import regex

_SURNAMES = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜"
    "范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文庞樊兰殷施陶洪翟安颜倪严牛温芦季俞章鲁葛"
    "伍韦申尤毕聂丛焦向柳邢岳齐梅莫庄辛管祝左涂谷祁时舒耿牟卜路詹关苗凌费纪靳盛童欧甄项曲游阳裴席卫查屈鲍覃霍翁隋甘景单包司"
    "柏宁柯阮桂闵解柴华车冉房边辜吉饶刁瞿戚丘古米池滕晋苑邬臧宫苟褚廉简娄符奚穆党燕郎冀谈姬屠连晏栾郁商蒙喻窦迟敖冷卓仇艾蓝巩"
    "仲乐虞卞封竺冼官楚佟栗匡宗应巫鞠桑荆谌沙伏岑习胥蔺干后种朴沉"
)
_TITLES = (
    "主席|书记|主任|部长|局长|处长|科长|组长|队长|厂长|经理|董事长|会长|秘书长|院长|校长|所长|站长|班长|师傅|老师|记者|通讯员|"
    "摄影|劳模|工匠|职工|女工|工人|员工|同志|选手|教练|专家|律师|医生|护士|司机|矿工|电工|焊工|技师|工程师"
)
_SAYS = "说|表示|介绍|告诉|认为|指出|强调|坦言|感慨|回忆|透露|笑着|带领|主持|出席|同志|师傅|摄$|摄[^像影制]"
_NAME = rf"[{_SURNAMES}][{HAN}]{{1,2}}?"
_AFTER_TITLE = regex(rf"(?:{_TITLES})({_NAME})(?=[^{HAN}]|$|{_SAYS}|[和与向在对等从为是])")
_BEFORE_VERB = regex(rf"(?<![{HAN}])({_NAME})(?={_SAYS})")


def sightings(text: str) -> Iterator[tuple[int, str]]:
    """Each name once, where it stands first, if one of its characters can be converted in several ways."""
    seen: set[str] = set()
    for pattern in (_AFTER_TITLE, _BEFORE_VERB):
        for match in pattern.finditer(text):
            name = match[1]
            if name not in seen and not AMBIGUOUS.isdisjoint(name):
                seen.add(name)
                yield match.start(1), name
