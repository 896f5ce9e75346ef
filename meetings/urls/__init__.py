"""URLs of meetings, attendance and ballots."""
