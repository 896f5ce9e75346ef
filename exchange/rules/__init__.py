"""Pure rules of exchange: columns, cells, formats and verdicts; nothing here reads the database."""
