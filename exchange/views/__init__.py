"""HTML views of imports and exports."""
