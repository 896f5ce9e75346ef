"""Forms for imports and exports."""
