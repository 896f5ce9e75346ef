"""What a month costs: for those who see the dashboard."""

from tests.contracts.access import Knock

KNOCKS = {"effort-list GET": lambda h: Knock(query="organization=A&month=2026-11")}
ACCESS = """
effort-list                     GET    401    404    404    404    200    200    404    404    404    404
"""
