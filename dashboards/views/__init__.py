"""Pages of desk, dashboard, organizations and hand-over, one module per page."""
