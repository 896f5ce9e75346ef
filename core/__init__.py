"""The ground: errors, clock, HTTP and API manners, documents. No tables, no rules of the field."""
