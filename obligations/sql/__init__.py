"""The SQL of requirements and figures."""
