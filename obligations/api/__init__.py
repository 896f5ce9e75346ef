"""API of rules, waivers and owed duties."""
