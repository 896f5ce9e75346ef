"""The doors of the house itself: open to all, because a device asks before anyone has signed in."""

TABLE = """
# door                                 nob hua he  lin sha wei she sys sec aud queries, entries
healthz                         GET    200 200 200 200 200 200 200 200 200 200    3
readyz                          GET    503 503 503 503 503 503 503 503 503 503    -
schema                          GET    200 200 200 200 200 200 200 200 200 200    2
api_docs                        GET    200 200 200 200 200 200 200 200 200 200    4
manifest                        GET    200 200 200 200 200 200 200 200 200 200    2
worker                          GET    200 200 200 200 200 200 200 200 200 200    2
offline                         GET    200 200 200 200 200 200 200 200 200 200    2
token                           GET    200 200 200 200 200 200 200 200 200 200    2
"""
