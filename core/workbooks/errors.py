"""Refusals of a whole workbook, before any of its rows is looked at."""

from core.errors import ContentTooLarge, RuleBroken


class NotAWorkbook(RuleBroken):
    code = "not_a_workbook"
    sentence = "打不开这个文件。请用Excel或WPS打开，“另存为”选“Excel 工作簿（.xlsx）”，再上传。"


class Locked(RuleBroken):
    code = "workbook_locked"
    sentence = "这个文件设了打开密码。请在Excel或WPS里取消密码，保存后再上传。"


class TooLarge(ContentTooLarge):
    code = "workbook_too_large"
    sentence = "这个文件展开后太大（超过300MB）。请按街道分开上传。"


class StrayCell(RuleBroken):
    code = "stray_cell"
    sentence = "表一直伸到{cell}格，大得读不了。表外零散的格子请删掉；真有这么多行的，请按街道分开上传。"


class TooManyLines(RuleBroken):
    code = "too_many_rows"
    sentence = "表里有{count}行，一次最多{most}行。请按街道分开上传。"


class TooLongCell(RuleBroken):
    code = "cell_too_long"
    sentence = "“{sheet}”表第{line}行有一格写了{count}个字，一格最多{most}个字。请分开写，或者删掉多余的。"


class NoHeader(RuleBroken):
    code = "no_header"
    sentence = "没有找到表头。表里要有一行写着{wanted}。"


class CardNotList(RuleBroken):
    code = "card_not_list"
    sentence = "这是一个人的登记表，不是名单。请上传一人一行的表，表头里有“{key}”，下面每行写一个人。"


class NoRows(RuleBroken):
    code = "no_rows"
    sentence = "表里只有表头，下面一行内容也没有。填好再上传。"
