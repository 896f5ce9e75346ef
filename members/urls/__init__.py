"""URLs of members, of linked accounts and of terms."""
