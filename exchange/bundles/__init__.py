"""Evidence bundles: one meeting as a ZIP that proves itself, taken out here and taken in elsewhere.

parts     the tables whose rows stand in a record, each with its shape
telling   a meeting → plain data, everything its record says
packing   data, Word and files → ZIP with a manifest of digests, signed when there is a key
shape     what plain data must look like before anything believes it
opening   ZIP → verified data and files, or the name of what is wrong
arriving  whom and what the data means here: organization, people, what could not be matched
"""

FORMAT = "zuzhi-bundle/1"
RECORD_FORMAT = "zuzhi-meeting/3"
FORMER_FORMATS = (
    "zuzhi-meeting/2",  # what a field of the record has as `since` says what it does not have
    "zuzhi-meeting/1",  # without follow-ups, votes, appraisals and the parts of some kinds
)
MANIFEST, RECORD, MINUTES, FILES = "manifest.json", "meeting.json", "minutes.docx", "files/"
