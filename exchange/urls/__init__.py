"""URLs of imports and exports."""
