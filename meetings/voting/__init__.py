"""Votes cast on phones, secret or open: receipts and papers, apart."""
