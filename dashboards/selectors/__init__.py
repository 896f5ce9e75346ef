"""Read models of desks, dashboard, organization pages and hand-over."""
