"""Import of rosters of members; what all workbooks share stands in core.workbooks."""
