"""HTML views of organizations, mandates, accounts and API clients."""
