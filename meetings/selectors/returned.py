"""What was changed in a record since it was returned (R-REC-14)."""

from meetings.models import Meeting, Step
from meetings.record.proposals import from_proposal
from meetings.record.words import difference, record_words, shorten
from meetings.selectors.stored_record import stored_record

Change = tuple[str, str, str]
"""What, as it came back, as it is now."""


def changes_since(returned: Step, meeting: Meeting) -> list[Change]:
    """Everything that differs, long texts by their length; nothing where only blanks do. A record returned before what it
    said was kept has none."""
    if returned.record is None:
        return []
    now = stored_record(meeting)
    names = dict(meeting.attendances.values_list("member__uuid", "member__name"))
    then, new = difference(record_words(from_proposal(returned.record, now), names), record_words(now, names))
    short, long = shorten(then), shorten(new)
    changes = [
        (label, short[label], long[label]) for label in new if then[label].split() != new[label].split()
    ]
    files = meeting.attachments
    added, removed = (
        files.filter(added_at__gt=returned.at).count(),
        files.filter(removed_at__gt=returned.at).count(),
    )
    words = [f"加了{added}个"] if added else []
    words += [f"移除{removed}个"] if removed else []
    return changes + ([("照片和附件", "", "，".join(words))] if words else [])
