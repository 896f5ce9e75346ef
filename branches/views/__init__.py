"""HTML views of organizations, mandates, accounts, API clients and holidays."""
