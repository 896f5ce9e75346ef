"""Evidence bundles: one meeting with its files as a signed ZIP that another installation can import.

schema    the tables of a record whose rows are copied as they are, with a validator for each column
validate  validators for plain data
"""

FORMAT = "zuzhi-bundle/1"
RECORD_FORMAT = "zuzhi-meeting/5"
FORMER_FORMATS = (
    "zuzhi-meeting/4",  # without the units of a joint meeting
    "zuzhi-meeting/3",  # without the fields of the record that have a later `since`, how many voted, and whose opinions
    "zuzhi-meeting/2",  # without the fields of the record that have a later `since`
    "zuzhi-meeting/1",  # without follow-ups, votes, appraisals and the parts of some kinds
)
MANIFEST, RECORD, MINUTES, FILES = "manifest.json", "meeting.json", "minutes.docx", "files/"
