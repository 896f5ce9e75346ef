"""Read models of the audit's pages and exports."""
