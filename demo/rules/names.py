"""Invents people's names: surnames by their real frequency, given names by generation, some rare characters."""

from random import Random

_COMMON = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤"
_RARER = "危佘仇区单查解翟缪鄢亓逄郗昝妫禤麴仝苟"
_DOUBLE = ("欧阳", "上官", "诸葛", "司徒", "端木", "皇甫")

_OLD_MEN = "国建志德福永明庆海文正光荣发贵宝根生才山树茂世长兴祖银水"
_OLD_MEN_2 = "强华平林生荣发贵祥海清良忠义成才山安民和昌武根顺亭泉"
_OLD_WOMEN = "秀桂玉淑美丽凤素月兰彩惠爱金春珍亚雪瑞宝"
_OLD_WOMEN_2 = "英兰珍芳华梅琴花云香凤霞娥莲芝珠妹菊红清"
_MEN = "俊志伟宇浩明晓文嘉家泽子凯建鹏思逸振少海一云东"
_MEN_2 = "杰伟斌涛峰超勇磊辉波宇航轩豪凯林远鑫旭毅恒帆铭"
_WOMEN = "晓雅思雨佳丽婷静嘉慧文梦子诗怡小欣若美艺"
_WOMEN_2 = "婷静敏燕娟玲雯琳倩颖怡萍欣妍萱薇涵洁琪蓉"
_SINGLE_MEN = "伟强军勇斌波涛磊鹏超刚辉健毅峰"
_SINGLE_WOMEN = "敏静丽娟燕芳霞婷玲洁莹琳雪"
_RARE = "喆堃垚淼珺昇赟翀祎旻晟骉璟昉䶮㛃𬱖𠮷"
_MINORITY_SURNAMES = {
    15: "向彭覃田",
    8: "韦覃莫黄",
    6: "石龙吴麻",
    22: "蓝雷钟",
    11: "关佟金",
    3: "马丁沙哈",
    2: "包白",
}
_UYGHUR = (
    "阿依努尔·艾力",
    "古丽娜·吐尔逊",
    "艾尔肯·买买提",
    "帕提古丽·卡德尔",
    "阿迪力·玉素甫",
    "热孜万·阿不都",
)


def ethnicity(rng: Random) -> int:
    """GB/T 3304 number; about one in fourteen is not 汉."""
    if rng.random() < 0.926:
        return 1
    return rng.choices([15, 8, 6, 22, 11, 3, 2, 5], [30, 20, 15, 15, 10, 15, 8, 2])[0]


def name(rng: Random, *, man: bool, born: int, ethnic: int) -> str:
    """A name that fits the year of birth."""
    if ethnic == 5:
        return rng.choice(_UYGHUR)
    chance = rng.random()
    if ethnic in _MINORITY_SURNAMES:
        surname = rng.choice(_MINORITY_SURNAMES[ethnic])
    elif chance < 0.006:
        surname = rng.choice(_DOUBLE)
    elif chance < 0.025:
        surname = rng.choice(_RARER)
    else:
        # The first of the list are by far the most frequent.
        surname = _COMMON[int(len(_COMMON) * rng.random() ** 1.8)]
    chance = rng.random()
    if chance < 0.012:
        given = rng.choice(_RARE) + (rng.choice(_MEN_2 if man else _WOMEN_2) if rng.random() < 0.4 else "")
    elif chance < 0.09:
        given = rng.choice(_SINGLE_MEN if man else _SINGLE_WOMEN)
    elif born < 1975:
        first, second = (_OLD_MEN, _OLD_MEN_2) if man else (_OLD_WOMEN, _OLD_WOMEN_2)
        given = rng.choice(first) + rng.choice(second)
    else:
        first, second = (_MEN, _MEN_2) if man else (_WOMEN, _WOMEN_2)
        given = rng.choice(first) + rng.choice(second)
    return surname + given


# The branch everybody sees first. Sex, year of birth, and what is particular about the person.
BINJIANG = (
    ("林知远", "m", 1979),
    ("何秀英", "f", 1971),
    ("陈国梁", "m", 1966),
    ("许丽华", "f", 1974),
    ("蒋文斌", "m", 1983),
    ("周庆云", "m", 1957),
    ("赵德福", "m", 1953),
    ("孙玉兰", "f", 1959),
    ("沈怀民", "m", 1964),
    ("冯志强", "m", 1976),
    ("韩淑珍", "f", 1955),
    ("杨立新", "m", 1981),
    ("朱建平", "m", 1962),
    ("秦月娥", "f", 1958),
    ("尤长青", "m", 1969),
    ("吕思源", "m", 1993),
    ("张福根", "m", 1954),
    ("孔令芝", "f", 1968),
    ("严梅", "f", 1985),
    ("华小满", "f", 1990),
    ("金子涵", "f", 1996),
    ("郑海生", "m", 1972),
    ("施小燕", "f", 1987),
    ("曹永年", "m", 1991),
    ("吴桂芳", "f", 1938),
    ("贺嘉宁", "f", 1998),
)
