"""Members of the Party: their files, memberships of branches, restrictions of rights, and posts."""
