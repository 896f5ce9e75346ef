"""Actions that send reminders, remind branches, and change channels, quiet hours and the calendar feed."""

from reminders.actions.channels import (
    confirm_channel,
    remove_channel,
    set_channel,
    set_quiet_hours,
    switch_channel,
)
from reminders.actions.feeds import close_feed, open_feed
from reminders.actions.remind_branches import (
    answer_reminder,
    export_behind,
    open_telephones,
    read_reminder,
    remind_branches,
)
from reminders.actions.send_reminders import remind, send_waiting, start_reminding, work_reminders
