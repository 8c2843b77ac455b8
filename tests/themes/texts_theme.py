"""Invented words for the pages of these tests: headlines, an article with all that a body may hold, a notice."""

from __future__ import annotations

UNIONS = ("南浦市总工会", "青溪县总工会", "港务集团工会", "市教育工会", "临港新区总工会", "云岭县总工会")
LISTS = ("权益维护", "青溪县总工会", "陈小禾", "驿站", "2026年", "2026年11月")
TITLES = (
    "骑手驿站亮灯到凌晨 跑单人歇脚有热水",
    "百名巧匠同台竞技 港口吊装“穿针引线”见真功",
    "一份工资协商的六轮谈判",
    "爱心托管班开到车间旁",
    "劳动争议“一站式”调解中心揭牌 平均七天结案",
    "退休焊工的十二本笔记",
    "职工书屋夜读会坚持第五年",
    "给高空作业者系牢第二根安全绳",
    "女职工专项集体合同覆盖山区小微企业",
    "冬送温暖清单提前晒出来",
    "技能夜校新增无人机班 报名当天满额",
    "县级工会法律援助律师走进工地板房",
)
BODY = """<p>11月18日傍晚，气温降到4℃，南浦市总工会在城北新建的第十二个骑手驿站第一次亮灯。热水、充电柜、\
微波炉一字排开，墙上的值班表写着三位志愿者的名字。到晚上9时，已有<strong>86位</strong>骑手进门歇脚。</p>
<p><strong class="run-in">（一）灯要亮到最后一单。</strong>“以前在银行门口蹲着吃饭，现在有桌子了。”骑手陈亮说，\
他每天跑40单左右，最盼的是<em class="dot">坐下来喝口热的</em>。驿站由港务集团工会提供场地，开放到次日凌晨2时。</p>
<h2 id="账算到每一度电">账算到每一度电</h2>
<p>驿站的运行账目每月公开，详见<a href="/about/">关于本站</a>与<a href="https://example.org/very/long/path?with=query">\
https://example.org/very/long/path?with=query</a>。云<ruby>岭<rp>(</rp><rt>lǐng</rt><rp>)</rp></ruby>县总工会也派人来学习\
<sup id="fnref-1"><a class="footnote-ref" href="#fn-1">1</a></sup>。</p>
<ul><li>热水和充电：全部免费</li><li>急救箱：每周检查一次</li></ul>
<blockquote><p>“驿站不大，心意要足。”</p></blockquote>
<div class="table" role="region" tabindex="0" aria-label="驿站开放情况"><table>
<thead><tr><th scope="col">驿站</th><th scope="col">开放时间</th><th scope="col">日均人次</th></tr></thead>
<tbody><tr><td>城北</td><td rowspan="2">8:00—次日2:00</td><td>86</td></tr><tr><td>江滨</td><td>112</td></tr></tbody>
</table></div>
<figure><img src="/photos/a-960.jpg" alt="两位骑手在驿站里喝热水" width="960" height="640" loading="lazy">
<figcaption>图为骑手在城北驿站休息。</figcaption></figure>
<p lang="en">Open from 8 a.m. to 2 a.m.</p>
<div class="footnotes"><hr><ol><li id="fn-1"><p>云岭县计划明年建成五个驿站。</p></li></ol></div>"""
NOTICE_BODY = """<p>为做好2026年冬季困难职工帮扶工作，经研究，决定在全市开展“暖冬行动”。现将有关事项通知如下：</p>
<h2 id="一-帮扶对象">一、帮扶对象</h2>
<p>在档困难职工、患重病职工、受灾职工以及一线环卫、快递、外卖从业人员。</p>
<h2 id="二-工作安排">二、工作安排</h2>
<p><strong class="run-in">（一）摸底登记。</strong>各级工会于2026年12月5日前完成入户走访，填写登记表。</p>
<p><strong class="run-in">（二）集中走访。</strong>2027年元旦、春节前各走访一次，慰问品须在当地采购。</p>
<p>请于2026年12月10日前将登记表报送市总工会权益保障部。</p>"""
