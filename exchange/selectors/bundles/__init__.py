"""Evidence bundles: a meeting as a ZIP, and an uploaded ZIP matched with this installation.

serialize  a meeting → plain data
archive    data, Word and files → ZIP with a manifest of digests, signed if there is a key
match      the data → organization, members and meeting of this installation, and who could not be matched
"""
