"""Checks of attendance: the turnout by the roll of the day, and who chaired (R-ATT-02, 05, 07; R-REC-02 to 04, 06, 11; R-MEET-08, 09, 14)."""

from collections.abc import Collection, Iterator, Sequence
from uuid import UUID

from django.conf import settings

from core.dates_zh import short_date
from core.instruments import XJ5, ZB12, ZB14
from meetings.errors.findings import Finding, Level
from meetings.rules.checks.shapes import Facts, Present, Turnout, stop
from meetings.rules.majorities import least_share
from meetings.states import AttendanceState, Kind, Reason, is_committee_only


def is_void(kinds: Sequence[str], turnout: Turnout) -> bool:
    """A committee meeting without half of the committee: kept, but it does not count (R-MEET-08)."""
    return is_committee_only(kinds) and turnout.present < least_share(
        settings.COMMITTEE_QUORUM, turnout.expected
    )


def turnout(facts: Facts) -> Iterator[Finding]:
    counts = facts.turnout
    total = counts.present + counts.on_leave + counts.absent + counts.undecided
    if counts.expected != total:
        yield stop(
            "R-REC-02",
            f"应到{counts.expected}人，实到{counts.present}、请假{counts.on_leave}、缺席{counts.absent}合计{total}人，两边要相等",
            at="attendances",
        )
    if facts.roll is not None:
        expected = {row.uuid: row for row in facts.rows if row.is_expected}
        extra, short = expected.keys() - facts.roll, facts.roll - expected.keys()
        on = short_date(facts.record.held_on, facts.record.held_on)
        if extra or short:
            parts = [f"名单上多了{_names(facts, extra)}"] if extra else []
            parts += [f"少了{_names(facts, short)}"] if short else []
            yield stop(
                "R-REC-03",
                f"应到{len(expected)}人，{on}名册上是{len(facts.roll)}人：{'，'.join(parts)}。请按名册重取",
                at="attendances",
            )
        revoted = [
            row.name
            for uuid, row in expected.items()
            if facts.voters is not None and uuid in facts.roll and row.has_vote != (uuid in facts.voters)
        ]
        if revoted:
            sentence = f"{'、'.join(revoted)}有没有表决权，和{on}名册上不一样。请按名册重取"
            yield stop("R-REC-03", sentence, XJ5, "attendances")
    if twice := [row.name for row in facts.rows if row.name in facts.record.guest_names]:
        sentence = f"{'、'.join(twice)}在名单上，不再写列席；同名的写“姓名（单位）”"
        yield stop("R-REC-02", sentence, "", "guests")
    unsure = [
        row.name
        for row in facts.rows
        if row.state == AttendanceState.UNDECIDED or (row.is_there and row.uuid in facts.unsigned)
    ]
    if unsure:
        sentence = f"{'、'.join(unsure)}没签到，还有{len(unsure)}人要您定：来了就补签，没到就选原因。"
        yield stop("R-ATT-07", sentence, "", "attendances")
    elif counts.on_leave or counts.absent:
        if all(row.reason_code for row in facts.rows if row.is_expected and not row.is_there):
            yield Finding("fine", "R-REC-04", "没到的人都写了原因", field="attendances")
    elif counts.expected:
        yield Finding("fine", "R-REC-04", "应到的都到了", field="attendances")
    if facts.open_leaves:
        names = "、".join(facts.open_leaves)
        sentence = f"{names}请了假还没有定，还有{len(facts.open_leaves)}人要您定：批准、不批，或者到会了。"
        yield stop("R-ATT-05", sentence, "", "attendances")
    if facts.late_leaves:
        names = "、".join(facts.late_leaves)
        sentence = f"{names}的假是会后才批的，记为补假；请假要在会前提出"
        yield Finding("hint", "R-ATT-02", sentence, field="attendances")


def _names(facts: Facts, uuids: Collection[UUID]) -> str:
    return "、".join(name for uuid, name in facts.names.items() if uuid in uuids)


def committee(facts: Facts) -> Iterator[Finding]:
    kinds, counts = facts.record.kinds, facts.turnout
    if is_void(kinds, counts) and counts.expected:
        least = least_share(settings.COMMITTEE_QUORUM, counts.expected)
        sentence = f"支委应到{counts.expected}人，到会{counts.present}人，不足{least}人：记录保留，但这次会议无效，不计次数"
        yield Finding("hint", "R-MEET-08", sentence, ZB12, "attendances")
    if Kind.COMMITTEE in kinds and not is_committee_only(kinds):
        there = sum(row.is_there and row.uuid in facts.committee for row in facts.rows)
        least = least_share(settings.COMMITTEE_QUORUM, len(facts.committee))
        if not facts.committee or there < least:
            sentence = f"支委{len(facts.committee)}人，到会{there}人，不能算支委会，请去掉“支委会”"
            yield stop("R-MEET-08", sentence, ZB12, "kinds")


def chair(facts: Facts) -> Iterator[Finding]:
    host, recorder = facts.record.host, facts.record.recorder
    decided = [row for row in facts.rows if row.state != AttendanceState.UNDECIDED]
    gone = {row.uuid for row in decided if row.is_expected and not row.is_there}
    strict = bool({Kind.GENERAL, Kind.COMMITTEE, Kind.GROUP} & set(facts.record.kinds))
    if host and facts.chairs and host.uuid not in facts.chairs:
        leader = "组长" if Kind.GROUP in facts.record.kinds else "书记、副书记或支委"
        noted = facts.record.host_note.strip()
        level: Level = "hint" if noted or not strict else "stop"
        advice = f"委托说明：{noted}" if noted else "请写一句委托说明"
        yield Finding(level, "R-MEET-09", f"{host.name}不是{leader}，{advice}", ZB14, "host_note")
    if host and recorder and host.uuid == recorder.uuid:
        yield Finding("hint", "R-REC-06", "主持人和记录人是同一个人", field="recorder")
    elif recorder and recorder.uuid not in {row.uuid for row in facts.rows}:
        yield Finding("hint", "R-REC-06", f"记录人{recorder.name}不在应到名单上", field="recorder")
    elif host and recorder and not {host.uuid, recorder.uuid} & gone:
        yield Finding("fine", "R-REC-06", "主持人与记录人不是同一人")
    in_charge = {person.uuid for person in (host, recorder) if person}
    if in_charge and in_charge <= gone:
        yield stop(
            "R-MEET-14",
            "主持人和记录人都没到会，这次会议没有召集起来，不能提交。是别人主持的，请改写主持人",
            ZB14,
            "host",
        )
        return
    away = {row.uuid: row for row in decided if not row.is_there}
    for person, what, field in ((host, "主持人", "host"), (recorder, "记录人", "recorder")):
        if person and person.uuid in away:
            row = away[person.uuid]
            sentence = f"{row.name}{_away_words(row)}，{what}要选到会的人。"
            yield stop("R-REC-11", sentence, "", field)


def _away_words(row: Present) -> str:
    """记了病假: what the record says of somebody who was not there."""
    if not row.is_expected:
        return "不列入应到，也没有记到会"
    if row.reason_code and row.reason_code != Reason.OTHER:
        return f"记了{Reason(row.reason_code).label}"
    return f"记了{AttendanceState(row.state).label}"
