"""Settings that the regulations leave to the district (domain.md marks them [L]), each with its rule."""

from config.environment import env

LATE_AFTER_DAYS = env.int("LATE_AFTER_DAYS", default=7)  # R-REC-05
USUAL_MINUTES = env.int("USUAL_MINUTES", default=90)  # R-REC-01: of a meeting whose kind has no habit yet
REPORT_CUT_OFF_DAY = env.int("REPORT_CUT_OFF_DAY", default=5)  # of the following month, end of day
# R-PAP-03: who signs published reports: of the highest committee; of others by code, as HY-01=…,HY-02=…
ISSUING_OFFICE = env.str("ISSUING_OFFICE", default="")
ISSUING_OFFICES = env.dict("ISSUING_OFFICES", default={})
REPORT_RECTIFY_DAYS = env.int("REPORT_RECTIFY_DAYS", default=15)  # §8.4: from the issue of a report
DUE_SOON_DAYS = env.int("DUE_SOON_DAYS", default=10)
TERM_YEARS_COMMUNITY = env.int("TERM_YEARS_COMMUNITY", default=5)  # R-ORG-09, 村 and 社区
TERM_YEARS = env.int("TERM_YEARS", default=3)  # R-ORG-09, other units
TERM_YEARS_COMMITTEE = env.int("TERM_YEARS_COMMITTEE", default=5)  # committees and working committees
TERM_REMIND_MONTHS = env.int("TERM_REMIND_MONTHS", default=6)  # R-ORG-10
QUORUM = env.str("QUORUM", default="1/2")  # R-MEET-06: at least this share of those entitled
COMMITTEE_QUORUM = env.str("COMMITTEE_QUORUM", default="1/2")  # R-MEET-08
CONVERSION_SECRET = env.bool(
    "CONVERSION_SECRET", default=True
)  # R-DEV-26: conversion, extension, cancellation too
# what a month costs a branch (obligations.selectors.effort)
SECONDS_A_TAP = env.float("SECONDS_A_TAP", default=3)
SECONDS_A_CHARACTER = env.float("SECONDS_A_CHARACTER", default=1)
LIFE_DEADLINE = env.str("LIFE_DEADLINE", default="12-31")  # R-LIFE-01, R-LIFE-04: of the year itself
LIFE_GRACE = env.str("LIFE_GRACE", default="03-31")  # R-LIFE-01, R-LIFE-04: of the year after
APPRAISAL_BASE = env.str("APPRAISAL_BASE", default="all")  # R-LIFE-06: all members, or taking_part
RECTIFICATION_PLAN_DAYS = env.int(
    "RECTIFICATION_PLAN_DAYS", default=15
)  # R-LIFE-02: measure, owner, day of a problem
# R-LIFE-08: days after the closing of an appraisal until it is said what follows an incompetent grade
DISPOSAL_PLAN_DAYS = env.int("DISPOSAL_PLAN_DAYS", default=30)
GRADING_SHARE = env.str(
    "GRADING_SHARE", default="2/3"
)  # R-VOT-05: ballots of those entitled; more than half always
LECTURE_HOUR_MINUTES = env.int("LECTURE_HOUR_MINUTES", default=60)  # R-EDU-01: minutes of one credited hour
# R-EDU-06: kinds of meetings that credit hours, by code; and the hours of a day at most
STUDY_KINDS = env.list("STUDY_KINDS", default=["lecture", "theme_day", "group"])
STUDY_DAY_HOURS = env.int("STUDY_DAY_HOURS", default=8)
EDUCATION_HOURS = env.int("EDUCATION_HOURS", default=32)  # R-EDU-01: a member's hours of a year
# §1.6, plans off days off: nearest, earlier or later
WORKDAY_MOVES = env.str("WORKDAY_MOVES", default="nearest")
CHECK_IN_OPENS_MINUTES = env.int("CHECK_IN_OPENS_MINUTES", default=60)  # before the meeting begins
CHECK_IN_TRIES = env.int("CHECK_IN_TRIES", default=5)  # of six-digit codes, a person and minute
# 代为考勤: to the end of the meeting's day and so many more
STAND_IN_DAYS = env.int("STAND_IN_DAYS", default=0)
# leave that owes a make-up (补学), by code; empty: all
MAKE_UP_EXCUSES = env.list("MAKE_UP_EXCUSES", default=[])
# R-ATT-03: percent of a branch's month; 0: never told
ATTENDANCE_LEAST = env.int("ATTENDANCE_LEAST", default=85)
LEADER_ATTENDANCES = env.int("LEADER_ATTENDANCES", default=1)  # R-LIFE-10: in a quarter; 0: never told
ABSENCES_IN_A_ROW = env.int("ABSENCES_IN_A_ROW", default=3)  # R-ATT-01
# R-REC-08: photos with at most so many different bits of 64
PHOTO_DISTANCE = env.int("PHOTO_DISTANCE", default=4)
# R-STA-03: ways of search before somebody lost is suspended
SEARCHES_BEFORE_SUSPENSION = env.int("SEARCHES_BEFORE_SUSPENSION", default=3)
# R-SEC-05: more take a reason, and a second person where they name people
EXPORT_REASON_ROWS = env.int("EXPORT_REASON_ROWS", default=500)
# R-SEC-05: how long an approved export may be fetched
EXPORT_KEPT_DAYS = env.int("EXPORT_KEPT_DAYS", default=3)
# how long an uploaded workbook is kept (PIPL Art. 19)
IMPORT_KEPT_DAYS = env.int("IMPORT_KEPT_DAYS", default=30)
EXPORT_MOST_ROWS = env.int("EXPORT_MOST_ROWS", default=50_000)
PAPER_DAYS = env.int("PAPER_DAYS", default=7)  # how long a finished workbook is kept for download
# Reminders (R-ORG-10 and what is owed): days before a period's last day; hours and days in which nobody is disturbed.
REMIND_DAYS_BEFORE = env.list("REMIND_DAYS_BEFORE", cast=int, default=[10, 3, 1])
REMIND_AT = env.str("REMIND_AT", default="09:00")
QUIET_FROM = env.str("QUIET_FROM", default="20:00")
QUIET_UNTIL = env.str("QUIET_UNTIL", default="08:00")
# what a person's own quiet hours must leave of a day
REMIND_MINUTES_LEFT = env.int("REMIND_MINUTES_LEFT", default=60)
# how long the link holds that confirms an e-mail address
CONFIRM_HOURS = env.int("CONFIRM_HOURS", default=48)
CONFIRM_MINUTES = env.int("CONFIRM_MINUTES", default=5)  # before the same address is asked again
CONFIRM_MAILS = env.int("CONFIRM_MAILS", default=5)  # that one person may have sent in a day
QUIET_DAYS_OFF = env.bool("QUIET_DAYS_OFF", default=True)  # weekends and public holidays
DRAFT_DAYS = env.int("DRAFT_DAYS", default=3)  # after the meeting; then an unsent record is reminded of
ESCALATE_AFTER_DAYS = env.int("ESCALATE_AFTER_DAYS", default=5)  # after the first reminder, which says so
