"""A realistic workbook of a whole district's roster: invented people, twenty columns, the dirt of life in a few rows."""

import datetime as dt
import random
from collections.abc import Sequence
from pathlib import Path

from openpyxl import Workbook

from members.personal_data.identity import check_digit

TITLES = ["序号", "姓名", "性别", "民族", "籍贯", "出生日期", "公民身份号码", "学历", "工作单位及职务", "人员类别", "党员类别", "申请入党日期", "入党日期", "转正日期", "所在党支部", "党内职务", "联系电话", "家庭住址", "是否流动党员", "备注"]  # fmt: skip
SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文"
GIVEN = "伟芳娜秀英敏静丽强磊军洋勇艳杰娟涛明超兰霞平刚桂香建国志华晓红玉梅海燕春生文斌宏雪峰云飞宇辰思远子涵雨桐俊凯嘉宁佳慧博瑞欣怡泽民德福庆林永康长青少东立新学勤"
SCHOOLING = ["本科毕业", "专科毕业", "硕士研究生毕业", "高中", "中专毕业", "初中"]
WORK = ["在岗职工", "离退休", "农牧渔民", "学生", "其他"]
STREETS = ["滨江路", "望海街", "云台巷", "灯塔路", "新民里", "长青街"]


def person(number: int, dice: random.Random, branch: str, seed: int) -> list[object]:
    """A row: born, joined and turned full as the rules want it, with a right identity number nobody else has."""
    born = dt.date(dice.randint(1940, 2002), dice.randint(1, 12), dice.randint(1, 28))
    male = dice.random() < 0.6
    area = 910000 + seed * 100 % 80000 + number // 500
    first17 = f"{area}{born:%Y%m%d}{number % 500 * 2 + male:03d}"
    joined = dt.date(min(born.year + dice.randint(19, 35), 2024), dice.randint(1, 12), dice.randint(1, 28))
    full = joined.replace(year=joined.year + 1)
    name = dice.choice(SURNAMES) + "".join(dice.choices(GIVEN, k=1 + (dice.random() < 0.8)))
    return [
        number,
        name,
        "男" if male else "女",
        "汉族" if dice.random() < 0.95 else "回族",
        "河南郑州",
        f"{born:%Y-%m-%d}",
        first17 + check_digit(first17),
        dice.choice(SCHOOLING),
        f"{dice.choice(STREETS)}{dice.randint(1, 400)}号单位职员",
        dice.choice(WORK),
        "正式",
        f"{joined.year - 1}.{joined.month}",
        f"{joined:%Y-%m-%d}" if number % 3 else f"{joined:%Y/%m/%d}",
        f"{full:%Y%m%d}" if number % 5 == 0 else full,
        branch,
        "普通党员",
        f"1{30 + seed % 70}{number:08d}",
        f"{dice.choice(STREETS)}{dice.randint(1, 90)}号{dice.randint(1, 30)}栋{dice.randint(101, 3204)}",
        "否" if dice.random() < 0.97 else "是",
        "无",
    ]


def write(path: Path, branches: Sequence[str], rows: int = 21_903, seed: int = 7) -> Path:
    """Write the workbook: a title row, the header, the rows spread over the branches in order."""
    dice = random.Random(seed)
    book = Workbook(write_only=True)
    sheet = book.create_sheet("党员花名册")
    sheet.append(["海云区党员花名册"])
    sheet.append(TITLES)
    for number in range(1, rows + 1):
        branch = branches[(number - 1) * len(branches) // rows]
        sheet.append(person(number, dice, branch, seed))
    book.save(path)
    return path
