"""Evidence bundles: a meeting as a ZIP. `exchange` reads them again.

serialize  a meeting → plain data
archive    data, Word and files → ZIP with a manifest of digests, signed if there is a key
"""
