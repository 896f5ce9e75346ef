"""Refusals of planning, recording, voting, reviewing and amending a meeting."""

from collections.abc import Sequence

from core.errors import Gone, NotPermitted, RuleBroken
from core.instruments import FZ19_QUORUM, FZ20_VOTE, FZ32_QUORUM, FZ32_VOTE, LOCAL, XJ5, XJ24, ZB11, ZB12
from meetings.errors.findings import Finding


class NoKind(RuleBroken):
    code = "no_kind"
    rule = "R-REC-01"
    sentence = "选一种会议类型。"


class MayNotHold(RuleBroken):
    code = "may_not_hold"
    rule = "R-MEET-13"
    sentence = "{organization}不开{kind}。{hint}"


class MeetingUnnamed(RuleBroken):
    code = "meeting_unnamed"
    rule = "R-MEET-13"
    sentence = "在主题里写上会议名称：{own}。"


class NotHeldYet(RuleBroken):
    code = "not_held_yet"
    sentence = "{on}还没到，会开过再记录；现在可以先计划。"


class AlreadyOver(RuleBroken):
    code = "already_over"
    sentence = "{on}已经过了，不用再计划，请直接记录。"


class DayAndTimeDiffer(RuleBroken):
    code = "day_and_time_differ"
    sentence = "开始时间不在{on}这一天，请改成同一天。"


class EndsBeforeItStarts(RuleBroken):
    code = "ends_before_it_starts"
    sentence = "结束要晚于开始（{starts}），请改结束时间；过了零点才散会的，点“次日”。"


class EndsTooLate(RuleBroken):
    code = "ends_too_late"
    sentence = "{on}开的会，要在24小时里结束，请改结束时间。"


class AnnouncedAfterwards(RuleBroken):
    code = "announced_afterwards"
    sentence = "议题公告日不能晚于开会那天（{on}），请改公告日。"


class NotOnRoll(RuleBroken):
    code = "not_on_roll"
    rule = "R-REC-03"
    sentence = "{names}在{on}不在应到名单上，请去掉后再保存。"


class AbsenceWithoutReason(RuleBroken):
    code = "absence_without_reason"
    rule = "R-REC-04"


class TallyExceedsPresent(RuleBroken):
    code = "tally_exceeds_present"
    rule = "R-MEET-07"


class NotQuorate(RuleBroken):
    code = "not_quorate"
    rule = "R-MEET-06"
    basis: str = ZB11


class NotQuorateElsewhere(NotQuorate):
    """Neither a general meeting nor a committee's: no article names its quorum."""

    basis = LOCAL


class CommitteeNotQuorate(NotQuorate):
    code = "committee_not_quorate"
    rule = "R-MEET-08"
    basis = ZB12


class NotCarried(RuleBroken):
    code = "not_carried"
    rule = "R-MEET-07"
    basis: str = ZB11


class NotCarriedElsewhere(NotCarried):
    """In a committee or another meeting: no article names the count, so none is cited."""

    basis = ""


class NotQuorateToAdmit(RuleBroken):
    code = "not_quorate_to_admit"
    rule = "R-DEV-11"
    basis = FZ19_QUORUM


class NotQuorateToConvert(NotQuorateToAdmit):
    basis = FZ32_QUORUM


class NotAdmitted(RuleBroken):
    code = "not_admitted"
    rule = "R-DEV-12"
    basis = FZ20_VOTE


class NotConverted(NotAdmitted):
    basis = FZ32_VOTE


class CandidatesTogether(RuleBroken):
    code = "candidates_together"
    rule = "R-DEV-13"
    basis = FZ20_VOTE


class ConversionsTogether(CandidatesTogether):
    basis = FZ32_VOTE


class MayNotDecide(RuleBroken):
    code = "may_not_decide"
    rule = "R-MEET-07"
    basis = ZB11
    sentence = "{matter}只能由支部党员大会表决。"


class NotSecret(RuleBroken):
    code = "not_secret"
    rule = "R-DEV-26"
    basis = FZ20_VOTE
    sentence = "{matter}要用无记名投票，不能举手、口头或者记名表决。"


class ConversionNotSecret(NotSecret):
    basis = FZ32_VOTE


class WrittenOpinionUnfit(RuleBroken):
    """Not from one entitled, twice from one, without its time, received too late, or on a matter that counts none."""

    code = "written_opinion_unfit"
    rule = "R-DEV-29"
    basis = FZ20_VOTE


class WrittenByThosePresent(RuleBroken):
    code = "written_by_those_present"
    rule = "R-DEV-29"
    basis = FZ20_VOTE


class DecisionFollowedUp(RuleBroken):
    code = "decision_followed_up"
    sentence = "决议“{text}”已经有落实情况，不能去掉；要改就改它的文字。"


class NoSuchDecision(RuleBroken):
    code = "no_such_decision"
    sentence = "要落实的决议不在这个党组织，或者已经办完，请刷新后再看。"


class SpeakerNotOnRoll(RuleBroken):
    code = "speaker_not_on_roll"
    sentence = "发言人不在应到名单上；不在名单上的人只写姓名。"


class VotesWithoutRight(RuleBroken):
    code = "votes_without_right"
    rule = "R-MEET-10"
    basis = XJ5


class NotReady(RuleBroken):
    """Submitting stopped by the checks; `findings` holds them all."""

    findings: Sequence[Finding] = ()

    code = "not_ready"
    sentence = "还有{count}处要改：{first}"


class WrongMoment(RuleBroken):
    code = "wrong_moment"
    sentence = "这次会议现在是“{status}”，不能{deed}。"


class AlreadyDecided(WrongMoment):
    sentence = "没有办成：{who}{when}已{deed}。"


class OrganizationStays(RuleBroken):
    code = "organization_stays"
    sentence = "这次会议交过，编号排在{organization}，不能换到别的党组织。"


class AlreadyThere(Gone):
    code = "already_there"
    sentence = "这次会议已经记过了（{status}），没有再记一遍。"


class CommentNeeded(RuleBroken):
    code = "comment_needed"
    sentence = "退回要写明哪里要改，至少2个字。"


class CancelReasonNeeded(RuleBroken):
    code = "cancel_reason_needed"
    sentence = "取消记录要写明原因，至少2个字，例如“和11月20日那份重复”。"


class MeetingNeededElsewhere(RuleBroken):
    """A hold of an upper app stands on the meeting: the refusal has the hold's own code and sentence."""

    code = "meeting_needed_elsewhere"

    def __init__(self, sentence: str, *, code: str) -> None:
        super().__init__(sentence)
        self.code = code


class ReasonNeeded(RuleBroken):
    code = "reason_needed"
    rule = "R-REC-09"
    sentence = "更正要写明原因，至少2个字。"


class AmendmentWaiting(RuleBroken):
    code = "amendment_waiting"
    rule = "R-REC-09"
    sentence = "这条记录已经有一项更正在等第二人签字，签好或撤回以后才能再提。"


class AmendmentDecided(Gone):
    code = "amendment_decided"
    rule = "R-REC-09"
    sentence = "这项更正已经有人处理过了，请刷新后再看。"


class SignedByTheSame(RuleBroken):
    code = "signed_by_the_same"
    rule = "R-REC-09"
    sentence = "自己提出的更正要由另一个人签字：本支部能记会的人，或者上级党组织审核的人。"


class ConfirmedByTheSame(RuleBroken):
    code = "confirmed_by_the_same"
    rule = "R-REC-09"
    sentence = "自己提交、主持或者记录的会议由另一个人确认，请上级党组织的同事来审核。"


class NotTheProposer(NotPermitted):
    code = "not_the_proposer"
    sentence = "这项更正是{who}提出的，只有本人能撤回。"


class NotTimeToVote(RuleBroken):
    code = "not_time_to_vote"
    sentence = "这次会议现在是“{status}”，不能表决。当天的会议签到以后，或者记录提交以前，才能开表决。"


class PollUnderWay(RuleBroken):
    code = "poll_under_way"
    sentence = "这次会议还有一项表决没有结束，先结束或者作废它。"


class NobodyVoted(RuleBroken):
    code = "nobody_voted"
    rule = "R-VOT-01"
    sentence = "没有人投票，不能结束，也不写进决议。要么等大家投，要么撤回表决。"


class NotEverybodyVoted(RuleBroken):
    """Asked once, with both figures; `uncast` with the missing number confirms."""

    code = "not_everybody_voted"
    rule = "R-VOT-02"
    sentence = "到会有表决权{present}人，已投{cast}人，还有{uncast}人没投。就这样结束的，没投的写成“未投{uncast}人”，不算弃权。"


class VotersNotThere(RuleBroken):
    code = "voters_not_there"
    rule = "R-VOT-03"
    sentence = "{names}投过票，现在不在到会名单上，不能结束。把他们改回到会，或者撤回重投。"


class PolledVotesStay(RuleBroken):
    code = "polled_votes_stay"
    rule = "R-VOT-03"
    sentence = "这是手机投票的结果：赞成{yes}票、反对{no}票、弃权{abstain}票，事项、对象、方式和票数都不能另填。投错了就重新表决。"


class NotHere(RuleBroken):
    code = "not_here"
    rule = "R-ELE-07"
    basis = XJ24
    sentence = "到会的人才能投票，也不能请人代投。到了会场请先签到，或者请记录人点上。"


class NothingChanged(RuleBroken):
    code = "nothing_changed"
    sentence = "内容和原来一样，没有要更正的。"
