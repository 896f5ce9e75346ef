"""Refusals of imports, exports and evidence bundles."""

from core.errors import ContentTooLarge, RuleBroken
from core.instruments import PI19


class FileTooLarge(ContentTooLarge):
    code = "file_too_large"
    sentence = "文件超过{most}MB，请按街道分开上传。"


class UnknownColumns(RuleBroken):
    code = "unknown_columns"
    sentence = "表里没有这些列，或者没有这一项内容：{names}。"


class NothingToImport(RuleBroken):
    code = "nothing_to_import"
    sentence = "这个文件里没有要写入的行：有错误的先改好再上传，其余和现有的相同。"


class SinceAhead(RuleBroken):
    code = "since_ahead"
    sentence = "{on}还没有到，从哪天起算最晚写今天。"


class SinceFrozen(RuleBroken):
    code = "since_frozen"
    sentence = "不能从{on}起算：到{month}的月报已经冻结，数字不再变。最早{earliest}；再早的要凭文件更正。"


class BranchesNotSeen(RuleBroken):
    code = "branches_not_seen"
    sentence = (
        "{count}个支部多了三分之一以上，或者满50人，还没有逐个看过：{names}。看过了，在那一行打勾再导入。"
    )


class UndoTooLate(RuleBroken):
    code = "undo_too_late"
    sentence = "这次导入不能撤销了：导入满{days}天，或者没有留下写了哪些行。写错的请逐个更正。"


class ImportUsed(RuleBroken):
    code = "import_used"
    sentence = "这次导入的{count}{unit}都用到了，一{unit}也撤不了：{first}。"


class FailedOfAnother(RuleBroken):
    code = "failed_of_another"
    rule = "R-SEC-05"
    sentence = (
        "错误行有{count}行，超过{most}行，只给上传的人下载。请“{who}”来下载，或者改好原来的文件再上传。"
    )


class ReasonMissing(RuleBroken):
    code = "reason_missing"
    rule = "R-SEC-05"
    sentence = "要导出{count}{unit}，超过{most}{unit}要写明理由。"


class SecondPersonNeeded(RuleBroken):
    code = "second_person_needed"
    rule = "R-SEC-05"
    sentence = "要导出{count}{unit}，超过{most}{unit}要由另一个人批准。写明理由，提出导出申请。"


class NobodyToExport(RuleBroken):
    code = "nobody_to_export"
    sentence = "这里没有您可以导出的{label}。"


class TooManyToExport(RuleBroken):
    code = "too_many_to_export"
    sentence = "要导出{count}{unit}，一次最多{most}{unit}，请按党组织分开导出。"


class ExportApart(RuleBroken):
    code = "export_apart"
    sentence = "要导出的不在同一个上级党组织下面，没有人能一起批准，请分开导出。"


class ApprovedByTheSame(RuleBroken):
    code = "approved_by_the_same"
    rule = "R-SEC-05"
    sentence = "自己申请的不能自己批准，请由另一位能导出这个范围的人来定。"


class ExportDecided(RuleBroken):
    code = "export_decided"
    sentence = "这份申请已经有人定了。"


class CommentMissing(RuleBroken):
    code = "comment_missing"
    sentence = "不同意要写一句为什么。"


class NotMadeYet(RuleBroken):
    code = "not_made_yet"
    sentence = "文件还没有做好，申请现在是“{status}”。"


class ExportGone(RuleBroken):
    code = "export_gone"
    sentence = "文件只留{days}天，已经清理。还要用，请重新申请。"


class ImportGone(RuleBroken):
    code = "import_gone"
    basis = PI19
    sentence = "上传的文件只留{days}天，已经清理。还要核对，请重新上传。"


class NotABundle(RuleBroken):
    code = "not_a_bundle"
    sentence = "这不是会议档案包，没有写入任何内容：{why}。请用导出的zip原件。"


class BundleTampered(RuleBroken):
    code = "bundle_tampered"
    sentence = "档案包里的{part}不对：{why}。没有写入任何内容，请向对方重新要一份。"


class UnsignedBundle(RuleBroken):
    code = "unsigned_bundle"
    sentence = "这个档案包没有可信的签名，要由上级党组织导入，并写明理由。没有写入任何内容。"


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
    sentence = "档案包里的人数或票数前后对不上，没有写入任何内容。请对方核对后重新导出。"


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
