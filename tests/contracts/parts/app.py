"""The doors of the installable app: the same for everybody, and open to all, because a device asks before anyone has
signed in."""

ACCESS = """
manifest                        GET    200    200    200    200    200    200    200    200    200    200
worker                          GET    200    200    200    200    200    200    200    200    200    200
offline                         GET    200    200    200    200    200    200    200    200    200    200
token                           GET    200    200    200    200    200    200    200    200    200    200
"""
