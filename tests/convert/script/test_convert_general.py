"""General text of news, essays and manuals, where a table learnt from law could go wrong; sentences of our own."""

from __future__ import annotations

import pytest

from bulletin.convert.script.converter import Converter
from bulletin.model.content import Edition

_TAIWAN = Converter("Hans", Edition("zh-Hant-TW", "tw/", "", "corner"))
_HONG_KONG = Converter("Hans", Edition("zh-Hant-HK", "hk/", "", "corner"))


@pytest.mark.parametrize(
    ("simplified", "taiwan"),
    [
        # 並 between two verbs is what 并 mostly is; 併 is a closed class.
        ("强风掀翻屋顶并卷起招牌", "強風掀翻屋頂並捲起招牌"),
        ("他们赢得并守住了三项津贴", "他們贏得並守住了三項津貼"),
        ("两家工厂合并，遗体一并火化", "兩家工廠合併，遺體一併火化"),
        # Animals are counted by 隻, whatever verb follows; amounts and days are not.
        ("仓库里养了两只猫，一只好奇，一只会叫", "倉庫裡養了兩隻貓，一隻好奇，一隻會叫"),
        ("三只是白的，四只能跑", "三隻是白的，四隻能跑"),
        ("星期三只有早班，他唯一只求准时下班", "星期三只有早班，他唯一只求準時下班"),
        # After a ball something happens; a queen of tennis is another matter.
        ("门将扑球后受伤，开球后又倒地", "門將撲球後受傷，開球後又倒地"),
        ("前世界球后回乡教小朋友打羽球", "前世界球后回鄉教小朋友打羽球"),
        ("她获颁金马影后，妈祖庙也叫天后宫", "她獲頒金馬影后，媽祖廟也叫天后宮"),
        # Statistics, electricity, measures.
        ("以线性回归分析薪资，回归线向上", "以線性迴歸分析薪資，迴歸線向上"),
        ("香港回归之后，北回归线以南", "香港回歸之後，北回歸線以南"),
        ("电流回路与英制单位", "電流迴路與英制單位"),
        # What hangs on something, and what departments are called.
        ("成败不应只系于一人", "成敗不應只繫於一人"),
        ("她在大学生物系在职进修", "她在大學生物系在職進修"),
        ("这碗汤面配的是幼面", "這碗湯麵配的是幼麵"),
        ("拖动垂直卷轴，系统会覆写旧档", "拖動垂直捲軸，系統會覆寫舊檔"),
        ("愿祖先庇荫", "願祖先庇蔭"),
        # Names that OpenCC knows stay names after what people are called; 於 stays what it is.
        ("演员于素秋、受访者于品海与人员于飞机上值勤", "演員于素秋、受訪者于品海與人員於飛機上值勤"),
        ("墙上挂着钟，钟坏了，叫小钟来修", "牆上掛著鐘，鐘壞了，叫小鍾來修"),
        ("他舍了小家，衣服干了也没收", "他捨了小家，衣服乾了也沒收"),
        ("系上老师说，术后并发肺炎", "系上老師說，術後併發肺炎"),
        ("英国王后与国王后来都到了", "英國王后與國王後來都到了"),
        ("老坛酸菜，两坛酒，枝头结实累累，却负债累累", "老罈酸菜，兩罈酒，枝頭結實纍纍，卻負債累累"),
    ],
)
def test_general_text(simplified: str, taiwan: str) -> None:
    assert _TAIWAN.text(simplified) == taiwan


@pytest.mark.parametrize(
    ("simplified", "hong_kong"),
    [
        ("清场后夏悫道通车", "清場後夏慤道通車"),
        ("我块面好干，块面红晒", "我塊面好乾，塊面紅曬"),
        ("沿着环湖径依山而行", "沿着環湖徑依山而行"),
        ("他说得唔准，保安又唔准人影相", "他説得唔準，保安又唔准人影相"),
        ("三只狗在皇后像广场，天后站有两只猫", "三隻狗在皇后像廣場，天后站有兩隻貓"),
    ],
)
def test_general_text_of_hong_kong(simplified: str, hong_kong: str) -> None:
    assert _HONG_KONG.text(simplified) == hong_kong
