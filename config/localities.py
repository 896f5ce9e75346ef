"""Settings that the regulations leave to the district (domain.md marks them [L]), each with its rule."""

from config.environment import env
from core.setting_shapes import (
    Clock,
    LocalitySettings,
    MonthDay,
    OneOf,
    OnOff,
    Pairs,
    Seconds,
    Several,
    Share,
    TextShape,
    Whole,
)

locality = LocalitySettings(env.ENVIRON)

LATE_AFTER_DAYS = locality.read("LATE_AFTER_DAYS", Whole(1), 7)  # R-REC-05
# R-REC-01: of a meeting whose kind has no habit yet
USUAL_MINUTES = locality.read("USUAL_MINUTES", Whole(1), 90)
# R-REC-10: how far the end may lie ahead of handing in
END_GRACE_MINUTES = locality.read("END_GRACE_MINUTES", Whole(0, 60), 10)
# of the following month, end of day
REPORT_CUT_OFF_DAY = locality.read("REPORT_CUT_OFF_DAY", Whole(1, 27), 5)
# R-PAP-03: who signs published reports: of the highest committee; of others by code, as HY-01=…,HY-02=…
ISSUING_OFFICE = locality.read("ISSUING_OFFICE", TextShape(), "")
ISSUING_OFFICES = locality.read("ISSUING_OFFICES", Pairs(), {})
# R-PAP-03: 主送 of published reports: of the highest committee; of others by code
REPORT_ADDRESSEE = locality.read("REPORT_ADDRESSEE", TextShape(), "")
REPORT_ADDRESSEES = locality.read("REPORT_ADDRESSEES", Pairs(), {})
REPORT_RECTIFY_DAYS = locality.read("REPORT_RECTIFY_DAYS", Whole(), 15)  # §8.4: from the issue of a report
DUE_SOON_DAYS = locality.read("DUE_SOON_DAYS", Whole(), 10)
TERM_YEARS_COMMUNITY = locality.read("TERM_YEARS_COMMUNITY", Whole(1), 5)  # R-ORG-09, 村 and 社区
TERM_YEARS = locality.read("TERM_YEARS", Whole(1), 3)  # R-ORG-09, other units
TERM_YEARS_COMMITTEE = locality.read("TERM_YEARS_COMMITTEE", Whole(1), 5)  # committees and working committees
TERM_REMIND_MONTHS = locality.read("TERM_REMIND_MONTHS", Whole(), 6)  # R-ORG-10
QUORUM = locality.read("QUORUM", Share(), "1/2")  # R-MEET-06: at least this share of those entitled
COMMITTEE_QUORUM = locality.read("COMMITTEE_QUORUM", Share(), "1/2")  # R-MEET-08
# R-DEV-26: conversion, extension, cancellation too
CONVERSION_SECRET = locality.read("CONVERSION_SECRET", OnOff(), True)
# what a month costs a branch (obligations.selectors.effort)
SECONDS_A_TAP = locality.read("SECONDS_A_TAP", Seconds(), 3)
SECONDS_A_CHARACTER = locality.read("SECONDS_A_CHARACTER", Seconds(), 1)
# R-LIFE-01, R-LIFE-04: of the year itself
LIFE_DEADLINE = locality.read("LIFE_DEADLINE", MonthDay(), "12-31")
LIFE_GRACE = locality.read("LIFE_GRACE", MonthDay(), "03-31")  # R-LIFE-01, R-LIFE-04: of the year after
# R-LIFE-06: all members, or taking_part
APPRAISAL_BASE = locality.read("APPRAISAL_BASE", OneOf(("all", "taking_part")), "all")
# R-LIFE-02: measure, owner, day of a problem
RECTIFICATION_PLAN_DAYS = locality.read("RECTIFICATION_PLAN_DAYS", Whole(), 15)
# R-LIFE-08: days after the closing of an appraisal until it is said what follows an incompetent grade
DISPOSAL_PLAN_DAYS = locality.read("DISPOSAL_PLAN_DAYS", Whole(), 30)
# R-LIFE-05: of those entitled, there when an appraisal is voted on (§1.4: as a general meeting, elsewhere two thirds)
APPRAISAL_QUORUM = locality.read("APPRAISAL_QUORUM", Share(), "1/2")
# R-VOT-05: ballots of those entitled; more than half always
GRADING_SHARE = locality.read("GRADING_SHARE", Share(), "2/3")
# R-EDU-01: minutes of one credited hour
LECTURE_HOUR_MINUTES = locality.read("LECTURE_HOUR_MINUTES", Whole(1), 60)
# R-EDU-06: kinds of meetings that credit hours, by code; and the hours of a day at most
STUDY_KINDS = locality.read("STUDY_KINDS", Several(), ["lecture", "theme_day", "group"])
STUDY_DAY_HOURS = locality.read("STUDY_DAY_HOURS", Whole(1), 8)
# R-LIFE-16: days from an occasion of Art. 19 until the secretary has talked
OCCASION_TALK_DAYS = locality.read("OCCASION_TALK_DAYS", Whole(1), 14)
EDUCATION_HOURS = locality.read("EDUCATION_HOURS", Whole(), 32)  # R-EDU-01: a member's hours of a year
# §1.6, plans off days off: nearest, earlier or later
WORKDAY_MOVES = locality.read("WORKDAY_MOVES", OneOf(("nearest", "earlier", "later")), "nearest")
CHECK_IN_OPENS_MINUTES = locality.read("CHECK_IN_OPENS_MINUTES", Whole(), 60)  # before the meeting begins
# R-ATT-07: of those expected; signed in by fewer, it is as if nobody could
CHECK_IN_SHARE = locality.read("CHECK_IN_SHARE", Share(), "1/4")
LATE_CHECK_IN_MINUTES = locality.read("LATE_CHECK_IN_MINUTES", Whole(), 15)  # R-ATT-08: after the start
CHECK_IN_TRIES = locality.read("CHECK_IN_TRIES", Whole(1), 5)  # of six-digit codes, a person and minute
# 代为考勤: to the end of the meeting's day and so many more
STAND_IN_DAYS = locality.read("STAND_IN_DAYS", Whole(), 0)
# leave that owes a make-up (补学), by code; empty: all
MAKE_UP_EXCUSES = locality.read("MAKE_UP_EXCUSES", Several(), [])
# R-ATT-03: percent of a branch's month; 0: never told
ATTENDANCE_LEAST = locality.read("ATTENDANCE_LEAST", Whole(0, 100), 85)
LEADER_ATTENDANCES = locality.read("LEADER_ATTENDANCES", Whole(), 1)  # R-LIFE-10: in a quarter; 0: never told
ABSENCES_IN_A_ROW = locality.read("ABSENCES_IN_A_ROW", Whole(1), 3)  # R-ATT-01
# R-REC-08: photos with at most so many different bits of 64; fingerprints are kept in five slices, so that four leave one whole
PHOTO_DISTANCE = locality.read("PHOTO_DISTANCE", Whole(0, 4), 4)
# R-STA-03: ways of search before somebody lost is suspended
SEARCHES_BEFORE_SUSPENSION = locality.read("SEARCHES_BEFORE_SUSPENSION", Whole(1), 3)
# R-REL-01: how long a letter of transfer holds
LETTER_VALID_DAYS = locality.read("LETTER_VALID_DAYS", Whole(1), 90)
LOOK_UPS_AN_HOUR = locality.read("LOOK_UPS_AN_HOUR", Whole(1), 20)  # R-SEC-04: of whole numbers, a person
# R-SEC-04: numbers of people out of reach, a person, before nothing is enrolled for a day
IDENTITY_REFUSALS_A_DAY = locality.read("IDENTITY_REFUSALS_A_DAY", Whole(1), 10)
# R-SEC-05: more take a reason, and a second person where they name people
EXPORT_REASON_ROWS = locality.read("EXPORT_REASON_ROWS", Whole(1), 500)
# R-SEC-05: how long an approved export may be fetched
EXPORT_KEPT_DAYS = locality.read("EXPORT_KEPT_DAYS", Whole(), 3)
# how long an uploaded workbook is kept (PIPL Art. 19)
IMPORT_KEPT_DAYS = locality.read("IMPORT_KEPT_DAYS", Whole(), 30)
IMPORT_UNDO_DAYS = locality.read("IMPORT_UNDO_DAYS", Whole(1), 7)  # how long an import can be taken back
BIN_DAYS = locality.read("BIN_DAYS", Whole(1), 30)  # R-REC-13: how long what was thrown away can be had back
EXPORT_MOST_ROWS = locality.read("EXPORT_MOST_ROWS", Whole(1), 50_000)
PAPER_DAYS = locality.read("PAPER_DAYS", Whole(), 7)  # how long a finished workbook is kept for download
# Reminders (R-ORG-10 and what is owed): days before a period's last day; hours and days in which nobody is disturbed.
REMIND_DAYS_BEFORE = locality.read("REMIND_DAYS_BEFORE", Several(Whole()), [10, 3, 1])
REMIND_AT = locality.read("REMIND_AT", Clock(), "09:00")
QUIET_FROM = locality.read("QUIET_FROM", Clock(), "20:00")
QUIET_UNTIL = locality.read("QUIET_UNTIL", Clock(), "08:00")
# 未完成的支部 (the office's day): how many days before a period ends what is not held is listed; between which hours of a working day
# an office's reminder is sent by message, and what a branch is offered as an answer
BEHIND_DAYS = locality.read("BEHIND_DAYS", Whole(), 45)
MESSAGES_FROM = locality.read("MESSAGES_FROM", Clock(), "08:00")
MESSAGES_UNTIL = locality.read("MESSAGES_UNTIL", Clock(), "21:00")
REMINDER_ANSWERS = locality.read(
    "REMINDER_ANSWERS", Several(TextShape()), ["已经开了，正在补记录", "正在安排", "请上级派人帮着开"]
)
# the reasons that are offered where a record is returned
RETURN_REASONS = locality.read(
    "RETURN_REASONS",
    Several(TextShape()),
    [
        "到会人数和签到对不上",
        "请假没写原因",
        "没写讲课人",
        "票数对不上",
        "会议时间不对",
        "会议记录写得太简单",
    ],
)
# what a person's own quiet hours must leave of a day
REMIND_MINUTES_LEFT = locality.read("REMIND_MINUTES_LEFT", Whole(), 60)
# how long the link holds that confirms an e-mail address
CONFIRM_HOURS = locality.read("CONFIRM_HOURS", Whole(), 48)
CONFIRM_MINUTES = locality.read("CONFIRM_MINUTES", Whole(), 5)  # before the same address is asked again
CONFIRM_MAILS = locality.read("CONFIRM_MAILS", Whole(), 5)  # that one person may have sent in a day
QUIET_DAYS_OFF = locality.read("QUIET_DAYS_OFF", OnOff(), True)  # weekends and public holidays
# after the meeting; then an unsent record is reminded of
DRAFT_DAYS = locality.read("DRAFT_DAYS", Whole(), 3)
# after the first reminder, which says so
ESCALATE_AFTER_DAYS = locality.read("ESCALATE_AFTER_DAYS", Whole(), 5)
