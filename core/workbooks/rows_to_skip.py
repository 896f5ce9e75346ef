"""Rows of a list that are nobody: totals, signatures, remarks, hints how to fill it in, examples, rows left empty."""

import re
from collections.abc import Sequence
from typing import Any

from core.workbooks import cells

FOOTER = re.compile(
    r"^(?:注|备注|说明|附注?|填表说明|填报说明|填写说明)\s*\d*\s*[:：.、]|^(?:以上|本表|此表|截至|截止)|"
    r"^.{0,12}(?:书记|负责人|审核|审批|审查|审定|核对|校对|制表|填表|填报|报送|上报|复核|经办|联系人|签字|签名|签章|盖章|公章|日期|年月日|"
    r"主管|领导|统计人?|汇总人?|记录人|电话|单位|支部)[^:：]{0,10}[:：]"
    r"|^.{0,10}(?:签字|签名|签章|盖章|公章)[)）]?$|^(?:填表|制表|审核|填报|经办|负责|汇总)人$|^年月日$"
)
"""A label with its colon stands where a name would, or one that asks for a signature; there are no such names."""
TOTAL = re.compile(
    r"^(?:其中|合计|总计|小计|共计|累计|总共|总数|平均|最大|最小|最高|最低|人数|百分比|占比|比例|[一二三四五六七八九十\d]+[名人]$)|"
    r"^.{0,8}(?:总数|总人数|合计|总计|小计|共计|平均年龄|平均党龄|人数)(?:$|[:：（(\d\s])"
)
HINT = re.compile(
    r"必填|选填|非必填|必须填|可不填|可空|格式|填写|请填|请选|请输|下拉|选择|不超过|字以内|18位|11位|YYYY|yyyy|文本|全称|按.{0,8}填|例如|如[:：]|必须|自动生成|"
    r"^如|示例|样例|正式(?:党员)?[/、或]预备|^年[-/.、]?月[-/.、]?日?$|^填[:：]|^同.{0,6}(?:证|上)|[×xX＊*]{2,}(?:支部|党支部|社区|街道)|^男[/、或]女|^是[/、或]否|与.{0,6}(?:一致|相?同|相符)"
)
EXAMPLE = re.compile(
    r"^[（(\[【]?(?:填写|填表|填报)?(?:示例|样例|范例|举例|例子|样表|例如|比如|例)(?:\d{0,2}[）)\]】]|\d{0,2}$|\d{0,2}[:：、\s])|[（(](?:示例|样例|范例|例|举例)[）)]$"
    r"|^.[某×xX＊*○]{1,2}$"
)
LAST = "计均中数龄例比大小高低人名者期注明"
"""No short word that is nobody ends with another character."""
LONGEST = 200
HINTS_WITHIN = 4
"""Rows below the header among which hints are looked for."""


def is_footer(words: str) -> bool:
    """Whether the first text of a row makes it a total, a signature or a remark."""
    return bool(TOTAL.search(words) or FOOTER.search(words))


def is_example(words: str) -> bool:
    """示例：张三, （例）李四, 王五（示例）, 王某某"""
    return bool(EXAMPLE.search(words))


def is_hint(row: Sequence[Any]) -> bool:
    """Whether most of a row says how to fill it in."""
    words = [cells.read_text(cell)[:LONGEST] for cell in row if cell not in ("", None)]
    hints = sum(bool(HINT.search(each)) for each in words)
    return hints >= 2 and hints * 2 >= len(words)
