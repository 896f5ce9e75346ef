"""Refusals of bundles and workbooks, out and in."""

from core.errors import RuleBroken


class NotABundle(RuleBroken):
    code = "not_a_bundle"
    sentence = "这不是会议档案包，没有写入任何内容：{why}。请用导出的zip原件。"


class BundleTampered(RuleBroken):
    code = "bundle_tampered"
    sentence = "档案包里的{part}不对：{why}。没有写入任何内容，请向对方重新要一份。"


class PlaceNotFound(RuleBroken):
    code = "place_not_found"
    sentence = "您的范围内没有“{name}”。请在“党组织”里写上要放到哪里。"


class PeopleNotMatched(RuleBroken):
    code = "people_not_matched"
    rule = "R-REC-03"
    sentence = "名单上有{count}人在这里没有对上：{names}。先把他们编入名册，再导入；没有写入任何内容。"


class BundleDoesNotAddUp(RuleBroken):
    code = "bundle_does_not_add_up"
    rule = "R-REC-02"
    sentence = "档案包里的人数或票数前后对不上，没有写入任何内容。请请对方核对后重新导出。"


class TooManyRows(RuleBroken):
    code = "too_many_rows"
    sentence = "表里有{count}行，一次最多{most}行。请按月或按支部分开上传。"


class NoColumns(RuleBroken):
    code = "no_columns"
    sentence = "至少选一列。"


class NameNeeded(RuleBroken):
    code = "name_needed"
    sentence = "给这组列起个名字，2到60个字。"


class ReasonForExport(RuleBroken):
    code = "reason_for_export"
    rule = "R-SEC-05"
    sentence = "要导出{count}次会议，超过{most}次，请写明理由。"
