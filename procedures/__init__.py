"""Decisions about people: a branch or an office proposes, another person of the office above decides, then it takes effect."""
