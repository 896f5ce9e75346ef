"""What comes in and goes out as files: rosters, organizations, meetings, evidence bundles, large exports."""
