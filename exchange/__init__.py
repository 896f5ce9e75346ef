"""Import and export of files: rosters, lists of organizations, meetings, evidence bundles, large exports."""
