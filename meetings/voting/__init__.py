"""The secret ballot: who has voted (receipts) and what was voted (papers) are kept apart."""
