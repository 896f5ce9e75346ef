"""What each kind of decision takes: whose decision it is, on which article, and with which papers (domain.md §2.3, §3)."""

from collections.abc import Iterable
from dataclasses import dataclass

from core.instruments import (
    CZ3,
    DZ9,
    DZ42,
    FZ20_VOTE,
    FZ22_APPROVAL,
    FZ31_PROBATION,
    FZ32_CONVERSION,
    FZ34_RECOGNITION,
    FZ35_POSTPONEMENT,
    JY23,
    JY24,
    JY25,
    JY31,
    LOCAL,
    XJ5,
    Article,
)
from members.states import ExemptionPurpose
from procedures.rules.power import Deciding
from procedures.states import DecisionKind

K = DecisionKind
ENDS_FOR_GOOD = "离开名册，不再是党员，以后不能恢复党籍。"


@dataclass(frozen=True)
class KindRule:
    """What a kind of decision takes.

    sentence   who decides on what, for the page and for refusals
    effect     what follows when it is approved
    bases      the articles
    matter     what the resolution of the general meeting is about; empty: it takes none
    must_vote  False where a decision of the body above alone is enough
    is_letter  the paper is a letter of transfer or a certificate, known when it is proposed
    is_fact    the paper certifies what happened on the day of effect or later; nothing is decided
    has_paper  whether it takes number, date and body at all
    is_power   only a body with the power to approve probationary members decides it (R-ORG-17, R-DEV-16)
    deciding   the level of the body that decides
    """

    sentence: str
    effect: str
    bases: tuple[Article | str, ...]
    matter: str = ""
    must_vote: bool = True
    is_letter: bool = False
    is_fact: bool = False
    has_paper: bool = True
    is_power: bool = False
    deciding: Deciding = Deciding.ABOVE


RULES: dict[str, KindRule] = {
    K.TAKEN_BACK: KindRule(
        "批错的决定，由作出决定的党组织发文撤销，写明原因，由另一个人审批。",
        "党员的情况改回原决定以前。已经提交的会议记录和已经冻结的月报照原样保留，要更正的另走更正。",
        (LOCAL,),
        deciding=Deciding.ANY,
    ),
    K.ADMITTED: KindRule(
        "接收预备党员由支部党员大会表决通过，报有审批权限的党委审批。",
        "编入本支部，预备期从支部党员大会通过之日算起一年。",
        (FZ20_VOTE, FZ22_APPROVAL),
        matter="admission",
        is_power=True,
    ),
    K.TRANSFERRED: KindRule(
        "转入组织关系凭介绍信，由有审批预备党员权限的基层党委接转。",
        "编入本支部。",
        (JY25,),
        is_letter=True,
        deciding=Deciding.LETTER,
    ),
    K.RESTORED: KindRule(
        "恢复党籍要有原来的党员档案和恢复党籍的决定，只适用于停止党籍的人。",
        "编入本支部，原来的入党日期不变。",
        (JY24,),
    ),
    K.CONVERSION: KindRule(
        "转正由本人申请，支部党员大会表决通过，报上级党委审批。",
        "从预备期满之日起为正式党员。",
        (FZ32_CONVERSION, FZ31_PROBATION),
        matter="conversion",
        is_power=True,
    ),
    K.EXTENSION: KindRule(
        "延长预备期由支部党员大会表决通过，报上级党委批准，只能一次，不少于半年、不超过一年。",
        "预备期延长到所填日期。",
        (FZ31_PROBATION,),
        matter="extension",
        is_power=True,
    ),
    K.POSTPONED: KindRule(
        "转入的预备党员预备期满时，基层党委认为有必要的，可以推迟讨论其转正问题，推迟时间不超过六个月。",
        "最迟到所填日期讨论转正，转正时间仍从预备期满之日算起。",
        (FZ35_POSTPONEMENT,),
        is_power=True,
    ),
    K.CANCELLED: KindRule(
        "取消预备党员资格由支部党员大会表决通过，报上级党委批准。",
        "离开名册，不再是预备党员。",
        (FZ31_PROBATION,),
        matter="cancellation",
        is_power=True,
    ),
    K.TRANSFERRED_OUT: KindRule(
        "转出组织关系凭介绍信。",
        "从转出之日起离开本支部名册，职务和授权同时结束。",
        (JY25,),
        is_letter=True,
        deciding=Deciding.LETTER,
    ),
    K.UNIT_TRANSFERRED: KindRule(
        "整建制转出凭上级党组织的文件或者介绍信。",
        "从转出之日起离开本支部名册，职务和授权同时结束。",
        (JY25,),
        is_letter=True,
        deciding=Deciding.LETTER,
    ),
    K.DIED: KindRule(
        "党员去世由党支部报告，写明死亡证明的编号、日期和出具单位，上级党组织核实后登记。",
        "从去世之日起离开本支部名册，职务和授权同时结束。",
        (LOCAL,),
        is_letter=True,
        is_fact=True,
        deciding=Deciding.ANY,
    ),
    K.RESIGNED: KindRule(
        "党员要求退党，由支部党员大会讨论后宣布除名，报上级党组织备案。",
        ENDS_FOR_GOOD,
        (DZ9, JY31),
        matter="disposal",
    ),
    K.PERSUADED: KindRule(
        "劝其退党由支部党员大会讨论决定，报上级党组织批准。",
        ENDS_FOR_GOOD,
        (DZ9, CZ3),
        matter="disposal",
    ),
    K.REMOVED_SELF: KindRule(
        "没有正当理由，连续六个月不参加组织生活，或者不交纳党费，或者不做党所分配的工作，为自行脱党，由支部党员大会决定除名，报上级党组织批准。",
        ENDS_FOR_GOOD,
        (DZ9, JY31),
        matter="disposal",
    ),
    K.REMOVED_REFUSING: KindRule(
        "劝其退党而本人坚持不退的，由支部党员大会讨论决定除名，报上级党组织批准。",
        ENDS_FOR_GOOD,
        (DZ9, CZ3),
        matter="disposal",
    ),
    K.REMOVED_LOST: KindRule(
        "停止党籍满两年仍失去联系的，按自行脱党，由支部党员大会决定除名，报上级党组织批准。",
        ENDS_FOR_GOOD,
        (JY24, DZ9),
        matter="disposal",
    ),
    K.REMOVED_OTHER: KindRule(
        "除名由支部党员大会讨论决定，报上级党组织批准。",
        ENDS_FOR_GOOD,
        (JY31, CZ3),
        matter="disposal",
    ),
    K.EXPELLED: KindRule(
        "开除党籍是纪律处分，经支部党员大会讨论，报县级以上党的纪律检查委员会审查批准，以处分决定为准。",
        ENDS_FOR_GOOD,
        (DZ42,),
        matter="sanction",
        must_vote=False,
        deciding=Deciding.DISCIPLINE,
    ),
    K.NOT_RECOGNIZED: KindRule(
        "不予承认党员身份，由县级以上党委组织部门批准，在支部党员大会上宣布。",
        "离开名册，不作为党员。",
        (FZ34_RECOGNITION,),
        deciding=Deciding.PERSONNEL,
    ),
    K.SUSPENDED: KindRule(
        "停止党籍由支部或者上级党组织按程序决定：失去联系满六个月，多方查找没有结果。",
        "不列入应到，没有表决权，不计入党员数；到复核日期再作处理。",
        (JY24,),
        matter="disposal",
        must_vote=False,
        deciding=Deciding.ANY,
    ),
    K.SUSPENSION_ENDED: KindRule(
        "停止党籍的，按程序恢复党籍，要有恢复的决定。",
        "重新计入党员数和应到。",
        (JY24,),
        deciding=Deciding.ANY,
    ),
    K.PROBATION: KindRule(
        "留党察看是纪律处分，经支部党员大会讨论，报有批准权限的党组织批准，期限一年或者二年，期满以决定恢复权利。",
        "列入应到，没有表决权、选举权和被选举权。",
        (DZ42, XJ5),
        matter="sanction",
        must_vote=False,
    ),
    K.PROBATION_ENDED: KindRule(
        "留党察看期满，确已改正错误的，以决定恢复党员权利。", "恢复表决权、选举权和被选举权。", (DZ42,)
    ),
    K.RIGHTS_SUSPENDED: KindRule(
        "被依法留置、逮捕的，由有管理权限的党组织中止党员权利。",
        "列入应到，没有表决权、选举权和被选举权。",
        (XJ5,),
    ),
    K.RIGHTS_RESTORED: KindRule(
        "恢复党员权利由原来决定中止的党组织决定。", "恢复表决权、选举权和被选举权。", (XJ5,)
    ),
    K.EXEMPT: KindRule(
        "年老体弱、长期患病的，经上级确认可不列入参会统计的应到；选举中不列入应到，只限规定的情形，经上级同意、支部党员大会通过。",
        "参会统计不列入应到；接收、转正、处置等表决的应到人数不变。",
        (JY23,),
        matter="ordinary",
        must_vote=False,
        has_paper=False,
    ),
    K.EXEMPTION_ENDED: KindRule("恢复计入应到，经上级确认。", "重新列入应到。", (LOCAL,), has_paper=False),
}


def bases_of(kind: str, purpose: str) -> tuple[Article | str, ...]:
    """The articles of a kind. No article read here holds the reasons that count in elections: they are the district's."""
    if kind == K.EXEMPT and purpose == ExemptionPurpose.ELECTIONS:
        return (LOCAL,)
    return RULES[kind].bases


def words_of(bases: Iterable[str]) -> str:
    return "".join(dict.fromkeys(bases))
