"""Management commands of exchange."""
