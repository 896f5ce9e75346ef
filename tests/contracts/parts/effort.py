"""What a month costs: for those who see the dashboard."""

from tests.contracts.access import Knock

KNOCKS = {"effort-list GET": lambda h: Knock(query="organization=A&month=2026-11")}
ACCESS = """
effort-list                     GET    401    403    403    403    200    200    403    403    403    403
"""
