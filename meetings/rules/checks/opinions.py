"""Checks of opinions in writing from before a vote: from whom, when received, on what, and how many (R-DEV-29)."""

from collections.abc import Iterator

from core.dates_zh import short_date, time_of_day
from core.instruments import FZ20_VOTE
from meetings import errors
from meetings.errors.findings import Finding, Level
from meetings.record.schema import Decision, WrittenOpinionEntry
from meetings.rules import majorities
from meetings.rules.checks.shapes import Facts, Present, refusal
from meetings.states import Matter


def impossible_opinions(facts: Facts, decision: Decision, at: str) -> Iterator[Finding]:
    """What no record may say of them, finished or not."""
    if not decision.votes_written:
        return
    if not majorities.majority_of(decision.kind).counts_written:
        sentence = f"{Matter(decision.kind).label}不计会前书面意见，请去掉，或者改事项。"
        yield refusal(errors.WrittenOpinionUnfit, f"{at}-kind", sentence)
        return
    rows = {row.uuid: row for row in facts.rows}
    seen = set()
    for number, one in enumerate(decision.written_opinions):
        if one.is_empty:
            continue
        place = f"{at}-opinion-{number}"
        if one.member is None or one.received_at is None:
            lacking, words = ("member", "何人") if one.member is None else ("received_at", "什么时候收到")
            yield refusal(errors.WrittenOpinionUnfit, f"{place}-{lacking}", f"会前书面意见要写明{words}。")
            continue
        yield from _unfit(facts, decision, one, rows.get(one.member.uuid), place)
        if one.member.uuid in seen:
            sentence = f"{one.member.name}的会前书面意见写了两次，一人一票，请去掉一次。"
            yield refusal(errors.WrittenOpinionUnfit, f"{place}-member", sentence)
        seen.add(one.member.uuid)
    away = facts.entitled_to(decision.kind) - facts.voting_on(decision.kind)
    if decision.votes_written > away:
        sentence = f"有表决权没到会的是{away}人，会前书面意见不能有{decision.votes_written}票。"
        yield refusal(errors.WrittenByThosePresent, f"{at}-written_yes", sentence)


def _unfit(
    facts: Facts, decision: Decision, opinion: WrittenOpinionEntry, row: Present | None, place: str
) -> Iterator[Finding]:
    """Why an opinion of somebody is not counted: no vote, present, or received too late."""
    name = opinion.member.name if opinion.member and opinion.member.name else (row.name if row else "这个人")
    if row is None or not row.is_entitled_to(decision.kind):
        sentence = f"{name}在这项表决里没有表决权，书面意见不计票，请去掉。"
        yield refusal(errors.WrittenOpinionUnfit, f"{place}-member", sentence)
    elif row.is_there:
        sentence = f"{name}到会了，要在会上投票，会前书面意见不再计，请去掉。"
        yield refusal(errors.WrittenByThosePresent, f"{place}-member", sentence)
    starts = facts.record.starts_at
    if opinion.received_at and opinion.received_at >= starts:
        when = f"{short_date(facts.record.held_on)}{time_of_day(starts)}"
        sentence = f"{name}的书面意见要在开会（{when}）以前收到，才能计票。"
        yield refusal(errors.WrittenOpinionUnfit, f"{place}-received_at", sentence)


def unnamed_opinions(facts: Facts, decision: Decision, number: int) -> Iterator[Finding]:
    """A number without names is kept of records that were submitted with it; a new record names everybody."""
    if decision.votes_unnamed:
        was_so = facts.record.votes_unnamed <= facts.unnamed_before
        level: Level = "hint" if was_so else "stop"
        sentence = (
            f"议题{number}的会前书面意见有{decision.votes_unnamed}票未列明何人，请写明何人、什么时候收到"
        )
        yield Finding(level, "R-DEV-29", sentence, FZ20_VOTE, f"agenda-{number - 1}-written_yes")
